"""Forecasts of a group of series as published: carried to today and on, with reasons and bounds."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from catalog.tables.forecasts import FORECASTS
from catalog.vocabulary.status import MISSING, MODELLED, NOWCAST, PARTIAL, SUPPRESSED
from forecasts.backtest.intervals import add_bounds
from forecasts.backtest.windows import part_of
from forecasts.models import models
from forecasts.models.naive import Naive
from forecasts.parallel import Executor
from forecasts.series.panel import Matrix, Panel, label_of, month_of
from forecasts.series.prepare import PreparedSeries
from forecasts.series.series_groups import SeriesGroup, as_published

# Beyond this a model has exploded: a guard against arithmetic, not a belief. 2026-11: 503 of 1.7
# million series and periods of councils did grow or shrink by more, nearly all of under £10 million
# or 200 jobs.
EXPLOSION: Final = np.log(4.0)
# Start of the reason for series that are too simple for a model.
NAIVE_PREFIX: Final = "naive: "
# Figures older than this many years are not carried on to today.
OLDEST_YEARS: Final = 8
UNTESTED: Final = "what comes first for such series; no record of areas like this one tests it"
BOUNDS: Final = ("lower80", "upper80", "lower95", "upper95")


def forecast_points(
    prepared: PreparedSeries, choices: pl.DataFrame, executor: Executor, today: date
) -> pl.DataFrame:
    """One row a series and future period, from the one after its last figure to some after today:
    keys, steps, mean (exact), model, reason and what else intervals need.

    `choices` as from `choose_models`, for every area type.
    """
    group = prepared.group
    frames = [_of_panel(panel, group, choices, executor, today) for panel in prepared.panels]
    frames += [_of_simple(panel, group, reasons, today) for panel, reasons in prepared.simple]
    if not frames:
        return pl.DataFrame()
    rows = pl.concat(frames).join(
        prepared.cleaned.remarks, on=["area_code", "series_code"], how="left", validate="m:1"
    )
    reason = pl.concat_str(["reason", "remark"], separator="; ", ignore_nulls=True)
    return rows.with_columns(
        reason.alias("reason"),
        family=pl.lit(group.name),
        part=part_of(pl.col("series_code"), group),
    ).drop("remark")


def finish(
    points: pl.DataFrame, prepared: PreparedSeries, widths: pl.DataFrame, today: date
) -> pl.DataFrame:
    """Rows of the table `forecasts`: the points rounded as published, with bounds, dates, status.

    `widths` as from `interval_widths`, for every area type.
    """
    group = prepared.group
    if points.is_empty():
        return FORECASTS.empty()
    rows = points.with_columns(
        pl.col("mean").alias("mean_exact"), as_published("mean", group).alias("mean")
    )
    rows = add_bounds(rows, widths, "mean", "steps", group)
    dated = _add_dates(rows, group, today).join(
        forecast_status(prepared), on=["area_code", "series_code"], how="left", validate="m:1"
    )
    is_past = pl.col("horizon") <= 0
    dated = dated.with_columns(
        pl.when(pl.col("mean").is_null())
        .then(pl.lit(MISSING))
        .when((pl.col("status") == MODELLED) & is_past)
        .then(pl.lit(NOWCAST))
        .otherwise("status")
        .alias("status")
    )
    refused = _refused_rows(prepared, points, today)
    return pl.concat([dated.select(FORECASTS.columns), refused.select(FORECASTS.columns)])


def forecast_status(prepared: PreparedSeries) -> pl.DataFrame:
    """area_code, series_code, status: a forecast from a partial (too low) figure is partial."""
    newest = pl.col("status").sort_by("period_end").last()
    return prepared.cleaned.history.group_by("area_code", "series_code").agg(
        pl.when(newest == PARTIAL).then(pl.lit(PARTIAL)).otherwise(pl.lit(MODELLED)).alias("status")
    )


def count_steps(last: int, group: SeriesGroup, today: date) -> int:
    """How many periods after `last` are published: up to `ahead` from today, but of figures that
    are older than OLDEST_YEARS only as many as were tested."""
    elapsed = max(period_ordinal(today, group) - last, 0)
    if elapsed > OLDEST_YEARS * group.per_year:
        return group.horizon
    return elapsed + group.ahead


def period_ordinal(day: date, group: SeriesGroup) -> int:
    """The number of the group's period that a day lies in."""
    return (day.year * 12 + day.month - 1) // group.step_months


def _of_panel(
    panel: Panel, group: SeriesGroup, choices: pl.DataFrame, executor: Executor, today: date
) -> pl.DataFrame:
    horizon = count_steps(panel.last, group, today)
    models_by_name = models(group.per_year, group.alphas)
    elapsed = max(period_ordinal(today, group) - panel.last, 0)
    chosen = _choices_by_row(panel, group, choices, horizon, elapsed)
    names = np.array([[name for name, _, _ in row] for row in chosen])
    panel = executor.with_outlook(panel, horizon)
    mean = np.full(names.shape, np.nan)
    for name in sorted(set(names.ravel())):
        rows = np.flatnonzero((names == name).any(axis=1))
        forecasts = executor.forecast(models_by_name[name], panel.select_rows(rows), horizon)
        mean[rows] = np.where(names[rows] == name, forecasts, mean[rows])
    naive = Naive().forecast(panel, horizon)
    checked, faults = guard(mean, naive, group.rounding_step)
    reasons = [
        [
            _reason(why, name, fault, group)
            for (name, _, why), fault in zip(row, of_row, strict=True)
        ]
        for row, of_row in zip(chosen, faults, strict=True)
    ]
    errors = [
        [error if not fault else 1.0 for (_, error, _), fault in zip(row, of_row, strict=True)]
        for row, of_row in zip(chosen, faults, strict=True)
    ]
    used = np.where(faults == "", names, group.naive)
    return _to_rows(panel, group, checked, used.tolist(), reasons, errors)


