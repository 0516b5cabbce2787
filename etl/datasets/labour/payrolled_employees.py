"""Employees on payrolls by month from PAYE returns: councils, regions, and sections of the UK."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import SECTIONS
from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.labour import PAYROLLED_EMPLOYEES
from catalog.vocabulary.areas import UNITED_KINGDOM
from catalog.vocabulary.status import ESTIMATED, OBSERVED
from etl.areas import Areas
from etl.clients.files.cells import CellsError, number, status, with_area_type
from etl.clients.files.workbook import Workbook
from etl.clients.nomis.codes import month_columns
from etl.clients.ons.workbooks import (
    ExpectedWorkbook,
    LinkedWorkbookQuery,
    WorkbookQuery,
    workbook_of,
)
from etl.datasets.labour.payrolled_sheets import (
    CountSheet,
    Kind,
    name_of_area,
    read_counts,
)
from etl.raw import RawPart

PAGE: Final = (
    "/employmentandlabourmarket/peopleinwork/earningsandworkinghours/datasets/"
    "realtimeinformationstatisticsreferencetableseasonallyadjusted"
)
SOURCE: Final = source(
    Source(
        id="payrolled_employees",
        title="Payrolled employees from PAYE Real Time Information, seasonally adjusted",
        publisher="Office for National Statistics and HM Revenue & Customs",
        dataset_id="rtisa",
        service="ons",
        url=f"https://www.ons.gov.uk{PAGE}",
        cadence="monthly",
        release_months=tuple(range(1, 13)),
        caveats=(
            "People with at least one job paid through PAYE, counted where they live and not where "
            "they work, without the self-employed.",
            "Scotland and Northern Ireland are in the figures of the United Kingdom only.",
            "By industry for the United Kingdom only, and in the industry of the employer's PAYE "
            "scheme, which is often that of its head office.",
            "The newest month is an early (flash) estimate, before all returns are in; it and the "
            "months before it are revised.",
            "Figures of councils are published once a quarter, under the councils of 2021.",
        ),
        keeps_vintages=True,
    )
)
TABLE: Final = PAYROLLED_EMPLOYEES
WIDE: Final[tuple[Kind, ...]] = ("country", "section", "region")
SECTION_GROUPS: Final = {"TU": "Households and international bodies"}
INDUSTRIES: Final = {"total": "All industries", **SECTIONS, **SECTION_GROUPS}


def _prove(workbook: Workbook, kinds: tuple[Kind, ...]) -> list[str]:
    """Whether the sheets of these kinds are there; in words, what of them is not read."""
    sheets = read_counts(workbook)
    absent = [kind for kind in kinds if kind not in sheets]
    if absent:
        raise CellsError(
            f"{workbook.name} has no sheet of payrolled employees by {' nor by '.join(absent)}, "
            f"only {', '.join(workbook.sheets)[:600]}"
        )
    read = [sheets[kind] for kind in kinds]
    unread = [words for sheet in read for words in sheet.unread]
    for sheet in read:
        rows(sheet)
        if sheet.kind == "section":
            unread += _lost_sections(sheet)
    return unread


def _lost_sections(sheet: CountSheet) -> list[str]:
    """In words, the sections that have no column, alone or in a group of them."""
    covered = {letter for code in sheet.columns for letter in code}
    lost = [f"{code} ({name})" for code, name in SECTIONS.items() if code not in covered]
    return [f"{sheet.sheet}: no column for {', '.join(lost)}"] if lost else []


FILE: Final = r"rtisa[a-z]*\d*\.xlsx"
EXPECTED: Final = (ExpectedWorkbook(PAGE, FILE, (), proof=lambda workbook: _prove(workbook, WIDE)),)
# Not probed: most editions have no figures of councils.
DISTRICTS: Final = ExpectedWorkbook(
    PAGE, FILE, (), proof=lambda workbook: _prove(workbook, ("district",))
)


def requests(areas: Areas, settings: Settings) -> Sequence[WorkbookQuery]:  # noqa: ARG001
    """The newest workbook, and the newest in which the figures of councils are filled."""
    return [
        WorkbookQuery("all", EXPECTED[0]),
        LinkedWorkbookQuery("districts", DISTRICTS, sheet=r"(?i)employees \((LA|local auth)"),
    ]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `payrolled_employees`: the United Kingdom and its sections, regions, councils.

    Scotland, Northern Ireland and their councils are left out. An edition without councils' figures
    leaves those of the edition before it.
    """
    return pl.concat([TABLE.empty(), *(rows(sheet) for sheet in _sheets(parts).values())])


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """Which months are early estimates, by kind of figure where they differ."""
    by_kind = {kind: f"{sheet.newest:%B %Y}" for kind, sheet in _sheets(parts).items()}
    months = sorted(set(by_kind.values()))
    words = [f"Provisional periods: {' and '.join(months)}, an early (flash) estimate"]
    if "district" in by_kind and len(months) > 1:
        words.append(f"Figures of councils end in {by_kind['district']}, others later")
    return words if months else []


def _sheets(parts: Sequence[RawPart]) -> dict[Kind, CountSheet]:
    """The newest sheet of each kind, by its newest month."""
    newest: dict[Kind, CountSheet] = {}
    for part in parts:
        for kind, sheet in read_counts(workbook_of(part)).items():
            wanted = part.note.key == "all" or kind == "district"
            if wanted and (kind not in newest or sheet.newest >= newest[kind].newest):
                newest[kind] = sheet
    return newest


def rows(sheet: CountSheet) -> pl.DataFrame:
    """Rows of `payrolled_employees` from a sheet; its newest month is an early estimate."""
    by_section = sheet.kind == "section"
    long = (
        sheet.frame.unpivot(list(sheet.columns), index="month", variable_name="code")
        .with_columns(DATE=pl.col("month").dt.strftime("%Y-%m"))
        .with_columns(
            area_code=pl.lit(UNITED_KINGDOM) if by_section else pl.col("code"),
            area_vintage=pl.lit(""),
            industry_code=pl.col("code") if by_section else pl.lit("total"),
        )
    )
    names = {
        code: name_of_area(code, name)
        for code, name in (*sheet.columns.items(), (UNITED_KINGDOM, ""))
    }
    usual = pl.when(pl.col("month") == sheet.newest).then(pl.lit(ESTIMATED))
    return (
        with_area_type(long)
        .with_columns(
            *month_columns(),
            status("value", OBSERVED),
            number("value").alias("payrolled_employees_persons"),
            area_name=pl.col("area_code").replace_strict(names),
            industry_name=pl.col("industry_code").replace_strict(INDUSTRIES),
            industry_level=pl.when(pl.col("industry_code") == "total")
            .then(pl.lit("total"))
            .when(pl.col("industry_code").is_in(list(SECTION_GROUPS)))
            .then(pl.lit("section_group"))
            .otherwise(pl.lit("section")),
        )
        .with_columns(
            status=pl.when(pl.col("status") == OBSERVED)
            .then(usual.otherwise(pl.lit(OBSERVED)))
            .otherwise("status")
        )
        .select(TABLE.columns)
    )
