"""Every number of a report's workbook and CSV is that of the stored tables, with its own period."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from factory_report_worlds import BRADFORD

from catalog import store
from catalog.measures import MEASURES
from catalog.settings import Settings
from catalog.vocabulary.status import STATUSES, WITHOUT_VALUE
from reports import gap_report
from reports.content import Report
from reports.render import csv, xlsx

Key = tuple[object, ...]


@pytest.fixture(scope="module")
def root(prepared: Settings) -> Path:
    return prepared.tables


@pytest.fixture(scope="module")
def report(root: Path) -> Report:
    return gap_report.build(root, [BRADFORD], "", made_on="2026-11-26", version="0")


@pytest.fixture(scope="module")
def figures(report: Report) -> pl.DataFrame:
    held = csv.render(report)[csv.FIGURES]
    types = {name: pl.Float64 if kind == "number" else pl.String
             for name, (kind, _) in csv.COLUMNS.items()}  # fmt: skip
    return pl.read_csv(io.BytesIO(held), schema_overrides={**types, "row": pl.Int64})


# Table of the report: stored table, and columns that name a row as the CSV's item_code does.
STORED: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "profile": ("aps", ("variable_code",), {}),
    "similar": ("similar_places", ("similar_code",), {}),
    "sectors-now": ("sectors_now", ("industry_code",), {}),
    "sectors-grown": ("sector_growth", ("industry_code",), {}),
    "sectors-outlook": ("sector_outlook", ("industry_code",), {}),
    "sector-lists": ("fine_sectors", ("sector_code",), {"sector_list": "is8"}),
    "fine-classes": ("fine_sectors", ("sector_code",), {"sector_list": "subclass"}),
    "decomposition": ("sector_decomposition", ("industry_code",), {}),
    "openings": ("skills_openings", ("skill_code",), {"skill_kind": "occupation"}),
    "gaps": ("skills_gaps", ("skill_code",), {"skill_kind": "occupation"}),
    "gaps-qualification": ("skills_gaps", ("skill_code",), {"skill_kind": "qualification"}),
    "priorities": ("skills_priorities", ("occupation_code",), {}),
    "streams": ("skills_streams", ("supply_stream",), {}),
    "qualifications": ("qualification_match", ("skill_code",), {}),
    "pressure": ("skills_pressure", ("occupation_code",), {}),
    "needs": ("skills_needs", ("occupation_code", "industry_code"), {}),
    "forecasts": ("forecasts", ("family", "series_code"), {}),
}  # fmt: skip
# What stands before the names of a measure's bounds, and figures with a status of their own.
BOUNDS = {"nowcast_jobs": "nowcast_", "location_quotient": "quotient_", "change_jobs": "change_",
          "nation_outlook_pct": "nation_outlook_"}  # fmt: skip
STATUS = {
    ("sectors-now", "nowcast_jobs"): "nowcast", ("sectors-grown", "tier_rate_pct"): "modelled",
    ("sectors-outlook", "tier_rate_pct"): "modelled",
    ("sectors-outlook", "tier_worst_pct"): "modelled",
    ("sectors-outlook", "nation_outlook_pct"): "modelled",
    ("streams", "published_number"): "observed",
    ("streams", "served_openings_persons"): "modelled",
    ("qualifications", "survey_share_pct"): "estimated",
}  # fmt: skip
# Of the table of priorities: component of the figure, and how it is made from the stored one.
COMPONENTS = {
    "pressure_times": ("pressure", math.exp), "difference_times": ("difference", math.exp),
    "strategy_pct": ("industrial strategy", float),
}  # fmt: skip
JOINED = {
    ("priorities", "openings_persons"), *(("priorities", name) for name in COMPONENTS),
    ("pressure", "pressure_times"), ("needs", "strategy_pct"), ("needs", "cumulative_pct"),
}  # fmt: skip


def test_every_figure_is_that_of_its_stored_table(root: Path, figures: pl.DataFrame) -> None:
    compared = 0
    for table, (name, codes, kept) in STORED.items():
        stored = (
            store.read(name, root)[0]
            .filter(pl.lit(True), **kept)
            .with_columns(item=pl.concat_str(*codes, separator="; "))
        )
        own = figures.filter(table=table)
        assert own.height, table
        for row in own.iter_rows(named=True):
            if (table, row["measure"]) in JOINED:
                continue
            # Of a larger area the row has the code that it was measured on.
            own_code = BRADFORD if name == "fine_sectors" else row["gss_code"]
            there = stored.filter(area_code=own_code, item=row["item_code"])
            if table == "profile":  # the newest that is known
                there = there.drop_nulls("value_pct").sort("period").tail(1)
            if table == "forecasts":  # of now, and the furthest
                furthest = there["horizon"].max()
                there = there.filter(period=row["period"])
                assert there["horizon"][0] in (0, furthest)
            assert there.height == 1, (table, row["item_code"])
            assert row["value"] == there[row["measure"]][0], (table, row)
            if row["lower"] is not None:
                before = BOUNDS.get(row["measure"], "")
                bounds = there.select(f"{before}lower80", f"{before}upper80").row(0)
                assert (row["lower"], row["upper"]) == bounds
            if row["measure"] != "openings_persons" and row["value"] is not None:
                status = there["status"][0] if "status" in there.columns else "modelled"
                status = STATUS.get((table, row["measure"]), status)
                assert row["status"] == status, (table, row)
            compared += 1
    assert compared > 800


def test_figures_that_are_joined_from_other_tables_are_those_of_them(
    root: Path, figures: pl.DataFrame
) -> None:
    openings = store.read("skills_openings", root)[0].filter(
        area_code=BRADFORD, skill_kind="occupation"
    )
    there = {row["skill_code"]: row for row in openings.iter_rows(named=True)}
    own = figures.filter(table="priorities", measure="openings_persons")
    assert own.height == 26
    for row in own.iter_rows(named=True):
        stored = there[row["item_code"]]
        assert (row["value"], row["status"]) == (stored["openings_persons"], stored["status"])
    components = store.read("priority_components", root)[0].filter(area_code=BRADFORD)
    for measure, (component, make) in COMPONENTS.items():
        of_component = components.filter(component=component)
        held = {row["occupation_code"]: row for row in of_component.iter_rows(named=True)}
        shown = figures.filter(table="priorities", measure=measure)
        assert shown.height == 26
        for row in shown.iter_rows(named=True):
            stored = held[row["item_code"]]
            assert row["value"] == pytest.approx(make(stored["component_value"]))
            assert row["status"] == stored["status"]


def test_ward_figures_are_the_newest_with_their_own_period_and_days(
    root: Path, figures: pl.DataFrame
) -> None:
    every = store.read("ward_measures", root)[0].filter(lad_code=BRADFORD)
    newest = every.filter(pl.col("period_end") == pl.col("period_end").max().over("measure"))
    held = {(r["ward_code"], r["measure"]): r for r in newest.iter_rows(named=True)}
    compared = 0
    for row in figures.filter(table=f"wards-{BRADFORD}").iter_rows(named=True):
        if row["measure"] not in MEASURES:
            continue
        there = held.get((row["gss_code"], row["measure"]))
        if there is None:
            assert (row["value"], row["status"], row["period_start"]) == (None, "missing", None)
            continue
        assert row["value"] == there["value"]
        assert (row["status"], row["period"]) == (there["status"], there["period"])
        days = (str(there["period_start"]), str(there["period_end"]))
        assert (row["period_start"], row["period_end"]) == days
        compared += 1
    assert compared == 30 * 5
    jobs = store.read("ward_sector_groups", root)[0].filter(lad_code=BRADFORD)
    held_jobs = {(r["ward_code"], f"jobs_{r['sector_code']}"): r["jobs"]
                 for r in jobs.iter_rows(named=True)}  # fmt: skip
    for row in figures.filter(table=f"ward-jobs-{BRADFORD}").iter_rows(named=True):
        assert row["value"] == held_jobs[row["gss_code"], row["measure"]]


def test_each_figure_has_unit_status_and_source_and_a_key_of_its_own(
    figures: pl.DataFrame,
) -> None:
    assert not figures.select(csv.KEY).is_duplicated().any()
    for name in ("unit", "status", "source", "measure_name"):
        assert figures.filter(pl.col(name).is_null() | (pl.col(name) == "")).is_empty(), name
    assert set(figures["status"]) <= set(STATUSES)
    assert figures.filter(
        pl.col("value").is_null() != pl.col("status").is_in(list(WITHOUT_VALUE))
    ).is_empty()
    undated = figures.filter(pl.col("period").is_null() & pl.col("value").is_not_null())
    assert set(undated["table"]) <= {"backtest", "similar"}, "of no one period"


def test_a_figure_wears_its_own_period_and_not_that_of_its_row(figures: pl.DataFrame) -> None:
    def periods(table: str, measure: str) -> list[tuple[str | None, ...]]:
        own = figures.filter(table=table, measure=measure)
        return own.select("period", "period_start", "period_end").unique().rows()

    assert periods("openings", "openings_persons") == [("2026 to 2029", "2026-01-01", "2029-12-31")]
    assert periods("openings", "jobs") == [("2026", "2026-01-01", "2026-12-31")]
    assert periods("priorities", "pressure_times") == [("2025-07", None, None)]
    assert periods("priorities", "priority_rank") == [("2026 to 2029", "2026-01-01", "2029-12-31")]
    assert periods("qualifications", "residents_share_pct") == [
        ("2021", "2021-01-01", "2021-12-31")
    ]
    assert periods("qualifications", "survey_share_pct") == [("2024-12", None, None)]
    assert len(periods("streams", "supply_persons")) == 4, "each is of its own year"
    assert periods("sectors-now", "jobs") == [("2023", "2023-01-01", "2023-12-31")]
    assert periods("sectors-now", "nowcast_jobs") == [("2026", "2026-01-01", "2026-12-31")]
    assert periods("sectors-grown", "jobs_before") == [("2019 and 2020", None, None)]
    assert periods("sectors-grown", "change_jobs") == [
        ("2019 and 2020 to 2022 and 2023", None, None)
    ]
    assert periods("needs", "jobs") == [("2026", "2026-01-01", "2026-12-31")]
    gaps = figures.filter(table="gaps")
    assert gaps.filter(measure="openings_persons")["status"].unique().to_list() == ["modelled"]
    assert gaps.filter(measure="gap_persons")["status"].unique().to_list() == ["partial"]


def test_the_workbook_holds_the_figures_of_the_csv(report: Report, figures: pl.DataFrame) -> None:
    book = fastexcel.read_excel(xlsx.render(report))
    compared = 0
    for sheet, table in zip(book.sheet_names[3:], report.tables(), strict=False):  # then charts
        cells = book.load_sheet(sheet, header_row=2, dtypes="string").to_polars()
        for place, field in enumerate(table.fields):
            own = figures.filter(table=table.id, measure=field.name).sort("row")
            if own.is_empty():
                continue
            for cell, value in zip(cells.to_series(place), own["value"], strict=True):
                if value is None:
                    assert cell in ("[x]", "[c]")
                else:
                    assert float(cell) == pytest.approx(value, rel=1e-9, abs=1e-6)
                compared += 1
    assert compared > 1_000


def test_the_sources_of_the_annex_are_those_that_were_read(
    root: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read from the disk by this very report, and what those were made from; nothing else."""
    opened: set[str] = set()
    scan: Callable[[str, Path], pl.LazyFrame] = store.scan

    def watched(name: str, folder: Path) -> pl.LazyFrame:
        opened.add(name)
        return scan(name, folder)

    monkeypatch.setattr(store, "scan", watched)
    again = gap_report.build(root, [BRADFORD], "", made_on="2026-11-26", version="0")
    stated = {name for table in again.tables() for name in table.source.split(", ")}
    behind: set[str] = set()
    waiting = sorted(stated)
    while waiting:
        name = waiting.pop()
        behind.add(name)
        waiting += [one for one in store.origin_of(name, root).made_from
                    if one not in behind and store.has(one, root)]  # fmt: skip
    annex = {line.table for line in again.sources}
    assert stated <= opened
    assert stated <= annex
    assert "ward_premises" in annex, "the rates list has most of the weight in jobs by ward"
    # Maps, charts and headlines read further tables that no table of the report shows.
    assert annex - behind <= {"forecasts", "forecast_histories", "wards", "councils"}
