"""Chooses the model for each horizon and size band, and gives the reason in words."""

from __future__ import annotations

from typing import Final

import polars as pl

from forecasts.backtest.accuracy import skill_interval
from forecasts.series.series_groups import SeriesGroup, describe_band

# A cell with fewer windows is decided by a wider pool.
ENOUGH: Final = 30
# With fewer series we cannot tell horizons apart either: with three councils a forecast changed
# model at some month, and the step between the two meant nothing.
ENOUGH_SERIES: Final = 10
# Challengers are tested on fewer series than the champion, and need this many windows to win.
ENOUGH_TO_WIN: Final = 200
# 2026-11: real GVA by sector followed its parent from 2004 to 2007 and fell with it in 2008; when
# we resampled only sectors, not years, the published forecasts were 2% worse than naive.
ENOUGH_ORIGINS: Final = 5
# A challenger must beat the champion by this much, so that chance in a cell does not decide.
# 2026-11: adverts, chosen at each origin with the data of the time, had 0.77 of seasonal naive's
# error; with a margin of 0.02, 0.81.
MARGIN: Final = 0.10
# A model that is neither champion nor naive must beat naive by this much: a choice, not measured.
OVER_NAIVE: Final = 0.02
# A champion that beats naive in the group is kept in a cell where naive leads by no more than this,
# which could be chance: a line that changes model at some horizon means nothing.
TOO_CLOSE: Final = 0.05


def relative_errors(
    cv_windows: pl.DataFrame, models: tuple[str, ...], naive: str, trusted: tuple[str, ...]
) -> dict[str, float]:
    """Pooled absolute error of each model over naive's, on the windows that both have.

    Leaves out models with too few windows; those in `trusted` need fewer."""
    ratios = {}
    for model in models:
        both = cv_windows.filter(pl.col(model).is_not_null() & pl.col(naive).is_not_null())
        if both.height < (ENOUGH if model in trusted else ENOUGH_TO_WIN):
            continue
        model_error, naive_error = both.select(
            (pl.col(name) - pl.col("actual")).abs().sum().alias(f"{at}")
            for at, name in enumerate((model, naive))
        ).row(0)
        if naive_error > 0:
            ratios[model] = model_error / naive_error
    return ratios


