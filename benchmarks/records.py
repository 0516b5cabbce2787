"""Records of benchmarks, kept as data: what was tried, and how it did.

Each is a CSV in `benchmarks/records` with a TOML beside it that says what it is, how it was
measured and when.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import polars as pl

FOLDER: Final = Path(__file__).resolve().parent / "records"


def names() -> list[str]:
    """The records that there are."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def read(name: str) -> tuple[dict[str, object], pl.DataFrame]:
    """What the record is (its TOML), and its rows."""
    described = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return described, pl.read_csv(FOLDER / f"{name}.csv", infer_schema_length=None)


def print_all() -> None:
    """Prints every record whole: its title, how it was measured, and its rows."""
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=240, fmt_str_lengths=160):
        for name in names():
            described, rows = read(name)
            print(described.get("title", name))
            for key, words in described.items():
                if key != "title":
                    print(f"  {key}: {words}")
            print(rows)
