"""Tables scaled to the totals of their rows and columns."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from catalog.fitting import fit_table

CELLS = arrays.arrays(float, (3, 4), elements=st.floats(10, 1e4))


@settings(max_examples=40)
@given(CELLS, CELLS)
def test_rows_and_columns_have_their_totals(cells: np.ndarray, wanted: np.ndarray) -> None:
    made = fit_table(cells, wanted.sum(axis=1), wanted.sum(axis=0), tolerance=1e-6)
    np.testing.assert_allclose(made.sum(axis=0), wanted.sum(axis=0))
    assert np.abs(made.sum(axis=1) - wanted.sum(axis=1)).max() < 0.5
    assert (made >= 0).all()


@settings(max_examples=40)
@given(CELLS, CELLS)
def test_odds_between_cells_stay_those_of_the_seed(cells: np.ndarray, wanted: np.ndarray) -> None:
    made = fit_table(cells, wanted.sum(axis=1), wanted.sum(axis=0), tolerance=1e-6)

    def odds(table: np.ndarray) -> float:
        return float(table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0]))

    np.testing.assert_allclose(odds(made), odds(cells), rtol=1e-6)


def test_what_adds_up_is_left_alone_and_zeros_stay() -> None:
    cells = np.array([[1.0, 0.0], [2.0, 3.0]])
    made = fit_table(cells, cells.sum(axis=1), cells.sum(axis=0), tolerance=1e-6)
    np.testing.assert_allclose(made, cells)


def test_a_total_of_zero_empties_its_row_and_a_row_of_zeros_stays() -> None:
    cells = np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 3.0]])
    made = fit_table(cells, np.array([0.0, 5.0, 4.0]), np.array([1.0, 3.0]), tolerance=1e-6)
    np.testing.assert_allclose(made, [[0, 0], [0, 0], [1, 3]])


def test_the_seed_is_not_changed() -> None:
    cells = np.ones((2, 2))
    fit_table(cells, np.array([4.0, 0.0]), np.array([2.0, 2.0]), tolerance=1e-6)
    np.testing.assert_array_equal(cells, np.ones((2, 2)))
