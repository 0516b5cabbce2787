"""Sectors now: published jobs, shares of one year, the quotient and what is beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from factory_inputs import HERE, NATION, made
from factory_sectors import FLAT, STILL, Years, jobs, units
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.sectors import SECTORS_NOW
from indicators.input_frames import PAY
from indicators.inputs import OUTLOOK, Inputs
from indicators.sectors.now import sectors_now

TWICE: Years = [20_000.0] * 6  # 20% of the area, where the nation has 10%


def now(inputs: Inputs, code: str = "C", area: str = HERE) -> dict[str, Any]:
    frame = check(sectors_now(inputs), SECTORS_NOW)
    return frame.filter(area_code=area, industry_code=code).row(0, named=True)


def test_jobs_are_the_newest_published_and_shares_those_of_that_year() -> None:
    row = now(jobs({"C": [*TWICE[:5], 21_000.0]}))
    assert (row["period"], row["jobs"], row["status"]) == ("2021", 21_000.0, "rounded")
    assert (row["share_pct"], row["nation_share_pct"]) == (21.0, 10.0)
    assert row["location_quotient"] == pytest.approx(2.1)
    assert row["quotient_lower80"] < 2.1 < row["quotient_upper80"]
    assert (row["specialised"], row["note"]) == ("more", "")


@pytest.mark.parametrize(
    ("local", "answer"), [(20e3, "more"), (10e3, "about the same"), (2e3, "less")]
)
def test_specialised_only_beyond_the_noise(local: float, answer: str) -> None:
    assert now(jobs({"C": [local] * 6}))["specialised"] == answer


def test_a_small_difference_of_a_small_sector_is_within_its_noise() -> None:
    small = now(jobs({"C": [60.0] * 6}, {"C": [50.0] * 6}, total=FLAT, nation_total=FLAT))
    assert small["specialised"] == "about the same"


def test_no_jobs_where_the_nation_has_many_is_less() -> None:
    row = now(jobs({"C": TWICE, "G": [0.0] * 6}), "G")
    assert (row["location_quotient"], row["specialised"]) == (0.0, "less")
    assert 0 == row["quotient_lower80"] < row["quotient_upper80"] < 0.01


def test_figures_of_two_years_are_not_compared() -> None:
    row = now(jobs({"C": TWICE}, {"C": [*STILL[:5], None]}, nation_total=[*FLAT[:5], None]))
    assert (row["period"], row["jobs"]) == ("2021", 20_000.0)
    assert row["location_quotient"] == pytest.approx(2.0)
    assert row["note"] == (
        "shares and location quotient are of 2020, the newest year that Great Britain has too"
    )


def test_without_a_nation_there_is_a_share_and_no_quotient() -> None:
    held = jobs({"C": TWICE})
    alone = replace(held, nation="", sectors=held.sectors.filter(area_code=HERE))
    row = now(alone)
    assert (row["share_pct"], row["location_quotient"], row["nation_name"]) == (20.0, None, "")
    assert row["note"] == "no figures of a nation for the same year, so no location quotient"


def test_without_a_total_there_is_no_share() -> None:
    row = now(jobs({"C": TWICE}, total=[None] * 6))
    assert (row["share_pct"], row["jobs"]) == (None, 20_000.0)
    assert "no figure of all jobs of the area" in row["note"]


def test_an_industry_that_lacks_the_newest_year_is_missing_and_not_zero() -> None:
    row = now(jobs({"C": TWICE, "G": [*STILL[:5], None]}), "G")
    assert (row["jobs"], row["status"], row["share_pct"]) == (None, "missing", None)
    assert row["note"] == "no figure for 2021"


def estimate(mean: float, target: int) -> pl.DataFrame:
    row = (HERE, "jobs", "C", 2021, target, mean, 18_000.0, 24_000.0, "naive", "nowcast", "",
           "Manufacturing", "section")  # fmt: skip
    return pl.DataFrame([row], schema=OUTLOOK, orient="row")


def test_our_estimate_of_now_stands_beside_the_published_figure_rounded_like_it() -> None:
    row = now(replace(jobs({"C": TWICE}), estimates=estimate(21_234.0, 2026)))
    assert row["nowcast_jobs"] == 21_000.0
    assert (row["nowcast_lower80"], row["nowcast_upper80"]) == (18_000.0, 24_000.0)
    assert row["nowcast_period"] == "2026"


def test_an_estimate_without_an_interval_is_given_none() -> None:
    bare = estimate(21_234.0, 2026).with_columns(
        lower80=pl.lit(None, pl.Float64), upper80=pl.lit(None, pl.Float64)
    )
    row = now(replace(jobs({"C": TWICE}), estimates=bare))
    assert row["nowcast_jobs"] is not None
    assert (row["nowcast_lower80"], row["nowcast_upper80"]) == (None, None)


def test_an_estimate_of_a_published_year_is_not_shown() -> None:
    row = now(replace(jobs({"C": TWICE}), estimates=estimate(21_234.0, 2021)))
    assert (row["nowcast_jobs"], row["nowcast_period"]) == (None, "")


def test_businesses_by_size_are_those_of_the_newest_year() -> None:
    known = pl.concat([units("C", 2022, 5.0, 20.0), units("C", 2023, 10.0, 25.0)])
    row = now(replace(jobs({"C": TWICE}), local_units=known))
    assert (row["large_units"], row["medium_units"], row["units_period"]) == (10.0, 25.0, "2023")
    assert (row["micro_units"], now(jobs({"C": TWICE}))["units_period"]) == (None, "")


def test_pay_is_of_the_industry_in_the_united_kingdom_and_says_so() -> None:
    pay = pl.DataFrame(
        [("C", "2022-11", 2_560.0), ("TU", "2022-11", 1_043.0)], schema=PAY, orient="row"
    )
    held = replace(jobs({"C": TWICE, "T": STILL, "G": STILL}), pay=pay)
    row = now(held)
    assert row["pay_gbp_month"] == 2_560.0
    assert row["pay_note"].endswith("in the United Kingdom, November 2022")
    assert now(held, "T")["pay_gbp_month"] == 1_043.0, "households and others are one there"
    assert (now(held, "G")["pay_gbp_month"], now(held, "G")["pay_note"]) == (
        None, "we have no data on pay by industry",
    )  # fmt: skip


def test_the_nation_is_as_specialised_as_itself() -> None:
    row = now(jobs({"C": TWICE}), area=NATION)
    assert (row["location_quotient"], row["specialised"]) == (1.0, "about the same")


@given(jobs_here=st.integers(0, 3_000), total=st.integers(3_000, 9_000))
@settings(max_examples=25)
def test_a_quotient_is_the_ratio_of_its_shares_inside_its_interval(
    jobs_here: int, total: int
) -> None:
    row = now(jobs({"C": [10.0 * jobs_here] * 6, "G": STILL}, total=[10.0 * total] * 6))
    assert row["location_quotient"] == pytest.approx(row["share_pct"] / row["nation_share_pct"])
    assert row["quotient_lower80"] <= row["location_quotient"] <= row["quotient_upper80"]
    assert 0 <= row["share_pct"] <= 100


def test_no_tables_no_rows() -> None:
    assert sectors_now(made({})).is_empty()
