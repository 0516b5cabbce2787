"""Training plans: what places bring, what stays, how a plan is read, and what is refused."""

from __future__ import annotations

import json

import polars as pl
import pytest
from factory_inputs import HERE, made, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.plans import plan_text, training_plan
from indicators.plans.plan_text import Course, Plan, PlanError, read_file, read_links
from indicators.skills import doubling, training
from indicators.skills.occupations import CODES
from indicators.skills.qualifications import LEVEL_CODES
from indicators.skills.supply_matrix import rates

FE = "further education"
CARE = Course(FE, "health and care", "3", 100, 2027)
BUILD = Course("apprenticeships", "construction", "3", 40, 2028, 3000.0)


def table(**columns: list[float | None]) -> pl.DataFrame:
    """A row for care work and for level 3 with these figures, the rest of a table of skills."""
    frame = pl.DataFrame(
        {"skill_kind": ["occupation", "qualification"], "skill_code": ["61", "3"], **columns},
        schema_overrides=dict.fromkeys(columns, pl.Float64),
    )
    return frame.with_columns(missing_streams=pl.lit(""))


OPENINGS = table(openings_persons=[200.0, 400.0])
GAPS = table(supply_persons=[50.0, 80.0], gap_persons=[150.0, None])


def run(plan: Plan) -> training_plan.PlanResult:
    return training_plan.run(HERE, plan, OPENINGS, GAPS)


def effect(plan: Plan, kind: str, code: str) -> dict[str, object]:
    return run(plan).effects.filter(skill_kind=kind, skill_code=code).row(0, named=True)


def test_places_become_people_by_the_rates_and_weights_of_supply() -> None:
    work, _, _, new, _, _ = rates(FE)["3"]
    weight = float(training.weigh_subject("health and care", "3")[CODES.index("61")])
    care = effect(Plan(("61",), (CARE,)), "occupation", "61")
    assert care["extra_persons"] == pytest.approx(100 * work * new * weight)
    assert care["met_pct"] == pytest.approx(100 * 100 * work * new * weight / 200)
    assert care["gap_after_persons"] == pytest.approx(150 - 100 * work * new * weight)


def test_a_gap_that_there_is_not_stays_none() -> None:
    level = effect(Plan(("61",), (CARE,)), "qualification", "3")
    assert level["gap_persons"] is None
    assert level["gap_after_persons"] is None


def test_by_occupation_and_by_level_the_same_people() -> None:
    result = run(Plan(("61",), (CARE, BUILD)))
    kinds = result.effects.group_by("skill_kind").agg(pl.col("extra_persons").sum())
    assert kinds["extra_persons"].to_list() == pytest.approx([result.extra_persons] * 2)
    assert result.courses["extra_persons"].sum() == pytest.approx(result.extra_persons)
    assert result.in_priorities_persons < result.extra_persons


def test_a_cost_is_summed_only_where_every_course_has_one() -> None:
    assert run(Plan(("61",), (BUILD, BUILD))).cost_gbp == 2 * 40 * 3000
    both = run(Plan(("61",), (CARE, BUILD)))
    assert both.cost_gbp is None
    assert both.years["year"].to_list() == [2027, 2028]
    assert both.years["places"].to_list() == [100, 140]
    assert both.years["cost_gbp"].to_list() == [None, None]


def test_half_achieved_brings_half_and_says_so() -> None:
    whole, half = (run(Plan(("61",), (CARE,), share)) for share in (100.0, 50.0))
    assert half.extra_persons == pytest.approx(whole.extra_persons / 2)
    assert "50% of places lead to an achievement (as you set it)." in half.assumptions
    assert whole.assumptions[0].startswith("Every place is filled and achieved")


def test_no_course_brings_nobody() -> None:
    result = run(Plan(("61",)))
    assert result.extra_persons == 0
    assert result.years.is_empty()
    assert result.cost_gbp is None


def courses_here() -> pl.DataFrame:
    return rows(
        "courses",
        (HERE, FE, "2022-23", "health and care", "3", 120.0, 100.0, "modelled"),
        (HERE, FE, "2022-23", "construction", "2", 90.0, 80.0, "modelled"),
        (HERE, FE, "2022-23", "preparation for life and work", "2", 50.0, 40.0, "modelled"),
        (HERE, FE, "2022-23", "health and care", "2", None, None, "missing"),
    )


