"""Headlines of a place: each with period, direction and comparator."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import factory_indicators
import factory_sector_rows
import factory_tables
import polars as pl
import pytest
from factory_indicators import AREA, BOTH, NATION
from factory_sector_rows import C, grown
from factory_tables import MOCKFORD, TESTHAM

from indicators.places import series, unemployment
from presentation.wording import TOO_LOW
from views.parts import headlines

OTHER = {"area_code": MOCKFORD, "area_name": "Mockford", "area_type": "lad"}


def jobs(area: dict[str, str], period: str, count: float | None) -> dict[str, Any]:
    status = "missing" if count is None else "estimated"
    industry = {"industry_code": "total", "industry_level": "total", "job_kind": "employment"}
    return {**area, **factory_indicators.year(period), **industry, "jobs": count, "status": status}


def adverts(area: dict[str, str], period: str, count: float) -> dict[str, Any]:
    return {**area, **factory_indicators.month(period), "occupation_code": "total",
            "adverts_count": count, "status": "observed"}  # fmt: skip


def claimants(area: dict[str, str], period: str, persons: float, pct: float) -> list[Any]:
    return [
        {
            **area,
            **factory_indicators.month(period),
            "measure": measure,
            "value": value,
            "status": "rounded",
        }
        for measure, value in (("claimants_persons", persons), ("claimants_pct", pct))
    ]


def survey(area: dict[str, str], pct: float) -> dict[str, Any]:
    return {**area, "period": "2025-03", "period_start": date(2024, 4, 1),
            "period_end": date(2025, 3, 31), "variable_code": "unemployment_rate",
            "value_pct": pct, "ci95_pct_points": 1.2, "status": "estimated"}  # fmt: skip


def test_jobs_have_their_change_beside_the_nations() -> None:
    rows = [jobs(AREA, "2020", 100.0), jobs(AREA, "2021", 104.0), jobs(AREA, "2022", None),
            jobs(NATION, "2020", 1000.0), jobs(NATION, "2021", 990.0)]  # fmt: skip
    card = headlines.jobs(factory_indicators.frame("jobs", rows), (TESTHAM,))
    assert (card.figure, card.period) == ("104", "2021")
    assert card.words == "Published for 2021. Up 4.0% on 2020; Great Britain down 1.0%."


def test_jobs_say_what_they_are_now_as_our_own_estimate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    root = factory_tables.write(tmp_path / "tables")
    whole = {"series_code": "total", "series_name": "All industries"}
    rows = [
        {**row, **whole, "horizon": 0, "known_to": "2024-03", "model": "carried by payrolls",
         "status": "nowcast"} for row in factory_indicators.forecasts()
    ]  # fmt: skip
    factory_indicators.put(root, "forecasts", rows)
    card = headlines.jobs(factory_indicators.frame("jobs", [jobs(AREA, "2021", 104.0)]), (TESTHAM,))
    assert card.words.endswith(
        "Jobs now about 1,000 (our estimate, carried from 2021 to March 2024 by employees on "
        "payrolls; 80% interval 900 to 1,200)."
    )
    assert card.figure == "104", "what is published stays the figure"
    assert card.tables == ("jobs", "forecasts")


def test_jobs_of_a_group_are_of_years_that_all_councils_have() -> None:
    rows = [jobs(AREA, "2020", 100.0), jobs(OTHER, "2020", 50.0), jobs(AREA, "2021", 104.0)]
    card = headlines.jobs(factory_indicators.frame("jobs", rows), BOTH)
    assert (card.figure, card.period) == ("150", "2020")
    assert "We do not know the change on 2019" in card.words


def test_jobs_that_lack_a_district_are_too_low_and_have_no_change() -> None:
    rows = [jobs(AREA, "2020", 100.0), {**jobs(AREA, "2021", 60.0), "status": "partial"}]
    words = headlines.jobs(factory_indicators.frame("jobs", rows), (TESTHAM,)).words
    assert words == f"Published for 2021. {TOO_LOW} We do not know the change on 2020."
    later = headlines.jobs(
        factory_indicators.frame("jobs", [*rows, jobs(AREA, "2022", 105.0)]), (TESTHAM,)
    ).words
    assert later == "Published for 2022. We do not know the change on 2021."


def test_claimants_that_were_fetched_are_not_to_be_fetched_again() -> None:
    rows = [{**row, "value": None, "status": "missing"}
            for row in claimants(AREA, "2025-01", 30.0, 3.0)]  # fmt: skip
    card = headlines.out_of_work(factory_indicators.frame("claimants", rows), None, (TESTHAM,))
    assert card.words == "We have claimants, but the source publishes no figure for this place."
    assert (
        "wardwise fetch"
        in headlines.out_of_work(factory_indicators.frame("claimants", rows), None, BOTH).words
    )


def test_no_jobs_are_not_zero_jobs() -> None:
    assert headlines.jobs(None, (TESTHAM,)).figure == headlines.NO_FIGURE
    none = factory_indicators.frame("jobs", [jobs(AREA, "2021", None)])
    assert headlines.jobs(none, (TESTHAM,)).figure == headlines.NO_FIGURE


def test_adverts_are_means_of_three_months_on_the_year_before() -> None:
    rows = [
        adverts(AREA, f"{year}-{month:02}", 100.0 + 50.0 * (year == 2025))
        for year in (2024, 2025)
        for month in range(1, 13)
    ]
    card = headlines.adverts(factory_indicators.frame("adverts", rows), (TESTHAM,))
    assert (card.figure, card.period) == ("150", "2025-12")
    assert "Up 50.0% on the year before" in card.words


def test_a_gap_in_the_months_does_not_move_the_year_before() -> None:
    rows = [
        adverts(AREA, f"{year}-{month:02}", 100.0 * month + 1000.0 * (year == 2025))
        for year in (2024, 2025)
        for month in range(1, 13)
        if (year, month) not in {(2025, 3), (2025, 4)}
    ]
    card = headlines.adverts(factory_indicators.frame("adverts", rows), (TESTHAM,))
    # October to December: 1,100 on average, and 1,000 more the year after.
    assert "Up 90.9% on the year before" in card.words
    lost = [row for row in rows if row["period"] != "2024-11"]
    card = headlines.adverts(factory_indicators.frame("adverts", lost), (TESTHAM,))
    assert "We do not know the change on the year before" in card.words


def test_claimants_of_a_group_are_shares_of_all_its_residents() -> None:
    # 30 of 1,000 and 10 of 100 residents: 40 of 1,100.
    rows = [*claimants(AREA, "2025-01", 30.0, 3.0), *claimants(OTHER, "2025-01", 10.0, 10.0),
            *claimants(NATION, "2025-01", 400.0, 4.0)]  # fmt: skip
    rate = unemployment.claimant_rate(factory_indicators.frame("claimants", rows), BOTH)
    assert rate is not None
    assert round(rate.pct, 2) == 3.64
    assert (rate.nation, rate.nation_pct) == ("Great Britain", 4.0)
    card = headlines.out_of_work(factory_indicators.frame("claimants", rows), None, BOTH)
    assert card.words == "In January 2025. Lower than in Great Britain (4.0%)."


def test_without_claimants_the_survey_stands_in_and_says_so() -> None:
    both = factory_indicators.frame("aps", [survey(AREA, 7.1), survey(NATION, 4.0)])
    card = headlines.out_of_work(factory_indicators.frame("claimants", []), both, (TESTHAM,))
    assert card.title == "Unemployment (survey)"
    assert "Higher than in Great Britain (4.0%)" in card.words
    assert "margin of error is 1.2 points either way" in card.words
    assert card.tables == ("aps",)
    assert headlines.out_of_work(None, both, BOTH).figure == headlines.NO_FIGURE


def sector_card(**changed: factory_sector_rows.Rows) -> headlines.Card:
    """The card of sectors from the invented tables, some with other rows."""
    rows = factory_sector_rows.tables() | changed
    tables = {name: factory_indicators.frame(name, rows[name]) for name in rows}
    return headlines.sector(tables, "Testham")


def test_the_sector_card_names_what_grew_and_how_often_the_like_stayed() -> None:
    card = sector_card()
    assert card.figure == "Information and communication"
    assert "one sector very likely grew in Testham" in card.words
    assert "86% were still larger three years later" in card.words
    assert card.period == "2017 and 2018 to 2020 and 2021"


def test_the_sector_card_says_that_none_grew_beyond_the_noise() -> None:
    unclear = [grown(C, "too close to call", 100.0)]
    assert sector_card(sector_growth=unclear).figure == "None beyond the noise"
    assert sector_card(sector_growth=[]).figure == headlines.NO_FIGURE


def test_the_card_of_skills_names_priorities_and_claims_no_more_than_the_tables() -> None:
    tables = {
        name: factory_indicators.frame(name, rows)
        for name, rows in factory_indicators.tables().items()
    }
    card = headlines.skills(tables)
    assert card.figure == "Care and teaching assistants; building trades"
    assert card.words.startswith("Care and teaching assistants: about 200 openings a year")
    assert "Gap: about 150 people a year (80% interval 100 to 200), an upper limit" in card.words
    without = [factory_indicators.no_gap(factory_indicators.CARE)]
    bare = headlines.skills(
        tables | {"skills_gaps": factory_indicators.frame("skills_gaps", without)}
    )
    assert "Gap:" not in bare.words
    assert "no gap, because we have no data on university graduates" in bare.words
    none = tables | {"skills_priorities": factory_indicators.frame("skills_priorities", [])}
    assert headlines.skills(none).figure == headlines.NO_FIGURE


def test_nation_beside_the_councils_is_the_widest_of_the_same_period() -> None:
    england = {"area_code": "E92000001", "area_name": "England", "area_type": "country"}
    rows = [jobs(AREA, "2021", 1.0), jobs(england, "2021", 5.0), jobs(NATION, "2020", 9.0)]
    beside = series.sum_beside_nation(factory_indicators.frame("jobs", rows), "jobs", (TESTHAM,))
    assert beside.filter(pl.col("area_name") != "")["area_name"].to_list() == ["England"]


def test_sectors_of_too_low_figures_say_so() -> None:
    assert TOO_LOW not in sector_card().words
    low = [grown(C, "likely grown", 100.0, status="partial")]
    assert sector_card(sector_growth=low).words.endswith(TOO_LOW)
