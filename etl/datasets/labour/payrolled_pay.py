"""Median pay of employees by month and section of the United Kingdom, from PAYE returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.labour import PAYROLLED_PAY
from catalog.vocabulary.areas import UNITED_KINGDOM
from catalog.vocabulary.status import ESTIMATED, OBSERVED
from etl.areas import Areas
from etl.clients.files.cells import CellsError, number, status, with_area_type
from etl.clients.files.workbook import Workbook
from etl.clients.nomis.codes import month_columns
from etl.clients.ons.workbooks import ExpectedWorkbook, WorkbookQuery, workbook_of
from etl.datasets.labour.payrolled_employees import FILE, INDUSTRIES, PAGE, SECTION_GROUPS
from etl.datasets.labour.payrolled_sheets import CountSheet, name_of_area, read_median_pay
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="payrolled_pay",
        title="Median pay from PAYE Real Time Information, seasonally adjusted",
        publisher="Office for National Statistics and HM Revenue & Customs",
        dataset_id="rtisa",
        service="ons",
        url=f"https://www.ons.gov.uk{PAGE}",
        cadence="monthly",
        release_months=tuple(range(1, 13)),
        caveats=(
            "Pay of the United Kingdom's employees in an industry; nothing is published of an "
            "industry in a council.",
            "The industry is that of the employer's PAYE scheme, often that of its head office.",
            "Half of employees are paid less in the month, part-time employees among them.",
            "The newest month is an early (flash) estimate, and it and the months before it are "
            "revised.",
        ),
    )
)
TABLE: Final = PAYROLLED_PAY


def _prove(workbook: Workbook) -> list[str]:
    """Whether median pay by section is there; in words, what of it is not read."""
    sheet = read_median_pay(workbook)
    if sheet is None:
        raise CellsError(
            f"{workbook.name} has no sheet of median pay by industry, only "
            f"{', '.join(workbook.sheets)[:600]}"
        )
    rows(sheet)
    return list(sheet.unread)


EXPECTED: Final = (ExpectedWorkbook(PAGE, FILE, (), proof=_prove),)


def requests(areas: Areas, settings: Settings) -> Sequence[WorkbookQuery]:  # noqa: ARG001
    """The newest workbook."""
    return [WorkbookQuery("all", EXPECTED[0])]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `payrolled_pay` from the newest workbook that was stored."""
    sheets = [sheet for part in parts if (sheet := read_median_pay(workbook_of(part)))]
    if not sheets:
        return TABLE.empty()
    return rows(max(sheets, key=lambda sheet: sheet.newest))


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """Which month is an early estimate."""
    newest = frame.sort("period_start")["period_start"]
    if newest.is_empty():
        return []
    return [f"Provisional periods: {newest[-1]:%B %Y}, an early (flash) estimate"]


def rows(sheet: CountSheet) -> pl.DataFrame:
    """Rows of `payrolled_pay` from a sheet; its newest month is an early estimate."""
    long = (
        sheet.frame.unpivot(list(sheet.columns), index="month", variable_name="industry_code")
        .with_columns(DATE=pl.col("month").dt.strftime("%Y-%m"))
        .with_columns(area_code=pl.lit(UNITED_KINGDOM), area_vintage=pl.lit(""))
    )
    is_early = (pl.col("month") == sheet.newest) & (pl.col("status") == OBSERVED)
    return (
        with_area_type(long)
        .with_columns(
            *month_columns(),
            status("value", OBSERVED),
            number("value").alias("pay_gbp_month"),
            area_name=pl.lit(name_of_area(UNITED_KINGDOM, "")),
            industry_name=pl.col("industry_code").replace_strict(INDUSTRIES),
            industry_level=pl.when(pl.col("industry_code").is_in(list(SECTION_GROUPS)))
            .then(pl.lit("section_group"))
            .otherwise(pl.lit("section")),
        )
        .with_columns(
            status=pl.when(is_early).then(pl.lit(ESTIMATED)).otherwise("status"),
        )
        .select(TABLE.columns)
    )
