"""What an invented month of claimants is to the month before it; sums stay sums."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from nation.councils import ENGLAND, WALES

CHANGE: Final = 0.02


def change_councils(
    last: pl.DataFrame, councils: pl.DataFrame, rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """area_code and `times` for every area of `last`, and lad_code with `persons` to come.

    Councils change each by itself; a region, and a nation, by the sum of its councils.
    """
    persons = last.filter(measure="claimants_persons")
    of_councils = persons.filter(area_type="lad")
    times = 1 + pl.Series("times", np.round(rng.normal(0.0, CHANGE, of_councils.height), 3))
    lads = (
        of_councils.select("area_code", "value", times, lad_code="area_code")
        .with_columns(persons=(pl.col("value") * pl.col("times") / 5).round() * 5)
        .join(councils, on="lad_code", how="left", validate="1:1")
    )
    added = pl.col("persons") - pl.col("value")
    by_region = lads.group_by(area_code="region_code").agg(added.sum().alias("added"))
    england = by_region.filter(pl.col("area_code") != WALES)["added"].sum()
    nations = pl.DataFrame({
        "area_code": [ENGLAND, "K03000001"],
        "added": [england, float(by_region["added"].sum())],
    })  # fmt: skip
    wider = (
        persons.filter(pl.col("area_type") != "lad")
        .join(pl.concat([by_region, nations]), on="area_code", validate="1:1")
        .select("area_code", times=1 + pl.col("added") / pl.col("value"))
    )
    return pl.concat([lads.select("area_code", "times"), wider]), lads.select("lad_code", "persons")


def change_small_areas(
    last: pl.DataFrame, councils: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """The rows of small areas with `times`, such that those of a kind add up to their council's."""
    alone = pl.Series(np.round(np.exp(rng.normal(0.0, CHANGE, last.height)), 3))
    drawn = pl.col("value") * pl.col("alone")
    whole = drawn.sum().over("lad_code", "area_type")
    return (
        last.with_columns(alone=alone)
        .join(councils, on="lad_code", how="left", validate="m:1", maintain_order="left")
        .with_columns(times=pl.col("alone") * (pl.col("persons") / whole).fill_null(1.0))
    )
