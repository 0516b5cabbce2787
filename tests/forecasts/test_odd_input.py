"""Whatever a council lacks, the forecasts come with what there is, or say why they do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from test_run import TODAY, jobs, put

from catalog import fingerprint as prints
from catalog import store
from catalog.settings import SAMPLE
from catalog.tables import TABLES
from forecasts import run as running
from forecasts.backtest import error_record
from forecasts.backtest.plot import backtest_png, drawn_rows
from forecasts.run import run, store_backtest
from forecasts.series import histories
from forecasts.series.carriers import TABLES as CARRIERS
from forecasts.series.series_groups import SERIES_GROUPS

READ = sorted(
    {name for f in SERIES_GROUPS.values() for name in (f.reads, f.also) if name}
    | {"councils"} | {name for names in CARRIERS.values() for name in names}
)  # fmt: skip


def empty(frame: pl.DataFrame, _name: str) -> pl.DataFrame:
    return frame.clear()


def without_values(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    value = TABLES[name].value
    if value is None:
        return frame
    return frame.with_columns(pl.lit(None, pl.Float64).alias(value), status=pl.lit("missing"))


def one_series(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The longest series of the table, of one area."""
    if "area_code" not in frame.columns:
        return frame
    keys = [k for k in TABLES[name].key if k != "period"]
    longest = frame.group_by(keys).len().sort("len", *keys, descending=True).head(1)
    return frame.join(longest.select(keys), on=keys, how="semi", nulls_equal=True)


def one_period(frame: pl.DataFrame, _name: str) -> pl.DataFrame:
    return (
        frame.filter(pl.col("period") == frame["period"].max())
        if "period" in frame.columns
        else frame
    )


def few() -> pl.DataFrame:
    """Great Britain and three councils."""
    return jobs().filter(
        pl.col("area_code").is_in(["K03000001", "E07000000", "E07000001", "E07000002"])
    )


def laid(root: Path, change: Callable[[pl.DataFrame, str], pl.DataFrame]) -> Path:
    for name in READ:
        frame, origin = store.read(name, SAMPLE)
        store.write(change(frame, name), TABLES[name], origin, root)
    return root


@pytest.mark.parametrize("change", [empty, without_values, one_period])
def test_tables_that_say_nothing_give_no_forecast_and_say_why(
    tmp_path: Path, change: Callable[[pl.DataFrame, str], pl.DataFrame]
) -> None:
    summary = run(laid(tmp_path, change), tmp_path, jobs=1, today=date(2026, 11, 23))
    made = store.read("forecasts", tmp_path)[0]
    told = made.filter(pl.col("mean").is_not_null() & ~pl.col("reason").str.starts_with("naive"))
    assert told.is_empty()
    assert set(SERIES_GROUPS) == set(summary.families) | set(summary.skipped)
    assert all(summary.skipped.values())
    if change is not one_period:
        assert summary.sentence().count("Not forecast: ") == 1
        assert all(name in summary.sentence() for name in SERIES_GROUPS)


def test_one_series_alone_is_forecast_with_bounds_that_are_in_order(tmp_path: Path) -> None:
    run(laid(tmp_path, one_series), tmp_path, jobs=1, today=date(2026, 11, 23))
    made = store.read("forecasts", tmp_path)[0].drop_nulls("mean")
    assert made.height > 0
    ordered = pl.col("lower80").is_null() | pl.col("mean").is_between("lower80", "upper80")
    assert made.filter(~ordered).is_empty()


@pytest.mark.parametrize("absent", [*READ, ""])
def test_a_table_that_is_not_there_costs_its_own_families_alone(
    tmp_path: Path, absent: str
) -> None:
    root = laid(tmp_path, one_series)
    store.path_of(absent, root).unlink(missing_ok=True)
    found = histories.read(root)
    lost = {f.name for f in SERIES_GROUPS.values() if f.reads == absent and not f.also}
    assert not lost & set(found.frames)
    assert lost <= set(found.skipped)
    whole = set(histories.read(laid(tmp_path / "whole", one_series)).frames)
    # Employees stand in where employment is not held, and adverts where their own table is not.
    assert whole - set(found.frames) <= lost | {"employees_section", "employees_division"} | (
        {"adverts_occupation"} if absent.startswith("adverts") else set()
    )


def test_a_full_back_test_is_kept_while_data_code_and_libraries_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(few(), tmp_path)
    store_backtest(tmp_path, tmp_path, jobs=1)
    full = store.read("backtest", tmp_path)[0].drop("ms_per_series")
    assert store.origin_of("backtest", tmp_path).release == "full"
    run(tmp_path, tmp_path, jobs=1, today=TODAY)
    assert store.read("backtest", tmp_path)[0].drop("ms_per_series").equals(full)

    version = prints._version
    monkeypatch.setattr(prints, "_version", lambda n: "99" if n == "prophet" else version(n))
    run(tmp_path, tmp_path, jobs=1, today=TODAY)
    assert store.origin_of("backtest", tmp_path).release == "quick", "another Prophet, other models"


