"""Published figures, estimates of the time since, and forecasts are never taken for each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from presentation import charts, forecast_words

NOW: dict[str, Any] = {
    "family": "gva_section", "horizon": 0, "period": "2026", "origin_period": "2024",
    "known_to": "2026-05", "model": "carried by output", "mean": 9_120.0, "lower80": 8_900.0,
    "upper80": 9_400.0,
}  # fmt: skip
SKILL: dict[str, Any] = {
    "skill_pct": 3.24, "skill_lower95_pct": 0.35, "skill_upper95_pct": 5.7, "yardstick": "naive",
    "area_type": "lad", "areas_count": 61, "origins_count": 6,
}  # fmt: skip


def test_each_figure_says_what_it_is() -> None:
    frame = pl.DataFrame({"horizon": [None, -1, 0, 1]}, schema={"horizon": pl.Int32})
    assert frame.select(forecast_words.name_kind())["kind"].to_list() == [
        "Published", "Our estimate (already past)", "Our estimate (now)", "Forecast",
    ]  # fmt: skip


def test_now_is_the_newest_period_that_has_begun_and_has_a_figure() -> None:
    frame = pl.DataFrame({"horizon": [1, 0, -1, -2], "mean": [4.0, None, 2.0, 1.0]})
    found = forecast_words.find_now(frame)
    assert found is not None
    assert found["mean"] == 2.0
    assert forecast_words.find_now(frame.filter(pl.col("horizon") > 0)) is None


def test_an_estimate_of_now_says_from_when_to_when_and_by_what() -> None:
    assert forecast_words.describe_now(NOW, "£9,120 million") == (
        "now about £9,120 million (our estimate, carried from 2024 to May 2026 by the published "
        "output of industries; 80% interval 8,900 to 9,400)"
    )
    alone = NOW | {"model": "towards last year", "known_to": "", "origin_period": "2026-07"}
    words = forecast_words.describe_now(alone, "9,120")
    assert "(our estimate, from the last published figure, July 2026; 80% interval" in words
    past = NOW | {"horizon": -1, "period": "2025"}
    assert forecast_words.describe_now(past, "9,120").startswith(
        "in 2025 about 9,120 (our estimate"
    )


def test_an_end_counts_from_now_and_not_from_the_data() -> None:
    end = NOW | {"horizon": 3, "period": "2029"}
    assert forecast_words.describe_end(end, "£9,120 million") == (
        "in 2029, three years from now, about £9,120 million (80% interval 8,900 to 9,400)"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "3.2% better than repeating the last figure (95% interval 0.3% to 5.7%), on 61 "
             "councils from 6 past dates"),
        ({"skill_lower95_pct": -1.0}, "3.2% better than repeating the last figure (95% interval "
         "\N{MINUS SIGN}1.0% to 5.7%), on 61 councils from 6 past dates"),
        ({"skill_pct": -1.7, "skill_lower95_pct": None},
         "1.7% worse than repeating the last figure, on 61 councils from 6 past dates"),
        ({"skill_pct": 0.01, "skill_lower95_pct": None, "yardstick": "drift"},
         "the same as carrying on the average change so far, on 61 councils from 6 past dates"),
        ({"areas_count": 1, "origins_count": 1, "skill_lower95_pct": None, "area_type": "region"},
         "3.2% better than repeating the last figure, on 1 region from 1 past date"),
    ],
)  # fmt: skip
def test_losses_are_said_as_plainly_as_wins(changed: dict[str, Any], words: str) -> None:
    assert forecast_words.describe_skill(SKILL | changed) == words


def rows(horizons: list[int]) -> pl.DataFrame:
    years = [2022 + at for at in range(len(horizons))]
    bounds = {name: [5.0] * len(years) for name in ("lower80", "upper80", "lower95", "upper95")}
    return pl.DataFrame({
        "period": [str(year) for year in years],
        "period_end": [date(year, 12, 31) for year in years],
        "horizon": horizons, "mean": [6.0] * len(years), **bounds,
    })  # fmt: skip


PAST = pl.DataFrame({"period": ["2021"], "period_end": [date(2021, 12, 31)], "value": [5.0]})


@pytest.mark.parametrize(
    ("horizons", "shown"),
    [
        ([-1, 0, 1], {charts.SOLID, charts.DOTTED, charts.DASHED}),
        ([1, 2], {charts.SOLID, charts.DASHED}),
        ([-1, 0], {charts.SOLID, charts.DOTTED}),
    ],
)
def test_a_chart_draws_each_part_in_its_own_way_and_names_no_other(
    horizons: list[int], shown: set[str]
) -> None:
    chart = charts.forecast(rows(horizons), PAST, "jobs").to_dict(validate=False)
    lines = [layer for layer in chart["layer"] if layer["mark"]["type"] == "line"]
    assert len({tuple(layer["mark"]["strokeDash"]) for layer in lines}) == len(shown)
    legend = lines[0]["encoding"]["color"]["scale"]["domain"]
    assert set(legend) == shown | {"80% interval", "95% interval"}


def test_lines_follow_on_each_other_and_marks_are_of_their_own_part() -> None:
    chart = charts.forecast(rows([0, 1]), PAST, "jobs").to_dict(validate=False)
    data = chart["datasets"]
    parts = {
        layer["mark"]["type"]: []  # type: ignore[var-annotated]
        for layer in chart["layer"]
    }
    for layer in chart["layer"]:
        periods = [row["period"] for row in data[layer["data"]["name"]]]
        parts[layer["mark"]["type"]].append(periods)
    assert parts["line"] == [["2021"], ["2021", "2022"], ["2022", "2023"]]
    assert parts["point"] == [["2021"], ["2022"], ["2023"]]
