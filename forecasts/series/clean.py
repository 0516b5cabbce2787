"""Bad input found, named, counted, and handled by rule or refused; the rest goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from forecasts.series.families import Family
from forecasts.series.panel import KEYS, label_of, ordinal_of

SERIES: Final = ("area_code", "series_code")
# Fewer points after a gap than this say nothing, so the series is refused.
ENOUGH_AFTER_GAP: Final = 3


@dataclass(frozen=True)
class Cleaned:
    """`history`: contiguous values, a row a series and period. `refused`: series with a reason.

    `remarks`: what was done by rule to series that go on (keys, remark). `counts`: how many series
    each fault touched, by its name.
    """

    history: pl.DataFrame
    refused: pl.DataFrame
    remarks: pl.DataFrame
    counts: dict[str, int]

    def message(self) -> str:
        """Every fault in one sentence; '' where there was none."""
        return "; ".join(f"{fault}: {count:,} series" for fault, count in self.counts.items())


def clean(history: pl.DataFrame, family: Family, today: date) -> Cleaned:
    """What can be forecast of a family's history.

    Rules: a future period is dropped; a negative count is taken as missing; a period given twice
    with one value counts once, with two values the series is refused; one missing period inside is
    put in by geometric interpolation, after a longer gap only the later part is used; a series of
    which nothing is left is refused, as suppressed or missing.
    """
    counts: dict[str, int] = {}
    said: list[pl.DataFrame] = []

    def note(rows: pl.DataFrame, fault: str, remark: str) -> None:
        series = rows.select(SERIES).unique()
        if series.height:
            counts[fault] = series.height
            said.append(series.with_columns(pl.lit(remark).alias("remark")))

    rows = history.with_columns(ordinal_of(pl.col("period_end"), family.step_months).alias("at"))
    future = pl.col("period_end") > today
    note(rows.filter(future), "future date", f"periods after {today} were dropped")
    rows = rows.filter(~future)
    below = pl.col("value") < 0
    note(rows.filter(below), "negative value", "negative values were taken as missing")
    rows = rows.with_columns(pl.when(below).then(None).otherwise("value").alias("value"))
    rows, contested = _single(rows)
    note(rows.filter(pl.col("twice")), "period twice", "a period given twice was counted once")
    every = rows.select(SERIES).unique()
    held = rows.filter(pl.col("value").is_not_null())
    nothing = _nothing(rows.join(held, on=SERIES, how="anti"))
    held, gappy = _close_gaps(held, family)
    note(gappy.filter(pl.col("kind") == "filled"), "missing period", "one missing period was "
         "interpolated")  # fmt: skip
    note(gappy.filter(pl.col("kind") == "cut"), "long gap", "only what follows a long gap was used")
    lost = gappy.filter(pl.col("kind") == "refused").select(*SERIES).with_columns(
        pl.lit("gap: fewer than 3 periods follow a gap of two or more").alias("reason")
    )  # fmt: skip
    refused = pl.concat([contested, nothing, lost]).join(every, on=SERIES, how="semi")
    for reason, group in sorted(refused.partition_by("reason", as_dict=True).items()):
        counts[str(reason[0]).split(":")[0]] = group.height
    held = held.join(refused, on=SERIES, how="anti")
    remarks = (
        pl.concat(said).join(refused, on=SERIES, how="anti")
        .group_by(SERIES).agg(pl.col("remark").unique().sort().str.join("; "))
        if said else pl.DataFrame(schema={**dict.fromkeys(SERIES, pl.String), "remark": pl.String})
    )  # fmt: skip
    names = history.select(KEYS).unique(SERIES, keep="last", maintain_order=True)
    refused = refused.join(names, on=SERIES, validate="1:1")
    return Cleaned(held.select(*KEYS, "period", "period_end", "value", "status"), refused, remarks,
                   counts)  # fmt: skip


def _single(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row a series and period, and the series of which a period has two different values."""
    place = (*SERIES, "at")
    contested = rows.group_by(place).agg(pl.col("value").drop_nulls().n_unique().alias("values"))
    contested = contested.filter(pl.col("values") > 1).select(SERIES).unique()
    once = rows.with_columns((pl.len().over(place) > 1).alias("twice"))
    once = once.sort(*place, pl.col("value").is_null()).unique(
        place, keep="first", maintain_order=True
    )
    reason = pl.lit("duplicate: a period is given twice with different values").alias("reason")
    return once, contested.with_columns(reason)


def _nothing(rows: pl.DataFrame) -> pl.DataFrame:
    suppressed = (pl.col("status") == "suppressed").any()
    return rows.group_by(SERIES, maintain_order=True).agg(
        pl.when(suppressed)
        .then(pl.lit("suppressed: the source withholds every value"))
        .otherwise(pl.lit("missing: the source has no value"))
        .alias("reason")
    )


def _close_gaps(held: pl.DataFrame, family: Family) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Values without gaps, and (series, kind) of what was done: filled, cut or refused."""
    held = held.sort(*SERIES, "at").with_columns(
        (pl.col("at") - pl.col("at").shift(1).over(SERIES)).fill_null(1).alias("step")
    )
    long = held.filter(pl.col("step") > 2).group_by(SERIES).agg(pl.col("at").max().alias("again"))
    joined = held.join(long, on=SERIES, how="left", validate="m:1")
    kept = joined.filter(pl.col("again").is_null() | (pl.col("at") >= pl.col("again")))
    kept = kept.with_columns(
        pl.when(pl.col("at") == pl.col("again")).then(1).otherwise("step").alias("step")
    )
    short = (
        kept.filter(pl.col("again").is_not_null()).group_by(SERIES).len()
        .filter(pl.col("len") < ENOUGH_AFTER_GAP)
    )  # fmt: skip
    filled = _filled(kept, family)
    kinds = pl.concat([
        filled.select(*SERIES, pl.lit("filled").alias("kind")),
        long.join(short, on=SERIES, how="anti").select(*SERIES, pl.lit("cut").alias("kind")),
        short.select(*SERIES, pl.lit("refused").alias("kind")),
    ])  # fmt: skip
    kept = pl.concat([kept.select(filled.columns), filled]).sort(*SERIES, "at")
    return kept, kinds


def _filled(kept: pl.DataFrame, family: Family) -> pl.DataFrame:
    """Rows for single missing periods: geometric means of their neighbours, as modelled."""
    before = kept.with_columns(pl.col("value").shift(1).over(SERIES).alias("before"))
    gaps = before.filter(pl.col("step") == 2)
    grain, months = family.grain, family.step_months
    inside = ((pl.col("value") + grain) * (pl.col("before") + grain)).sqrt() - grain
    labels = [label_of(at - 1, months) for at in gaps["at"]]
    return gaps.with_columns(
        pl.Series("period", labels, dtype=pl.String),
        pl.col("period_end").dt.offset_by(f"-{months}mo").dt.month_end(),
        pl.col("at") - 1,
        inside.alias("value"),
        pl.lit("modelled").alias("status"),
    ).select(*KEYS, "period", "period_end", "value", "status", "at")


def kind_of(values: np.ndarray, shortest: int) -> str:
    """Why a contiguous series is no matter for models: '' where it is."""
    seen = values[np.isfinite(values)]
    if np.all(seen == 0):
        return "all zero"
    if len(seen) >= ENOUGH_AFTER_GAP and np.all(seen == seen[0]):
        return "constant"
    if len(seen) < shortest:
        return f"too short: {len(seen)} of the {shortest} periods a model needs"
    return ""
