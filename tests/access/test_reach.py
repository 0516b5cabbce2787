"""Jobs within reach: what the sums are, and the laws that they keep."""

from __future__ import annotations

import numpy as np
import pytest
from factory_places import at_random, on_a_line
from hypothesis import given, settings
from hypothesis import strategies as st

from access.decay import (
    CUT_KM,
    SETTINGS,
    STRAIGHT,
    ReachError,
    Setting,
    choose_setting,
    fade_by_km,
)
from access.distances import Points, StraightLines, find_near, measure_own_km
from access.reach import Reach, compute_reach
from access.what_if import gain_at

ALL = [SETTINGS[code] for code in STRAIGHT]


def fading(rate: float) -> Setting:
    return Setting("test", "", "", "", 10.0, fade_by_km(rate))


def reach(points: Points, jobs: list[float] | np.ndarray, *given: Setting) -> list[Reach]:
    count = len(points.codes)
    return compute_reach(
        StraightLines(points), np.arange(count), np.asarray(jobs, dtype=float),
        np.full(count, 100.0), list(given),
    )  # fmt: skip


def test_a_reader_can_check_the_sum() -> None:
    """Two places 2 km apart: each is 1 km from itself."""
    one = reach(on_a_line(0.0, 2.0), [100.0, 50.0], fading(0.5))[0]
    near, far = np.exp(-0.5), np.exp(-1.0)
    assert one.jobs == pytest.approx([100 * near + 50 * far, 50 * near + 100 * far])


def test_a_place_is_half_of_the_way_to_the_nearest_from_itself() -> None:
    assert measure_own_km(on_a_line(0.0, 2.0, 10.0).km).tolist() == [1.0, 1.0, 4.0]
    assert measure_own_km(on_a_line(7.0).km).tolist() == [0.0]


def test_without_decay_all_jobs_within_40_km_count_and_none_beyond() -> None:
    points = on_a_line(0.0, 39.9, 40.1, 90.0)
    assert reach(points, [1.0, 10.0, 100.0, 1000.0], fading(0.0))[0].jobs.tolist() == [
        11.0, 111.0, 110.0, 1000.0,
    ]  # fmt: skip
    assert CUT_KM == 40.0


@settings(max_examples=20)
@given(st.integers(2, 40), st.integers(0, 1000), st.floats(0.01, 2.0))
def test_reach_adds_up_in_jobs_and_falls_with_decay(count: int, seed: int, rate: float) -> None:
    points, random = at_random(count, seed), np.random.default_rng(seed)
    one, other = random.uniform(0, 900, (2, count))
    sums = [reach(points, jobs, fading(rate))[0].jobs for jobs in (one, other, one + other)]
    np.testing.assert_allclose(sums[2], sums[0] + sums[1], rtol=1e-9)
    assert (reach(points, one, fading(rate * 1.1))[0].jobs <= sums[0] * (1 + 1e-12)).all()


@pytest.mark.parametrize("setting", ALL, ids=STRAIGHT)
def test_shared_jobs_are_shared_once(setting: Setting) -> None:
    """Over all residents, jobs per resident come to the jobs that anybody reaches."""
    points, random = at_random(60, 3), np.random.default_rng(3)
    jobs, residents = random.uniform(0, 900, (2, 60))
    shared = compute_reach(StraightLines(points), np.arange(60), jobs, residents, [setting])[0]
    assert float(residents @ shared.per_resident) == pytest.approx(float(jobs.sum()), rel=1e-9)


@pytest.mark.parametrize("setting", ALL, ids=STRAIGHT)
def test_some_places_have_what_they_have_where_all_are_asked_about(setting: Setting) -> None:
    """Where all who share jobs are asked about, both sums come of one pass."""
    points, random = at_random(60, 4), np.random.default_rng(4)
    jobs, residents = random.uniform(1, 900, (2, 60))
    lines = StraightLines(points)
    whole = compute_reach(lines, np.arange(60), jobs, residents, [setting])[0]
    some = compute_reach(lines, np.arange(0, 60, 7), jobs, residents, [setting])[0]
    np.testing.assert_allclose(some.jobs, whole.jobs[::7], rtol=1e-12)
    np.testing.assert_allclose(some.per_resident, whole.per_resident[::7], rtol=1e-12)


@settings(max_examples=20)
@given(st.integers(1, 200), st.integers(0, 1000), st.floats(0.5, 40.0))
def test_blocks_have_the_places_of_the_box_around_their_origins(
    count: int, seed: int, cut_km: float
) -> None:
    points = at_random(count, seed)
    for block in StraightLines(points, cut_km).blocks(np.arange(count)):
        box = find_near(points.km, points.km[block.rows], cut_km)
        assert block.columns.tolist() == box.tolist()


def test_jobs_are_not_shared_among_too_few() -> None:
    """Where residents near the jobs are not known nobody's share is."""
    points = on_a_line(0.0, 1.0, 60.0, 61.0)
    shared = compute_reach(
        StraightLines(points), np.arange(4), np.full(4, 10.0), np.array([5.0, np.nan, 5.0, 5.0]),
        ALL,
    )  # fmt: skip
    for one in shared:
        assert np.isnan(one.per_resident[:2]).all()
        assert (one.per_resident[2:] > 0).all()


def test_a_missing_neighbour_makes_a_figure_partial_where_it_matters() -> None:
    points = on_a_line(0.0, 8.0, 15.0, 30.0, 70.0)
    jobs = [10.0, 10.0, 10.0, np.nan, 10.0]
    no_car, any_way, within = reach(points, jobs, *ALL)
    assert no_car.missing.tolist() == [1, 1, 1, 1, 1]
    # Within 9.2 km lies the place itself, within 19.8 km another.
    assert no_car.is_partial.tolist() == [False, False, False, True, False]
    assert any_way.is_partial.tolist() == [False, False, True, True, False]
    # It is half of 15 km from itself, so its own jobs are not within 5 km either.
    assert within.is_partial.tolist() == [False] * 5
    assert no_car.jobs[3] > 0, "jobs that are known still count"


def test_blocks_do_not_change_the_sum() -> None:
    points, random = at_random(700, 5, side_km=45.0), np.random.default_rng(5)
    jobs = random.uniform(0, 900, 700)
    apart = np.hypot(*(points.km[:, None, :] - points.km[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, measure_own_km(points.km))
    weights = np.where(apart <= CUT_KM, np.exp(-0.233 * apart), 0.0)
    np.testing.assert_allclose(reach(points, jobs, SETTINGS["any"])[0].jobs, weights @ jobs)


@given(st.floats(1, 1e6), st.floats(0.0, 39.0))
def test_new_jobs_add_their_number_times_the_weight(jobs: float, km: float) -> None:
    gain = gain_at(np.array([[km, 0.0]]), (0.0, 0.0), jobs, SETTINGS["no_car"])
    assert gain[0] == pytest.approx(jobs * np.exp(-0.5 * km), rel=1e-9)


def test_settings_are_named_with_their_half_weight() -> None:
    assert "1.4 km away half" in SETTINGS["no_car"].meaning
    assert "3.0 km away half" in SETTINGS["any"].meaning
    assert SETTINGS["minutes"].weigh(np.array([40.3, np.inf])).tolist() == [0.5, 0.0]
    with pytest.raises(ReachError, match="there is no setting"):
        choose_setting("by boat")
