from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from factory_forecasts import history

from forecasts.series.clean import Cleaned, clean, explain_simple
from forecasts.series.series_groups import SERIES_GROUPS

TODAY = date(2023, 6, 1)
GOOD = {("a", "good"): [10.0, 11, 12, 13]}


def cleaned(rows: pl.DataFrame) -> Cleaned:
    return clean(rows, SERIES_GROUPS["jobs_section"], TODAY)


def of(made: Cleaned, code: str) -> list[float]:
    return made.history.filter(pl.col("series_code") == code).sort("period")["value"].to_list()


def test_good_series_pass_untouched_and_nothing_is_said() -> None:
    made = cleaned(history(GOOD))
    assert of(made, "good") == [10, 11, 12, 13]
    assert made.message() == ""


def test_a_negative_count_is_taken_as_missing_and_filled_between_its_neighbours() -> None:
    made = cleaned(history(GOOD | {("a", "bad"): [100.0, 100, -5, 100]}))
    assert of(made, "bad") == pytest.approx([100, 100, 100, 100])
    assert made.counts == {"negative value": 1, "missing period": 1}
    filled = made.history.filter(pl.col("status") == "modelled")
    assert filled.select("series_code", "period", "period_end").row(0) == (
        "bad", "2017", date(2017, 12, 31),
    )  # fmt: skip


def test_one_missing_year_is_interpolated_geometrically() -> None:
    made = cleaned(history({("a", "gap"): [95.0, None, 395.0, 400]}))
    assert of(made, "gap")[1] == pytest.approx((100 * 400) ** 0.5 - 5)  # grain of 5 jobs


def test_after_a_long_gap_only_the_later_part_is_used() -> None:
    made = cleaned(history({("a", "gap"): [1.0, None, None, 4, 5, 6]}))
    assert of(made, "gap") == [4, 5, 6]
    assert made.counts == {"long gap": 1}


def test_too_little_after_a_long_gap_is_refused() -> None:
    made = cleaned(history(GOOD | {("a", "gap"): [1.0, 2, 3, None, None, 4, 5]}))
    assert of(made, "gap") == []
    assert made.refused["reason"][0].startswith("gap")
    assert of(made, "good") != []


def test_a_period_twice_with_one_value_counts_once_with_two_it_is_refused() -> None:
    rows = history(GOOD | {("a", "twice"): [1.0, 2, 3]})
    same = pl.concat([rows, rows.filter(pl.col("series_code") == "twice").head(1)])
    made = cleaned(same)
    assert of(made, "twice") == [1, 2, 3]
    assert made.counts == {"period twice": 1}
    other = pl.concat([rows, rows.tail(1).with_columns(pl.lit(9.0).alias("value"))])
    made = cleaned(other)
    assert of(made, "twice") == []
    assert made.refused["reason"][0].startswith("duplicate")


def test_a_future_date_is_dropped() -> None:
    made = cleaned(history({("a", "x"): [1.0, 2, 3, 4]}, first=2020))
    assert of(made, "x") == [1, 2, 3]
    assert made.counts == {"future date": 1}


def test_suppressed_and_missing_series_are_refused_each_with_its_own_reason() -> None:
    rows = history({("a", "s"): [None, None], ("a", "m"): [None, None]})
    hidden = pl.col("series_code") == "s"
    rows = rows.with_columns(
        pl.when(hidden).then(pl.lit("suppressed")).otherwise("status").alias("status")
    )
    reasons = dict(cleaned(rows).refused.select("series_code", "reason").iter_rows())
    assert reasons["s"].startswith("suppressed")
    assert reasons["m"].startswith("missing")


def test_every_fault_is_listed_in_one_message() -> None:
    made = cleaned(
        history(
            GOOD
            | {
                ("a", "neg"): [5.0, -1, 5, 5],
                ("b", "gap"): [1.0, None, None, 4],
                ("c", "none"): [None, None],
            }
        )
    )
    assert "negative value: 1 series" in made.message()
    assert "gap: 1 series" in made.message()
    assert "missing: 1 series" in made.message()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0, 0, 0], "all zero"),
        ([7, 7, 7], "constant"),
        ([1, 2], "too short: 2 of the 3 periods a model needs"),
        ([np.nan, 1, 2], "too short: 2 of the 3 periods a model needs"),
        ([1, 2, 3], ""),
    ],
)
def test_kinds_of_series_that_no_model_can_say_more_of(values: list[float], kind: str) -> None:
    assert explain_simple(np.array(values, dtype=float), 3) == kind
