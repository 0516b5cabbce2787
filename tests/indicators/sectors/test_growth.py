"""Which sectors have grown: tiers from change over noise, years that are there, and the rates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from factory_inputs import HERE, NATION, THERE, made
from factory_sectors import FLAT, GROWS, STILL, Years, jobs
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.sectors import SECTOR_GROWTH
from indicators.inputs import Inputs
from indicators.places.groups import for_group
from indicators.sectors import changes, growth, growth_record

SHRINKS: Years = [15_000.0, 15_000.0, 15_000.0, 10_000.0, 10_000.0, 10_000.0]
FEW: Years = [30.0, 35.0, 30.0, 45.0, 40.0, 35.0]
NONE: Years = [0.0] * 6


def grown(inputs: Inputs, code: str = "C", area: str = HERE) -> dict[str, Any]:
    frame = check(growth.sector_growth(inputs), SECTOR_GROWTH)
    return frame.filter(area_code=area, industry_code=code).row(0, named=True)


def test_a_change_far_beyond_its_noise_has_very_likely_happened() -> None:
    row = grown(jobs({"C": GROWS}))
    assert (row["period_from"], row["period_to"]) == ("2017 and 2018", "2020 and 2021")
    assert (row["jobs_before"], row["jobs_after"], row["change_jobs"]) == (10e3, 15e3, 5e3)
    assert row["change_pct"] == pytest.approx(50.0)
    assert (row["share_before_pct"], row["share_after_pct"]) == (10.0, 15.0)
    assert {row[f"{name}_tier"] for name in ("growth", "jobs", "share")} == {"very likely grown"}
    assert 0 < row["change_lower80"] < 5e3 < row["change_upper80"]
    assert grown(jobs({"C": SHRINKS}))["growth_tier"] == "very likely shrunk"


def test_the_rate_beside_a_tier_is_measured_and_not_the_survey_s_promise() -> None:
    row = grown(jobs({"C": GROWS}))
    stored = growth_record.read_record().filter(
        area_type="lad", industry_level="section", compared=growth_record.BOTH,
        growth_tier="very likely grown",
    ).row(0, named=True)  # fmt: skip
    assert (row["tier_rate_pct"], row["tier_cases"], row["tier_base_pct"]) == (
        stored["rate_pct"], stored["cases_count"], stored["base_pct"],
    )  # fmt: skip
    assert row["tier_rate_pct"] < 95


@pytest.mark.parametrize("years", [STILL, FEW])
def test_no_change_and_a_change_within_noise_are_too_close_to_call(years: Years) -> None:
    assert grown(jobs({"C": years}))["growth_tier"] == "too close to call"


def test_jobs_that_grow_while_their_share_falls_are_no_growth_of_the_sector() -> None:
    total: Years = [100e3, 100e3, 100e3, 300e3, 300e3, 300e3]
    row = grown(jobs({"C": GROWS}, total=total))
    assert row["jobs_tier"] == "very likely grown"
    assert row["share_tier"] == "very likely shrunk"
    assert row["growth_tier"] == "too close to call"


def partial_in(inputs: Inputs, years: Collection[int], code: str = "C") -> Inputs:
    """The inputs with a part of HERE missing from its figures of these years."""
    lacks = (pl.col("area_code") == HERE) & (pl.col("industry_code") == code)
    status = pl.when(lacks & pl.col("year").is_in(list(years))).then(pl.lit("partial"))
    return replace(
        inputs, sectors=inputs.sectors.with_columns(status=status.otherwise(pl.col("status")))
    )


@pytest.mark.parametrize("years", [{2017, 2018}, {2018}, {2020, 2021}, {2021}])
def test_a_part_that_is_missing_in_some_years_alone_is_no_change(years: set[int]) -> None:
    row = grown(partial_in(jobs({"C": GROWS}), years))
    assert (row["change_jobs"], row["share_after_pct"], row["status"]) == (None, None, "missing")
    assert {row[f"{name}_tier"] for name in ("growth", "jobs", "share")} == {""}
    assert "so they cannot be compared" in row["note"]


def test_a_part_that_is_missing_in_every_year_leaves_a_partial_change() -> None:
    row = grown(partial_in(jobs({"C": GROWS}), {2017, 2018, 2020, 2021}))
    assert (row["change_jobs"], row["status"]) == (5e3, "partial")


def test_a_total_that_lacks_a_part_in_some_years_gives_no_share() -> None:
    row = grown(partial_in(jobs({"C": GROWS}), {2021}, "total"))
    assert (row["change_jobs"], row["share_after_pct"], row["growth_tier"]) == (5e3, None, "")
    assert "that can be compared" in row["note"]


def test_the_nation_is_compared_over_the_same_years() -> None:
    there: Years = [1e6, 1e6, 1e6, 1.1e6, 1.1e6, 1.1e6]
    row = grown(jobs({"C": GROWS}, {"C": there}, nation_total=[1e7] * 6))
    assert row["nation_name"] == "Great Britain"
    assert row["nation_change_pct"] == pytest.approx(10.0)
    assert grown(jobs({"C": GROWS}), area=NATION)["tier_rate_pct"] is None, "none is measured"


def test_where_the_nation_lacks_a_year_its_change_is_missing_and_said() -> None:
    there: Years = [1e6, 1e6, 1e6, 1.1e6, 1.1e6, None]
    row = grown(jobs({"C": GROWS}, {"C": there}))
    assert row["nation_change_pct"] is None
    assert "no figures for Great Britain in these years" in row["note"]
    assert row["growth_tier"] == "very likely grown"


def test_pairs_two_years_apart_are_taken_where_there_are_no_others() -> None:
    row = grown(jobs({"C": GROWS[2:]}, total=FLAT[:4], nation_total=FLAT[:4], first_year=2018))
    assert (row["period_from"], row["period_to"]) == ("2018 and 2019", "2020 and 2021")


@pytest.mark.parametrize(
    ("years", "why"),
    [
        ([10e3, 10e3, 10e3, None, None, 15e3], "two pairs of years"),
        ([None, None, None, 10e3, 15e3, 15e3], "two pairs of years"),
    ],
)
def test_without_two_pairs_of_years_there_is_no_answer(years: Years, why: str) -> None:
    row = grown(jobs({"C": years}, total=years, nation_total=FLAT))
    assert (row["status"], row["change_jobs"], row["growth_tier"]) == ("missing", None, "")
    assert why in row["note"]


def test_a_year_that_is_not_published_is_never_read_as_zero() -> None:
    gap: Years = [10e3, 10e3, None, 15e3, 15e3, 15e3]
    row = grown(jobs({"C": gap, "G": STILL}))
    assert (row["status"], row["change_jobs"]) == ("missing", None)
    assert row["note"] == "no figure for all of 2017 and 2018 and 2020 and 2021"
    assert grown(jobs({"C": gap, "G": STILL}), "G")["status"] == "estimated"


def test_a_year_of_nothing_but_zeros_is_a_missing_year() -> None:
    zeros: Years = [10e3, 10e3, 10e3, 15e3, 15e3, 0.0]
    row = grown(jobs({"C": zeros, "G": [*STILL[:5], 0.0]}))
    assert row["period_to"] == "2019 and 2020"
    assert row["jobs_after"] == 15e3


def test_a_sector_without_jobs_has_no_tier_and_says_so() -> None:
    row = grown(jobs({"C": GROWS, "T": NONE}), "T")
    assert (row["growth_tier"], row["change_jobs"], row["change_pct"]) == ("", 0.0, None)
    assert row["note"] == "no jobs here in these years"


def test_without_a_total_there_is_no_share_and_no_headline() -> None:
    row = grown(jobs({"C": GROWS}, total=[None] * 6))
    assert (row["jobs_tier"], row["share_tier"], row["growth_tier"]) == (
        "very likely grown", "", "",
    )  # fmt: skip
    assert "no figures of all jobs that can be compared" in row["note"]


def test_our_own_estimates_are_no_published_years() -> None:
    held = jobs({"C": GROWS})
    is_newest = pl.col("year") == 2021
    status = pl.when(is_newest).then(pl.lit("nowcast")).otherwise("status")
    held = replace(held, sectors=held.sectors.with_columns(status=status))
    assert grown(held)["period_to"] == "2019 and 2020"


def test_an_area_without_all_jobs_has_its_employees_and_says_so() -> None:
    held = jobs({"C": GROWS})
    only = replace(
        held, employees=held.sectors, sectors=held.sectors.filter(area_code=NATION)
    )  # fmt: skip
    row = grown(only)
    assert row["growth_tier"] == "very likely grown"
    assert row["note"].startswith("employees only")
    both = growth.sector_growth(replace(held, employees=held.sectors))
    assert both.equals(growth.sector_growth(held)), "all jobs go first"


def test_a_group_is_judged_as_one_place() -> None:
    one = jobs({"C": GROWS})
    other = made({THERE: {"C": GROWS, "total": FLAT}}, first_year=2016)
    level = pl.when(pl.col("industry_code") == "total").then(pl.lit("total"))
    second = other.sectors.with_columns(industry_level=level.otherwise("industry_level"))
    both = replace(one, areas=pl.concat([one.areas, other.areas]),
                   sectors=pl.concat([one.sectors, second]))  # fmt: skip
    row = grown(for_group(both, [HERE, THERE], "group", "The two"), area="group")
    assert (row["jobs_before"], row["jobs_after"]) == (20e3, 30e3)
    assert (row["growth_tier"], row["tier_rate_pct"]) == (
        "very likely grown", grown(one)["tier_rate_pct"],
    )  # fmt: skip


def test_a_group_of_which_one_member_has_only_employees_is_judged_by_employees() -> None:
    one = jobs({"C": GROWS})
    here = one.sectors.filter(area_code=HERE)
    there = here.with_columns(area_code=pl.lit(THERE))
    both = replace(
        one, employees=pl.concat([one.sectors, there]),
        areas=pl.concat([one.areas, one.areas.filter(area_code=HERE).with_columns(
            area_code=pl.lit(THERE), area_name=pl.lit("Milton"))]),
    )  # fmt: skip
    row = grown(for_group(both, [HERE, THERE], "group", "The two"), area="group")
    assert (row["jobs_before"], row["jobs_after"]) == (20e3, 30e3)
    assert row["note"].startswith("employees only")


SERIES = st.lists(st.integers(1, 400), min_size=6, max_size=6).map(
    lambda values: [100.0 * value for value in values]
)


@given(local=SERIES, total=SERIES, factor=st.sampled_from([2.0, 5.0, 10.0]))
@settings(max_examples=25)
def test_more_of_everything_leaves_shares_and_their_direction_as_they_were(
    local: list[float], total: list[float], factor: float
) -> None:
    one = grown(jobs({"C": local}, total=[value + 40_000.0 for value in total]))
    more = grown(jobs({"C": [factor * value for value in local]},
                      total=[factor * (value + 40_000.0) for value in total]))  # fmt: skip
    for moment in ("before", "after"):
        assert more[f"share_{moment}_pct"] == pytest.approx(one[f"share_{moment}_pct"])
    words = {row["share_tier"].split()[-1] for row in (one, more)}
    assert words != {"grown", "shrunk"}


PAIR = st.tuples(st.integers(1, 400), st.integers(1, 400)).map(
    lambda pair: [100.0 * value for value in pair]
)


@given(before=PAIR, after=PAIR)
@settings(max_examples=25)
def test_the_opposite_change_has_the_opposite_tier(before: list[float], after: list[float]) -> None:
    one, other = (
        grown(jobs({"C": [500.0, *first, 500.0, *last]}))
        for first, last in ((before, after), (after, before))
    )
    opposite = {"grown": "shrunk", "shrunk": "grown", "call": "call"}
    for name in ("jobs_tier", "share_tier", "growth_tier"):
        assert opposite[one[name].split()[-1]] == other[name].split()[-1]
        assert ("very" in one[name]) == ("very" in other[name])


@given(seed=st.integers(0, 100))
@settings(max_examples=10)
def test_the_order_of_rows_and_the_company_do_not_matter(seed: int) -> None:
    one = jobs({"C": GROWS, "G": SHRINKS})
    turned = replace(one, sectors=one.sectors.sample(fraction=1.0, shuffle=True, seed=seed))
    key = list(SECTOR_GROWTH.key)
    assert growth.sector_growth(turned).sort(key).equals(growth.sector_growth(one).sort(key))


def test_no_tables_no_rows() -> None:
    assert growth.sector_growth(made({})).is_empty()


def test_pairs_of_years_are_neighbours_and_their_starts_two_or_three_years_apart() -> None:
    cells = changes.observed_jobs(jobs({"C": [1e3, 1e3, None, 1e3, 1e3, 1e3]},
                                       total=[9e3, 9e3, None, 9e3, 9e3, 9e3]).sectors)  # fmt: skip
    spans = changes.list_spans(cells).filter(area_code=HERE).sort("before_year")
    assert spans.select("before_year", "after_year").rows() == [(2016, 2019)]
