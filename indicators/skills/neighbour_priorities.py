"""How far a place's priorities differ from those of the councils next to it.

Openings of neighbours are nearly the same list (correlation .97), and where we have neither adverts
nor pay so are priorities now and then. A ranking that does not tell two places apart must say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from indicators.inputs import Inputs
from indicators.skills.ranking import FIRST

Array = NDArray[np.float64]
NAMED: Final = 3  # neighbours that a sentence names
ALIKE: Final = 0.95  # from this correlation on the ranking does not tell two places apart
COLUMNS: Final = {
    "area_code": pl.String, "neighbour_correlation": pl.Float64, "neighbour_note": pl.String,
}  # fmt: skip
NOBODY: Final = (
    "we have priorities of no neighbouring council, so we cannot say how far these differ from "
    "theirs"
)


@dataclass(frozen=True)
class Likeness:
    """Another place, how its scores go with ours, and how many of our first ten are not its own."""

    name: str
    correlation: float
    others_count: int


def compare_neighbours(inputs: Inputs, ranked: pl.DataFrame) -> pl.DataFrame:
    """COLUMNS for each area of `ranked` (rows of `skills_priorities` without them).

    Neighbours are the other councils of its ITL2 area; where we have none, and for a group, the
    nation is said instead. The correlation is the mean over neighbours; null without one. Regions
    and nations have neither.
    """
    scores = _scores_by_area(ranked)
    itl2 = dict(
        inputs.itl2.unique("area_code", keep="none").select("area_code", "itl2_code").rows()
    )
    councils = set(inputs.areas.filter(area_type="lad")["area_code"])
    groups = set(inputs.members["area_code"])
    together: dict[str, list[str]] = {}
    for area in scores:
        if area in itl2:
            together.setdefault(itl2[area], []).append(area)
    rows: list[tuple[str, float | None, str]] = []
    for area, own in scores.items():
        if area not in councils | groups:
            rows.append((area, None, ""))
            continue
        near = [other for other in together.get(itl2.get(area, ""), []) if other != area]
        is_nation = not near and inputs.nation in scores and area != inputs.nation
        compared = near or ([inputs.nation] if is_nation else [])
        alike = [
            found for other in compared
            if (found := compare_scores(inputs.name_of(other), own, scores[other]))
        ]  # fmt: skip
        mean = float(np.mean([each.correlation for each in alike])) if alike else None
        # The nation is no neighbour: its correlation is said, and is in no column of neighbours.
        words = describe(alike)
        if is_nation and alike and area not in groups:
            words = f"we have no neighbouring council; {words}"
        rows.append((area, None if is_nation else mean, words))
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _scores_by_area(ranked: pl.DataFrame) -> dict[str, Array]:
    """Scores and ranks (2 x occupations, in the order of their codes) by area; NaN for none."""
    codes = ranked["occupation_code"].unique().sort()
    place = dict(zip(codes.to_list(), range(codes.len()), strict=True))
    scores: dict[str, Array] = {}
    columns = ("area_code", "occupation_code", "priority_score", "priority_rank")
    for area, code, *figures in zip(*(ranked[name].to_list() for name in columns), strict=True):
        of_area = scores.setdefault(area, np.full((2, len(place)), np.nan))
        of_area[:, place[code]] = [np.nan if figure is None else figure for figure in figures]
    return scores


def compare_scores(name: str, own: Array, other: Array) -> Likeness | None:
    """How another place's scores go with ours, by the same occupations; None where one has none.

    Both are scores and ranks (2 x occupations).
    """
    has_both = ~np.isnan(own[0]) & ~np.isnan(other[0])
    (one, rank), (two, rank_other) = own[:, has_both], other[:, has_both]
    if len(one) < FIRST or (one == one[0]).all() or (two == two[0]).all():
        return None
    return Likeness(
        name,
        float(np.corrcoef(one, two)[0, 1]),
        int(((rank <= FIRST) & (rank_other > FIRST)).sum()),
    )


def describe(alike: list[Likeness]) -> str:
    """How far priorities differ, in words without a full stop; the most alike comes first."""
    if not alike:
        return NOBODY
    ordered = sorted(alike, key=lambda each: (-each.correlation, each.name))
    words = "; ".join(_write(each) for each in ordered[:NAMED])
    if len(ordered) > NAMED:
        words += f"; the other {len(ordered) - NAMED} neighbours differ more"
    return words


def _write(each: Likeness) -> str:
    measured = f"correlation {each.correlation:.2f}"
    if each.correlation >= ALIKE:
        return (
            f"priorities are so much like those of {each.name} ({measured}) that we cannot tell "
            "the two places apart by them"
        )
    others = (
        f"{each.others_count} of the first {FIRST} are not among its first {FIRST}"
        if each.others_count else f"its first {FIRST} are the same"
    )  # fmt: skip
    return f"priorities differ from those of {each.name} ({measured}; {others})"