@pytest.mark.parametrize("reached", ["forecasts.models.theta", "forecasts.backtest.selection"])
def test_a_new_model_replaces_an_old_full_back_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reached: str
) -> None:
    put(few(), tmp_path)
    store_backtest(tmp_path, tmp_path, jobs=1)
    digest = prints.digest_module
    monkeypatch.setattr(
        prints, "digest_module", lambda n: digest(n) + ("new" if n == reached else "")
    )
    run(tmp_path, tmp_path, jobs=1, today=TODAY)
    assert store.origin_of("backtest", tmp_path).release == "quick"


def test_a_full_back_test_of_one_family_stays_beside_the_quick_ones_of_others(
    tmp_path: Path,
) -> None:
    divisions = {"C": "10", "F": "41", "G": "47", "Q": "86"}
    below = few().filter(pl.col("industry_code") != "total").with_columns(
        pl.col("industry_code").replace_strict(divisions), industry_level=pl.lit("division")
    )  # fmt: skip
    put(pl.concat([few(), below]), tmp_path)
    store_backtest(tmp_path, tmp_path, families=["jobs_section"], jobs=1)
    run(tmp_path, tmp_path, jobs=1, today=TODAY)
    stored, origin = store.read("backtest", tmp_path)
    assert {"jobs_section", "jobs_division"} == set(stored["family"])
    assert origin.release == "full for Jobs by sector, else quick"
    assert (
        stored.filter(family="jobs_section").height > stored.filter(family="jobs_division").height
    )


def test_forecasts_of_one_family_name_the_tables_behind_all(tmp_path: Path) -> None:
    laid(tmp_path, one_series)
    run(tmp_path, tmp_path, jobs=1, today=date(2026, 11, 23))
    every = store.origin_of("forecasts", tmp_path).made_from
    run(tmp_path, tmp_path, jobs=1, today=date(2026, 11, 23), only=["jobs_section"])
    assert store.origin_of("forecasts", tmp_path).made_from == every
    assert "jobs" in every
    assert len(every) > 3


def test_forecasts_that_another_version_wrote_do_not_block_new_ones(tmp_path: Path) -> None:
    put(few(), tmp_path)
    run(tmp_path, tmp_path, jobs=1, today=TODAY)
    for name in ("forecasts", "forecast_revisions", "backtest"):
        path = store.path_of(name, tmp_path)
        frame, origin = store.read(name, tmp_path)
        frame.drop("family").write_parquet(path, metadata={store.KEY: _origin_text(origin)})
    assert run(tmp_path, tmp_path, jobs=1, today=TODAY).forecasts > 0
    assert running.read_stored(TABLES["backtest"], tmp_path) is not None


def _origin_text(origin: object) -> str:
    import json
    from dataclasses import asdict

    return json.dumps(asdict(origin))  # type: ignore[call-overload]


def test_the_picture_is_of_sectors_of_councils_and_all_phases_by_horizon() -> None:
    rows = [
        ("f", "lad", "sector", 1, 5, "all"), ("f", "lad", "sector", 1, 1, "all"),
        ("f", "lad", "sector", 2, 2, "all"), ("f", "lad", "total", 1, 1, "all"),
        ("f", "region", "sector", 1, 1, "all"), ("f", "lad", "sector", 1, 1, "covid"),
        ("g", "region", "total", 1, 3, "all"), ("g", "ward", "total", 1, 3, "all"),
    ]  # fmt: skip
    columns = ["family", "area_type", "part", "horizon_from", "horizon_to", "phase"]
    drawn = drawn_rows(pl.DataFrame(rows, columns, orient="row")).rows()
    assert drawn == [rows[1], rows[2], rows[6]], "the whole span is drawn only where it is alone"


def test_the_picture_is_one() -> None:
    table = pl.DataFrame({
        "family": ["f"] * 2, "area_type": ["lad"] * 2, "part": ["sector"] * 2, "phase": ["all"] * 2,
        "horizon_from": [1, 2], "horizon_to": [1, 2], "model": ["shipped"] * 2,
        "skill_pct": [5.0, -3.0],
    })  # fmt: skip
    assert backtest_png(table).startswith(b"\x89PNG")


def test_the_quick_record_is_of_fewer_origins(tmp_path: Path) -> None:
    found = histories.read(put(few(), tmp_path))
    quick, full = (error_record.run(found, quick=each, today=TODAY).table for each in (True, False))
    assert quick.height < full.height
