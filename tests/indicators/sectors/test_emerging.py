"""Emerging sectors: the badge rule, its doubt, and what never gets a badge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, NATION, made
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.indicators import EMERGING_SECTORS
from catalog.vocabulary.rounding import step_of as step
from indicators import draws
from indicators.inputs import Inputs
from indicators.sectors.badge import BADGE, NO_BADGE, RULES, assess_badges, variants
from indicators.sectors.emerging import emerging
from indicators.sectors.rounding import most_off

TWO_YEARS = {"C": [9000.0, 9000.0], "G": [21000.0, 21000.0]}


def council(c: tuple[float, float, float], g: tuple[float, float, float], **more: object) -> Inputs:
    """9,000 jobs in manufacturing and 21,000 in retail; forecasts as (mean, 80 % interval)."""
    jobs = {HERE: more.pop("jobs", TWO_YEARS), NATION: {"C": [9e4] * 2, "G": [21e4] * 2}}
    return made(jobs, [(HERE, "C", *c), (HERE, "G", *g)], **more)  # type: ignore[arg-type]


def row(held: Inputs, code: str) -> dict[str, object]:
    return check(emerging(held), EMERGING_SECTORS).filter(industry_code=code).row(0, named=True)


def test_a_sector_that_surely_outgrows_its_area_is_emerging() -> None:
    found = row(council((12000.0, 11500.0, 12500.0), (21000.0, 20500.0, 21500.0)), "C")
    assert found["badge"] == BADGE
    assert found["expected_change"] == 3000.0
    assert (found["lower80"], found["upper80"]) == (2500.0, 3500.0)
    assert found["growth_pct"] == pytest.approx(100 / 3)
    assert found["area_growth_pct"] == pytest.approx(10.0)
    assert found["change_per_1000"] == pytest.approx(100.0)
    assert found["probability_emerging"] == 1.0
    assert found["stability_pct"] == 100.0
    assert found["changes_under"] == ""


GOES_BACK = {"C": [12000.0, 9000.0], "G": [21000.0, 21000.0]}
HALF_WAY = (10200.0, 9000.0, 11500.0), (21000.0, 19000.0, 23000.0)


def test_a_figure_that_goes_back_is_no_growth_where_the_level_is_smoothed() -> None:
    from_figure = row(council(*HALF_WAY, jobs=GOES_BACK), "C")
    smoothed = row(council(*HALF_WAY, jobs=GOES_BACK, model="carried by payrolls"), "C")
    assert from_figure["expected_change"] == pytest.approx(1200.0)
    assert abs(float(str(smoothed["expected_change"]))) < 150.0


def test_a_council_ahead_of_its_nation_is_smoothed_by_the_nations_nowcast() -> None:
    held = council(*HALF_WAY, jobs=GOES_BACK, model="carried by payrolls")
    newest = (pl.col("area_code") == NATION) & (pl.col("year") == pl.col("year").max())
    nowcasts = held.sectors.filter(newest).select(
        "area_code", "sector_measure", "industry_code", "year", "value", status=pl.lit("nowcast")
    )
    behind = held.sectors.with_columns(value=pl.when(newest).then(None).otherwise("value"))
    late = row(replace(held, sectors=behind, nowcasts=nowcasts), "C")
    assert late["base_value"] == row(held, "C")["base_value"] != 9000.0


def test_growth_that_may_be_noise_is_not_distinguishable() -> None:
    found = row(council((9500.0, 8000.0, 11300.0), (21000.0, 19000.0, 23000.0)), "C")
    assert found["badge"] == NO_BADGE
    assert 0.4 < float(str(found["probability_emerging"])) < 0.8
    assert "needs 0.80" in str(found["badge_reason"])


def test_shrinking_less_than_the_area_is_not_emerging() -> None:
    found = row(council((8900.0, 8800.0, 8990.0), (15000.0, 14500.0, 15500.0)), "C")
    assert found["badge"] == NO_BADGE
    assert float(str(found["probability_emerging"])) < 0.1, "it outgrows its area, but shrinks"


def test_no_badge_rests_on_rounding_alone() -> None:
    # 1,000 jobs are rounded to 250: up to 125 more could have been there, and 1,120 is no growth.
    jobs = {"C": [1000.0, 1000.0], "G": [21000.0, 21000.0]}
    held = council((1120.0, 1115.0, 1125.0), (21000.0, 20990.0, 21010.0), jobs=jobs)
    frame = assess_badges(
        np.tile([[1120.0], [21000.0]], 10), np.array([[1000.0] * 3, [21000.0] * 3]),
        np.array([True, True]), np.array([0.1, 0.05]), RULES["jobs"],
    )  # fmt: skip
    assert frame.probability[0] == 1.0
    assert frame.badge == [NO_BADGE, NO_BADGE]
    assert row(held, "C")["badge"] == NO_BADGE


def test_few_jobs_or_a_noisy_level_have_no_badge() -> None:
    drawn = np.tile([[400.0], [21000.0]], 10)
    bases = np.array([[199.0] * 3, [21000.0] * 3])
    whole, cv = np.array([True, True]), np.array([0.1, 0.05])
    assert assess_badges(drawn, bases, whole, cv, RULES["jobs"]).badge[0] == NO_BADGE
    enough = np.array([[250.0] * 3, [21000.0] * 3])
    assert assess_badges(drawn, enough, whole, cv, RULES["jobs"]).badge[0] == BADGE
    noisy = np.array([0.2, 0.05])
    assert assess_badges(drawn, enough, whole, noisy, RULES["jobs"]).badge[0] == NO_BADGE


def test_a_sector_whose_forecast_is_too_low_is_too_low() -> None:
    whole = council((9500.0, 8000.0, 11300.0), (21000.0, 19000.0, 23000.0))
    low = pl.when(industry_code="C").then(pl.lit("partial")).otherwise("status")
    held = replace(whole, outlook=whole.outlook.with_columns(status=low))
    assert (row(held, "C")["status"], row(held, "G")["status"]) == ("partial", "modelled")


def test_what_would_change_the_answer_is_named() -> None:
    drawn = np.tile([[330.0], [21000.0]], 10)
    bases = np.array([[250.0, 250.0, 340.0], [21000.0] * 3])
    found = assess_badges(
        drawn, bases, np.array([True, True]), np.array([0.1, 0.05]), RULES["jobs"]
    )
    assert found.changes_under[0] == "at least 400 jobs; base 2 years earlier"
    every = len(variants(RULES["jobs"]))
    assert found.stability_pct[0] == pytest.approx(100 * (every - 2) / every)


def test_a_sector_without_a_base_level_is_missing_and_says_so() -> None:
    jobs = {"C": [None, None], "G": [21000.0, 21000.0]}
    found = row(council((100.0, 50.0, 150.0), (21000.0, 20000.0, 22000.0), jobs=jobs), "C")
    assert (found["status"], found["expected_change"]) == ("missing", None)
    assert found["badge_reason"] == "we have no forecast or no base level"


def test_neither_order_nor_company_changes_an_areas_answer() -> None:
    one = council((9500.0, 8000.0, 11300.0), (21000.0, 19000.0, 23000.0))
    turned = Inputs(**{**vars(one), "sectors": one.sectors.reverse(),
                       "outlook": one.outlook.reverse()})  # fmt: skip
    key = ["area_code", "sector_measure", "industry_code"]
    assert emerging(one).sort(key).equals(emerging(turned).sort(key))
    other = one.outlook.with_columns(area_code=pl.lit("E06000009"))
    joined = Inputs(**{**vars(one), "outlook": pl.concat([other, one.outlook]),
                       "areas": pl.concat([one.areas, one.areas.head(1).with_columns(
                           area_code=pl.lit("E06000009"))])})  # fmt: skip
    assert emerging(joined).filter(area_code=HERE).sort(key).equals(emerging(one).sort(key))


@given(st.floats(10.0, 1e5), st.floats(1.01, 4.0))
@settings(max_examples=25)
def test_draws_have_the_interval_that_they_were_made_from(low: float, ratio: float) -> None:
    drawn = draws.lognormal(
        np.array([low]), np.array([low * ratio]), draws.stream("area"), draws.DRAWS
    )
    found = np.log(np.array(draws.bounds(drawn))[:, 0])
    assert found == pytest.approx(np.log([low, low * ratio]), abs=0.1 * np.log(ratio) + 1e-9)


def test_figures_are_rounded_to_steps_that_grow_with_them() -> None:
    assert step(np.array([30.0, 200.0, 400.0, 900.0, 2000.0, 4000.0, 50000.0])).tolist() == [
        5, 25, 50, 100, 250, 500, 1000,
    ]  # fmt: skip
    assert most_off(np.array([30.0])).tolist() == [2.5]
