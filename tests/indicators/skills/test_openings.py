"""Openings: a council of two sectors and three occupations, followed on paper."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, made, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.indicators import SKILLS_NEEDS, SKILLS_OPENINGS
from indicators.skills import openings
from indicators.skills.industry_mix import SECTIONS, national_matrix
from indicators.skills.occupation_matrix import projected
from indicators.skills.occupations import CODES

# Of manufacturing 40 % are managers (11), 60 % operatives (81); of retail 10 % and 90 % sales (71).
MATRIX = np.zeros((26, 21))
MATRIX[:, :] = 1.0 / 26
MATRIX[:, SECTIONS.index("C")] = [{"11": 0.4, "81": 0.6}.get(code, 0.0) for code in CODES]
MATRIX[:, SECTIONS.index("G")] = [{"11": 0.1, "71": 0.9}.get(code, 0.0) for code in CODES]


def sections(c: float, g: float, spread: float = 0.0) -> pl.DataFrame:
    """1,000 jobs in manufacturing and 500 in retail, and what is expected in three years."""
    return pl.DataFrame(
        {
            "industry_code": ["C", "G"], "industry_name": ["Manufacturing", "Retail"],
            "base": [1000.0, 500.0], "mean": [c, g],
            "lower80": [c - spread, g - spread], "upper80": [c + spread, g + spread],
            "base_year": [2024, 2024], "target_year": [2027, 2027],
            "status": ["modelled", "modelled"],
        }
    )  # fmt: skip


def by_code(values: np.ndarray) -> dict[str, float]:
    return {code: float(value) for code, value in zip(CODES, values, strict=True) if value}


def test_a_small_council_on_paper() -> None:
    found = openings.compute_openings(HERE, sections(1150.0, 500.0), MATRIX)
    # Managers: 40 % of 1,000 and 10 % of 500; operatives 60 % of 1,000; sales 90 % of 500.
    assert by_code(found.jobs) == pytest.approx({"11": 450.0, "81": 600.0, "71": 450.0})
    # 2.74 %, 2.56 % and 2.39 % of them leave work for good each year.
    assert by_code(found.replacement) == pytest.approx(
        {"11": 12.33, "81": 15.36, "71": 10.755}, abs=0.001
    )
    # In three years managers' weight grows by (7.38 / 7.04) ^ 0.3, operatives' falls by
    # (2.23 / 2.38) ^ 0.3, sales' by (5.11 / 5.60) ^ 0.3; then shares sum to one again.
    up, down, sales = (7.38 / 7.04) ** 0.3, (2.23 / 2.38) ** 0.3, (5.11 / 5.60) ** 0.3
    managers_c = 0.4 * up / (0.4 * up + 0.6 * down)
    managers_g = 0.1 * up / (0.1 * up + 0.9 * sales)
    assert by_code(found.growth) == pytest.approx(
        {
            "11": (1150 * managers_c + 500 * managers_g - 450) / 3,
            "81": (1150 * (1 - managers_c) - 600) / 3,
            "71": (500 * (1 - managers_g) - 450) / 3,
        }
    )
    # What the occupations grow by is what the sectors grow by: 150 jobs in three years.
    assert found.growth.sum() == pytest.approx(50.0)


def test_needs_by_sector_add_up_to_the_openings() -> None:
    held = made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1100.0, 1000.0, 1200.0), (HERE, "G", 450.0, 400.0, 600.0)],
    )
    found = list(openings.all_openings(held))
    needs = check(openings.needs(held, found), SKILLS_NEEDS)
    assert needs.height == 26 * 2
    whole = needs.group_by("occupation_code").agg(pl.col("openings_persons", "jobs").sum())
    for code, wanted, jobs in whole.iter_rows():
        place = CODES.index(code)
        assert wanted == pytest.approx(found[0].growth[place] + found[0].replacement[place])
        assert jobs == pytest.approx(found[0].jobs[place])
    told = dict(needs.select("industry_code", "strategy_sectors").iter_rows())
    assert told["G"] == "none"
    assert told["C"].startswith("in part: Advanced Manufacturing")


def test_by_qualification_openings_add_up_to_those_by_occupation() -> None:
    found = openings.compute_openings(HERE, sections(1150.0, 450.0, 60.0), national_matrix())
    whole = [part.sum(axis=0) for part in found.by_skill_kind(openings.OCCUPATION)]
    held = [part.sum(axis=0) for part in found.by_skill_kind(openings.QUALIFICATION)]
    for one, other in zip(whole, held, strict=True):
        np.testing.assert_allclose(one, other)


def test_draws_centre_on_the_point_and_widen_with_the_forecast() -> None:
    narrow = openings.compute_openings(HERE, sections(1000.0, 500.0, 1.0), national_matrix())
    wide = openings.compute_openings(HERE, sections(1000.0, 500.0, 400.0), national_matrix())
    total = (narrow.growth + narrow.replacement).sum()
    assert np.median(narrow.drawn.sum(axis=0)) == pytest.approx(total, abs=3.0)
    assert np.ptp(wide.drawn.sum(axis=0)) > 20 * np.ptp(narrow.drawn.sum(axis=0))


def test_openings_of_part_of_the_sectors_are_partial() -> None:
    held = made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1100.0, 1000.0, 1200.0), (HERE, "G", 500.0, 400.0, 600.0)],
    )
    found = list(openings.all_openings(held))
    frame = check(openings.rows(held, found), SKILLS_OPENINGS)
    assert frame.height == 26 + 5
    assert frame["status"].unique().to_list() == ["partial"]
    assert frame.select("base_period", "target_period").row(0) == ("2020", "2023")


def test_openings_of_sectors_that_are_too_low_are_partial_and_say_of_which_sector() -> None:
    status = pl.when(industry_code="G").then(pl.lit("partial")).otherwise(pl.lit("modelled"))
    found = openings.compute_openings(
        HERE, sections(1150.0, 450.0).with_columns(status=status), national_matrix()
    )
    assert (found.status, found.statuses) == ("partial", ("modelled", "partial"))
    whole = sections(1150.0, 450.0)
    codes = sorted(openings.WHOLE)
    every = pl.concat([whole.head(1).with_columns(industry_code=pl.lit(c)) for c in codes])
    low = pl.when(industry_code="Q").then(pl.lit("partial")).otherwise("status")
    assert openings.compute_openings(HERE, every, national_matrix()).status == "modelled"
    short = every.with_columns(status=low)
    assert openings.compute_openings(HERE, short, national_matrix()).status == "partial"


def test_an_area_without_a_base_level_has_no_openings() -> None:
    held = made({HERE: {"C": [None]}}, [(HERE, "C", 1100.0, 1000.0, 1200.0)])
    assert list(openings.all_openings(held)) == []


@given(st.floats(0.0, 20.0))
@settings(max_examples=20)
def test_shares_of_occupations_sum_to_one_however_far_ahead(years: float) -> None:
    np.testing.assert_allclose(projected(national_matrix(), years).sum(axis=0), 1.0)


def test_growth_counts_from_our_estimate_of_now_where_every_sector_has_one() -> None:
    def nowcasts(*sectors: str) -> pl.DataFrame:
        return rows(
            "nowcasts",
            *[(HERE, "jobs", code, year, value, "nowcast")
              for code in sectors for year, value in ((2021, 1.0), (2022, 1200.0))],
        )  # fmt: skip

    forecast = [(HERE, "C", 1100.0, 1000.0, 1200.0), (HERE, "G", 500.0, 400.0, 600.0)]
    jobs = {HERE: {"C": [1000.0], "G": [500.0]}}
    (both,) = openings.all_openings(made(jobs, forecast, nowcasts=nowcasts("C", "G")))
    assert (both.base_period, both.target_period) == ("2022", "2023")
    assert both.jobs.sum() == pytest.approx(2400.0)
    assert both.growth.sum() == pytest.approx(1600.0 - 2400.0), "a fall of 800 in one year"
    # Jobs of one year and of another are not added up.
    (one,) = openings.all_openings(made(jobs, forecast, nowcasts=nowcasts("C")))
    assert (one.base_period, one.jobs.sum()) == ("2020", pytest.approx(1500.0))
