"""Pressure now: adverts beside the people who look for work of the kind, and how they mismatch.

Adverts are postings, not vacancies. People are taken to look for work in their last occupation
(`residents.estimate_seekers_mix`). So pressure is an occupation's share of the adverts over its
share of the jobseekers, and needs no count of them; that is given beside it where one covers the
same months. Few adverts are drawn towards the nation's ratio, by `PRIOR_ADVERTS`: adverts are
published for England, so its ratio by occupation is the one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.tables.indicators import MISMATCH, SKILLS_PRESSURE
from catalog.vocabulary.status import ESTIMATED, MISSING, PARTIAL, SUPPRESSED
from indicators import draws
from indicators.inputs import Inputs
from indicators.row_blocks import make_block, stack_blocks
from indicators.skills.markets import LEVELS, Level, Market, Markets, ratios
from indicators.skills.occupations import CODES, MAJOR_INDEX, MAJORS

Array = NDArray[np.float64]
_CONSTANTS = reference.read_constants("skills_constants")
ETAS: Final = tuple(_CONSTANTS[f"mismatch_eta_{which}"] for which in ("low", "middle", "high"))
# In draws, the mix of occupations is known as if this many people had been asked.
ASKED: Final = _CONSTANTS["residents_asked_persons"]
_OF_MISMATCH: Final = (
    "area_code", "index_name", "eta", "value", "lower80", "upper80", "period", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Pressure:
    """ln(tightness of each occupation over that of all) in a market: points, and draws beside."""

    market: Market
    point: Array
    drawn: Array


def pressure(inputs: Inputs, areas: list[str]) -> pl.DataFrame:
    """Rows of `skills_pressure` for major and sub-major groups.

    Areas without adverts have none; a group whose councils have no month in common has missing
    ones, with the reason.
    """
    blocks = []
    for level in LEVELS:
        markets = Markets(inputs, level)
        for area in areas:
            found = find_pressure(markets, area)
            why = inputs.explain_absence(area, "adverts")
            if found is not None:
                blocks.append(_rows(area, level, found))
            elif why:
                blocks.append(_without(area, level, why))
    return stack_blocks(blocks, inputs.areas, SKILLS_PRESSURE)


def _without(area: str, level: Level, why: str) -> pl.DataFrame:
    """Rows of a group that lacks adverts, which say so."""
    blank = np.full(len(LEVELS[level][0]), np.nan)
    return make_block(
        {
            "area_code": area, **_name(level), "period": "", "months_count": 0,
            **dict.fromkeys(("adverts_count", "seekers_persons"), blank), "seekers_period": "",
            **dict.fromkeys(("tightness", "pressure_ln", "lower80", "upper80"), blank),
            "note": f"no adverts for the group: {why}", "status": MISSING,
        }
    )  # fmt: skip


def _name(level: Level) -> dict[str, Sequence[str]]:
    codes, names = LEVELS[level]
    return {"occupation_code": codes, "occupation_name": [names[code] for code in codes]}


def find_pressure(markets: Markets, area: str) -> Pressure | None:
    """Pressure of an area's occupations in the newest months; None where it has no adverts."""
    market = markets.find(area)
    if market is None:
        return None
    usual = markets.find_usual(market.months)
    point = np.log(ratios(market.adverts, market.shares, market.is_counted, usual))
    adverts, shares = _drawn(area, market)
    drawn = np.log(ratios(adverts, shares, market.is_counted, usual[:, None]))
    return Pressure(market, point, drawn)


