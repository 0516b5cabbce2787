"""The table and its download hold the same figures as the stored table."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import polars as pl
from factory_tables import CLAIMANTS, DEGREES, JOBS, MOCKFORD, TESTHAM, origin, ward_measures

from catalog import store
from catalog.measures import MEASURES
from catalog.tables import TABLES
from views.parts import data, downloads, measure_sources, ward_table


def csv(values: pl.DataFrame, measure: str) -> bytes:
    return downloads.csv_bytes(ward_table.download_rows(values, MEASURES[measure]))


def test_the_download_equals_what_is_stored(tables: Path) -> None:
    values = data.values((TESTHAM,), CLAIMANTS)
    read = pl.read_csv(io.BytesIO(csv(values, CLAIMANTS)))
    stored = ward_measures().filter(
        pl.col("measure") == CLAIMANTS, pl.col("period") == "2025", pl.col("lad_code") == TESTHAM
    )
    both = read.join(stored, on="ward_code", validate="1:1")
    assert both.height == read.height == 6
    assert both["value"].to_list() == both["value_right"].to_list()
    assert both["status"].to_list() == both["status_right"].to_list()
    assert read["value"].null_count() == 2
    assert set(read["unit"]) == {"persons"}


def test_figures_are_shown_rounded_and_downloaded_in_full(tables: Path) -> None:
    values = data.values((TESTHAM,), DEGREES)
    assert ward_table.displayed_rows(values, MEASURES[DEGREES])["Share (%)"].to_list()[:2] == [
        12.3,
        23.4,
    ]
    text = csv(values, DEGREES).decode("utf-8-sig")
    assert ",12.34,observed," in text


def test_the_council_is_named_only_where_there_are_several(tables: Path) -> None:
    one = ward_table.displayed_rows(data.values((TESTHAM,), DEGREES), MEASURES[DEGREES])
    two = ward_table.displayed_rows(data.values((TESTHAM, MOCKFORD), DEGREES), MEASURES[DEGREES])
    assert "Council" not in one.columns
    assert two["Council"].n_unique() == 2


def test_a_council_without_the_measure_is_there_as_missing(tables: Path) -> None:
    values = data.values((TESTHAM, MOCKFORD), CLAIMANTS)
    mockford = values.filter(pl.col("lad_code") == MOCKFORD)
    assert values.height == 10
    assert set(mockford["status"]) == {"missing"}


def test_two_measures_stand_side_by_side_by_ward_and_not_by_row(tables: Path) -> None:
    degrees = data.values((TESTHAM,), DEGREES).sort("value", descending=True)
    claimants = data.values((TESTHAM,), CLAIMANTS)
    table = ward_table.displayed_pairs(degrees, MEASURES[DEGREES], claimants, MEASURES[CLAIMANTS])
    assert table["Ward"][0] == "Damson"
    figures = dict(zip(table["Ward"], table.to_series(2), strict=True))
    assert figures["Alder"] == 100.0
    assert figures["Damson"] is None  # withheld


def test_each_council_names_what_was_read_for_its_own_figures(tables: Path) -> None:
    values = data.values((TESTHAM, MOCKFORD), JOBS)
    rows = ward_table.download_rows(values, MEASURES[JOBS])
    sources = dict(rows.select("lad_code", "source").unique().iter_rows())
    assert "XX_councils" in sources[TESTHAM]
    assert sources[MOCKFORD] == ""  # no figures, so nothing was read for them


def test_tables_of_an_earlier_version_name_all_that_is_behind_ward_figures(tables: Path) -> None:
    stored = store.path_of("ward_measure_sources", tables)
    stored.unlink()
    derived = replace(origin("ward_measures", "Ward measures"), made_from=("councils",))
    store.write(ward_measures(), TABLES["ward_measures"], derived, tables)
    assert measure_sources.tables_behind([TESTHAM], JOBS) == ["councils"]
