"""Where the change in an area's jobs came from, sector by sector (Esteban-Marquillas).

Each year's change is parted exactly into four: the nation's growth, the sector's growth in the
nation beyond that, the area's lead over the nation in the sector if the area had the nation's mix,
and what comes of being specialised where it leads. Years are summed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.tables.indicators import SECTOR_DECOMPOSITION
from catalog.vocabulary.status import ESTIMATED, MISSING, PARTIAL
from indicators.inputs import Inputs

Array = NDArray[np.float64]
LEVELS: Final = ("section", "division")
PARTS: Final = ("national_jobs", "mix_jobs", "competitive_jobs", "allocation_jobs")
# What sums of many parts leave where they cancel out: no figure of ours is meant to be so small.
DUST: Final = 1e-6


def decompose(local: Array, nation: Array) -> Array:
    """The four parts (4 x sectors), summed over years, of jobs in sectors x years.

    A sector with no job at the start of a year has no growth rate: its change is competitive.
    """
    before, after = local[:, :-1], local[:, 1:]
    sector = _growth(nation[:, :-1], nation[:, 1:])
    all_sectors = _growth(nation[:, :-1].sum(axis=0), nation[:, 1:].sum(axis=0))
    total = nation[:, :-1].sum(axis=0)
    as_nation = before.sum(axis=0) * np.divide(
        nation[:, :-1], total, out=np.zeros_like(before), where=total > 0
    )
    lead = _growth(before, after) - sector
    competitive, allocation = as_nation * lead, (before - as_nation) * lead
    new = before == 0
    competitive = np.where(new, after - before, competitive)
    allocation = np.where(new, 0.0, allocation)
    parts = (before * all_sectors, before * (sector - all_sectors), competitive, allocation)
    return np.stack([part.sum(axis=1) for part in parts])


def without_dust(figure: pl.Expr) -> pl.Expr:
    """The figure, and exactly 0 where only the dust of sums is left of it."""
    return pl.when(figure.abs() < DUST).then(0.0).otherwise(figure)


def _growth(before: Array, after: Array) -> Array:
    return np.divide(after, before, out=np.ones_like(after), where=before > 0) - 1.0


def decomposition(inputs: Inputs) -> pl.DataFrame:
    """Rows of `sector_decomposition`: every area beside the nation, sections and divisions.

    The span is that of the years in which every sector of the area that is ever known is known, and
    the nation's too, and none is too low for lack of a part that other years have; an area without
    two such years has missing parts.
    """
    jobs = inputs.sectors.filter(pl.col("sector_measure") == "jobs")
    parts = [SECTOR_DECOMPOSITION.empty()]
    for level in LEVELS:
        of_level = jobs.filter(pl.col("industry_level") == level)
        nation = of_level.filter(pl.col("area_code") == inputs.nation)
        if nation.is_empty():
            continue
        for _, part in of_level.group_by("area_code", maintain_order=True):
            rows = _of_area(part, nation)
            named = rows.join(inputs.areas, on="area_code", validate="m:1")
            parts.append(named.select(SECTOR_DECOMPOSITION.columns))
    return pl.concat(parts)


def _of_area(part: pl.DataFrame, nation: pl.DataFrame) -> pl.DataFrame:
    keys = part.select("area_code", "industry_code", "industry_name", "industry_level").unique(
        "industry_code", maintain_order=True
    )
    local, beside = _wide(part, keys), _wide(nation, keys)
    years = [name for name in local.columns if name in beside.columns and name != "industry_code"]
    here, there = (frame.select(years).to_numpy().astype(float) for frame in (local, beside))
    used = ~np.isnan(here).all(axis=1) & ~np.isnan(there).all(axis=1)
    complete = ~np.isnan(np.r_[here[used], there[used]]).any(axis=0)
    too_low = _wide(part.with_columns(value=pl.col("status") == PARTIAL), keys)
    low_years = too_low.select(years).fill_null(value=False).to_numpy()[used]
    # A part that is missing in some years alone would be read as a change.
    uneven = low_years & ~low_years[:, complete].all(axis=1, keepdims=True)
    complete_years = np.flatnonzero(complete & ~uneven.any(axis=0)).tolist()
    parts = np.full((4, keys.height), np.nan)
    if len(complete_years) > 1 and used.any():
        parts[:, used] = decompose(
            here[np.ix_(used, complete_years)], there[np.ix_(used, complete_years)]
        )
    span = (
        (years[complete_years[0]], years[complete_years[-1]])
        if len(complete_years) > 1
        else ("", "")
    )
    in_span = pl.col("year").cast(pl.String).is_in([years[n] for n in complete_years])
    low = part.filter(in_span, pl.col("status") == PARTIAL)["industry_code"].unique()
    return (
        keys.with_columns(
            *(pl.Series(name, row).fill_nan(None) for name, row in zip(PARTS, parts, strict=True)),
        )
        .with_columns(
            *(without_dust(pl.col(name)).alias(name) for name in PARTS),
            period_from=pl.lit(span[0]),
            period_to=pl.lit(span[1]),
        )
        .with_columns(
            change_jobs=without_dust(pl.sum_horizontal(PARTS, ignore_nulls=False)),
            status=pl.when(pl.col("national_jobs").is_null())
            .then(pl.lit(MISSING))
            .when(pl.col("industry_code").is_in(low.implode()))
            .then(pl.lit(PARTIAL))
            .otherwise(pl.lit(ESTIMATED)),
        )
    )


def _wide(frame: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """One row per industry of `keys`, in their order, one column per year."""
    wide = frame.pivot(on="year", index="industry_code", values="value", sort_columns=True)
    return keys.select("industry_code").join(
        wide, on="industry_code", how="left", validate="1:1", maintain_order="left"
    )
