"""How often an outlook of fine classes came true, by what they are ranked by.

The product's own functions on what was known at each origin. Growth is measured from the year after
it, so that the sampling error of no year is in both.
"""

from __future__ import annotations

from typing import Final

import polars as pl
from fine_panel import YEARS_HELD, Panel

import reference
from indicators.sectors.fine_outlook import CARRIERS, LEAST_JOBS, carriers
from indicators.sectors.fine_record import PICKED, USED
from indicators.sectors.fine_sectors import PSEUDO

TARGETS: Final = {2017: (2018, 2020), 2018: (2019, 2021), 2019: (2020, 2021)}
TOP: Final = 0.2


def measure_carriers(panel: Panel) -> pl.DataFrame:
    """Rows of `carriers_record`: of the ten ranked first in an area, how many came true."""
    parts = []
    for origin, (start, end) in TARGETS.items():
        cells = _cells(panel, origin, start, end)
        parts += [
            _score(cells, name, key, descending=descending)
            for name, (key, descending) in RANKINGS.items()
        ]
        parts.append(_tiers(cells))
    every = pl.concat(parts)
    counts = ("cells_count", "picked_count", "hits", "lows")
    key = ("industry_level", "ranked_by")
    together = every.group_by(key, maintain_order=True).agg(
        pl.lit("all").alias("origin"), pl.lit("").alias("growth_years"),
        pl.col("areas_count").max(), pl.col(counts).sum(),
        pl.col("base_pct").mean(), pl.col("correlation").mean(),
    )  # fmt: skip
    shares = {"hit_pct": "hits", "low_pct": "lows"}
    table = pl.concat([every, together.select(every.columns)]).with_columns(
        (100 * pl.col(counted) / pl.col("picked_count")).round(1).alias(name)
        for name, counted in shares.items()
    )
    described = [column.name for column in reference.describe("carriers_record").columns]
    return (
        table.with_columns(pl.col("base_pct").round(1), pl.col("correlation").round(3))
        .select(described)
        .sort("industry_level", "ranked_by", "origin")
    )


# What is ranked, by what column, and whether from the highest.
RANKINGS: Final = {
    USED: ("carriers_score", True),
    "carriers and smallness": ("with_smallness", True),
    **{name.replace("_", " "): (name, True) for name in CARRIERS},
    "smallness": ("size", False),
    "size": ("size", True),
    "local growth": ("local_growth", True),
    "location quotient": ("quotient", True),
}


def _cells(panel: Panel, origin: int, start: int, end: int) -> pl.DataFrame:
    """Classes of areas with LEAST_JOBS or more at the origin: what is ranked, and what came."""
    wide = panel.local.pivot(
        on="year", index=["area_code", "industry_level", "industry_code"], values="jobs",
        sort_columns=True,
    ).filter(pl.all_horizontal(pl.col(YEARS_HELD).is_not_null()))  # fmt: skip
    known = carriers(panel.full_time, panel.enterprises, panel.demography, origin)
    size = pl.mean_horizontal(str(origin), str(origin - 1))
    return (
        wide.with_columns(
            size=size,
            came=((pl.col(str(end)) + PSEUDO) / (pl.col(str(start)) + PSEUDO)).log(),
            local_growth=(
                (pl.col(str(origin)) + PSEUDO) / (pl.col(str(origin - 2)) + PSEUDO)
            ).log(),
            quotient=size / size.sum().over("industry_level", "industry_code"),
        )
        .filter(pl.col("size") >= LEAST_JOBS)
        .join(known, on=["industry_level", "industry_code"], how="left", validate="m:1")
        .with_columns(
            with_smallness=(
                len(CARRIERS) * pl.col("carriers_score")
                + 1
                - pl.col("size").rank().over("area_code", "industry_level")
                / pl.len().over("area_code", "industry_level")
            ),
            is_top=_rank_in_area("came") > 1 - TOP,
            is_low=_rank_in_area("came") <= TOP,
            origin=pl.lit(str(origin)),
            growth_years=pl.lit(f"{start} to {end}"),
        )
        .sort("area_code", "industry_level", "industry_code")
    )


def _rank_in_area(name: str) -> pl.Expr:
    ranked = pl.col(name).rank().over("area_code", "industry_level")
    return ranked / pl.len().over("area_code", "industry_level")


def _score(cells: pl.DataFrame, name: str, key: str, *, descending: bool) -> pl.DataFrame:
    """The first PICKED of each area by a column; what is not known comes last."""
    sign = 1.0 if descending else -1.0
    ranked = (
        cells.with_columns(ranked=sign * pl.col(key))
        .sort("ranked", "industry_code", descending=[True, False], nulls_last=True)
        .with_columns(order=pl.int_range(pl.len()).over("area_code", "industry_level"))
    )
    picked = pl.col("order") < PICKED
    return _counted(ranked, name, picked)


def _tiers(cells: pl.DataFrame) -> pl.DataFrame:
    """The same for all classes of a tier."""
    return pl.concat(
        _counted(
            cells.with_columns(ranked=pl.col("carriers_score")),
            f"tier {tier}",
            (pl.col("carriers_tier") == tier).fill_null(value=False),
        )
        for tier in ("stronger", "middling", "weaker")
    )


def _counted(cells: pl.DataFrame, name: str, picked: pl.Expr) -> pl.DataFrame:
    relative = pl.col("came") - pl.col("came").mean().over("area_code", "industry_level")
    return (
        cells.with_columns(relative=relative)
        .group_by("industry_level", "origin", "growth_years", maintain_order=True)
        .agg(
            pl.lit(name).alias("ranked_by"),
            pl.col("area_code").n_unique().cast(pl.Int64).alias("areas_count"),
            pl.len().cast(pl.Int64).alias("cells_count"),
            picked.sum().cast(pl.Int64).alias("picked_count"),
            (100 * pl.col("is_top").mean()).alias("base_pct"),
            *(
                (picked & pl.col(column)).sum().cast(pl.Int64).alias(counted)
                for column, counted in (("is_top", "hits"), ("is_low", "lows"))
            ),
            pl.corr("ranked", "relative").alias("correlation"),
        )
    )  # fmt: skip
