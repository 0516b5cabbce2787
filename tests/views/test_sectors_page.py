"""The page of sectors: the answer first, one screen, one sector in detail, and lists of classes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory_indicators
import factory_sector_rows
import pandas as pd
import polars as pl
import pytest
from factory_sector_rows import C, G, J, grown, now
from factory_tables import TESTHAM
from streamlit.testing.v1 import AppTest

from catalog import store
from indicators.sectors import decomposition
from presentation.numbers import change
from views.parts import indicators, sectors_change, sectors_past, tabs

INDUSTRIAL = {"description_group": "industrial", "status": "observed"}


def shown(**address: str | list[str]) -> AppTest:
    return factory_indicators.shown("sectors", **address)


def find_table(page: AppTest, heading: str) -> pd.DataFrame:
    """The first table with that heading, whether on the page or in a window."""
    return next(each.value for each in page.dataframe if heading in each.value)


def words(**address: str | list[str]) -> str:
    return factory_indicators.text(shown(**address))


def test_the_answer_is_the_first_thing_said(tables: Path) -> None:
    factory_indicators.write(tables)
    page = shown()
    assert page.header[0].value == (
        "One sector has very likely grown in Testham; one is likely to outgrow it"
    )
    text = factory_indicators.text(page)
    assert "In 2021 the largest sector in Testham was manufacturing, with 4,012 jobs" in text
    assert "one sector very likely grew in Testham: information and communication (+900 jobs)" in (
        text
    )
    assert "Of 438 sectors that looked like this, 86% were still larger three years later" in text
    assert "real output of information and communication is likely to grow faster" in text


def test_only_tables_that_the_page_shows_are_read(
    tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factory_indicators.write(tables)
    names, read_rows = set(), store.read_rows

    def note(name: str, *given: Any, **options: Any) -> pl.DataFrame:
        names.add(name)
        return read_rows(name, *given, **options)

    monkeypatch.setattr(store, "read_rows", note)
    assert not shown().exception
    assert {"sectors_now", "sector_growth"} <= names
    assert not names & {"skills_gaps", "skills_priorities", "mismatch", "qualification_match"}


def test_that_nothing_grew_beyond_the_noise_is_an_answer(tables: Path) -> None:
    factory_indicators.write(tables, sector_growth=[grown(C, "too close to call", 100.0)])
    text = words()
    assert "No sector in Testham has grown beyond the noise of the survey" in text
    assert "43% were larger three years later" in text


def test_without_an_outlook_the_nations_is_said(tables: Path) -> None:
    rows = [factory_sector_rows.outlook(C, 1, "cannot be foretold", 3.0)]
    factory_indicators.write(tables, sector_outlook=rows)
    text = words(sector="C")
    assert "cannot be predicted from its own figures; in Great Britain we expect the most" in text
    assert "manufacturing (+3%)" in text
    assert (
        "In Great Britain we expect jobs in the sector to change by +3% from 2023 to 2026" in text
    )


def test_the_list_has_those_most_surely_grown_first_and_marks_jumps(tables: Path) -> None:
    factory_indicators.write(tables)
    page = shown()
    listed = find_table(page, "Change")
    assert listed["Sector"].to_list() == [
        "Information and communication", "Manufacturing", "Wholesale, retail and motor trades",
    ]  # fmt: skip
    assert listed["Has it grown?"].to_list() == [
        "Very likely grown", "Too close to call", "Very likely shrunk (!)",
    ]  # fmt: skip
    assert listed["Jobs 2021"].to_list() == [912.0, 4012.0, 2500.0]
    assert listed["Change"].to_list() == [900.0, 100.0, -800.0]
    assert "One employer or a reclassification could have made this change" in words()
    assert "One employer alone could have made this change" in words(sector="G")


def test_a_missing_figure_is_a_dash_and_not_zero(tables: Path) -> None:
    factory_indicators.write(tables, sectors_now=[now(C, None, None), now(J, 912.0, 1.1)])
    listed = find_table(shown(), "Change").set_index("Sector")
    assert listed["Jobs 2021"].isna().to_dict()["Manufacturing"]
    assert " 0 jobs" not in words(sector="C")


def test_level_and_sector_live_in_the_address(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(sector="C")
    assert "Manufacturing, Testham" in factory_indicators.text(app)
    app.selectbox(key="picked_level").set_value("division").run()
    assert app.query_params["level"] == "division"
    assert "sector" not in app.query_params
    assert "Computer programming, Testham" in factory_indicators.text(app)
    app.selectbox(key="picked_level").set_value("section").run()
    app.selectbox(key="picked_sector").set_value("G").run()
    assert app.query_params["sector"] == "G"


@pytest.mark.parametrize(("former", "level"), [("sector", "section"), ("industry", "division")])
def test_links_to_the_former_page_open_the_level_they_meant(
    tables: Path, former: str, level: str
) -> None:
    factory_indicators.write(tables)
    app = shown(level=former)
    assert not app.warning
    assert app.selectbox(key="picked_level").value == level


def test_a_sector_shows_its_growth_forecast_and_record(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(sector="C")
    text = factory_indicators.text(app)
    assert "Too close to call: jobs from about 4,000 (2017 and 2018) to 4,100" in text
    assert "Local growth three years ahead cannot be predicted for this sector" in text
    assert "forecasts like this of three years from now were wrong by" in text
    record = next(frame.value for frame in app.dataframe if "Record" in frame.value.columns)
    own = record[record["Record"] == "Your data"]
    assert own[
        ["When", "Average error (%)", "Better than the best naive (%)"]
    ].to_numpy().tolist() == [["three years from then", 3.71, 8.2]]
    assert "of actual figures were inside the 80% interval" in text


def test_each_tab_is_in_the_address_and_has_its_table(tables: Path) -> None:
    factory_indicators.write(tables)
    parts = shown(sector="C", tab="change").table[0].value
    assert parts["Jobs"].to_list() == ["+250", "−400", "+200", "+50", "+100"]
    wards = shown(sector="C", tab="wards").dataframe
    assert wards[-2].value["Jobs"].to_list() == [600.0, 500.0, 400.0, 300.0, 200.0, 100.0]
    assert wards[-1].value["Group"].unique().tolist() == ["Public services"]
    units = find_table(shown(sector="C", tab="businesses"), "Local units")
    assert units["Local units"].to_list() == [90.0, 20.0, 5.0, 1.0]
    outlook = shown(sector="C", tab="outlook")
    assert "Best outlook in Testham: Information and communication" in (
        factory_indicators.text(outlook)
    )
    assert find_table(outlook, "Chance (%)")["Rank"].to_list() == [1, 2, 3]
    assert "We have openings by occupation for sectors only" in words(sector="C", tab="skills")


def test_a_sector_says_which_skills_it_needs(tables: Path) -> None:
    needs = factory_indicators.tables()["skills_needs"]
    factory_indicators.write(tables, skills_needs=[needs[0] | {"industry_code": "C"}])
    text = words(sector="C", tab="skills")
    assert "Manufacturing needs most: Caring occupations, about 116 people a year" in text


def test_new_businesses_are_of_all_industries(tables: Path) -> None:
    factory_indicators.write(tables)
    rows = [
        {**factory_sector_rows.AREA, **factory_indicators.year("2021"), "area_vintage": "2025",
         "event": event, "enterprises_count": number, "status": "rounded", "note": ""}
        for event, number in (("births", 100.0), ("active", 1000.0), ("survived_3y", 60.0))
    ]  # fmt: skip
    factory_indicators.put(tables, "business_demography", rows)
    text = words(sector="C", tab="businesses")
    assert "10.0 new per 100 active in 2021; 60% of those born in 2021 still active" in text
    assert "by sector nothing is published for councils" in text


def test_a_list_of_sectors_says_its_area_overlap_record_and_what_sic_cannot_measure(
    tables: Path,
) -> None:
    factory_indicators.write(tables)
    app = shown(level="is8")
    text = factory_indicators.text(app)
    assert "West Testshire is most specialised in Digital" in text
    assert "Figures are of West Testshire, the larger area round Testham" in text
    assert "never add them up" in text
    assert "Clean Energy cannot be measured by SIC" in text
    assert "about 3 were among the fifth that grew most, against 2 by chance" in text
    # The first is in the window of the picture, which draws those with figures alone.
    listed = app.dataframe[1].value.set_index("Sector")
    assert listed["Jobs"].isna().to_dict()["Clean Energy"]
    assert listed["Unusual here"].to_dict()["Digital & *tech*"] == "Grown"


def test_an_own_list_is_a_level_like_any_other(tables: Path) -> None:
    factory_indicators.write(tables)
    assert "About 90 jobs in West Testshire" in words(level="Our own")


def test_names_of_sectors_are_letters(tables: Path) -> None:
    factory_indicators.write(tables)
    page = shown(level="is8")
    for element in (*page.header, *page.markdown, *page.caption):
        assert "*tech*" not in str(element.value).replace(r"\*tech\*", "")


def test_without_indicators_the_page_says_what_to_run(tables: Path) -> None:
    assert "run `wardwise build`" in words()


def test_without_any_sector_of_the_place_the_page_says_so(tables: Path) -> None:
    none: factory_sector_rows.Rows = []
    factory_indicators.write(tables, sectors_now=none, sector_growth=none, fine_sectors=none)
    assert "We have no jobs by sector for Testham" in words()


def test_a_sector_without_parts_or_forecast_says_so(tables: Path) -> None:
    factory_indicators.write(tables)
    assert "We can show this only for jobs" in words(sector="J", tab="change")
    assert "We do not have a forecast of this sector for every council" in words(sector="J")


def test_wards_can_be_shaded_by_the_premises_a_sector_mostly_uses(tables: Path) -> None:
    factory_indicators.write(tables, ward_sector_groups=[])
    counts = dict.fromkeys(("empty_count", "unknown_count", "relief_count"), 0.0) | dict.fromkeys(
        ("premises_count", "occupied_count", "rateable_value_gbp"), 10.0
    )
    rows = [
        factory_indicators.of_ward(number) | factory_indicators.year("2025") | counts | INDUSTRIAL
        for number in range(6)
    ]
    factory_indicators.put(tables, "ward_premises", rows)
    app = shown(sector="C", tab="wards", shade="premises_count")
    assert "the kind we think this sector mostly uses: industrial" in factory_indicators.text(app)
    assert app.dataframe[-1].value["Premises"].to_list() == [10] * 6


def test_a_group_has_the_sum_of_forecasts_where_all_councils_have_one(tables: Path) -> None:
    rows = factory_indicators.forecasts(factory_indicators.BOTH) + factory_indicators.forecasts(
        periods=("2025",)
    )
    factory_indicators.put(tables, "forecasts", rows)
    both = indicators.forecast("jobs_section", "C", factory_indicators.BOTH)
    assert both.select("period", "mean", "lower80", "upper80").rows() == [
        ("2024", 2000.0, 1800.0, 2400.0)
    ]
    assert indicators.forecast("jobs_section", "C", (TESTHAM,))["period"].to_list() == [
        "2024",
        "2025",
    ]


def test_the_family_of_a_series_is_found_by_its_measure(tables: Path) -> None:
    factory_indicators.put(tables, "forecasts", factory_indicators.forecasts())
    assert indicators.find_family("jobs", "C", (TESTHAM,)) == "jobs_section"
    assert indicators.find_family("real_gva", "C", (TESTHAM,)) == ""


def test_the_largest_part_is_the_largest_either_way() -> None:
    parts = {"period_from": "2015", "period_to": "2021", "change_jobs": -50.0,
             "national_jobs": 30.0, "mix_jobs": -90.0, "competitive_jobs": 5.0,
             "allocation_jobs": 5.0}  # fmt: skip
    assert "the sector's national growth beyond that (−90)" in sectors_change.describe_change(parts)


def test_no_change_has_no_sign() -> None:
    assert [change(jobs) for jobs in (-0.2, 0.0, -1234.0)] == ["0", "0", "−1,234"]


def test_every_part_of_a_change_has_a_name() -> None:
    assert tuple(sectors_change.PARTS) == decomposition.PARTS


def test_a_row_that_a_table_lacks_is_none() -> None:
    growth = factory_indicators.frame("sector_growth", [grown(G, "likely grown", 5.0)])
    assert sectors_past.find_row(growth, "G") is not None
    assert sectors_past.find_row(growth, "C") is None
    assert sectors_past.find_row(pl.DataFrame(schema={"industry_code": pl.String}), "G") is None


def test_only_the_open_tab_is_made(tables: Path) -> None:
    factory_indicators.write(tables)
    app = shown(sector="C", tab="skills")
    assert "Where the change came from" in {tab.label for tab in app.tabs}
    assert not app.table
    assert tabs.pick_tab.__doc__
