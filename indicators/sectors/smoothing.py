"""The level of a sector in a place, with the noise of single years smoothed away.

The share of a place in its nation's sector is smoothed on the log scale, l = a s + (1 - a) l
before, with a of 0.4, 0.6 and 0.8 averaged, and multiplied by the nation's value of the year. The
forecasts smooth it in the same way, so that a forecast change is not a change of method.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference

Array = NDArray[np.float64]

_CONSTANTS = reference.read_constants("sector_constants")
ALPHAS: Final = tuple(_CONSTANTS[f"smoothing_alpha_{which}"] for which in ("low", "middle", "high"))
# About half of what the source rounds to: logarithms are taken of value + grain.
GRAIN: Final = {
    measure: _CONSTANTS[f"rounding_grain_{measure}"] for measure in ("jobs", "real_gva")
}
SERIES: Final = ("area_code", "sector_measure", "industry_code")


def smoothed(values: Array, nation: Array, grain: float) -> Array:
    """Smoothed levels (series x years) of values under their nation's; NaN where none is known.

    A missing year takes over the smoothed share of the year before it.
    """
    shares = np.log(values + grain) - np.log(nation + grain)
    levels = np.zeros_like(values)
    for alpha in ALPHAS:
        level = np.full(len(values), np.nan)
        for year in range(values.shape[1]):
            now = shares[:, year]
            blended = np.where(np.isnan(level), now, alpha * now + (1.0 - alpha) * level)
            level = np.where(np.isnan(now), level, blended)
            levels[:, year] += np.exp(level) / len(ALPHAS)
    result: Array = np.maximum(levels * (nation + grain) - grain, 0.0)
    return result


def base_levels(sectors: pl.DataFrame, nation_code: str) -> pl.DataFrame:
    """`sectors` with the column `level`: smoothed under the nation, the value itself without one.

    Years that a series lacks between its first and last are added, with a null value.
    """
    parts = []
    for (measure,), part in sectors.group_by("sector_measure", maintain_order=True):
        wide = part.pivot(on="year", index=list(SERIES), values="value", sort_columns=True)
        years = [name for name in wide.columns if name not in SERIES]
        values = wide.select(years).to_numpy().astype(float)
        nation = wide.select(SERIES).join(
            wide.filter(area_code=nation_code).drop("area_code"),
            on=["sector_measure", "industry_code"], how="left", validate="m:1",
            maintain_order="left",
        ).select(years).to_numpy().astype(float)  # fmt: skip
        levels = smoothed(values, nation, GRAIN[str(measure)])
        levels = np.where(np.isnan(nation), values, levels)
        frame = wide.select(SERIES).with_columns(
            pl.DataFrame(levels, schema=years, orient="row").fill_nan(None)
        )
        parts.append(frame.unpivot(index=list(SERIES), variable_name="year", value_name="level"))
    if not parts:
        return sectors.with_columns(level=pl.lit(None, dtype=pl.Float64))
    levels_long = pl.concat(parts).with_columns(pl.col("year").cast(pl.Int32))
    return levels_long.join(sectors, on=[*SERIES, "year"], how="left", validate="1:1")
