"""Forecasts of a group of series as published: checked, with bounds and reasons."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from catalog.tables.forecasts import FORECASTS
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL, SUPPRESSED
from forecasts.backtest.intervals import bounds, interval_widths
from forecasts.backtest.selection import choose_models
from forecasts.models import models
from forecasts.models.naive import Naive
from forecasts.parallel import Executor
from forecasts.series.panel import KEYS, Matrix, Panel, label_of, month_of
from forecasts.series.prepare import PreparedSeries
from forecasts.series.series_groups import SeriesGroup

# No sector of a council has grown or shrunk by more within our horizons.
EXPLOSION: Final = np.log(4.0)
# Start of the reason for series that are too simple for a model.
NAIVE_PREFIX: Final = "naive: "


def forecast_group(
    prepared: PreparedSeries, cv_windows: pl.DataFrame, executor: Executor
) -> pl.DataFrame:
    """Rows of the table `forecasts` for one group of series, not yet reconciled.

    `cv_windows` are its back-test windows with `published`; empty if there is no record.
    """
    group = prepared.group
    choices = choose_models(cv_windows, group)
    half_widths = (
        interval_widths(cv_windows, group, cv_windows) if cv_windows.height else _no_widths()
    )
    frames = [_forecast_panel(panel, group, choices, executor) for panel in prepared.panels]
    frames += [
        _forecast_simple(panel, group, selection_reasons)
        for panel, selection_reasons in prepared.simple
    ]
    if not frames:
        frames = [_empty()]
    rows_with_widths = pl.concat(frames).join(
        half_widths, on=["horizon", "band"], how="left", validate="m:1"
    )
    rows_with_widths = rows_with_widths.join(
        prepared.cleaned.remarks, on=["area_code", "series_code"], how="left", validate="m:1"
    ).with_columns(
        pl.concat_str(["reason", "remark"], separator="; ", ignore_nulls=True).alias("reason")
    )
    edges = []
    for level in (80, 95):
        lower, upper = bounds("mean", f"q{level}", group.rounding_step)
        edges += [lower.alias(f"lower{level}"), upper.alias(f"upper{level}")]
    rows = rows_with_widths.with_columns(
        *edges,
        pl.lit(group.name).alias("family"),
    ).join(forecast_status(prepared), on=["area_code", "series_code"], how="left", validate="m:1")
    frames = [_add_dates(rows, group), _refused_rows(prepared)]
    return pl.concat([frame.select(FORECASTS.columns) for frame in frames])


def forecast_status(prepared: PreparedSeries) -> pl.DataFrame:
    """area_code, series_code, status: a forecast from a partial (too low) figure is partial."""
    newest = pl.col("status").sort_by("period_end").last()
    return prepared.cleaned.history.group_by("area_code", "series_code").agg(
        pl.when(newest == PARTIAL).then(pl.lit(PARTIAL)).otherwise(pl.lit(MODELLED)).alias("status")
    )


def _forecast_panel(
    panel: Panel, group: SeriesGroup, choices: pl.DataFrame, executor: Executor
) -> pl.DataFrame:
    horizon = group.horizon
    models_by_name = models(group.per_year, group.alphas)
    bands = np.searchsorted(group.bands, panel.values[:, -1], side="right")
    table = {(h, b): (m, e, r) for h, b, m, e, r in choices.iter_rows()}
    choices_by_row = [[table[h, int(b)] for h in range(1, horizon + 1)] for b in bands]
    names = np.array([[choice[0] for choice in row] for row in choices_by_row])
    panel = executor.with_outlook(panel, horizon)
    mean = np.full(names.shape, np.nan)
    for name in sorted(set(names.ravel())):
        rows = np.flatnonzero((names == name).any(axis=1))
        forecasts = executor.forecast(models_by_name[name], panel.select_rows(rows), horizon)
        wanted = names[rows] == name
        mean[rows] = np.where(wanted, forecasts, mean[rows])
    fallback = executor.forecast(models_by_name[group.naive], panel, horizon)
    naive_forecast = Naive().forecast(panel, horizon)
    yardstick = np.where(np.isfinite(fallback), fallback, naive_forecast)
    checked, faults = guard(mean, yardstick, group.rounding_step)
    selection_reasons = [
        [_reason(choice[2], choice[0], fault, group) for choice, fault in zip(p, w, strict=True)]
        for p, w in zip(choices_by_row, faults, strict=True)
    ]
    used = np.where(faults == "", names, group.naive)
    error = [[c[1] if not w else 1.0 for c, w in zip(p, f, strict=True)]
             for p, f in zip(choices_by_row, faults, strict=True)]  # fmt: skip
    return _to_rows(panel, checked, bands, used.tolist(), selection_reasons, error)


def guard(mean: Matrix, naive: Matrix, rounding_step: float) -> tuple[Matrix, np.ndarray]:
    """The forecasts, with naive's where one is missing or explodes, and the fault of each."""
    with np.errstate(all="ignore"):
        far = np.abs(np.log((mean + rounding_step) / (naive + rounding_step))) > EXPLOSION
    why = np.where(np.isnan(mean), "none", np.where(far, "exploded", ""))
    return np.where(why == "", mean, naive), why


