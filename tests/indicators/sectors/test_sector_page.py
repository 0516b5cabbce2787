"""What the page of sectors shows first is selected and put in order, and null stays null."""

from __future__ import annotations

import random

import factory_indicators
import factory_sector_rows as rows
import polars as pl
import pytest
from factory_sector_rows import C, G, J, grown, now
from factory_tables import MOCKFORD, TESTHAM

from indicators.sectors import business_events, sector_page
from indicators.sectors.sector_page import AREA, NATION

Frames = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def frames(**changed: rows.Rows) -> Frames:
    stored = rows.tables() | changed
    here, growth, outlook = (
        factory_indicators.frame(name, stored[name])
        for name in ("sectors_now", "sector_growth", "sector_outlook")
    )
    return here, growth, outlook


def test_the_best_tier_answers_and_the_largest_change_is_first() -> None:
    growth = [grown(C, "likely grown", 100.0), grown(J, "very likely grown", 50.0),
              grown(G, "very likely grown", 70.0)]  # fmt: skip
    answers = sector_page.answer(*frames(sector_growth=growth))
    assert [row["industry_code"] for row in answers.grown] == ["G", "J"]
    assert (answers.tier, answers.answered_count) == ("very likely grown", 3)


def test_where_none_grew_the_largest_rise_is_too_close_to_call() -> None:
    growth = [grown(C, "too close to call", 100.0), grown(G, "very likely shrunk", -10.0)]
    answers = sector_page.answer(*frames(sector_growth=growth))
    assert [row["industry_code"] for row in answers.grown] == ["C"]
    assert answers.tier == "too close to call"
    nothing = sector_page.answer(*frames(sector_growth=growth[1:]))
    assert (nothing.grown, nothing.tier) == ((), "too close to call"), "that none grew is known"
    unknown = sector_page.answer(*frames(sector_growth=[]))
    assert (unknown.grown, unknown.tier) == ((), "")


def test_the_most_specialised_is_so_beyond_noise_and_of_some_size() -> None:
    tiny = now(J, 20.0, 9.0)
    answers = sector_page.answer(*frames(sectors_now=[now(C, 4000.0, 1.5), tiny]))
    assert answers.specialised is not None
    assert answers.specialised["industry_code"] == "C"
    assert sector_page.answer(*frames(sectors_now=[tiny])).specialised is None


def test_the_list_has_every_sector_once_whatever_table_it_is_in() -> None:
    here, growth, outlook = frames(sectors_now=[now(C, 4000.0, 1.5)])
    listed = sector_page.list_sectors(here, growth, outlook)
    assert listed["industry_code"].to_list() == ["J", "62", "C", "G"]
    assert listed["jobs"].to_list() == [None, None, 4000.0, None]
    shuffled = list(range(growth.height))
    random.Random(1).shuffle(shuffled)
    assert sector_page.list_sectors(here, growth[shuffled], outlook).equals(listed)


def test_the_quadrant_is_against_the_nation_or_else_against_the_area() -> None:
    here, growth, _ = frames()
    placed = sector_page.place_in_quadrant(here, growth)
    assert placed.against == NATION
    beyond = dict(placed.rows.select("industry_code", "beyond_pct").iter_rows())
    assert beyond["J"] == pytest.approx(900 / 40 - 5)
    without = growth.with_columns(nation_change_pct=pl.lit(None, pl.Float64))
    placed = sector_page.place_in_quadrant(here, without)
    assert placed.against == AREA
    beyond = dict(placed.rows.select("industry_code", "beyond_pct").iter_rows())
    assert beyond["J"] == pytest.approx(100 * (4.9 / 4.0 - 1))


def test_what_cannot_be_drawn_is_left_out_and_not_drawn_at_zero() -> None:
    here, growth, _ = frames(
        sectors_now=[now(C, None, None), now(J, 50.0, 1.1), now(G, 2500.0, 0.8)]
    )
    drawn = sector_page.place_in_quadrant(here, growth).rows
    assert drawn["industry_code"].to_list() == ["G"]


def test_jobs_by_year_of_several_councils_are_of_years_that_all_have() -> None:
    def jobs(area: str, period: str, number: float | None) -> dict[str, object]:
        return {"area_code": area, "industry_code": "C", "period": period, "jobs": number,
                "job_kind": "employment"}  # fmt: skip

    frame = pl.DataFrame([jobs(TESTHAM, "2020", 2.0), jobs(TESTHAM, "2019", 1.0),
                          jobs(TESTHAM, "2021", 3.0), jobs(MOCKFORD, "2020", 10.0),
                          jobs(MOCKFORD, "2021", None)])  # fmt: skip
    alone = sector_page.jobs_by_year(frame, [TESTHAM])
    assert alone["yearly_jobs"].to_list() == [[1.0, 2.0, 3.0]]
    both = sector_page.jobs_by_year(frame, [TESTHAM, MOCKFORD])
    assert both["yearly_jobs"].to_list() == [[12.0]]


def test_sectors_are_in_the_order_of_their_outlook() -> None:
    ranked = sector_page.order_outlook(frames()[2])
    assert ranked["industry_code"].to_list() == ["J", "C", "G"]


def test_survival_is_null_until_it_is_published() -> None:
    events = pl.DataFrame(
        [{"area_code": TESTHAM, "period": period, "event": event, "enterprises_count": number}
         for period, event, number in (
             ("2021", "births", 100.0), ("2021", "active", 1000.0), ("2021", "survived_3y", 60.0),
             ("2024", "births", 90.0), ("2024", "active", 0.0))]
    )  # fmt: skip
    listed = business_events.list_events(events, [TESTHAM]).rows(named=True)
    assert [row["period"] for row in listed] == ["2024", "2021"]
    assert (listed[0]["births_pct"], listed[0]["survived_pct"]) == (None, None)
    assert (listed[1]["births_pct"], listed[1]["survived_pct"]) == (10.0, 60.0)
