"""Headline figures of councils side by side: one period each, and what one lacks is missing."""

from __future__ import annotations

from datetime import date

import polars as pl

from indicators.places.local_figures import LocalTables
from indicators.places.member_figures import compare_members

ONE, TWO, THREE = "E08000032", "E08000033", "E08000034"
RATE = "employment-rate"


def tables(*rows: tuple[str, str, float | None]) -> LocalTables:
    values = pl.DataFrame(
        [
            (RATE, code, f"Council {code[-1]}", period, date(int(period), 1, 1),
             date(int(period), 12, 31), value, "observed" if value is not None else "missing")
            for code, period, value in rows
        ],
        schema=["indicator_code", "area_code", "area_name", "period", "period_start", "period_end",
                "value", "status"],
        orient="row",
    )  # fmt: skip
    indicators = pl.DataFrame(
        {"indicator_code": [RATE], "indicator_name": ["Employment rate"], "unit": ["%"],
         "value_prefix": [""], "value_suffix": ["%"], "decimals": [1]}
    )  # fmt: skip
    return LocalTables(indicators, values, pl.DataFrame(), pl.DataFrame())


def test_the_period_is_the_newest_that_most_have() -> None:
    held = tables(
        (ONE, "2023", 70.0), (TWO, "2023", 75.0), (THREE, "2022", 60.0), (ONE, "2024", 71.0),
        ("E92000001", "2023", 76.0),
    )  # fmt: skip
    row = compare_members(held, [ONE, TWO, THREE]).row(0, named=True)
    assert (row["period"], row[f"value_{ONE}"], row[f"value_{TWO}"]) == ("2023", 70.0, 75.0)
    assert (row[f"value_{THREE}"], row[f"status_{THREE}"]) == (None, "missing")
    assert (row["nation_name"], row["nation_value"]) == ("England", 76.0)
    assert (row["lowest_name"], row["highest_name"]) == ("Council 2", "Council 3")


def test_councils_of_two_nations_have_none_beside_them() -> None:
    held = tables((ONE, "2023", 70.0), ("W06000001", "2023", 75.0), ("E92000001", "2023", 76.0))
    row = compare_members(held, [ONE, "W06000001"]).row(0, named=True)
    assert (row["nation_name"], row["nation_value"]) == ("", None)


def test_without_figures_there_is_no_row() -> None:
    assert compare_members(tables((ONE, "2023", None)), [ONE, TWO]).is_empty()
