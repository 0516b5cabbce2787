"""Choice, intervals, measures and revisions on frames that can be read."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reconcile import rows

from catalog.tables.forecasts import FORECASTS
from forecasts.backtest.accuracy import coverage, score, skill_interval
from forecasts.backtest.intervals import bounds, conformal, interval_widths
from forecasts.backtest.plot import backtest_png
from forecasts.backtest.selection import add_published, choose_models
from forecasts.backtest.windows import covid_phase
from forecasts.publish import guard
from forecasts.revisions import revisions
from forecasts.series.series_groups import SERIES_GROUPS, describe_band

JOBS = SERIES_GROUPS["jobs_section"]


def windows(share_error: float, *, count: int = 400, horizon: int = 1) -> pl.DataFrame:
    """Windows in which naive is 10 off and the champion `share_error`, all of 1,000 jobs."""
    sign = np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
    actual = np.full(count, 1_000.0)
    models = dict.fromkeys(JOBS.models)
    return pl.DataFrame(
        {
            "row": np.arange(count), "series_code": [f"s{i % 10}" for i in range(count)],
            "origin": np.full(count, 2018), "horizon": np.full(count, horizon),
            "band": np.full(count, 1), "level": np.full(count, 990.0),
            "scale": np.full(count, 10.0), "scale_square": np.full(count, 10.0),
            "actual": actual, "phase": ["before"] * count,
            **models,
            "naive": actual + 10 * sign, "share under parent": actual + share_error * sign,
        }
    ).with_columns(pl.col(list(models)).cast(pl.Float64))  # fmt: skip


def test_the_champion_is_chosen_where_it_wins_and_the_reason_has_its_error() -> None:
    row = choose_models(windows(8), JOBS).row(1, named=True)
    assert row["chosen"] == "share under parent"
    assert row["error_vs_naive"] == pytest.approx(0.8)
    assert row["reason"] == (
        "error 0.80 of naive's over 400 back-test windows (300 to 1,500 jobs, 1 year ahead)"
    )


def test_a_loser_is_never_shipped_and_the_fallback_wears_its_own_name() -> None:
    choices = choose_models(windows(12), JOBS)
    assert choices["chosen"].unique().to_list() == ["naive"]
    assert "fallen back to naive" in choices["reason"][1]
    assert "share under parent comes nearest at 1.20" in choices["reason"][1]


def test_a_model_that_wins_a_cell_and_loses_the_family_is_not_chosen() -> None:
    mixed = pl.concat(
        [windows(5), windows(30).with_columns(pl.lit(3).cast(pl.Int64).alias("band"))]
    )
    assert choose_models(mixed, JOBS)["chosen"].unique().to_list() == ["naive"]


def test_a_challenger_must_win_over_sectors_and_over_origins() -> None:
    def record(good_origins: int) -> pl.DataFrame:
        return pl.concat([
            windows(12).with_columns(
                pl.lit(2012 + at).alias("origin"),
                (pl.col("actual") + (2 if at < good_origins else 12)).alias("drift"),
            ) for at in range(6)
        ], how="vertical_relaxed")  # fmt: skip

    assert choose_models(record(6), JOBS)["chosen"][1] == "drift"
    # Better in half the years by far, and so better overall; in the other half worse.
    assert choose_models(record(3), JOBS)["chosen"].unique().to_list() == ["naive"]


def test_without_a_record_the_champion_ships_and_says_that_it_is_untested() -> None:
    choices = choose_models(pl.DataFrame(), JOBS)
    assert choices["chosen"].unique().to_list() == ["share under parent"]
    assert choices["error_vs_naive"].null_count() == choices.height
    assert "too short a record" in choices["reason"][0]


def test_where_the_chosen_model_has_no_forecast_naive_is_shipped() -> None:
    made = windows(8).with_columns(
        pl.when(pl.col("row") == 0).then(None).otherwise("share under parent")
        .alias("share under parent")
    )  # fmt: skip
    published = add_published(made, choose_models(made, JOBS), JOBS)
    assert published["published"][0] == published["naive"][0]


def test_guard_puts_naive_for_explosions_and_for_nothing() -> None:
    mean = np.array([[100.0, 500.0, np.nan, 10.0]])
    made, why = guard(mean, np.full((1, 4), 100.0), 0.0)
    assert made.tolist() == [[100, 100, 100, 100]]
    assert why.tolist() == [["", "exploded", "none", "exploded"]]


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1), st.sampled_from([0.5, 5.0]))
def test_intervals_are_nested_hold_the_mean_and_never_fall_below_zero(
    mean: float, q80: float, more: float, grain: float
) -> None:
    frame = pl.DataFrame({"mean": [mean], "q80": [q80], "q95": [q80 + more]})
    edges = [edge for q in ("q80", "q95") for edge in bounds("mean", q, grain)]
    low80, high80, low95, high95 = frame.select(
        edge.alias(str(at)) for at, edge in enumerate(edges)
    ).row(0)
    assert 0 <= low95 <= low80 <= mean
    assert mean <= high80 * (1 + 1e-12) + 1e-9
    assert high80 <= high95 * (1 + 1e-12) + 1e-9


def test_conformal_width_is_the_ranked_error() -> None:
    assert conformal(np.arange(1.0, 10.0), 80) == 8.0  # rank ceil(10 x .8) of 1 to 9
    assert conformal(np.array([3.0]), 95) == 3.0


def test_a_horizon_never_realised_takes_the_last_one_widened() -> None:
    published = add_published(windows(8), choose_models(windows(8), JOBS), JOBS)
    made = interval_widths(published, JOBS).filter(pl.col("band") == 1).sort("horizon")
    assert made["q80"][3] == pytest.approx(made["q80"][0] * 2)
    assert interval_widths(published.clear(), JOBS)["q80"].null_count() == 25


def test_horizons_with_few_windows_each_share_one_width_by_the_root_of_the_horizon() -> None:
    few = pl.concat([windows(8 * h**0.5, count=12, horizon=h) for h in (1, 2, 3, 4)])
    few = few.with_columns(pl.col("share under parent").alias("published"))
    made = interval_widths(few, JOBS).filter(pl.col("band") == 1).sort("horizon")
    assert made["q80"][0] == pytest.approx(8 / 1_000, rel=0.02)
    assert made["q80"][4] == pytest.approx(made["q80"][0] * 5**0.5)


def test_widths_take_in_covid_until_three_origins_lie_outside_it() -> None:
    def record(calm: int) -> pl.DataFrame:
        mild = [windows(8).with_columns(pl.lit(2015 + at).alias("origin")) for at in range(calm)]
        wild = windows(80).with_columns(pl.lit(2020).alias("origin"), phase=pl.lit("covid"))
        both = pl.concat([*mild, wild], how="vertical_relaxed")
        return both.with_columns(pl.col("share under parent").alias("published"))

    assert interval_widths(record(2), JOBS)["q95"][1] == pytest.approx(0.08, rel=0.1)
    assert interval_widths(record(3), JOBS)["q95"][1] == pytest.approx(0.008, rel=0.1)


def test_widths_widen_with_the_record_and_only_monthly_ones_narrow_by_half() -> None:
    known = windows(8).with_columns(pl.col("share under parent").alias("published"))
    raw = interval_widths(known, JOBS)["raw80"][1]

    def factor(family: str, issued: float) -> float:
        """What a width becomes where widths `issued` times as wide as errors were given out."""
        record = known.with_columns(raw80=pl.lit(issued * raw), raw95=pl.lit(issued * raw))
        made = interval_widths(known, SERIES_GROUPS[family], record)
        return float(made["q80"][1] / made["raw80"][1])

    assert factor("jobs_section", 0.5) == pytest.approx(2.0, rel=0.05)
    assert factor("claimants", 0.5) == pytest.approx(2.0, rel=0.05)
    assert factor("jobs_section", 4.0) == 1.0
    assert factor("claimants", 4.0) == pytest.approx(0.5, rel=0.05)  # the root of a quarter


def test_without_a_width_there_are_no_bounds() -> None:
    frame = pl.DataFrame({"mean": [5.0], "q80": [None]}, schema_overrides={"q80": pl.Float64})
    edges = dict(zip(("lower", "upper"), bounds("mean", "q80", 0.5), strict=True))
    assert frame.select(**edges).row(0) == (None, None)


def test_measures_on_paper() -> None:
    told = score(windows(5), "share under parent", "naive")
    assert told["mase"] == pytest.approx(0.5)
    assert told["wape_pct"] == pytest.approx(0.5)
    assert told["bias_pct"] == pytest.approx(0.0)
    assert told["skill_pct"] == pytest.approx(50)
    assert told["direction_right_pct"] == pytest.approx(100)
    assert score(windows(5), "theta", "naive") == {}


def test_the_bootstrap_draws_whole_sectors() -> None:
    same = skill_interval(windows(5), "share under parent", "naive")
    assert same == pytest.approx((50, 50, 50))
    uneven = windows(5).with_columns(
        pl.when(pl.col("series_code") == "s0").then(pl.col("actual") + 40)
        .otherwise("share under parent").alias("share under parent")
    )  # fmt: skip
    skill, low, high = skill_interval(uneven, "share under parent", "naive")
    assert low < skill < high
    assert high - low > 20  # one sector of ten holds most of the error


def test_coverage_counts_what_lay_inside() -> None:
    frame = pl.DataFrame({
        "actual": [1.0, 2, 3, 4], "published": [2.0] * 4,
        "lower80": [1.5] * 4, "upper80": [3.0] * 4,
        "lower95": [0.0] * 4, "upper95": [9.0] * 4,
    })  # fmt: skip
    told = {"cover80_pct": 50, "cover95_pct": 100, "width80_pct": 75}
    assert coverage(frame) == pytest.approx(told)


@pytest.mark.parametrize(
    ("origin", "target", "phase"),
    [(2017, 2019, "before"), (2018, 2020, "covid"), (2019, 2023, "covid"), (2021, 2022, "after")],
)
def test_phases(origin: int, target: int, phase: str) -> None:
    assert covid_phase(origin, target, 12) == phase


@pytest.mark.parametrize(
    ("band", "words"),
    [(0, "under 300 jobs"), (1, "300 to 1,500 jobs"), (4, "25,000 jobs and more")],
)
def test_bands_in_words(band: int, words: str) -> None:
    assert describe_band(band, JOBS) == words


def revised(old: float, new: float, **changed: str) -> list[str]:
    before = rows("jobs_section", {("a", "C"): old})
    after = rows("jobs_section", {("a", "C"): new}).with_columns(
        pl.lit(value).alias(name) for name, value in changed.items()
    )
    return revisions(before, after, "now")["change"].to_list()


def test_revisions_say_whether_data_or_model_did_it() -> None:
    assert revised(100, 100) == []
    assert revised(100, 101) == ["data revised"]
    assert revised(100, 101, model="theta") == ["model changed"]
    assert revised(100, 101, origin_period="2024") == ["newer data"]
    assert revisions(None, rows("jobs_section", {("a", "C"): 1.0}), "now").is_empty()
    two = rows("jobs_section", {("a", "C"): 1.0, ("a", "G"): 1.0})
    one = rows("jobs_section", {("a", "C"): 1.0})
    assert revisions(one, two, "now")["change"].to_list() == ["new"]
    assert revisions(two, one, "now")["change"].to_list() == ["withdrawn"]


def test_the_plot_is_a_picture() -> None:
    table = pl.DataFrame({
        "family": ["f"] * 2, "horizon_from": [1, 2], "horizon_to": [1, 2], "model": ["shipped"] * 2,
        "level_band": ["all"] * 2, "phase": ["all"] * 2, "skill_pct": [5.0, -3.0],
    })  # fmt: skip
    assert backtest_png(table).startswith(b"\x89PNG")


def test_forecasts_rows_of_these_tests_keep_the_tables_promises() -> None:
    assert set(rows("jobs_section", {("a", "C"): 1.0}).columns) == set(FORECASTS.columns)
