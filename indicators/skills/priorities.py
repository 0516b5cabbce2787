"""Priorities: occupations of an area ranked by a weighting that is shown and can be changed.

Openings less supply is not a rank: gaps of neighbouring councils go together (correlation .95), and
a main stream of supply may be missing. So what counts is how many people will be needed, how hard
employers ask for them now, what the work pays, what sets the area apart from similar places, and
what the Industrial Strategy asks for. Each is kept with its weight and its part of the score in
`priority_components`; `occupation_code` links to `skills_needs` (sectors), `skills_training`, and,
by its first digit, to `ward_skills` (residents near such work).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from catalog.tables.priorities import PRIORITY_COMPONENTS, SKILLS_PRIORITIES
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL
from indicators.inputs import Inputs
from indicators.skills import neighbour_priorities, ranking
from indicators.skills.components import Component, list_components, share_jobs
from indicators.skills.occupations import CODES, NAMES
from indicators.skills.openings import Openings

JOINER = "; "


def priorities(
    inputs: Inputs, all_areas: Sequence[Openings], similar: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `skills_priorities` and of `priority_components`, with the default weights."""
    ranked, parts = [], [PRIORITY_COMPONENTS.empty()]
    all_shares = {each.area: share_jobs(each.jobs) for each in all_areas}
    for opening in all_areas:
        components = list_components(inputs, opening, all_shares, similar)
        of_area, of_components = rank_area(opening, components)
        ranked.append(of_area)
        named = of_components.join(inputs.areas, on="area_code", validate="m:1")
        parts.append(named.select(PRIORITY_COMPONENTS.columns))
    if not ranked:
        return SKILLS_PRIORITIES.empty(), PRIORITY_COMPONENTS.empty()
    together = pl.concat(ranked)
    compared = neighbour_priorities.compare_neighbours(inputs, together)
    full = together.join(compared, on="area_code", validate="m:1").join(
        inputs.areas, on="area_code", validate="m:1"
    )
    return full.select(SKILLS_PRIORITIES.columns), pl.concat(parts)


def rank_area(
    opening: Openings, components: Sequence[Component]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two tables' rows of one area, without its name."""
    weights = np.array([ranking.DEFAULT_WEIGHTS[each.name] for each in components])
    shrunk = [
        ranking.shrink(each.scale, each.drawn) if each.is_measured else (each.scale, each.drawn)
        for each in components
    ]
    z, drawn = (
        np.array([ranking.standardise_by(part[which], part[0]) for part in shrunk])
        for which in (0, 1)
    )
    found = ranking.rank_occupations(z, drawn, weights, opening.area)
    missing = [
        tuple(each.name for each, value in zip(components, column, strict=True) if np.isnan(value))
        for column in z.T
    ]
    evidence = [
        ranking.judge_evidence(*row)
        for row in zip(
            found.rank.tolist(), found.top_ten_pct.tolist(), found.top_ten_weights_pct.tolist(),
            missing, strict=True,
        )
    ]  # fmt: skip
    ranked = pl.DataFrame(
        {
            "area_code": opening.area, "occupation_code": CODES,
            "occupation_name": tuple(NAMES.values()), "priority_rank": found.rank,
            "priority_score": found.score, "rank_low": found.rank_low,
            "rank_high": found.rank_high, "top_ten_pct": found.top_ten_pct,
            "top_ten_weights_pct": found.top_ten_weights_pct, "evidence_strength": evidence,
            "evidence_reason": [
                describe_evidence(*row)
                for row in zip(found.top_ten_pct, found.top_ten_weights_pct, missing, strict=True)
            ],
            "missing_components": [JOINER.join(names) for names in missing],
            "note": "the weights are ours and can be changed",
            "status": [
                PARTIAL if names or opening.status == PARTIAL else MODELLED for names in missing
            ],
        }
    ).sort("priority_rank")  # fmt: skip
    return ranked, _component_rows(opening.area, components, z, ranking.share_weights(z, weights))


def describe_evidence(ten: float, weights: float, missing: Sequence[str]) -> str:
    """Why the evidence is as strong as it is, in a sentence without its full stop."""
    words = (
        f"in the first {ranking.FIRST} in {ten:.0f}% of draws and in {weights:.0f}% of all "
        "weightings"
    )
    if not missing:
        return words
    return f"{words}; without {' and '.join(missing)}, so the rest weigh more"


def _component_rows(
    area: str, components: Sequence[Component], z: np.ndarray, shared: np.ndarray
) -> pl.DataFrame:
    parts = [
        pl.DataFrame(
            {
                "area_code": area, "occupation_code": CODES,
                "occupation_name": tuple(NAMES.values()), "component": each.name,
                "component_value": each.values, "lower80": each.lower, "upper80": each.upper,
                "component_unit": each.unit, "component_z": distance, "component_weight": weight,
                "contribution": weight * distance, "note": each.notes, "status": each.statuses,
            }
        )
        for each, distance, weight in zip(components, z, shared, strict=True)
    ]  # fmt: skip
    absent = pl.col("status") == MISSING
    return pl.concat(parts).with_columns(
        pl.when(~absent).then(pl.col(name).fill_nan(None)).alias(name)
        for name in (
            "component_value", "lower80", "upper80", "component_z", "component_weight",
            "contribution",
        )
    )  # fmt: skip
