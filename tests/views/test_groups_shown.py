"""Groups on the pages: how many councils have data, lists saved under a name, comparisons."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import factory_tables
import polars as pl
import pytest
from factory_degraded import labelled
from factory_tables import MOCKFORD, TESTHAM
from streamlit.testing.v1 import AppTest

from catalog import store
from catalog.settings import Settings
from catalog.tables import TABLES
from indicators.places.saved_groups import FILE

AUTHORITY = "E47999999"


@pytest.fixture
def with_absent(tables: Path) -> Path:
    """The invented authority has a third council, of which there are no figures."""
    councils = factory_tables.councils()
    third = councils.head(1).with_columns(
        lad_code=pl.lit("E06999903"), lad_name=pl.lit("Nowhereham")
    )
    table = TABLES["councils"]
    origin = factory_tables.origin("councils", "Invented councils")
    store.write(pl.concat([councils, third]), table, origin, tables)
    changes = TABLES["lad_changes"]
    store.write(changes.empty(), changes, factory_tables.origin("lad_changes", "None"), tables)
    return tables


def run(page: str = "ward", **address: str | list[str]) -> AppTest:
    test = AppTest.from_string(f"from views import {page}\n{page}.page()\n", default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    return test.run()


def captions(test: AppTest) -> str:
    return "\n".join(element.value for element in test.caption)


def test_a_group_in_part_says_which_councils_have_no_data(with_absent: Path) -> None:
    test = run(area=AUTHORITY)
    assert not test.exception
    assert "Invented Authority: 2 of 3 councils. No data for Nowhereham." in captions(test)
    assert "No data for" not in captions(run(area=TESTHAM))


def test_an_outline_alone_is_no_figure_of_a_council(with_absent: Path) -> None:
    """Outlines are fetched for the whole nation: they make no council one that was fetched."""
    outline = pl.DataFrame({"lad_code": ["E06999903"], "lad_name": ["Aardham"]})
    lads = pl.concat([TABLES["lads"].empty(), outline], how="diagonal").with_columns(
        pl.col("lad_vintage").fill_null("2025"),
        pl.col("long", "lat").fill_null(0.0),
        pl.col("geometry_wkb").fill_null(b""),
    )
    origin = factory_tables.origin("lads", "Invented outlines")
    store.write(lads, TABLES["lads"], origin, with_absent)
    assert labelled(run().selectbox, "Council or area").value != "E06999903"
    assert "2 of 3 councils. No data for Nowhereham." in captions(run(area=AUTHORITY))


def test_councils_picked_are_saved_as_a_list_and_shown_as_one(with_absent: Path) -> None:
    test = run(area=[TESTHAM, MOCKFORD])
    labelled(test.text_input, "Name of the list").set_value("Our towns")
    labelled(test.button, "Save the list").click().run()
    assert not test.exception
    assert test.query_params["area"] in ("list-our-towns", ["list-our-towns"])
    assert test.selectbox(key="picked_area").value == "list-our-towns"
    assert "Our towns" in (with_absent.parent / FILE).read_text("utf-8")
    assert run(area="list-our-towns").selectbox(key="picked_area").value == "list-our-towns"


@pytest.mark.parametrize("name", ["Invented Authority", "testham", " "])
def test_a_name_that_is_taken_is_refused_in_words(with_absent: Path, name: str) -> None:
    test = run(area=[TESTHAM, MOCKFORD])
    labelled(test.text_input, "Name of the list").set_value(name)
    labelled(test.button, "Save the list").click().run()
    assert "Could not save the list" in test.error[0].value
    assert not (with_absent.parent / FILE).exists()


def test_a_broken_file_of_lists_is_said_and_stops_no_page(with_absent: Path) -> None:
    (with_absent.parent / FILE).write_text("[[group", "utf-8")
    test = run(area=AUTHORITY)
    assert not test.exception
    assert "is not valid TOML" in test.warning[0].value
    assert "2 of 3 councils" in captions(test)


def test_the_report_of_a_group_names_the_councils_without_data(
    on_sample: Callable[..., AppTest], prepared: Settings
) -> None:
    test = on_sample("export", area="E47000003")
    assert not test.exception
    assert "West Yorkshire: 3 of 5 councils" in captions(test)
    text = " ".join(element.proto.body for element in test.get("html"))
    assert "We have no data for Leeds and Wakefield" in text


def test_a_group_is_compared_with_its_region_and_what_is_picked(
    on_sample: Callable[..., AppTest],
) -> None:
    test = on_sample("compare", beside="places", area="E47000003", compare="E08000034")
    assert not test.exception
    table = next(
        e.proto.body for e in test.get("html") if "Yorkshire and The Humber" in e.proto.body
    )
    for name in ("West Yorkshire", "England", "Kirklees"):
        assert f">{name}</th>" in table
    assert re.search(r">20\d\d<", table), "the period of each figure"


def test_a_source_that_is_two_releases_old_is_marked(on_sample: Callable[..., AppTest]) -> None:
    test = on_sample("data_and_methods", area="E08000032")
    ages = " ".join(test.table[0].value["Age"])
    assert re.search(r"[2-9] releases behind", ages)
