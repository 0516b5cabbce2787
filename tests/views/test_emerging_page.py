"""The emerging sectors page: the answer first, ranked changes, and one sector in detail."""

from __future__ import annotations

from pathlib import Path

import factory_indicators
import polars as pl
import pytest
from factory_tables import TESTHAM

from indicators.sectors import decomposition, evidence
from presentation.numbers import change
from views.parts import indicators, sector, sector_reasons

INDUSTRIAL = {"description_group": "industrial", "status": "observed"}


def test_what_emerges_is_the_first_thing_said(tables: Path) -> None:
    factory_indicators.write(tables)
    words = factory_indicators.text(factory_indicators.shown("emerging"))
    assert "**1 sector in Testham is emerging.** It is Information and communication" in words
    assert "+313 jobs (80% interval 81 to 560)" in words
    assert "Modelled estimate, not official statistics" in words


def test_that_nothing_stands_out_from_noise_is_an_answer(tables: Path) -> None:
    factory_indicators.write(tables, badge="not distinguishable")
    words = factory_indicators.text(factory_indicators.shown("emerging"))
    assert "Nothing in Testham is clearly emerging" in words
    assert "The largest expected rise is in Information and communication" in words


def test_a_place_in_which_all_sectors_fall_is_not_said_to_rise(tables: Path) -> None:
    factory_indicators.write(tables)
    words = factory_indicators.text(factory_indicators.shown("emerging", by="real_gva"))
    assert "No rise is expected; the smallest fall is in Manufacturing: −£20 million" in words


def test_the_table_ranks_and_rounds_to_three_figures(tables: Path) -> None:
    factory_indicators.write(tables)
    table = factory_indicators.shown("emerging").dataframe[0].value
    assert table["Sector"].to_list() == ["Information and communication", "Manufacturing"]
    assert table["Expected change"].to_list() == [313.0, 123.0]
    assert table["Last published level"].to_list() == [912.0, 4010.0]
    assert table["Answer"].to_list() == ["Emerging", "Not distinguishable"]


def test_sectors_without_forecast_or_jobs_are_left_out(tables: Path) -> None:
    rows = factory_indicators.sectors()
    empty = rows[0] | {"industry_code": "T", "base_value": 0.0}
    without = rows[0] | {"industry_code": "U", "expected_change": None, "status": "missing"}
    factory_indicators.write(tables, emerging_sectors=[*rows, empty, without])
    assert factory_indicators.shown("emerging").dataframe[0].value.shape[0] == 2


def test_measure_and_sector_live_in_the_address(tables: Path) -> None:
    factory_indicators.write(tables)
    app = factory_indicators.shown("emerging", sector="C")
    assert "Manufacturing, Testham" in factory_indicators.text(app)
    app.selectbox(key="picked_by").set_value("real_gva").run()
    assert app.query_params["by"] == "real_gva"
    assert "sector" not in app.query_params
    app.selectbox(key="picked_by").set_value("jobs").run()
    app.selectbox(key="picked_sector").set_value("C").run()
    assert app.query_params["sector"] == "C"


def test_a_sector_shows_its_forecast_record_parts_and_wards(tables: Path) -> None:
    factory_indicators.write(tables)
    app = factory_indicators.shown("emerging", sector="C")
    words = factory_indicators.text(app)
    assert (
        "The chance that it grows, and grows faster than all of Testham (+0.7% expected), is 55%"
        in (words)
    )
    assert "under 88% of the other thresholds" in words
    assert "It would change with: base rounded up" in words
    assert "forecasts like this of three years from now were wrong by" in words
    record = next(frame.value for frame in app.dataframe if "Record" in frame.value.columns)
    own = record[record["Record"] == "Your data"]
    assert own[
        ["When", "Average error (%)", "Better than the best naive (%)"]
    ].to_numpy().tolist() == [["three years from then", 3.71, 8.2]]
    assert set(record["When"]) == {"now, when the figure comes out", "three years from then"}
    assert own["Inside 80% interval (%)"].tolist() == [84.2]
    assert "of actual figures were inside the 80% interval" in words
    parts = app.table[0].value
    assert parts["Jobs"].to_list() == ["+250", "−400", "+200", "+50", "+100"]
    wards = app.dataframe[-1].value
    assert wards["Jobs"].to_list() == [600.0, 500.0, 400.0, 300.0, 200.0, 100.0]


