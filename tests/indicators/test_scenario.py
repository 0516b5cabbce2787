"""Scenarios: what changes, what stays, and what is refused."""

from __future__ import annotations

import polars as pl
import pytest
from made_inputs import HERE, made, rows

from indicators import scenario
from indicators.inputs import Inputs
from indicators.what_if import Change, CourseChange, JobsChange, ScenarioError

WARDS = pl.DataFrame(
    {
        "ward_code": ["E05000001", "E05000002"], "ward_name": ["North", "South"],
        "lad_code": HERE, "lad_name": "Hartfield", "industry_code": "G",
        "industry_name": "Retail", "period": "2020", "jobs": [100.0, 400.0],
    }
)  # fmt: skip


def council() -> Inputs:
    return made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1000.0, 900.0, 1100.0), (HERE, "G", 500.0, 400.0, 600.0)],
        achievements=rows(
            "achievements",
            (HERE, "learners", "total", "total", 50.0, "2023-24", "rounded"),
            (HERE, "aims", "total", "total", 100.0, "2023-24", "rounded"),
            (HERE, "aims", "subject_area", "construction", 100.0, "2023-24", "rounded"),
            (HERE, "learners", "level", "3", 50.0, "2023-24", "rounded"),
        ),
    )


def effects(*changes: Change) -> pl.DataFrame:
    return scenario.run(council(), HERE, list(changes), WARDS).effects


def change_of(frame: pl.DataFrame, what: str, kind: str = "occupation") -> float:
    own = frame.filter(skill_kind=kind)
    return float((own[f"{what}_after_persons"] - own[f"{what}_before_persons"]).sum())


def test_three_hundred_jobs_in_three_years_are_a_hundred_openings_a_year() -> None:
    found = effects(JobsChange("G", 300.0, 2023))
    assert change_of(found, "openings") == pytest.approx(100.0)
    assert change_of(found, "openings", "qualification") == pytest.approx(100.0)


def test_jobs_that_come_later_come_in_even_steps() -> None:
    assert change_of(effects(JobsChange("G", 500.0, 2025)), "openings") == pytest.approx(100.0)


def test_a_closure_takes_openings_away() -> None:
    assert change_of(effects(JobsChange("C", -600.0, 2023)), "openings") == pytest.approx(-200.0)


def test_a_course_narrows_the_gap_of_its_occupations_alone() -> None:
    found = effects(CourseChange("construction", 50.0))
    trades = found.filter(skill_code="53").row(0, named=True)
    # 50 learners, 70 % to building trades, 60 % of them into lasting work.
    assert trades["change_persons"] == pytest.approx(-50 * 0.7 * 0.6)
    assert trades["openings_after_persons"] == trades["openings_before_persons"]
    assert found.filter(skill_code="63")["change_persons"][0] == 0.0
    assert found.filter(skill_code="3")["change_persons"][0] == pytest.approx(-30.0)


def test_wards_share_the_jobs_or_one_has_them_all() -> None:
    spread = scenario.run(council(), HERE, [JobsChange("G", 300.0, 2023)], WARDS)
    assert spread.wards["change_jobs"].to_list() == pytest.approx([60.0, 240.0])
    site = scenario.run(council(), HERE, [JobsChange("G", 300.0, 2023, "E05000001")], WARDS)
    assert site.wards["change_jobs"].to_list() == [300.0, 0.0]


def test_it_is_called_an_illustration_and_says_what_it_assumes() -> None:
    found = scenario.run(council(), HERE, [JobsChange("G", 300.0, 2023)], WARDS)
    assert found.label == "Illustration, not a forecast"
    assert found.assumptions[0].startswith("+300 jobs in section G between 2020 and 2023")
    assert len(found.assumptions) > 3


def test_all_that_is_wrong_is_said_at_once() -> None:
    changes: list[Change] = [
        JobsChange("X", 1.0, 2023),
        JobsChange("G", 1.0, 2020),
        JobsChange("G", -900.0, 2023, "E05000009"),
        CourseChange("alchemy", 1.0, "9"),
    ]
    with pytest.raises(ScenarioError) as caught:
        scenario.run(council(), HERE, changes, WARDS)
    for part in ("'X' is no section", "the year 2020", "only about 500 jobs", "E05000009",
                 "'alchemy' is not one of", "level '9'"):  # fmt: skip
        assert part in str(caught.value)


def test_a_course_needs_achievements_and_a_scenario_a_change() -> None:
    bare = made({HERE: {"G": [500.0]}}, [(HERE, "G", 500.0, 400.0, 600.0)])
    with pytest.raises(ScenarioError, match="wardwise supply fe_achievements"):
        scenario.run(bare, HERE, [CourseChange("construction", 5.0)], WARDS)
    with pytest.raises(ScenarioError, match="changes nothing"):
        scenario.run(council(), HERE, [], WARDS)