def _choices_by_row(
    panel: Panel, group: SeriesGroup, choices: pl.DataFrame, horizon: int, elapsed: int
) -> list[list[tuple[str, float | None, str]]]:
    """Model, error over naive's and reason of each series and step."""
    columns = ("area_type", "part", "horizon", "chosen", "error_vs_naive", "reason")
    table = {
        (kind, part, step): (name, error, why)
        for kind, part, step, name, error, why in choices.select(columns).iter_rows()
    }
    untested = (group.champion, None, UNTESTED)
    parts = panel.keys.select(part_of(pl.col("series_code"), group)).to_series()
    tested = [tested_step(step, elapsed, group) for step in range(1, horizon + 1)]
    return [
        [table.get((kind, part, step), untested) for step in tested]
        for kind, part in zip(panel.keys["area_type"], parts, strict=True)
    ]


def tested_step(step: int, elapsed: int, group: SeriesGroup) -> int:
    """The horizon whose record a step goes by: as far from now as this one is.

    Where figures are older than usual, more periods are over than when such forecasts were tested,
    but carried figures know as much of them. Steps beyond those tested go by the longest.
    """
    if group.carrier and elapsed > group.steps_to_now:
        step = group.steps_to_now + step - elapsed if step > elapsed else min(
            step, group.steps_to_now
        )  # fmt: skip
    return min(step, group.horizon)


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


def _of_simple(panel: Panel, group: SeriesGroup, reasons: list[str], today: date) -> pl.DataFrame:
    """The last value again, for series that are too simple for a model."""
    horizon = count_steps(panel.last, group, today)
    mean = Naive().forecast(panel, horizon)
    by_step = [[f"{NAIVE_PREFIX}{reason}"] * horizon for reason in reasons]
    names = [["naive"] * horizon] * len(reasons)
    return _to_rows(panel, group, mean, names, by_step, [[1.0] * horizon] * len(reasons))


def _to_rows(
    panel: Panel, group: SeriesGroup, mean: Matrix, names: list[list[str]],
    reasons: list[list[str]], errors: list[list[float | None]],
) -> pl.DataFrame:  # fmt: skip
    count, horizon = mean.shape
    rows = np.repeat(np.arange(count), horizon)
    level = panel.values[:, -1]
    return panel.keys[rows.tolist()].with_columns(
        pl.Series("steps", np.tile(np.arange(1, horizon + 1), count), dtype=pl.Int64),
        pl.Series("band", np.repeat(np.searchsorted(group.bands, level, side="right"), horizon)),
        pl.Series("level", np.repeat(level, horizon)),
        pl.Series("mean", mean.ravel()),
        pl.Series("model", [name for row in names for name in row], dtype=pl.String),
        pl.Series("reason", [reason for row in reasons for reason in row], dtype=pl.String),
        pl.Series("error_vs_naive", [e for row in errors for e in row], dtype=pl.Float64),
        pl.lit(panel.last).cast(pl.Int64).alias("last"),
        pl.lit(_carried_to(panel)).alias("carrier_month"),
    ).with_columns(
        pl.when(pl.col("model").str.starts_with("carried by"))
        .then("carrier_month").otherwise(pl.lit("")).alias("known_to")
    ).drop("carrier_month")  # fmt: skip


def _carried_to(panel: Panel) -> str:
    return label_of(panel.carrier.sections.last, 1) if panel.carrier else ""


def _add_dates(rows: pl.DataFrame, group: SeriesGroup, today: date) -> pl.DataFrame:
    """Adds origin_period, period, period_start, period_end and horizon, counted from today."""
    months = group.step_months
    ends = rows.select(pl.col("last"), (pl.col("last") + pl.col("steps")).alias("at"))
    ordinals = sorted({*ends["last"], *ends["at"]})
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
        rows.with_columns((pl.col("last") + pl.col("steps")).alias("at"))
        .join(calendar, on="at", validate="m:1")
        .join(starts, on="last", validate="m:1")
        .with_columns(
            pl.col("steps").cast(pl.Int32),
            (pl.col("at") - period_ordinal(today, group)).cast(pl.Int32).alias("horizon"),
        )
    )


def _refused_rows(prepared: PreparedSeries, points: pl.DataFrame, today: date) -> pl.DataFrame:
    """Rows without a value for series that cannot be forecast, with the reason."""
    refused = prepared.cleaned.refused
    if refused.is_empty():
        return FORECASTS.empty()
    group, last = prepared.group, int(points["last"].max())  # type: ignore[arg-type]
    status = (
        pl.when(pl.col("reason").str.starts_with("suppressed"))
        .then(pl.lit(SUPPRESSED))
        .otherwise(pl.lit(MISSING))
    )
    count = count_steps(last, group, today)
    steps = pl.DataFrame({"steps": range(1, count + 1)}, schema={"steps": pl.Int64})
    rows = refused.join(steps, how="cross").with_columns(
        pl.lit(last).cast(pl.Int64).alias("last"),
        pl.lit(group.name).alias("family"),
        pl.lit("none").alias("model"),
        pl.lit("").alias("known_to"),
        status.alias("status"),
        *(pl.lit(None, dtype=pl.Float64).alias(name)
          for name in ("mean", "mean_exact", *BOUNDS, "error_vs_naive")),
    )  # fmt: skip
    return _add_dates(rows, group, today)
