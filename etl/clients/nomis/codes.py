"""Nomis' numbers for the codes we ask for, and how its cells read as our columns."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.vocabulary.status import MISSING, SUPPRESSED

INDUSTRY_TOTAL: Final = 37748736
SECTION_A: Final = 150994945
DIVISION_0: Final = 146800640
SECTIONS: Final = tuple(range(SECTION_A, SECTION_A + 21))
# SIC 2007 divisions: the numbers that exist, as the classification leaves some out.
DIVISION_NUMBERS: Final = (
    1, 2, 3, *range(5, 34), 35, *range(36, 40), *range(41, 44), *range(45, 48), *range(49, 54),
    55, 56, *range(58, 67), 68, *range(69, 76), *range(77, 83), *range(84, 89), *range(90, 100),
)  # fmt: skip
DIVISIONS: Final = tuple(DIVISION_0 + number for number in DIVISION_NUMBERS)
INDUSTRY_LABELS: Final = (
    {INDUSTRY_TOTAL: "^Total$"}
    | {number: rf"^{chr(ord('A') + number - SECTION_A)}\b" for number in SECTIONS}
    | {number: rf"^{number - DIVISION_0:02}\b" for number in DIVISIONS}
)
INDUSTRY_CODES: Final = (
    {INDUSTRY_TOTAL: "total"}
    | {number: chr(ord("A") + number - SECTION_A) for number in SECTIONS}
    | {number: f"{number - DIVISION_0:02}" for number in DIVISIONS}
)
VALUE: Final = {20100: "^Value$"}

# Area types by Nomis' number, where each vintage has its own, otherwise by words of its name.
AREA_NUMBERS: Final = {
    "151": "lsoa21", "152": "msoa21", "298": "lsoa11", "480": "region", "499": "country",
    "429": "itl2",
}  # fmt: skip
AREA_WORDS: Final = (
    ("local authorit", "lad"), ("ward", "ward"), ("2021 super output areas - lower", "lsoa21"),
    ("2021 super output areas - middle", "msoa21"), ("2011 super output areas - lower", "lsoa11"),
    ("countries", "country"), ("regions", "region"), ("combined authorit", "cauth"),
    ("level 2", "itl2"),
)  # fmt: skip
VINTAGES: Final = {"lsoa21": "2021", "msoa21": "2021", "lsoa11": "2011"}
SMALL_AREAS: Final = ("ward", "lsoa21", "lsoa11", "msoa21")


def years_since(first: int) -> str:
    """A range to this year. Nomis leaves out years that it has not released."""
    return f"{first}-{date.today().year}"


def periods_since(first: date, *, step_months: int, lag_months: int) -> str:
    """A range of as many published periods as there are since `first`, up to the newest.

    The newest period is at most `lag_months` old, so that the range does not begin before `first`.
    """
    today = date.today()
    months = 12 * (today.year - first.year) + today.month - first.month - lag_months
    return f"latestMINUS{months // step_months}-latest"


def area_columns() -> list[pl.Expr]:
    """area_code, area_name, area_type and area_vintage of a Nomis row, and the lad_code around it.

    The vintage is the year in Nomis' own name of the area type, "" where it names none. lad_code is
    the council that was asked about where the area is smaller than a council, "" otherwise. A type
    that we have no word for keeps Nomis' name, and the table's check will say so.
    """
    name = pl.col("GEOGRAPHY_TYPE")
    by_number = pl.col("GEOGRAPHY_TYPECODE").replace_strict(
        AREA_NUMBERS, default=None, return_dtype=pl.String
    )
    by_words = [
        pl.when(name.str.to_lowercase().str.contains(words, literal=True)).then(pl.lit(kind))
        for words, kind in AREA_WORDS
    ]
    kind = pl.coalesce(by_number, *by_words, name)
    vintage = kind.replace_strict(VINTAGES, default=None, return_dtype=pl.String)
    return [
        pl.col("GEOGRAPHY_CODE").alias("area_code"),
        pl.col("GEOGRAPHY_NAME").str.strip_chars().alias("area_name"),
        kind.alias("area_type"),
        pl.coalesce(vintage, name.str.extract(r"\b(20\d\d)\b"), pl.lit("")).alias("area_vintage"),
        pl.when(kind.is_in(SMALL_AREAS))
        .then(pl.col("COUNCIL"))
        .otherwise(pl.lit(""))
        .alias("lad_code"),
    ]


def industry_columns() -> list[pl.Expr]:
    """industry_code, industry_name and industry_level of a row with Nomis' INDUSTRY."""
    number = pl.col("INDUSTRY").cast(pl.Int64)
    level = (
        pl.when(number == INDUSTRY_TOTAL)
        .then(pl.lit("total"))
        .when(number.is_in(SECTIONS))
        .then(pl.lit("section"))
        .when(number.is_in(DIVISIONS))
        .then(pl.lit("division"))
    )
    return [
        number.replace_strict(INDUSTRY_CODES, default=None, return_dtype=pl.String).alias(
            "industry_code"
        ),
        pl.when(number == INDUSTRY_TOTAL)
        .then(pl.lit("All industries"))
        .otherwise(pl.col("INDUSTRY_NAME").str.replace(r"^\w+ : ", "").str.strip_chars())
        .alias("industry_name"),
        level.alias("industry_level"),
    ]


