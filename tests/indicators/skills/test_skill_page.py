"""What the page of skills shows first: order, firmness, and bars that never claim a gap."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.tables import TABLES
from indicators.skills import skill_page

CODES = ("61", "53", "22")


def frame(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of a table; what they do not say is null, or '' where words must be."""
    table = TABLES[name]
    blank = {
        column.name: "" if column.dtype == pl.String and not column.nullable else None
        for column in table.definitions
    }
    return pl.DataFrame([blank | row for row in rows], schema=table.dtypes)


def occupation(code: str) -> dict[str, str]:
    return {"area_code": "E1", "occupation_code": code, "occupation_name": f"Work {code}"}


def skill(code: str, kind: str = "occupation") -> dict[str, str]:
    return {"area_code": "E1", "skill_kind": kind, "skill_code": code, "skill_name": f"S {code}"}


def tables(shares: tuple[float | None, ...] = (90.0, 70.0, 50.0)) -> dict[str, pl.DataFrame]:
    note = "the occupation's share of jobs here set beside that in the most similar places: A, B"
    return {
        "skills_priorities": frame("skills_priorities", *(
            {**occupation(code), "priority_rank": rank, "top_ten_pct": share,
             "top_ten_weights_pct": 60.0, "rank_low": 1.0, "rank_high": 3.0,
             "evidence_strength": "weak"}
            for rank, (code, share) in enumerate(zip(CODES, shares, strict=True), 1)
        )),
        "priority_components": frame("priority_components", *(
            {**occupation(code), "component": name, "component_value": value, "component_z": z,
             "note": note}
            for code, z in zip(CODES, (-1.0, 0.0, 1.0), strict=True)
            for name, value in (("openings", 5.0), ("difference", 0.0), ("pay", None))
            for z in [None if value is None else z]
        )),
        "skills_openings": frame("skills_openings", {**skill("61"), "openings_persons": 100.0}),
        "skills_pressure": frame(
            "skills_pressure", {**occupation("61"), "pressure_ln": 0.0, "lower80": -1.0}
        ),
        "skills_gaps": frame(
            "skills_gaps",
            {**skill("61"), "openings_persons": 100.0, "supply_persons": 40.0,
             "gap_persons": 60.0},
            {**skill("22"), "openings_persons": 90.0, "supply_persons": 20.0,
             "missing_streams": "university graduates"},
        ),
        "skills_supply": frame("skills_supply", *(
            {**skill(code), "supply_stream": name, "supply_persons": persons}
            for code, name, persons in (
                ("61", "university graduates", 10.0), ("61", "further education", 30.0),
                ("22", "further education", 20.0), ("22", "university graduates", None),
                ("22", "people leaving claims", None),
            )
        )),
    }  # fmt: skip


def test_priorities_come_by_rank_with_what_is_behind_them() -> None:
    rows = skill_page.list_priorities(tables())
    assert rows["occupation_code"].to_list() == list(CODES)
    first = rows.row(0, named=True)
    assert first["openings_persons"] == 100
    assert first["pressure_times"] == 1
    assert first["difference_times"] == 1
    assert first["difference_beside"] == "the most similar places"
    assert first["pay_gbp_year"] is None
    assert rows["openings_persons"].to_list()[1:] == [None, None], "missing is not zero"


def test_by_other_weights_the_order_turns_and_no_band_stays() -> None:
    rows = skill_page.list_priorities(tables(), {"openings": 1.0})
    assert rows["occupation_code"].to_list() == ["22", "53", "61"]
    assert rows["priority_rank"].to_list() == [1, 2, 3]
    for name in ("rank_low", "rank_high", "top_ten_pct", "top_ten_weights_pct"):
        assert rows[name].null_count() == rows.height
    assert set(rows["evidence_strength"]) == {""}
    assert skill_page.answer(rows).kept_draws_pct is None


def test_firmness_is_the_mean_of_the_first_and_unknown_where_one_is() -> None:
    assert skill_page.answer(skill_page.list_priorities(tables())).kept_draws_pct == 70
    holed = skill_page.list_priorities(tables((90.0, None, 50.0)))
    assert skill_page.answer(holed).kept_draws_pct is None
    none = tables() | {"skills_priorities": frame("skills_priorities")}
    assert skill_page.answer(skill_page.list_priorities(none)).first == ()


def test_bars_follow_on_each_other_and_a_missing_stream_has_none() -> None:
    shown = skill_page.balance(tables(), "occupation", ["22", "61"])
    assert shown.rows["skill_code"].to_list() == ["22", "61"]
    assert shown.rows["gap_persons"].to_list() == [None, 60.0]
    care = shown.segments.filter(skill_code="61")
    assert care["supply_stream"].to_list() == ["further education", "university graduates"]
    assert care["start"].to_list() == [0.0, 30.0]
    assert care["end"].to_list() == [30.0, 40.0]
    assert shown.segments.filter(skill_code="22").height == 1
    assert shown.missing == ("people leaving claims",)


@given(persons=st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=5))
def test_the_last_bar_ends_where_the_counted_supply_does(persons: list[float | None]) -> None:
    names = ("further education", "apprenticeships", "school and college leavers",
             "university graduates", "people leaving claims")  # fmt: skip
    supply = frame("skills_supply", *(
        {**skill("61"), "supply_stream": name, "supply_persons": value}
        for name, value in zip(names, persons, strict=False)
    ))  # fmt: skip
    shown = skill_page.balance(tables() | {"skills_supply": supply}, "occupation", ["61"])
    known = [value for value in persons if value is not None]
    assert shown.segments.height == len(known)
    if known:
        assert shown.segments["end"].max() == pytest.approx(sum(known))


def test_only_rows_that_have_a_gap_are_called_the_widest() -> None:
    assert skill_page.widest_gaps(tables()["skills_gaps"], "occupation")[
        "skill_code"
    ].to_list() == ["61"]


def test_levels_come_from_the_lowest() -> None:
    gaps = frame("skills_gaps", *(skill(code, "qualification") for code in ("6+", "2", "below 2")))
    assert skill_page.select_codes(gaps, "qualification") == ["below 2", "2", "6+"]
    rows = pl.DataFrame({"skill_code": ["4+", "below 2", "3"]})
    assert skill_page.sort_levels(rows)["skill_code"].to_list() == ["below 2", "3", "4+"]
