"""Assigns properties to wards and counts them there: the only form in which we show them."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.tables.premises import TOTAL, WARD_PREMISES
from catalog.vocabulary.status import sum_or_null, sum_status
from geo.boundaries import locate

BY_COORDINATES: Final = "coordinates"
BY_POSTCODE: Final = "postcode"
NOT_PLACED: Final = "not placed"


def place_premises(
    premises: pl.DataFrame, wards: pl.DataFrame, postcodes: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The premises with ward_code (null if in no ward of their council) and placed_by.

    Uses the coordinates in the list, or else the centre of the postcode. Looks up each distinct
    point once.
    """
    by_point = _locate_distinct(premises, "property_long", "property_lat", wards)
    frame = premises.with_columns(by_point=by_point)
    if postcodes is None or postcodes.is_empty():
        frame = frame.with_columns(by_postcode=pl.lit(None, pl.String))
    else:
        centres = premises.join(
            postcodes,
            left_on="postcode",
            right_on="postcode_key",
            how="left",
            validate="m:1",
            maintain_order="left",
        )
        frame = frame.with_columns(by_postcode=_locate_distinct(centres, "long", "lat", wards))
    return frame.with_columns(
        ward_code=pl.coalesce("by_point", "by_postcode"),
        placed_by=pl.when(pl.col("by_point").is_not_null())
        .then(pl.lit(BY_COORDINATES))
        .when(pl.col("by_postcode").is_not_null())
        .then(pl.lit(BY_POSTCODE))
        .otherwise(pl.lit(NOT_PLACED)),
    ).drop("by_point", "by_postcode")


def filter_within(postcodes: pl.DataFrame, wards: pl.DataFrame) -> pl.DataFrame:
    """The postcodes with their centre in one of the wards."""
    return postcodes.filter(locate(postcodes, wards).is_not_null())


def _locate_distinct(frame: pl.DataFrame, long: str, lat: str, wards: pl.DataFrame) -> pl.Series:
    points = frame.select(long=long, lat=lat)
    distinct = points.unique().drop_nulls()
    located = distinct.with_columns(locate(distinct, wards).alias("ward_code"))
    return points.join(
        located, on=["long", "lat"], how="left", validate="m:1", maintain_order="left"
    )["ward_code"]


def period_bounds(list_period: str) -> tuple[date, date]:
    """'2018-19' -> 1 April 2018 and 31 March 2019."""
    start = int(list_period[:4])
    return date(start, 4, 1), date(start + 1, 3, 31)


def count_premises(premises: pl.DataFrame, wards: pl.DataFrame) -> pl.DataFrame:
    """Rows of `ward_premises`: each ward in the list, by type of property and in total.

    `premises` as from `place_premises`; properties without a ward are in no row. A ward with no
    property in the list has no row, rather than zeros: the list may cover only part of the council,
    such as a former district.
    """
    if premises.is_empty():
        return WARD_PREMISES.empty()
    start, end = period_bounds(premises["list_period"][0])
    in_wards = premises.drop_nulls("ward_code").with_columns(
        days_empty=pl.when(pl.col("occupancy") == "empty").then(
            (pl.lit(end) - pl.col("empty_from")).dt.total_days().clip(lower_bound=0)
        )
    )
    by_kind = _aggregate(in_wards, ["ward_code", "description_group"])
    total = _aggregate(in_wards, ["ward_code"]).with_columns(description_group=pl.lit(TOTAL))
    names = wards.select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
    return (
        pl.concat([by_kind.select(total.columns), total])
        .join(names, on="ward_code", how="inner", validate="m:1")
        .with_columns(
            period=pl.lit(premises["list_period"][0]),
            period_start=pl.lit(start),
            period_end=pl.lit(end),
        )
        .select(WARD_PREMISES.columns)
        .sort("ward_code", "description_group")
    )


def _aggregate(frame: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    return frame.group_by(key).agg(
        pl.len().cast(pl.Float64).alias("premises_count"),
        *(
            (pl.col("occupancy") == state).sum().cast(pl.Float64).alias(f"{state}_count")
            for state in ("occupied", "empty", "unknown")
        ),
        pl.col("has_relief").sum().cast(pl.Float64).alias("relief_count"),
        sum_or_null("rateable_value_gbp").alias("rateable_value_gbp"),
        pl.col("days_empty").median().cast(pl.Float64).alias("median_days_empty"),
        pl.col("days_empty").max().cast(pl.Float64).alias("longest_days_empty"),
        sum_status("rateable_value_gbp").alias("status"),
    )
