"""From the cells of a list to properties: value, kind, whether occupied and what says so.

No text of a list is kept: what leaves here is numbers, dates, whole postcodes and our own words, so
that no name can be among it even where a list has one in the wrong column.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.schema import check
from catalog.status import MISSING, OBSERVED
from catalog.tables.premises import PREMISES
from etl.rates import values
from etl.rates.extracting import RELIEF, Extract

MARKED: Final = "marked in the list"
NOT_MARKED: Final = "not marked as occupied in a list that marks only those"
DATED: Final = "a date from which it is empty"
EXEMPTED: Final = "an exemption or relief that only empty properties have"
UNSAID: Final = "the list does not say"
READ: Final = (
    "property_ref",
    "postcode",
    "long",
    "lat",
    "voa_code",
    "description",
    "occupied",
    "empty",
    "empty_from",
    "exemption",
)


def properties(extract: Extract, lad_code: str, list_period: str) -> tuple[pl.DataFrame, int]:
    """Rows of `premises`, and how many records were of a property already read.

    A property with several records (one for each relief) counts once: the first record stands, and
    what any of them says of reliefs and exemptions counts.
    """
    absent = [name for name in READ if name not in extract.frame.columns]
    cells = extract.frame.with_columns(pl.lit("").alias(name) for name in absent)
    alone = _one_each(_with_said(cells))
    month_first = values.is_month_first(alone["empty_from"])
    made = (
        alone.lazy()
        .join(_groups(alone).lazy(), on=["voa_code", "description"], how="left", validate="m:1")
        .with_columns(occupancy_basis=_basis(alone["occupied"]))
        .with_columns(occupancy=_occupancy())
        .select(
            values.postcode(pl.col("postcode")).alias("postcode"),
            values.longitude(pl.col("long")).alias("property_long"),
            values.latitude(pl.col("lat")).alias("property_lat"),
            "rateable_value_gbp",
            values.day(pl.col("empty_from"), month_first=month_first).alias("empty_from"),
            "description_group",
            "reliefs",
            "occupancy",
            "occupancy_basis",
            has_relief=pl.col("reliefs") != "",
        )
        .with_row_index("property_no", offset=1)
        .with_columns(
            pl.col("property_no").cast(pl.Int64),
            lad_code=pl.lit(lad_code),
            list_period=pl.lit(list_period),
            empty_from=pl.when(pl.col("occupancy") == "empty").then("empty_from"),
            status=pl.when(pl.col("rateable_value_gbp").is_null())
            .then(pl.lit(MISSING))
            .otherwise(pl.lit(OBSERVED)),
        )
        .collect()
    )
    return check(made, PREMISES), cells.height - alone.height


def _with_said(records: pl.DataFrame) -> pl.DataFrame:
    """The records with the kinds of relief they name, and whether they say that it is empty."""
    headings = [name for name in records.columns if name.startswith(RELIEF)]
    texts = ["exemption", *headings]
    distinct = records.select(texts).unique()
    kinds, empty = [], []
    for exemption, *cells in distinct.iter_rows():
        said = [
            values.relief_words(heading.removeprefix(RELIEF), cell)
            for heading, cell in zip(headings, cells, strict=True)
        ]
        kinds.append(", ".join(sorted(set().union(*map(values.relief_kinds, said)))))
        empty.append(values.says_empty(exemption, said))
    return records.join(
        distinct.with_columns(
            reliefs=pl.Series(kinds, dtype=pl.String), says_empty=pl.Series(empty, dtype=pl.Boolean)
        ),
        on=texts,
        how="left",
        validate="m:1",
    )


def _one_each(records: pl.DataFrame) -> pl.DataFrame:
    """One row for each reference, with what any of its records says; without one all stand."""
    again = (pl.col("property_ref") != "") & pl.col("property_ref").is_duplicated()
    kinds = pl.col("reliefs").filter(pl.col("reliefs") != "").str.split(", ").explode()
    together = (
        records.filter(again)
        .group_by("property_ref", maintain_order=True)
        .agg(
            pl.all().exclude("property_ref", "reliefs", "says_empty").first(),
            kinds.unique().sort().str.join(", "),
            pl.col("says_empty").any(),
        )
    )
    return pl.concat([records.filter(~again), together.select(records.columns)])


def _groups(records: pl.DataFrame) -> pl.DataFrame:
    """The kind of property of each distinct code and description."""
    distinct = records.select("voa_code", "description").unique()
    return distinct.with_columns(
        description_group=pl.Series(
            [values.group(code, words) for code, words in distinct.iter_rows()], dtype=pl.String
        )
    )


def _basis(occupied: pl.Series) -> pl.Expr:
    """What in the record says whether the property is occupied, the surest first."""
    marks = occupied.str.to_lowercase()
    yes = marks.is_in(values.YES)
    only_yes = 2 * yes.sum() >= marks.len() and (yes | (marks == "")).all()
    return (
        pl.when(_marked(values.YES, values.NO) | _marked(values.NO, values.YES))
        .then(pl.lit(MARKED))
        .when(pl.col("empty_from").str.contains(values.DATE_SHAPE))
        .then(pl.lit(DATED))
        .when(pl.col("says_empty"))
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

    Dates in the future are left out: a list can hold a date from which a charge will begin. So is
    one in a thousand of the newest, which can be slips of the pen.
    """
    distinct = days.unique().to_frame("text").with_columns(day=values.day(pl.col("text")))
    known = (
        days.to_frame("text")
        .join(distinct.filter(pl.col("day") <= date.today()), on="text", validate="m:1")["day"]
        .sort(descending=True)
    )
    if known.is_empty():
        return ""
    newest: date = known[known.len() // 1000]
    return _year_from(newest.year if newest.month >= 4 else newest.year - 1)


def is_financial_year(text: str) -> bool:
    """Whether it is written as 2018-19 is."""
    return text[:4].isdecimal() and text == _year_from(int(text[:4]))


def _year_from(start: int) -> str:
    return f"{start}-{(start + 1) % 100:02d}"
