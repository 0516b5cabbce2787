"""Gross value added by industry in local authorities, in current and in constant prices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.economy import GVA
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.files.cells import CellsError, number, status, with_area_type
from etl.clients.files.workbook import YEAR, Sheet, SheetTable, Workbook
from etl.clients.nomis.codes import year_columns
from etl.clients.ons.workbooks import ExpectedWorkbook, WorkbookQuery, workbook_of
from etl.clients.query import Query
from etl.datasets.output import gva_totals
from etl.raw import RawPart

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
        # 2026-11: the edition of 2026 came out in September, not in April.
        release_months=(4, 5, 9),
        caveats=(
            "Estimates, with sampling and modelling error that grows as areas and industries get "
            "smaller; revised back for all years with each edition.",
            "Constant prices are chained volumes: industries and areas do not add up outside the "
            "price year.",
            "Value added is counted where the workplace is. It includes the imputed rents of "
            "owner-occupied homes in real estate (section L).",
            "Where ONS has no workbook for a region, or it lacks a council, the council's "
            f"total at current prices is that of Nomis, marked {gva_totals.MARK!r}.",
        ),
    )
)
TABLE: Final = GVA
# The ITL1 regions of England and Wales, by the code that begins the name of their workbook, with
# what the workbook calls them, and a council of each for a workbook without a column of regions.
REGIONS: Final = {
    "tlc": ("North East", "E08000021"),
    "tld": ("North West", "E08000003"),
    "tle": ("Yorkshire(?: (?:and|&) the Humber)?", "E08000035"),
    "tlf": ("East Midlands", "E06000016"),
    "tlg": ("West Midlands", "E08000025"),
    "tlh": ("East(?: of England)?", "E06000032"),
    "tli": ("London", "E09000001"),
    "tlj": ("South East", "E06000044"),
    "tlk": ("South West", "E06000023"),
    "tll": ("Wales", "W06000015"),
}
HEADER: Final = {
    "area_code": r"(LA|LAD|Local authority)( district)? code",
    "area_name": r"(LA|LAD|Local authority)( district)? name",
    "published_code": r"SIC ?(20)?07( code)?|Industry code",
    "industry_name": r"SIC ?(20)?07 description|Industry( name| description)?",
    "": YEAR,
}
REGION: Final = {"region": r"(ITL|NUTS) ?1( region)?( name)?|Region( name)?"}
# 2026-11: the order of the sheets has changed between editions; their titles have not.
BASES: Final = {
    "current": r"current (basic )?prices.*million",
    "constant": r"chained volume measures.*million",
}
SHEETS: Final = {
    basis: Sheet(title, HEADER, periods="years", if_there=REGION) for basis, title in BASES.items()
}


def _proof(region: str) -> Callable[[Workbook], list[str]]:
    """Looks whether a workbook is of a region: by its column of regions, else by a council."""

    def prove(workbook: Workbook) -> list[str]:
        name, council = REGIONS[region]
        for sheet in SHEETS.values():
            table = workbook.table(sheet)
            if "region" in table.frame.columns:
                regions = table.frame["region"].drop_nulls().unique(maintain_order=True)
                code = rf"{region}|UK{region[2:]}|[EW]\d{{8}}"
                like = rf"(?i)^\s*(?:(?:{code})\W*)?(?:{name}|{region})\W*(?:\[.*\])?$"
                others = regions.filter(~regions.str.contains(like))
            else:
                codes = table.frame["area_code"]
                others = codes.head(0 if codes.str.contains(council).any() else 3)
            if others.len() or table.frame["area_code"].null_count() == table.frame.height:
                raise CellsError(
                    f"{workbook.name}: sheet {table.sheet} is not of {name}, but of "
                    f"{others.head(3).to_list() or 'no council'}"
                )
            rows(table, "current")
        return []

    return prove


EXPECTED: Final = tuple(
    ExpectedWorkbook(
        PAGE,
        rf"localauthorities{region}[a-z]*\.xlsx",
        tuple(SHEETS.values()),
        edition=rf"/{region}[a-z]*$|/[^/]*{region}[a-z]*$",
        proof=_proof(region),
    )
    for region in REGIONS
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:
    """The workbooks of all regions, as a council's growth is read against that of all others.

    And the total of each council from Nomis, in case its workbook fails.
    """
    workbooks = [
        WorkbookQuery(region, expected) for region, expected in zip(REGIONS, EXPECTED, strict=True)
    ]
    return [*workbooks, *gva_totals.requests(areas, settings)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `gva`. Levels section and section_group together are every industry once.

    Regions whose workbook is not there are left out, but for the totals that Nomis has.
    """
    frames = [TABLE.empty()]
    for part in parts:
        if part.note.key in REGIONS:
            workbook = workbook_of(part)
            _proof(part.note.key)(workbook)
            frames += [rows(workbook.table(sheet), basis) for basis, sheet in SHEETS.items()]
    rows_by_basis = pl.concat(frames)
    totals = gva_totals.tidy([part for part in parts if gva_totals.is_of(part)])
    return pl.concat([rows_by_basis, totals.join(rows_by_basis, on="area_code", how="anti")])


def rows(table: SheetTable, basis: str) -> pl.DataFrame:
    """Rows of `gva` from a sheet of a workbook."""
    years = {text: str(heading.first_day.year) for text, heading in table.periods.items()}
    ids = ["area_code", "area_name", "area_type", "published_code", "industry_name"]
    kept = with_area_type(table.frame).filter(pl.col("area_type") == "lad")
    if kept.select(pl.any_horizontal(pl.col(ids).is_null().any())).item():
        raise CellsError(f"sheet {table.sheet} has rows without a council's or industry's name")
    return (
        kept.unpivot(list(years), index=ids, variable_name="DATE")
        .with_columns(
            pl.col("DATE").replace(years),
            area_vintage=pl.lit(""),
            price_basis=pl.lit(basis),
            price_year=pl.lit(table.title).str.extract(r"(20\d\d) money").fill_null(""),
        )
        .with_columns(
            *year_columns(),
            *industry_columns(),
            number("value").alias("gva_gbp_m"),
            # [c]: withheld, as it would tell of single businesses; [u]: too unreliable.
            status("value", ESTIMATED),
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
