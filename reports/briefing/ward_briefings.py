"""Writing ward briefings to files, a page each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from presentation.wording import listed
from reports import files
from reports.briefing import briefing_pdf, ward_briefing
from reports.briefing.ward_facts import check_ward_codes
from reports.content import Report
from reports.files import FormatError
from reports.inputs import PlaceError, describe_absent
from reports.reading import Tables
from reports.render import html

RENDER: Final[dict[str, Callable[[Report], bytes]]] = {
    "html": partial(html.render, compact=True),
    "pdf": lambda report: briefing_pdf.render([report]),
}

ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the same briefings give the same archive
MOST_NAMED: Final = 3


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


def name_files(title: str, ward_code: str, made_on: str) -> str:
    """The name of a briefing's files without the format; its code keeps apart two of one title."""
    return f"{files.slug(f'ward briefing {title}')}-{files.slug(ward_code)}-{made_on}"


def read_reports(
    root: Path, codes: Sequence[str], *, made_on: str, version: str
) -> dict[str, Report]:
    """The briefings of wards by code, in order. Raises UnknownWardError, StoreError."""
    return {
        code: ward_briefing.content(root, code, made_on=made_on, version=version) for code in codes
    }


def render_single(reports: Mapping[str, Report], formats: Sequence[str]) -> dict[str, bytes]:
    """A file of each briefing in each format, by name. Raises FormatError."""
    check_formats(formats)
    return {
        f"{name_files(report.title, code, report.made_on)}.{form}": RENDER[form](report)
        for code, report in reports.items()
        for form in formats
    }


def render_files(
    root: Path, ward_code: str, formats: Sequence[str], *, made_on: str, version: str
) -> dict[str, bytes]:
    """One ward's briefing, files by name. Raises UnknownWardError, StoreError, FormatError."""
    check_formats(formats)
    reports = read_reports(root, [ward_code], made_on=made_on, version=version)
    return render_single(reports, formats)


def render_together(reports: Mapping[str, Report], single: Mapping[str, bytes]) -> dict[str, bytes]:
    """One PDF with a page for each briefing, and a ZIP of their single files.

    `reports` are by ward code, `single` as from `render_single`. The same ones give the same bytes.
    """
    areas = list(dict.fromkeys(name for report in reports.values() for name in report.areas))
    place = listed(areas, MOST_NAMED)
    made_on = next(iter(reports.values())).made_on
    stem = f"{files.slug(f'ward briefings {place}')}-{made_on}"
    together = briefing_pdf.render(list(reports.values()), f"Ward briefings: {place}")
    return {f"{stem}.pdf": together, f"{stem}.zip": zip_files(single)}


def zip_files(contents: Mapping[str, bytes]) -> bytes:
    """The files in one ZIP archive, in order, all of the same time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in sorted(contents):
            zipped.writestr(zipfile.ZipInfo(name, ZIP_TIME), contents[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


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
