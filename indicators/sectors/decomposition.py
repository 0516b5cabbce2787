"""Where the change in an area's jobs came from, sector by sector (Esteban-Marquillas).

Each year's change is parted exactly into four: the nation's growth, the sector's growth in the
nation beyond that, the area's lead over the nation in the sector if the area had the nation's mix,
and what comes of being specialised where it leads. Years are summed.
"""

from __future__ import annotations

from dataclasses import dataclass
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
        if inputs.nation in of_level["area_code"]:
            named = _of_level(of_level, inputs.nation).join(
                inputs.areas, on="area_code", validate="m:1", maintain_order="left"
            )
            parts.append(named.select(SECTOR_DECOMPOSITION.columns))
    return pl.concat(parts)


@dataclass(frozen=True)
class _Cells:
    """Jobs, and what is said of them, by area, sector and year (three axes).

    NaN where there is no figure. `has_year`: the years of which an area has rows (areas x years).
    """

    areas: dict[str, int]
    sectors: dict[str, int]
    years: list[str]
    jobs: Array
    is_partial: NDArray[np.bool_]
    has_year: NDArray[np.bool_]


def _of_level(of_level: pl.DataFrame, nation: str) -> pl.DataFrame:
    """Rows of one level without areas' names, area by area as they come."""
    cells = _lay_out(of_level)
    keys = (
        of_level.select("area_code", "industry_code", "industry_name", "industry_level")
        .unique(["area_code", "industry_code"], keep="first", maintain_order=True)
        .partition_by("area_code", maintain_order=True)
    )
    parts, spans, is_low = [], [], []
    for of_area in keys:
        sectors = np.array([cells.sectors[code] for code in of_area["industry_code"].to_list()])
        moved, span, low = _of_area(
            cells, cells.areas[of_area["area_code"][0]], cells.areas[nation], sectors
        )
        parts.append(moved)
        spans += [span] * len(sectors)
        is_low.append(low)
    return (
        pl.concat(keys)
        .with_columns(
            *(
                pl.Series(name, row).fill_nan(None)
                for name, row in zip(PARTS, np.concatenate(parts, axis=1), strict=True)
            ),
            period_from=pl.Series([span[0] for span in spans], dtype=pl.String),
            period_to=pl.Series([span[1] for span in spans], dtype=pl.String),
            is_low=pl.Series(np.concatenate(is_low)),
        )
        .with_columns(without_dust(pl.col(name)).alias(name) for name in PARTS)
        .with_columns(
            change_jobs=without_dust(pl.sum_horizontal(PARTS, ignore_nulls=False)),
            status=pl.when(pl.col("national_jobs").is_null())
            .then(pl.lit(MISSING))
            .when("is_low")
            .then(pl.lit(PARTIAL))
            .otherwise(pl.lit(ESTIMATED)),
        )
    )


def _lay_out(of_level: pl.DataFrame) -> _Cells:
    """Cells of rows of one level; areas and sectors in the order in which they come."""
    numbers, found = [], []
    for column, values in (
        ("area_code", of_level["area_code"].unique(maintain_order=True)),
        ("industry_code", of_level["industry_code"].unique(maintain_order=True)),
        ("year", of_level["year"].unique().sort()),
    ):
        number = {value: place for place, value in enumerate(values.to_list())}
        found.append(number)
        numbers.append(of_level[column].replace_strict(number, return_dtype=pl.Int64).to_numpy())
    areas, sectors, years = found
    jobs = np.full((len(areas), len(sectors), len(years)), np.nan)
    jobs[tuple(numbers)] = of_level["value"].to_numpy()
    is_partial = np.zeros(jobs.shape, bool)
    is_partial[tuple(numbers)] = (of_level["status"] == PARTIAL).fill_null(value=False).to_numpy()
    has_year = np.zeros((len(areas), len(years)), bool)
    has_year[numbers[0], numbers[2]] = True
    return _Cells(areas, sectors, [str(year) for year in years], jobs, is_partial, has_year)


def _of_area(
    cells: _Cells, area: int, nation: int, sectors: NDArray[np.int64]
) -> tuple[Array, tuple[str, str], NDArray[np.bool_]]:
    """The four parts (4 x sectors), their span of years, and which sectors are too low in it."""
    years = np.flatnonzero(cells.has_year[area] & cells.has_year[nation])
    here, there = (cells.jobs[place][np.ix_(sectors, years)] for place in (area, nation))
    used = ~np.isnan(here).all(axis=1) & ~np.isnan(there).all(axis=1)
    complete = ~np.isnan(np.r_[here[used], there[used]]).any(axis=0)
    too_low = cells.is_partial[area][np.ix_(sectors, years)]
    low_years = too_low[used]
    # A part that is missing in some years alone would be read as a change.
    uneven = low_years & ~low_years[:, complete].all(axis=1, keepdims=True)
    complete_years = np.flatnonzero(complete & ~uneven.any(axis=0)).tolist()
    parts = np.full((4, len(sectors)), np.nan)
    span = ("", "")
    if len(complete_years) > 1:
        span = (cells.years[years[complete_years[0]]], cells.years[years[complete_years[-1]]])
        if used.any():
            parts[:, used] = decompose(
                here[np.ix_(used, complete_years)], there[np.ix_(used, complete_years)]
            )
    return parts, span, too_low[:, complete_years].any(axis=1)
