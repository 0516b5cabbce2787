"""Adverts by occupation: the mix, the total parted by it, and parts that add up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from factory_forecasts import forecast_rows as rows

from catalog import store
from catalog.sources import Origin
from catalog.tables.economy import ADVERTS
from catalog.tables.skills import ADVERTS_BY_OCCUPATION
from forecasts.occupations import FAMILY, MODEL, add_mix_forecasts, newest_mix, rake_to_totals
from forecasts.run import run

TODAY = date(2026, 6, 1)
MONTHS = 11 + 12  # from the last figure, of July 2025, to June 2026 and a year on


def held(counts: dict[tuple[str, str], float]) -> pl.DataFrame:
    """A cleaned history of area 'a': adverts by month and occupation."""
    return pl.DataFrame(
        [("a", code, f"name of {code}", month, count) for (month, code), count in counts.items()],
        schema=["area_code", "series_code", "series_name", "period", "value"],
        orient="row",
    )


def test_the_mix_is_the_mean_of_whole_months() -> None:
    shares = newest_mix(held({
        ("2025-06", "1"): 10, ("2025-06", "unknown"): 30, ("2025-06", "11"): 10,
        ("2025-07", "1"): 50, ("2025-07", "unknown"): 50, ("2025-07", "11"): 20,
        ("2025-08", "1"): 99,
    }))  # fmt: skip
    found = {row["series_code"]: row for row in shares.iter_rows(named=True)}
    # August lacks a part of the total and says nothing of shares.
    assert found["1"]["share"] == pytest.approx((0.25 + 0.5) / 2)
    assert found["11"]["share"] == pytest.approx((0.25 + 0.2) / 2)
    assert found["unknown"]["share"] == pytest.approx((0.75 + 0.5) / 2)
    assert (found["1"]["counted"], found["1"]["months"], found["1"]["newest"]) == (
        140,
        2,
        "2025-07",
    )


def total(mean: float = 200.0) -> pl.DataFrame:
    return rows("adverts", {("a", "total"): mean})


def simple(code: str) -> pl.DataFrame:
    return rows(FAMILY, {("a", code): 7.0}).with_columns(pl.lit("naive: too short").alias("reason"))


def test_without_histories_the_total_is_parted_and_the_reason_says_so() -> None:
    given = pl.concat([total(), simple("1"), simple("2")])
    made = add_mix_forecasts(given, held({("2025-07", "1"): 25, ("2025-07", "2"): 75}))
    parts = made.filter(pl.col("family") == FAMILY).sort("series_code")
    assert parts["mean"].to_list() == [50, 150]
    assert parts["model"].unique().to_list() == [MODEL]
    assert parts["status"].unique().to_list() == ["modelled"]
    assert "parted by the mix of 2025-07 (100 adverts)" in parts["reason"][0]
    assert made.filter(pl.col("family") == "adverts").equals(total())


def test_parts_are_less_sure_than_the_total() -> None:
    made = add_mix_forecasts(total(), held({("2025-07", "1"): 25, ("2025-07", "2"): 75}))
    wide = made.with_columns((pl.col("upper80") / pl.col("mean")).alias("wide"))
    one, two = wide.filter(pl.col("family") == FAMILY).sort("series_code")["wide"]
    assert one > two > wide.filter(pl.col("family") == "adverts")["wide"][0]


def test_areas_with_models_of_their_own_and_without_a_total_stay_as_they_are() -> None:
    own = pl.concat([total(), rows(FAMILY, {("a", "1"): 90.0})])
    assert add_mix_forecasts(own, held({("2025-07", "1"): 25})).equals(own)
    alone = simple("1")
    assert add_mix_forecasts(alone, held({("2025-07", "1"): 25})).equals(alone)


def test_parts_add_up_to_their_group_and_groups_to_the_total() -> None:
    codes = {"1": 90.0, "2": 90.0, "11": 30.0, "12": 50.0, "21": 95.0}
    given = pl.concat([total(), rows(FAMILY, {("a", code): mean for code, mean in codes.items()})])
    latest = pl.DataFrame(
        [("adverts", "a", "total", 100.0), (FAMILY, "a", "1", 50.0), (FAMILY, "a", "2", 50.0),
         (FAMILY, "a", "11", 20.0), (FAMILY, "a", "12", 30.0), (FAMILY, "a", "21", 20.0)],
        schema=["family", "area_code", "series_code", "value"], orient="row",
    )  # fmt: skip
    made = rake_to_totals(given, latest).filter(pl.col("family") == FAMILY)
    mean = dict(made.select("series_code", "mean").iter_rows())
    assert mean["1"] + mean["2"] == pytest.approx(200)
    assert mean["11"] + mean["12"] == pytest.approx(mean["1"])
    assert mean["21"] == 95.0  # 20 of the 50 adverts of group 2: the rest of its parts are not held
    upper = dict(made.select("series_code", "upper80").iter_rows())
    assert upper["1"] / mean["1"] == pytest.approx(1.1)


def adverts(codes: dict[str, float], months: int, seed: int = 1) -> pl.DataFrame:
    """Adverts of one council, months from July 2021 on."""
    rng = np.random.default_rng(seed)
    starts = pl.date_range(date(2021, 7, 1), date(2025, 7, 1), "1mo", eager=True)[-months:]
    return pl.DataFrame(
        [("E07000001", "A", "lad", "2023", f"{begin:%Y-%m}", begin, code, code,
          round(level * float(np.exp(0.05 * rng.standard_normal()))))
         for code, level in codes.items() for begin in starts],
        schema=["area_code", "area_name", "area_type", "area_vintage", "period", "period_start",
                "occupation_code", "occupation_name", "adverts_count"], orient="row",
    ).with_columns(
        pl.col("period_start").dt.month_end().alias("period_end"),
        pl.col("adverts_count").cast(pl.Float64), pl.lit("observed").alias("status"),
    )  # fmt: skip


def test_a_run_parts_the_total_by_the_supplied_mix_and_adds_up(tmp_path: Path) -> None:
    source = Origin("adverts", "t", "p", "d", "u", "l", fingerprint="one")
    store.write(adverts({"total": 2_000.0}, 49).select(ADVERTS.columns), ADVERTS, source, tmp_path)
    supplied = adverts({"1": 500.0, "2": 1_500.0, "11": 500.0}, 2)
    store.write(supplied.select(ADVERTS_BY_OCCUPATION.columns), ADVERTS_BY_OCCUPATION, source,
                tmp_path)  # fmt: skip
    summary = run(tmp_path, tmp_path, jobs=1, today=TODAY)
    made, origin = store.read("forecasts", tmp_path)
    assert summary.families == ("adverts", FAMILY)
    assert origin.made_from == ("adverts", "adverts_by_occupation")
    parts = made.filter(pl.col("family") == FAMILY)
    assert parts.height == 3 * MONTHS
    assert parts["model"].unique().to_list() == [MODEL]
    top = parts.filter(pl.col("series_code").is_in(["1", "2"])).group_by("period").agg(
        pl.col("mean").sum().alias("parts")
    )  # fmt: skip
    both = made.filter(pl.col("family") == "adverts").join(top, on="period", validate="1:1")
    assert both.height == MONTHS
    assert (both["mean"] - both["parts"]).abs().max() < 0.5  # type: ignore[operator]
    assert both["upper80"].null_count() == 0
