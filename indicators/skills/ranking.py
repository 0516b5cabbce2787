"""The ranking of priorities: a weighting of components, how firm it is, and ranking anew.

A component that an occupation lacks gives its weight to those it has, in proportion; it is never
taken for zero. `rank_priorities` works on the stored components, so that a page can try other
weights at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.tables.priorities import COMPONENTS
from indicators import draws

Array = NDArray[np.float64]
_CONSTANTS: Final = reference.read_constants("priority_constants")
DEFAULT_WEIGHTS: Final[dict[str, float]] = {
    "openings": _CONSTANTS["weight_openings"],
    "pressure": _CONSTANTS["weight_pressure"],
    "pay": _CONSTANTS["weight_pay"],
    "difference": _CONSTANTS["weight_difference"],
    "industrial strategy": _CONSTANTS["weight_is8"],
}
FIRM_PCT: Final = _CONSTANTS["firm_share_pct"]
FIRST: Final = 10  # priorities that are shown, and whose place is tried
MOST_Z: Final = 2.5  # no single figure of an occupation decides alone
EVEN: Final = 50.0
MOST_MISSING: Final = 1  # components that may be missing where the evidence is called strong


@dataclass(frozen=True)
class Ranking:
    """Scores and ranks of an area's occupations; shares in % of draws and of all weightings."""

    score: Array
    rank: NDArray[np.int64]
    rank_low: Array
    rank_high: Array
    top_ten_pct: Array
    top_ten_weights_pct: Array


