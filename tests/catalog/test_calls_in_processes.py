"""Calls that run in several processes."""

from __future__ import annotations

import warnings

import pytest

from catalog.workers import Workers


def test_a_process_that_joblib_replaces_is_not_told(recwarn: pytest.WarningsRecorder) -> None:
    assert sorted(Workers(jobs=2).run_calls(pow, [(2, 3), (3, 2)])) == [(0, 8), (1, 9)]
    warnings.warn("A worker stopped while some jobs were given to the executor.", stacklevel=1)
    assert recwarn.list == []
