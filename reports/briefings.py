"""Writing ward briefings to files, a page each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from reports import briefing, files, html, pdf
from reports.content import Report
from reports.files import FormatError

RENDER: Final[dict[str, Callable[[Report], bytes]]] = {
    "html": partial(html.render, compact=True),
    "pdf": partial(pdf.render, compact=True),
}


def known(formats: Sequence[str]) -> None:
    """Raises FormatError where a briefing has no such format."""
    strange = [form for form in formats if form not in RENDER]
    if strange:
        raise FormatError(
            f"a briefing has no format {', '.join(strange)}; only {', '.join(RENDER)}"
        )


def wards_of(root: Path, councils: Sequence[str]) -> list[str]:
    """Codes of the wards of councils, by council and name."""
    wards = store.read("wards", root)[0].filter(pl.col("lad_code").is_in(list(councils)))
    return wards.sort("lad_name", "ward_name", "ward_code")["ward_code"].to_list()


def rendered(
    root: Path, ward_code: str, formats: Sequence[str], *, made_on: str, version: str
) -> dict[str, bytes]:
    """One ward's briefing, files by name. Raises UnknownWardError, StoreError, FormatError."""
    known(formats)
    report = briefing.content(root, ward_code, made_on=made_on, version=version)
    # The code in the name keeps two wards of one name apart.
    stem = f"{files.slug(f'ward briefing {report.title} {ward_code}')}-{made_on}"
    return {f"{stem}.{form}": RENDER[form](report) for form in formats}


def write(
    root: Path,
    ward_code: str,
    formats: Sequence[str],
    folder: Path,
    *,
    made_on: str,
    version: str,
) -> list[Path]:
    """Writes one ward's briefing under `folder`, every format or none."""
    made = rendered(root, ward_code, formats, made_on=made_on, version=version)
    return files.put(made, folder)
