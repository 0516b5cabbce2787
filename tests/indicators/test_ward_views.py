"""Ward views: parts add up to the council, and what is not known stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import made_inputs
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from polars.testing import assert_frame_equal

from catalog.schema import check
from catalog.tables import TABLES
from catalog.tables.indicators import WARD_EXPOSURE, WARD_SECTOR_JOBS, WARD_SKILLS
from indicators import ward_views
from indicators.inputs import Inputs
from indicators.occupations import MAJORS
from indicators.ward_skills import ENGLAND, ENGLAND_2021, mix_of_today

YEAR = {"period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
CENSUS = {"1": 10.0, "2": 20.0, "3": 10.0, "4": 10.0, "5": 10.0, "6": 10.0, "7": 10.0, "8": 10.0,
          "9": 10.0}  # fmt: skip


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a table; columns that a row does not name are null, or '' where they may not be."""
    definitions = TABLES[table].definitions
    blank = {c.name: "" if c.dtype == pl.String else None for c in definitions}
    return pl.DataFrame([{**blank, **row} for row in rows], schema=TABLES[table].dtypes)


def measure(ward: str, name: str, value: float | None, **more: Any) -> dict[str, Any]:
    row = {
        "ward_code": ward, "ward_name": ward, "lad_code": "C", "lad_name": "Council",
        "ward_vintage": "2025", "measure": name, "period": "2021", **YEAR, "value": value,
        "status": "missing" if value is None else "observed",
        "reliability": "" if value is None else "good",
    }  # fmt: skip
    return {**row, **more}


def census(ward: str, total: float, shares: dict[str, float]) -> list[dict[str, Any]]:
    """A ward's working residents and the shares of its occupations in per cent."""
    return [
        measure(ward, "residents_employed_persons", total),
        *(measure(ward, f"residents_occupation_{k}_pct", v) for k, v in shares.items()),
    ]


def surveyed(area: str, shares: dict[str, float | None]) -> list[dict[str, Any]]:
    return [
        {
            "area_code": area, "period": "2025-03", "variable_code": f"occupation_{code}",
            "value_pct": share, "status": "suppressed" if share is None else "estimated",
        }
        for code, share in shares.items()
    ]  # fmt: skip


