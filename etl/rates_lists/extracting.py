"""The mapped columns of a list's records, as they are or mended where a blank field was left out.

Only the mapped columns leave this file. Every record of the list is either read or rejected with
its line; the two always add up to what the file holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import polars as pl

from etl.rates_lists import cell_values
from etl.rates_lists.mapping import ADDRESS, Mapping
from etl.rates_lists.reading import Listing, records

RELIEF: Final = "relief: "
# Fields of these kinds are left out altogether by some exports where they are blank.
MAY_BE_ABSENT: Final = ("lat", "long", "empty_from")
# What says which property a record is of; a line of totals says none of it.
IDENTITY: Final = ("property_ref", "postcode", ADDRESS, "lat", "easting", "description")
LABELLED: Final = ("property_ref", "description", "voa_code", "liable_from", ADDRESS)
TOTAL_LABEL: Final = r"(?i)^\s*(grand |sub ?-?)?totals?\b[ :£\d,.]*$"
CHECKS: Final[dict[str, Callable[[pl.Expr], pl.Expr]]] = {
    "long": lambda text: cell_values.longitude(text).is_not_null(),
    "lat": lambda text: cell_values.latitude(text).is_not_null(),
    "postcode": lambda text: text.str.contains(cell_values.POSTCODE_OR_HALF),
    "empty_from": lambda text: text.str.contains(cell_values.DATE_SHAPE),
    "liable_from": lambda text: text.str.contains(cell_values.DATE_SHAPE),
}


@dataclass(frozen=True)
class Extract:
    """The mapped columns of the records that could be read, and which could not.

    `frame` has a text column per mapped field, one per mapped relief, named RELIEF and its heading,
    and the value as a number. `rejected` are the lines on which records began that were not read,
    `totals` those of records that add up others and are no property.
    """

    frame: pl.DataFrame
    rows: int
    mended: int
    rejected: list[int]
    totals: list[int] = field(default_factory=list)


def extract(listing: Listing, mapping: Mapping) -> Extract:
    """The mapped columns of every record that fits its headings, as it is or mended.

    Of a table without a value, to be joined to the list, every record with a reference is one.
    """
    named = mapping.fields | {RELIEF + heading: heading for heading in mapping.reliefs}
    at = {field: listing.headings.index(heading) for field, heading in named.items()}
    absences = list(_absences(at))
    wanted = {_shifted(index, absent) for index in at.values() for absent in absences}
    left = rows = records(listing, sorted(index for index in wanted if index is not None))
    frames = []
    for absent in absences:
        here = left.lazy().filter(width=len(listing.headings) - len(absent))
        fitting = _fitting(here, at, absent).collect()
        left = left.join(fitting, on="line", how="anti") if fitting.height else left
        frames.append(fitting)
    frame = pl.concat(frames).sort("line")
    mended = frame.height - frames[0].height
    totals = _totals(frame)
    frame = frame.filter(~pl.col("line").is_in(totals)).drop("line")
    if ADDRESS in at:
        frame = frame.with_columns(postcode=cell_values.postcode_within(pl.col(ADDRESS))).drop(
            ADDRESS
        )
    return Extract(frame, rows.height, mended, left["line"].to_list(), totals)


def _totals(frame: pl.DataFrame) -> list[int]:
    """Lines of records that call themselves a total, or are the sum of those above and no more."""
    blank = [pl.col(name) == "" for name in IDENTITY if name in frame.columns]
    labels = [pl.col(name).str.contains(TOTAL_LABEL) for name in LABELLED if name in frame.columns]
    nowhere = pl.col("postcode") == "" if "postcode" in frame.columns else pl.lit(True)
    named = frame.with_columns(named=pl.any_horizontal(pl.lit(False), *labels) & nowhere)
    value = pl.when(~pl.col("named")).then("rateable_value_gbp").fill_null(0)
    above = value.cum_sum() - value
    sums = (value - above).abs().le(1) & (value > 0) & (pl.col("line").cum_count() > 2)
    alone = pl.all_horizontal(blank) if blank else pl.lit(False)
    return named.filter(pl.col("named") | (alone & sums))["line"].to_list()


def _absences(at: dict[str, int]) -> Iterator[tuple[int, ...]]:
    """Which fields a record may lack, beginning with none.

    2026-11: Bradford and Kirklees write no field at all for one of two blank coordinates, and
    Calderdale none for the date that an occupied property is empty from.
    """
    places = sorted(at[field] for field in MAY_BE_ABSENT if field in at)
    for count in range(len(places) + 1):
        yield from combinations(places, count)


def _shifted(index: int, absent: tuple[int, ...]) -> int | None:
    """Where the field at `index` stands in a record without the absent ones; None for those."""
    return None if index in absent else index - sum(gone < index for gone in absent)


def _fitting(records: pl.LazyFrame, at: dict[str, int], absent: tuple[int, ...]) -> pl.LazyFrame:
    """The records that make sense if they lack those fields, which are blank in what is returned.

    A record that lacks none needs a value, or a blank one and a postcode; what else cannot be read
    in it is left blank later. In one that lacks some, every field that can be told is of its kind.
    """
    columns = {field: _shifted(index, absent) for field, index in at.items()}
    of_kind = [
        cell_values.is_blank(pl.col(field)) | check(pl.col(field))
        for field, check in CHECKS.items()
        if absent and field in at
    ]
    return (
        records.select(
            "line",
            *(
                (pl.lit("") if index is None else pl.col(str(index)).str.strip_chars()).alias(field)
                for field, index in columns.items()
            ),
        )
        .with_columns(_value(at))
        .filter(_is_property(at), *of_kind)
    )


def _value(at: dict[str, int]) -> pl.Expr:
    value = cell_values.money(pl.col("rateable_value")) if "rateable_value" in at else pl.lit(None)
    return value.cast(pl.Float64).alias("rateable_value_gbp")


def _is_property(at: dict[str, int]) -> pl.Expr:
    if "rateable_value" not in at:
        return pl.col("property_ref") != ""
    somewhere = pl.col("postcode") != "" if "postcode" in at else pl.lit(False)
    blank = cell_values.is_blank(pl.col("rateable_value")) & somewhere
    return pl.col("rateable_value_gbp").is_not_null() | blank
