"""Scenarios: what changes, what stays, and what is refused."""

from __future__ import annotations

import math
from dataclasses import replace

import polars as pl
import pytest
from factory_inputs import HERE, made, rows
from hypothesis import given
from hypothesis import strategies as st

from indicators.inputs import Inputs
from indicators.plans import scenario
from indicators.plans.what_if import (
    Change,
    CourseChange,
    JobsChange,
    ScenarioError,
    read_changes,
    whole_number,
)
from indicators.skills import training
from indicators.skills.occupations import CODES

WARDS = pl.DataFrame(
    {
        "ward_code": ["E05000001", "E05000002"], "ward_name": ["North", "South"],
        "lad_code": HERE, "lad_name": "Hartfield", "industry_code": "G",
        "industry_name": "Retail", "period": "2020", "jobs": [100.0, 400.0],
        "status": ["modelled", "partial"],
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


def test_jobs_that_come_sooner_are_all_there_and_no_more() -> None:
    soon, then = (
        effects(JobsChange("G", 300.0, year))["openings_after_persons"].sum()
        for year in (2021, 2023)
    )
    assert soon == pytest.approx(then)


def test_jobs_arrive_by_the_year_that_is_forecast_however_old_the_last_figure_is() -> None:
    """Forecasts are for three years from now, which may be eight after the last figure."""
    late = council()
    late = replace(late, outlook=late.outlook.with_columns(target_year=pl.col("base_year") + 8))
    base = int(late.outlook["base_year"][0])
    before, after = (
        each.outlook.filter(area_code=HERE, industry_code="G")["mean"][0]
        for each in (late, scenario.changed(late, HERE, [JobsChange("G", 300.0, base + 10)]))
    )
    assert after - before == pytest.approx(300.0 * 8 / 10)


def test_a_closure_takes_openings_away() -> None:
    assert change_of(effects(JobsChange("C", -600.0, 2023)), "openings") == pytest.approx(-200.0)


def test_a_course_narrows_the_gap_of_its_occupations_alone() -> None:
    found = effects(CourseChange("construction", 50.0))
    trades = found.filter(skill_code="53").row(0, named=True)
    # 50 learners at level 3, of whom 65 % go into lasting work and half of those are new to it.
    assert trades["change_persons"] == pytest.approx(-50 * 0.65 * 0.5 * trades_share())
    assert trades["openings_after_persons"] == trades["openings_before_persons"]
    assert found.filter(skill_code="63")["change_persons"][0] == 0.0
    assert found.filter(skill_code="3")["change_persons"][0] == pytest.approx(-50 * 0.65 * 0.5)


def test_jobs_that_come_change_what_is_missing_by_themselves_alone() -> None:
    bare = made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1000.0, 900.0, 1100.0), (HERE, "G", 500.0, 400.0, 600.0)],
    )
    found = scenario.run(bare, HERE, [JobsChange("G", 300.0, 2023)], WARDS).effects
    assert found["gap_before_persons"].null_count() == found.height, "no supply is known"
    more = found["openings_after_persons"] - found["openings_before_persons"]
    assert found["change_persons"].to_list() == pytest.approx(more.to_list())


def trades_share() -> float:
    """Of those who achieve in construction at level 3, the share that goes to building trades."""
    return float(training.weigh_subject("construction", "3")[CODES.index("53")])


def test_a_course_of_a_council_with_courses_by_level_adds_to_its_cell_alone() -> None:
    cells = [
        (HERE, "further education", "2021-22", "construction", level, 80.0, 40.0, "modelled")
        for level in ("2", "3")
    ]
    held = replace(council(), courses=rows("courses", *cells))
    after = scenario.changed(held, HERE, [CourseChange("construction", 50.0, "2")]).courses
    people = dict(after.select("level_code", "persons").iter_rows())
    assert people == {"2": 90.0, "3": 40.0}
    # A level that the council has no course at yet gets one.
    after = scenario.changed(held, HERE, [CourseChange("agriculture", 7.0, "4-5")]).courses
    assert after.filter(subject_area="agriculture")["persons"].to_list() == [7.0]


def test_wards_share_the_jobs_or_one_has_them_all() -> None:
    spread = scenario.run(council(), HERE, [JobsChange("G", 300.0, 2023)], WARDS)
    assert spread.wards["change_jobs"].to_list() == pytest.approx([60.0, 240.0])
    assert spread.wards["status"].to_list() == ["modelled", "partial"]
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
    for part in ("'X' is not a section", "the year 2020", "only about 500 jobs", "E05000009",
                 "'alchemy' is not one of", "level '9'"):  # fmt: skip
        assert part in str(caught.value)


