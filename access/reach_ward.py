"""The table of jobs within reach of each ward: means of its small areas, weighted by residents."""

from __future__ import annotations

from typing import Final

import polars as pl

from access.reach_lsoa import LsoaReach, list_own_wards
from catalog.reading import Reader
from catalog.tables.access import REACH_WARD
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL

KEY: Final = ("ward_code", "reach_setting")
NEED: Final = (
    ("households_no_car_pct", "households_no_car", "households"),
    ("residents_no_qualifications_pct", "residents_no_qualifications", "residents_16_plus"),
)
WEIGHT: Final = pl.col("residents_16_plus")


def make_reach_ward(reader: Reader, reach: LsoaReach) -> pl.DataFrame:
    """Rows of `reach_ward`: every ward of the councils that we have, under each setting."""
    settings = reach.frame.select("reach_setting", "period").unique()
    cells = list_own_wards(reader).join(settings, how="cross")
    means = average_wards(reach.frame)
    need = sum_need(reader.table("lsoa_need"), reach.frame)
    joined = cells.join(means, on=KEY, how="left", validate="1:1").join(
        need, on="ward_code", how="left", validate="m:1"
    )
    with_status = joined.with_columns(status=pl.col("status").fill_null(MISSING))
    return rank_wards(with_status).select(REACH_WARD.columns).sort(KEY)


def average_wards(lsoas: pl.DataFrame) -> pl.DataFrame:
    """Means of small areas by ward and setting, weighted by residents of 16 and over.

    A ward is partial if one of its small areas is, or has no figure or no count of residents.
    `most_jobs`: the mean if neighbours that we lack had many jobs; null where we cannot say.
    """
    marked = _mark_lowest_fifth(lsoas)
    usable = pl.col("jobs_in_reach").is_not_null() & (WEIGHT > 0)
    # A small area without residents of 16 and over weighs nothing and lacks nothing.
    lacking = pl.col("jobs_in_reach").is_null() | WEIGHT.is_null()
    flawed = ((pl.col("status") == PARTIAL) | lacking) & (WEIGHT.is_null() | (WEIGHT > 0))
    weighed = marked.with_columns(weight=pl.when(usable).then(WEIGHT))
    return (
        weighed.group_by(KEY)
        .agg(
            _mean("jobs_in_reach"),
            _mean("most_jobs"),
            _mean("reach_jobs_per_resident"),
            lowest_fifth_pct=100.0 * _mean("in_lowest_fifth"),
            neighbours_missing_count=pl.col("neighbours_missing_count").max(),
            flawed=flawed.any(),
        )
        .with_columns(
            status=pl.when(pl.col("jobs_in_reach").is_null())
            .then(pl.lit(MISSING))
            .when("flawed")
            .then(pl.lit(PARTIAL))
            .otherwise(pl.lit(MODELLED))
        )
        .with_columns(
            lowest_fifth_pct=pl.when(pl.col("status") == MODELLED).then("lowest_fifth_pct")
        )
        .drop("flawed")
    )


def _mean(name: str) -> pl.Expr:
    """The weighted mean of a column; null where one with a weight has no value.

    Jobs alone are a mean of those that have a figure: the ward is partial then.
    """
    complete = (pl.col(name).is_not_null() | pl.col("weight").is_null()).all()
    mean = (pl.col(name) * pl.col("weight")).sum() / pl.col("weight").sum()
    has_weight = pl.col("weight").sum() > 0
    return pl.when(has_weight & complete).then(mean).alias(name)


def _mark_lowest_fifth(lsoas: pl.DataFrame) -> pl.DataFrame:
    """Adds in_lowest_fifth, 1 or 0: among complete small areas of all councils, by setting."""
    complete = pl.when(pl.col("status") == MODELLED).then("jobs_in_reach")
    place = complete.rank("max").over("reach_setting")
    count = complete.count().over("reach_setting")
    return lsoas.with_columns(in_lowest_fifth=(5 * place <= count).cast(pl.Float64))


def sum_need(need: pl.DataFrame, lsoas: pl.DataFrame) -> pl.DataFrame:
    """ward_code, residents_16_plus and the shares of NEED in per cent, from counts of small areas.

    A share is of the small areas that have both counts; null where none has.
    """
    wards = lsoas.select("lsoa_code", "ward_code").unique("lsoa_code", keep="first")
    counts = wards.join(need, on="lsoa_code", how="left", validate="1:1")
    shares = []
    for name, part, whole in NEED:
        both = pl.col(part).is_not_null() & pl.col(whole).is_not_null()
        base = pl.col(whole).filter(both).sum()
        shares.append(
            pl.when(base > 0).then(100.0 * pl.col(part).filter(both).sum() / base).alias(name)
        )
    known = pl.col("residents_16_plus")
    residents = pl.when(known.is_not_null().any()).then(known.sum())
    return counts.group_by("ward_code").agg(residents.alias("residents_16_plus"), *shares)


def rank_wards(wards: pl.DataFrame) -> pl.DataFrame:
    """Adds rank_in_council: 1 for the most jobs within reach, equal wards by code.

    A ward whose neighbours are missing has no rank, nor has one whose place would change if the
    neighbours that other wards of its council lack had many jobs. Wards without a figure take no
    part.
    """
    council = ("lad_code", "reach_setting")
    ordered = wards.sort("jobs_in_reach", "ward_code", descending=[True, False], nulls_last=True)
    place = pl.col("jobs_in_reach").cum_count().over(council)
    # A partial ward could have more: how many that are behind could be in front?
    most = pl.when(pl.col("status") == PARTIAL).then("most_jobs").otherwise("jobs_in_reach")
    unsure = (pl.col("status") == PARTIAL) & pl.col("most_jobs").is_null()
    ahead = most.rank("min", descending=True).over(council)
    is_sure = (pl.col("status") == MODELLED) & ~unsure.any().over(council)
    ranked = ordered.with_columns(place=place.cast(pl.Int64), ahead=ahead.cast(pl.Int64))
    shared = pl.col("place").min().over(*council, "jobs_in_reach")
    return ranked.with_columns(
        rank_in_council=pl.when(is_sure & (pl.col("ahead") <= shared)).then("place")
    )
