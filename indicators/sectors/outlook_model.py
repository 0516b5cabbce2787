"""The chance that a sector's real output outgrows its area's in three years: fixed weights.

benchmarks/sector_outlook.py fits them, on councils whose later years are known, and stores those of
every past year as well: the model of a base year was trained on base years at least three before.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

import reference
from catalog.tables.sectors import OUTLOOK_TIERS

YEARS_AHEAD: Final = 3
NAME: Final = "published output against the area's mix"
LIKELY, MAY, NOT_FORETOLD, NO_TIER = OUTLOOK_TIERS
_CONSTANTS: Final = reference.read_constants("sector_constants")
# The least calibrated chance of each tier, best first.
TIERS: Final = {
    LIKELY: _CONSTANTS["outlook_likely_probability"],
    MAY: _CONSTANTS["outlook_may_probability"],
    NOT_FORETOLD: 0.0,
}
Weights = dict[str, Any]


def weights_for(base_year: int) -> Weights | None:
    """Weights learned from base years whose three years were over by `base_year`, the newest such;
    None for a base year before the first of them.

    >>> weights_for(2010)["trained_to"], weights_for(2030)["trained_to"]
    (2007, 2020)
    """
    models = reference.read("sector_outlook_model").sort("trained_to")
    over = models.filter(pl.col("trained_to") <= base_year - YEARS_AHEAD)
    return over.row(-1, named=True) if over.height else None


def probability(weights: Weights) -> pl.Expr:
    """The calibrated chance, from `output_ahead` and `output_trend`.

    Calibration bends the logit at even odds: what was tested below them came true more often than
    the model alone had it. It never changes the order of two sectors.
    """
    logit = (
        weights["intercept"]
        + weights["ahead_weight"] * pl.col("output_ahead")
        + weights["trend_weight"] * pl.col("output_trend")
    )
    calibrated: pl.Expr = (
        weights["calibration_constant"]
        + weights["calibration_below"] * logit.clip(upper_bound=0.0)
        + weights["calibration_above"] * logit.clip(lower_bound=0.0)
    )
    return 1.0 / (1.0 + (-calibrated).exp())


def tier_of(chance: pl.Expr) -> pl.Expr:
    """The tier of a chance; '' where there is none."""
    return (
        pl.when(chance.is_null())
        .then(pl.lit(NO_TIER))
        .when(chance >= TIERS[LIKELY])
        .then(pl.lit(LIKELY))
        .when(chance >= TIERS[MAY])
        .then(pl.lit(MAY))
        .otherwise(pl.lit(NOT_FORETOLD))
    )
