"""A family's forecasts as published: model by model, guarded, with bounds and reasons."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from catalog.tables.forecasts import FORECASTS
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL, SUPPRESSED
from forecasts.backtest.intervals import bounds, quantiles
from forecasts.backtest.selection import choose
from forecasts.models import models
from forecasts.models.naive import Naive
from forecasts.parallel import Spread
from forecasts.series.families import Family
from forecasts.series.panel import KEYS, Matrix, Panel, label_of, month_of
from forecasts.series.prepare import Ready

# No council's sector has been seen to grow or shrink by more within the horizons forecast here.
EXPLOSION: Final = np.log(4.0)
# Reasons of series that no model can say more of begin with this.
SIMPLE: Final = "naive: "


def forecasts_of(made: Ready, windows: pl.DataFrame, spread: Spread) -> pl.DataFrame:
    """Rows of the table `forecasts` for one family, not yet raked.

    `windows` are the family's back-test windows with `shipped`; empty where there is no record.
    """
    family = made.family
    choices = choose(windows, family)
    widths = quantiles(windows, family, windows) if windows.height else _no_widths()
    frames = [_of_panel(panel, family, choices, spread) for panel in made.panels]
    frames += [_of_simple(panel, family, reasons) for panel, reasons in made.simple]
    if not frames:
        frames = [_empty()]
    said = pl.concat(frames).join(widths, on=["horizon", "band"], how="left", validate="m:1")
    said = said.join(
        made.cleaned.remarks, on=["area_code", "series_code"], how="left", validate="m:1"
    ).with_columns(
        pl.concat_str(["reason", "remark"], separator="; ", ignore_nulls=True).alias("reason")
    )
    edges = []
    for level in (80, 95):
        lower, upper = bounds("mean", f"q{level}", family.grain)
        edges += [lower.alias(f"lower{level}"), upper.alias(f"upper{level}")]
    rows = said.with_columns(
        *edges,
        pl.lit(family.name).alias("family"),
    ).join(standing(made), on=["area_code", "series_code"], how="left", validate="m:1")
    return pl.concat([
        _dated(rows, family).select(FORECASTS.columns), _refused(made).select(FORECASTS.columns)
    ])  # fmt: skip


def standing(made: Ready) -> pl.DataFrame:
    """area_code, series_code, status: a forecast that starts from too low a figure is too low."""
    newest = pl.col("status").sort_by("period_end").last()
    return made.cleaned.history.group_by("area_code", "series_code").agg(
        pl.when(newest == PARTIAL).then(pl.lit(PARTIAL)).otherwise(pl.lit(MODELLED)).alias("status")
    )


def _of_panel(panel: Panel, family: Family, choices: pl.DataFrame, spread: Spread) -> pl.DataFrame:
    horizon = family.horizon
    known = models(family.per_year, family.alphas)
    bands = np.searchsorted(family.bands, panel.values[:, -1], side="right")
    table = {(h, b): (m, e, r) for h, b, m, e, r in choices.iter_rows()}
    picked = [[table[h, int(b)] for h in range(1, horizon + 1)] for b in bands]
    names = np.array([[choice[0] for choice in row] for row in picked])
    panel = spread.with_outlook(panel, horizon)
    mean = np.full(names.shape, np.nan)
    for name in sorted(set(names.ravel())):
        rows = np.flatnonzero((names == name).any(axis=1))
        made = spread.forecast(known[name], panel.take(rows), horizon)
        wanted = names[rows] == name
        mean[rows] = np.where(wanted, made, mean[rows])
    fallback = spread.forecast(known[family.naive], panel, horizon)
    plain = Naive().forecast(panel, horizon)
    yardstick = np.where(np.isfinite(fallback), fallback, plain)
    guarded, why = guard(mean, yardstick, family.grain)
    reasons = [
        [_reason(choice[2], choice[0], fault, family) for choice, fault in zip(p, w, strict=True)]
        for p, w in zip(picked, why, strict=True)
    ]
    used = np.where(why == "", names, family.naive)
    error = [[c[1] if not w else 1.0 for c, w in zip(p, f, strict=True)]
             for p, f in zip(picked, why, strict=True)]  # fmt: skip
    return _long(panel, guarded, bands, used.tolist(), reasons, error)


def guard(mean: Matrix, naive: Matrix, grain: float) -> tuple[Matrix, np.ndarray]:
    """Forecasts with naive's wherever there is none or it has exploded, and which fault it was."""
    with np.errstate(all="ignore"):
        far = np.abs(np.log((mean + grain) / (naive + grain))) > EXPLOSION
    why = np.where(np.isnan(mean), "none", np.where(far, "exploded", ""))
    return np.where(why == "", mean, naive), why


def _reason(reason: str, model: str, fault: str, family: Family) -> str:
    if fault == "none":
        return f"fallen back to {family.naive}: {model} can make no forecast of this series"
    if fault == "exploded":
        return f"fallen back to {family.naive}: {model} went beyond four times or a quarter of it"
    return reason


def _of_simple(panel: Panel, family: Family, reasons: list[str]) -> pl.DataFrame:
    """The last value again, for series of which no model can say more."""
    mean = Naive().forecast(panel, family.horizon)
    bands = np.searchsorted(family.bands, panel.values[:, -1], side="right")
    said = [[f"{SIMPLE}{reason}"] * family.horizon for reason in reasons]
    names = [["naive"] * family.horizon] * len(reasons)
    return _long(panel, mean, bands, names, said, [[1.0] * family.horizon] * len(reasons))


def _long(
    panel: Panel, mean: Matrix, bands: np.ndarray, names: list[list[str]],
    reasons: list[list[str]], errors: list[list[float | None]],
) -> pl.DataFrame:  # fmt: skip
    count, horizon = mean.shape
    rows = np.repeat(np.arange(count), horizon)
    return panel.keys[rows.tolist()].with_columns(
        pl.Series("horizon", np.tile(np.arange(1, horizon + 1), count), dtype=pl.Int64),
        pl.Series("band", np.repeat(bands, horizon), dtype=pl.Int64),
        pl.Series("mean", mean.ravel()),
        pl.Series("model", [name for row in names for name in row]),
        pl.Series("reason", [reason for row in reasons for reason in row]),
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


def _dated(rows: pl.DataFrame, family: Family) -> pl.DataFrame:
    """Adds origin_period, period, period_start, period_end and the horizon as the table has it."""
    months = family.step_months
    ordinals = sorted({
        last + h for last in rows["last"].unique() for h in range(family.horizon + 1)
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


def _refused(made: Ready) -> pl.DataFrame:
    """Rows without a value for series that cannot be forecast, so that none is missing unsaid."""
    refused = made.cleaned.refused
    every = [*made.panels, *(panel for panel, _ in made.simple)]
    if refused.is_empty() or not every:
        return FORECASTS.empty()
    family, last = made.family, max(panel.last for panel in every)
    status = (
        pl.when(pl.col("reason").str.starts_with("suppressed"))
        .then(pl.lit(SUPPRESSED))
        .otherwise(pl.lit(MISSING))
    )
    steps = pl.DataFrame({"horizon": range(1, family.horizon + 1)}, schema={"horizon": pl.Int64})
    rows = refused.join(steps, how="cross").with_columns(
        pl.lit(last).cast(pl.Int64).alias("last"),
        pl.lit(family.name).alias("family"),
        pl.lit("none").alias("model"),
        status.alias("status"),
        *(pl.lit(None, dtype=pl.Float64).alias(name)
          for name in ("mean", "lower80", "upper80", "lower95", "upper95", "error_vs_naive")),
    )  # fmt: skip
    return _dated(rows, family)
