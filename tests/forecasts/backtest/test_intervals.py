"""Intervals: as wide as past errors, after rounding, in units of how hard a figure is."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from factory_windows import windows
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.vocabulary.rounding import round_jobs, step_of
from forecasts.backtest.accuracy import coverage
from forecasts.backtest.intervals import (
    add_bounds,
    bounds,
    conformal,
    difficulty,
    interval_widths,
    log_error,
)
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroup

JOBS, GVA, CLAIMANTS = (SERIES_GROUPS[n] for n in ("jobs_section", "gva_section", "claimants"))


def published(
    off: float, group: SeriesGroup, *, code: str = "C", **more: object
) -> pl.DataFrame:  # fmt: skip
    """Windows of what was published, all off by this share."""
    made = windows({"naive": off}, group, code=code, **more)  # type: ignore[arg-type]
    return made.with_columns(published="naive")


def invented(seed: int, spread: float, horizons: int = 3, count: int = 4_000) -> pl.DataFrame:
    """Jobs of all sizes whose errors are normal, `spread` times their difficulty, as published."""
    random = np.random.default_rng(seed)
    level = round_jobs(np.exp(random.uniform(3, 9, count)))
    frame = pl.DataFrame({
        "area_type": ["lad"] * count, "part": ["sector"] * count, "level": level,
        "origin": random.integers(2015, 2021, count), "phase": ["before"] * count,
        "horizon": random.integers(1, horizons + 1, count),
        "band": np.searchsorted(JOBS.bands, level, side="right"), "published": level,
    })  # fmt: skip
    sd = frame.select(difficulty("level", "horizon", JOBS).alias("sd"))["sd"].to_numpy()
    return frame.with_columns(
        actual=pl.Series(round_jobs(level * np.exp(spread * sd * random.standard_normal(count))))
    )


@pytest.mark.parametrize("spread", [0.6, 1.0, 1.5])
def test_intervals_learnt_from_some_figures_cover_others_after_rounding(spread: float) -> None:
    widths = interval_widths(invented(1, spread), JOBS)
    made = add_bounds(invented(2, spread), widths, "published", "horizon", JOBS)
    covered = coverage(made)
    # Rounded bounds go up in steps, so a little more than what is asked for is as near as can be.
    assert 78 <= covered["cover80_pct"] <= 86  # type: ignore[operator]
    assert 93.5 <= covered["cover95_pct"] <= 98  # type: ignore[operator]
    for horizon in (1, 2, 3):
        of_one = coverage(made.filter(horizon=horizon))["cover80_pct"]
        assert 76 <= of_one <= 88, f"{horizon} years ahead"  # type: ignore[operator]


def test_widths_are_the_least_that_cover_after_rounding() -> None:
    """Of 1,000 jobs and errors of a quarter, 1,250 is covered from the width on that rounds to it,
    well below ln 1.25 itself."""
    past = published(0.25, JOBS, areas=60, actual=1_000.0)
    widths = interval_widths(past, JOBS).filter(horizon=1, band=1)
    made = add_bounds(past, widths, "published", "horizon", JOBS)
    assert coverage(made)["cover80_pct"] == 100
    less = widths.with_columns(pl.col("q80", "q95") * 0.9)
    narrower = coverage(add_bounds(past, less, "published", "horizon", JOBS))["cover80_pct"]
    assert narrower < 80  # type: ignore[operator]


def test_bounds_of_surveys_are_rounded_as_the_survey_is() -> None:
    made = add_bounds(invented(3, 1.0), interval_widths(invented(1, 1.0), JOBS), "published",
                      "horizon", JOBS)  # fmt: skip
    for name in ("lower80", "upper80", "lower95", "upper95"):
        values = made[name].to_numpy()
        np.testing.assert_allclose(values / step_of(values), np.round(values / step_of(values)))


def test_widths_of_jobs_grow_with_the_horizon() -> None:
    rows = pl.DataFrame({
        "area_type": ["lad"] * 6, "part": ["sector"] * 6, "band": [1] * 6, "level": [1_000.0] * 6,
        "mean": [1_000.0] * 6, "steps": [1, 2, 3, 4, 5, 7],
    })  # fmt: skip
    made = add_bounds(rows, interval_widths(invented(1, 1.0), JOBS), "mean", "steps", JOBS)
    upper = made["upper80"].to_list()
    assert upper == sorted(upper)
    assert upper[0] < upper[2] < upper[5]


def test_small_figures_are_harder_than_large_ones() -> None:
    frame = pl.DataFrame({"level": [0.0, 20, 200, 2_000, 50_000], "horizon": [1] * 5})
    hard = frame.select(difficulty("level", "horizon", JOBS)).to_series().to_list()
    assert hard == sorted(hard, reverse=True)
    assert np.isfinite(hard).all()
    assert frame.select(one=difficulty("level", "horizon", GVA))["one"].unique().to_list() == [1.0]


def test_each_horizon_of_other_series_has_its_own_errors_widened_by_what_was_measured() -> None:
    past = pl.concat([published(0.1 * h, GVA, horizons=[h]) for h in (1, 2, 3, 4)])
    made = interval_widths(past, GVA).filter(band=1).sort("horizon")
    errors = [abs(np.log((1_000 * (1 - 0.1 * h) + 0.5) / 1_000.5)) for h in (1, 2, 3, 4)]
    wider = [GVA.widen("sector", h) for h in (1, 2, 3, 4, 5)]
    # More than half of the errors are as large as this one, so both quantiles are.
    assert made["q80"].to_list()[:4] == pytest.approx(np.multiply(errors, wider[:4]), rel=1e-6)
    assert made["q80"][4] == pytest.approx(errors[3] * wider[4]), "the longest before it"
    totals = interval_widths(published(0.1, GVA, code="total"), GVA).filter(band=1, horizon=1)
    assert totals["q80"][0] == pytest.approx(errors[0] * GVA.widen("total", 1))


def test_beyond_the_tested_horizons_widths_grow_as_the_root() -> None:
    widths = interval_widths(pl.concat([
        published(0.1, GVA, horizons=[h]) for h in range(1, GVA.horizon + 1)
    ]), GVA)  # fmt: skip
    rows = pl.DataFrame({
        "area_type": ["lad"] * 2, "part": ["sector"] * 2, "band": [1] * 2, "level": [1e6] * 2,
        "mean": [1e6] * 2, "steps": [GVA.horizon, 4 * GVA.horizon],
    })  # fmt: skip
    near, far = np.log(add_bounds(rows, widths, "mean", "steps", GVA)["upper80"] / 1e6)
    assert far == pytest.approx(2 * near, rel=1e-4)


def test_widths_take_in_covid_until_three_origins_lie_outside_it() -> None:
    def width(calm: int) -> float:
        mild = published(0.01, GVA, origins=range(2015 - calm, 2015))
        wild = published(0.4, GVA, origins=[2018, 2019, 2020], phase="covid")
        return float(interval_widths(pl.concat([mild, wild]), GVA).filter(band=1)["q95"][0])

    assert width(2) > 0.3
    assert width(3) < 0.02


def test_months_go_by_the_six_newest_origins() -> None:
    def width(newest: int) -> float:
        old = published(0.3, CLAIMANTS, origins=range(24_000, 24_030), code="claimants_persons")
        new = published(0.02, CLAIMANTS, origins=range(24_030, 24_030 + newest),
                        code="claimants_persons")  # fmt: skip
        return float(interval_widths(pl.concat([old, new]), CLAIMANTS).filter(band=1)["q95"][0])

    assert width(5) > 0.2
    assert width(6) < 0.03


def test_a_band_short_of_windows_takes_its_neighbours_and_not_those_beyond() -> None:
    """Errors of 1% in the largest band, 2% next to it and 20% in the smallest."""
    past = pl.concat([
        published(off, GVA, areas=areas, origins=range(2010, 2020))
        .with_columns(band=pl.lit(band).cast(pl.Int64))
        for band, off, areas in ((0, 0.2, 40), (3, 0.02, 6), (4, 0.01, 2))
    ])  # fmt: skip
    made = interval_widths(past, GVA).filter(horizon=1).sort("band")["q80"] / GVA.widen("sector", 1)
    assert made[4] == pytest.approx(0.02, rel=0.05)
    assert made[3] == pytest.approx(0.02, rel=0.05)
    assert made[0] == pytest.approx(0.2, rel=0.15)


def test_too_few_windows_or_origins_give_no_width_and_no_bounds() -> None:
    few = published(0.1, GVA, areas=13, origins=[2015, 2016, 2017])  # 39 windows
    assert interval_widths(few, GVA)["q80"].null_count() == interval_widths(few, GVA).height
    two = published(0.1, GVA, origins=[2015, 2016])
    assert interval_widths(two, GVA)["q80"].is_null().all()
    made = add_bounds(few, interval_widths(few, GVA), "published", "horizon", GVA)
    assert made["upper80"].is_null().all()
    assert set(coverage(made).values()) == {None}
    assert interval_widths(few.clear(), GVA).is_empty()


def test_every_kind_of_area_and_part_has_widths_of_its_own() -> None:
    past = pl.concat([
        published(off, GVA, area_type=kind, code=code)
        for kind, code, off in (("lad", "C", 0.2), ("lad", "total", 0.05), ("region", "C", 0.1))
    ])  # fmt: skip
    made = interval_widths(past, GVA).filter(horizon=1, band=1)
    by_kind = {(a, p): q for a, p, q in made.select("area_type", "part", "q80").iter_rows()}
    assert by_kind["lad", "sector"] > by_kind["region", "sector"] > by_kind["lad", "total"]


@settings(max_examples=80)
@given(st.floats(0, 1e6), st.floats(0, 2), st.floats(0, 2), st.sampled_from([JOBS, GVA, CLAIMANTS]))
def test_bounds_are_nested_hold_the_mean_and_never_fall_below_zero(
    mean: float, q80: float, more: float, group: SeriesGroup
) -> None:
    mean = float(round_jobs(np.array([mean]))[0]) if group.grid else mean
    frame = pl.DataFrame({"mean": [mean], "q80": [q80], "q95": [q80 + more]})
    edges = [edge for q in ("q80", "q95") for edge in bounds("mean", pl.col(q), group)]
    low80, high80, low95, high95 = frame.select(
        edge.alias(str(at)) for at, edge in enumerate(edges)
    ).row(0)
    room = 1e-9 * (1 + mean)
    assert 0 <= low95 <= low80 <= mean
    assert mean <= high80 + room
    assert high80 <= high95 + room


def test_without_a_width_there_are_no_bounds() -> None:
    frame = pl.DataFrame({"mean": [5.0], "q80": [None]}, schema_overrides={"q80": pl.Float64})
    edges = dict(zip(("lower", "upper"), bounds("mean", pl.col("q80"), GVA), strict=True))
    assert frame.select(**edges).row(0) == (None, None)


def test_conformal_width_is_the_ranked_error() -> None:
    assert conformal(np.arange(1.0, 10.0), 80) == 8.0  # rank ceil(10 x .8) of 1 to 9
    assert conformal(np.array([3.0]), 95) == 3.0


def test_an_error_is_of_logarithms_with_the_rounding_step_added() -> None:
    frame = pl.DataFrame({"actual": [0.0, 95.0], "published": [5.0, 45.0]})
    assert frame.select(log_error(JOBS)).to_series().to_list() == pytest.approx([np.log(2)] * 2)
