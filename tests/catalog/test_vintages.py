"""Vintages: a table is kept where its figures changed, and read as it was known on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog import store, vintages
from catalog.schema import TableError
from catalog.sources import OGL, Origin
from catalog.vintages import VintageError

ORIGIN = Origin(
    "gva_monthly", "Monthly GDP", "ONS", "MGDP", "https://example.org", OGL,
    release="2026-07-16", retrieved="2026-07-20T09:00:00+00:00",
)  # fmt: skip


def months(*indices: float) -> pl.DataFrame:
    """The index of all industries in these months of 2026."""
    days = [date(2026, number, 1) for number in range(1, len(indices) + 1)]
    return pl.DataFrame({"gva_index": indices, "period_start": days}).select(
        area_code=pl.lit("K02000001"), area_name=pl.lit("United Kingdom"),
        area_type=pl.lit("country"), area_vintage=pl.lit(""),
        period=pl.col("period_start").dt.strftime("%Y-%m"), period_start="period_start",
        period_end=pl.col("period_start").dt.month_end(), industry_code=pl.lit("total"),
        industry_name=pl.lit("All industries"), industry_level=pl.lit("total"),
        gva_index="gva_index", status=pl.lit("estimated"),
    )  # fmt: skip


def keep(root: Path, day: str, *indices: float) -> Path | None:
    return vintages.keep("gva_monthly", months(*indices), replace(ORIGIN, release=day), root)


def known(root: Path, day: str) -> list[float] | None:
    vintage = vintages.read_as_of("gva_monthly", date.fromisoformat(day), root)
    return vintage and vintage[0]["gva_index"].to_list()


def days(root: Path) -> list[str]:
    return [str(day) for day in vintages.list_vintages("gva_monthly", root)["known_on"]]


def test_a_vintage_is_kept_where_figures_changed_and_not_where_they_stand(tmp_path: Path) -> None:
    assert (
        keep(tmp_path, "2026-07-16", 100.0) == tmp_path / "vintages/gva_monthly/2026-07-16.parquet"
    )
    assert keep(tmp_path, "2026-08-13", 100.0) is None, "the same figures released again"
    assert keep(tmp_path, "2026-08-14", 100.0, 101.0) is not None, "a month more"
    assert keep(tmp_path, "2026-09-11", 100.5, 101.0) is not None, "a month revised"
    assert days(tmp_path) == ["2026-07-16", "2026-08-14", "2026-09-11"]


def test_what_is_read_is_what_was_known_that_day(tmp_path: Path) -> None:
    keep(tmp_path, "2026-09-11", 100.5, 101.0)
    keep(tmp_path, "2026-07-16", 100.0)
    assert known(tmp_path, "2026-07-15") is None
    assert known(tmp_path, "2026-07-16") == [100.0]
    assert known(tmp_path, "2026-09-10") == [100.0]
    assert known(tmp_path, "2030-01-01") == [100.5, 101.0]
    kept = vintages.read_as_of("gva_monthly", date(2026, 8, 1), tmp_path)
    assert kept is not None
    assert (kept[1].release, kept[1].publisher) == ("2026-07-16", "ONS")
    assert vintages.read_as_of("workforce_jobs_uk", date(2026, 8, 1), tmp_path) is None


def test_a_release_read_anew_takes_the_place_of_its_own_vintage(tmp_path: Path) -> None:
    keep(tmp_path, "2026-07-16", 100.0)
    keep(tmp_path, "2026-08-13", 100.0, 102.0)
    assert keep(tmp_path, "2026-07-16", 99.0) is not None
    assert days(tmp_path) == ["2026-07-16", "2026-08-13"]
    assert known(tmp_path, "2026-08-01") == [99.0]
    assert known(tmp_path, "2026-08-14") == [100.0, 102.0]


@pytest.mark.parametrize("release", ["", "current", "2022", "january2017tojuly2025"])
def test_the_day_of_fetching_stands_in_for_a_release_that_is_no_day(
    release: str, tmp_path: Path
) -> None:
    vintages.keep("gva_monthly", months(100.0), replace(ORIGIN, release=release), tmp_path)
    assert days(tmp_path) == ["2026-07-20"]


def test_a_damaged_file_is_named_and_no_older_one_read_in_its_place(tmp_path: Path) -> None:
    keep(tmp_path, "2026-07-16", 100.0)
    damaged = keep(tmp_path, "2026-08-13", 101.0)
    assert damaged is not None
    damaged.write_bytes(b"half of a file")
    with pytest.raises(VintageError, match=r"gva_monthly.2026-08-13.parquet is damaged"):
        known(tmp_path, "2026-09-01")
    assert known(tmp_path, "2026-08-01") == [100.0]
    assert keep(tmp_path, "2026-09-11", 101.0) is not None, "kept, as nothing says it is the same"
    assert keep(tmp_path, "2026-08-13", 101.0) is not None, "and what is fetched again mends it"
    assert known(tmp_path, "2026-09-01") == [101.0]


def test_a_file_of_another_table_is_named(tmp_path: Path) -> None:
    path = keep(tmp_path, "2026-07-16", 100.0)
    assert path is not None
    store.write_file(pl.DataFrame({"a": [1]}), ORIGIN, path)
    with pytest.raises(VintageError, match="has other columns than the table gva_monthly"):
        known(tmp_path, "2026-08-01")


def test_other_files_in_the_folder_are_no_vintages(tmp_path: Path) -> None:
    keep(tmp_path, "2026-07-16", 100.0)
    (tmp_path / "vintages" / "gva_monthly" / "mine.parquet").write_bytes(b"")
    assert days(tmp_path) == ["2026-07-16"]
    assert vintages.list_vintages("jobs", tmp_path).is_empty()
    (tmp_path / "vintages" / "no_table").mkdir()
    assert vintages.count_vintages(tmp_path) == {"gva_monthly": 1}


def test_a_table_with_faults_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="gva_index: 1"):
        keep(tmp_path, "2026-07-16", -1.0)
    assert days(tmp_path) == []


def test_a_disk_that_refuses_is_said_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, "2026-07-16", 100.0)

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", refuse)
    words = r"was built, but its figures of 2026-08-13 could not be kept as .*No space left"
    with pytest.raises(VintageError, match=words):
        keep(tmp_path, "2026-08-13", 101.0)
    assert days(tmp_path) == ["2026-07-16"]
    assert known(tmp_path, "2026-09-01") == [100.0]
