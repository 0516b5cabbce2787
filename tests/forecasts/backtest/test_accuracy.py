"""Error measures on paper: areas count alike, and intervals draw areas and origins."""

from __future__ import annotations

import math

import polars as pl
import pytest
from factory_windows import windows
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.backtest.accuracy import (
    area_errors,
    best_naive,
    coverage,
    macro_error,
    macro_interval,
    score,
    share_errors,
)
from forecasts.backtest.windows import covid_phase
from forecasts.series.series_groups import SERIES_GROUPS

GVA, JOBS, ADVERTS = (SERIES_GROUPS[name] for name in ("gva_section", "jobs_section", "adverts"))
MODEL = GVA.champion


def errors(*rows: tuple[str, int, float, float, float]) -> pl.DataFrame:
    """area, origin, sum of actual values, error of the model, error of naive."""
    schema = ["area_code", "origin", "actual_sum", "model", "naive"]
    return pl.DataFrame(rows, schema, orient="row")


def test_macro_error_counts_a_small_area_as_much_as_a_large_one() -> None:
    """The model halves the small area's error (10% of it to 5) and doubles the large one's (5 to
    10): as good as naive, though pooled it looks twice as bad."""
    both = errors(("small", 2020, 100, 5, 10), ("large", 2020, 10_000, 1_000, 500))
    assert macro_error(both, "model", "naive") == pytest.approx(1.0)
    halved = errors(("small", 2020, 100, 5, 10), ("large", 2020, 10_000, 500, 500))
    assert macro_error(halved, "model", "naive") == pytest.approx((0.05 + 0.05) / (0.1 + 0.05))


def test_an_area_is_taken_with_all_its_origins_together() -> None:
    given_rows = errors(("a", 2019, 100, 10, 20), ("a", 2020, 300, 10, 40), ("b", 2020, 50, 5, 5))
    by_hand = (20 / 400 + 5 / 50) / (60 / 400 + 5 / 50)
    assert macro_error(given_rows, "model", "naive") == pytest.approx(by_hand)


def test_areas_of_nothing_and_a_yardstick_without_error_give_no_ratio() -> None:
    nothing = errors(("a", 2020, 0, 7, 7), ("b", 2020, 100, 5, 10))
    assert macro_error(nothing, "model", "naive") == pytest.approx(0.5)
    assert math.isnan(macro_error(errors(("a", 2020, 100, 5, 0)), "model", "naive"))
    assert math.isnan(macro_error(errors(("a", 2020, 100, 5, 0)).clear(), "model", "naive"))


def uneven(areas: int, origins: int) -> pl.DataFrame:
    """Errors that differ by area and origin."""
    return errors(*(
        (f"a{area}", 2000 + origin, 100.0 * (area + 1), 3.0 + area * origin % 7, 5.0 + area % 3)
        for area in range(areas) for origin in range(origins)
    ))  # fmt: skip


@settings(max_examples=25)
@given(st.lists(st.floats(0.01, 1_000), min_size=6, max_size=6))
def test_sizes_of_areas_change_neither_error_nor_interval(sizes: list[float]) -> None:
    before = uneven(6, 4)
    scale = pl.col("area_code").replace_strict({f"a{at}": size for at, size in enumerate(sizes)})
    after = before.with_columns(pl.col("actual_sum", "model", "naive") * scale)
    assert macro_error(after, "model", "naive") == pytest.approx(
        macro_error(before, "model", "naive")
    )
    assert macro_interval(after, "model", "naive") == pytest.approx(
        macro_interval(before, "model", "naive")
    )


def test_the_interval_of_a_model_that_is_always_as_good_is_a_point() -> None:
    same = uneven(6, 4).with_columns(model=pl.col("naive") * 0.8)
    assert macro_interval(same, "model", "naive") == pytest.approx((0.8, 0.8))


def test_the_interval_draws_origins() -> None:
    """Alike in all areas, 0.2 of naive at three of four origins and three times it at one: the bad
    one is drawn never (32 in 100) up to three times (5 in 100), four times in 4 of 1,000."""
    rows = errors(*((f"a{area}", origin, 100, 300 if origin == 4 else 20, 100)
                    for area in range(40) for origin in (1, 2, 3, 4)))  # fmt: skip
    assert macro_interval(rows, "model", "naive") == pytest.approx((0.2, (0.2 + 3 * 3) / 4))


def test_the_interval_draws_areas() -> None:
    """Alike at all origins, and one area of five is bad."""
    rows = errors(*((f"a{area}", origin, 100, 300 if area == 4 else 20, 100)
                    for area in range(5) for origin in range(30)))  # fmt: skip
    low, high = macro_interval(rows, "model", "naive")
    assert low == pytest.approx(0.2)  # never drawn: 33 in 100
    assert high == pytest.approx((2 * 0.2 + 3 * 3) / 5)  # three times: 6 in 100


@pytest.mark.parametrize(
    ("areas", "origins", "known"), [(5, 3, True), (4, 9, False), (9, 2, False)]
)
def test_few_areas_or_origins_have_no_interval(areas: int, origins: int, known: bool) -> None:
    low, high = macro_interval(uneven(areas, origins), "model", "naive")
    assert [math.isnan(low), math.isnan(high)] == [not known] * 2


def test_errors_are_of_figures_as_the_source_rounds_them() -> None:
    """1,000 jobs and a forecast 4% off: BRES would publish 1,000 again."""
    rows = windows({"naive": 0.04, "drift": 0.3}, JOBS, areas=1, origins=[2020])
    summed = area_errors(rows, ("naive", "drift"), JOBS)
    assert summed["naive"].to_list() == [0.0]
    gva = windows({"naive": 0.04, "drift": 0.3}, GVA, areas=1, origins=[2020])
    assert area_errors(gva, ("naive", "drift"), GVA)["naive"].to_list() == pytest.approx([40.0])


