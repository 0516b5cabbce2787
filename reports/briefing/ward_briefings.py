"""Writing ward briefings to files, a page each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from reports import files
from reports.briefing import ward_briefing
from reports.briefing.ward_facts import check_ward_codes
from reports.content import Report
from reports.files import FormatError
from reports.inputs import PlaceError, describe_absent
from reports.reading import Tables
from reports.render import html, pdf

RENDER: Final[dict[str, Callable[[Report], bytes]]] = {
    "html": partial(html.render, compact=True),
    "pdf": partial(pdf.render, compact=True),
}


def check_formats(formats: Sequence[str]) -> None:
    """Raises FormatError where a briefing has no such format."""
    unknown = [form for form in formats if form not in RENDER]
    if unknown:
        raise FormatError(
            f"a briefing has no format {', '.join(unknown)}; only {', '.join(RENDER)}"
        )


def list_wards(root: Path, councils: Sequence[str]) -> list[str]:
    """Codes of the wards of councils, by council and name.

    Raises PlaceError naming each council without wards.
    """
    store.origin_of("wards", root)
    tables = Tables(root)
    wards = tables.rows("wards", pl.col("lad_code").is_in(list(councils)))
    without_wards = set(councils) - set(wards["lad_code"])
    if without_wards:
        named = tables.rows("councils", pl.col("lad_code").is_in(list(without_wards)))
        names = named.sort("lad_name")["lad_name"].to_list()
        raise PlaceError(describe_absent(names or sorted(without_wards), "we have no wards for {}"))
    return wards.sort("lad_name", "ward_name", "ward_code")["ward_code"].to_list()


def check_wards(root: Path, codes: Sequence[str]) -> None:
    """Raises UnknownWardError naming every code that is of no ward in our data."""
    check_ward_codes(Tables(root), codes)


def render_files(
    root: Path, ward_code: str, formats: Sequence[str], *, made_on: str, version: str
) -> dict[str, bytes]:
    """One ward's briefing, files by name. Raises UnknownWardError, StoreError, FormatError."""
    check_formats(formats)
    report = ward_briefing.content(root, ward_code, made_on=made_on, version=version)
    # The code in the name keeps two wards of one name apart.
    stem = f"{files.slug(f'ward briefing {report.title}')}-{files.slug(ward_code)}-{made_on}"
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
    contents = render_files(root, ward_code, formats, made_on=made_on, version=version)
    return files.write_files(contents, folder)
