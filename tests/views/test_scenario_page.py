"""The scenario page, on the embedded sample."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from catalog import store
from catalog.settings import Settings
from indicators import inputs
from indicators.plans import scenario
from indicators.plans.what_if import JobsChange

BRADFORD = "E08000032"


@pytest.fixture
def shown(on_sample: Callable[..., AppTest]) -> Callable[..., AppTest]:
    return partial(on_sample, "scenario")


def words(app: AppTest) -> str:
    assert not app.exception
    return " ".join(
        element.value for element in [*app.markdown, *app.info, *app.warning, *app.error]
    )


def test_at_first_it_asks_for_a_change(shown: Callable[..., AppTest]) -> None:
    assert "Pick a sector" in words(shown(area=BRADFORD, plan_tab="jobs"))


def test_a_link_reopens_a_scenario_with_the_figures_of_the_engine(
    shown: Callable[..., AppTest], prepared: Settings
) -> None:
    app = shown(area=BRADFORD, jobs="F:500:2028", course="construction:60:3")
    text = words(app)
    assert "Illustration, not a forecast" in text
    assert "+500 jobs in section F between 2026 and 2028" in text
    assert "+60 adults a year who achieve in construction" in text
    everything = inputs.read(prepared.tables)
    wards = store.read("ward_sector_jobs", prepared.tables)[0]
    only = scenario.run(
        everything, BRADFORD, [JobsChange("F", 500.0, 2028)], wards.filter(lad_code=BRADFORD)
    )
    one = words(shown(area=BRADFORD, jobs="F:500:2028"))
    more = (only.effects["openings_after_persons"] - only.effects["openings_before_persons"]).head(
        26
    )
    assert f"about {more.sum():,.0f} more openings a year" in one


def test_a_group_of_councils_has_one_scenario(shown: Callable[..., AppTest]) -> None:
    app = shown(area=[BRADFORD, "E08000033"], jobs="C:-400:2029")
    assert "about 133 fewer openings a year" in words(app)


def test_what_cannot_be_computed_is_said(shown: Callable[..., AppTest]) -> None:
    assert "cannot calculate this scenario" in words(shown(area=BRADFORD, jobs="C:-900000:2029"))
    assert "We cannot read the jobs" in words(shown(area=BRADFORD, jobs="C:many:2025"))


def test_picking_a_sector_writes_the_address(shown: Callable[..., AppTest]) -> None:
    app = shown(area=BRADFORD, plan_tab="jobs")
    next(box for box in app.selectbox if box.label == "Sector").select("F").run()
    assert app.query_params["jobs"] == "F:500:2031"
    assert "more openings a year" in words(app)


def test_infinity_in_a_link_is_a_sentence_and_no_figure(shown: Callable[..., AppTest]) -> None:
    for address in (
        {"jobs": "F:inf:2029"}, {"jobs": "F:500:1e999"}, {"course": "construction:1e400:3"},
        {"course": "construction:nan:3"},
    ):  # fmt: skip
        assert "We cannot read the" in words(shown(area=BRADFORD, **address))
