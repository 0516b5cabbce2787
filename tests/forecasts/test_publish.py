"""What is published: steps from the last figure, horizons from today, and what status each has."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from factory_carriers import month, monthly
from factory_forecasts import history

from catalog.vocabulary.rounding import round_jobs
from forecasts import publish
from forecasts.backtest.reference_record import choices_and_widths
from forecasts.backtest.selection import CHOICES
from forecasts.backtest.windows import part_of
from forecasts.parallel import Executor
from forecasts.publish import (
    OLDEST_YEARS,
    count_steps,
    finish,
    forecast_points,
    forecast_status,
    guard,
)
from forecasts.series.carriers import Carrier
from forecasts.series.prepare import PreparedSeries, prepare_series
from forecasts.series.series_groups import SERIES_GROUPS

TODAY = date(2024, 11, 26)
JOBS, GVA, ADVERTS, WORKFORCE = (
    SERIES_GROUPS[name] for name in ("jobs_section", "gva_section", "adverts", "workforce_section")
)
STEADY = [500.0, 1_000.0, 1_000.0, 1_250.0, 1_000.0]  # 2018 to 2022


def payrolls() -> Carrier:
    """Payrolls of 2017 to October 2024, up by a tenth from September to September."""
    rising = [1_000 * np.exp(at * np.log(1.1) / 12) for at in range(month(2024, 10) - month(2017, 1)
                                                                   + 1)]  # fmt: skip
    return Carrier(monthly({"C": rising, "total": rising}, month(2017, 1)), None, lag=1)


def prepared(frame: pl.DataFrame, family: str = "jobs_section", carried: bool = True) -> (
    PreparedSeries
):  # fmt: skip
    carriers = {SERIES_GROUPS[family].carrier: payrolls()} if carried else {}
    return prepare_series({family: frame}, family, TODAY, carriers)


def published(frame: pl.DataFrame, **more: object) -> pl.DataFrame:
    """Rows of `forecasts` of a history, by the record that comes with Wardwise."""
    series = prepared(frame, **more)  # type: ignore[arg-type]
    kinds = series.cleaned.history["area_type"].unique()
    choices, widths = choices_and_widths(pl.DataFrame(), series.group, kinds)
    points = forecast_points(series, choices, Executor(), TODAY)
    return finish(points, series, widths, TODAY).sort("area_code", "series_code", "period")


def test_steps_are_counted_from_the_last_figure_and_horizons_from_today() -> None:
    made = published(history({("E1", "C"): STEADY}, first=2018))
    assert made["period"].to_list() == ["2023", "2024", "2025", "2026", "2027"]
    assert made["steps"].to_list() == [1, 2, 3, 4, 5]
    assert made["horizon"].to_list() == [-1, 0, 1, 2, 3]
    assert made["status"].to_list() == ["nowcast"] * 2 + ["modelled"] * 3
    assert made["origin_period"].unique().to_list() == ["2022"]
    assert made.select("period_start", "period_end").row(1) == (
        date(2024, 1, 1), date(2024, 12, 31),
    )  # fmt: skip


def test_a_nowcast_says_to_which_month_it_was_carried_and_nothing_else_does() -> None:
    frame = history({("E1", "C"): STEADY, ("E1", "Q"): [100.0] * 5}, first=2018)
    made = published(frame)
    carried = made.filter(pl.col("model") == "carried by payrolls")
    assert carried["series_code"].unique().to_list() == ["C"]
    assert carried["known_to"].unique().to_list() == ["2024-10"]
    assert made.filter(series_code="Q")["model"].unique().to_list() == ["naive"]
    assert made.filter(series_code="Q")["known_to"].unique().to_list() == [""]
    without = published(frame, carried=False)
    assert without["known_to"].unique().to_list() == [""]


def test_jobs_are_rounded_as_published_and_the_exact_mean_is_kept() -> None:
    made = published(history({("E1", "C"): STEADY}, first=2018))
    exact = made["mean_exact"].to_numpy()
    assert not np.allclose(exact, round_jobs(exact))
    np.testing.assert_array_equal(made["mean"], round_jobs(exact))
    held = pl.col("mean").is_between("lower80", "upper80") & pl.col("lower80").is_between(
        "lower95", "mean"
    )
    assert made.select(held.all()).item()


@pytest.mark.parametrize(("group", "last", "steps"), [
    (JOBS, 2022, 2 + 3), (JOBS, 2023, 1 + 3), (JOBS, 2024, 3), (JOBS, 2026, 3),
    (GVA, 2022, 2 + 3),
    (ADVERTS, month(2024, 9), 2 + 12), (ADVERTS, month(2024, 11), 12),
    (WORKFORCE, (2024 * 12 + 5) // 3, 2 + 12),
    (JOBS, 2024 - OLDEST_YEARS, OLDEST_YEARS + 3), (JOBS, 2023 - OLDEST_YEARS, JOBS.horizon),
    (ADVERTS, month(2024 - OLDEST_YEARS, 10), ADVERTS.horizon),
])  # fmt: skip
def test_how_far_is_forecast(group: object, last: int, steps: int) -> None:
    """To today and `ahead` more; figures older than eight years only as far as was tested."""
    assert count_steps(last, group, TODAY) == steps  # type: ignore[arg-type]


def test_old_figures_are_carried_to_today_and_very_old_ones_are_not() -> None:
    old = published(history({("E1", "C"): STEADY}, first=2013))  # to 2017
    assert old["period"].to_list()[-1] == "2027"
    assert old["horizon"].to_list() == list(range(-6, 4))
    very_old = published(history({("E1", "C"): STEADY}, first=2010))  # to 2014
    assert very_old["period"].to_list() == ["2015", "2016", "2017", "2018", "2019"]
    assert very_old["horizon"].max() == -5
    assert set(very_old["status"]) == {"nowcast"}


@pytest.mark.parametrize(("elapsed", "tested"), [
    (JOBS.steps_to_now, [1, 2, 3, 4, 5, 5]),
    (JOBS.steps_to_now + 2, [1, 1, 1, 2, 3, 4]),
])  # fmt: skip
def test_steps_of_carried_series_go_by_the_record_as_far_from_today(
    elapsed: int, tested: list[int]
) -> None:
    assert JOBS.steps_to_now == 1
    assert [publish.tested_step(step, elapsed, JOBS) for step in range(1, 7)] == tested


def test_steps_of_other_series_go_by_the_record_of_as_many_steps() -> None:
    assert [publish.tested_step(step, 20, ADVERTS) for step in (1, 20, 24, 30)] == [1, 20, 24, 24]


def test_series_without_a_figure_have_rows_that_say_why() -> None:
    frame = history({("E1", "C"): STEADY, ("E1", "F"): [None] * 5, ("E1", "G"): [None] * 5},
                    first=2018)  # fmt: skip
    hidden = pl.col("series_code") == "F"
    made = published(frame.with_columns(
        status=pl.when(hidden).then(pl.lit("suppressed")).otherwise("status")
    ))  # fmt: skip
    for code, status in (("F", "suppressed"), ("G", "missing")):
        rows = made.filter(series_code=code)
        assert rows["status"].unique().to_list() == [status]
        assert rows["mean"].null_count() == rows["mean_exact"].null_count() == rows.height == 5
        assert rows["model"].unique().to_list() == ["none"]
        assert rows["known_to"].unique().to_list() == [""]
        assert rows["reason"].str.starts_with(status).all()
        assert rows["horizon"].to_list() == [-1, 0, 1, 2, 3]


def test_a_forecast_that_starts_from_too_low_a_figure_is_partial() -> None:
    frame = history({("E1", "C"): [100.0 + n for n in range(8)], ("E1", "G"): [50.0] * 8})
    newest = (pl.col("series_code") == "C") & (pl.col("period") == "2022")
    low = frame.with_columns(status=pl.when(newest).then(pl.lit("partial")).otherwise("status"))
    assert dict(forecast_status(prepared(low)).select("series_code", "status").iter_rows()) == {
        "C": "partial", "G": "modelled",
    }  # fmt: skip
    made = published(low)
    assert made.filter(series_code="C")["status"].unique().to_list() == ["partial"], "past too"
    assert set(made.filter(series_code="G")["status"]) == {"nowcast", "modelled"}


def test_a_point_that_was_refused_is_missing() -> None:
    series = prepared(history({("E1", "C"): STEADY}, first=2018))
    choices, widths = choices_and_widths(pl.DataFrame(), JOBS, ["lad"])
    points = forecast_points(series, choices, Executor(), TODAY)
    refused = pl.col("steps") >= 2
    made = finish(
        points.with_columns(mean=pl.when(refused).then(None).otherwise("mean")), series, widths,
        TODAY,
    ).sort("period")  # fmt: skip
    assert made["status"].to_list() == ["nowcast"] + ["missing"] * 4
    assert made["upper80"].null_count() == 4
    assert made["mean_exact"].null_count() == 4


def test_simple_series_repeat_their_last_value_and_say_why() -> None:
    made = published(history({("E1", "C"): [0.0] * 5, ("E1", "G"): [70.0] * 5}, first=2018))
    assert made.filter(series_code="C")["mean"].unique().to_list() == [0.0]
    assert made.filter(series_code="G")["mean"].unique().to_list() == [75.0], "as BRES rounds"
    assert made["reason"].unique().sort().to_list() == ["naive: all zero", "naive: constant"]


def test_without_a_record_the_champion_is_used_and_says_that_it_is_untested() -> None:
    series = prepared(history({("E1", "C"): STEADY}, first=2018))
    made = forecast_points(series, pl.DataFrame(schema=CHOICES), Executor(), TODAY)
    assert made["model"].unique().to_list() == ["carried by payrolls"]
    assert "no record of areas like this one tests it" in made["reason"][0]
    assert made["error_vs_naive"].is_null().all()


def test_each_of_many_series_without_parts_is_the_total_of_its_area() -> None:
    codes = pl.DataFrame({"series_code": ["claimants_persons"] * 3})
    parts = codes.select(part_of(pl.col("series_code"), SERIES_GROUPS["claimants"])).to_series()
    assert parts.to_list() == ["total"] * 3


def test_a_model_without_a_forecast_falls_back_and_wears_the_name_of_what_is_used() -> None:
    series = prepared(history({("E1", "C"): STEADY}, first=2018), carried=False)
    made = forecast_points(series, pl.DataFrame(schema=CHOICES), Executor(), TODAY)
    assert made["model"].unique().to_list() == ["naive"]
    assert made["mean"].unique().to_list() == [1_000.0]
    assert made["reason"].unique().to_list() == [
        "fallen back to naive: carried by payrolls can make no forecast of this series"
    ]
    assert made["error_vs_naive"].unique().to_list() == [1.0]


def test_repairs_to_the_history_are_in_the_reason() -> None:
    made = published(history({("E1", "C"): [500.0, 1_000.0, -5.0, 1_250.0, 1_000.0]}, first=2018))
    assert made["reason"].str.ends_with("negative values were taken as missing; one missing period "
                                        "was interpolated").all()  # fmt: skip


def test_guard_puts_naive_for_explosions_and_for_nothing() -> None:
    mean = np.array([[100.0, 500.0, np.nan, 10.0]])
    made, why = guard(mean, np.full((1, 4), 100.0), 0.0)
    assert made.tolist() == [[100, 100, 100, 100]]
    assert why.tolist() == [["", "exploded", "none", "exploded"]]


def test_no_series_gives_no_forecasts() -> None:
    nothing = history({("E1", "C"): [None, None]})
    assert published(nothing).is_empty()
