"""The map page's logic: controls, address, words and notices, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import factory_tables
import polars as pl
import pytest
from factory_tables import CLAIMANTS, DEGREES, JOBS, MOCKFORD, TESTHAM, TOTAL_JOBS, ward_code
from streamlit.testing.v1 import AppTest

from catalog import store
from catalog.tables import TABLES

MapPage = Callable[..., AppTest]


def words(test: AppTest) -> str:
    kinds = (test.markdown, test.text, test.header, test.subheader, test.title, test.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def pick(test: AppTest, key: str, value: object) -> AppTest:
    return test.selectbox(key="picked_" + key).set_value(value).run()


def test_it_opens_on_the_first_council_and_leaves_the_address_alone(map_page: MapPage) -> None:
    test = map_page()
    assert not test.exception
    assert test.header[0].value.endswith("Mockford")
    assert dict(test.query_params) == {}


def test_a_link_opens_its_view(map_page: MapPage) -> None:
    test = map_page(area=[TESTHAM, MOCKFORD], measure=JOBS, ward=ward_code(TESTHAM, 2))
    assert test.header[0].value == "Jobs: Manufacturing, Testham and Mockford"
    assert test.selectbox(key="picked_topic").value == "Jobs by sector"
    assert "1,840 jobs" in words(test)
    assert "3rd lowest of 6 wards" in words(test).lower()


def test_a_change_is_written_to_the_address_whole(map_page: MapPage) -> None:
    test = pick(map_page(), "area", TESTHAM)
    assert test.query_params == {"area": TESTHAM, "measure": DEGREES}
    test = pick(test, "topic", "Out of work")
    assert test.query_params["measure"] == CLAIMANTS
    test = pick(test, "ward", ward_code(TESTHAM, 1))
    assert test.query_params["ward"] == ward_code(TESTHAM, 1)
    # Another council has other wards.
    assert "ward" not in pick(test, "area", MOCKFORD).query_params


def test_a_group_stands_for_its_councils(map_page: MapPage) -> None:
    test = map_page(area="E47999999")
    assert test.header[0].value.endswith("Invented Authority")
    assert len(test.dataframe[0].value) == 10
    labels = test.selectbox(key="picked_area").options
    assert "Invented Authority (combined authority: figures for 2 of 2 councils)" in labels


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ({"area": "E06000000"}, "an area that we do not have: E06000000"),
        ({"measure": "happiness"}, "a measure that we do not have: happiness"),
        ({"ward": "E05000000"}, "a ward of this area that we do not have: E05000000"),
        ({"colours": "rainbow"}, "a way of colouring that we do not have: rainbow"),
        ({"area": "![x](http://a.invalid)"}, "do not have: xhttpainvalid"),
    ],
)
def test_what_a_link_asks_for_and_is_not_here_is_said(
    map_page: MapPage, address: dict[str, str], text: str
) -> None:
    test = map_page(**address)
    assert not test.exception
    assert text in test.warning[0].value
    assert test.dataframe


def test_a_measure_without_figures_for_the_area_gives_way_and_says_so(map_page: MapPage) -> None:
    test = map_page(area=TESTHAM, measure=TOTAL_JOBS)
    assert "Jobs at workplaces" in test.info[0].value
    assert test.header[0].value.startswith("Residents with level 4")


def test_each_kind_of_absence_has_its_own_words(map_page: MapPage) -> None:
    test = map_page(area=TESTHAM, measure=CLAIMANTS)
    text = words(test)
    assert "1 ward has no figure, 1 ward has a figure withheld by the source" in text
    assert "1 ward has an incomplete figure" in text
    table = test.dataframe[0].value
    kinds = dict(zip(table["Ward"], table["What kind of figure"], strict=True))
    assert kinds["Damson"].startswith("withheld by the source")
    assert kinds["Elm"] == "not published for this area and period"
    assert table.set_index("Ward")["People"].isna().sum() == 2


def test_only_the_newest_period_is_shown(map_page: MapPage) -> None:
    table = map_page(area=TESTHAM, measure=CLAIMANTS).dataframe[0].value
    assert set(table["Period"]) == {"2025"}
    assert len(table) == 6


def test_modelled_figures_say_so_and_observed_ones_name_their_source(map_page: MapPage) -> None:
    assert "Modelled estimate, not official statistics" in words(
        map_page(area=TESTHAM, measure=JOBS)
    )
    assert "Observed" in words(map_page(area=TESTHAM, measure=DEGREES))
    text = words(map_page(area=TESTHAM, measure=DEGREES, under="sources"))
    assert (
        "Invented Publisher, Qualifications (XX_census_qualifications), release June 2026" in text
    )
    assert "Ward boundaries: 2025" in text


def test_absent_tables_are_a_notice(tables: Path, map_page: MapPage) -> None:
    for path in tables.glob("*.parquet"):
        path.unlink()
    test = map_page()
    assert not test.exception
    assert "wardwise fetch" in test.error[0].value


@pytest.mark.parametrize("name", ["councils", "wards", "ward_measures"])
def test_half_a_file_is_a_notice(tables: Path, map_page: MapPage, name: str) -> None:
    path = tables / f"{name}.parquet"
    path.write_bytes(path.read_bytes()[:200])
    test = map_page()
    assert not test.exception
    assert f"{name}.parquet cannot be read" in test.warning[0].value


def test_a_table_made_anew_shows_at_the_next_run(tables: Path, map_page: MapPage) -> None:
    test = map_page(area=TESTHAM, measure=DEGREES)
    assert "Damson (45.7%)" in words(test)
    lower = factory_tables.ward_measures().with_columns(pl.col("value") / 2)
    store.write(lower, TABLES["ward_measures"], factory_tables.origin("ward_measures", "x"), tables)
    assert "Damson (22.8%)" in words(test.run())