def choose_models(cv_windows: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """One row a horizon and size band: model, error_vs_naive and reason.

    A model that is worse than naive in the whole group is not chosen in any cell. Without windows
    we publish the champion, untested, and the reason says so.
    """
    overall = (
        relative_errors(cv_windows, group.models, group.naive, _low_threshold_models(group))
        if cv_windows.height
        else {}
    )
    eligible = tuple(m for m in group.models if _is_eligible(m, overall, cv_windows, group))
    rows = []
    for begin, end in group.horizon_groups:
        span_windows = (
            cv_windows.filter(pl.col("horizon").is_between(begin, end))
            if cv_windows.height
            else None
        )
        for band in range(len(group.bands) + 1):
            cell = span_windows.filter(pl.col("band") == band) if span_windows is not None else None
            model, error, selection_reason = _choose_for_cell(
                cell, span_windows, group, eligible, overall, (begin, end), band
            )
            rows += [(h, band, model, error, selection_reason) for h in range(begin, end + 1)]
    return pl.DataFrame(
        rows,
        schema={
            "horizon": pl.Int64, "band": pl.Int64, "chosen": pl.String,
            "error_vs_naive": pl.Float64, "reason": pl.String,
        },
        orient="row",
    )  # fmt: skip


def _is_eligible(
    model: str, overall: dict[str, float], cv_windows: pl.DataFrame, group: SeriesGroup
) -> bool:
    """True for naive, and for models that beat it in the whole group. For challengers the 95%
    interval of the skill must be above zero too, by sectors and by origins."""
    if model == group.naive:
        return True
    if overall.get(model, 9.0) >= 1.0:
        return False
    if model == group.champion:
        return True
    both = cv_windows.filter(pl.col(model).is_not_null() & pl.col(group.naive).is_not_null())
    return both["origin"].n_unique() >= ENOUGH_ORIGINS and all(
        skill_interval(both, model, group.naive, cluster)[1] > 0.0
        for cluster in ("series_code", "origin")
    )


def _choose_for_cell(
    cell: pl.DataFrame | None,
    span_windows: pl.DataFrame | None,
    group: SeriesGroup,
    eligible: tuple[str, ...],
    overall: dict[str, float],
    horizons: tuple[int, int],
    band: int,
) -> tuple[str, float | None, str]:
    begin, end = horizons
    span = f"{begin}" if begin == end else f"{begin} to {end}"
    periods = {1: "year", 4: "quarter", 12: "month"}[group.per_year]
    horizon_name = f"{span} {periods}{'s' if end > 1 else ''} ahead"
    pools = ((cell, f"{describe_band(band, group)}, {horizon_name}"), (span_windows, horizon_name))
    for pool, cell_name in pools:
        if pool is None or pool["row"].n_unique() < ENOUGH_SERIES:
            continue
        ratios = relative_errors(pool, eligible, group.naive, _low_threshold_models(group))
        if len(ratios) > 1 or (ratios and len(eligible) == 1):
            model = _best(ratios, group)
            return (
                model,
                ratios[model],
                _reason(model, ratios, overall, pool.height, cell_name, group),
            )
    if overall:
        model = _best({m: e for m, e in overall.items() if m in eligible}, group)
        cell_name = "all horizons, as too little is known of this one"
        return model, overall[model], _reason(model, overall, overall, 0, cell_name, group)
    return group.champion, None, "the family's champion; too short a record to test it here"


def _low_threshold_models(group: SeriesGroup) -> tuple[str, ...]:
    return (group.naive, group.champion)


def _best(ratios: dict[str, float], group: SeriesGroup) -> str:
    """The champion, unless naive is clearly better or another model beats it by the margin; then
    the model that clearly beats naive, or else naive."""
    best = min(ratios, key=lambda model: (ratios[model], model))
    champion = ratios.get(group.champion, 9.0)
    if champion <= 1.0 + TOO_CLOSE and champion <= ratios[best] + MARGIN:
        return group.champion
    return best if ratios[best] < 1.0 - OVER_NAIVE else group.naive


def _reason(
    model: str, ratios: dict[str, float], overall: dict[str, float], count: int, cell_name: str,
    group: SeriesGroup,
) -> str:  # fmt: skip
    if model != group.naive:
        count_note = f" over {count:,} back-test windows" if count else ""
        sentence = f"error {ratios[model]:.2f} of {group.naive}'s{count_note} ({cell_name})"
        if ratios[model] > 1.0:
            sentence += f", too close to tell; {overall[model]:.2f} in the family"
        return sentence
    others = {name: error for name, error in {**overall, **ratios}.items() if name != group.naive}
    if not others:
        return f"no other model could be tested ({cell_name})"
    best = min(others, key=lambda name: (others[name], name))
    return (
        f"fallen back to {group.naive}: no model clearly beats it both here and in the family; "
        f"{best} comes nearest at {others[best]:.2f} of its error ({cell_name})"
    )


def add_published(
    cv_windows: pl.DataFrame, choices: pl.DataFrame, group: SeriesGroup
) -> pl.DataFrame:
    """The windows with `published`: the forecast of the chosen model, the champion or naive."""
    joined = cv_windows.drop("published", "chosen", strict=False).join(
        choices.select("horizon", "band", "chosen"), on=["horizon", "band"], how="left",
        validate="m:1",
    )  # fmt: skip
    picked = [pl.when(pl.col("chosen") == name).then(pl.col(name)) for name in group.models]
    return joined.with_columns(pl.coalesce(*picked, group.champion, group.naive).alias("published"))
