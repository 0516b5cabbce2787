"""What is known of an area's adverts and of the people who look for work of the kind.

People are taken to look for work in their last occupation (`residents.estimate_seekers_mix`).
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
from catalog.vocabulary.areas import ENGLAND
from catalog.vocabulary.status import MISSING
from indicators import draws
from indicators.inputs import Inputs
from indicators.row_blocks import part_by
from indicators.skills import jobseekers
from indicators.skills.jobseekers import Seekers
from indicators.skills.occupations import CODES, MAJORS, NAMES, to_majors
from indicators.skills.residents import Mix, estimate_seekers_mix

Array = NDArray[np.float64]
PRIOR_ADVERTS: Final = reference.read_constants("skills_constants")["prior_adverts"]
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


def ratios(adverts: Array, shares: Array, is_counted: NDArray[np.bool_], usual: Array) -> Array:
    """Each occupation's share of adverts over its share of jobseekers (occupations x ...).

    (V + a usual) / (E + a), where E are the adverts that the occupation would have if all were
    alike, and a PRIOR_ADVERTS. Both shares are of the known occupations. NaN where none is asked.
    """
    total = adverts[is_counted].sum(axis=0)
    expected = total * shares / np.maximum(shares[is_counted].sum(axis=0), draws.TINY)
    ratio: Array = (adverts + PRIOR_ADVERTS * usual) / (expected + PRIOR_ADVERTS)
    return ratio


class Markets:
    """Markets at one level of occupations: adverts of all areas are averaged at once."""

    def __init__(self, inputs: Inputs, level: Level) -> None:
        """`inputs` must hold the adverts of the areas that are asked for, and of England."""
        self.inputs, self.level = inputs, level
        self.codes = LEVELS[level][0]
        of_level = inputs.adverts.filter(pl.col("occupation_code").is_in(list(self.codes)))
        self._adverts = part_by(of_level, "area_code")
        months = {area: jobseekers.newest_months(part) for (area,), part in self._adverts.items()}
        self._months = {area: tuple(newest) for area, newest in months.items() if newest}
        wanted = pl.DataFrame(
            [(area, month) for area, newest in self._months.items() for month in newest],
            schema={"area_code": pl.String, "period": pl.String}, orient="row",
        )  # fmt: skip
        recent = of_level.join(
            wanted, on=["area_code", "period"], how="semi", maintain_order="left"
        )
        self._means = part_by(jobseekers.mean_adverts(recent), "area_code")
        self._usual: dict[tuple[str, ...], Array] = {}

    def find(self, area: str) -> Market | None:
        """The market of an area in the newest months of its adverts; None without adverts."""
        months = self._months.get(area)
        return None if months is None else self._describe(area, months, self._means[(area,)])

    def find_usual(self, months: tuple[str, ...]) -> Array:
        """England's `ratios` by occupation in some months; 1 where we have none."""
        if months not in self._usual:
            self._usual[months] = self._compute_usual(months)
        return self._usual[months]

    def _compute_usual(self, months: tuple[str, ...]) -> Array:
        even = np.ones(len(self.codes))
        adverts = self._adverts.get((ENGLAND,))
        if adverts is None:
            return even
        means = jobseekers.mean_adverts(adverts.filter(pl.col("period").is_in(list(months))))
        nation = self._describe(ENGLAND, months, means)
        if nation is None:
            return even
        alike = ratios(nation.adverts, nation.shares, nation.is_counted, even)
        return np.where(np.isnan(alike), even, alike)

    def _describe(self, area: str, months: Sequence[str], means: pl.DataFrame) -> Market | None:
        """The market of months whose mean adverts by occupation are `means`."""
        if means["adverts_count"].null_count() == means.height:
            return None
        counts, status_by_code = (
            dict(zip(means["occupation_code"].to_list(), means[name].to_list(), strict=True))
            for name in ("adverts_count", "status")
        )
        mix: Mix = estimate_seekers_mix(self.inputs, area)
        seekers = jobseekers.seekers_in(self.inputs.rows_of(area, "seekers"), months)
        lacks = seekers.persons is None
        reason = self.inputs.explain_absence(area, "seekers") if lacks else ""
        when = f" ({seekers.period})" if seekers.period else ""
        said_of = f"jobseekers: {seekers.note}{when}{' (' + reason + ')' if reason else ''}"
        return Market(
            adverts=np.array([counts.get(code) for code in self.codes], dtype=float),
            shares=to_majors(mix.shares) if self.level == "major" else mix.shares,
            ln_sd=mix.ln_sd,
            months=tuple(months),
            seekers=seekers,
            note=f"{said_of}; their occupations: {mix.note}",
            statuses=tuple(status_by_code.get(code, MISSING) for code in self.codes),
        )
