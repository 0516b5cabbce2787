"""Finds and counts faults in the input, and repairs them by rule or refuses the series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from forecasts.series.panel import KEYS, label_of, ordinal_of
from forecasts.series.series_groups import SeriesGroup

SERIES: Final = ("area_code", "series_code")
# A series with fewer points after a gap is refused.
ENOUGH_AFTER_GAP: Final = 3


@dataclass(frozen=True)
class Cleaned:
    """`history`: values without gaps, a row a series and period. `refused`: series with a reason.

    `remarks`: repairs to the series we use (keys, remark). `counts`: number of series by fault.
    """

    history: pl.DataFrame
    refused: pl.DataFrame
    remarks: pl.DataFrame
    counts: dict[str, int]

    def message(self) -> str:
        """All faults in one sentence; '' if there are none."""
        return "; ".join(f"{fault}: {count:,} series" for fault, count in self.counts.items())


def clean(history: pl.DataFrame, group: SeriesGroup, today: date) -> Cleaned:
    """The part of a group's history that we can forecast.

    Rules: drop future periods; treat negative counts as missing; count a repeated period once, or
    refuse the series if its values differ; interpolate single missing periods (geometric mean);
    after a longer gap use only the later part; refuse series without values, as suppressed or
    missing.
    """
    counts: dict[str, int] = {}
    remark_frames: list[pl.DataFrame] = []

    def add_remark(rows: pl.DataFrame, fault: str, remark: str) -> None:
        series = rows.select(SERIES).unique()
        if series.height:
            counts[fault] = series.height
            remark_frames.append(series.with_columns(pl.lit(remark).alias("remark")))

    rows = history.with_columns(ordinal_of(pl.col("period_end"), group.step_months).alias("at"))
    future = pl.col("period_end") > today
    add_remark(rows.filter(future), "future date", f"periods after {today} were dropped")
    rows = rows.filter(~future)
    below = pl.col("value") < 0
    add_remark(rows.filter(below), "negative value", "negative values were taken as missing")
    rows = rows.with_columns(pl.when(below).then(None).otherwise("value").alias("value"))
    rows, contradictory = _keep_single(rows)
    add_remark(
        rows.filter(pl.col("twice")), "period twice", "a period given twice was counted once"
    )
    all_series = rows.select(SERIES).unique()
    observed = rows.filter(pl.col("value").is_not_null())
    without_values = _explain_no_values(rows.join(observed, on=SERIES, how="anti"))
    observed, gappy = _close_gaps(observed, group)
    add_remark(gappy.filter(pl.col("kind") == "filled"), "missing period", "one missing period was "
         "interpolated")  # fmt: skip
    add_remark(
        gappy.filter(pl.col("kind") == "cut"), "long gap", "only what follows a long gap was used"
    )
    too_short = gappy.filter(pl.col("kind") == "refused").select(*SERIES).with_columns(
        pl.lit("gap: fewer than 3 periods follow a gap of two or more").alias("reason")
    )  # fmt: skip
    refused = pl.concat([contradictory, without_values, too_short]).join(
        all_series, on=SERIES, how="semi"
    )
    for reason, rows_of_reason in sorted(refused.partition_by("reason", as_dict=True).items()):
        counts[str(reason[0]).split(":")[0]] = rows_of_reason.height
    observed = observed.join(refused, on=SERIES, how="anti")
    remarks = (
        pl.concat(remark_frames).join(refused, on=SERIES, how="anti")
        .group_by(SERIES).agg(pl.col("remark").unique().sort().str.join("; "))
        if remark_frames
        else pl.DataFrame(schema={**dict.fromkeys(SERIES, pl.String), "remark": pl.String})
    )  # fmt: skip
    names = history.select(KEYS).unique(SERIES, keep="last", maintain_order=True)
    refused = refused.join(names, on=SERIES, validate="1:1")
    observed = observed.select(*KEYS, "period", "period_end", "value", "status")
    return Cleaned(observed, refused, remarks, counts)


def _keep_single(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row a series and period, and the series with two different values for a period."""
    place = (*SERIES, "at")
    contradictory = rows.group_by(place).agg(
        pl.col("value").drop_nulls().n_unique().alias("values")
    )
    contradictory = contradictory.filter(pl.col("values") > 1).select(SERIES).unique()
    single = rows.with_columns((pl.len().over(place) > 1).alias("twice"))
    single = single.sort(*place, pl.col("value").is_null()).unique(
        place, keep="first", maintain_order=True
    )
    reason = pl.lit("duplicate: a period is given twice with different values").alias("reason")
    return single, contradictory.with_columns(reason)