def test_models_are_compared_on_windows_that_both_have() -> None:
    rows = windows({"naive": 0.1, "drift": 0.2}, GVA, areas=2, origins=[2019, 2020])
    without = rows.with_columns(
        drift=pl.when(pl.col("origin") == 2019).then(None).otherwise("drift")
    )
    assert area_errors(without, ("naive", "drift"), GVA)["origin"].unique().to_list() == [2020]


def test_measures_on_paper() -> None:
    rows = windows({MODEL: 0.05, "naive": 0.1}, GVA, areas=6, origins=range(2016, 2020))
    made = score(rows, MODEL, "naive", GVA)
    counts = ("areas_count", "series_count", "origins_count", "windows_count")
    assert [made[name] for name in counts] == [6, 6, 4, 24]
    assert made["mase"] == pytest.approx(1.0)  # 50 off, and a past step is 50
    assert made["wape_pct"] == pytest.approx(5)
    assert made["bias_pct"] == pytest.approx(0, abs=1e-9)
    assert made["skill_pct"] == pytest.approx(50)
    assert made["pooled_skill_pct"] == pytest.approx(50)
    assert (made["skill_lower95_pct"], made["skill_upper95_pct"]) == pytest.approx((50, 50))
    assert made["direction_right_pct"] == pytest.approx(100), "950 again is no direction"
    # From 950 up to 1,100 or down to 900, where the value rose to 1,000.
    assert score(rows, "naive", MODEL, GVA)["direction_right_pct"] == pytest.approx(50)
    by_hand = (math.log(1050.5 / 1000.5) + math.log(1000.5 / 950.5)) / 2
    assert made["log_error"] == pytest.approx(by_hand)
    assert score(rows, "theta", "naive", GVA) == {}


def test_errors_added_up_for_many_models_give_what_each_pair_gives() -> None:
    off = {
        MODEL: lambda area, _origin, horizon: 0.01 * (1 + area % 5 + horizon),
        "naive": 0.1,
        "drift": lambda _area, origin, _horizon: 0.02 * (1 + origin % 4),
    }
    rows = windows(off, GVA, areas=9, origins=range(2016, 2022), horizons=(1, 2))
    shared = share_errors(rows, (*GVA.models, "naive"), GVA)
    assert shared is not None
    assert {"naive", "drift", MODEL} < set(shared.errors.columns)
    for model in (MODEL, "naive", "drift"):
        assert score(rows, model, "naive", GVA, shared) == score(rows, model, "naive", GVA)
    assert best_naive(rows, GVA, shared) == best_naive(rows, GVA) == "drift"
    # A model that lacks a window is compared on those that it has.
    lacking = rows.with_columns(drift=pl.when(pl.col("origin") > 2016).then("drift"))
    shared = share_errors(lacking, GVA.models, GVA)
    assert shared is not None
    assert "drift" not in shared.errors.columns
    assert score(lacking, "drift", "naive", GVA, shared)["origins_count"] == 5
    assert share_errors(rows, ("theta",), GVA) is None


def test_skill_is_macro_and_pooled_skill_is_of_all_areas_added_up() -> None:
    small = windows({MODEL: 0.05, "naive": 0.1}, GVA, areas=1, actual=100.0)
    large = windows({MODEL: 0.1, "naive": 0.05}, GVA, areas=1, actual=10_000.0).with_columns(
        area_code=pl.lit("E999"), row=pl.lit(999).cast(pl.Int64)
    )  # fmt: skip
    made = score(pl.concat([small, large]), MODEL, "naive", GVA)
    assert made["skill_pct"] == pytest.approx(0, abs=1e-9)
    assert made["pooled_skill_pct"] == pytest.approx(100 * (1 - 1005 / 510))
    assert made["skill_lower95_pct"] is None, "two areas have no interval"


def test_the_best_naive_is_the_yardstick() -> None:
    made = windows({"naive": 0.1, "seasonal naive": 0.05, "middle of naives": 0.07, "drift": 0.3},
                   ADVERTS, code="total")  # fmt: skip
    assert best_naive(made, ADVERTS) == "seasonal naive"
    absent = made.with_columns(pl.lit(None, pl.Float64).alias("seasonal naive"))
    assert best_naive(absent, ADVERTS) == "middle of naives"
    alike = made.with_columns(pl.col("naive").alias(name) for name in ADVERTS.naives)
    assert best_naive(alike, ADVERTS) == "naive"
    assert best_naive(made.clear(), ADVERTS) == "naive"
    assert "seasonal naive" not in GVA.naives, "for years that is the last value again"


def test_coverage_counts_what_lay_inside() -> None:
    frame = pl.DataFrame({
        "actual": [1.0, 2, 3, 4], "published": [2.0] * 4,
        "lower80": [1.5] * 4, "upper80": [3.0] * 4,
        "lower95": [0.0] * 4, "upper95": [9.0] * 4,
    })  # fmt: skip
    assert coverage(frame) == pytest.approx(
        {"cover80_pct": 50, "cover95_pct": 100, "width80_pct": 75}
    )
    none = frame.with_columns(upper80=pl.lit(None, pl.Float64))
    assert set(coverage(none).values()) == {None}


@pytest.mark.parametrize(
    ("origin", "target", "phase"),
    [(2017, 2019, "before"), (2018, 2020, "covid"), (2019, 2023, "covid"), (2021, 2022, "after")],
)
def test_phases(origin: int, target: int, phase: str) -> None:
    assert covid_phase(origin, target, 12) == phase
