"""Small histories for the tests of forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from catalog.tables.forecasts import FORECASTS
from forecasts.series.panel import Panel


def history(
    series: dict[tuple[str, str], Sequence[float | None]],
    *,
    family: str = "jobs_section",
    first: int = 2015,
    area_type: str = "lad",
) -> pl.DataFrame:
    """Yearly values by (area, series code), one after another from `first` on."""
    rows = [
        (family, area, area, area_type, code, code, "jobs", str(first + at),
         date(first + at, 12, 31), value, "missing" if value is None else "estimated", "")
        for (area, code), values in series.items()
        for at, value in enumerate(values)
    ]  # fmt: skip
    return pl.DataFrame(
        rows,
        schema={
            "family": pl.String, "area_code": pl.String, "area_name": pl.String,
            "area_type": pl.String, "series_code": pl.String, "series_name": pl.String,
            "unit": pl.String, "period": pl.String, "period_end": pl.Date, "value": pl.Float64,
            "status": pl.String, "within": pl.String,
        },
        orient="row",
    )  # fmt: skip


def panel(values: Sequence[Sequence[float]], *, step_months: int = 12, grain: float = 0.0) -> Panel:
    """A panel of bare values that ends in December 2021."""
    matrix = np.array(values, dtype=float)
    last = (2021 * 12 + 11) // step_months
    count = len(matrix)
    keys = pl.DataFrame(
        {
            "area_code": [f"a{i}" for i in range(count)],
            "area_name": ["A"] * count,
            "area_type": ["lad"] * count,
            "series_code": ["C"] * count,
            "series_name": ["C"] * count,
            "unit": ["jobs"] * count,
        }
    )
    return Panel(keys, matrix, last - matrix.shape[1] + 1, step_months, grain)


def forecast_rows(family: str, cells: dict[tuple[str, str], float]) -> pl.DataFrame:
    """Rows of `forecasts` for 2025: means by (area, series code), bounds 10 and 20% off."""
    frame = pl.DataFrame(
        [
            {
                **dict.fromkeys(FORECASTS.columns, ""),
                "family": family, "area_code": area, "series_code": code, "period": "2025",
                "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31),
                "steps": 1, "horizon": 1, "mean": value, "mean_exact": value,
                "lower80": value * 0.9, "upper80": value * 1.1,
                "lower95": value * 0.8, "upper95": value * 1.2, "error_vs_naive": 0.9,
                "status": "modelled",
            }
            for (area, code), value in cells.items()
        ]
    )  # fmt: skip
    return frame.cast(FORECASTS.dtypes).select(FORECASTS.columns)  # type: ignore[arg-type]
