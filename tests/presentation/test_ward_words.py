"""One ward in words: each sentence from figures a reader can check."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from indicators.places.ward_suggestions import Suggestion
from presentation import ward_suggestion_words, ward_words

JOBS = {"value": 2570.0, "period": "2021"}
LARGEST = {"sector_name": "Education, health and social care", "jobs": 1143.4, "period": "2023"}
EMPTY = {"measure": "premises_empty_pct", "value_pct": 24.2, "council_pct": 12.4,
         "period": "2018-19", "council_rank": 1, "council_low_rank": 30,
         "council_count": 30}  # fmt: skip
REACH = {"jobs_in_reach": 4612.0, "council_middle": 25310.0, "lad_name": "Testham",
         "households_no_car_pct": 15.2, "status": "modelled", "rank_in_council": 29,
         "low_rank": 2, "council_count": 30}  # fmt: skip


def test_the_lead_has_jobs_then_what_is_unusual() -> None:
    assert ward_words.lead(("City", "Testham", 30), JOBS, LARGEST, [EMPTY]) == (
        "There are 2,570 jobs in City (2021), most of all in education, health and social care "
        "(about 1,140, our estimate for 2023). Of the 30 wards of Testham it has the highest share "
        "of business premises standing empty (24.2% in 2018-19; Testham 12.4%)."
    )


def test_the_lead_says_only_what_there_is() -> None:
    assert ward_words.lead(("City", "Testham", 30), None, None, []) == (
        "We have few figures for City."
    )
    some = ward_words.lead(("City", "Testham", 89), JOBS, None, [EMPTY])
    assert "Of the 30 wards of Testham with a figure it has" in some
    assert "most of all" not in some


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "About 4,610 jobs count as within reach without a car (nearer jobs count more). "
             "Middle ward of Testham: 25,300. 15% of households have no car."),
        ({"status": "partial", "council_middle": None, "households_no_car_pct": None},
         "At least 4,610 jobs count as within reach without a car (nearer jobs count more; some "
         "close by are missing from our data)."),
    ],
)  # fmt: skip
def test_reach_says_when_it_is_too_low(changed: dict[str, Any], said: str) -> None:
    assert ward_words.reach_sentence(REACH | changed) == said


def test_the_place_of_reach_counts_from_the_nearer_end() -> None:
    assert ward_words.reach_beside(REACH) == ("2nd lowest of 30 wards", "Middle ward: 25,300")
    assert ward_words.reach_beside(REACH | {"rank_in_council": None}) == (
        "", "Middle ward: 25,300",
    )  # fmt: skip


def test_wards_next_to_it_are_named_with_another_council() -> None:
    adjacent = pl.DataFrame(
        [("Toller", "L", "Testham"), ("Park", "M", "Mockford")],
        schema=["ward_name", "lad_code", "lad_name"], orient="row",
    )  # fmt: skip
    said = ward_words.adjacent_sentence("City", adjacent, "L")
    assert said == "Next to City: Toller and Park (Mockford)."
    assert ward_words.adjacent_sentence("City", adjacent.clear(), "L") == ""


@pytest.mark.parametrize(
    ("searched", "said"),
    [((30, ["Testham"]), "30 wards of Testham, the only council in our data"),
     ((70, ["Mockford", "Testham"]), "70 wards in our data (Mockford and Testham)")],
)  # fmt: skip
def test_similar_wards_say_among_which_they_were_looked_for(
    searched: tuple[int, list[str]], said: str
) -> None:
    assert said in ward_words.similar_sentence((("W1", "Toller"),), searched)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"measure": "claimants_pct", "value_before": 5.0, "value_after": 4.5, "change": -0.5,
          "change_pct": None, "status": "rounded", "period_before": "2025-03",
          "period_after": "2026-03"},
         "5.0% in March 2025, 4.5% in March 2026 (-0.5 percentage points)."),
        ({"measure": "jobs_total", "value_before": 1000.0, "value_after": 1100.0, "change": 100.0,
          "change_pct": 10.0, "status": "estimated", "period_before": "2021",
          "period_after": "2024"},
         "1,000 in 2021, 1,100 in 2024 (+100, +10.0%; a survey, so a small change may be chance)."),
    ],
)  # fmt: skip
def test_a_change_has_both_figures_and_how_sure_it_is(row: dict[str, Any], said: str) -> None:
    assert ward_words.change_sentence(row).endswith(said)


@pytest.mark.parametrize("rule", ward_suggestion_words.SUGGEST)
def test_every_suggestion_asks_and_gives_its_figure(rule: Any) -> None:
    one = Suggestion(rule, 24.2, 12.4, "2023", "observed", 869.0, "Transport and storage")
    what, because = ward_suggestion_words.suggestion_words(one, "Testham")
    assert what.startswith(("Ask ", "Look ")) and what.endswith(".")
    assert "24" in because and "2023" in because
    assert not because.endswith(".")
