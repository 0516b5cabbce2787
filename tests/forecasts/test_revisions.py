"""How a forecast changed since the last run, and whether data or model did it."""

from __future__ import annotations

import polars as pl
import pytest
from factory_forecasts import forecast_rows

from catalog.tables.forecasts import FORECASTS
from forecasts.revisions import revisions


def row(value: float = 1.0, **changed: str) -> pl.DataFrame:
    made = forecast_rows("jobs_section", {("a", "C"): value})
    return made.with_columns(pl.lit(text).alias(name) for name, text in changed.items())


@pytest.mark.parametrize(("after", "change"), [
    (row(100), []), (row(100 + 1e-9), []), (row(101), ["data revised"]),
    (row(101, model="theta"), ["model changed"]), (row(101, origin_period="2024"), ["newer data"]),
    (row(101, origin_period="2024", model="theta"), ["newer data"]),
    (row(100).with_columns(mean=pl.lit(None, pl.Float64)), ["data revised"]),
])  # fmt: skip
def test_revisions_say_whether_data_or_model_did_it(after: pl.DataFrame, change: list[str]) -> None:
    assert revisions(row(100), after, "now")["change"].to_list() == change


def test_forecasts_that_come_and_go_are_logged_and_a_first_run_is_not() -> None:
    one = row()
    two = pl.concat([one, row().with_columns(series_code=pl.lit("G"))])
    assert revisions(one, two, "now")["change"].to_list() == ["new"]
    assert revisions(two, one, "now")["change"].to_list() == ["withdrawn"]
    assert revisions(None, one, "now").is_empty()


def test_families_that_stand_are_left_out_and_change_nothing() -> None:
    stands = pl.concat(
        [row().with_columns(family=pl.lit("a"), series_code=pl.lit(c)) for c in "CG"]
    )
    logged = revisions(pl.concat([stands, row(100)]), pl.concat([stands, row(101)]), "now")
    assert logged.equals(revisions(row(100), row(101), "now"))
    turned = pl.concat([stands.reverse(), row(101)])
    assert logged.equals(revisions(pl.concat([stands, row(100)]), turned, "now")), "in any order"


def test_rows_of_these_tests_are_of_the_table() -> None:
    assert row().columns == list(FORECASTS.columns)
    assert row().schema == FORECASTS.dtypes
