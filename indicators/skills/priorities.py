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
from typing import Final

import numpy as np
import polars as pl

from catalog.tables.priorities import PRIORITY_COMPONENTS, SKILLS_PRIORITIES
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL
from indicators.inputs import Inputs
from indicators.row_blocks import make_block, part_by, stack_blocks
from indicators.skills import neighbour_priorities, ranking
from indicators.skills.components import Component, list_components, share_jobs
from indicators.skills.markets import Markets
from indicators.skills.occupations import CODES, NAMES
from indicators.skills.openings import Openings

JOINER = "; "
FIGURES: Final = (
    "component_value", "lower80", "upper80", "component_z", "component_weight", "contribution",
)  # fmt: skip


def priorities(
    inputs: Inputs, all_areas: Sequence[Openings], similar: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `skills_priorities` and of `priority_components`, with the default weights."""
    ranked, parts = [], []
    markets = Markets(inputs, "sub-major")
    all_shares = {each.area: share_jobs(each.jobs) for each in all_areas}
    alike = part_by(similar.filter(pl.col("area_code").is_in(list(all_shares))), "area_code")
    for opening in all_areas:
        components = list_components(
            inputs, opening, all_shares, alike.get((opening.area,), similar.clear()), markets
        )
        of_area, of_components = rank_area(opening, components)
        ranked.append(of_area)
        parts.append(of_components)
    if not ranked:
        return SKILLS_PRIORITIES.empty(), PRIORITY_COMPONENTS.empty()
    together = pl.concat(ranked, rechunk=True)
    compared = neighbour_priorities.compare_neighbours(inputs, together)
    full = together.join(compared, on="area_code", validate="m:1", maintain_order="left")
    of_components = stack_blocks(parts, inputs.areas, PRIORITY_COMPONENTS)
    return (
        stack_blocks([full], inputs.areas, SKILLS_PRIORITIES),
        of_components.with_columns(
            pl.when(pl.col("status") != MISSING).then(pl.col(name)).alias(name) for name in FIGURES
        ),
    )


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
    order = np.argsort(found.rank)
    ranked = make_block(
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
    )[order]  # fmt: skip
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
    """A block of `priority_components`, component by component; what is missing has its figures
    still."""
    values, lower, upper = (
        np.concatenate([getattr(each, name) for each in components])
        for name in ("values", "lower", "upper")
    )
    of_each = {
        "component": [each.name for each in components for _ in CODES],
        "component_unit": [each.unit for each in components for _ in CODES],
        "note": [note for each in components for note in each.notes],
        "status": [status for each in components for status in each.statuses],
    }
    return make_block(
        {
            "area_code": area, "occupation_code": CODES * len(components),
            "occupation_name": tuple(NAMES.values()) * len(components), **of_each,
            "component_value": values, "lower80": lower, "upper80": upper,
            "component_z": z.ravel(), "component_weight": shared.ravel(),
            "contribution": (shared * z).ravel(),
        }
    )  # fmt: skip
