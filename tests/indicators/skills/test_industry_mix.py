"""The nation's occupations by industry: both published margins, and occupations at home."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.skills import training
from indicators.skills.industry_mix import AT_HOME, SECTIONS, national_matrix
from indicators.skills.occupations import CODES, to_majors, within_major


def share_within_major(code: str, section: str) -> float:
    """Share of a sub-major group in its major group's jobs of a section."""
    column = national_matrix()[:, SECTIONS.index(section)]
    major = [n for n, other in enumerate(CODES) if other[0] == code[0]]
    return float(column[CODES.index(code)] / column[major].sum())


def test_columns_are_shares_and_major_groups_are_as_published() -> None:
    matrix = national_matrix()
    np.testing.assert_allclose(matrix.sum(axis=0), 1.0)
    teachers = to_majors(matrix)[1, SECTIONS.index("P")]
    assert teachers == pytest.approx(0.576 / 1.001, abs=1e-3), "professionals in education"


@pytest.mark.parametrize("code", list(AT_HOME))
def test_an_occupation_is_likelier_where_it_is_at_home(code: str) -> None:
    home = [share_within_major(code, s) for s in AT_HOME[code]]
    away = [share_within_major(code, s) for s in SECTIONS[:19] if s not in AT_HOME[code]]
    assert np.median(home) > np.median(away)


def test_teachers_teach_and_nurses_nurse() -> None:
    usual = dict(zip(CODES, within_major(), strict=True))
    for code, section in (("23", "P"), ("22", "Q"), ("53", "F"), ("33", "O"), ("71", "G")):
        assert share_within_major(code, section) > usual[code]


def test_the_usual_level_is_the_one_that_most_hold() -> None:
    assert training.usual_level("23").startswith("Level 6"), "teachers"
    assert training.usual_level("91").startswith("Below level 2"), "elementary trades"