def test_a_course_needs_achievements_and_a_scenario_a_change() -> None:
    bare = made({HERE: {"G": [500.0]}}, [(HERE, "G", 500.0, 400.0, 600.0)])
    with pytest.raises(ScenarioError, match="wardwise supply FILE"):
        scenario.run(bare, HERE, [CourseChange("construction", 5.0)], WARDS)
    with pytest.raises(ScenarioError, match="changes nothing"):
        scenario.run(council(), HERE, [], WARDS)


ODD = (
    "inf",
    "-inf",
    "nan",
    "1e999",
    "1e308",
    "",
    "many",
    "5,00",
    "\u0664",
    "9" * 5000,
    "1_0",
    "0x10",
)


@pytest.mark.parametrize("odd", ODD)
def test_a_number_that_is_none_or_beyond_reason_is_a_fault_and_never_a_figure(odd: str) -> None:
    for jobs, courses in (
        ([f"G:{odd}:2023"], []), ([f"G:5:{odd}"], []), ([], [f"construction:{odd}:3"]),
    ):  # fmt: skip
        try:
            changes = read_changes(jobs, courses)
        except ScenarioError as error:
            assert "such as" in str(error)
            assert len(str(error)) < 300
            continue
        try:
            found = scenario.run(council(), HERE, changes, WARDS)
        except ScenarioError as error:
            assert len(str(error)) < 600
        else:  # a number after all, such as 10 written 1_0
            assert found.effects["openings_after_persons"].is_finite().all()


def test_all_that_cannot_be_read_is_said_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_changes(["F:inf:2029", "G:5:2029"], ["construction:nan:3"])
    assert "'F:inf:2029' is not SECTION:JOBS:YEAR" in str(caught.value)
    assert "'construction:nan:3' is not SUBJECT:LEARNERS:LEVEL" in str(caught.value)
    assert "G:5" not in str(caught.value)


def test_what_is_typed_is_read_as_it_is_meant() -> None:
    read = read_changes(["f:-20:2029", "G: 5 :2030:E05000001"], ["construction:60", "a:1:2:3"])
    assert read == [
        JobsChange("F", -20.0, 2029), JobsChange("G", 5.0, 2030, "E05000001"),
        CourseChange("construction", 60.0, "3"), CourseChange("a", 1.0, "2:3"),
    ]  # fmt: skip


@given(st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_typed_is_read_or_a_scenario_error(one: str, other: str) -> None:
    for jobs, courses in (([f"{one}:{other}"], []), ([], [f"{one}:{other}"]), ([one], [other])):
        try:
            read = read_changes(jobs, courses)
        except ScenarioError:
            continue
        assert len(read) == len(jobs) + len(courses)


@given(st.one_of(st.text(max_size=9), st.floats().map(str), st.integers().map(str)))
def test_a_whole_number_for_a_form_is_always_one(text: str) -> None:
    found = whole_number(text, 500)
    assert isinstance(found, int)
    assert abs(found) <= 1_000_000


def test_numbers_are_judged_even_where_nobody_read_them() -> None:
    for change in (
        JobsChange("G", math.inf, 2023), JobsChange("G", math.nan, 2023),
        JobsChange("G", 1_000_001.0, 2023), CourseChange("construction", -math.inf),
    ):  # fmt: skip
        with pytest.raises(ScenarioError, match="is not a number between -1,000,000 and 1,000,000"):
            scenario.run(council(), HERE, [change], WARDS)


def test_a_course_in_a_subject_that_is_not_known_says_so() -> None:
    with pytest.raises(ScenarioError, match="no achievements in leisure and tourism"):
        scenario.run(council(), HERE, [CourseChange("leisure and tourism", 5.0)], WARDS)


def test_jobs_are_not_shared_out_to_the_wards_that_are_known_alone() -> None:
    some = WARDS.with_columns(
        jobs=pl.when(pl.col("ward_code") == "E05000001").then(None).otherwise("jobs")
    )
    found = scenario.run(council(), HERE, [JobsChange("G", 300.0, 2023)], some)
    assert found.wards.is_empty()
    assert "Not shared out to wards, because we do not know every ward's jobs in section G." in (
        found.assumptions
    )
