"""What a fetch changed in a source's table: new, revised and withdrawn figures apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from catalog import store
from catalog.schema import Table
from catalog.sources import Origin
from catalog.tables import TABLES
from catalog.tables.forecasts import FORECAST_REVISIONS
from etl.run.changes import compare_frames, compare_sources, count_forecast_changes

POPULATION = Table(
    "population", "a place and a year", key=("area_code", "period"),
    columns=("area_code", "period", "period_end", "value", "status"), value="value",
)  # fmt: skip


def population(**by_year: float | None) -> pl.DataFrame:
    """population(y2023=10.0): a row for each year."""
    return pl.DataFrame(
        {
            "area_code": ["E06000014"] * len(by_year),
            "period": [year[1:] for year in by_year],
            "period_end": [f"{year[1:]}-12-31" for year in by_year],
            "value": list(by_year.values()),
            "status": ["missing" if v is None else "observed" for v in by_year.values()],
        },
        schema={
            "area_code": pl.String,
            "period": pl.String,
            "period_end": pl.String,
            "value": pl.Float64,
            "status": pl.String,
        },
    )


@pytest.mark.parametrize(
    ("before", "after", "new", "revised", "gone"),
    [
        ({"y2023": 1.0}, {"y2023": 1.0}, 0, 0, 0),
        ({"y2023": 1.0}, {"y2023": 1.0 + 1e-13}, 0, 0, 0),
        ({"y2023": 1.0}, {"y2023": 2.0}, 0, 1, 0),
        ({"y2023": 1.0}, {"y2023": 1.0, "y2024": 2.0}, 1, 0, 0),
        ({"y2023": None}, {"y2023": 0.0}, 0, 1, 0),
        ({"y2023": 1.0}, {"y2023": None}, 0, 1, 0),
        ({"y2023": 1.0, "y2024": 2.0}, {"y2024": 2.0}, 0, 0, 1),
        ({}, {"y2023": 1.0}, 1, 0, 0),
    ],
)
def test_rows_that_are_new_revised_and_gone_are_counted(
    before: dict[str, float], after: dict[str, float], new: int, revised: int, gone: int
) -> None:
    change = compare_frames(population(**before), population(**after), POPULATION, "Population")
    assert (change.new_rows, change.revised_rows, change.gone_rows) == (new, revised, gone)


def test_the_newest_period_is_that_with_a_figure() -> None:
    change = compare_frames(
        population(y2023=1.0),
        population(y2023=1.0, y2024=2.0, y2025=None),
        POPULATION,
        "Population",
    )
    assert (change.newest_before, change.newest_after) == ("2023", "2024")


def test_only_tables_that_differ_and_are_in_both_folders_are_compared(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    table = TABLES["lad_changes"]
    origin = Origin(
        table=table.name, title="Code changes", publisher="", dataset_id="", url="", licence="",
        retrieved="",
    )  # fmt: skip
    row = {"former_code": "E1", "former_name": "A", "lad_code": "E2", "lad_name": "B",
           "change_kind": "merged"}  # fmt: skip
    one = pl.DataFrame([row])
    two = pl.DataFrame([row, row | {"former_code": "E3"}])
    store.write(one, table, origin, before)
    store.write(one, table, replace(origin, retrieved="2026-11-26"), after)
    assert compare_sources(before, after, ["lad_changes", "jobs"]) == []
    store.write(two, table, origin, after)
    (change,) = compare_sources(before, after, ["lad_changes", "jobs"])
    assert (change.title, change.new_rows, change.newest_after) == ("Code changes", 1, "")


def test_forecasts_that_changed_in_this_run_are_counted_by_why(tmp_path: Path) -> None:
    assert count_forecast_changes(tmp_path, "2026-11-26") == {}
    text = dict.fromkeys(FORECAST_REVISIONS.columns, "x")
    rows = [
        text | {"run_at": run_at, "period": str(number), "change": change,
                "mean_before": 1.0, "mean_after": 2.0}
        for number, (run_at, change) in enumerate([
            ("2026-11-25T10:00:00+00:00", "newer data"),
            ("2026-11-26T10:00:00+00:00", "newer data"),
            ("2026-11-26T10:00:00+00:00", "model changed"),
        ])
    ]  # fmt: skip
    origin = Origin(
        table="forecast_revisions", title="", publisher="", dataset_id="", url="", licence="",
        retrieved="",
    )  # fmt: skip
    store.write(pl.DataFrame(rows), FORECAST_REVISIONS, origin, tmp_path)
    counts = count_forecast_changes(tmp_path, "2026-11-26T09:00:00+00:00")
    assert counts == {"model changed": 1, "newer data": 1}
