"""Monthly GVA: two series by hand, then the bench's figures end to end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_economy import pulled
from factory_ons import part

from catalog.schema import check
from catalog.settings import Settings
from etl.clients.http import FetchError, Http
from etl.clients.ons.time_series import SeriesQuery
from etl.datasets.output import gva_monthly


def series(*values: str) -> bytes:
    """A series as ONS sends it, with these values for January 2026 and the months after it."""
    months = [
        {"date": f"2026 {name[:3].upper()}", "year": "2026", "month": name, "value": value}
        for name, value in zip(("January", "February", "March"), values, strict=False)
    ]
    return json.dumps({"description": {"title": "made"}, "months": months}).encode()


def test_an_index_is_kept_as_published_and_its_industry_named(tmp_path: Path) -> None:
    parts = [
        part(tmp_path, series("103.2", ""), key="C"),
        part(tmp_path, series("99.5"), key="B-E"),
    ]
    made = check(gva_monthly.tidy(parts), gva_monthly.TABLE)
    assert made.select("industry_code", "industry_level", "period", "gva_index").rows() == [
        ("C", "section", "2026-01", 103.2),
        ("B-E", "broad_group", "2026-01", 99.5),
    ]
    assert made["period_end"].unique().to_list() == [date(2026, 1, 31)]


def test_monthly_gva_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, parts = pulled(gva_monthly, bench, tmp_path)
    assert len(parts) == 23
    assert made.filter(industry_code="total", period="2026-05")["gva_index"].to_list() == [103.2]
    months = made.group_by("industry_code").len()["len"].unique().to_list()
    assert months == [353], "1997-01 to 2026-05, for every industry"


def test_every_industry_is_100_over_the_same_base_year(bench: Any, tmp_path: Path) -> None:
    made, _ = pulled(gva_monthly, bench, tmp_path)
    years = made.group_by("industry_code", year=pl.col("period").str.slice(0, 4)).agg(
        pl.col("gva_index").mean()
    )
    # Twelve months, each rounded to a tenth.
    based = years.filter((pl.col("gva_index") - 100).abs() <= 0.05)
    shared = based.group_by("year").len().filter(len=23)
    assert shared.height == 1


def test_a_series_of_another_industry_is_refused(bench: Any, tmp_path: Path) -> None:
    manufacturing = gva_monthly.EXPECTED[list(gva_monthly.SERIES).index("C")]
    swapped = replace(manufacturing, title=gva_monthly.EXPECTED[0].title)
    where = Settings(data=tmp_path, urls=dict(bench.urls))
    with pytest.raises(FetchError, match="ECY6 titled 'Manufacturing"):
        SeriesQuery("C", swapped).fetch(Http(pause_seconds=0.0), where)


def test_the_bench_has_the_series_that_are_expected(bench: Any, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, urls=dict(bench.urls))
    http = Http(pause_seconds=0.0)
    assert [e.differences(http, settings) for e in gva_monthly.EXPECTED] == [[]] * 23
