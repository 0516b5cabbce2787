"""Ward views: parts add up to the council, and what is not known stays unknown."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from factory_ward_inputs import CENSUS, census, frame, inputs, measure
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from catalog.schema import check
from catalog.tables import TABLES
from catalog.tables.indicators import WARD_EXPOSURE, WARD_SECTOR_JOBS
from indicators.places import ward_views
from indicators.skills.occupations import MAJORS


def pressed(values: dict[str, float | None], status: str = "estimated") -> pl.DataFrame:
    """Rows of `skills_pressure` of the council, bounds 0.1 to either side."""
    return frame(
        "skills_pressure",
        [
            {
                "area_code": "C", "occupation_code": code, "period": "2025-07",
                "months_count": 1, "pressure_ln": value,
                "lower80": None if value is None else value - 0.1,
                "upper80": None if value is None else value + 0.1,
                "status": status if value is None else "estimated",
            }
            for code, value in values.items()
        ],
    )  # fmt: skip


def sector_jobs(values: dict[str, float | None]) -> list[dict[str, Any]]:
    return [measure(ward, "jobs_section_f", jobs) for ward, jobs in values.items()]


def test_jobs_by_sector_are_those_of_the_newest_year_and_what_is_not_known_stays_so() -> None:
    older = [measure("W1", "jobs_section_f", 90.0) | {"period": "1999"}]
    rows = inputs([*older, *sector_jobs({"W1": 10.0, "W2": None})])
    jobs = check(ward_views.ward_sector_jobs(rows), WARD_SECTOR_JOBS)
    assert jobs.select("ward_code", "industry_name", "jobs").rows() == [
        ("W1", "Construction", 10.0), ("W2", "Construction", None),
    ]  # fmt: skip
    assert not {"badge", "expected_change_jobs"} & set(jobs.columns)


def test_exposure_is_the_pressure_on_what_residents_do() -> None:
    half = dict.fromkeys(MAJORS, 0.0) | {"1": 50.0, "2": 50.0}
    held = inputs(census("W1", 100.0, half))
    found = check(
        ward_views.ward_exposure(held, pressed(dict.fromkeys(MAJORS, 0.0) | {"1": 1.0, "2": 0.2})),
        WARD_EXPOSURE,
    )
    row = found.row(0, named=True)
    assert row["exposure_ln"] == pytest.approx(0.6)
    assert row["upper80"] - row["exposure_ln"] == pytest.approx(0.1 / np.sqrt(2))
    assert (row["status"], row["period"], row["note"]) == ("modelled", "2025-07", "")


def test_occupations_without_a_pressure_are_left_out_and_it_is_said() -> None:
    held = inputs(census("W1", 100.0, CENSUS))
    known = dict.fromkeys(MAJORS, 0.5) | {"2": None}
    row = ward_views.ward_exposure(held, pressed(known, "suppressed")).row(0, named=True)
    assert row["exposure_ln"] == pytest.approx(0.5)
    assert row["status"] == "partial"
    assert "20% of working residents" in row["note"]


def test_adverts_that_are_withheld_in_part_leave_the_exposure_partial() -> None:
    held = inputs(census("W1", 100.0, CENSUS))
    asked = pressed(dict.fromkeys(MAJORS, 0.5))
    first = pl.col("occupation_code") == MAJORS[0]
    part = asked.with_columns(
        status=pl.when(first).then(pl.lit("partial")).otherwise(pl.lit("estimated"))
    )
    whole, some = (
        ward_views.ward_exposure(held, each).row(0, named=True) for each in (asked, part)
    )
    assert (whole["status"], whole["note"]) == ("modelled", "")
    assert (some["status"], some["note"]) == ("partial", ward_views.TOO_LOW)
    assert some["exposure_ln"] == whole["exposure_ln"]


@pytest.mark.parametrize("status", ["suppressed", "missing"])
def test_a_pressure_that_is_not_known_leaves_no_exposure(status: str) -> None:
    held = inputs(census("W1", 100.0, CENSUS))
    found = check(
        ward_views.ward_exposure(held, pressed(dict.fromkeys(MAJORS), status)), WARD_EXPOSURE
    )
    assert found.select("exposure_ln", "lower80", "status", "reliability").row(0) == (
        None, None, status, "",
    )  # fmt: skip


def test_a_ward_of_a_council_without_adverts_or_census_is_there_as_missing() -> None:
    held = inputs([*census("W1", 100.0, CENSUS), measure("W2", "jobs_total", 5.0)])
    bare = check(ward_views.ward_exposure(held, TABLES["skills_pressure"].empty()), WARD_EXPOSURE)
    assert bare.select("ward_code", "status").rows() == [("W1", "missing"), ("W2", "missing")]


@settings(max_examples=20)
@given(
    arrays(float, 9, elements=st.floats(-2.0, 2.0)),
    arrays(float, 9, elements=st.integers(0, 9).map(float)),
)
def test_exposure_lies_between_the_least_and_the_greatest_pressure(of: Any, counts: Any) -> None:
    counts[0] += 0.5
    shares = dict(zip(MAJORS, (100 * counts / counts.sum()).tolist(), strict=True))
    held = inputs(census("W1", 100.0, shares))
    pressure = pressed(dict(zip(MAJORS, of.tolist(), strict=True)))
    value = ward_views.ward_exposure(held, pressure)["exposure_ln"][0]
    assert of.min() - 1e-9 <= value <= of.max() + 1e-9
