"""How BRES rounds: one rule for frames and for arrays."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.vocabulary.rounding import (
    COARSEST,
    STEPS,
    round_jobs,
    rounded_as_published,
    rounding_step,
    step_of,
)

EDGES = [edge for below, _ in STEPS for edge in (below - 1e-9, below)]


@given(st.lists(st.floats(0.0, 1e7), min_size=1, max_size=20))
@example([*EDGES, 0.0, 2.5, 7.5, 262.5, 1_125.0])
def test_frames_and_arrays_round_alike(jobs: list[float]) -> None:
    frame = pl.DataFrame({"jobs": jobs})
    step, rounded = frame.select(rounding_step(pl.col("jobs")),
                                 rounded=rounded_as_published(pl.col("jobs")))  # fmt: skip
    np.testing.assert_array_equal(step_of(np.array(jobs)), step.to_numpy())
    np.testing.assert_array_equal(round_jobs(np.array(jobs)), rounded.to_numpy())


@given(st.floats(0.0, 1e7))
def test_a_rounded_figure_is_a_multiple_of_its_step_and_half_a_step_off_at_most(
    jobs: float,
) -> None:
    rounded, step = round_jobs(np.array([jobs]))[0], step_of(np.array([jobs]))[0]
    assert rounded / step == pytest.approx(round(rounded / step), abs=1e-9)
    assert abs(rounded - jobs) <= step / 2 + 1e-9
    assert round_jobs(np.array([rounded]))[0] == rounded, "what was rounded stays"


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e5))
def test_rounding_keeps_the_order(jobs: float, more: float) -> None:
    low, high = round_jobs(np.array([jobs, jobs + more]))
    assert low <= high


@pytest.mark.parametrize(("jobs", "published"), [
    (2.4, 0), (49.9, 50), (62, 50), (63, 75), (262, 250), (980, 1_000), (1_130, 1_250),
    (3_700, 3_500), (12_345, 12_000),
])  # fmt: skip
def test_steps_by_size(jobs: float, published: float) -> None:
    assert round_jobs(np.array([jobs]))[0] == published


def test_a_missing_figure_stays_missing() -> None:
    frame = pl.DataFrame({"jobs": [None]}, {"jobs": pl.Float64})
    assert frame.select(rounded_as_published(pl.col("jobs"))).item() is None
    assert [below for below, _ in STEPS] == sorted(below for below, _ in STEPS)
    assert [step for _, step in STEPS] + [COARSEST] == sorted({s for _, s in STEPS} | {COARSEST})
