"""Forecasts and their record."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

define("family", pl.String, "", "Group of series: jobs_section, gva_section, claimants and so on")
define("series_code", pl.String, "", "What the series counts: an industry, an occupation, or total")
define("series_name", pl.String, "", "Name of what the series counts")
define("unit", pl.String, "", "Unit of the value: jobs, GBP million, persons, adverts")
define("origin_period", pl.String, "", "Last observed period that the forecast starts from")
define("steps", pl.Int32, "periods", "How many periods after the last observed one")
define("horizon", pl.Int32, "periods",
       "How many periods after the day of forecasting; 0 or less is already past")  # fmt: skip
define("mean", pl.Float64, "as `unit`", "Expected value, rounded as the source rounds",
       nullable=True)  # fmt: skip
define(
    "mean_exact", pl.Float64, "as `unit`",
    "Expected value before rounding, which adds up over sectors and areas", nullable=True,
)  # fmt: skip
define("known_to", pl.String, "",
       "Newest month of the monthly figures that carried the value on; '' if none did")  # fmt: skip
define("lower80", pl.Float64, "as `unit`", "Lower bound of the 80% interval", nullable=True)
define("upper80", pl.Float64, "as `unit`", "Upper bound of the 80% interval", nullable=True)
define("lower95", pl.Float64, "as `unit`", "Lower bound of the 95% interval", nullable=True)
define("upper95", pl.Float64, "as `unit`", "Upper bound of the 95% interval", nullable=True)
define("model", pl.String, "", "Name of the model that made the forecast")
define("reason", pl.String, "", "Why that model was chosen, or used as a fallback, in words")
define("error_vs_naive", pl.Float64, "ratio", "Pooled back-test error, naive = 1", nullable=True)

FORECASTS: Final = Table(
    name="forecasts",
    grain="a group of series, an area, a series and a future period",
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
        "steps",
        "horizon",
        "mean",
        "mean_exact",
        "lower80",
        "upper80",
        "lower95",
        "upper95",
        "model",
        "reason",
        "error_vs_naive",
        "known_to",
        "status",
    ),
    value="mean",
    non_negative=("mean", "lower80", "lower95"),
)

FORECAST_HISTORIES: Final = Table(
    name="forecast_histories",
    grain="a group of series, an area, a series and a past period that a forecast was made from",
    key=("family", "area_code", "series_code", "period"),
    columns=(
        "family", "area_code", "area_name", "series_code", "series_name", "unit", "period",
        "period_end", "value", "status",
    ),
    value="value",
)  # fmt: skip

define("horizon_from", pl.Int64, "periods", "Shortest horizon of the row, in periods ahead")
define("horizon_to", pl.Int64, "periods", "Longest horizon of the row, in periods ahead")
define("part", pl.String, "", "sector for parts of an area, total for its total or only series")
define("phase", pl.String, "", "before, covid or after the COVID shock, or all")
define("yardstick", pl.String, "",
       "The best naive model of the row's windows, that skill is measured against")  # fmt: skip
define("areas_count", pl.Int64, "areas", "Areas with a forecast by the model")
define("log_error", pl.Float64, "ln", "Mean absolute error of the logarithm", nullable=True)
define(
    "pooled_skill_pct", pl.Float64, "%",
    "Skill with errors of all areas added up, so that large ones count most", nullable=True,
)  # fmt: skip
define("series_count", pl.Int64, "series", "Series with a forecast by the model")
define("origins_count", pl.Int64, "origins", "Origins that forecasts were made from")
define("windows_count", pl.Int64, "windows", "Series times origins times horizons")
define(
    "mase", pl.Float64, "ratio",
    "Mean absolute error over the past step of naive, areas counting alike", nullable=True,
)  # fmt: skip
define("wape_pct", pl.Float64, "%", "Sum of absolute errors over sum of values", nullable=True)
define("bias_pct", pl.Float64, "%", "Sum of errors over sum of values; above 0 is too high",
       nullable=True)  # fmt: skip
define("direction_right_pct", pl.Float64, "%", "Forecasts with the right direction of change",
       nullable=True)  # fmt: skip
define("skill_pct", pl.Float64, "%",
       "100 (1 - error over the yardstick's), errors as WAPE of an area, areas counting alike",
       nullable=True)  # fmt: skip
define("skill_lower95_pct", pl.Float64, "%",
       "Lower end of the skill's 95% interval, areas and origins drawn", nullable=True)  # fmt: skip
define("skill_upper95_pct", pl.Float64, "%",
       "Upper end of the skill's 95% interval, areas and origins drawn", nullable=True)  # fmt: skip
define("cover80_pct", pl.Float64, "%", "Values inside the 80% interval", nullable=True)
define("cover95_pct", pl.Float64, "%", "Values inside the 95% interval", nullable=True)
define("width80_pct", pl.Float64, "%", "Median width of the 80% interval over the forecast",
       nullable=True)  # fmt: skip
define("ms_per_series", pl.Float64, "ms", "Time to fit and forecast a series on one core",
       nullable=True)  # fmt: skip
define("fallbacks_count", pl.Int64, "windows", "Windows the model had no forecast for; for what "
       "was published, windows that fell back to naive", nullable=True)  # fmt: skip
define("run_at", pl.String, "", "When the forecast in this row was made, UTC")
define("change", pl.String, "", "new, withdrawn, data revised, newer data, or model changed")
define("mean_before", pl.Float64, "as `unit`", "The forecast of the previous run", nullable=True)
define("mean_after", pl.Float64, "as `unit`", "The forecast of this run", nullable=True)
define("model_before", pl.String, "", "The model of the previous run; '' for none")
define("model_after", pl.String, "", "The model of this run; '' for none")
define("origin_before", pl.String, "", "Last observed period of the previous run; '' for none")

BACKTEST: Final = Table(
    name="backtest",
    grain="a group of series, a type of area, its total or sectors, horizons, a phase and a model",
    key=("family", "area_type", "part", "horizon_from", "horizon_to", "phase", "model"),
    columns=(
        "family", "area_type", "part", "horizon_from", "horizon_to", "phase", "model", "yardstick",
        "areas_count", "series_count", "origins_count", "windows_count", "skill_pct",
        "skill_lower95_pct", "skill_upper95_pct", "pooled_skill_pct", "mase", "log_error",
        "wape_pct", "bias_pct", "direction_right_pct", "cover80_pct", "cover95_pct", "width80_pct",
        "ms_per_series", "fallbacks_count",
    ),
    allowed=(
        ("phase", ("all", "before", "covid", "after")), ("part", ("sector", "total")),
    ),
)  # fmt: skip
FORECAST_REVISIONS: Final = Table(
    name="forecast_revisions",
    grain="a run, and a forecast that it added, changed or withdrew",
    key=("run_at", "family", "area_code", "series_code", "period"),
    columns=(
        "run_at", "family", "area_code", "area_name", "series_code", "series_name", "unit",
        "period", "change", "mean_before", "mean_after", "model_before", "model_after",
        "origin_before", "origin_period",
    ),
)  # fmt: skip
