"""From the cells of a list to properties: value, kind, whether occupied and what says so."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.schema import check
from catalog.status import MISSING, OBSERVED
from catalog.tables.premises import PREMISES
from etl.rates import values
from etl.rates.reading import Extract

MARKED: Final = "marked in the list"
NOT_MARKED: Final = "not marked as occupied in a list that marks only those"
DATED: Final = "a date from which it is empty"
EXEMPTED: Final = "an exemption or relief that only empty properties have"
UNSAID: Final = "the list does not say"


def properties(extract: Extract, lad_code: str, list_period: str) -> tuple[pl.DataFrame, int]:
    """Rows of `premises`, and how many records were of a property already read.

    A property with several records (one for each relief) counts once: the first record stands, and
    a relief in any of them counts.
    """
    absent = [name for name in READ if name not in extract.frame.columns]
    cells = extract.frame.with_columns(pl.lit("").alias(name) for name in absent)
    month_first = values.is_month_first(cells["empty_from"])
    frame = (
        cells.join(_groups(cells), on=["voa_code", "description"], how="left", validate="m:1")
        .with_columns(
            values.postcode(pl.col("postcode")).alias("postcode"),
            values.longitude(pl.col("long")).alias("property_long"),
            values.latitude(pl.col("lat")).alias("property_lat"),
            values.money(pl.col("rateable_value")).alias("rateable_value_gbp"),
            values.day(pl.col("empty_from"), month_first=month_first).alias("empty_from"),
            has_relief=pl.col("reliefs") != "",
            occupancy_basis=_basis(cells["occupied"]),
        )
        .with_columns(occupancy=_occupancy())
        .with_columns(empty_from=pl.when(pl.col("occupancy") == "empty").then("empty_from"))
    )
    alone = _one_each(frame)
    made = alone.with_row_index("property_no", offset=1).with_columns(
        pl.col("property_no").cast(pl.Int64),
        lad_code=pl.lit(lad_code),
        list_period=pl.lit(list_period),
        status=pl.when(pl.col("rateable_value_gbp").is_null())
        .then(pl.lit(MISSING))
        .otherwise(pl.lit(OBSERVED)),
    )
    return check(made, PREMISES), frame.height - alone.height


READ: Final = (
    "property_ref",
    "postcode",
    "long",
    "lat",
    "rateable_value",
    "voa_code",
    "description",
    "occupied",
    "empty",
    "empty_from",
    "exemption",
)


def _groups(cells: pl.DataFrame) -> pl.DataFrame:
    """The kind of property of each distinct code and description."""
    distinct = cells.select("voa_code", "description").unique()
    return distinct.with_columns(
        description_group=pl.Series(
            [values.group(code, words) for code, words in distinct.iter_rows()], dtype=pl.String
        )
    )


def _one_each(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each reference, with any relief of its records; those without one all stand."""
    named = pl.col("property_ref") != ""
    any_relief = pl.col("has_relief").any().over("property_ref")
    return frame.with_columns(
        has_relief=pl.when(named).then(any_relief).otherwise("has_relief")
    ).filter(~named | pl.col("property_ref").is_first_distinct())


def _basis(occupied: pl.Series) -> pl.Expr:
    """What in the record says whether the property is occupied, the surest first."""
    marks = occupied.str.to_lowercase()
    only_yes = bool(
        marks.is_in(values.YES).any() and (marks.is_in(values.YES) | (marks == "")).all()
    )
    exempt = pl.concat_str("exemption", "reliefs", separator="; ")
    return (
        pl.when(_marked(values.YES, values.NO) | _marked(values.NO, values.YES))
        .then(pl.lit(MARKED))
        .when(values.day(pl.col("empty_from"), month_first=True).is_not_null())
        .then(pl.lit(DATED))
        .when(exempt.str.contains(values.EMPTY_WORDS))
        .then(pl.lit(EXEMPTED))
        .when(pl.lit(only_yes) & (pl.col("occupied") == ""))
        .then(pl.lit(NOT_MARKED))
        .otherwise(pl.lit(UNSAID))
    )


def _marked(occupied: tuple[str, ...], empty: tuple[str, ...]) -> pl.Expr:
    """Whether the column of occupied, or that of empty, properties has one of these marks."""
    return pl.col("occupied").str.to_lowercase().is_in(occupied) | pl.col(
        "empty"
    ).str.to_lowercase().is_in(empty)


def _occupancy() -> pl.Expr:
    """Occupied, empty or unknown, by what says so."""
    basis = pl.col("occupancy_basis")
    return (
        pl.when(basis == UNSAID)
        .then(pl.lit("unknown"))
        .when((basis == MARKED) & _marked(values.YES, values.NO))
        .then(pl.lit("occupied"))
        .otherwise(pl.lit("empty"))
    )


def financial_year(days: pl.Series) -> str:
    """The financial year, such as 2018-19, of the newest of these dates; '' where there is none.

    Dates in the future are left out: a list can hold a date from which a charge will begin.
    """
    distinct = days.unique().to_frame("day").select(values.day(pl.col("day")))
    newest = distinct.filter(pl.col("day") <= date.today())["day"].max()
    if not isinstance(newest, date):
        return ""
    start = newest.year if newest.month >= 4 else newest.year - 1
    return f"{start}-{(start + 1) % 100:02d}"