def test_doubling_brings_as_many_as_there_are_now_and_missing_is_not_zero() -> None:
    doubled = training_plan.double_courses(made({HERE: {}}, [], courses=courses_here()), HERE, "61")
    assert doubled["level_code"].to_list() == ["3", "2"]
    assert doubled["achieved_persons"].to_list() == [100.0, None]
    as_plan = effect(Plan(("61",), (CARE,)), "occupation", "61")
    assert doubled["extra_persons"][0] == pytest.approx(as_plan["extra_persons"])
    assert doubled["extra_persons"][1] is None
    # The table that reports read says the same.
    held = made({HERE: {}}, [], courses=courses_here())
    rows_of = doubling.add_doubled(held, training.courses(held, [HERE]), [HERE])
    of_care = rows_of.filter(occupation_code="61").sort("doubled_persons", nulls_last=True)
    assert of_care["doubled_persons"].to_list() == pytest.approx(
        sorted(doubled["extra_persons"].drop_nulls())
        + [None] * doubled["extra_persons"].null_count()
    )


def test_the_course_that_brings_most_is_proposed_once() -> None:
    inputs = made({HERE: {}}, [], courses=courses_here())
    assert training_plan.propose_courses(inputs, HERE, ["61", "61", "53"]) == [
        (FE, "health and care", "3"), (FE, "construction", "2"),
    ]  # fmt: skip
    assert training_plan.propose_courses(made({HERE: {}}, []), HERE, ["61"]) == []


course = st.builds(
    Course, st.sampled_from(plan_text.STREAMS), st.sampled_from(training.SUBJECTS),
    st.sampled_from(LEVEL_CODES), st.integers(1, 100_000), st.integers(2000, 2100),
    st.none() | st.integers(0, 90_000).map(float),
)  # fmt: skip
plans = st.builds(
    Plan,
    st.lists(st.sampled_from(CODES), max_size=4, unique=True).map(tuple),
    st.lists(course, max_size=4).map(tuple),
    st.integers(1, 100).map(float),
    st.sampled_from(["", "HX1 1AB", "Hartfield College (college)"]),
)


@given(plan=plans)
def test_what_is_written_is_read_again(plan: Plan) -> None:
    links = plan_text.write_links(plan)
    assert read_links(links, plan.priorities, f"{plan.achieve_pct:g}", plan.at) == plan
    assert read_file(plan_text.write_file(plan, "Testham", ["It came to this."])) == plan


@settings(max_examples=25)
@given(plan=plans)
def test_more_places_never_bring_fewer_people(plan: Plan) -> None:
    more = Plan(plan.priorities, (*plan.courses, CARE), plan.achieve_pct)
    assert run(more).extra_persons > run(plan).extra_persons


@given(text=st.text(max_size=60), other=st.text(max_size=20))
def test_whatever_is_typed_is_read_or_a_fault_in_words(text: str, other: str) -> None:
    for read in (lambda: read_links([text], [other], other), lambda: read_file(text)):
        try:
            read()
        except PlanError as error:
            assert str(error)


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(PlanError) as caught:
        read_links(["further education:magic:9:0:1066:inf", "x"], ["99"], "0", "y" * 81)
    words = str(caught.value)
    for part in ("subject 'magic'", "level '9'", "places must be", "the year must be",
                 "cost of a place", "'x' is not STREAM", "'99'", "from 1 to 100%",
                 "where the places are given"):  # fmt: skip
        assert part in words


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"wardwise_plan": 2}', '{"wardwise_plan": 1, "courses": {}}',
     '{"wardwise_plan": 1, "courses": [3], "priorities": [], "achieve_pct": 100}',
     '{"wardwise_plan": 1, "courses": [], "priorities": [], "achieve_pct": true}',
     '{"wardwise_plan": 1, "courses": [], "priorities": [], "achieve_pct": 100, "at": 5}'],
)  # fmt: skip
def test_a_file_that_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(PlanError):
        read_file(text)


def test_the_file_names_its_occupations() -> None:
    content = json.loads(plan_text.write_file(Plan(("61",), (CARE,)), "Testham"))
    assert content["priority_names"] == ["Caring personal service occupations"]


def test_a_cost_of_nought_has_no_sign() -> None:
    plan = plan_text.read_links(["apprenticeships:construction:3:60:2027:-0"], [])
    assert plan_text.write_links(plan) == ["apprenticeships:construction:3:60:2027:0"]
