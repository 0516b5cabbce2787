"""Skills in words: what is missing is said, and nothing is named that the tables do not have."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from indicators.skills.occupations import CODES
from indicators.skills.skill_page import Answers, Balance
from presentation import skill_charts, skill_words

GAP = {
    "skill_code": "22", "skill_name": "Health professionals", "openings_persons": 2750.0,
    "supply_persons": 900.0, "gap_persons": 1850.0, "lower80": 1200.0, "upper80": 2600.0,
    "missing_streams": "", "note": "", "status": "modelled",
}  # fmt: skip
WITHOUT = GAP | {
    "gap_persons": None, "lower80": None, "upper80": None,
    "missing_streams": "university graduates",
    "note": "2,750 openings a year; no gap, because we have no data on university graduates, a "
    "main source of people at level 6 or above: add HESA's qualifiers, with `wardwise supply FILE`",
}  # fmt: skip


def gaps(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides={"gap_persons": pl.Float64})


def test_every_group_has_a_short_name_of_its_own_without_a_comma() -> None:
    assert set(skill_words.SHORT) == set(CODES)
    assert len(set(skill_words.SHORT.values())) == len(CODES)
    assert not [name for name in skill_words.SHORT.values() if "," in name or len(name) > 33]


def test_a_gap_has_its_interval_and_what_is_not_counted() -> None:
    assert skill_words.describe_gap(GAP) == (
        "Gap: about 1,850 people a year (80% interval 1,200 to 2,600)."
    )
    upper = GAP | {"missing_streams": "people leaving claims"}
    assert skill_words.describe_gap(upper).endswith(
        "an upper limit: people leaving claims not counted."
    )


def test_without_a_main_stream_there_are_openings_and_what_to_add_but_no_gap() -> None:
    words = skill_words.describe_gap(WITHOUT)
    assert words.startswith("2,750 openings a year; no gap, because")
    assert "add HESA's qualifiers" in words
    assert "Gap:" not in words


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([GAP], ""),
        ([WITHOUT], "We have no data on degree-level supply: there is no gap, only openings."),
        ([GAP, WITHOUT], "where it is a main source there is no gap, only openings."),
        ([GAP | {"missing_streams": "apprenticeships"}], "so each gap is an upper limit."),
    ],
)
def test_what_is_missing_is_said_once_for_all(rows: list[dict[str, Any]], said: str) -> None:
    words = skill_words.describe_missing(gaps(*rows))
    assert said in words
    assert bool(words) == bool(said)


def test_a_stream_without_data_says_what_hangs_on_it() -> None:
    stream = {
        "supply_stream": "university graduates", "supply_persons": None, "lower80": None,
        "upper80": None, "period": "", "served_openings_persons": 3221.0, "status": "missing",
    }  # fmt: skip
    assert skill_words.describe_stream(stream) == (
        "University graduates: no data. Without it we cannot judge 3,220 openings a year."
    )
    nothing = stream | {"served_openings_persons": None}
    assert skill_words.describe_stream(nothing).endswith("No gap depends on it alone.")


def test_no_firmness_is_claimed_where_there_is_none() -> None:
    row = {"occupation_code": "22", "occupation_name": "x"}
    assert skill_words.describe_stability(Answers((row,), 26, None, None)) == ""
    words = skill_words.describe_stability(Answers((row,), 26, 70.4, 72.0))
    assert "In 1,000 simulations, 70% of the first ten stay among the first ten" in words
    assert skill_words.title_answer(Answers((), 0, None, None), "X").startswith("We cannot rank")


def test_pay_and_pressure_that_are_missing_are_no_figures() -> None:
    assert skill_words.describe_pay({"pay_gbp_year": None}) == "Pay: no data."
    assert skill_words.describe_pay({"pay_gbp_year": 34500.4}) == "Median pay £34,500 a year."
    assert skill_words.describe_pressure({"pressure_times": None}) == ""


def balance(*rows: dict[str, Any]) -> Balance:
    segments = pl.DataFrame(
        [("22", "further education", 900.0, "modelled", 0.0, 900.0)],
        schema=["skill_code", "supply_stream", "supply_persons", "status", "start", "end"],
        orient="row",
    )
    return Balance(gaps(*rows), segments, ())


def test_the_picture_has_a_line_between_only_where_there_is_a_gap() -> None:
    def rules(chart: Any) -> list[int]:
        return [
            len(layer["data"].get("values", [])) if "values" in layer.get("data", {}) else
            len(spec["datasets"][layer["data"]["name"]])
            for spec in [chart.to_dict()] for layer in spec["layer"]
            if layer["mark"].get("strokeWidth") == 1.5 and "x2" in layer["encoding"]
        ]  # fmt: skip

    assert rules(skill_charts.balance(balance(GAP))) == [1]
    assert rules(skill_charts.balance(balance(WITHOUT))) in ([0], [])


def test_a_row_says_how_sure_its_gap_is() -> None:
    assert skill_charts.label_row(GAP) == "Nurses and health professionals: gap +1,850"
    assert skill_charts.label_row(GAP | {"lower80": -5.0}).endswith("gap +1,850, uncertain")
    assert skill_charts.label_row(WITHOUT).endswith("supply incomplete, no gap")


@pytest.mark.parametrize(
    ("survey", "words"),
    [(41.0, "41% of residents aged 16 to 64"), (None, "33% of residents aged 16 and over")],
)
def test_shares_of_residents_say_of_which_ages(survey: float | None, words: str) -> None:
    rows = pl.DataFrame(
        {"skill_name": "Level 4 or above (degree)", "residents_share_pct": 33.0,
         "survey_share_pct": survey, "jobs_share_pct": 53.0, "difference_points": -12.0},
        schema_overrides={"survey_share_pct": pl.Float64},
    )  # fmt: skip
    assert skill_words.describe_match(rows, "Hartfield") == (
        f"Level 4 or above: {words} have it, 53% of jobs in Hartfield usually ask for it."
    )
