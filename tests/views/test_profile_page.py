"""The profile page: any council of the United Kingdom, on the embedded tables."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from catalog.settings import PROJECT, Settings

LEEDS, GLASGOW, BELFAST, CITY = "E08000035", "S12000049", "N09000003", "E09000001"
BRADFORD, WEST_YORKSHIRE = "E08000032", "E47000003"
OnSample = Callable[..., AppTest]


def words(test: AppTest) -> str:
    kinds = (test.markdown, test.text, test.header, test.subheader, test.caption, test.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def pages_html(test: AppTest) -> str:
    return "\n".join(element.proto.body for element in test.get("html"))


@pytest.mark.parametrize(
    ("code", "name"),
    [(LEEDS, "Leeds"), (GLASGOW, "Glasgow City"), (BELFAST, "Belfast"), (CITY, "City of London"),
     ("W06000015", "Cardiff"), ("E06000053", "Isles of Scilly")],
)  # fmt: skip
def test_any_council_has_a_profile(on_sample: OnSample, code: str, name: str) -> None:
    test = on_sample("profile", area=code)
    assert not test.exception
    assert test.header[0].value.startswith(f"{name}: ")
    assert len(test.get("deck_gl_json_chart")) == 1
    assert "What stands out" in [header.value for header in test.header]


def test_it_opens_on_the_first_council_with_other_figures(on_sample: OnSample) -> None:
    test = on_sample("profile")
    assert test.header[0].value.startswith("Bradford: ")
    assert dict(test.query_params) == {}
    assert "Embedded sample, made" in words(test)


def test_the_cards_have_figure_period_limits_and_others_beside_them(on_sample: OnSample) -> None:
    shown = pages_html(on_sample("profile", area=LEEDS))
    for part in ("Employment rate", "74.7%", "95% limits 71.0% to 78.4%", "England 76.0%: about",
                 "Places like it"):  # fmt: skip
        assert part in shown, part


def test_what_is_missing_is_said_and_never_zero(on_sample: OnSample) -> None:
    shown = pages_html(on_sample("profile", area="E06000053"))
    assert "No figure" in shown
    old = pages_html(on_sample("profile", area=CITY))
    assert "releases behind" in old


def test_what_a_nation_does_not_have_is_named(on_sample: OnSample) -> None:
    assert "Not published for Scotland: GCSEs in English and Maths" in words(
        on_sample("profile", area=GLASGOW)
    )


def test_a_council_is_picked_and_the_address_has_it(on_sample: OnSample) -> None:
    test = on_sample("profile", area=LEEDS, indicator="claimant-count", like="economic")
    assert test.selectbox(key="picked_like").value == "economic"
    assert "Claimant Count over time" in words(test)
    test = test.selectbox(key="picked_council").set_value(GLASGOW).run()
    assert test.header[0].value.startswith("Glasgow City")
    assert test.query_params == {
        "area": GLASGOW, "indicator": "claimant-count", "like": "economic",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tab", "charts"), [("time", 2), ("six", 7), ("compare", 1), ("neighbours", 2), ("ages", 1)]
)
def test_each_tab_opens_with_its_pictures_and_only_the_open_one_is_made(
    on_sample: OnSample, tab: str, charts: int
) -> None:
    test = on_sample("profile", area=BRADFORD, profile_tab=tab)
    assert not test.exception
    assert len(test.get("vega_lite_chart")) == charts, "bars of what stands out, and the tab's"


def test_jobs_growing_sectors_and_first_skills_lead_to_their_pages(on_sample: OnSample) -> None:
    links = [link.proto for link in on_sample("profile", area=BRADFORD).get("page_link")]
    assert [link.page for link in links] == ["sectors", "sectors", "skills"]
    assert links[0].label.startswith("Jobs now: about ")
    assert links[0].label.endswith("(our estimate)")
    assert not on_sample("profile", area=LEEDS).get("page_link"), "no figures of Leeds by sector"


def test_the_map_can_be_of_wards_where_there_are_figures_by_ward(on_sample: OnSample) -> None:
    test = on_sample("profile", area=BRADFORD, map="wards")
    assert not test.exception
    test = test.selectbox(key="picked_measure").select_index(1).run()
    assert test.query_params["measure"]
    assert test.query_params["map"] == "wards"
    other = on_sample("profile", area=LEEDS, map="wards")
    assert not other.exception
    assert "picked_measure" not in [box.key for box in other.selectbox]


def test_an_indicator_that_the_council_lacks_is_replaced_and_said(on_sample: OnSample) -> None:
    test = on_sample("profile", area=GLASGOW, indicator="gcses-equivalent-english-maths")
    assert not test.exception
    assert not test.warning
    said = " ".join(info.value for info in test.info)
    assert 'no figures here for "GCSEs in English and Maths"' in said


def test_a_group_of_another_page_is_shown_by_its_first_council(on_sample: OnSample) -> None:
    test = on_sample("profile", area=WEST_YORKSHIRE)
    assert test.header[0].value.startswith("Bradford")
    assert "one council at a time" in words(test)
    assert not test.warning


@pytest.mark.parametrize("code", ["E06000000", "nonsense", "<b>x</b>"])
def test_an_area_that_is_none_is_said(on_sample: OnSample, code: str) -> None:
    test = on_sample("profile", area=code)
    assert not test.exception
    assert "an area that we do not have" in test.warning[0].value


def test_a_postcode_goes_to_its_council(on_sample: OnSample) -> None:
    test = on_sample("profile", area=LEEDS)
    test = test.text_input(key="picked_postcode").set_value("hx11ab").run()
    assert test.header[0].value.startswith("Calderdale")
    assert "E05" in str(test.query_params["ward"])
    assert "Ward: Town. The page A ward has its figures." in words(test)
    test = test.text_input(key="picked_postcode").set_value("ZZ99 9ZZ").run()
    assert "could not find" in test.warning[0].value


def test_without_local_tables_it_says_what_to_run(tables: Path) -> None:
    def script() -> None:
        from views import profile

        profile.page()

    test = AppTest.from_function(script, default_timeout=30).run()
    assert not test.exception
    assert "wardwise build" in test.error[0].value


SCRIPT = """
import sys
from streamlit.testing.v1 import AppTest
from views import profile

seen = []
drawn = profile._map
profile._map = lambda *given: seen.extend(sys.modules) or drawn(*given)
test = AppTest.from_string("from views import profile; profile.page()", default_timeout=100)
test.query_params["area"] = "E08000035"
test.run()
assert not test.exception and len(seen) > 100
print(*[name for name in ("pandas", "altair") if name in seen])
print(*[name for name in ("geopandas", "prophet", "statsmodels") if name in sys.modules])
"""


def test_the_figures_do_not_wait_for_slow_libraries(prepared: Settings) -> None:
    """Pandas (Streamlit's own map takes it in) and altair come after the figures are on screen."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=PROJECT, capture_output=True, text=True, timeout=200,
        env={"PATH": "/usr/bin:/bin", "WARDWISE_DATA": str(prepared.data)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == []


@pytest.mark.parametrize("page", ["sectors", "skills", "ward", "map", "premises"])
def test_other_pages_say_why_they_have_no_figures_of_scotland(
    on_sample: OnSample, page: str
) -> None:
    test = on_sample(page, area=GLASGOW)
    assert not test.exception
    assert not test.warning
    assert "Glasgow City is outside England and Wales" in test.info[0].value
