"""The ward page: found by postcode or name, told in at most six sentences, compared, linked."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import factory_tables
import polars as pl
import pytest
from factory_tables import MOCKFORD, TESTHAM, ward_code
from streamlit.testing.v1 import AppTest

from catalog import store
from reports.briefing import briefing_pdf, ward_answer, ward_briefing, ward_tables
from reports.render.paged import rows

ALDER, CEDAR, HEATHER = ward_code(TESTHAM, 0), ward_code(TESTHAM, 2), ward_code(MOCKFORD, 1)


def run(**address: str) -> AppTest:
    test = AppTest.from_string("from views import ward\nward.page()\n", default_timeout=30)
    for name, value in address.items():
        test.query_params[name] = value
    return test.run()


def find(test: AppTest, postcode: str) -> AppTest:
    return test.text_input(key="picked_postcode").set_value(postcode).run()


def words(test: AppTest) -> str:
    kinds = (test.markdown, test.text, test.header, test.caption, test.info, test.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_a_link_opens_a_ward(tables: Path) -> None:
    test = run(area=TESTHAM, ward=CEDAR)
    assert not test.exception
    assert test.header[0].value == "Cedar, Testham"
    assert f"area={TESTHAM}&ward={CEDAR}" in test.code[0].value
    assert [(one.label, one.value) for one in test.metric] == [
        ("Adults with level 4 or above", "34.6%")
    ]
    assert "2nd highest of 6 wards" in words(test)


def test_without_a_ward_it_says_how_to_find_one_and_what_to_run_for_postcodes(tables: Path) -> None:
    test = run(area=TESTHAM)
    assert "Pick a ward by name" in words(test)
    assert "`wardwise postcodes FILE`" in words(test)
    assert not test.text_input


def test_without_wards_nobody_is_asked_to_pick_one(
    tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = factory_tables.wards().clear()
    monkeypatch.setattr("views.parts.data.wards", lambda _: none)
    said = words(run(area=TESTHAM))
    assert "We have no wards of Testham" in said
    assert "Pick a ward" not in said


@pytest.mark.parametrize("typed", ["HX1 1AA", "hx11aa", " hx1  1aa "])
def test_a_postcode_leads_to_its_ward(tables: Path, typed: str) -> None:
    factory_tables.postcodes(tables)
    test = find(run(area=TESTHAM), typed)
    assert test.query_params["ward"] == [CEDAR] or test.query_params["ward"] == CEDAR
    assert test.header[0].value == "Cedar, Testham"


def test_a_postcode_of_another_council_changes_the_council(tables: Path) -> None:
    factory_tables.postcodes(tables)
    test = find(run(area=TESTHAM, ward=CEDAR), "HX1 1AB")
    assert test.header[0].value == "Heather, Mockford"
    assert test.selectbox(key="picked_area").value == MOCKFORD


def test_a_postcode_within_a_group_keeps_the_group(tables: Path) -> None:
    factory_tables.postcodes(tables)
    test = find(run(area="E47999999"), "HX1 1AB")
    assert test.header[0].value == "Heather, Mockford"
    assert test.selectbox(key="picked_area").value == "E47999999"


@pytest.mark.parametrize(
    ("typed", "message"),
    [("AB1 1AB", "We could not find AB1 1AB"), ("zz99zz", "is not in any ward"),
     ("1", "'1' is not a postcode"), ("HX1 9ZZ", "may be mistyped, or no longer in use")],
)  # fmt: skip
def test_a_postcode_that_leads_nowhere_is_said_once(tables: Path, typed: str, message: str) -> None:
    factory_tables.postcodes(tables)
    test = find(run(area=TESTHAM), typed)
    assert not test.exception
    assert message in words(test)
    assert message not in words(test.run())


def cells_shown(test: AppTest) -> list[list[str]]:
    """The cells of each table on the page."""
    bodies = [entry.proto.body for entry in test.get("html")]
    cell = re.compile(r"<t[dh](?: scope=\"row\")?>(.*?)</t[dh]>")
    return [list(map(unescape, cell.findall(body))) for body in bodies if "plain-table" in body]


def test_each_tab_shows_the_tables_of_the_ward(tables: Path) -> None:
    factory_tables.premises(tables)
    factory_tables.similar(tables)
    answer = ward_answer.read_answer(tables, ALDER)
    expected = {
        "residents": ward_tables.residents_tables(answer),
        "premises": [ward_tables.premises_table(answer)],
    }
    for tab, shown in expected.items():
        test = run(area=TESTHAM, ward=ALDER, about=tab)
        assert not test.exception
        assert cells_shown(test) == [[c for row in rows(one) for c in row] for one in shown]


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        ("changed", "People claiming unemployment benefits: 1 in 2024, 100 in 2025 (+99"),
        ("council", "No figure for this ward differs enough"),
        ("work", "We have no jobs by sector for Alder"),
        ("premises", "We have no list of business premises for Testham"),
    ],
)
def test_a_tab_says_what_it_has_or_why_not(tables: Path, tab: str, said: str) -> None:
    test = run(area=TESTHAM, ward=ALDER, about=tab)
    assert not test.exception
    assert said in words(test)


def test_a_change_needs_two_figures_that_compare(tables: Path) -> None:
    """Fir has a partial figure, Damson one that is withheld."""
    for number in (3, 5):
        test = run(area=TESTHAM, ward=ward_code(TESTHAM, number), about="changed")
        assert "no comparable earlier figures" in words(test)


def test_jobs_within_reach_are_shown_where_they_are_known(tables: Path) -> None:
    names = {"ward_name": "Alder", "lad_code": TESTHAM, "lad_name": "Testham"}
    factory_tables.write_rows(tables, "reach_ward", [
        {**names, "ward_code": ward_code(TESTHAM, number), "reach_setting": "no_car",
         "period": "2021", "jobs_in_reach": 4600.0 + 1000 * number, "rank_in_council": 3 - number,
         "households_no_car_pct": 15.0, "neighbours_missing_count": 0, "status": "modelled"}
        for number in range(3)
    ])  # fmt: skip
    assert (
        "About 4,600 jobs count as within reach without a car (nearer jobs count more). Middle "
        "ward of Testham: 5,600. 15% of households have no car."
    ) in words(run(area=TESTHAM, ward=ALDER))
    assert "within reach" not in words(run(area=MOCKFORD, ward=HEATHER))


def test_every_figure_of_the_comparison_is_stored(tables: Path) -> None:
    factory_tables.premises(tables)
    (shares, *_) = ward_briefing.content(tables, CEDAR, made_on="2026-11-02", version="1").tables()
    stored = store.read("ward_measures", tables)[0].filter(ward_code=CEDAR)
    newest = stored.filter(pl.col("period_end") == pl.col("period_end").max().over("measure"))
    both = shares.frame.join(newest, on="measure", validate="1:1")
    assert both.height == shares.frame.height > 0
    assert both["value_pct"].to_list() == both["value"].to_list()


def test_files_are_offered_and_made_only_when_asked_for(
    tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError("made without being asked for")

    monkeypatch.setattr(briefing_pdf, "render", refuse)
    test = run(area=TESTHAM, ward=CEDAR)
    assert not test.exception
    labels = [button.label for button in test.get("download_button")]
    assert "Download the briefing (PDF)" in labels


def test_the_beginning_of_a_postcode_gives_wards_to_pick(tables: Path) -> None:
    factory_tables.postcodes(tables)
    test = find(run(area=TESTHAM), "hx1")
    choice = test.selectbox(key="picked_postcode_ward")
    assert choice.label == "Postcodes that start with HX1 are in 2 wards."
    assert choice.options == ["Cedar, Testham (1 postcode)", "Heather, Mockford (1 postcode)"]
    test = choice.select_index(1).run()
    assert test.header[0].value == "Heather, Mockford"
