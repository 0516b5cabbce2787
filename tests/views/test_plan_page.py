"""The training plan: what its form writes to the link, what it shows and what it refuses."""

from __future__ import annotations

from pathlib import Path

import factory_indicators
import pytest

CARE_COURSE = "further education:health and care:3:100:2027:4500"


def shown(**address: str | list[str]) -> factory_indicators.AppTest:
    return factory_indicators.shown("scenario", **address)


def test_at_first_it_asks_for_a_course_for_the_first_priorities(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown()
    assert "Add a course to see what it would do" in factory_indicators.text(app)
    assert app.multiselect(key="picked_plan_priorities").value == ["61", "53"]


def test_a_link_reopens_a_plan_with_openings_met_cost_and_assumptions(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(plan=CARE_COURSE, priority="61")
    words = factory_indicators.text(app)
    assert "more people a year for the priorities of Testham" in words
    assert "Places cost about £450,000 a year once all run" in words
    assert "Every place is filled and achieved" in words
    effects = next(each.value for each in app.dataframe if "Gap with the plan" in each.value)
    care = effects.set_index("Occupation").loc["Caring personal service occupations"]
    assert care["Openings a year"] == 200
    assert 0 < care["New people a year"] < 100
    assert care["Gap with the plan"] < care["Gap now"] == 150


def test_a_place_that_nothing_is_known_of_is_said_and_the_rest_stays(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(plan=CARE_COURSE, priority="61", given_at="HX1 1AB", plan_shows="reach")
    assert "We cannot say whom this plan reaches" in app.warning[0].value
    assert "more people a year for the priorities of Testham" in factory_indicators.text(app)
    assert app.selectbox(key="picked_plan_given_at").value == "HX1 1AB"
    assert app.query_params["given_at"] == "HX1 1AB"


def test_where_there_is_no_gap_the_plan_gives_none(tables: Path) -> None:
    factory_indicators.write(
        tables, skills_gaps=[factory_indicators.no_gap(factory_indicators.CARE)]
    )
    app = shown(plan=CARE_COURSE, priority="61")
    effects = next(each.value for each in app.dataframe if "Gap with the plan" in each.value)
    assert effects["Gap now"].isna().all()
    assert effects["Gap with the plan"].isna().all()
    assert "there is no gap, only openings" in factory_indicators.text(app)


def test_removing_a_course_and_other_priorities_write_the_link(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(plan=[CARE_COURSE, "apprenticeships:construction:2:10:2028"], priority="61")
    app.button(key="remove-course-0").click().run()
    assert app.query_params["plan"] == "apprenticeships:construction:2:10:2028"
    app.multiselect(key="picked_plan_priorities").set_value(["53"]).run()
    assert app.query_params["priority"] == "53"


@pytest.mark.parametrize("plan", ["x", "further education:magic:3:1:2027", "a:b:c:d:e:f:g", ""])
def test_what_cannot_be_read_is_said(tables: Path, plan: str) -> None:
    factory_indicators.write(tables)
    app = shown(plan=plan)
    assert app.warning[0].value.startswith("We cannot read the plan in this link")


def test_links_from_before_open_what_if(tables: Path) -> None:
    factory_indicators.write(tables)
    words = factory_indicators.text(shown(jobs="C:500:2024"))
    assert "what more or fewer jobs, or a new course, would do" in words


def test_without_priorities_it_says_what_to_run(tables: Path) -> None:
    factory_indicators.write(tables, skills_priorities=[])
    assert "We cannot estimate openings for Testham" in factory_indicators.text(shown())