def _reason(reason: str, model: str, fault: str, group: SeriesGroup) -> str:
    if fault == "none":
        return f"fallen back to {group.naive}: {model} can make no forecast of this series"
    if fault == "exploded":
        return f"fallen back to {group.naive}: {model} went beyond four times or a quarter of it"
    return reason


def _forecast_simple(
    panel: Panel, group: SeriesGroup, selection_reasons: list[str]
) -> pl.DataFrame:
    """The last value again, for series that are too simple for a model."""
    mean = Naive().forecast(panel, group.horizon)
    bands = np.searchsorted(group.bands, panel.values[:, -1], side="right")
    by_horizon = [[f"{NAIVE_PREFIX}{reason}"] * group.horizon for reason in selection_reasons]
    names = [["naive"] * group.horizon] * len(selection_reasons)
    return _to_rows(
        panel, mean, bands, names, by_horizon, [[1.0] * group.horizon] * len(selection_reasons)
    )


def _to_rows(
    panel: Panel, mean: Matrix, bands: np.ndarray, names: list[list[str]],
    selection_reasons: list[list[str]], errors: list[list[float | None]],
) -> pl.DataFrame:  # fmt: skip
    count, horizon = mean.shape
    rows = np.repeat(np.arange(count), horizon)
    return panel.keys[rows.tolist()].with_columns(
        pl.Series("horizon", np.tile(np.arange(1, horizon + 1), count), dtype=pl.Int64),
        pl.Series("band", np.repeat(bands, horizon), dtype=pl.Int64),
        pl.Series("mean", mean.ravel()),
        pl.Series("model", [name for row in names for name in row]),
        pl.Series("reason", [reason for row in selection_reasons for reason in row]),
        pl.Series("error_vs_naive", [e for row in errors for e in row], dtype=pl.Float64),
        pl.lit(panel.last).cast(pl.Int64).alias("last"),
    )


def _empty() -> pl.DataFrame:
    return pl.DataFrame(
        schema=dict.fromkeys(KEYS, pl.String)
        | {"horizon": pl.Int64, "band": pl.Int64, "mean": pl.Float64, "model": pl.String,
           "reason": pl.String, "error_vs_naive": pl.Float64, "last": pl.Int64}
    )  # fmt: skip


def _no_widths() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"horizon": pl.Int64, "band": pl.Int64, "q80": pl.Float64, "q95": pl.Float64}
    )


def _add_dates(rows: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """Adds origin_period, period, period_start and period_end, and casts horizon."""
    months = group.step_months
    ordinals = sorted({
        last + h for last in rows["last"].unique() for h in range(group.horizon + 1)
    })  # fmt: skip
    calendar = pl.DataFrame(
        {
            "at": ordinals,
            "period": [label_of(at, months) for at in ordinals],
            "month": [month_of(at, months) for at in ordinals],
        },
        schema={"at": pl.Int64, "period": pl.String, "month": pl.Date},
    ).with_columns(
        pl.col("month").dt.offset_by(f"-{months - 1}mo").alias("period_start"),
        pl.col("month").dt.month_end().alias("period_end"),
    )
    starts = calendar.select(pl.col("at").alias("last"), pl.col("period").alias("origin_period"))
    return (
        rows.with_columns((pl.col("last") + pl.col("horizon")).alias("at"))
        .join(calendar, on="at", validate="m:1")
        .join(starts, on="last", validate="m:1")
        .with_columns(pl.col("horizon").cast(pl.Int32))
    )


def _refused_rows(prepared: PreparedSeries) -> pl.DataFrame:
    """Rows without a value for series that cannot be forecast, with the reason."""
    refused = prepared.cleaned.refused
    all_panels = [*prepared.panels, *(panel for panel, _ in prepared.simple)]
    if refused.is_empty() or not all_panels:
        return FORECASTS.empty()
    group, last = prepared.group, max(panel.last for panel in all_panels)
    status = (
        pl.when(pl.col("reason").str.starts_with("suppressed"))
        .then(pl.lit(SUPPRESSED))
        .otherwise(pl.lit(MISSING))
    )
    steps = pl.DataFrame({"horizon": range(1, group.horizon + 1)}, schema={"horizon": pl.Int64})
    rows = refused.join(steps, how="cross").with_columns(
        pl.lit(last).cast(pl.Int64).alias("last"),
        pl.lit(group.name).alias("family"),
        pl.lit("none").alias("model"),
        status.alias("status"),
        *(pl.lit(None, dtype=pl.Float64).alias(name)
          for name in ("mean", "lower80", "upper80", "lower95", "upper95", "error_vs_naive")),
    )  # fmt: skip
    return _add_dates(rows, group)
