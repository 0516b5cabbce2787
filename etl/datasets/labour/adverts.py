"""Online job adverts by month in local authorities, in total and by occupation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.economy import ADVERTS
from catalog.vocabulary.status import ESTIMATED, OBSERVED
from etl.areas import NATIONS, REGIONS, Areas
from etl.clients.files.cells import SUPPRESSED_MARKS, CellsError, number, status, with_area_type
from etl.clients.files.workbook import MONTH, Sheet, SheetTable, Workbook
from etl.clients.nomis.codes import month_columns
from etl.clients.ons.workbooks import ExpectedWorkbook, WorkbookQuery, workbook_of
from etl.raw import RawPart

PAGE: Final = (
    "/employmentandlabourmarket/peopleinwork/employmentandemployeetypes/datasets/"
    "labourdemandvolumesbystandardoccupationclassificationsoc2020uk"
)
SOURCE: Final = source(
    Source(
        id="adverts",
        title="Labour demand volumes by Standard Occupation Classification (SOC 2020)",
        publisher=f"{ONS}, from Textkernel",
        dataset_id="labourdemandbyoccupation",
        service="ons",
        url=f"https://www.ons.gov.uk{PAGE}",
        cadence="monthly",
        release_months=tuple(range(1, 13)),
        caveats=(
            "Online adverts, not vacancies: one advert may stand for several jobs, one job may be "
            "advertised twice, and some jobs are never advertised online.",
            "Editions since September 2025 count the adverts that are new in a month, earlier ones "
            "those online in it: figures of different editions do not compare.",
            "Official statistics in development, and less certain since November 2025.",
            "The occupation is assigned by a model from the wording of the advert.",
            "London is published as a whole, without its boroughs. Council boundaries are of 2023.",
        ),
    )
)
TABLE: Final = ADVERTS
COUNTRIES: Final = Sheet(r"^Table 1\b", {"area_name": "Country", "": MONTH}, periods="months")
DISTRICT: Final = {
    "area_name": "Local Authority District",
    "area_code": "Local Authority Code",
    "": MONTH,
}
TOTALS: Final = Sheet(r"^Table 2\b", DISTRICT, periods="months", blank_codes=True)
# An edition may hold this table without rows, or not at all; then there are only totals.
BY_OCCUPATION: Final = Sheet(
    r"^Table 4\b",
    {
        **DISTRICT,
        "occupation_code": "SOC 3 digit code",
        "occupation_name": "SOC 3 digit label",
    },
    periods="months",
    blank_codes=True,
    may_be_empty=True,
    may_be_absent=True,
)
SHEETS: Final = ((COUNTRIES, OBSERVED), (TOTALS, OBSERVED), (BY_OCCUPATION, ESTIMATED))
CODES: Final = {name: code for code, name in (NATIONS | REGIONS).items()}
# Rows without a code that are rightly left out: of no known place, or outside England and Wales.
NO_PLACE: Final = ("Unknown", "UK", "United Kingdom", "Great Britain", "Scotland",
                   "Northern Ireland")  # fmt: skip


def _proof(workbook: Workbook) -> list[str]:
    """Whether every row without a code is of a place that we know by its name."""
    rows_of(workbook)
    unplaced: dict[str | None, None] = {}
    for sheet, _ in SHEETS:
        for table in workbook.tables_if_there(sheet):
            months = (number(text).is_not_null() for text in table.periods)
            nowhere = _named(table).filter(
                pl.any_horizontal(months),
                pl.col("area_code").is_null(),
                ~pl.col("area_name").fill_null("").is_in(NO_PLACE),
            )
            unplaced |= dict.fromkeys(nowhere["area_name"])
    return [f"rows of no place that we know ({list(unplaced)[:5]})"] if unplaced else []


EXPECTED: Final = (
    ExpectedWorkbook(
        PAGE,
        r"labourdemandbyoccupation[^/]*\.xlsx",
        tuple(sheet for sheet, _ in SHEETS),
        proof=_proof,
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[WorkbookQuery]:  # noqa: ARG001
    """One workbook for the whole country."""
    return [WorkbookQuery("all", EXPECTED[0])]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `adverts`: England, Wales, their councils, and London as a region.

    Adverts whose occupation is not known have the occupation_code 'unknown'. Where a workbook has
    no rows by occupation, there are only those of the total.
    """
    return pl.concat(rows_of(workbook_of(part)) for part in parts)


def rows_of(workbook: Workbook) -> pl.DataFrame:
    """Rows of `adverts` from a workbook, of those of its tables that are there."""
    frames = [
        _rows(table, usual) for sheet, usual in SHEETS for table in workbook.tables_if_there(sheet)
    ]
    return pl.concat([TABLE.empty(), *frames])


def _named(table: SheetTable) -> pl.DataFrame:
    """The table with names without notes, and the codes of places that come without one."""
    name = pl.col("area_name").str.replace(r"\s*(\[[^\]]*\]|\*+)\s*$", "").str.strip_chars()
    frame = table.frame.with_columns(name.alias("area_name"))
    by_name = pl.col("area_name").replace_strict(CODES, default=None, return_dtype=pl.String)
    code = pl.coalesce("area_code", by_name) if "area_code" in frame.columns else by_name
    return frame.with_columns(code.alias("area_code"))


def _rows(table: SheetTable, usual: str) -> pl.DataFrame:
    frame = _named(table)
    months = {text: f"{heading.first_day:%Y-%m}" for text, heading in table.periods.items()}
    if "occupation_code" not in frame.columns:
        frame = frame.with_columns(
            occupation_code=pl.lit("total"), occupation_name=pl.lit("All occupations")
        )
    areas = ("area_code", "area_name", "area_type", "area_vintage")
    kept = with_area_type(frame.with_columns(area_vintage=pl.lit("2023")))
    if kept.select(
        pl.any_horizontal(pl.col("area_name", "occupation_code").is_null().any())
    ).item():
        raise CellsError(f"sheet {table.sheet} has rows without a name of place or occupation")
    return (
        kept.unpivot(
            list(months),
            index=[*areas, "occupation_code", "occupation_name"],
            variable_name="DATE",
        )
        .with_columns(
            pl.col("DATE").replace(months),
            pl.col("occupation_code").replace("Unknown", "unknown"),
        )
        .with_columns(
            *month_columns(),
            number("value").alias("adverts_count"),
            # The workbook says: 'Some cells show [x] where data are suppressed.'
            status("value", usual, suppressed=(*SUPPRESSED_MARKS, "x")),
        )
        .select(TABLE.columns)
    )
