"""The local matrix: moved by what a place's survey says beyond chance, never by its footing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reference
from indicators.skills import occupation_matrix as matrix
from indicators.skills.industry_mix import SECTIONS, national_matrix
from indicators.skills.occupations import CODES, MAJORS

USUAL = np.full((9, 9), 1 / 9)
STRENGTH = np.array(list(matrix.STRENGTH.values()))
C = matrix.GROUPS.index("C")


def survey(group: str, persons: dict[str, float | None], area: str = "TLE4") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "area_code": area, "occupation_code": list(persons), "industry_group": group,
            "residents_persons": list(persons.values()),
        },
        schema_overrides={"residents_persons": pl.Float64},
    )  # fmt: skip


def test_an_industry_is_moved_by_its_survey_as_far_as_the_people_asked_allow() -> None:
    persons = np.zeros((9, 9))
    persons[C] = [90_000, *[1_000] * 8]
    shares = matrix.estimate_shares(persons, USUAL, STRENGTH)[C]
    # 98,000 residents against England's weight of 57,300: in between, and no further.
    drawn = (90_000 + STRENGTH[C] / 9) / (98_000 + STRENGTH[C])
    asked, alike = persons[C] / matrix.RESIDENTS_EACH, 98_000 / matrix.RESIDENTS_EACH / 9
    distance = ((asked - alike) ** 2 / alike).sum()
    assert shares[0] == pytest.approx(1 / 9 + (1 - 8 / distance) * (drawn - 1 / 9))
    assert shares.sum() == pytest.approx(1.0)


def test_a_place_that_differs_by_no_more_than_chance_has_englands_matrix() -> None:
    persons = np.full((9, 9), 5_000.0)
    persons[C, 0] += 500  # one or two people asked
    np.testing.assert_allclose(matrix.estimate_shares(persons, USUAL, STRENGTH), USUAL)
    assert np.array_equal(matrix.local_matrix(None, USUAL), national_matrix())
    assert np.array_equal(
        matrix.local_matrix(survey("C", {"1": 9e4, "9": 1e3}), None), national_matrix()
    )


def test_withheld_cells_are_filled_up_to_the_smallest_that_is_shown_and_never_zero() -> None:
    persons = np.full((9, 9), np.nan)
    persons[C, :3] = [4_000, 8_000, 100]
    filled = matrix.fill_withheld(persons, USUAL)
    assert filled[C].tolist() == [4_000, 8_000, *[100.0] * 7]
    # An industry group without any cell has nobody counted, so England's shares stand.
    assert filled[C + 1].sum() == 0
    shares = matrix.estimate_shares(filled, USUAL, STRENGTH)
    np.testing.assert_allclose(shares[C + 1], USUAL[C + 1])


def test_what_is_usual_is_learned_only_from_a_survey_of_englands_areas() -> None:
    people: dict[str, float | None] = dict.fromkeys(MAJORS, 1000.0)
    few = survey("C", people)
    assert matrix.usual_shares(few) is None
    many = pl.concat([survey("C", people, f"TLC{n}") for n in range(25)])
    wales = pl.concat([survey("C", people | {"1": 9e6}, f"TLL{n}") for n in range(25)])
    usual = matrix.usual_shares(pl.concat([many, wales]))
    assert usual is not None
    np.testing.assert_allclose(usual[C], 1 / 9, rtol=1e-6)


def test_only_the_sections_of_the_survey_move() -> None:
    ratio = np.ones((9, 9))
    ratio[C, 7] = 2.0
    moved, nation = matrix.move_matrix(ratio), national_matrix()
    column = SECTIONS.index("C")
    operatives = [CODES.index(code) for code in ("81", "82")]
    assert moved[operatives, column].sum() > 1.5 * nation[operatives, column].sum()
    others = [n for n in range(21) if n != column]
    np.testing.assert_allclose(moved[:, others], nation[:, others])
    np.testing.assert_allclose(moved.sum(axis=0), 1.0)


@given(st.lists(st.floats(0, 1e6), min_size=81, max_size=81))
@settings(max_examples=40, deadline=None)
def test_shares_stay_shares_between_englands_and_the_surveys(persons: list[float]) -> None:
    table = np.array(persons).reshape(9, 9)
    shares = matrix.estimate_shares(table, USUAL, STRENGTH)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    own = table / np.maximum(table.sum(axis=1, keepdims=True), 1e-12)
    low, high = np.minimum(own, USUAL) - 1e-9, np.maximum(own, USUAL) + 1e-9
    counted = table.sum(axis=1) > 0
    assert ((shares >= low) & (shares <= high))[counted].all()


def test_the_record_says_where_the_local_matrix_wins_and_by_how_much_it_ever_loses() -> None:
    record = reference.read("matrix_record")
    census = record.filter(tested_on="census 2021")
    assert census.height == 35, "England's ITL2 areas and the two of Wales"
    means = census.select(pl.col("^.*_error_pct$").mean()).row(0)
    assert means == pytest.approx((6.13, 4.96, 3.53), abs=0.01)
    lost = census["local_error_pct"] - census["england_matrix_error_pct"]
    assert lost.max() <= 0.2, "an area left out is nowhere worse off by more than this"
    over = census.filter(pl.col("local_error_pct") > pl.col("england_shares_error_pct"))
    assert over["area_code"].to_list() == ["TLD6", "TLL2"], "by 0.2 and 0.3 points"


def test_against_the_workbook_no_worse_than_englands_shares_from_2020_on() -> None:
    record = reference.read("matrix_record").filter(pl.col("tested_on").str.starts_with("work"))
    assert record.height == 5
    assert (record["local_error_pct"] < record["england_matrix_error_pct"]).all()
    for year, shares, local in record.select(
        pl.col("tested_on").str.tail(4).cast(pl.Int64), "england_shares_error_pct",
        "local_error_pct",
    ).iter_rows():  # fmt: skip
        # The structure is England's of 2020 to 2035, so the years before lose.
        assert (local <= shares) == (year >= 2020)