def test_evidence_that_is_missing_is_a_dash_and_not_zero(tables: Path) -> None:
    factory_indicators.write(tables)
    evidence = factory_indicators.shown("emerging", sector="C").dataframe[3].value
    assert evidence["Here"].to_list()[0] == 1.64
    assert evidence["Here"].isna().to_list() == [False, True]
    assert evidence["What kind of figure"][1] == "not published for this area and period"


def test_a_sector_without_parts_says_so(tables: Path) -> None:
    factory_indicators.write(tables)
    words = factory_indicators.text(factory_indicators.shown("emerging", sector="J"))
    assert "We can show this only for jobs by section and division" in words
    assert "We do not have a forecast of this sector for every council" in words


def test_without_indicators_the_page_says_what_to_run(tables: Path) -> None:
    assert "run `wardwise build`" in factory_indicators.text(factory_indicators.shown("emerging"))


def test_without_any_forecast_of_the_place_the_page_says_so(tables: Path) -> None:
    factory_indicators.write(tables, emerging_sectors=[])
    assert "No sector in Testham has a forecast yet" in factory_indicators.text(
        factory_indicators.shown("emerging")
    )


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


@pytest.mark.parametrize(
    ("stays", "under", "words"),
    [
        (100.0, "", "is the same under every other"),
        (75.0, "probability 0.7; base rounded up", "under 75% of the other"),
        (None, "", ""),
    ],
)
def test_stability_is_said_in_words(stays: float | None, under: str, words: str) -> None:
    words = sector.describe_stability({"stability_pct": stays, "changes_under": under})
    assert words in words
    assert bool(words) == bool(words)
    assert under in words


def test_the_largest_part_is_the_largest_either_way() -> None:
    parts = {"period_from": "2015", "period_to": "2021", "change_jobs": -50.0,
             "national_jobs": 30.0, "mix_jobs": -90.0, "competitive_jobs": 5.0,
             "allocation_jobs": 5.0}  # fmt: skip
    assert "the sector's national growth beyond that (−90)" in sector_reasons.describe_change(parts)


def test_no_change_has_no_sign() -> None:
    assert [change(jobs) for jobs in (-0.2, 0.0, -1234.0)] == ["0", "0", "−1,234"]


def test_sections_have_short_names_and_other_levels_their_own() -> None:
    rows = pl.DataFrame(
        {
            "industry_code": ["G", "86"],
            "industry_name": ["Wholesale and retail trade; repair", "Human health"],
            "industry_level": ["section", "division"],
        }
    )
    assert indicators.with_sector(rows)["sector"].to_list() == [
        "Wholesale, retail and motor trades",
        "Human health",
    ]


def test_every_piece_of_evidence_and_every_part_has_a_name() -> None:
    assert set(sector_reasons.EVIDENCE) == set(evidence.PIECES)
    assert tuple(sector_reasons.PARTS) == decomposition.PARTS


def test_wards_can_be_shaded_by_the_premises_a_sector_mostly_uses(tables: Path) -> None:
    factory_indicators.write(tables)
    counts = dict.fromkeys(("empty_count", "unknown_count", "relief_count"), 0.0) | dict.fromkeys(
        ("premises_count", "occupied_count", "rateable_value_gbp"), 10.0
    )
    rows = [
        factory_indicators.of_ward(number) | factory_indicators.year("2025") | counts | INDUSTRIAL
        for number in range(6)
    ]
    factory_indicators.put(tables, "ward_premises", rows)
    app = factory_indicators.shown("emerging", sector="C", shade="premises_count")
    assert "the kind we think this sector mostly uses: industrial" in factory_indicators.text(app)
    assert app.dataframe[-1].value["Premises"].to_list() == [10] * 6
