"""Births, deaths and active enterprises of the United Kingdom by 3-digit industry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

import reference
from catalog.settings import Settings
from catalog.sources import source
from catalog.tables.sectors import BUSINESS_DEMOGRAPHY_FINE
from catalog.vocabulary.areas import UNITED_KINGDOM
from catalog.vocabulary.status import ROUNDED
from etl.areas import Areas
from etl.clients.files.cells import CellsError, number, status
from etl.clients.files.workbook import YEAR, Sheet, SheetTable, Workbook
from etl.clients.nomis.codes import year_columns
from etl.clients.ons.workbooks import ExpectedWorkbook, WorkbookQuery, workbook_of
from etl.datasets.business import business_demography as by_place
from etl.raw import RawPart

SOURCE: Final = source(
    replace(
        by_place.SOURCE,
        id="business_demography_fine",
        title="Business demography, 3-digit industries",
        caveats=(*by_place.SOURCE.caveats[:2], "Farming and public administration are not in it."),
    )
)
TABLE: Final = BUSINESS_DEMOGRAPHY_FINE
COUNTS: Final = {
    event: Sheet(
        rf"Count Of {event}( Of)?( New)? Enterprises For .*\(Sic ?2007\) Group",
        {"": YEAR},
        periods="years",
        unnamed=("industry",),
    )
    for event in by_place.COUNTS
}
# '    051 : Mining of hard coal' under '05 : Mining of coal and lignite'.
INDUSTRY: Final = r"^\s*(\d{2,3})\s*:\s*(.+)$"
GROUPS: Final = frozenset(reference.read("sic2007_classes")["group_code"])
FEWEST_GROUPS: Final = 200


def _proof(workbook: Workbook) -> list[str]:
    rows_of(workbook)
    return []


EXPECTED: Final = (
    ExpectedWorkbook(
        by_place.PAGE, by_place.EXPECTED[0].file, tuple(COUNTS.values()), proof=_proof
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[WorkbookQuery]:  # noqa: ARG001
    """The workbook that business demography by council stands in too."""
    return [WorkbookQuery("all", EXPECTED[0])]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `business_demography_fine`."""
    return pl.concat(rows_of(workbook_of(part)) for part in parts)


def rows_of(workbook: Workbook) -> pl.DataFrame:
    """Rows of `business_demography_fine` from a workbook; CellsError where groups are not SIC's."""
    return pl.concat(_rows(workbook.table(sheet), event) for event, sheet in COUNTS.items())


def _rows(table: SheetTable, event: str) -> pl.DataFrame:
    label = pl.col("industry")
    coded = table.frame.with_columns(
        industry_code=label.str.extract(INDUSTRY, 1),
        industry_name=label.str.extract(INDUSTRY, 2).str.strip_chars(),
    )
    groups = coded.filter(pl.col("industry_code").str.len_chars() == 3)
    unknown = groups.filter(~pl.col("industry_code").is_in(GROUPS))["industry"].to_list()
    if unknown or groups.height < FEWEST_GROUPS:
        shown = unknown[:3] or coded["industry"].head(3).to_list()
        raise CellsError(
            f"sheet {table.sheet} has {groups.height:,} groups of 3 digits, and rows like {shown}"
        )
    return (
        groups.unpivot(list(table.periods), index=["industry_code", "industry_name"])
        .with_columns(
            area_code=pl.lit(UNITED_KINGDOM),
            area_name=pl.lit("United Kingdom"),
            area_type=pl.lit("country"),
            area_vintage=pl.lit(""),
            industry_level=pl.lit("group"),
            event=pl.lit(event),
            DATE=pl.col("variable").replace_strict(
                {text: str(heading.first_day.year) for text, heading in table.periods.items()}
            ),
        )
        .with_columns(
            *year_columns(),
            number("value").alias("enterprises_count"),
            status("value", ROUNDED),
        )
        .select(TABLE.columns)
    )