def inputs(measures: list[dict[str, Any]], aps: list[dict[str, Any]] | None = None) -> Inputs:
    names = ("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
    wards = {row["ward_code"]: {name: row[name] for name in names} for row in measures}
    return replace(
        made_inputs.empty(),
        ward_measures=frame("ward_measures", measures),
        aps=frame("aps", aps or []),
        wards=frame("wards", [*wards.values()]),
    )


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


NATION = dict(zip(MAJORS, ENGLAND_2021.tolist(), strict=True))
MORE_MANAGERS = {**NATION, "1": NATION["1"] + 10.0}


def persons(found: pl.DataFrame) -> dict[tuple[str, str], float | None]:
    rows = found.select("ward_code", "skill_code", "residents_persons").iter_rows()
    return {(ward, code): value for ward, code, value in rows}


def test_without_a_survey_residents_are_as_the_census_counted_them() -> None:
    found = check(ward_views.ward_skills(inputs(census("W1", 50.0, CENSUS))), WARD_SKILLS)
    assert persons(found)["W1", "2"] == pytest.approx(10.0)
    assert set(found["status"]) == {"observed"}
    assert set(found["period"]) == {"2021"}


def test_occupations_move_as_the_nations_where_the_council_is_not_in_the_survey() -> None:
    held = inputs(census("W1", 100.0, CENSUS), surveyed(ENGLAND, {**MORE_MANAGERS}))
    found = check(ward_views.ward_skills(held), WARD_SKILLS)
    # 10 managers times (12.89 + 10) / 12.89, of all others as many as before: shared to 100.
    managers = 10.0 * 22.89 / 12.89
    assert persons(found)["W1", "1"] == pytest.approx(100 * managers / (90 + managers))
    assert set(found["status"]) == {"modelled"}
    assert set(found["period"]) == {"2025-03"}


def test_a_council_is_moved_by_a_quarter_of_its_own_lead() -> None:
    own = np.array([16.0, *[np.nan] * 8]) / 100
    even = np.full(9, 100.0)
    nation = ENGLAND_2021 / 100
    expected = 1.0 / 9
    led = expected * (0.16 / expected) ** 0.25
    found = mix_of_today(even, nation, own)
    assert found[0] == pytest.approx(led / (led + 8 / 9))
    assert found.sum() == pytest.approx(1.0)


def test_a_ward_with_a_withheld_cell_keeps_its_census_and_the_cell_stays_withheld() -> None:
    withheld = [
        {**row, "value": None, "status": "suppressed", "reliability": ""}
        if row["measure"].endswith("_3_pct")
        else row
        for row in census("W1", 100.0, CENSUS)
    ]
    held = inputs([*withheld, *census("W2", 10.0, CENSUS)], surveyed(ENGLAND, {**MORE_MANAGERS}))
    found = check(ward_views.ward_skills(held), WARD_SKILLS)
    first = found.filter(ward_code="W1")
    assert first.filter(skill_code="3").select("residents_persons", "status").row(0) == (
        None,
        "suppressed",
    )
    assert set(first["status"]) == {"suppressed", "observed"}
    assert set(found.filter(ward_code="W2")["status"]) == {"modelled"}


def test_a_ward_whose_total_is_not_known_has_no_counts() -> None:
    rows = [measure("W1", "residents_occupation_1_pct", 10.0)]
    found = check(ward_views.ward_skills(inputs(rows)), WARD_SKILLS)
    assert found.select("residents_persons", "status", "reliability").row(0) == (
        None,
        "missing",
        "",
    )


def test_census_qualifications_are_put_into_levels() -> None:
    shares = {"none": 10.0, "1": 15.0, "2": 20.0, "apprenticeship": 5.0, "3": 20.0, "4": 25.0,
              "other": 5.0}  # fmt: skip
    rows = [
        measure("W1", "residents_adults_persons", 200.0),
        *(measure("W1", f"residents_qualification_{k}_pct", v) for k, v in shares.items()),
    ]
    found = check(ward_views.ward_skills(inputs(rows)), WARD_SKILLS)
    assert persons(found) == {
        ("W1", "below 2"): 60.0, ("W1", "2"): 40.0, ("W1", "3"): 50.0, ("W1", "4+"): 50.0,
    }  # fmt: skip


WARD_TABLES = st.integers(1, 5).flatmap(
    lambda wards: arrays(float, (wards, 9), elements=st.integers(0, 500).map(float))
)


@settings(max_examples=30, deadline=None)
@given(WARD_TABLES, arrays(float, 9, elements=st.floats(1.0, 40.0)), st.randoms())
def test_fitting_keeps_totals_and_knows_no_order(table: Any, own: Any, chance: Any) -> None:
    table[:, 0] += 1.0  # nobody in work is another case
    rows = []
    for number, counts in enumerate(table):
        total = counts.sum()
        shares = dict(zip(MAJORS, (100 * counts / total).tolist(), strict=True))
        rows += census(f"W{number}", total, shares)
    aps = surveyed(ENGLAND, {**MORE_MANAGERS}) + surveyed("C", dict(zip(MAJORS, own, strict=True)))
    found = check(ward_views.ward_skills(inputs(rows, aps)), WARD_SKILLS)
    assert found["residents_persons"].sum() == pytest.approx(table.sum(), rel=1e-9)
    assert (found["residents_persons"] >= 0).all()
    mix = mix_of_today(table.sum(axis=0), np.array([*MORE_MANAGERS.values()]) / 100, own / 100)
    assert mix.sum() == pytest.approx(1.0)
    summed = found.group_by("skill_code").agg(pl.col("residents_persons").sum()).sort("skill_code")
    assert summed["residents_persons"].to_numpy() == pytest.approx(
        mix * table.sum(), rel=1e-6, abs=1e-6
    )
    chance.shuffle(rows)
    assert_frame_equal(ward_views.ward_skills(inputs(rows, aps)), found)


def expected_change(code: str, change: float | None, badge: str = "emerging") -> dict[str, Any]:
    return {
        "area_code": "C", "sector_measure": "jobs", "industry_code": code,
        "industry_level": "section", "expected_change": change, "badge": badge,
    }  # fmt: skip


def sector_jobs(values: dict[str, float | None]) -> list[dict[str, Any]]:
    return [measure(ward, "jobs_section_f", jobs) for ward, jobs in values.items()]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.5, 5000.0), min_size=1, max_size=6), st.floats(-900.0, 900.0))
def test_wards_add_up_to_the_councils_expected_change(jobs: list[float], change: float) -> None:
    held = inputs(sector_jobs({f"W{n}": value for n, value in enumerate(jobs)}))
    emerging = frame("emerging_sectors", [expected_change("F", change)])
    found = check(ward_views.ward_sector_jobs(held, emerging), WARD_SECTOR_JOBS)
    assert found["expected_change_jobs"].sum() == pytest.approx(change, rel=1e-9, abs=1e-9)
    assert found["jobs"].sum() == pytest.approx(sum(jobs))
    assert set(found["badge"]) == {"emerging"}
    assert set(found["industry_name"]) == {"Construction"}


@pytest.mark.parametrize(
    ("jobs", "change"),
    [
        ({"W1": 10.0, "W2": None}, 5.0),
        ({"W1": 0.0, "W2": 0.0}, 5.0),
        ({"W1": 10.0, "W2": 20.0}, None),
    ],
)
def test_a_change_that_cannot_be_shared_out_is_left_out(
    jobs: dict[str, float | None], change: float | None
) -> None:
    emerging = frame("emerging_sectors", [expected_change("F", change)])
    found = check(
        ward_views.ward_sector_jobs(inputs(sector_jobs(jobs)), emerging), WARD_SECTOR_JOBS
    )
    assert found["expected_change_jobs"].null_count() == 2
    assert found["jobs"].to_list() == list(jobs.values())


def test_without_emerging_sectors_jobs_stand_alone() -> None:
    held = inputs(sector_jobs({"W1": 10.0}))
    found = check(
        ward_views.ward_sector_jobs(held, TABLES["emerging_sectors"].empty()), WARD_SECTOR_JOBS
    )
    assert found.select("jobs", "expected_change_jobs", "badge").row(0) == (10.0, None, "")


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
    assert "20 % of working residents" in row["note"]


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


@settings(max_examples=20, deadline=None)
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
