"""How much a job counts that is so far away: three named settings, and travel times."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import reference

Floats = NDArray[np.float64]

CONSTANTS: Final = reference.read_constants("access_constants")
CUT_KM: Final = CONSTANTS["cut_km"]
MATTERS: Final = CONSTANTS["matters_weight"]
NO_CAR, ANY, WITHIN, MINUTES = "no_car", "any", "within_5km", "minutes"


@dataclass(frozen=True)
class Setting:
    """A way to count what is far away.

    `weigh` takes km (of `minutes`: minutes) and gives weights from 0 to 1. `matters_km`: a place
    closer than this counts enough that figures without it are partial. `label` is what people
    choose, `phrase` what is counted, in a sentence; `meaning` says how much nearer counts more.
    """

    code: str
    label: str
    phrase: str
    meaning: str
    matters_km: float
    weigh: Callable[[Floats], Floats]


def fade_by_km(rate_per_km: float) -> Callable[[Floats], Floats]:
    """Weights e^(-rate x km).

    >>> fade_by_km(0.5)(np.array([0.0, 1.0])).round(4).tolist()
    [1.0, 0.6065]
    """

    def weigh(km: Floats) -> Floats:
        # In place: a nation has hundreds of millions of pairs, and copies cost more than sums.
        weights = km * -rate_per_km
        return np.exp(weights, out=weights)

    return weigh


def count_within(most_km: float) -> Callable[[Floats], Floats]:
    """Weight 1 up to so many km, 0 beyond."""
    return lambda km: (km <= most_km).astype(np.float64)


def fade_by_minutes(middle: float, spread: float) -> Callable[[Floats], Floats]:
    """Weights 1 / (1 + e^((minutes - middle) / spread)); 0 where there is no journey (infinity)."""

    def weigh(minutes: Floats) -> Floats:
        with np.errstate(over="ignore"):
            return np.asarray(1.0 / (1.0 + np.exp((minutes - middle) / spread)), dtype=np.float64)

    return weigh


def _by_km(code: str, label: str, phrase: str, rate_per_km: float) -> Setting:
    return Setting(
        code,
        label,
        phrase,
        "Nearer jobs count more: a job on the spot counts whole, one "
        f"{half_weight_km(rate_per_km):.1f} km away half, one "
        f"{math.log(10) / rate_per_km:.1f} km away a tenth.",
        math.log(1 / MATTERS) / rate_per_km,
        fade_by_km(rate_per_km),
    )


def half_weight_km(rate_per_km: float) -> float:
    """How far away a job counts half."""
    return math.log(2) / rate_per_km


def _settings() -> tuple[Setting, ...]:
    any_way = _by_km(
        ANY, "any way of travel", "jobs within reach by any way of travel",
        CONSTANTS["any_decay_per_km"],
    )  # fmt: skip
    middle, within = CONSTANTS["minutes_middle"], CONSTANTS["within_km"]
    return (
        _by_km(
            NO_CAR,
            "without a car",
            "jobs within reach without a car",
            CONSTANTS["no_car_decay_per_km"],
        ),
        any_way,
        Setting(
            WITHIN,
            f"within {within:g} km",
            f"jobs within {within:g} km",
            f"Jobs up to {within:g} km away in a straight line count whole, others do not count.",
            within,
            count_within(within),
        ),
        Setting(
            MINUTES,
            "by your travel times",
            "jobs within reach by your travel times",
            f"Quicker journeys count more: one of {middle:.0f} minutes counts half, by journeys to "
            "work on public transport in Yorkshire.",
            any_way.matters_km,
            fade_by_minutes(middle, CONSTANTS["minutes_spread"]),
        ),
    )


SETTINGS: Final[dict[str, Setting]] = {setting.code: setting for setting in _settings()}
# Those that need no file of a user's.
STRAIGHT: Final = (NO_CAR, ANY, WITHIN)


def choose_setting(code: str) -> Setting:
    """A setting by its code; ReachError names those there are."""
    try:
        return SETTINGS[code]
    except KeyError:
        named = ", ".join(f"{one.code} ({one.label})" for one in SETTINGS.values())
        raise ReachError(f"there is no setting {code!r}; the settings are {named}") from None


class ReachError(Exception):
    """A question about reach that cannot be answered; the message says what to do."""


def as_floats(values: Any) -> Floats:
    """An array of floats, null as NaN."""
    return np.asarray(values, dtype=np.float64)
