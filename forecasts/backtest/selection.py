"""Chooses the model of each kind of area, part and horizon, and gives the reason in words.

A model goes by its record on areas like the one it is used for: councils by councils, their totals
by totals. The record is of the areas of this data folder where they are many; with a few councils,
whose luck would decide, it is the one that comes with Wardwise (`reference/forecasts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from forecasts.backtest.accuracy import area_errors, best_naive, macro_error, macro_interval
from forecasts.series.series_groups import SeriesGroup

# Fewer areas of a type than this are no record of their own, but for regions, of which there are
# no more.
ENOUGH_AREAS: Final = {"lad": 30, "ward": 30, "region": 8}
ENOUGH_ORIGINS: Final = 3
CHOICES: Final = {
    "area_type": pl.String, "part": pl.String, "horizon": pl.Int64, "chosen": pl.String,
    "yardstick": pl.String, "error_vs_naive": pl.Float64, "reason": pl.String,
}  # fmt: skip
PARTS: Final = ("sector", "total")


@dataclass(frozen=True)
class Verdict:
    """The record of one kind of series at some horizons, and who wins.

    `ratio` is the macro error of `model` over that of `yardstick`, the best naive; `low` and `high`
    are its 95% interval.
    """

    area_type: str
    part: str
    horizon_from: int
    horizon_to: int
    model: str
    yardstick: str
    ratio: float
    low: float
    high: float
    areas: int
    origins: int
    beaten: str = ""


def judge_models(past: pl.DataFrame, group: SeriesGroup) -> list[Verdict]:
    """Verdicts on the windows that have come true, for each kind of area that is recorded enough.

    The champion, unless it loses to the best naive, or a challenger beats it beyond chance.
    """
    if past.is_empty():
        return []
    verdicts = []
    for (area_type, part), rows in sorted(
        past.partition_by("area_type", "part", as_dict=True).items()
    ):
        for begin, end in group.horizon_groups:
            span = rows.filter(pl.col("horizon").is_between(begin, end))
            if _is_enough(span, str(area_type)):
                verdicts.append(_judge(span, str(area_type), str(part), (begin, end), group))
    return verdicts


def _is_enough(span: pl.DataFrame, area_type: str) -> bool:
    return (
        span["area_code"].n_unique() >= ENOUGH_AREAS.get(area_type, ENOUGH_AREAS["lad"])
        and span["origin"].n_unique() >= ENOUGH_ORIGINS
    )


def _judge(
    span: pl.DataFrame, area_type: str, part: str, horizons: tuple[int, int], group: SeriesGroup
) -> Verdict:
    naive = best_naive(span, group)
    if span[group.champion].is_null().all():
        model, beaten = naive, group.champion
    else:
        model, beaten = _best_model(span, naive, group), ""
    if model != naive:
        errors = area_errors(span, (model, naive), group)
        if macro_error(errors, model, naive) >= 1.0:
            model, beaten = naive, model
    compared = beaten or model
    pair = tuple(dict.fromkeys((compared, naive)))
    errors = area_errors(span, pair, group)
    ratio = macro_error(errors, compared, naive)
    low, high = macro_interval(errors, compared, naive)
    return Verdict(
        area_type, part, *horizons, model, naive, ratio, low, high,
        errors["area_code"].n_unique(), errors["origin"].n_unique(), beaten,
    )  # fmt: skip


def _best_model(span: pl.DataFrame, naive: str, group: SeriesGroup) -> str:
    """The champion, or the challenger that beats it beyond chance: whose error has an interval
    below the champion's, areas and origins drawn."""
    best, least = group.champion, 1.0
    for challenger in group.challengers:
        if challenger == naive or span[challenger].is_null().all():
            continue
        errors = area_errors(span, (challenger, group.champion), group)
        ratio = macro_error(errors, challenger, group.champion)
        _, high = macro_interval(errors, challenger, group.champion)
        if high < 1.0 and ratio < least:
            best, least = challenger, ratio
    return best


def choose_models(verdicts: list[Verdict], group: SeriesGroup, record: str) -> pl.DataFrame:
    """A row for each area type with a verdict, part and horizon (CHOICES); `record` says in words
    whose record it is. A horizon without a verdict takes that of the longest before it."""
    rows = []
    for area_type in sorted({verdict.area_type for verdict in verdicts}):
        for part in PARTS:
            own = [v for v in verdicts if v.area_type == area_type and v.part == part]
            for horizon in range(1, group.horizon + 1) if own else ():
                reached = [v for v in own if v.horizon_from <= horizon] or own[:1]
                verdict = max(reached, key=lambda v: v.horizon_from)
                ratio = 1.0 if verdict.model == verdict.yardstick else verdict.ratio
                rows.append((area_type, part, horizon, verdict.model, verdict.yardstick, ratio,
                             explain(verdict, group, record)))  # fmt: skip
    return pl.DataFrame(rows, schema=CHOICES, orient="row")


AREA_WORDS: Final = {"lad": "councils", "ward": "wards", "region": "regions", "country": "nations"}


def explain(verdict: Verdict, group: SeriesGroup, record: str) -> str:
    """Why the model is used, with the record that says so."""
    span = (verdict.horizon_from, verdict.horizon_to)
    unit = {1: "year", 4: "quarter", 12: "month"}[group.per_year]
    when = f"{span[0]} {unit}" if span[0] == span[1] else f"{span[0]} to {span[1]} {unit}s"
    if span[0] == span[1] > 1:
        when += "s"
    kind = "totals of " if verdict.part == "total" and group.levels else ""
    interval = (
        f" (95% interval {verdict.low:.2f} to {verdict.high:.2f})"
        if verdict.low == verdict.low
        else ""
    )
    scope = (
        f"{kind}{verdict.areas:,} {AREA_WORDS.get(verdict.area_type, 'areas')}, "
        f"{verdict.origins} starting dates, {when} after the last figure; {record}"
    )
    compared = verdict.beaten or verdict.model
    if verdict.model == verdict.yardstick and compared == verdict.yardstick:
        return f"no model has been tested against {verdict.yardstick} here ({scope})"
    sentence = f"{compared} has {verdict.ratio:.2f} of the error of {verdict.yardstick}{interval}"
    if verdict.beaten:
        return f"{verdict.yardstick} is used because nothing beats it: {sentence} ({scope})"
    return f"{sentence} ({scope})"


def add_published(
    cv_windows: pl.DataFrame, choices: pl.DataFrame, group: SeriesGroup
) -> pl.DataFrame:
    """The windows with `published`: the forecast of the chosen model, else the champion, else
    naive."""
    joined = cv_windows.drop("published", "chosen", strict=False).join(
        choices.select("area_type", "part", "horizon", "chosen"),
        on=["area_type", "part", "horizon"], how="left", validate="m:1",
    )  # fmt: skip
    picked = [pl.when(pl.col("chosen") == name).then(pl.col(name)) for name in group.models]
    return joined.with_columns(pl.coalesce(*picked, group.champion, group.naive).alias("published"))
