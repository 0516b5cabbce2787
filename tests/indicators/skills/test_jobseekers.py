"""What is taken of the tables: residents by level, achievements of one year, real GVA."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, THERE, made, rows
from factory_ward_inputs import frame

from catalog.tables import TABLES
from catalog.vocabulary.periods import month_before
from indicators import inputs
from indicators.sectors.smoothing import base_levels
from indicators.skills import jobseekers
from indicators.skills.qualifications import LEVEL_4_5_OF_4_PLUS, LEVEL_CODES
from indicators.skills.residents import estimate_mix

Achieved = tuple[str, str, float | None]  # year, measure, count


def totals(*found: Achieved) -> pl.DataFrame:
    return rows(
        "achievements_all",
        *[(HERE, of, "total", "total", count, year, "rounded") for year, of, count in found],
    )


@pytest.mark.parametrize(
    ("found", "year"),
    [
        ([("2022-23", "aims", 9.0), ("2022-23", "learners", 5.0), ("2023-24", "aims", 8.0)],
         "2022-23"),
        ([("2022-23", "aims", 9.0), ("2022-23", "learners", 5.0), ("2023-24", "aims", 8.0),
          ("2023-24", "learners", None)], "2022-23"),
        ([("2022-23", "aims", 9.0), ("2022-23", "learners", 5.0), ("2023-24", "aims", 8.0),
          ("2023-24", "learners", 4.0)], "2023-24"),
        ([("2022-23", "aims", 9.0), ("2023-24", "aims", 8.0)], "2023-24"),
    ],
)  # fmt: skip
def test_achievements_are_all_of_the_newest_year_with_both_totals(
    found: list[Achieved], year: str
) -> None:
    assert jobseekers.achievements(totals(*found))["period"].unique().to_list() == [year]


def test_residents_by_level_count_each_census_category_once() -> None:
    counts = {"none": 10.0, "1": 10.0, "2": 20.0, "apprenticeship": 5.0, "3": 15.0, "4": 40.0}
    held = made(
        {HERE: {"C": [1.0]}},
        residents=rows("residents", *[(HERE, k, v, "qualification") for k, v in counts.items()]),
    )
    shares = dict(zip(LEVEL_CODES, estimate_mix(held, HERE, "qualification").shares, strict=True))
    assert shares == pytest.approx(
        {"below 2": 0.2, "2": 0.2, "3": 0.2, "4-5": 0.4 * LEVEL_4_5_OF_4_PLUS,
         "6+": 0.4 * (1 - LEVEL_4_5_OF_4_PLUS)}
    )  # fmt: skip


def test_without_residents_the_nations_mix_stands_in_and_says_so() -> None:
    mix = estimate_mix(made({HERE: {"C": [1.0]}}), HERE, "occupation")
    assert mix.shares.sum() == pytest.approx(1.0)
    assert "no data on residents" in mix.note


def claimed(area: str, last: str, months: int) -> list[tuple[object, ...]]:
    return [(area, "claimants", month_before(last, n), 10.0 + n, "rounded") for n in range(months)]


def test_places_are_compared_by_claimants_of_the_same_twelve_months() -> None:
    found = rows("seekers", *claimed(HERE, "2026-03", 15), *claimed(THERE, "2026-01", 12))
    alike = jobseekers.claimants_alike(found, [HERE, THERE])
    # Both have the year to January 2026, which is not the newest that one of them has.
    assert dict(alike.iter_rows()) == {
        HERE: pytest.approx(np.mean([10 + n for n in range(2, 14)])),
        THERE: pytest.approx(np.mean([10 + n for n in range(12)])),
    }
    assert jobseekers.claimants_alike(found, []).is_empty()


def test_gva_is_the_one_at_constant_prices() -> None:
    like = {"area_code": HERE, "area_name": "Hartfield", "industry_code": "C", "period": "2023",
            "industry_name": "Manufacturing", "industry_level": "section"}  # fmt: skip
    held = {name: TABLES[name].empty() for name in inputs.READS}
    held["gva"] = frame(
        "gva",
        [
            {**like, "price_basis": basis, "gva_gbp_m": value, "status": "estimated"}
            for basis, value in (("constant", 100.0), ("current", 120.0))
        ],
    )
    found = inputs.build_inputs(held).sectors
    assert found.select("sector_measure", "year", "value").rows() == [("real_gva", 2023, 100.0)]


def test_without_the_nation_a_level_is_the_value_itself() -> None:
    held = made({HERE: {"C": [100.0, 300.0]}})
    assert base_levels(held.sectors, "")["level"].to_list() == [100.0, 300.0]
