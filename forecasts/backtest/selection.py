"""Which model is shipped for which horizon and size band, and why, in words."""

from __future__ import annotations

from typing import Final

import polars as pl

from forecasts.backtest.accuracy import skill_interval
from forecasts.series.families import Family, band_words

# Fewer windows than this say nothing about a cell, so a wider pool decides.
ENOUGH: Final = 30
# Fewer series than this cannot tell one horizon from another either: with three councils a forecast
# went from one model to the next at some month, and the step between them meant nothing.
ENOUGH_SERIES: Final = 10
# A challenger is measured on fewer series than the champion, and needs this many windows to win.
ENOUGH_TO_WIN: Final = 200
# 2026-11: real GVA by sector followed its parent from 2004 to 2007 and fell with it in 2008; with
# sectors alone drawn, and never years, what was shipped lost 2 % to naive.
ENOUGH_ORIGINS: Final = 5
# A challenger must beat the champion by this much, so that luck in a cell does not choose. 2026-11:
# adverts, chosen at each origin by what was known then, 0.77 of seasonal naive's error; with a
# margin of 0.02 it was 0.81.
MARGIN: Final = 0.10
# And what is neither champion nor naive must beat naive by this much: a choice, not measured.
OVER_NAIVE: Final = 0.02
# A champion that beats naive in the family is kept in a cell where naive is ahead by no more: it
# would be luck, and a line that goes from one model to the other at some horizon says nothing.
TOO_CLOSE: Final = 0.05


def errors(
    windows: pl.DataFrame, models: tuple[str, ...], naive: str, trusted: tuple[str, ...]
) -> dict[str, float]:
    """Pooled absolute error of each model over naive's, on the windows that both have.

    Models with too few windows are left out; those in `trusted` need fewer."""
    found = {}
    for model in models:
        both = windows.filter(pl.col(model).is_not_null() & pl.col(naive).is_not_null())
        if both.height < (ENOUGH if model in trusted else ENOUGH_TO_WIN):
            continue
        own, yardstick = both.select(
            (pl.col(name) - pl.col("actual")).abs().sum().alias(f"{at}")
            for at, name in enumerate((model, naive))
        ).row(0)
        if yardstick > 0:
            found[model] = own / yardstick
    return found


def choose(windows: pl.DataFrame, family: Family) -> pl.DataFrame:
    """One row a horizon and size band: model, error_vs_naive and reason.

    A model that loses to naive in the family as a whole is not chosen in any cell. Without windows
    the champion is shipped, untested, and the reason says so.
    """
    overall = (
        errors(windows, family.models, family.naive, _trusted(family)) if windows.height else {}
    )
    allowed = tuple(m for m in family.models if _allowed(m, overall, windows, family))
    rows = []
    for begin, end in family.horizon_groups:
        near = windows.filter(pl.col("horizon").is_between(begin, end)) if windows.height else None
        for band in range(len(family.bands) + 1):
            cell = near.filter(pl.col("band") == band) if near is not None else None
            model, error, reason = _of_cell(
                cell, near, family, allowed, overall, (begin, end), band
            )
            rows += [(h, band, model, error, reason) for h in range(begin, end + 1)]
    return pl.DataFrame(
        rows,
        schema={
            "horizon": pl.Int64, "band": pl.Int64, "chosen": pl.String,
            "error_vs_naive": pl.Float64, "reason": pl.String,
        },
        orient="row",
    )  # fmt: skip


def _allowed(model: str, overall: dict[str, float], windows: pl.DataFrame, family: Family) -> bool:
    """Naive always; a model that beats it in the family; of challengers only what chance can not
    explain: the 95 % interval of the skill lies above zero, by sectors and by origins."""
    if model == family.naive:
        return True
    if overall.get(model, 9.0) >= 1.0:
        return False
    if model == family.champion:
        return True
    known = windows.filter(pl.col(model).is_not_null() & pl.col(family.naive).is_not_null())
    return known["origin"].n_unique() >= ENOUGH_ORIGINS and all(
        skill_interval(known, model, family.naive, cluster)[1] > 0.0
        for cluster in ("series_code", "origin")
    )


def _of_cell(
    cell: pl.DataFrame | None,
    near: pl.DataFrame | None,
    family: Family,
    allowed: tuple[str, ...],
    overall: dict[str, float],
    horizons: tuple[int, int],
    band: int,
) -> tuple[str, float | None, str]:
    begin, end = horizons
    span = f"{begin}" if begin == end else f"{begin} to {end}"
    periods = {1: "year", 4: "quarter", 12: "month"}[family.per_year]
    ahead = f"{span} {periods}{'s' if end > 1 else ''} ahead"
    pools = ((cell, f"{band_words(band, family)}, {ahead}"), (near, ahead))
    for pool, words in pools:
        if pool is None or pool["row"].n_unique() < ENOUGH_SERIES:
            continue
        found = errors(pool, allowed, family.naive, _trusted(family))
        if len(found) > 1 or (found and len(allowed) == 1):
            model = _best(found, family)
            return model, found[model], _reason(model, found, overall, pool.height, words, family)
    if overall:
        model = _best({m: e for m, e in overall.items() if m in allowed}, family)
        words = "all horizons, as too little is known of this one"
        return model, overall[model], _reason(model, overall, overall, 0, words, family)
    return family.champion, None, "the family's champion; too short a record to test it here"


def _trusted(family: Family) -> tuple[str, ...]:
    return (family.naive, family.champion)


def _best(found: dict[str, float], family: Family) -> str:
    """The champion where naive is not ahead of it and nothing beats it by the margin; otherwise
    what beats naive clearly; naive at the last."""
    best = min(found, key=lambda model: (found[model], model))
    champion = found.get(family.champion, 9.0)
    if champion <= 1.0 + TOO_CLOSE and champion <= found[best] + MARGIN:
        return family.champion
    return best if found[best] < 1.0 - OVER_NAIVE else family.naive


def _reason(
    model: str, found: dict[str, float], overall: dict[str, float], count: int, words: str,
    family: Family,
) -> str:  # fmt: skip
    if model != family.naive:
        windows = f" over {count:,} back-test windows" if count else ""
        said = f"error {found[model]:.2f} of {family.naive}'s{windows} ({words})"
        if found[model] > 1.0:
            said += f", too close to tell; {overall[model]:.2f} in the family"
        return said
    others = {name: error for name, error in {**overall, **found}.items() if name != family.naive}
    if not others:
        return f"no other model could be tested ({words})"
    best = min(others, key=lambda name: (others[name], name))
    return (
        f"fallen back to {family.naive}: no model clearly beats it both here and in the family; "
        f"{best} comes nearest at {others[best]:.2f} of its error ({words})"
    )


def ship(windows: pl.DataFrame, choices: pl.DataFrame, family: Family) -> pl.DataFrame:
    """The windows with `shipped`: the chosen model's forecast, where it has none naive's."""
    joined = windows.drop("shipped", "chosen", strict=False).join(
        choices.select("horizon", "band", "chosen"), on=["horizon", "band"], how="left",
        validate="m:1",
    )  # fmt: skip
    picked = [pl.when(pl.col("chosen") == name).then(pl.col(name)) for name in family.models]
    return joined.with_columns(pl.coalesce(*picked, family.champion, family.naive).alias("shipped"))
