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
from reports.briefing import ward_briefing
from reports.render import pdf
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
    assert "<li>" in test.get("html")[0].proto.body


def test_without_a_ward_it_says_how_to_find_one_and_what_to_run_for_postcodes(tables: Path) -> None:
    test = run(area=TESTHAM)
    assert "pick a ward by name" in words(test)
    assert "`wardwise postcodes FILE`" in words(test)
    assert not test.text_input


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


def test_the_briefing_is_shown_whole(tables: Path) -> None:
    factory_tables.premises(tables)
    factory_tables.similar(tables)
    report = ward_briefing.content(tables, ALDER, made_on="2026-11-02", version="1")
    test = run(area=TESTHAM, ward=ALDER)
    assert not test.exception
    assert test.header[0].value == report.title == "Alder, Testham"
    bodies = [entry.proto.body for entry in test.get("html")]
    tables_shown = [body for body in bodies if "plain-table" in body]
    for body, table in zip(tables_shown, report.tables(), strict=True):
        cells = re.findall(r"<t[dh](?: scope=\"row\")?>(.*?)</t[dh]>", body)
        assert list(map(unescape, cells)) == [cell for row in rows(table) for cell in row]


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

    monkeypatch.setattr(pdf, "render", refuse)
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
