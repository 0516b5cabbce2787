"""What priorities are ranked by: five figures of each occupation in an area, with their draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.vocabulary.status import ESTIMATED, MISSING, MODELLED
from indicators import draws
from indicators.inputs import Inputs
from indicators.skills import pay, pressure
from indicators.skills.markets import Markets
from indicators.skills.occupation_matrix import draw_matrices
from indicators.skills.occupations import CODES
from indicators.skills.openings import Openings

Array = NDArray[np.float64]
_CONSTANTS: Final = reference.read_constants("priority_constants")
FEWEST_SIMILAR: Final = int(_CONSTANTS["similar_fewest"])
IS8_PCT: Final[dict[str, float]] = dict(reference.read("is8_share_of_sections").iter_rows())
SMALLEST: Final = 1.0  # job, for a logarithm
DEFAULT_CV: Final = 5.0  # % of pay, where its file gives none


@dataclass(frozen=True)
class Component:
    """One component of an area's 26 occupations; NaN where an occupation lacks it.

    `values` in `unit` are shown; `scale` (26) and `drawn` (26 x draws) are ranked by.
    `is_measured`: the draws are how far the figure may be out; else they are what may come, and
    the figure is what is expected of it.
    """

    name: str
    values: Array
    lower: Array
    upper: Array
    scale: Array
    drawn: Array
    unit: str
    note: str
    status: str
    is_measured: bool = True
    own_notes: tuple[str, ...] = ()  # of each occupation, where they are not all `note`

    @property
    def statuses(self) -> list[str]:
        return [MISSING if np.isnan(value) else self.status for value in self.values]

    @property
    def notes(self) -> tuple[str, ...]:
        return self.own_notes or (self.note,) * len(CODES)


def require_half(component: Component) -> Component:
    """The component, or a missing one where fewer than half of the occupations have it.

    Their mean would be no measure of the area's occupations.
    """
    count = int((~np.isnan(component.values)).sum())
    if component.status == MISSING or count >= len(CODES) / 2:
        return component
    why = f"only {count} of {len(CODES)} occupations have a figure, too few to rank by"
    return missing_component(component.name, component.unit, why)


def missing_component(name: str, unit: str, why: str) -> Component:
    """A component that an area has nothing of."""
    blank = np.full(len(CODES), np.nan)
    wide = np.full((len(CODES), draws.DRAWS), np.nan)
    return Component(name, blank, blank, blank, blank, wide, unit, why, MISSING)


def list_components(
    inputs: Inputs, opening: Openings, all_shares: Mapping[str, Array], similar: pl.DataFrame,
    markets: Markets,
) -> list[Component]:  # fmt: skip
    """The components of one area, in the order of COMPONENTS.

    `all_shares` has every area's shares of jobs by occupation; `similar` its rows of
    `similar_places`; `markets` are of sub-major groups.
    """
    components = [
        weigh_openings(opening),
        weigh_pressure(markets, opening.area),
        weigh_pay(inputs, opening.area),
        weigh_difference(inputs, opening, all_shares, similar),
        weigh_strategy(opening),
    ]
    return [require_half(component) for component in components]


def share_jobs(jobs: Array) -> Array:
    """Shares of the jobs of all occupations (26, or 26 x draws), of at least one job."""
    counted = np.maximum(jobs, SMALLEST)
    shares: Array = counted / counted.sum(axis=0)
    return shares


def draw_jobs(opening: Openings) -> Array:
    """Draws (26 x draws) of jobs by occupation, as well as occupations by industry are known."""
    totals = opening.jobs_in.sum(axis=0)
    has_jobs = totals > 0
    mixes = opening.jobs_in[:, has_jobs] / totals[has_jobs]
    rng = draws.stream(opening.area, "jobs by occupation")
    drawn: Array = (draw_matrices(mixes, draws.DRAWS, rng) @ totals[has_jobs]).T
    return drawn


def weigh_openings(opening: Openings) -> Component:
    """Openings, ranked by their square root: more count for more, and no one figure for all."""
    values = opening.growth + opening.replacement
    lower, upper = draws.bounds(opening.drawn)
    scale, drawn = (np.sign(part) * np.sqrt(np.abs(part)) for part in (values, opening.drawn))
    return Component(
        "openings", values, lower, upper, scale, drawn, "people a year",
        f"{opening.base_period} to {opening.target_period}", opening.status, is_measured=False,
    )  # fmt: skip


def weigh_pressure(markets: Markets, area: str) -> Component:
    """Pressure of the sub-major groups, as in `skills_pressure`."""
    unit = "log ratio"
    found = pressure.find_pressure(markets, area)
    if found is None:
        reason = markets.inputs.explain_absence(area, "adverts")
        why = f"no adverts for the group: {reason}" if reason else (
            "we have no adverts by occupation for this area; add them with "
            "`wardwise supply adverts_by_occupation FILE`"
        )  # fmt: skip
        return missing_component("pressure", unit, why)
    return Component(
        "pressure", found.point, *draws.bounds(found.drawn), found.point, found.drawn, unit,
        f"adverts of {found.market.months[-1]}; {found.market.note}", ESTIMATED,
    )  # fmt: skip


def weigh_pay(inputs: Inputs, area: str) -> Component:
    """Pay a year, ranked by its logarithm."""
    unit = "GBP a year"
    paid = pay.find_pay(inputs, area, CODES)
    if np.isnan(paid.values).all():
        return missing_component("pay", unit, paid.notes[0])
    cv = np.nan_to_num(paid.cv_pct, nan=DEFAULT_CV)[:, None] / 100.0
    noise = draws.stream(area, "pay").standard_normal((len(CODES), draws.DRAWS))
    drawn = np.log(paid.values)[:, None] + cv * noise
    lower, upper = (np.exp(bound) for bound in draws.bounds(drawn))
    return Component(
        "pay", paid.values, lower, upper, np.log(paid.values), drawn, unit, "", ESTIMATED,
        own_notes=paid.notes,
    )  # fmt: skip


def weigh_difference(
    inputs: Inputs, opening: Openings, all_shares: Mapping[str, Array], similar: pl.DataFrame
) -> Component:
    """ln(share of the area's jobs over the mean share in similar places)."""
    unit, area = "log ratio", opening.area
    alike = similar.sort("similar_rank")
    names = dict(zip(alike["similar_code"].to_list(), alike["similar_name"].to_list(), strict=True))
    codes = [code for code in names if code in all_shares]
    if len(codes) >= FEWEST_SIMILAR:
        usual = np.mean([all_shares[code] for code in codes], axis=0)
        whose = "the most similar places: " + ", ".join(names[code] for code in codes)
    elif inputs.nation in all_shares and inputs.nation != area:
        usual = all_shares[inputs.nation]
        whose = (
            f"{inputs.name_of(inputs.nation)}, because we have jobs by sector of fewer than "
            f"{FEWEST_SIMILAR} similar places"
        )
    else:
        why = "we have jobs neither of similar places nor of the nation to set beside these"
        return missing_component("difference", unit, why)
    point, drawn = (
        np.log(share_jobs(part) / base)
        for part, base in ((opening.jobs, usual), (draw_jobs(opening), usual[:, None]))
    )
    note = f"the occupation's share of jobs here set beside that in {whose}"
    return Component("difference", point, *draws.bounds(drawn), point, drawn, unit, note, MODELLED)


def weigh_strategy(opening: Openings) -> Component:
    """Share of the occupation's jobs here that is in sectors of the Industrial Strategy (IS-8)."""
    within = np.array([IS8_PCT.get(code, 0.0) for code, _ in opening.sections]) / 100.0
    jobs = np.maximum(opening.jobs_in.sum(axis=1), draws.TINY)
    share = 100.0 * (opening.jobs_in @ within) / jobs
    drawn = np.repeat(share[:, None], draws.DRAWS, axis=1)
    note = (
        "the occupation's jobs by section here, times the share of the section's jobs in Great "
        "Britain that is in the strategy's sectors; Clean Energy has no industry code"
    )
    blank = np.full(len(CODES), np.nan)
    return Component(
        "industrial strategy", share, blank, blank, share, drawn, "% of jobs", note, MODELLED
    )
