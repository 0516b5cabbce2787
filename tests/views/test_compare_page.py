"""The page that compares all councils by one indicator or two, on the embedded tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

LEEDS, GLASGOW, BELFAST = "E08000035", "S12000049", "N09000003"
SCILLY = "E06000053"
OnSample = Callable[..., AppTest]


def words(test: AppTest) -> str:
    kinds = (test.markdown, test.text, test.header, test.subheader, test.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_the_heading_answers(on_sample: OnSample) -> None:
    test = on_sample("compare", area=LEEDS, indicator="employment-rate", period="2023")
    assert not test.exception
    assert test.header[0].value == (
        "Leeds: employment rate 74.7% in 2023, 215th highest of 348 councils"
    )
    assert "95% limits 71.0% to 78.4%" in words(test)
    assert len(test.get("deck_gl_json_chart")) == len(test.get("vega_lite_chart")) == 1


def test_every_council_is_in_the_table_with_missing_ones(on_sample: OnSample) -> None:
    test = on_sample("compare", area=LEEDS, indicator="employment-rate")
    table = next(html for html in test.get("html") if "All councils" in html.proto.body)
    assert table.proto.body.count("<tr>") == 1 + 361
    assert "No figure" in table.proto.body


def test_two_indicators_say_whose_period_is_whose(on_sample: OnSample) -> None:
    test = on_sample(
        "compare", area=GLASGOW, indicator="gross-median-weekly-pay", against="business-births"
    )
    assert not test.exception
    assert "Business births is for 2024, the nearest period there is" in words(test)
    assert "Gross median weekly pay against Business births" in words(test)
    same = on_sample("compare", area=GLASGOW, indicator="business-births",
                     against="high-growth-businesses")  # fmt: skip
    assert "Both are for 2024." in words(same)


def test_a_nation_without_the_indicator_is_told_so(on_sample: OnSample) -> None:
    test = on_sample("compare", area=BELFAST, indicator="gcses-equivalent-english-maths")
    assert test.header[0].value.startswith("Belfast: no figure of")
    assert "is not published for Northern Ireland" in words(test)


def test_a_total_has_a_caution(on_sample: OnSample) -> None:
    assert "larger areas have more" in words(
        on_sample("compare", area=LEEDS, indicator="active-businesses")
    )


def test_an_older_period_is_said_to_be_old(on_sample: OnSample) -> None:
    test = on_sample("compare", area=LEEDS, indicator="claimant-count", period="2020")
    assert "The newest published is 2025; all figures here are for 2020." in words(test)


@pytest.mark.parametrize("name", ["indicator", "against", "period", "like", "area"])
def test_what_a_link_asks_for_and_is_not_here_is_said(on_sample: OnSample, name: str) -> None:
    test = on_sample("compare", **{name: "nonsense"})
    assert not test.exception
    assert "do not have: nonsense" in test.warning[0].value


def test_a_pick_is_written_to_the_address(on_sample: OnSample) -> None:
    test = on_sample("compare", area=LEEDS)
    test = test.selectbox(key="picked_indicator").set_value("claimant-count").run()
    test = test.selectbox(key="picked_against").set_value("business-births").run()
    assert test.query_params == {
        "area": LEEDS, "indicator": "claimant-count", "against": "business-births",
        "like": "global", "period": "newest",
    }  # fmt: skip


def test_another_indicator_has_other_periods(on_sample: OnSample) -> None:
    test = on_sample("compare", area=LEEDS, indicator="claimant-count", period="2009")
    test = test.selectbox(key="picked_indicator").set_value("4g-coverage").run()
    assert not test.warning
    assert "January 2026" in test.header[0].value


def test_an_indicator_is_not_set_against_itself(on_sample: OnSample) -> None:
    test = on_sample("compare", area=LEEDS, indicator="claimant-count", against="claimant-count")
    assert not test.warning
    assert test.selectbox(key="picked_against").value is None


def test_a_withheld_figure_is_told_from_one_that_is_not_there(on_sample: OnSample) -> None:
    withheld = on_sample(
        "compare", area=SCILLY, indicator="apprenticeship-starts", period="2023/24"
    )
    assert "The figure of Isles of Scilly is withheld." in words(withheld)
    none = on_sample(
        "compare", area=SCILLY, indicator="gcses-equivalent-english-maths", period="2024/25"
    )
    assert "ONS has no figure of Isles of Scilly for this period." in words(none)
