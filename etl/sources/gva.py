"""Gross value added by industry in local authorities, in current and in constant prices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.status import ESTIMATED
from catalog.tables.economy import GVA
from etl.areas import Areas
from etl.nomis_codes import year_columns
from etl.ons import ExpectedWorkbook, WorkbookAsk, workbook_of
from etl.raw import RawPart
from etl.workbook import YEAR, Found, Sheet, number, status, with_area_type, year_of

PAGE: Final = (
    "/economy/grossdomesticproductgdp/datasets/"
    "regionalgrossvalueaddedbalancedbyindustrylocalauthoritiesbyitl1region"
)
SOURCE: Final = source(
    Source(
        id="gva",
        title="Regional gross value added (balanced) by industry: local authorities",
        publisher=ONS,
        dataset_id="rgva_lad",
        service="ons",
        url=f"https://www.ons.gov.uk{PAGE}",
        cadence="yearly",
        release_months=(4, 5),
        caveats=(
            "Estimates, with sampling and modelling error that grows as areas and industries get "
            "smaller; revised back for all years with each edition.",
            "Constant prices are chained volumes: industries and areas do not add up outside the "
            "price year.",
            "Value added is counted where the workplace is. It includes the imputed rents of "
            "owner-occupied homes in real estate (section L).",
        ),
    )
)
TABLE: Final = GVA
# The ITL1 regions of England and Wales, by the code that begins the name of their workbook.
REGIONS: Final = ("tlc", "tld", "tle", "tlf", "tlg", "tlh", "tli", "tlj", "tlk", "tll")
HEADER: Final = {
    "area_code": "LA code",
    "area_name": "LA name",
    "published_code": "SIC07",
    "industry_name": "SIC07 description",
    "": YEAR,
}
# 2026-11: the order of the sheets has changed between editions; their titles have not.
BASES: Final = {
    "current": r"current prices.*million",
    "constant": r"chained volume measures.*million",
}


def _sheet(region: str, basis: str) -> Sheet:
    return Sheet(rf"\b{region}\b.*{BASES[basis]}", HEADER)


EXPECTED: Final = tuple(
    ExpectedWorkbook(
        PAGE,
        rf"localauthorities{region}[a-z]*\.xlsx",
        tuple(_sheet(region, basis) for basis in BASES),
    )
    for region in REGIONS
)


def asks(areas: Areas, settings: Settings) -> Sequence[WorkbookAsk]:  # noqa: ARG001
    """The workbooks of all regions: a council's growth is read against that of all others."""
    return [
        WorkbookAsk(region, expected) for region, expected in zip(REGIONS, EXPECTED, strict=True)
    ]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `gva`. Levels section and section_group together are every industry once."""
    return pl.concat(
        _rows(workbook_of(part).table(_sheet(part.note.key, basis)), basis)
        for part in parts
        for basis in BASES
    )


def _rows(found: Found, basis: str) -> pl.DataFrame:
    years = {heading: str(year) for heading in found.frame.columns if (year := year_of(heading))}
    ids = ["area_code", "area_name", "area_type", "published_code", "industry_name"]
    return (
        with_area_type(found.frame)
        .filter(pl.col("area_type") == "lad")
        .unpivot(list(years), index=ids, variable_name="DATE")
        .with_columns(
            pl.col("DATE").replace(years),
            area_vintage=pl.lit(""),
            price_basis=pl.lit(basis),
            price_year=pl.lit(found.title).str.extract(r"(20\d\d) money").fill_null(""),
        )
        .with_columns(
            *year_columns(),
            *industry_columns(),
            number("value").alias("gva_gbp_m"),
            # [c]: withheld, as it would tell of single businesses.
            status("value", ESTIMATED, suppressed=("c",)),
        )
        .select(TABLE.columns)
    )


def industry_columns() -> list[pl.Expr]:
    """industry_code and industry_level of a published code: 'C (10-33)' is section C.

    A level that we have no word for keeps the published code, and the table's check will say so.
    """
    published = pl.col("published_code")
    code = published.str.replace(r" \([\d-]+\)$", "").replace("Total", "total")
    levels = (
        (code == "total", "total"),
        (code.str.contains(r"^[A-Z]$"), "section"),
        (code.str.contains(r"^[A-Z]-[A-Z]$"), "broad_group"),
        (code.str.contains(r"^C[A-Z](-C[A-Z])?$"), "division_group"),
        (code.str.contains(r"^[A-Z]{2}$"), "section_group"),
        # Division 68 comes in two parts: imputed rents, and the rest under the division's number.
        (code.str.starts_with("68"), "division_part"),
        (code.str.contains(r"^\d\d$"), "division"),
        (code.str.contains(r"^\d\d-\d\d$"), "division_group"),
    )
    level = pl.coalesce(*(pl.when(is_it).then(pl.lit(name)) for is_it, name in levels), published)
    return [code.alias("industry_code"), level.alias("industry_level")]