def check_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights of every component, 0 where not named; they sum to one.

    ValueError where one is unknown, below zero or not a number, or where all are zero.
    """
    unknown = sorted(set(weights) - set(COMPONENTS))
    wrong = [name for name, weight in weights.items() if not (np.isfinite(weight) and weight >= 0)]
    total = float(sum(weights.values())) if not wrong else 0.0
    faults = [
        *(f"there is no component {name}; they are {', '.join(COMPONENTS)}" for name in unknown),
        *(f"the weight of {name} must be a number of 0 or more" for name in wrong),
        *(["at least one weight must be above 0"] if not wrong and total <= 0 else []),
    ]
    if faults:
        raise ValueError("; ".join(faults))
    return {name: float(weights.get(name, 0.0)) / total for name in COMPONENTS}


def standardise(values: Array) -> Array:
    """Distances from the mean in standard deviations, at most MOST_Z either way; NaN stays NaN.

    All 0 where the values do not differ.
    """
    return standardise_by(values, values)


def standardise_by(values: Array, of: Array) -> Array:
    """The same of `values` (occupations, or occupations x draws) by the mean and spread of `of`."""
    known = of[~np.isnan(of)]
    spread = float(known.std()) if known.size else 0.0
    if spread < draws.TINY:
        return np.where(np.isnan(values), np.nan, 0.0)
    distance: Array = np.clip((values - known.mean()) / spread, -MOST_Z, MOST_Z)
    return distance


def shrink(values: Array, drawn: Array) -> tuple[Array, Array]:
    """Values and draws moved to the mean of all, as far as their differences are noise.

    An occupation keeps r = s / (s + v) of its distance, v the variance of its draws and s that of
    the values beyond noise (DerSimonian and Laird, so that the noisiest do not decide): a component
    that is all noise ranks nothing, and draws around what is left are narrower by the root of r.
    What moves all occupations of a draw alike moves no rank, and is no noise here. NaN stays NaN.
    """
    known = ~np.isnan(values)
    if known.sum() < 2:
        return values, drawn
    apart = drawn - drawn[known].mean(axis=0)
    noise = apart.var(axis=1)
    weight = 1.0 / np.maximum(noise[known], draws.TINY)
    centre = float((weight * values[known]).sum() / weight.sum())
    excess = (weight * (values[known] - centre) ** 2).sum() - (known.sum() - 1)
    signal = max(float(excess / (weight.sum() - (weight**2).sum() / weight.sum())), 0.0)
    kept = np.divide(signal, signal + noise, out=np.ones_like(noise), where=noise > 0)
    moved = centre + kept * (values - centre)
    around = np.sqrt(kept)[:, None] * (apart - apart.mean(axis=1, keepdims=True))
    return moved, moved[:, None] + around


def share_weights(z: Array, weights: Array) -> Array:
    """Weights by occupation (components x occupations): those it lacks are 0, the rest sum to one.

    NaN where an occupation has none of the components that have a weight.
    """
    own = np.where(np.isnan(z), 0.0, weights[:, None])
    total = own.sum(axis=0)
    shared: Array = np.divide(own, total, out=np.full_like(own, np.nan), where=total > 0)
    return shared


def rank_occupations(z: Array, drawn: Array, weights: Array, area: str) -> Ranking:
    """Ranks from distances by component (components x occupations [x draws])."""
    own = share_weights(z, weights)
    score = (own * np.nan_to_num(z)).sum(axis=0)
    of_draws = np.einsum("co,cod->od", own, np.nan_to_num(drawn))
    order = _ranks(of_draws)
    low, high = draws.bounds(order.astype(float))
    tried = draws.stream(area, "weights").dirichlet(np.ones(len(weights)), draws.DRAWS)
    among = np.where(np.isnan(z), 0.0, 1.0)
    sums = tried @ among
    of_weights = (tried @ np.nan_to_num(z)) / np.maximum(sums, draws.TINY)
    return Ranking(
        score=score,
        rank=_ranks(score[:, None])[:, 0],
        rank_low=low.round(),
        rank_high=high.round(),
        top_ten_pct=100.0 * (order <= FIRST).mean(axis=1),
        top_ten_weights_pct=100.0 * (_ranks(of_weights.T) <= FIRST).mean(axis=1),
    )


def _ranks(scores: Array) -> NDArray[np.int64]:
    """Ranks down each column, 1 the highest; of equal scores the first in order comes first."""
    order = np.argsort(-scores, axis=0, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, len(scores) + 1)[:, None], axis=0)
    return ranks.astype(np.int64)


def judge_evidence(rank: int, ten: float, weights: float, missing: tuple[str, ...]) -> str:
    """strong, moderate or weak: how sure it is that the place in or outside the first ten holds."""
    sure = min(ten, weights) if rank <= FIRST else 100.0 - max(ten, weights)
    if sure >= FIRM_PCT and len(missing) <= MOST_MISSING:
        return "strong"
    return "moderate" if sure >= EVEN else "weak"


def rank_priorities(components: pl.DataFrame, weights: Mapping[str, float]) -> pl.DataFrame:
    """Occupations of each area ranked by other weights, from rows of `priority_components`.

    Columns: area_code, occupation_code, occupation_name, component, component_value, component_z,
    component_weight, contribution, priority_score, priority_rank, by rank. Weights need not sum to
    one. ValueError where they cannot be used.
    """
    given = check_weights(weights)
    by_occupation = ["area_code", "occupation_code"]
    is_known = pl.col("component_z").is_not_null()
    # In one order, so that the order of the rows changes nothing, not even rounding.
    weighed = components.sort(*by_occupation, "component").select(
        *by_occupation, "occupation_name", "component", "component_value", "component_z",
        given=pl.when(is_known)
        .then(pl.col("component").replace_strict(given, return_dtype=pl.Float64))
        .otherwise(0.0),
    ).with_columns(total=pl.col("given").sum().over(by_occupation))  # fmt: skip
    scored = weighed.with_columns(
        component_weight=pl.when(is_known & (pl.col("total") > 0)).then(
            pl.col("given") / pl.col("total")
        ),
    ).with_columns(contribution=pl.col("component_weight") * pl.col("component_z"))
    score = pl.col("contribution").sum()
    ranked = (
        scored.group_by(by_occupation)
        .agg(priority_score=pl.when(pl.col("contribution").is_not_null().any()).then(score))
        .sort("area_code", "priority_score", "occupation_code",
              descending=[False, True, False], nulls_last=True)
        .with_columns(priority_rank=pl.int_range(1, pl.len() + 1).over("area_code"))
    )  # fmt: skip
    return (
        scored.drop("given", "total")
        .join(ranked, on=by_occupation, validate="m:1")
        .with_columns(priority_rank=pl.when(pl.col("priority_score").is_not_null())
                      .then("priority_rank"))
        .sort("area_code", "priority_rank", "occupation_code", "component")
    )  # fmt: skip
