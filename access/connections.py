"""Digital and charging connections by council: the newest published figure of each beside the
nation's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

CONNECTIONS: Final = (
    "gigabit-capable-broadband", "premises-below-30mbps", "4g-coverage", "5g-coverage",
    "electric-vehicle-public-charging-devices",
)  # fmt: skip


def list_connections(
    indicators: pl.DataFrame, values: pl.DataFrame, lad_codes: Sequence[str]
) -> pl.DataFrame:
    """indicator_code, indicator_name, indicator_measures, area_code, area_name, value, decimals,
    value_suffix, period, status, source_name: a row for each council and indicator, its newest.

    `indicators` and `values` as of `local_indicators` and `local_indicator_values`.
    """
    order = pl.Enum(CONNECTIONS)
    about = indicators.select(
        "indicator_code", "indicator_name", "indicator_measures", "decimals", "value_suffix",
        "source_name",
    )  # fmt: skip
    newest = (
        values.filter(
            pl.col("indicator_code").is_in(CONNECTIONS), pl.col("area_code").is_in(list(lad_codes))
        )
        .sort("period_end")
        .group_by("indicator_code", "area_code")
        .agg(pl.col("area_name", "value", "period", "status").last())
    )
    return (
        newest.join(about, on="indicator_code", how="inner", validate="m:1")
        .sort("area_name", pl.col("indicator_code").cast(order))
        .select(
            "indicator_code", "indicator_name", "indicator_measures", "area_code", "area_name",
            "value", "decimals", "value_suffix", "period", "status", "source_name",
        )
    )  # fmt: skip
