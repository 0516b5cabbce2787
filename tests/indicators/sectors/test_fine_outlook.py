"""The outlook of a class: ranks of what is known of it in the nation, at the time, and no later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from factory_fine import AROUND, inputs_of, row, table
from factory_inputs import NATION
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from indicators.inputs import Inputs
from indicators.sectors import fine_outlook, fine_record
from indicators.sectors.fine_sectors import fine_sectors

CODES = [f"{100 + 10 * n}" for n in range(1, 11)]  # ten groups of the nation, 110 to 200
YEAR = 2021


def by_year(name: str, growth: dict[str, float], years: range) -> pl.DataFrame:
    """Figures that grow at a rate of their own, from 1,000 in the first year."""
    return pl.DataFrame(
        [
            ("group", code, year, 1000.0 * (1 + rate) ** (year - years[0]))
            for code, rate in growth.items()
            for year in years
        ],
        schema={"industry_level": pl.String, "industry_code": pl.String, "year": pl.Int32,
                name: pl.Float64}, orient="row",
    )  # fmt: skip


def births(rates: dict[str, float], years: range) -> pl.DataFrame:
    return pl.DataFrame(
        [(code, year, 100 * rate, 100.0) for code, rate in rates.items() for year in years],
        schema={"industry_code": pl.String, "year": pl.Int32, "births": pl.Float64,
                "active": pl.Float64}, orient="row",
    )  # fmt: skip


RISING = {code: n / 100 for n, code in enumerate(CODES)}
JOBS = by_year("jobs", RISING, range(2015, 2024))
ENTERPRISES = by_year("enterprises_count", RISING, range(2016, 2024))
BIRTHS = births(RISING, range(2019, 2024))


def tiers(frame: pl.DataFrame) -> dict[str, str]:
    return dict(frame.select("industry_code", "carriers_tier").iter_rows())


def test_the_fifth_with_the_highest_mean_rank_is_stronger_and_the_lowest_weaker() -> None:
    found = fine_outlook.carriers(JOBS, ENTERPRISES, BIRTHS, YEAR)
    assert tiers(found) == {
        code: "weaker" if n < 2 else "stronger" if n > 7 else "middling"
        for n, code in enumerate(CODES)
    }
    last = found.filter(industry_code=CODES[-1]).row(0, named=True)
    assert last["enterprise_growth"] == pytest.approx(0.086178, abs=1e-5)  # ln 1.09
    assert last["birth_rate"] == pytest.approx(0.09)


def test_nothing_later_than_the_year_is_looked_at() -> None:
    late = pl.col("year") > YEAR
    spoilt = [
        frame.with_columns(pl.when(late).then(value).otherwise(pl.col(name)).alias(name))
        for frame, name, value in (
            (JOBS, "jobs", 1.0), (ENTERPRISES, "enterprises_count", 9e9), (BIRTHS, "births", 50.0),
        )
    ]  # fmt: skip
    assert_frame_equal(
        fine_outlook.carriers(*spoilt, YEAR),
        fine_outlook.carriers(JOBS, ENTERPRISES, BIRTHS, YEAR),
    )


def test_a_class_of_which_only_one_thing_is_known_has_no_outlook() -> None:
    known = pl.col("industry_code") != CODES[0]
    one = fine_outlook.carriers(JOBS, ENTERPRISES.filter(known), BIRTHS.filter(known), YEAR)
    assert tiers(one)[CODES[0]] == ""
    two = fine_outlook.carriers(JOBS, ENTERPRISES.filter(known), BIRTHS, YEAR)
    assert tiers(two)[CODES[0]] == "weaker"


def test_births_of_long_ago_are_not_used() -> None:
    old = fine_outlook.carriers(JOBS, ENTERPRISES, births(RISING, range(2010, 2019)), YEAR)
    assert old["birth_rate"].null_count() == old.height


def test_farms_and_households_have_no_outlook() -> None:
    jobs = pl.concat([JOBS, by_year("jobs", {"016": 0.5, "970": 0.5}, range(2015, 2022))])
    found = fine_outlook.carriers(jobs, ENTERPRISES, BIRTHS, YEAR)
    assert set(found["industry_code"]) == set(CODES)


@settings(max_examples=30)
@given(st.permutations(CODES), st.floats(0.1, 10))
def test_order_and_scale_change_nothing(order: list[str], scale: float) -> None:
    place = pl.DataFrame({"industry_code": order, "place": range(len(order))})
    mixed = JOBS.join(place, on="industry_code").sort("place").drop("place")
    scaled = mixed.with_columns(pl.col("jobs") * scale)
    found = fine_outlook.carriers(scaled, ENTERPRISES, BIRTHS, YEAR)
    assert tiers(found) == tiers(fine_outlook.carriers(JOBS, ENTERPRISES, BIRTHS, YEAR))


def whole(jobs: dict[str, float]) -> Inputs:
    """Inputs with these jobs in the area round the council, and the nation's growth of above."""
    nation = {
        code: [1000.0 * (1 + rate) ** n for n in range(7)] for code, rate in RISING.items()
    }  # fmt: skip
    local = {code: [jobs.get(code, 300.0)] * 7 for code in CODES}
    units = [
        {"area_code": NATION, "area_type": "country", "period": str(year),
         "period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "industry_code": code,
         "industry_level": "group", "size_band": "total",
         "business_units": 1000.0 * (1 + rate) ** (year - 2015), "status": "rounded"}
        for code, rate in RISING.items() for year in range(2019, 2022)
    ]  # fmt: skip
    events = [
        {"area_code": "K02000001", "area_type": "country", "period": "2021",
         "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31), "industry_code": code,
         "industry_level": "group", "event": event, "enterprises_count": count, "status": "rounded"}
        for code, rate in RISING.items()
        for event, count in (("births", 1000 * rate), ("active", 1000.0))
    ]  # fmt: skip
    inputs = inputs_of(
        {AROUND: local, NATION: nation},
        enterprises_fine=table("enterprises_fine", units),
        business_demography_fine=table("business_demography_fine", events),
    )
    # Seven years from 2018 on; the enterprises are of 2019 to 2021.
    shifted = inputs.jobs_fine.with_columns(
        (pl.col("period").cast(pl.Int32) - 3).cast(pl.String).alias("period")
    )
    return replace(inputs, jobs_fine=shifted)


def test_ranks_are_of_classes_that_are_large_enough_and_come_with_their_record() -> None:
    found = fine_sectors(whole({CODES[-1]: 150.0}))
    first = row(found, CODES[-2])
    assert (first["carriers_rank"], first["carriers_tier"]) == (1, "stronger")
    rates = fine_record.hit_rates().filter(industry_level="group").row(0)[1:]
    assert (first["carriers_hit_pct"], first["carriers_base_pct"]) == rates
    small = row(found, CODES[-1])
    assert (small["carriers_rank"], small["carriers_tier"], small["carriers_hit_pct"]) == (
        None, "", None,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["enterprises_fine", "business_demography_fine"])
def test_without_one_of_its_tables_there_is_no_outlook(name: str) -> None:
    inputs = whole({})
    assert (fine_sectors(inputs)["carriers_tier"] != "").any()
    without = replace(inputs, **{name: getattr(inputs, name).clear()})
    assert (fine_sectors(without)["carriers_tier"] == "").all()
