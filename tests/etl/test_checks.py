"""Each data test passes on sound tables and names what is wrong with broken ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import pipeline
from catalog import store
from catalog.settings import Settings
from catalog.tables import TABLES
from etl import checks


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
    import json
    from dataclasses import asdict

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


def total_jobs_doubled(frame: pl.DataFrame) -> pl.DataFrame:
    total = pl.col("industry_level") == "total"
    return frame.with_columns(jobs=pl.when(total).then(pl.col("jobs") * 2).otherwise("jobs"))


def a_ward_gains_jobs(frame: pl.DataFrame) -> pl.DataFrame:
    here = (pl.col("measure") == "jobs_section_c") & (pl.col("ward_code") == "E05001341")
    return frame.with_columns(value=pl.when(here).then(pl.col("value") + 9).otherwise("value"))


BROKEN: dict[str, tuple[str, Callable[[pl.DataFrame], pl.DataFrame], str]] = {
    "a negative count": ("jobs", first("jobs", -5.0), "negative"),
    "a repeated key": ("wards", lambda f: pl.concat([f, f.head(1)]), "share a key"),
    "an unknown council": ("jobs", first("area_code", "E08009999"), "no list knows: E08009999"),
    "a share above 100": (
        "ward_measures",
        lambda f: f.with_columns(
            value=pl.when(pl.col("measure").str.ends_with("_pct")).then(101.0).otherwise("value")
        ),
        "outside 0 to 100",
    ),
    "a total that its sections do not make": ("jobs", total_jobs_doubled, "more than rounding"),
    "a ward with jobs from nowhere": ("ward_measures", a_ward_gains_jobs, "wards of E08000032"),
    "premises that do not add up": ("premises_report", first("not_placed_count", 0), "not placed"),
    "a lookup of another year": ("lsoa_wards", first("ward_vintage", "2024"), "2024"),
    "a ward with no boundary": ("wards", lambda f: f.tail(-1), "without a boundary"),
    "an invalid boundary": (
        "wards",
        first("geometry_wkb", bytes.fromhex("010300000000000000")),
        "invalid boundaries",
    ),
    "fewer rows than committed": ("gva", lambda f: f.head(10), "10 rows where"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_is_named(sound: Path, tmp_path: Path, name: str) -> None:
    table, change, words = BROKEN[name]
    root = tmp_path / "tables"
    shutil.copytree(sound, root)
    rewritten(root, table, change)
    messages = [fault.message for fault in checks.run(root, sample=True)]
    assert any(words in message for message in messages), messages


def test_a_skill_below_zero_is_no_fault() -> None:
    record = {"backtest": pl.DataFrame({"skill_pct": [-30.0], "wape_pct": [130.0]})}
    assert list(checks._percentages_in_range(record)) == []


def test_half_a_file_is_a_fault_among_others(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "tables"
    shutil.copytree(sound, root)
    store.path_of("aps", root).write_bytes(b"PAR1")
    assert [fault.rule for fault in checks.run(root)] == ["readable"]


def test_every_stored_table_is_in_the_catalogue(sound: Path) -> None:
    assert set(store.names(sound)) <= set(TABLES)
