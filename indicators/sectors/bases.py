"""The level from which each forecast of a sector counts its change."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicators.inputs import Inputs
from indicators.sectors.smoothing import base_levels

# Models that start from a level smoothed over years.
SMOOTHED_BY: Final = ("share under parent", "carried by payrolls")
SERIES: Final = ("area_code", "sector_measure", "industry_code")


def with_bases(inputs: Inputs) -> pl.DataFrame:
    """Each forecast series with `base`: its level in the last official year.

    The level is smoothed where the forecast's model smooths, else its expected change would be
    mostly the last figure's noise going back; another model's starts from the value itself.
    """
    levels = base_levels(_with_nation_to_now(inputs), inputs.nation)
    smooth = pl.any_horizontal(
        pl.col("model").str.contains(name, literal=True) for name in SMOOTHED_BY
    )
    return (
        inputs.outlook.filter(pl.col("industry_code") != "total")
        .join(
            levels.select(*SERIES, "level", "value", base_year="year"),
            on=[*SERIES, "base_year"], how="left", validate="1:1",
        )
        .with_columns(base=pl.when(smooth).then("level").otherwise("value"))
        .drop("level", "value")
        .sort(*SERIES[:2], "industry_level", "industry_code")
    )  # fmt: skip


def _with_nation_to_now(inputs: Inputs) -> pl.DataFrame:
    """The sectors, with nowcasts where the nation's official figures end before a council's: a
    share needs both in one year."""
    key = [*SERIES, "year"]
    nowcasts = inputs.nowcasts.filter(area_code=inputs.nation).select(*key, nowcast="value")
    joined = inputs.sectors.join(
        nowcasts, on=key, how="left", validate="m:1", maintain_order="left"
    )
    return joined.with_columns(value=pl.coalesce("value", "nowcast")).drop("nowcast")
