"""Former councils and wards: what is recoded keeps its figures, what merged is summed or said."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import Table
from geo import changes

CHANGES = pl.DataFrame(
    [
        ("OLD_B", "Barnham", "NEW_B", "Barnham", "recoded"),
        ("N1", "Northby", "NY", "North Shire", "merged"),
        ("N2", "Southby", "NY", "North Shire", "merged"),
    ],
    schema=["former_code", "former_name", "lad_code", "lad_name", "change_kind"],
    orient="row",
)
COUNTS = Table(
    name="counts",
    grain="an area and a year",
    key=("area_code", "period"),
    columns=("area_code", "area_name", "area_type", "area_vintage", "period", "jobs", "status"),
    value="jobs",
    additive=True,
)
RATES = Table(**{**vars(COUNTS), "name": "rates", "additive": False})


def rows(*cells: tuple[str, str, float | None, str]) -> pl.DataFrame:
    """Cells as (area code, period, value, status)."""
    return pl.DataFrame(
        [
            (code, code, "lad", "2021", period, value, status)
            for code, period, value, status in cells
        ],
        schema={name: pl.Float64 if name == "jobs" else pl.String for name in COUNTS.columns},
        orient="row",
    )


def cells(frame: pl.DataFrame) -> set[tuple[str, str, float | None, str]]:
    return set(frame.select("area_code", "period", "jobs", "status").iter_rows())


def test_a_recoded_council_keeps_its_figures() -> None:
    frame, notes = changes.to_current_lads(rows(("OLD_B", "2020", 5.0, "rounded")), CHANGES, COUNTS)
    assert cells(frame) == {("NEW_B", "2020", 5.0, "rounded")}
    assert notes == []


def test_merged_councils_are_summed_and_said() -> None:
    old = rows(("N1", "2020", 5.0, "rounded"), ("N2", "2020", 7.0, "estimated"))
    frame, notes = changes.to_current_lads(old, CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2020", 12.0, "estimated")}
    assert "Northby to North Shire" in notes[0]


def test_a_sum_with_a_predecessor_missing_is_partial() -> None:
    frame, _ = changes.to_current_lads(rows(("N1", "2020", 5.0, "rounded")), CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2020", 5.0, "partial")}
    both = rows(("N1", "2020", 5.0, "rounded"), ("N2", "2020", None, "missing"))
    frame, _ = changes.to_current_lads(both, CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2020", 5.0, "partial")}


def test_the_new_councils_own_figure_stands_over_a_sum() -> None:
    old = rows(("N1", "2023", 5.0, "rounded"), ("N2", "2023", 7.0, "rounded"))
    own = rows(("NY", "2023", 99.0, "rounded"), ("NY", "2024", None, "missing"))
    frame, _ = changes.to_current_lads(pl.concat([own, old]), CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2023", 99.0, "rounded"), ("NY", "2024", None, "missing")}


def test_a_cell_withheld_for_the_new_council_is_not_hidden_by_a_missing_one() -> None:
    old = rows(("N1", "2020", None, "missing"), ("N1", "2021", None, "missing"))
    own = rows(("NY", "2020", None, "suppressed"))
    frame, _ = changes.to_current_lads(pl.concat([own, old]), CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2020", None, "suppressed"), ("NY", "2021", None, "missing")}


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1e6), min_size=4, max_size=4))
def test_the_sum_over_all_councils_stays(values: list[float]) -> None:
    codes = ("OLD_B", "N1", "N2", "OTHER")
    before = rows(
        *((code, "2020", value, "rounded") for code, value in zip(codes, values, strict=True))
    )
    after, _ = changes.to_current_lads(before, CHANGES, COUNTS)
    assert set(after["area_code"]) == {"NEW_B", "NY", "OTHER"}
    assert after["jobs"].sum() == pytest.approx(sum(values))


def test_rates_of_merged_councils_are_left_out_and_said() -> None:
    old = rows(("N1", "2020", 5.0, "estimated"), ("N2", "2020", 7.0, "estimated"))
    frame, notes = changes.to_current_lads(old, CHANGES, RATES)
    assert frame.is_empty()
    assert "cannot be added up" in notes[0]


def then(*rows: tuple[str, str]) -> pl.DataFrame:
    """LSOAs with the council of 2022 that each lay in."""
    return pl.DataFrame(
        [(lsoa, code, code.lower()) for lsoa, code in rows],
        schema=["lsoa21_code", "lad22_code", "lad22_name"],
        orient="row",
    )


def today(*rows: tuple[str, str]) -> pl.DataFrame:
    """LSOAs with the council of today that each lies in."""
    return pl.DataFrame(rows, schema=["lsoa_code", "lad_code"], orient="row")


COUNCILS = pl.DataFrame(
    {"lad_code": ["NY", "NEW_B", "X", "OLD_C"], "lad_name": ["n", "b", "x", "c"]}
)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param(
            then(("L1", "N1"), ("L2", "N2")), today(("L1", "NY"), ("L2", "NY")),
            {("N1", "NY", "merged"), ("N2", "NY", "merged")}, id="two made one",
        ),
        pytest.param(
            then(("L1", "OLD_B"), ("L2", "OLD_B")), today(("L1", "NEW_B"), ("L2", "NEW_B")),
            {("OLD_B", "NEW_B", "recoded")}, id="a new code",
        ),
        pytest.param(
            then(("L1", "S"), ("L2", "S")), today(("L1", "X"), ("L2", "NY")), set(),
            id="split between two",
        ),
        pytest.param(
            then(("L1", "P"), ("L2", "S"), ("L3", "S")),
            today(("L1", "X"), ("L2", "X"), ("L3", "NY")), set(), id="only a part of the new one",
        ),
        pytest.param(
            then(("L1", "OLD_C"), ("L2", "OLD_C")), today(("L1", "X")), set(),
            id="a council of today, whatever an incomplete lookup says",
        ),
    ],
)  # fmt: skip
def test_councils_are_followed_by_their_lsoas(
    before: pl.DataFrame, now: pl.DataFrame, expected: set[tuple[str, str, str]]
) -> None:
    found = changes.lad_changes(before, now, COUNCILS)
    assert set(found.select("former_code", "lad_code", "change_kind").iter_rows()) == expected
