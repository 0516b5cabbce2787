"""Back-test windows by hand: what models were off by, at past origins, for some areas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from forecasts.backtest.windows import part_of
from forecasts.series.series_groups import SeriesGroup

# How far a model is off at (number of the area, origin, horizon), as a share of the actual value.
Off = float | Callable[[int, int, int], float]


def windows(
    off: Mapping[str, Off], group: SeriesGroup, *, areas: int = 30,
    origins: Iterable[int] = range(2010, 2022), horizons: Iterable[int] = (1,),
    actual: float = 1_000.0, area_type: str = "lad", code: str = "C", phase: str = "before",
) -> pl.DataFrame:  # fmt: skip
    """A row an area, origin and horizon, all of one level; models without `off` have no forecast.

    Errors are above and below in turn, by area and origin.
    """
    rows = []
    for area in range(areas):
        for origin in origins:
            sign = 1.0 if (area + origin) % 2 else -1.0
            for horizon in horizons:
                forecasts = {
                    name: actual * (1 + sign * (size(area, origin, horizon)
                                                if callable(size) else size))
                    for name, size in off.items()
                }  # fmt: skip
                rows.append({
                    "row": area, "area_code": f"E{area:03}", "area_type": area_type,
                    "series_code": code, "origin": origin, "horizon": horizon, "band": 1,
                    "level": actual * 0.95, "scale": 50.0, "scale_square": 50.0,
                    "actual": actual, "phase": phase, **dict.fromkeys(group.models), **forecasts,
                })  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col(list(group.models)).cast(pl.Float64), pl.col("row", "origin", "horizon", "band")
        .cast(pl.Int64), part=part_of(pl.col("series_code"), group),
    )  # fmt: skip
