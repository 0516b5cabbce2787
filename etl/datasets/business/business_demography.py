"""Births, deaths and survival of enterprises in councils, regions and nations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.economy import BUSINESS_DEMOGRAPHY
from catalog.vocabulary.status import ROUNDED
from etl.areas import NATIONS, REGIONS, Areas
from etl.clients.files.cells import CellsError, number, status, with_area_type
from etl.clients.files.workbook import YEAR, Sheet, SheetTable, Workbook
from etl.clients.nomis.codes import year_columns
from etl.clients.ons.workbooks import ExpectedWorkbook, WorkbookQuery, workbook_of
from etl.raw import RawPart

PAGE: Final = (
    "/businessindustryandtrade/business/activitysizeandlocation/datasets/"
    "businessdemographyreferencetable"
)
SOURCE: Final = source(
    Source(
        id="business_demography",
        title="Business demography",
        publisher=ONS,
        dataset_id="businessdemography",
        service="ons",
        url=f"https://www.ons.gov.uk{PAGE}",
        cadence="yearly",
        release_months=(11,),
        caveats=(
            "Enterprises registered for VAT or PAYE, counted at their registered place, rounded "
            "to 5. The smallest businesses are not included.",
            "The newest deaths are provisional: some enterprises turn out to be still alive.",
            "Each year is on the council boundaries of its time.",
        ),
    )
)
TABLE: Final = BUSINESS_DEMOGRAPHY
# 2026-11: a table is split where council boundaries changed (1.1a to 1.1d), so all parts are read.
PLACE: Final = ("area_code", "area_name")
COUNTS: Final = {
    event: Sheet(
        rf"Count Of {event}( Of)?( New)? Enterprises For .*District",
        {"": YEAR},
        periods="years",
        unnamed=PLACE,
    )
    for event in ("births", "deaths", "active")
}
BORN: Final = r"(20\d\d) Births?\b.*"
SURVIVAL: Final = Sheet(
    r"\bSurvival Of Newly Born Enterprises District", {"": BORN}, unnamed=PLACE, may_be_absent=True
)


def _proof(workbook: Workbook) -> list[str]:
    rows_of(workbook)
    return []


EXPECTED: Final = (
    ExpectedWorkbook(
        PAGE, r"businessdemography[^/]*\.xlsx", (*COUNTS.values(), SURVIVAL), proof=_proof
    ),
)
# Regions and nations are written in capitals there.
NAMES: Final = REGIONS | NATIONS
CROWDED: Final = "more than 500 businesses are registered at a single postcode"


def requests(areas: Areas, settings: Settings) -> Sequence[WorkbookQuery]:  # noqa: ARG001
    """One workbook for the whole country."""
    return [WorkbookQuery("all", EXPECTED[0])]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `business_demography`; survival is the number that was alive after so many years."""
    return pl.concat(rows_of(workbook_of(part)) for part in parts)


def rows_of(workbook: Workbook) -> pl.DataFrame:
    """Rows of `business_demography` from a workbook, of those of its tables that are there."""
    frames = [TABLE.empty()]
    for event, sheet in COUNTS.items():
        for table in workbook.tables_if_there(sheet):
            years = {text: (event, str(h.first_day.year)) for text, h in table.periods.items()}
            frames.append(_rows(table, years))
    frames += [_rows(table, _survivals(table)) for table in workbook.tables_if_there(SURVIVAL)]
    return pl.concat(frames)


def _survivals(table: SheetTable) -> dict[str, tuple[str, str]]:
    """Headings of survivors with their event, and the year in which those enterprises were born."""
    births = (re.fullmatch(BORN, heading, re.IGNORECASE) for heading in table.frame.columns)
    born = next(match[1] for match in births if match)
    numbers = [h for h in table.frame.columns if re.search(r"(?i)surviv", h) and "%" not in h]
    lived = {h: re.match(r"(?i)(\d)[- ]years?[- ]survivals?\b", h) for h in numbers}
    unread = [h for h, match in lived.items() if not match]
    if unread or not lived:
        like = unread[:3] or list(table.frame.columns)[:5]
        raise CellsError(f"sheet {table.sheet} has headings of survival like {like}")
    return {h: (f"survived_{match[1]}y", born) for h, match in lived.items() if match}


def _rows(table: SheetTable, columns: Mapping[str, tuple[str, str]]) -> pl.DataFrame:
    """Rows of a table of areas by year, or of the survivors of a year."""
    kept = with_area_type(table.frame)
    provisional = [text for text, heading in table.periods.items() if heading.provisional]
    name = pl.col("area_code").replace_strict(NAMES, default=pl.col("area_name"))
    return (
        kept.with_columns(name.alias("area_name"))
        .unpivot(list(columns), index=["area_code", "area_name", "area_type"])
        # ':' is a survival that lies ahead, not one that is missing.
        .filter(pl.col("value").is_null() | (pl.col("value") != ":"))
        .with_columns(
            # The workbook's notes say what a star after a name means.
            pl.col("area_name").str.strip_chars("* ").alias("area_name"),
            note=pl.concat_str(
                pl.when(pl.col("area_name").str.ends_with("*")).then(pl.lit(CROWDED)),
                pl.when(pl.col("variable").is_in(provisional)).then(pl.lit("provisional")),
                separator="; ",
                ignore_nulls=True,
            ),
            area_vintage=pl.lit(""),
            event=pl.col("variable").replace_strict({h: e for h, (e, _) in columns.items()}),
            DATE=pl.col("variable").replace_strict({h: y for h, (_, y) in columns.items()}),
        )
        .with_columns(
            *year_columns(),
            number("value").alias("enterprises_count"),
            status("value", ROUNDED),
        )
        .select(TABLE.columns)
    )
