"""How old a headline is said to be."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from views.parts import ages


@pytest.fixture(autouse=True)
def _jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame(
        {
            "area_code": ["E1"] * 3,
            "period": ["2022", "2023", "2024"],
            "period_end": [date(year, 12, 31) for year in (2022, 2023, 2024)],
            "jobs": [10.0, 11.0, 12.0],
            "status": ["estimated"] * 3,
        }
    )
    monkeypatch.setattr(ages.data, "peek", lambda _name, _councils: frame)
    releases = frame.select("period", "period_end")
    monkeypatch.setattr(ages.data, "list_releases", lambda _name, _by: releases)


def test_a_span_is_as_old_as_its_newest_year() -> None:
    age = ages.read_age("sector_growth", ("E1",), "2019 and 2020 to 2022 and 2023")
    alone = ages.read_age("sector_growth", ("E1",), "2023")
    assert age == alone
    assert age != ages.read_age("sector_growth", ("E1",), "2022")


def test_a_span_that_ends_in_the_future_rests_on_the_newest_figure() -> None:
    future = ages.read_age("skills_priorities", ("E1",), "2026 to 2029")
    assert future == ages.read_age("skills_priorities", ("E1",))
