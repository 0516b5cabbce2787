"""The local matrix: moved by what a place's survey says beyond chance, never by its footing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reference
from catalog.tables import TABLES
from indicators.fields import MEMBERS
from indicators.inputs import READS, Inputs, build_inputs
from indicators.skills import matrix_record
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
@settings(max_examples=40)
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
    assert means == pytest.approx((6.09, 4.92, 3.47), abs=0.01)
    lost = census["local_error_pct"] - census["england_matrix_error_pct"]
    assert lost.max() <= 0.2, "an area left out is nowhere worse off by more than this"
    over = census.filter(pl.col("local_error_pct") > pl.col("england_shares_error_pct"))
    assert over["area_code"].to_list() == ["TLD6"], "by 0.2 points"


def test_against_the_workbook_no_worse_than_englands_shares_in_any_year() -> None:
    record = reference.read("matrix_record").filter(pl.col("tested_on").str.starts_with("work"))
    set_to_england = record.filter(~pl.col("tested_on").str.ends_with("as projected"))
    assert set_to_england.height == 5
    assert (set_to_england["local_error_pct"] < set_to_england["england_matrix_error_pct"]).all()
    assert (set_to_england["local_error_pct"] < set_to_england["england_shares_error_pct"]).all()
    # As projected, England's own structure is out before 2020, and so are both matrices.
    lost = record.filter(pl.col("local_error_pct") > pl.col("england_shares_error_pct"))
    assert lost["tested_on"].to_list() == [
        "workbook 2015 as projected",
        "workbook 2019 as projected",
    ]


def test_councils_gain_in_the_mean_and_each_that_does_not_is_on_record() -> None:
    councils = reference.read("matrix_record").filter(tested_on=matrix_record.COUNCILS)
    means = councils.select(pl.col("^.*_error_pct$").mean()).row(0)
    assert means == pytest.approx((8.59, 7.23, 6.38), abs=0.01)
    assert matrix_record.count_losses(councils) == (36, 310)


def of_places(councils: dict[str, str], group: str = "") -> Inputs:
    """Inputs with councils by code and name; or with a group of them all, which stands alone."""
    tables = {name: TABLES[name].empty() for name in READS}
    held = build_inputs(tables)
    codes = list(councils)
    return replace(
        held,
        itl2=pl.DataFrame({"area_code": codes, "itl2_code": "TLE4"}),
        areas=pl.DataFrame(
            [(group, "All of them", "group")]
            if group
            else [(code, name, "lad") for code, name in councils.items()],
            schema=held.areas.schema,
            orient="row",
        ),
        members=pl.DataFrame(
            [(group, code, name) for code, name in councils.items()] if group else [],
            schema=MEMBERS,
            orient="row",
        ),
    )


def test_a_place_is_told_what_was_found_there_and_not_the_mean() -> None:
    record = reference.read("matrix_record").filter(tested_on=matrix_record.COUNCILS)
    bradford = record.filter(area_code="E08000032").row(0, named=True)
    slough = record.filter(area_code="E06000039").row(0, named=True)
    held = of_places({"E08000032": "Bradford", "E06000039": "Slough", "E06999999": "Nowhere"})
    words = matrix_record.describe_record(held, "E08000032")
    assert f"{bradford['local_error_pct']:.1f}% of people here" in words
    assert f"{bradford['england_shares_error_pct']:.1f}% with England's shares" in words
    assert "worse" not in words
    assert "so worse" in matrix_record.describe_record(held, "E06000039")
    assert slough["local_error_pct"] > slough["england_shares_error_pct"]
    assert matrix_record.describe_record(held, "E06999999") == matrix_record.UNTESTED
    assert matrix_record.describe_record(held, "E92000001") == "", "a nation is not of this test"


def test_of_a_group_each_council_is_named_the_worst_first() -> None:
    held = of_places({"E08000032": "Bradford", "E06000039": "Slough"}, "G1")
    words = matrix_record.describe_record(held, "G1")
    assert words.index("Slough") < words.index("Bradford")
    assert words.count("so worse") == 1