def value() -> pl.Expr:
    """OBS_VALUE as a number; null where the cell is blank. Never zero for a blank."""
    return pl.col("OBS_VALUE").cast(pl.Float64)


# What Nomis says beside a blank: withheld, or not there. The first is looked for first, as one text
# says both: "not available since the group sample size is zero or disclosive".
WITHHELD: Final = (
    r"(?i)suppress|disclos|unreliab|not reliable|confidential|withheld|sample size|too small|"
    r"(less|fewer) than|below (the )?threshold"
)
ABSENT: Final = (
    r"(?i)missing|not (yet )?(available|applicable|published|collected|held)|no data|withdrawn|"
    r"discontinued|unavailable|^normal value$|^$"
)
NORMAL: Final = ("A", "")


def status(usual: str) -> pl.Expr:
    """Status of a Nomis cell: `usual` where it has a value, otherwise what the row says.

    `usual` is what this dataset's values are: rounded, estimated or observed. A blank with words
    that we do not know is missing; `status_notes` says so of it.
    """
    withheld = pl.col("OBS_STATUS_NAME").fill_null("").str.contains(WITHHELD)
    return (
        pl.when(pl.col("OBS_VALUE").is_not_null())
        .then(pl.lit(usual))
        .when(withheld)
        .then(pl.lit(SUPPRESSED))
        .otherwise(pl.lit(MISSING))
        .alias("status")
    )


def status_notes(frame: pl.DataFrame) -> list[str]:
    """In words: values that Nomis flags, and blanks whose reason we have no word for."""
    name = pl.col("OBS_STATUS_NAME").fill_null("").str.strip_chars()
    letter = pl.col("OBS_STATUS").fill_null("").str.strip_chars()
    filled = pl.col("OBS_VALUE").is_not_null()
    cells = frame.select(filled=filled, letter=letter, name=name)
    flagged = cells.filter(pl.col("filled") & ~pl.col("letter").is_in(NORMAL))
    unknown = cells.filter(
        ~pl.col("filled")
        & ~pl.col("name").str.contains(WITHHELD)
        & ~pl.col("name").str.contains(ABSENT)
    )
    return [
        f"{count:,} {what} with status {letter} {name!r:.90}"
        for rows, what in ((flagged, "figures"), (unknown, "blanks, shown as missing,"))
        for letter, name, count in rows.group_by("letter", "name", maintain_order=True)
        .len()
        .iter_rows()
    ]


def year_columns() -> list[pl.Expr]:
    """period, period_start and period_end of a row whose DATE is a calendar year."""
    year = pl.col("DATE").cast(pl.Int32)
    return _period(pl.date(year, 1, 1), pl.date(year, 12, 31))


def month_columns() -> list[pl.Expr]:
    """period, period_start and period_end of a row whose DATE is a month, such as 2026-02."""
    first = _first_of_month()
    return _period(first, first.dt.month_end())


def rolling_year_columns() -> list[pl.Expr]:
    """The same of a row whose DATE, such as 2025-09, is the last month of a year of survey."""
    first = _first_of_month()
    return _period(first.dt.offset_by("-11mo"), first.dt.month_end())


def month_of_year_columns(month: int) -> list[pl.Expr]:
    """The same of a row whose DATE is a year and whose figures are of one month of it."""
    first = pl.date(pl.col("DATE").cast(pl.Int32), month, 1)
    return _period(first, first.dt.month_end())


def day_of_year_columns(month: int, day: int) -> list[pl.Expr]:
    """The same of a row whose DATE is a year and whose figures are of one day of it."""
    that_day = pl.date(pl.col("DATE").cast(pl.Int32), month, day)
    return _period(that_day, that_day)


def _first_of_month() -> pl.Expr:
    return (pl.col("DATE") + "-01").str.to_date()


def _period(start: pl.Expr, end: pl.Expr) -> list[pl.Expr]:
    return [
        pl.col("DATE").alias("period"),
        start.alias("period_start"),
        end.alias("period_end"),
    ]


def published(
    frame: pl.DataFrame, value: str, *, block: tuple[str, ...], total: pl.Expr
) -> pl.DataFrame:
    """The rows without the blocks of small areas in which Nomis holds no figure at all.

    `block` names what a council's small areas of one type are published by, such as the period.
    Councils, regions and nations themselves keep all their rows.
    A council that has nothing whatever for an area type keeps the rows of `total`, such as the
    total, of the newest period: each of its areas is there as missing, and none seems forgotten.
    """
    place = ("lad_code", "area_type", "area_vintage")
    has_figure = pl.col(value).is_not_null().any()
    newest = pl.col("period") == pl.col("period").max().over(place)
    wide = pl.col("lad_code") == ""
    return frame.filter(
        wide | has_figure.over(*place, *block) | (~has_figure.over(place) & newest & total)
    )
