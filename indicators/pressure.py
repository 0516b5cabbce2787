"""Pressure now: adverts per person looking for work of the kind, and how far the two mismatch.

Adverts are postings, not vacancies. Nobody counts which work people look for: those who seek work
are taken to be of the area's occupations. Few adverts or seekers are drawn towards the nation's
ratio, with the weight of `PRIOR_SEEKERS` people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.measures import OCCUPATIONS
from catalog.status import ESTIMATED, MISSING, PARTIAL, SUPPRESSED
from catalog.tables.indicators import MISMATCH, SKILLS_PRESSURE
from indicators import draws
from indicators.inputs import Inputs
from indicators.occupations import CODES, MAJORS, NAMES, to_majors
from indicators.residents import mix_of

Array = NDArray[np.float64]
PRIOR_SEEKERS: Final = 50.0
ETAS: Final = (0.3, 0.5, 0.7)
# Adverts are published for England; its ratio of adverts to seekers is the one drawn towards.
ENGLAND: Final = "E92000001"
# Assumption for draws: the mix of occupations is known as if this many people had been asked.
ASKED: Final = 200.0
LEVELS: Final = {"major": (MAJORS, OCCUPATIONS), "sub-major": (CODES, NAMES)}


@dataclass(frozen=True)
class Market:
    """One area at one level of occupations: adverts and seekers (arrays; NaN where unknown)."""

    adverts: Array
    seekers: Array
    months: int
    period: str
    note: str
    statuses: tuple[str, ...]


def market_of(inputs: Inputs, area: str, level: str) -> Market | None:
    """What is known of adverts and seekers; None where either is not held for the area."""
    codes = LEVELS[level][0]
    adverts = inputs.adverts.filter(
        pl.col("area_code") == area, pl.col("occupation_code").is_in(list(codes))
    )
    seekers = inputs.seekers.filter(pl.col("area_code") == area)
    if adverts["adverts_count"].is_null().all() or seekers.is_empty():
        return None
    held = dict(adverts.select("occupation_code", "adverts_count").iter_rows())
    said = dict(adverts.select("occupation_code", "status").iter_rows())
    persons, period, note = seekers.select("seekers_persons", "period", "note").row(0)
    mix = mix_of(inputs, area, "occupation")
    shares = to_majors(mix.shares) if level == "major" else mix.shares
    return Market(
        adverts=np.array([held.get(code) for code in codes], dtype=float),
        seekers=persons * shares,
        months=int(adverts["months_count"].max() or 1),  # type: ignore[arg-type]
        period=str(adverts["period"].max()),
        note=f"seekers: {note} ({period}), parted {mix.note}",
        statuses=tuple(said.get(code, MISSING) for code in codes),
    )


def tightness(adverts: Array, seekers: Array, usual: Array) -> Array:
    """theta = (V + k usual) / (U + k): adverts per seeker, drawn towards the usual ratio."""
    found: Array = (adverts + PRIOR_SEEKERS * usual) / (seekers + PRIOR_SEEKERS)
    return found


def pressure(inputs: Inputs, areas: list[str]) -> pl.DataFrame:
    """Rows of `skills_pressure` for major and sub-major groups; areas without adverts have none."""
    parts = [SKILLS_PRESSURE.empty()]
    for level, (codes, names) in LEVELS.items():
        nation = market_of(inputs, ENGLAND, level)
        for area in areas:
            market = market_of(inputs, area, level)
            if market is None:
                continue
            rows = _rows(area, market, nation).with_columns(
                occupation_code=pl.Series(codes),
                occupation_name=pl.Series([names[code] for code in codes]),
            )
            named = rows.join(inputs.areas, on="area_code", validate="m:1")
            parts.append(named.select(SKILLS_PRESSURE.columns))
    return pl.concat(parts)


def _rows(area: str, market: Market, nation: Market | None) -> pl.DataFrame:
    known = ~np.isnan(market.adverts)
    whole = float(market.adverts[known].sum() / market.seekers[known].sum())
    usual = np.full(len(known), whole)
    if nation is not None:
        ratio = nation.adverts / nation.seekers
        usual = np.where(np.isnan(ratio), whole, ratio)
    theta = tightness(market.adverts, market.seekers, usual)
    adverts, seekers = _drawn(area, market)
    drawn_whole = np.nansum(adverts, axis=0) / seekers[known].sum(axis=0)
    drawn = np.log(tightness(adverts, seekers, usual[:, None]) / drawn_whole)
    lower, upper = draws.bounds(drawn)
    return pl.DataFrame(
        {
            "area_code": area,
            "period": market.period,
            "months_count": market.months,
            "adverts_count": market.adverts,
            "seekers_persons": market.seekers,
            "tightness": theta,
            "pressure_ln": np.log(theta / whole),
            "lower80": lower,
            "upper80": upper,
            "note": market.note,
            "status": [
                status if status in (SUPPRESSED, MISSING) else ESTIMATED
                for status in market.statuses
            ],
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None), pl.col("months_count").cast(pl.Int64))


def _drawn(area: str, market: Market) -> tuple[Array, Array]:
    """Draws (occupations x draws) of adverts a month and of seekers; NaN where unknown."""
    rng = draws.stream(area, "pressure", str(len(market.adverts)))
    known = ~np.isnan(market.adverts)
    adverts = np.full((len(known), draws.DRAWS), np.nan)
    counted = market.adverts[known] * market.months
    adverts[known] = draws.gamma_poisson(counted, rng, draws.DRAWS) / market.months
    total = market.seekers.sum()
    mixes = rng.standard_gamma(
        np.maximum(ASKED * market.seekers / total, draws.TINY), (draws.DRAWS, len(known))
    ).T
    seekers = draws.gamma_poisson(np.array([total]), rng, draws.DRAWS) * mixes / mixes.sum(axis=0)
    return adverts, seekers


def mismatch(inputs: Inputs, areas: list[str]) -> pl.DataFrame:
    """Rows of `mismatch`, over the sub-major groups whose adverts are known."""
    parts = [MISMATCH.empty()]
    for area in areas:
        market = market_of(inputs, area, "sub-major")
        if market is None:
            continue
        known = ~np.isnan(market.adverts)
        adverts, seekers = _drawn(area, market)
        rows = []
        for name, eta in (*(("mismatch", eta) for eta in ETAS), ("dissimilarity", 0.0)):
            point, drawn = (
                index_of(name, eta, _shares(v[known]), _shares(u[known]))
                for v, u in ((market.adverts, market.seekers), (adverts, seekers))
            )
            rows.append((area, name, eta, float(point), *_below(float(point), drawn)))
        part = pl.DataFrame(
            rows,
            schema=["area_code", "index_name", "eta", "value", "lower80", "upper80"],
            orient="row",
        ).with_columns(
            period=pl.lit(market.period), status=pl.lit(ESTIMATED if known.all() else PARTIAL)
        )
        named = part.join(inputs.areas, on="area_code", validate="m:1")
        parts.append(named.select(MISMATCH.columns))
    return pl.concat(parts)


def _below(point: float, drawn: Array) -> tuple[float, float]:
    """An 80 % interval around an index of noisy shares, which noise makes look larger than it is.

    By as much as the draws exceed the measured index, that exceeds the true one: so the interval
    is the draws' mirrored at the point, cut at zero, and holds the point itself.
    """
    low, high = draws.bounds(drawn)
    return max(2.0 * point - float(high), 0.0), max(2.0 * point - float(low), point)


def index_of(name: str, eta: float, adverts: Array, seekers: Array) -> Array:
    """An index from shares of adverts and of seekers (occupations x ...): 0 is a perfect match."""
    if name == "dissimilarity":
        return np.asarray(0.5 * np.abs(adverts - seekers).sum(axis=0))
    return np.asarray(1.0 - (adverts**eta * seekers ** (1.0 - eta)).sum(axis=0))


def _shares(counts: Array) -> Array:
    found: Array = counts / counts.sum(axis=0)
    return found
