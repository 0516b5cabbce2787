"""Occupations of West Yorkshire against its Skills Imperative 2035 workbook, measured again."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

import reference
from catalog.settings import PROJECT
from indicators.skills import occupation_matrix as matrix

SKILLS = PROJECT.parent / "shared/upstream/data/skills"
SURVEY = SKILLS / "aps_occupation_by_industry_itl2.csv"
WORKBOOKS = SKILLS / "skills_imperative_2035"

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not SURVEY.is_file(), reason="the survey is not beside the repository"),
]


def load_benchmark() -> object:
    path = Path(PROJECT) / "benchmarks" / "occupation_matrix.py"
    spec = importlib.util.spec_from_file_location("measure_occupation_matrix", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its data classes look for their module there
    spec.loader.exec_module(module)
    return module


def test_the_stored_record_is_what_the_benchmark_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(PROJECT) / "benchmarks"))  # it imports its neighbour
    benchmark = load_benchmark()
    areas, persons, residents_each = benchmark.read_survey(SURVEY)  # type: ignore[attr-defined]
    assert residents_each == pytest.approx(matrix.RESIDENTS_EACH, abs=1)
    english = np.array([area[:3] < "TLL" for area in areas])
    usual = matrix.usual_of_counts(persons[english])
    found = benchmark.fit_strength(persons[english], usual, residents_each)  # type: ignore[attr-defined]
    assert found.round(-2).tolist() == list(matrix.STRENGTH.values())
    rows = benchmark.test_on_workbook(WORKBOOKS, areas, persons)  # type: ignore[attr-defined]
    stored = {row[0]: row for row in reference.read("matrix_record").iter_rows()}
    assert len(rows) == 10
    for row in rows:
        assert stored[row[0]][2:] == pytest.approx(row[2:], abs=0.006)
