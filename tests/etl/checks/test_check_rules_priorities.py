"""Each law of priorities passes what keeps it and names what breaks it."""

from __future__ import annotations

import polars as pl
import pytest

from etl.checks import priorities
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

HERE = {"area_code": "E08000033"}
FIGURES = priorities.SUMMED


def found(rule: Rule, tables: Tables) -> list[str]:
    return [message for _, message, _ in rule(tables)]


def fine(*counts: float, whole: float = 100.0) -> Tables:
    """Minor groups of sub-major group 21, and what the sub-major group has of everything."""
    return {
        "skills_openings_fine": pl.DataFrame(
            {
                **HERE, "occupation_code": f"21{number}", "parent_code": "21",
                "detail_level": "minor group", **dict.fromkeys(FIGURES, count),
            }
            for number, count in enumerate(counts, 1)
        ),
        "skills_openings": pl.DataFrame(
            {**HERE, "skill_kind": "occupation", "skill_code": "21",
             **dict.fromkeys(FIGURES, whole)}
        ),
    }  # fmt: skip


def test_minor_groups_add_up_or_each_figure_is_named() -> None:
    assert found(priorities.minor_groups_add_up, fine(40.0, 60.0)) == []
    wrong = found(priorities.minor_groups_add_up, fine(40.0, 61.0))
    assert len(wrong) == len(FIGURES)
    assert "openings_persons of minor groups do not sum to ('E08000033', '21')" in wrong


def ranks(*ranked: tuple[int, float]) -> Tables:
    return {
        "skills_priorities": pl.DataFrame(
            {**HERE, "occupation_code": str(number), "priority_rank": rank, "priority_score": score}
            for number, (rank, score) in enumerate(ranked, 11)
        )
    }


@pytest.mark.parametrize(
    ("ranked", "is_wrong"),
    [
        (((1, 2.0), (2, 1.0), (3, 1.0)), False),
        (((2, 1.0), (1, 2.0)), False),
        (((1, 2.0), (3, 1.0)), True),
        (((1, 2.0), (1, 1.0)), True),
        (((1, 1.0), (2, 2.0)), True),
    ],
)
def test_ranks_go_from_one_without_gaps_by_score(
    ranked: tuple[tuple[int, float], ...], is_wrong: bool
) -> None:
    assert bool(found(priorities.ranks_have_no_gaps, ranks(*ranked))) is is_wrong


def scored(score: float, *parts: tuple[float | None, float | None, float | None]) -> Tables:
    """An occupation's score and its components: weight, distance, contribution."""
    return {
        "skills_priorities": pl.DataFrame(
            {**HERE, "occupation_code": "21", "priority_rank": 1, "priority_score": score}
        ),
        "priority_components": pl.DataFrame(
            [("E08000033", "21", str(number), *part) for number, part in enumerate(parts)],
            schema=["area_code", "occupation_code", "component", "component_weight",
                    "component_z", "contribution"],
            schema_overrides=dict.fromkeys(
                ("component_weight", "component_z", "contribution"), pl.Float64),
            orient="row",
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        (scored(1.5, (0.5, 1.0, 0.5), (0.5, 2.0, 1.0)), ""),
        (scored(1.0, (1.0, 1.0, 1.0), (None, None, None)), ""),
        (scored(1.4, (0.5, 1.0, 0.5), (0.5, 2.0, 1.0)), "is not the sum of its contributions"),
        (scored(1.5, (0.5, 1.0, 0.6), (0.5, 2.0, 0.9)), "is not weight times distance"),
        (scored(1.2, (0.5, 1.0, 0.5), (0.35, 2.0, 0.7)), "weights do not sum to one"),
        (scored(1.0, (1.0, 1.0, 1.0), (None, None, 0.0)), "is not weight times distance"),
    ],
)
def test_contributions_sum_to_the_score(tables: Tables, words: str) -> None:
    wrong = found(priorities.contributions_sum_to_the_score, tables)
    assert [message for message in wrong if words and words in message] or not words
    assert bool(wrong) is bool(words)


def shares(*values: float | None) -> Tables:
    return {
        "qualification_match": pl.DataFrame(
            {**HERE, "skill_code": str(number), "residents_share_pct": value}
            for number, value in enumerate(values)
        ).cast({"residents_share_pct": pl.Float64})
    }


def test_shares_by_level_are_of_one_whole_where_all_are_there() -> None:
    assert found(priorities.levels_share_one_whole, shares(60.0, 40.0)) == []
    assert found(priorities.levels_share_one_whole, shares(60.0, None)) == []
    assert found(priorities.levels_share_one_whole, shares(60.0, 41.0)) == [
        "residents_share_pct of E08000033 does not sum to 100%"
    ]


def test_what_is_absent_is_no_fault() -> None:
    assert [found(rule, {}) for rule in priorities.RULES] == [[]] * len(priorities.RULES)