def _rows(area: str, level: Level, found: Pressure) -> pl.DataFrame:
    market, ratio = found.market, np.exp(found.point)
    lower, upper = draws.bounds(found.drawn)
    persons = np.nan if market.seekers.persons is None else market.seekers.persons
    seekers = persons * market.shares
    each = market.adverts[market.is_counted].sum() / max(
        market.shares[market.is_counted].sum(), draws.TINY
    )
    return make_block(
        {
            "area_code": area,
            **_name(level),
            "period": market.months[-1],
            "months_count": len(market.months),
            "adverts_count": market.adverts,
            "seekers_persons": seekers,
            "seekers_period": market.seekers.period,
            "tightness": ratio * each / persons if persons else np.full(len(ratio), np.nan),
            "pressure_ln": found.point,
            "lower80": lower,
            "upper80": upper,
            "note": market.note,
            "status": [
                status if status in (PARTIAL, SUPPRESSED, MISSING) else ESTIMATED
                for status in market.statuses
            ],
        }
    )


def _drawn(area: str, market: Market) -> tuple[Array, Array]:
    """Draws (occupations x draws) of adverts a month and of shares of people; NaN where unknown."""
    rng = draws.stream(area, "pressure", str(len(market.adverts)))
    adverts = np.full((len(market.adverts), draws.DRAWS), np.nan)
    counted = market.adverts[market.is_counted] * len(market.months)
    drawn = draws.gamma_poisson(counted, rng, draws.DRAWS)
    adverts[market.is_counted] = drawn / len(market.months)
    likely = np.maximum(ASKED * market.shares, draws.TINY)
    mixes = rng.standard_gamma(likely, (draws.DRAWS, len(likely))).T
    together = MAJOR_INDEX if len(likely) == len(CODES) else np.arange(len(MAJORS))
    moved = market.ln_sd * rng.standard_normal((len(MAJORS), draws.DRAWS))
    mixes = mixes * np.exp(moved - market.ln_sd**2 / 2.0)[together]
    return adverts, mixes / mixes.sum(axis=0)


def mismatch(inputs: Inputs, areas: list[str]) -> pl.DataFrame:
    """Rows of `mismatch`, over the sub-major groups whose adverts are known and not all zero."""
    rows: list[tuple[object, ...]] = []
    markets = Markets(inputs, "sub-major")
    for area in areas:
        market = markets.find(area)
        if market is None or not market.adverts[market.is_counted].sum() > 0:
            continue
        of_adverts, of_shares = (
            [_shares(counts[market.is_counted]) for counts in pair]
            for pair in zip((market.adverts, market.shares), _drawn(area, market), strict=True)
        )
        status = PARTIAL if _lacks_some(market) else ESTIMATED
        for name, eta in (*(("mismatch", eta) for eta in ETAS), ("dissimilarity", 0.0)):
            point, drawn = (
                compute_index(name, eta, adverts, shares)
                for adverts, shares in zip(of_adverts, of_shares, strict=True)
            )
            figures = (float(point), *_below(float(point), drawn))
            rows.append((area, name, eta, *figures, market.months[-1], status))
    schema = {name: MISMATCH.dtypes[name] for name in _OF_MISMATCH}
    block = pl.DataFrame(rows, schema=schema, orient="row")
    return stack_blocks([block], inputs.areas, MISMATCH)


def _lacks_some(market: Market) -> bool:
    return not market.is_counted.all() or PARTIAL in market.statuses


def _below(point: float, drawn: Array) -> tuple[float, float]:
    """An 80% interval around an index of noisy shares, which noise makes look larger than it is.

    By as much as the draws exceed the measured index, that exceeds the true one: so the interval
    is the draws' mirrored at the point, cut at zero, and holds the point itself.
    """
    low, high = draws.bounds(drawn)
    return max(2.0 * point - float(high), 0.0), max(2.0 * point - float(low), point)


def compute_index(name: str, eta: float, adverts: Array, seekers: Array) -> Array:
    """An index from shares of adverts and of seekers (occupations x ...): 0 is a perfect match."""
    if name == "dissimilarity":
        return np.asarray(0.5 * np.abs(adverts - seekers).sum(axis=0))
    return np.asarray(1.0 - (adverts**eta * seekers ** (1.0 - eta)).sum(axis=0))


def _shares(counts: Array) -> Array:
    shares: Array = counts / counts.sum(axis=0)
    return shares
