"""Connections of wards from small areas: broadband by counts, connectivity scores by residents."""

from __future__ import annotations

from typing import Final

import polars as pl

from access.reach_lsoa import list_own_lsoas, list_own_wards
from catalog.reading import Reader
from catalog.tables.connections import BROADBAND_WARD, CONNECTIVITY_WARD, COUNTS
from catalog.vocabulary.status import MISSING, MODELLED, OBSERVED, PARTIAL

READS: Final = (
    "wards", "lsoa_wards", "lsoa_need", "connectivity", "broadband", "output_areas",
)  # fmt: skip
SHARES: Final = {
    "superfast_pct": "superfast_count",
    "gigabit_pct": "gigabit_count",
    "below_uso_pct": "below_uso_count",
}
SOME: Final = "Some output areas of the ward are not in the file: their premises are not counted."


def make_broadband_ward(reader: Reader) -> pl.DataFrame:
    """Rows of `broadband_ward`: sums of counts over output areas, and shares of those sums.

    A ward some of whose output areas are not in the file is partial; one of none, missing. No rows
    where the file or the lookup of output areas is not there.
    """
    wards = list_own_wards(reader)
    areas, premises = reader.table("output_areas"), reader.table("broadband")
    if areas.is_empty() or premises.is_empty():
        return BROADBAND_WARD.empty()
    lsoas = list_own_lsoas(reader).select("lsoa_code", "ward_code")
    held = areas.join(lsoas, on="lsoa_code", how="inner", validate="m:1").join(
        premises, on="output_area_code", how="left", validate="1:1"
    )
    known = pl.col("broadband_premises_count").is_not_null()
    sums = held.group_by("ward_code").agg(
        # A sum needs every count: a column that the file lacks is null, never zero.
        *(
            pl.when(pl.col(name).is_not_null().sum() == known.sum(), known.any())
            .then(pl.col(name).sum())
            .alias(name)
            for name in COUNTS
        ),
        is_whole=known.all(),
    )
    share = 100.0 / pl.when(pl.col("broadband_premises_count") > 0).then("broadband_premises_count")
    is_missing = pl.col("broadband_premises_count").is_null()
    whole = pl.col("is_whole").fill_null(value=False)
    return (
        wards.join(sums, on="ward_code", how="left", validate="1:1")
        .with_columns((pl.col(count) * share).alias(name) for name, count in SHARES.items())
        .with_columns(
            note=pl.when(is_missing | whole).then(pl.lit("")).otherwise(pl.lit(SOME)),
            status=pl.when(is_missing)
            .then(pl.lit(MISSING))
            .when(whole)
            .then(pl.lit(OBSERVED))
            .otherwise(pl.lit(PARTIAL)),
        )
        .select(BROADBAND_WARD.columns)
    )


def make_connectivity_ward(reader: Reader) -> pl.DataFrame:
    """Rows of `connectivity_ward`: means over LSOAs with a score and residents, by score.

    Partial where an LSOA of the ward lacks either; no row where all do.
    """
    wards = list_own_wards(reader)
    scores, residents = reader.table("connectivity"), reader.table("lsoa_need")
    if scores.is_empty():
        return CONNECTIVITY_WARD.empty()
    lsoas = (
        list_own_lsoas(reader)
        .select("lsoa_code", "ward_code")
        .join(
            residents.select("lsoa_code", weight="residents_16_plus"),
            on="lsoa_code",
            how="left",
            validate="1:1",
        )
    )
    every = lsoas.join(scores.select("score_name").unique(), how="cross").join(
        scores, on=["lsoa_code", "score_name"], how="left", validate="1:1"
    )
    value, weight = pl.col("connectivity_score"), pl.col("weight")
    both = value.is_not_null() & (weight > 0)
    means = every.group_by("ward_code", "score_name").agg(
        connectivity_score=(value * weight).filter(both).sum() / weight.filter(both).sum(),
        is_any=both.any(),
        is_whole=value.is_not_null().all() & weight.is_not_null().all(),
    )
    return (
        wards.join(means.filter("is_any"), on="ward_code", how="inner", validate="1:m")
        .with_columns(status=pl.when("is_whole").then(pl.lit(MODELLED)).otherwise(pl.lit(PARTIAL)))
        .sort("ward_code", "score_name")
        .select(CONNECTIVITY_WARD.columns)
    )
