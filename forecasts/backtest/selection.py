"""Chooses the model of each kind of area, part and horizon, and gives the reason in words.

A model goes by its record on areas like the one it is used for: councils by councils, their totals
by totals. The record is of the areas of this data folder where they are many; with a few councils,
whose luck would decide, it is the one that comes with Wardwise (`reference/forecasts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from catalog.vocabulary.forecast_families import describe_yardstick
from forecasts.backtest.accuracy import (
    best_naive,
    find_errors,
    macro_error,
    macro_interval,
    share_errors,
)
from forecasts.series.series_groups import SeriesGroup

# Fewer areas of a type than this are no record of their own, but for regions, of which there are
# no more.
ENOUGH_AREAS: Final = {"lad": 30, "ward": 30, "region": 8}
ENOUGH_ORIGINS: Final = 3
# Independent origins that it takes to replace a champion that loses beyond chance, by a naive or a
# challenger, and one that loses at all. 2026-11: with three, adverts as published were 2.6% worse
# than the last figure one month ahead, where the champion is 1.1% better; employees 2.5% better
# than it one year ahead, where the champion is 3.3%.
ENOUGH_INDEPENDENT: Final = 10
MANY_INDEPENDENT: Final = 20
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


def judge_models(
    past: pl.DataFrame,
    group: SeriesGroup,
    *,
    intervals: bool = True,
    enough: Mapping[str, int] = ENOUGH_AREAS,
) -> list[Verdict]:
    """Verdicts on the windows that have come true, for each kind of area that is recorded enough.

    One model for all horizons, since a line that changes model at some horizon means nothing: the
    champion, unless a challenger beats it beyond chance. A naive stands in at horizons where that
    model loses to the best of them beyond chance, or over many independent origins; of series that
    are carried on to now only up to now, since what follows is held level anyway. Without
    `intervals` verdicts have none, which is faster where only the winner is wanted.
    """
    if past.is_empty():
        return []
    verdicts = []
    for (area_type, part), rows in sorted(
        past.partition_by("area_type", "part", as_dict=True).items()
    ):
        if not _is_enough(rows, enough.get(str(area_type), enough["lad"])):
            continue
        model = _best_model(rows, group)
        for begin, end in group.horizon_groups:
            span = rows.filter(pl.col("horizon").is_between(begin, end))
            if span.height:
                verdict = _judge(span, model, (begin, end), group, intervals)
                verdicts.append(replace(verdict, area_type=str(area_type), part=str(part)))
    return verdicts


def _is_enough(rows: pl.DataFrame, areas: int) -> bool:
    return rows["area_code"].n_unique() >= areas and rows["origin"].n_unique() >= ENOUGH_ORIGINS


def independent_origins(span: pl.DataFrame) -> float:
    """How many origins there would be if none began before another's forecast had ended."""
    if span.is_empty():
        return 0.0
    origins, horizons = span["origin"].to_numpy(), span["horizon"].to_numpy()
    return float((origins.max() - origins.min()) / horizons.max() + 1)


def _judge(
    span: pl.DataFrame, model: str, horizons: tuple[int, int], group: SeriesGroup, intervals: bool
) -> Verdict:
    shared = share_errors(span, (*group.naives, model), group)
    naive = best_naive(span, group, shared)
    errors = find_errors(span, tuple(dict.fromkeys((model, naive))), group, shared)
    ratio = macro_error(errors, model, naive)
    loses = ratio >= 1.0 and model != naive
    independent = independent_origins(span)
    held_level = bool(group.carrier) and horizons[0] > group.steps_to_now
    undecided = loses and not held_level and independent >= ENOUGH_INDEPENDENT
    low = high = float("nan")
    if intervals or (undecided and independent < MANY_INDEPENDENT):
        low, high = macro_interval(errors, model, naive)
    proven = independent >= (ENOUGH_INDEPENDENT if low > 1.0 else MANY_INDEPENDENT)
    beaten = loses and proven and not held_level
    return Verdict(
        "", "", *horizons, naive if beaten else model, naive, ratio, low, high,
        *errors.shape, model if beaten else "",
    )  # fmt: skip


def _best_model(rows: pl.DataFrame, group: SeriesGroup) -> str:
    """The champion, or the challenger that beats it beyond chance over all horizons: whose error
    has an interval below the champion's, areas and origins drawn."""
    if rows[group.champion].is_null().all():
        return group.naive
    best, least = group.champion, 1.0
    enough = independent_origins(rows.filter(pl.col("horizon") == 1)) >= ENOUGH_INDEPENDENT
    for challenger in group.challengers if enough else ():
        if rows[challenger].is_null().all():
            continue
        errors = find_errors(rows, (challenger, group.champion), group)
        ratio = macro_error(errors, challenger, group.champion)
        if ratio >= least:
            continue
        _, high = macro_interval(errors, challenger, group.champion)
        if high < 1.0:
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
    """Why the model is used, with the record that says so: sentences, the last without its stop."""
    whose = f"{verdict.areas:,} {AREA_WORDS.get(verdict.area_type, 'areas')}"
    if group.levels:  # otherwise an area has one series
        kind = "all sectors together" if verdict.part == "total" else "sectors"
        whose = f"{kind} of {whose}"
    where = f"on {whose} from {verdict.origins} past dates"
    when, naive = _describe_span(verdict, group), describe_yardstick(verdict.yardstick)
    compared = verdict.beaten or verdict.model
    interval = (
        f" (95% interval {verdict.low:.2f} to {verdict.high:.2f})"
        if verdict.low == verdict.low
        else ""
    )
    error = f"{verdict.ratio:.2f} of that of {naive}{interval}, {when}"
    if compared == verdict.yardstick:
        sentences = [f"We go by {naive}: nothing else was tested {where}, {when}"]
    elif verdict.beaten:
        sentences = [
            f"We go by {naive}, because nothing beats it",
            f"Tested {where}, the error of {compared} is {error}",
        ]
    else:
        sentences = [f"Tested {where}: its error is {error}"]
        if verdict.ratio >= 1.0:
            sentences.append("So far ahead it is no better, and keeps to the line of nearer dates")
    return ". ".join([*sentences, *([f"This is {record}"] if record else [])])


def _describe_span(verdict: Verdict, group: SeriesGroup) -> str:
    begin, end = verdict.horizon_from, verdict.horizon_to
    unit = {1: "year", 4: "quarter", 12: "month"}[group.per_year]
    if begin == end:
        return f"{begin if begin > 1 else 'one'} {unit}{'s' * (begin > 1)} after the last figure"
    return f"{begin} to {end} {unit}s after the last figure"


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
