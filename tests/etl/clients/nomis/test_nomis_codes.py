"""How a Nomis cell reads as our columns: value, status, area, period; and what is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from factory_nomis import LAD, LSOA11, LSOA21, MISSING, WARD, row

from etl.clients.nomis import codes


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [
        (5.0, "Normal Value", "rounded"),
        (0.0, "Normal Value", "rounded"),
        (None, MISSING, "missing"),
        (None, "These figures are suppressed as statistically unreliable", "suppressed"),
        (None, "Figures are disclosive and have been suppressed", "suppressed"),
        (None, "Estimate unreliable: sample too small", "suppressed"),
        (None, "", "missing"),
    ],
)
def test_status_says_why_a_value_is_not_there(
    value: float | None, words: str, expected: str
) -> None:
    frame = pl.DataFrame(
        {"OBS_VALUE": [None if value is None else str(value)], "OBS_STATUS_NAME": [words]},
        schema={"OBS_VALUE": pl.String, "OBS_STATUS_NAME": pl.String},
    )
    made = frame.select(codes.value().alias("value"), codes.status("rounded"))
    assert made.row(0) == (value, expected)


@pytest.mark.parametrize(
    ("kind", "area_type", "vintage", "lad_code"),
    [
        (LAD, "lad", "2023", ""),
        (("2022 local authorities: districts", 154), "lad", "2022", ""),
        (WARD, "ward", "2022", "E08000033"),
        (("wards as of May 2025", 182), "ward", "2025", "E08000033"),
        (LSOA21, "lsoa21", "2021", "E08000033"),
        (("Lower Layer Super Output Areas", 151), "lsoa21", "2021", "E08000033"),
        (LSOA11, "lsoa11", "2011", "E08000033"),
        (("2021 super output areas - middle layer", 152), "msoa21", "2021", "E08000033"),
        (("regions", 480), "region", "", ""),
        (("countries", 499), "country", "", ""),
        (("travel to work areas", 447), "travel to work areas", "", ""),
    ],
)
def test_area_types_are_told_by_number_and_by_name(
    kind: tuple[str, int], area_type: str, vintage: str, lad_code: str
) -> None:
    frame = pl.DataFrame([row(1, area="X", kind=kind) | {"COUNCIL": "E08000033"}]).with_columns(
        pl.col("GEOGRAPHY_TYPECODE").cast(pl.String)
    )
    made = frame.select(codes.area_columns())
    assert made.row(0) == ("X", "Name of X", area_type, vintage, lad_code)


@pytest.mark.parametrize(
    ("columns", "period", "start", "end"),
    [
        (codes.year_columns(), "2024", date(2024, 1, 1), date(2024, 12, 31)),
        (codes.month_columns(), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (codes.rolling_year_columns(), "2025-09", date(2024, 10, 1), date(2025, 9, 30)),
        (codes.rolling_year_columns(), "2024-12", date(2024, 1, 1), date(2024, 12, 31)),
        (codes.month_of_year_columns(4), "2025", date(2025, 4, 1), date(2025, 4, 30)),
        (codes.day_of_year_columns(3, 21), "2021", date(2021, 3, 21), date(2021, 3, 21)),
    ],
)
def test_periods_have_a_first_and_a_last_day(
    columns: list[pl.Expr], period: str, start: date, end: date
) -> None:
    assert pl.DataFrame({"DATE": [period]}).select(columns).row(0) == (period, start, end)


class FixedDay(date):
    @classmethod
    def today(cls) -> FixedDay:
        return cls(2026, 11, 23)


def test_a_range_never_begins_before_its_series(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "date", FixedDay)
    since = codes.periods_since
    # September 2026 is the newest month for certain; January 2013 is 164 months before it.
    assert since(date(2013, 1, 1), step_months=1, lag_months=2) == "latestMINUS164-latest"
    # May 2026 is six months back; the last quarter counted until then is 120 after March 1996.
    assert since(date(1996, 3, 1), step_months=3, lag_months=6) == "latestMINUS120-latest"
    assert codes.years_since(2015) == "2015-2026"


def test_blocks_without_a_figure_go_and_a_council_with_none_stays_findable() -> None:
    def area(lad: str, period: str, value: float | None, level: str = "total") -> tuple[Any, ...]:
        return (lad, "lsoa21", "2021", period, level, value)

    rows = [
        area("held", "2023", None), area("held", "2024", 5.0), area("held", "2024", None),
        area("held", "2024", None, "division"),
        area("none", "2023", None), area("none", "2024", None),
        area("none", "2024", None, "division"),
        ("", "lad", "2023", "2023", "division", None), ("", "lad", "2023", "2024", "total", None),
    ]  # fmt: skip
    names = ["lad_code", "area_type", "area_vintage", "period", "level", "jobs"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    kept = codes.published(
        frame, "jobs", block=("period", "level"), total=pl.col("level") == "total"
    )
    assert kept.rows() == [rows[1], rows[2], rows[5], rows[7], rows[8]]
