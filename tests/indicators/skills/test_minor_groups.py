"""Minor groups: a sub-major group divided by one pattern, with how much places differ beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from factory_inputs import HERE, made, rows
from hypothesis import given, settings
from hypothesis import strategies as st

import reference
from catalog.schema import check
from catalog.tables.priorities import SKILLS_OPENINGS_FINE
from indicators.inputs import Inputs
from indicators.skills import fine_adverts, minor_groups, openings
from indicators.skills.minor_groups import MINOR_CODES, PARENT, SHARES
from indicators.skills.occupations import CODES


def council() -> Inputs:
    return made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1100.0, 1000.0, 1200.0), (HERE, "G", 450.0, 400.0, 600.0)],
    )


def test_each_of_the_104_lies_in_one_of_the_26_and_shares_sum_to_one() -> None:
    assert len(MINOR_CODES) == 104
    assert {MINOR_CODES[n][:2] for n in range(104)} == set(CODES)
    np.testing.assert_allclose(np.bincount(PARENT, SHARES, minlength=26), 1.0)


def test_minor_groups_add_up_to_their_sub_major_group() -> None:
    held = council()
    found = list(openings.all_openings(held))
    frame = check(minor_groups.rows(held, found), SKILLS_OPENINGS_FINE)
    assert frame.height == 104
    whole = dict(zip(CODES, found[0].growth + found[0].replacement, strict=True))
    by_parent = frame.group_by("parent_code").agg(
        total=frame["openings_persons"].sum()
    ).height  # fmt: skip
    assert by_parent == 26
    for (parent,), part in frame.group_by("parent_code"):
        assert part["openings_persons"].sum() == pytest.approx(whole[str(parent)])
        assert (part["lower80"] <= part["upper80"]).all()
    # All openings partial as those of the sectors are, since two are not the whole council.
    assert frame["status"].unique().to_list() == ["partial"]
    assert frame["pay_gbp_year"].null_count() == 104
    assert "wardwise supply pay_by_occupation" in frame["pay_note"][0]


def test_a_group_that_is_alone_in_its_sub_major_group_is_all_of_it() -> None:
    alone = [code for code in MINOR_CODES if [c[:2] for c in MINOR_CODES].count(code[:2]) == 1]
    assert alone == ["331", "421", "511", "631"]
    drawn = minor_groups.draw_shares(HERE)
    for code in alone:
        np.testing.assert_allclose(drawn[MINOR_CODES.index(code)], 1.0)


def test_places_differ_as_much_as_the_census_found() -> None:
    drawn = minor_groups.draw_shares(HERE)
    np.testing.assert_allclose(drawn[[n for n in range(104) if PARENT[n] == 0]].sum(axis=0), 1.0)
    managers = MINOR_CODES.index("111")
    spread = float(np.log(drawn[managers]).std())
    stored = reference.read("minor_group_shares").filter(occupation_code="111")
    assert spread == pytest.approx(stored["between_places_ln_sd"][0], abs=0.1)


def test_pay_of_a_minor_group_is_its_own() -> None:
    held = council()
    pay = rows("occupation_pay", ("E92000001", "England", "2024", "223", 39_000.0, 1.0))
    with_pay = made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1100.0, 1000.0, 1200.0), (HERE, "G", 450.0, 400.0, 600.0)],
        occupation_pay=pay,
    )
    frame = minor_groups.rows(with_pay, list(openings.all_openings(held)))
    paid = frame.drop_nulls("pay_gbp_year")
    assert paid.select("occupation_code", "pay_gbp_year", "pay_note").row(0) == (
        "223", 39_000.0, "median of employees in England, 2024",
    )  # fmt: skip
    assert paid.height == 1


def with_adverts(*counts: tuple[str, str, float | None]) -> Inputs:
    """The council with adverts by month and occupation."""
    adverts = rows(
        "adverts",
        *((HERE, month, code, count, "suppressed" if count is None else "observed")
          for month, code, count in counts),
    )  # fmt: skip
    return replace(council(), adverts=adverts)


def test_adverts_stand_beside_openings_where_they_are_as_fine() -> None:
    held = with_adverts(
        ("2025-05", "223", 90.0), ("2025-06", "223", 100.0), ("2025-07", "223", 110.0),
        ("2025-07", "224", None), ("2025-08", "22", 500.0), ("2025-08", "2", 900.0),
    )  # fmt: skip
    frame = check(minor_groups.rows(held, list(openings.all_openings(held))), SKILLS_OPENINGS_FINE)
    nurses, others = (
        frame.filter(occupation_code=code).row(0, named=True) for code in ("223", "224")
    )
    assert (nurses["adverts_count"], nurses["adverts_period"]) == (100.0, "2025-07")
    assert nurses["adverts_note"] == "online adverts a month: mean of 3 months to 2025-07"
    assert (others["adverts_count"], others["adverts_status"]) == (None, "suppressed")
    assert frame.height == 104, "no unit group without adverts"


def test_without_fine_adverts_it_says_so_and_counts_none() -> None:
    held = with_adverts(("2025-08", "22", 500.0))
    frame = minor_groups.rows(held, list(openings.all_openings(held)))
    assert frame["adverts_count"].null_count() == 104
    assert frame["adverts_status"].unique().to_list() == ["missing"]
    assert "wardwise supply adverts_by_occupation" in frame["adverts_note"][0]


def test_unit_groups_are_listed_with_their_adverts_and_no_openings() -> None:
    held = with_adverts(("2025-07", "2231", 7.0), ("2025-07", "2232", 12.0))
    frame = check(minor_groups.rows(held, list(openings.all_openings(held))), SKILLS_OPENINGS_FINE)
    units = frame.filter(detail_level="unit group")
    assert units.select("occupation_code", "parent_code", "adverts_count", "status").rows() == [
        ("2232", "22", 12.0, "missing"), ("2231", "22", 7.0, "missing"),
    ]  # fmt: skip
    assert units["openings_persons"].null_count() == 2
    assert {name[:3] for name in fine_adverts.UNIT_NAMES} == set(MINOR_CODES)


@given(st.lists(st.floats(0.0, 1e6), min_size=104, max_size=104))
@settings(max_examples=20)
def test_shares_within_a_parent_never_exceed_one(persons: list[float]) -> None:
    shares = minor_groups.within_parent(np.array(persons))
    assert ((shares >= 0) & (shares <= 1 + 1e-9)).all()
