"""Pressure now: adverts beside the people who look for work of the kind, and how they mismatch.

Adverts are postings, not vacancies. People are taken to look for work in their last occupation
(`residents.estimate_seekers_mix`). So pressure is an occupation's share of the adverts over its
share of the jobseekers, and needs no count of them; that is given beside it where one covers the
same months. Few adverts are drawn towards the nation's ratio, by `PRIOR_ADVERTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.measures import OCCUPATIONS
from catalog.tables.indicators import MISMATCH, SKILLS_PRESSURE
from catalog.vocabulary.areas import ENGLAND
from catalog.vocabulary.status import ESTIMATED, MISSING, PARTIAL, SUPPRESSED
from indicators import draws
from indicators.inputs import Inputs
from indicators.row_blocks import make_block, stack_blocks
from indicators.skills import jobseekers
from indicators.skills.jobseekers import Seekers
from indicators.skills.occupations import CODES, MAJOR_INDEX, MAJORS, NAMES, to_majors
from indicators.skills.residents import Mix, estimate_seekers_mix

Array = NDArray[np.float64]
_CONSTANTS = reference.read_constants("skills_constants")
PRIOR_ADVERTS: Final = _CONSTANTS["prior_adverts"]
ETAS: Final = tuple(_CONSTANTS[f"mismatch_eta_{which}"] for which in ("low", "middle", "high"))
# Adverts are published for England; its ratio by occupation is the one drawn towards.
# In draws, the mix of occupations is known as if this many people had been asked.
ASKED: Final = _CONSTANTS["residents_asked_persons"]
Level = Literal["major", "sub-major"]
UsualIn = Callable[[tuple[str, ...]], Array]
_OF_MISMATCH: Final = (
    "area_code", "index_name", "eta", "value", "lower80", "upper80", "period", "status",
)  # fmt: skip
LEVELS: Final[dict[Level, tuple[tuple[str, ...], dict[str, str]]]] = {
    "major": (MAJORS, OCCUPATIONS),
    "sub-major": (CODES, NAMES),
}


@dataclass(frozen=True)
class Market:
    """One area at one level of occupations, in `months`.

    adverts a month and shares of jobseekers by occupation: arrays, NaN where unknown. `ln_sd`: how
    far the shares may be out, all of a major group together.
    """

    adverts: Array
    shares: Array
    ln_sd: float
    months: tuple[str, ...]
    seekers: Seekers
    note: str
    statuses: tuple[str, ...]

    @property
    def is_counted(self) -> NDArray[np.bool_]:
        return np.isfinite(self.adverts)


@dataclass(frozen=True)
class Pressure:
    """ln(tightness of each occupation over that of all) in a market: points, and draws beside."""

    market: Market
    point: Array
    drawn: Array


def describe_market(
    inputs: Inputs, area: str, level: Level, months: Sequence[str] | None = None
) -> Market | None:
    """What is known of an area's adverts, in its newest months or in those given; None without."""
    codes = LEVELS[level][0]
    every = inputs.rows_of(area, "adverts")
    if every.is_empty():
        return None
    of_area = every.filter(pl.col("occupation_code").is_in(list(codes)))
    months = jobseekers.newest_months(of_area) if months is None else months
    adverts = jobseekers.mean_adverts(of_area, months)
    if not months or adverts["adverts_count"].is_null().all():
        return None
    counts, status_by_code = (
        dict(zip(adverts["occupation_code"].to_list(), adverts[name].to_list(), strict=True))
        for name in ("adverts_count", "status")
    )
    mix: Mix = estimate_seekers_mix(inputs, area)
    seekers = jobseekers.seekers_in(inputs.rows_of(area, "seekers"), months)
    reason = inputs.explain_absence(area, "seekers") if seekers.persons is None else ""
    when = f" ({seekers.period})" if seekers.period else ""
    said_of = f"jobseekers: {seekers.note}{when}{' (' + reason + ')' if reason else ''}"
    return Market(
        adverts=np.array([counts.get(code) for code in codes], dtype=float),
        shares=to_majors(mix.shares) if level == "major" else mix.shares,
        ln_sd=mix.ln_sd,
        months=tuple(months),
        seekers=seekers,
        note=f"{said_of}; their occupations: {mix.note}",
        statuses=tuple(status_by_code.get(code, MISSING) for code in codes),
    )


def ratios(adverts: Array, shares: Array, is_counted: NDArray[np.bool_], usual: Array) -> Array:
    """Each occupation's share of adverts over its share of jobseekers (occupations x ...).

    (V + a usual) / (E + a), where E are the adverts that the occupation would have if all were
    alike, and a PRIOR_ADVERTS. Both shares are of the known occupations. NaN where none is asked.
    """
    total = adverts[is_counted].sum(axis=0)
    expected = total * shares / np.maximum(shares[is_counted].sum(axis=0), draws.TINY)
    ratio: Array = (adverts + PRIOR_ADVERTS * usual) / (expected + PRIOR_ADVERTS)
    return ratio


def pressure(inputs: Inputs, areas: list[str]) -> pl.DataFrame:
    """Rows of `skills_pressure` for major and sub-major groups.

    Areas without adverts have none; a group whose councils have no month in common has missing
    ones, with the reason.
    """
    blocks = []
    for level in LEVELS:
        usual_in = cache(partial(find_usual, inputs, level))
        for area in areas:
            found = find_pressure(inputs, area, level, usual_in)
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


def find_usual(inputs: Inputs, level: Level, months: tuple[str, ...]) -> Array:
    """England's `ratios` by occupation in some months; 1 where we have none."""
    nation = describe_market(inputs, ENGLAND, level, months)
    even = np.ones(len(LEVELS[level][0]))
    if nation is None:
        return even
    alike = ratios(nation.adverts, nation.shares, nation.is_counted, even)
    return np.where(np.isnan(alike), even, alike)


def find_pressure(
    inputs: Inputs, area: str, level: Level, usual_in: UsualIn | None = None
) -> Pressure | None:
    """Pressure of an area's occupations in the newest months; None where it has no adverts.

    `usual_in`: `find_usual` by months, where it is kept for many areas.
    """
    market = describe_market(inputs, area, level)
    if market is None:
        return None
    usual = (usual_in or partial(find_usual, inputs, level))(market.months)
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
    for area in areas:
        market = describe_market(inputs, area, "sub-major")
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
