"""Which regions are asked for, and what is kept of the replies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_nomis import LSOA11, LSOA21, SETTINGS, row, tidied

from catalog import store
from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.http import Http
from etl.datasets.access import jobs_around
from etl.datasets.census import census_cars
from etl.run import registry

BRADFORD, CORNWALL, NORTHUMBERLAND = "E08000032", "E06000052", "E06000057"
TOTAL, EMPLOYMENT, COUNT = (37748736, "Total", ""), (4, "Employment", "4"), (1, "Count", "1")


def regions(*councils: str) -> list[str]:
    return jobs_around.list_regions_around(councils, SETTINGS)


def test_regions_are_those_with_a_council_within_reach() -> None:
    assert regions(CORNWALL) == ["E12000009"], "the South West alone"
    assert {"E12000002", "E12000003"} <= set(regions(BRADFORD))
    assert "W92000004" in regions("E06000019"), "Herefordshire reaches into Wales"
    of_scotlands_border = ["E12000001", "E12000002", "E12000003"]
    assert regions(NORTHUMBERLAND) == of_scotlands_border, "BRES has no LSOAs of Scotland's"
    assert regions() == []


def test_a_question_holds_a_whole_region_so_that_few_are_asked() -> None:
    asked = jobs_around.requests(Areas((BRADFORD, "E08000033", "E08000034")), SETTINGS)
    assert len({one.key for one in asked}) == len(asked) <= 10
    assert all(one.geography[0].startswith(("E12", "W92")) for one in asked)
    assert {one.area_type for one in asked} == {151, 298}
    everyone = jobs_around.requests(Areas((BRADFORD, CORNWALL)), SETTINGS)
    assert len(everyone) < 2 * 11, "a region that two councils are near is asked for once"


def test_years_without_a_figure_are_left_out_and_blanks_are_not_nought(tmp_path: Path) -> None:
    industry: dict[str, Any] = {"industry": TOTAL, "employment_status": EMPLOYMENT}
    rows = [
        row(value, area=area, kind=kind, date=year, **industry, measure=COUNT)
        for value, area, kind, year in (
            (0.0, "E01000001", LSOA11, "2021"), (None, "E01000002", LSOA11, "2021"),
            (None, "E01000001", LSOA21, "2024"),
        )
    ]  # fmt: skip
    frame = tidied(jobs_around, tmp_path, rows)
    assert frame.drop("period_start", "period_end").rows() == [
        ("E01000001", "2011", "2021", 0.0, "estimated"),
        ("E01000002", "2011", "2021", None, "missing"),
    ]


def test_households_are_told_by_name(tmp_path: Path) -> None:
    names = ("No cars or vans in household", "Total: All households")
    rows = [
        row(value, area="E01000001", kind=LSOA21, date="2021", c2021_cars_5=(70 + n, name, ""))
        for n, (name, value) in enumerate(zip(names, (158.0, 824.0), strict=True))
    ]
    frame = tidied(census_cars, tmp_path, rows)
    assert dict(frame.select("cars_code", "households").iter_rows()) == {"none": 158, "total": 824}


@pytest.mark.bench
def test_bradfords_questions_are_answered_by_the_bench(
    bench: Any, settings_for: Any, tmp_path: Path
) -> None:
    settings: Settings = settings_for(bench)
    planned = registry.plan(Areas((BRADFORD,)), settings, ["jobs_around"])
    planned = [entry for entry in planned if entry[1].key == "lsoa11-E12000003"]
    assert registry.fetch(planned, Http(pause_seconds=0.0), settings, lambda _: None) == []
    assert registry.tidy_source("jobs_around", settings)
    jobs = store.read("jobs_around", settings.built)[0]
    assert jobs.filter(area_code="E01010733")["jobs"].to_list() == [1500.0]
    assert jobs.select(pl.col("jobs").null_count()).item() == 0
