"""Lists of sectors made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from etl.sector_lists.reading import OwnList, read_list


def read_rows(*rows: Sequence[str], name: str = "Ours") -> OwnList:
    """The list of a CSV with these rows of sector and code."""
    lines = ["sector,sic_code", *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    return read_list("\n".join(lines).encode(), Path("made.csv"), name)


def read_toml(text: str) -> OwnList:
    return read_list(text.encode(), Path("made.toml"))
