"""Residents by ward: totals are the Census's, the mix is today's, the withheld stays so."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from factory_ward_inputs import CENSUS, census, inputs, measure, surveyed
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from polars.testing import assert_frame_equal

from catalog.schema import check
from catalog.tables.indicators import WARD_SKILLS
from catalog.vocabulary.areas import ENGLAND
from indicators.skills.occupations import MAJORS
from indicators.skills.ward_skills import ENGLAND_2021, mix_of_today, ward_skills

NATION = dict(zip(MAJORS, ENGLAND_2021.tolist(), strict=True))
MORE_MANAGERS = {**NATION, "1": NATION["1"] + 10.0}


def persons(found: pl.DataFrame) -> dict[tuple[str, str], float | None]:
    rows = found.select("ward_code", "skill_code", "residents_persons").iter_rows()
    return {(ward, code): value for ward, code, value in rows}


def test_without_a_survey_residents_are_as_the_census_counted_them() -> None:
    found = check(ward_skills(inputs(census("W1", 50.0, CENSUS))), WARD_SKILLS)
    assert persons(found)["W1", "2"] == pytest.approx(10.0)
    assert set(found["status"]) == {"observed"}
    assert set(found["period"]) == {"2021"}


def test_occupations_move_as_the_nations_where_the_council_is_not_in_the_survey() -> None:
    held = inputs(census("W1", 100.0, CENSUS), surveyed(ENGLAND, {**MORE_MANAGERS}))
    found = check(ward_skills(held), WARD_SKILLS)
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
    found = check(ward_skills(held), WARD_SKILLS)
    first = found.filter(ward_code="W1")
    assert first.filter(skill_code="3").select("residents_persons", "status").row(0) == (
        None,
        "suppressed",
    )
    assert set(first["status"]) == {"suppressed", "observed"}
    assert set(found.filter(ward_code="W2")["status"]) == {"modelled"}


def test_a_ward_whose_total_is_not_known_has_no_counts() -> None:
    rows = [measure("W1", "residents_occupation_1_pct", 10.0)]
    found = check(ward_skills(inputs(rows)), WARD_SKILLS)
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
    found = check(ward_skills(inputs(rows)), WARD_SKILLS)
    assert persons(found) == {
        ("W1", "below 2"): 60.0, ("W1", "2"): 40.0, ("W1", "3"): 50.0, ("W1", "4+"): 50.0,
    }  # fmt: skip


def test_a_level_of_which_a_part_is_withheld_is_partial() -> None:
    rows = [
        measure("W1", "residents_adults_persons", 200.0),
        measure("W1", "residents_qualification_3_pct", 20.0),
        measure("W1", "residents_qualification_apprenticeship_pct", None, status="suppressed"),
        measure("W1", "residents_qualification_4_pct", None, status="suppressed"),
    ]
    found = check(ward_skills(inputs(rows)), WARD_SKILLS)
    assert found.select("skill_code", "residents_persons", "status", "reliability").rows() == [
        ("3", 40.0, "partial", "low"),
        ("4+", None, "suppressed", ""),
    ]


WARD_TABLES = st.integers(1, 5).flatmap(
    lambda wards: arrays(float, (wards, 9), elements=st.integers(0, 500).map(float))
)


@settings(max_examples=30)
@given(WARD_TABLES, arrays(float, 9, elements=st.floats(1.0, 40.0)), st.randoms())
def test_fitting_keeps_totals_and_knows_no_order(table: Any, own: Any, chance: Any) -> None:
    table[:, 0] += 1.0  # nobody in work is another case
    rows = []
    for number, counts in enumerate(table):
        total = counts.sum()
        shares = dict(zip(MAJORS, (100 * counts / total).tolist(), strict=True))
        rows += census(f"W{number}", total, shares)
    aps = surveyed(ENGLAND, {**MORE_MANAGERS}) + surveyed("C", dict(zip(MAJORS, own, strict=True)))
    found = check(ward_skills(inputs(rows, aps)), WARD_SKILLS)
    assert found["residents_persons"].sum() == pytest.approx(table.sum(), rel=1e-9)
    assert (found["residents_persons"] >= 0).all()
    mix = mix_of_today(table.sum(axis=0), np.array([*MORE_MANAGERS.values()]) / 100, own / 100)
    assert mix.sum() == pytest.approx(1.0)
    summed = found.group_by("skill_code").agg(pl.col("residents_persons").sum()).sort("skill_code")
    assert summed["residents_persons"].to_numpy() == pytest.approx(
        mix * table.sum(), rel=1e-6, abs=1e-6
    )
    chance.shuffle(rows)
    assert_frame_equal(ward_skills(inputs(rows, aps)), found)
