"""The chart of a group's sector shows the forecast that its indicators stand on."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest
import streamlit as st

from catalog.settings import Settings
from indicators.inputs import HORIZON
from views.parts import indicators

COUNCILS = ("E08000032", "E08000033", "E08000034")


@pytest.fixture(scope="module", autouse=True)
def sample(prepared: Settings) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDWISE_DATA", str(prepared.data))
        st.cache_resource.clear()
        yield


@pytest.mark.parametrize("section", ["C", "G", "Q"])
def test_the_chart_ends_where_the_indicators_say(section: str) -> None:
    outlook = indicators.read_inputs(COUNCILS, "The three").outlook.filter(
        area_code="group", sector_measure="jobs", industry_code=section
    )
    ahead = indicators.forecast("jobs_section", section, COUNCILS)
    then = ahead.filter(period=str(outlook["target_year"][0]))
    assert ahead.height >= HORIZON
    for name in ("mean", "lower80", "upper80"):
        assert then[name].to_list() == pytest.approx(outlook[name].to_list())
    assert then["model"].to_list() == outlook["model"].to_list()


def test_one_council_is_shown_as_stored() -> None:
    ahead = indicators.forecast("jobs_section", "C", COUNCILS[:1])
    assert ahead.height == ahead["period"].n_unique() >= HORIZON
    assert ahead["area_code"].unique().to_list() == [COUNCILS[0]]
    assert ahead["period_end"].is_sorted()
    assert not ahead.filter(pl.col("mean").is_null()).height
