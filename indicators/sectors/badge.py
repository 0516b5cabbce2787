"""When a sector is called emerging, and whether that answer stands under other choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

import reference
from catalog.vocabulary.reliability import FAIR_CV
from indicators.sectors.rounding import most_off

Array = NDArray[np.float64]

Unit = Literal["jobs", "£ million"]
BADGE: Final = "emerging"
NO_BADGE: Final = "not distinguishable"
YEARS_BACK: Final = 2  # other base years tried: one and two years earlier


_CONSTANTS = reference.read_constants("sector_constants")


@dataclass(frozen=True)
class Rule:
    """The badge rule. `least` is the base level it needs, in `unit`.

    `years_back` moves the base year; `rounding` moves the base by that many half steps of rounding.
    """

    unit: Unit = "jobs"
    probability: float = _CONSTANTS["badge_probability"]
    least: float = _CONSTANTS["badge_least_jobs"]
    years_back: int = 0
    rounding: float = 0.0

    def format_level(self, level: float) -> str:
        """A level in the rule's unit: "200 jobs", "£10 million"."""
        return f"{level:,.0f} jobs" if self.unit == "jobs" else f"£{level:,.0f} million"


RULES: Final = {
    "jobs": Rule(),
    "real_gva": Rule("£ million", least=_CONSTANTS["badge_least_real_gva"]),
}


def variants(rule: Rule) -> dict[str, Rule]:
    """Other thresholds, base years and roundings by what they are, one thing changed at a time."""
    unit, p, least = rule.unit, rule.probability, rule.least
    rules = {
        f"probability {p - 0.1:.1f}": Rule(unit, p - 0.1, least),
        f"probability {p + 0.1:.1f}": Rule(unit, p + 0.1, least),
        f"at least {rule.format_level(least / 2)}": Rule(unit, p, least / 2),
        f"at least {rule.format_level(least * 2)}": Rule(unit, p, least * 2),
    }
    for back in range(1, YEARS_BACK + 1):
        rules[f"base {back} year{'s' * (back > 1)} earlier"] = Rule(unit, p, least, back)
    if unit == "jobs":
        rules["base rounded down"] = Rule(unit, p, least, rounding=1.0)
        rules["base rounded up"] = Rule(unit, p, least, rounding=-1.0)
    return rules


@dataclass(frozen=True)
class BadgeResults:
    """The answer for each series of an area: arrays and lists of one length."""

    probability: Array
    badge: list[str]
    reason: list[str]
    stability_pct: Array
    changes_under: list[str]


def assess_badges(
    drawn: Array, bases: Array, is_part: NDArray[np.bool_], cv: Array, rule: Rule
) -> BadgeResults:
    """Judges the series of one area.

    `drawn`: draws of the forecast (series x draws). `bases`: levels in the base year and in those
    before it (series x years). `is_part` marks the series that together are the whole area.
    """
    others = variants(rule)
    chance = probability(drawn, bases, is_part, rule)
    met = _met(chance, bases, cv, rule)
    if rule.unit == "jobs":
        # Rounding can have hidden half a step: a badge must stand without it.
        met &= _met(
            probability(drawn, bases, is_part, others["base rounded down"]), bases, cv, rule
        )
    chances = np.array([probability(drawn, bases, is_part, other) for other in others.values()])
    is_known = ~np.isnan(chances)  # a base year before the first one known says nothing
    moved = is_known & np.array(
        [
            _met(varied, bases, cv, other) != met
            for varied, other in zip(chances, others.values(), strict=True)
        ]
    )
    tried = np.maximum(is_known.sum(axis=0), 1)
    return BadgeResults(
        probability=chance,
        badge=[BADGE if yes else NO_BADGE for yes in met],
        reason=_reasons(chance, bases[:, 0], cv, rule),
        stability_pct=np.where(np.isnan(chance), np.nan, 100.0 * (1.0 - moved.sum(axis=0) / tried)),
        changes_under=[
            "; ".join(name for name, moves in zip(others, column, strict=True) if moves)
            for column in moved.T
        ],
    )


def probability(drawn: Array, bases: Array, is_part: NDArray[np.bool_], rule: Rule) -> Array:
    """Share of draws in which a series grows, and grows faster than its area; NaN where unknown."""
    base = bases[:, rule.years_back]
    if rule.rounding:
        base = np.maximum(base + rule.rounding * most_off(base), 1e-9)
    counted = is_part & ~np.isnan(base) & ~np.isnan(drawn[:, 0])
    if not counted.any() or bases[counted, rule.years_back].sum() <= 0:
        return np.full(len(base), np.nan)
    area = drawn[counted].sum(axis=0) / bases[counted, rule.years_back].sum()
    growth = np.divide(
        drawn, base[:, None], out=np.full_like(drawn, np.nan), where=base[:, None] > 0
    )
    share: Array = ((growth > area) & (growth > 1.0)).mean(axis=1)
    return np.where(np.isnan(growth[:, 0]), np.nan, share)


def _met(chance: Array, bases: Array, cv: Array, rule: Rule) -> NDArray[np.bool_]:
    """Whether all three parts of the rule hold; comparisons with NaN are false."""
    base = bases[:, 0]
    if rule.rounding:
        base = base + rule.rounding * most_off(base)
    met: NDArray[np.bool_] = (chance >= rule.probability) & (base >= rule.least)
    return met & (np.isnan(cv) | (cv < FAIR_CV)) & ~np.isnan(chance)


def _reasons(chance: Array, base: Array, cv: Array, rule: Rule) -> list[str]:
    """What the rule asked and what was found, in words."""
    words = []
    for p, level, noise in zip(chance, base, cv, strict=True):
        if np.isnan(p):
            words.append("we have no forecast or no base level")
            continue
        reasons = [
            f"probability {p:.2f} (needs {rule.probability:.2f})",
            f"{rule.format_level(level)} (needs {rule.least:,.0f})",
        ]
        if not np.isnan(noise):
            reasons.append(f"variation {100 * noise:.0f}% (needs under {100 * FAIR_CV:.0f}%)")
        words.append("; ".join(reasons))
    return words
