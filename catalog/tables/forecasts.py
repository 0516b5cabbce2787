"""Forecasts and their record."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

define("family", pl.String, "", "Kind of series: jobs_section, gva_section, claimants and so on")
define("series_code", pl.String, "", "What the series is of: an industry, an occupation, or total")
define("series_name", pl.String, "", "Name of what the series is of")
define("unit", pl.String, "", "Unit of the value: jobs, GBP million, persons, adverts")
define("origin_period", pl.String, "", "Last observed period that the forecast starts from")
define("horizon", pl.Int32, "periods", "How many periods ahead of the origin")
define("mean", pl.Float64, "as `unit`", "Expected value", nullable=True)
define("lower80", pl.Float64, "as `unit`", "Lower bound of the 80 % interval", nullable=True)
define("upper80", pl.Float64, "as `unit`", "Upper bound of the 80 % interval", nullable=True)
define("lower95", pl.Float64, "as `unit`", "Lower bound of the 95 % interval", nullable=True)
define("upper95", pl.Float64, "as `unit`", "Upper bound of the 95 % interval", nullable=True)
define("model", pl.String, "", "The model that made the forecast, by its own name")
define("reason", pl.String, "", "Why that model was chosen, or fallen back to, in words")
define("error_vs_naive", pl.Float64, "ratio", "Pooled back-test error, naive = 1", nullable=True)

FORECASTS: Final = Table(
    name="forecasts",
    grain="a family, an area, a series and a future period",
    key=("family", "area_code", "series_code", "period"),
    columns=(
        "family",
        "area_code",
        "area_name",
        "area_type",
        "series_code",
        "series_name",
        "unit",
        "origin_period",
        "period",
        "period_start",
        "period_end",
        "horizon",
        "mean",
        "lower80",
        "upper80",
        "lower95",
        "upper95",
        "model",
        "reason",
        "error_vs_naive",
        "status",
    ),
    value="mean",
    non_negative=("mean", "lower80", "lower95"),
)
