"""Births, deaths and survival of enterprises in councils, regions and nations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.status import ROUNDED
from catalog.tables.economy import BUSINESS_DEMOGRAPHY
from etl.areas import NATIONS, REGIONS, Areas
from etl.nomis_codes import year_columns
from etl.ons import ExpectedWorkbook, WorkbookAsk, workbook_of
from etl.raw import RawPart
from etl.workbook import YEAR, Found, Sheet, number, status, with_area_type, year_of

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
            "to 5. The smallest businesses are not among them.",
            "The newest deaths are provisional: some enterprises turn out to be still alive.",
            "Each year is on the council boundaries of its time.",
        ),
    )
)
TABLE: Final = BUSINESS_DEMOGRAPHY
# 2026-11: a table is split where council boundaries changed (1.1a to 1.1d), so all parts are read.
COUNTS: Final = {
    event: Sheet(rf"Count Of {event}( Of)?( New)? Enterprises For .*District", {"": YEAR})
    for event in ("births", "deaths", "active")
}
SURVIVAL: Final = Sheet(r"\bSurvival Of Newly Born Enterprises District", {"": r"20\d\d Births"})
EXPECTED: Final = (
    ExpectedWorkbook(PAGE, r"businessdemography[^/]*\.xlsx", (*COUNTS.values(), SURVIVAL)),
)
# Regions and nations are written in capitals there.
NAMES: Final = REGIONS | NATIONS
CROWDED: Final = "more than 500 businesses are registered at a single postcode"


def asks(areas: Areas, settings: Settings) -> Sequence[WorkbookAsk]:  # noqa: ARG001
    """One workbook for the whole country."""
    return [WorkbookAsk("all", EXPECTED[0])]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `business_demography`; survival is the number that was alive after so many years."""
    frames = []
    for part in parts:
        workbook = workbook_of(part)
        for event, sheet in COUNTS.items():
            for found in workbook.tables(sheet):
                years = {h: (event, str(y)) for h in found.frame.columns if (y := year_of(h))}
                frames.append(_rows(found, years))
        frames += [_rows(found, _survivals(found)) for found in workbook.tables(SURVIVAL)]
    return pl.concat(frames)


def _survivals(found: Found) -> dict[str, tuple[str, str]]:
    """Headings of survivors with their event, and the year in which those enterprises were born."""
    born = next(h for h in found.frame.columns if h.endswith("Births"))[:4]
    lived = {h: re.match(r"(\d)-year survival$", h) for h in found.frame.columns}
    return {h: (f"survived_{match[1]}y", born) for h, match in lived.items() if match}


def _rows(found: Found, columns: Mapping[str, tuple[str, str]]) -> pl.DataFrame:
    """Rows of a table whose first two columns, code and name, have no headings to go by."""
    first_two = dict(zip(found.frame.columns, ("area_code", "area_name"), strict=False))
    kept = with_area_type(found.frame.rename(first_two))
    name = pl.col("area_code").replace_strict(NAMES, default=pl.col("area_name"))
    return (
        kept.with_columns(name.alias("area_name"))
        .unpivot(list(columns), index=["area_code", "area_name", "area_type"])
        # ':' is a survival that lies ahead, not one that is missing.
        .filter(pl.col("value").is_null() | (pl.col("value") != ":"))
        .with_columns(
            # The workbook's notes say what a star after a name means.
            pl.col("area_name").str.strip_chars("* ").alias("area_name"),
            note=pl.when(pl.col("area_name").str.ends_with("*"))
            .then(pl.lit(CROWDED))
            .otherwise(pl.lit("")),
            area_vintage=pl.lit(""),
            event=pl.col("variable").replace_strict({h: e for h, (e, _) in columns.items()}),
            DATE=pl.col("variable").replace_strict({h: y for h, (_, y) in columns.items()}),
        )
        .with_columns(
            *year_columns(),
            number("value").alias("enterprises_count"),
            status("value", ROUNDED, suppressed=("c",)),
        )
        .select(TABLE.columns)
    )
