"""Why a figure is what it is."""

from __future__ import annotations

from pathlib import Path

import factory_tables
from streamlit.testing.v1 import AppTest

from catalog import store
from catalog.tables import TABLES
from views.parts import explain_popover


def test_each_source_has_its_release_period_retrieval_and_licence(tables: Path) -> None:
    (line,) = explain_popover.list_sources(["ward_measures"])
    for part in (
        "Invented Publisher: Invented ward measures",
        "dataset XX_ward_measures",
        "release June 2026",
        "periods 2021 to 2025",
        "retrieved 2 November 2026",
        "Open Government Licence v3.0",
    ):
        assert part in line


def test_a_period_that_the_page_gives_stands_for_those_of_the_tables(tables: Path) -> None:
    assert "periods" not in explain_popover.list_sources(["ward_measures"], with_periods=False)[0]


def test_a_derived_table_brings_the_tables_behind_it_once(tables: Path) -> None:
    table = TABLES["ward_measures"]
    origin = store.derive_origin(table, "Ward measures", "x", ["wards", "councils"], tables)
    store.write(factory_tables.ward_measures(), table, origin, tables)
    lines = explain_popover.list_sources(["ward_measures", "wards"])
    assert [line.split(": ")[1].split(";")[0] for line in lines] == [
        "Ward measures", "Invented wards", "Invented councils",
    ]  # fmt: skip


def test_a_missing_table_is_listed_by_what_it_is_about(tables: Path) -> None:
    assert explain_popover.list_sources(["gva"]) == ["No data: output (GVA) by sector."]


def test_it_stands_in_a_window_of_its_own(tables: Path) -> None:
    source = (
        "from views.parts.explain_popover import show_explanation\n"
        "show_explanation(['wards'], 'Drawn.', period='2025')\n"
    )
    test = AppTest.from_string(source, default_timeout=30).run()
    assert not test.exception
    lines = [entry.value for entry in test.text]
    assert lines[:2] == ["Drawn.", "Period: 2025."]
