"""Each data test passes on sound tables and names what is wrong with broken ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely

import pipeline
from catalog import store
from catalog.settings import Settings
from catalog.tables import TABLES
from etl import checks

POINTED = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 0), (0, 1)]))
CROSSED = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
NOTHING = shapely.to_wkb(shapely.Polygon())


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded sample with everything that is derived quickly."""
    made = Settings(data=tmp_path_factory.mktemp("sound"))
    pipeline.prepare(made, lambda *_: None)
    return made.tables


def rewritten(root: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Changes a stored table without its promises being checked, as a bug elsewhere might."""
    frame, origin = store.read(table, root)
    path = store.path_of(table, root)
    change(frame).write_parquet(path, metadata={store.KEY: json.dumps(asdict(origin))})


def test_the_sample_is_sound_and_as_committed(sound: Path) -> None:
    assert checks.run(sound, sample=True) == []


def test_an_empty_folder_has_no_faults(tmp_path: Path) -> None:
    assert checks.run(tmp_path) == []


def first(column: str, value: Any) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """The frame with a value changed in its first row that has one."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        row = frame[column].is_not_null().arg_max()
        at = pl.int_range(pl.len()) == row
        return frame.with_columns(pl.when(at).then(pl.lit(value)).otherwise(column).alias(column))

    return change


def a_ward_gains_jobs(frame: pl.DataFrame) -> pl.DataFrame:
    here = (pl.col("measure") == "jobs_section_c") & (pl.col("ward_code") == "E05001341")
    return frame.with_columns(value=pl.when(here).then(pl.col("value") + 9).otherwise("value"))


BROKEN: dict[str, tuple[str, Callable[[pl.DataFrame], pl.DataFrame], str, str]] = {
    "a negative count": ("jobs", first("jobs", -5.0), "promises", "1 negative values"),
    "a repeated key": ("lads", lambda f: pl.concat([f, f.head(1)]), "promises", "share a key"),
    "a council twice": (
        "jobs", lambda f: pl.concat([f, f.filter(area_code="E08000033")]), "promises",
        "4,400 rows share a key",
    ),
    "a column gone": ("jobs", lambda f: f.drop("period"), "readable", "no column period"),
    "an unknown council": (
        "claimants", first("area_code", "E08009999"), "codes_known", "not in any list: E08009999",
    ),
    "a ward with jobs from nowhere": (
        "ward_measures", a_ward_gains_jobs, "wards_against_councils",
        "wards of E08000032 sum to 23,464.0, the council has 23,455.0",
    ),
    "premises that do not add up": (
        "ward_premises", lambda f: f.with_columns(pl.col("premises_count") + 1), "premises_add_up",
        "in wards and 71 not placed, of 19322 read",
    ),
    "fewer rows": ("gva", lambda f: f.head(10), "expectations", "10 rows, expected 7,644"),
    "an older sample": (
        "vacancies", lambda f: f.filter(pl.col("period") < "2026"), "expectations", "up to 2025",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_is_named_with_its_rule(sound: Path, tmp_path: Path, name: str) -> None:
    table, change, rule, words = BROKEN[name]
    root = tmp_path / "tables"
    shutil.copytree(sound, root)
    rewritten(root, table, change)
    found = [f.message for f in checks.run(root, sample=True) if (f.table, f.rule) == (table, rule)]
    assert any(words in message for message in found), found


def test_a_table_without_a_publisher_is_a_fault(sound: Path, tmp_path: Path) -> None:
    frame, origin = store.read("lads", sound)
    store.write(frame, TABLES["lads"], replace(origin, publisher=""), tmp_path)
    assert [(fault.table, fault.rule) for fault in checks.run(tmp_path)] == [("lads", "origin")]


def test_half_a_file_is_a_fault_among_others(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "tables"
    shutil.copytree(sound, root)
    store.path_of("aps", root).write_bytes(b"PAR1")
    assert [fault.rule for fault in checks.run(root)] == ["readable"]


def test_every_stored_table_is_in_the_catalogue(sound: Path) -> None:
    assert {path.stem for path in sound.glob("*.parquet")} <= set(TABLES)