def _explain_no_values(rows: pl.DataFrame) -> pl.DataFrame:
    suppressed = (pl.col("status") == "suppressed").any()
    return rows.group_by(SERIES, maintain_order=True).agg(
        pl.when(suppressed)
        .then(pl.lit("suppressed: the source withholds every value"))
        .otherwise(pl.lit("missing: the source has no value"))
        .alias("reason")
    )


def _close_gaps(observed: pl.DataFrame, group: SeriesGroup) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Values without gaps, and (series, kind) of each repair: filled, cut or refused."""
    observed = observed.sort(*SERIES, "at").with_columns(
        (pl.col("at") - pl.col("at").shift(1).over(SERIES)).fill_null(1).alias("step")
    )
    after_gap = (
        observed.filter(pl.col("step") > 2).group_by(SERIES).agg(pl.col("at").max().alias("again"))
    )
    joined = observed.join(after_gap, on=SERIES, how="left", validate="m:1")
    remaining = joined.filter(pl.col("again").is_null() | (pl.col("at") >= pl.col("again")))
    remaining = remaining.with_columns(
        pl.when(pl.col("at") == pl.col("again")).then(1).otherwise("step").alias("step")
    )
    too_short = (
        remaining.filter(pl.col("again").is_not_null()).group_by(SERIES).len()
        .filter(pl.col("len") < ENOUGH_AFTER_GAP)
    )  # fmt: skip
    filled = _interpolate(remaining, group)
    kinds = pl.concat([
        filled.select(*SERIES, pl.lit("filled").alias("kind")),
        after_gap.join(too_short, on=SERIES, how="anti")
        .select(*SERIES, pl.lit("cut").alias("kind")),
        too_short.select(*SERIES, pl.lit("refused").alias("kind")),
    ])  # fmt: skip
    remaining = pl.concat([remaining.select(filled.columns), filled]).sort(*SERIES, "at")
    return remaining, kinds


def _interpolate(remaining: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """Rows for single missing periods: geometric means of their neighbours, status modelled."""
    before = remaining.with_columns(pl.col("value").shift(1).over(SERIES).alias("before"))
    gaps = before.filter(pl.col("step") == 2)
    rounding_step, months = group.rounding_step, group.step_months
    inside = (
        (pl.col("value") + rounding_step) * (pl.col("before") + rounding_step)
    ).sqrt() - rounding_step
    labels = [label_of(at - 1, months) for at in gaps["at"]]
    return gaps.with_columns(
        pl.Series("period", labels, dtype=pl.String),
        pl.col("period_end").dt.offset_by(f"-{months}mo").dt.month_end(),
        pl.col("at") - 1,
        inside.alias("value"),
        pl.lit("modelled").alias("status"),
    ).select(*KEYS, "period", "period_end", "value", "status", "at")


def explain_simple(values: np.ndarray, shortest: int) -> str:
    """Why a series is too simple for models; '' if it is not."""
    seen = values[np.isfinite(values)]
    if np.all(seen == 0):
        return "all zero"
    if len(seen) >= ENOUGH_AFTER_GAP and np.all(seen == seen[0]):
        return "constant"
    if len(seen) < shortest:
        return f"too short: {len(seen)} of the {shortest} periods a model needs"
    return ""
