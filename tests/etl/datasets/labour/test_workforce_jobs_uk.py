"""Workforce jobs of the United Kingdom: two series by hand, then the bench's end to end."""

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
from etl.datasets.labour import workforce_jobs_uk


def series(*values: str) -> bytes:
    """A series as ONS sends it, with these values for the first quarters of 2026, and a year."""
    quarters = [
        {"date": f"2026 Q{n}", "year": "2026", "month": "", "quarter": f"Q{n}", "value": value}
        for n, value in enumerate(values, start=1)
    ]
    years = [{"date": "2025", "year": "2025", "month": "", "quarter": "", "value": "1"}]
    return json.dumps(
        {"description": {"title": "made"}, "months": [], "quarters": quarters, "years": years}
    ).encode()


def test_thousands_of_a_quarter_are_jobs_of_its_last_month(tmp_path: Path) -> None:
    parts = [
        part(tmp_path, series("36,700.5", ""), key="total"),
        part(tmp_path, series("2", "3"), key="C"),
    ]
    made = check(workforce_jobs_uk.tidy(parts), workforce_jobs_uk.TABLE)
    assert made.select("industry_code", "industry_level", "period", "jobs").rows() == [
        ("total", "total", "2026-03", 36_700_500.0),
        ("C", "section", "2026-03", 2_000.0),
        ("C", "section", "2026-06", 3_000.0),
    ]
    assert made.select("period_start", "period_end").row(0) == (
        date(2026, 3, 1), date(2026, 3, 31),
    )  # fmt: skip


def test_sections_end_to_end_add_up_to_the_total(bench: Any, tmp_path: Path) -> None:
    made, parts = pulled(workforce_jobs_uk, bench, tmp_path)
    assert len(parts) == 21
    newest = made.filter(period="2026-03")
    assert newest.height == 21
    of_level = dict(newest.group_by("industry_level").agg(pl.col("jobs").sum()).iter_rows())
    # Each of the twenty sections is rounded to a thousand.
    assert of_level["section"] == pytest.approx(of_level["total"], abs=10_000)


def test_a_series_of_great_britain_or_of_another_section_is_refused(
    bench: Any, tmp_path: Path
) -> None:
    where = Settings(data=tmp_path, urls=dict(bench.urls))
    total, farming = workforce_jobs_uk.EXPECTED[:2]
    britain = replace(total, path=total.path.replace("dydc", "dydh"))
    with pytest.raises(FetchError, match="DYDH titled 'GB Workforce Jobs"):
        SeriesQuery("total", britain).fetch(Http(pause_seconds=0.0), where)
    swapped = replace(farming, title=total.title)
    with pytest.raises(FetchError, match="JWR5 titled 'UK Workforce Jobs SA : A Agri"):
        SeriesQuery("A", swapped).fetch(Http(pause_seconds=0.0), where)


def test_the_bench_has_the_series_that_are_expected(bench: Any, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, urls=dict(bench.urls))
    http = Http(pause_seconds=0.0)
    assert [e.differences(http, settings) for e in workforce_jobs_uk.EXPECTED] == [[]] * 21
