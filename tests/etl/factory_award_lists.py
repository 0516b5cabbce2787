"""Workbooks of Innovate UK's awards made by hand, as UKRI lays them out. All names are made up."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from etl import raw
from etl.raw import RawPart, Received

HEADINGS: Final = (
    "Competition Reference", "Competition Title", "Programme Title", "Sector",
    "Application Number", "Project Number", "Project Title", "Public Description",
    "Competition Year", "Innovate UK Product Type", "Participant Name", "Is Lead Participant",
    "CRN", "Project Start Date", "Project End Date", "Award Offered (£)", "Total Costs (£)",
    "Actual Spend to Date (£)", "Participant Withdrawn From Project", "Project Status",
    "Enterprise Size", "Postcode", "Address Region", "Address LEP", "Address Local Authority",
    "In Multiple LEPs", "Industrial Strategy Challenge Fund (ISCF)",
)  # fmt: skip
USUAL: Final[dict[str, Any]] = {
    "Programme Title": "Made programme", "Sector": "Advanced Manufacturing Lvl3",
    "Project Number": "100", "Project Title": "A made project",
    "Public Description": "Write to zebedee.quillfeather@example.org",
    "Innovate UK Product Type": "Collaborative R&D", "Participant Name": "Made Looms Ltd",
    "Is Lead Participant": "Yes", "CRN": "01234567", "Project Start Date": date(2024, 10, 31),
    "Project End Date": date(2026, 9, 1), "Award Offered (£)": 249_900, "Total Costs (£)": 357_000,
    "Participant Withdrawn From Project": "Active", "Project Status": "Live",
    "Enterprise Size": "Micro/small", "Postcode": "HD1 1AB", "Address Region": "Yorkshire",
    "Address Local Authority": "Kirklees",
}  # fmt: skip


def row(**others: Any) -> dict[str, Any]:
    """A participant; `others` by the heading without its marks: Project_Number="7"."""
    by_plain = {heading.replace(" ", "_").replace("_(£)", ""): heading for heading in HEADINGS}
    return USUAL | {by_plain[name]: value for name, value in others.items()}


def workbook(
    rows: Sequence[dict[str, Any]], *, as_dates: bool = False, headings: Sequence[str] = HEADINGS
) -> bytes:
    """The workbook's bytes. `as_dates`: amounts stand in cells with a date's format."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet, dated = (
        book.add_worksheet("Funded Projects"),
        book.add_format({"num_format": "dd/mm/yy"}),
    )
    sheet.write_row(0, 0, headings)
    for at, cells in enumerate(rows, 1):
        for column, heading in enumerate(HEADINGS):
            value = cells.get(heading)
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, dated)
            elif isinstance(value, int | float):
                sheet.write_number(at, column, value, dated if as_dates else None)
            elif value is not None:
                sheet.write_string(at, column, value)
    book.close()
    return target.getvalue()


def stored(root: Path, source: str, *pages: bytes, key: str = "made", **detail: str) -> RawPart:
    """The pages as a stored part of a source."""
    received = Received(pages, "https://example.org/made", detail=detail)
    return raw.save(received, source=source, key=key, areas=(), request="made", root=root)
