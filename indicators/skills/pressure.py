"""Pressure now: adverts beside the people who look for work of the kind, and how they mismatch.

Adverts are postings, not vacancies. People are taken to look for work in their last occupation
(`residents.estimate_seekers_mix`). So pressure is an occupation's share of the adverts over its
share of the jobseekers, and needs no count of them; that is given beside it where one covers the
same months. Few adverts are drawn towards the nation's ratio, by `PRIOR_ADVERTS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    of_area = inputs.adverts.filter(
        pl.col("area_code") == area, pl.col("occupation_code").is_in(list(codes))
    )
    months = jobseekers.newest_months(of_area) if months is None else months
    adverts = jobseekers.mean_adverts(of_area, months)
    if not months or adverts["adverts_count"].is_null().all():
        return None
    counts = dict(adverts.select("occupation_code", "adverts_count").iter_rows())
    status_by_code = dict(adverts.select("occupation_code", "status").iter_rows())
    mix: Mix = estimate_seekers_mix(inputs, area)
    seekers = jobseekers.seekers_in(inputs.seekers, area, months)
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
    parts = [SKILLS_PRESSURE.empty()]
    for level, (codes, names) in LEVELS.items():
        for area in areas:
            found = find_pressure(inputs, area, level)
            why = inputs.explain_absence(area, "adverts")
            if found is None and not why:
                continue
            rows = (
                _without(area, why, len(codes)) if found is None else _rows(area, found)
            ).with_columns(
                occupation_code=pl.Series(codes),
                occupation_name=pl.Series([names[code] for code in codes]),
            )
            named = rows.join(inputs.areas, on="area_code", validate="m:1")
            parts.append(named.select(SKILLS_PRESSURE.columns))
    return pl.concat(parts)


def _without(area: str, why: str, count: int) -> pl.DataFrame:
    """Rows of a group that lacks adverts, which say so."""
    blank = {
        name: dtype for name, dtype in SKILLS_PRESSURE.dtypes.items() if not name.startswith("area")
    }
    empty = pl.DataFrame({name: [None] * count for name in blank}, schema=blank)
    return empty.with_columns(
        pl.col(pl.String).fill_null("")
    ).with_columns(
        area_code=pl.lit(area), months_count=pl.lit(0, pl.Int64),
        note=pl.lit(f"no adverts for the group: {why}"), status=pl.lit(MISSING),
    )  # fmt: skip


def find_pressure(inputs: Inputs, area: str, level: Level) -> Pressure | None:
    """Pressure of an area's occupations in the newest months; None where it has no adverts."""
    market = describe_market(inputs, area, level)
    if market is None:
        return None
    nation = describe_market(inputs, ENGLAND, level, market.months)
    usual = np.ones(len(market.adverts))
    if nation is not None:
        alike = ratios(nation.adverts, nation.shares, nation.is_counted, usual)
        usual = np.where(np.isnan(alike), usual, alike)
    point = np.log(ratios(market.adverts, market.shares, market.is_counted, usual))
    adverts, shares = _drawn(area, market)
    drawn = np.log(ratios(adverts, shares, market.is_counted, usual[:, None]))
    return Pressure(market, point, drawn)


def _rows(area: str, found: Pressure) -> pl.DataFrame:
    market, ratio = found.market, np.exp(found.point)
    lower, upper = draws.bounds(found.drawn)
    persons = np.nan if market.seekers.persons is None else market.seekers.persons
    seekers = persons * market.shares
    each = market.adverts[market.is_counted].sum() / max(
        market.shares[market.is_counted].sum(), draws.TINY
    )
    return pl.DataFrame(
        {
            "area_code": area,
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
    ).with_columns(pl.col(pl.Float64).fill_nan(None), pl.col("months_count").cast(pl.Int64))


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
    parts = [MISMATCH.empty()]
    for area in areas:
        market = describe_market(inputs, area, "sub-major")
        if market is None or not market.adverts[market.is_counted].sum() > 0:
            continue
        is_counted = market.is_counted
        adverts, shares = _drawn(area, market)
        rows = []
        for name, eta in (*(("mismatch", eta) for eta in ETAS), ("dissimilarity", 0.0)):
            point, drawn = (
                compute_index(name, eta, _shares(v[is_counted]), _shares(u[is_counted]))
                for v, u in ((market.adverts, market.shares), (adverts, shares))
            )
            rows.append((area, name, eta, float(point), *_below(float(point), drawn)))
        part = pl.DataFrame(
            rows,
            schema=["area_code", "index_name", "eta", "value", "lower80", "upper80"],
            orient="row",
        ).with_columns(
            period=pl.lit(market.months[-1]),
            status=pl.lit(PARTIAL if _lacks_some(market) else ESTIMATED),
        )
        named = part.join(inputs.areas, on="area_code", validate="m:1")
        parts.append(named.select(MISMATCH.columns))
    return pl.concat(parts)


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
