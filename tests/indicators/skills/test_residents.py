"""Who looks for work: residents by occupation times the unemployment of those who last did it."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, made, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.inputs import Inputs
from indicators.skills import pressure
from indicators.skills.occupation_frames import rank_round
from indicators.skills.occupations import CODES, MAJORS, to_majors
from indicators.skills.residents import (
    RATES_KNOWN,
    RATES_UNKNOWN,
    estimate_mix,
    estimate_seekers_mix,
)

ENGLAND, WALES, REGION = "E92000001", "W92000004", "E12000003"


def rates(area: str, by_major: dict[str, float | None], period: str = "2024") -> pl.DataFrame:
    return rows(
        "unemployment", *[(area, area, period, code, rate) for code, rate in by_major.items()]
    )


def council(*figures: pl.DataFrame) -> Inputs:
    half = rows("residents", (HERE, "2", 500.0, "occupation"), (HERE, "9", 500.0, "occupation"))
    return made(
        {HERE: {"C": [1.0]}}, residents=half,
        regions=pl.DataFrame({"area_code": [HERE], "region_code": [REGION]}),
        unemployment=pl.concat([made({HERE: {}}).unemployment, *figures]),
    )  # fmt: skip


def shares(held: Inputs) -> dict[str, float]:
    found = to_majors(estimate_seekers_mix(held, HERE).shares)
    return dict(zip(MAJORS, found.tolist(), strict=True))


def test_half_the_residents_are_professionals_and_a_fifth_of_the_jobseekers() -> None:
    low = dict.fromkeys(MAJORS, 3.0) | {"2": 2.0, "9": 8.0}
    found = shares(council(rates(ENGLAND, low)))
    professionals, elementary = 0.02 / 0.98, 0.08 / 0.92
    assert found["2"] == pytest.approx(professionals / (professionals + elementary))
    assert found["2"] == pytest.approx(0.19, abs=0.01)
    mix = estimate_seekers_mix(council(rates(ENGLAND, low)), HERE)
    assert mix.ln_sd == RATES_KNOWN
    assert "unemployment by last occupation (E92000001, 2024)" in mix.note


def test_without_rates_residents_stand_in_and_the_interval_says_so() -> None:
    held = council()
    mix = estimate_seekers_mix(held, HERE)
    np.testing.assert_array_equal(mix.shares, estimate_mix(held, HERE, "occupation").shares)
    assert mix.ln_sd == RATES_UNKNOWN > RATES_KNOWN
    assert "differs three- to fourfold" in mix.note
    assert "wardwise supply unemployment_by_occupation FILE" in mix.note


def test_the_nearest_area_counts_and_its_newest_year() -> None:
    flat = dict.fromkeys(MAJORS, 4.0)
    steep = flat | {"9": 12.0}
    nearest = council(rates(ENGLAND, flat), rates(REGION, flat, "2022"), rates(REGION, steep))
    assert shares(nearest)["9"] > 0.7
    # A region that withholds one occupation does not count.
    withheld = council(rates(ENGLAND, flat), rates(REGION, steep | {"2": None}))
    assert shares(withheld)["9"] == pytest.approx(0.5)
    assert shares(council(rates(WALES, steep)))["9"] == pytest.approx(0.5), "Wales is elsewhere"


def test_a_sub_major_groups_own_rate_comes_before_its_major_groups() -> None:
    flat = dict.fromkeys(MAJORS, 4.0)
    mix = estimate_seekers_mix(council(rates(ENGLAND, flat | {"92": 20.0})), HERE)
    plain = estimate_seekers_mix(council(rates(ENGLAND, flat)), HERE)
    place = CODES.index("92")
    assert mix.shares[place] > 1.3 * plain.shares[place]


def test_where_figures_may_be_taken_from_and_in_which_order() -> None:
    regions = pl.DataFrame(
        {"area_code": [HERE, "group", "group"], "region_code": [REGION, REGION, "E12000002"]}
    )
    assert list(rank_round(regions, HERE)) == [
        HERE, REGION, ENGLAND, "K04000001", "K03000001", "K02000001",
    ]  # fmt: skip
    assert list(rank_round(regions, "group"))[:2] == ["group", ENGLAND], "of two regions neither"
    assert WALES in rank_round(regions.clear(), "W06000001")
    assert ENGLAND not in rank_round(regions.clear(), "W06000001")


def test_pressure_of_elementary_work_falls_where_more_of_its_people_look_for_work() -> None:
    adverts = rows("adverts", *[(HERE, "2025-07", code, 100.0, "observed") for code in MAJORS])
    steep = dict.fromkeys(MAJORS, 3.0) | {"9": 9.0}
    found = {}
    for name, held in {"alike": council(), "steep": council(rates(ENGLAND, steep))}.items():
        with_adverts = Inputs(**{**vars(held), "adverts": adverts})
        frame = pressure.pressure(with_adverts, [HERE]).filter(occupation_code="9")
        found[name] = frame.row(0, named=True)
    assert found["steep"]["pressure_ln"] < found["alike"]["pressure_ln"]
    width = {name: row["upper80"] - row["lower80"] for name, row in found.items()}
    assert width["alike"] > width["steep"], "what we do not know makes it wider"


@given(st.floats(0.1, 5.0))
@settings(max_examples=15)
def test_odds_of_all_occupations_scaled_alike_change_no_share(times: float) -> None:
    odds = {code: 0.01 * (number + 1) for number, code in enumerate(MAJORS)}
    plain = {code: 100 * odd / (1 + odd) for code, odd in odds.items()}
    scaled = {code: 100 * times * odd / (1 + times * odd) for code, odd in odds.items()}
    one, other = (shares(council(rates(ENGLAND, figures))) for figures in (plain, scaled))
    assert one == pytest.approx(other)
