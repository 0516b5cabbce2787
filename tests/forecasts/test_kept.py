"""A run makes again only the groups that changed; its tables are those of a run from nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from catalog import store
from catalog.settings import SAMPLE
from catalog.tables import TABLES
from forecasts.backtest import error_record
from forecasts.kept import Keeper
from forecasts.run import CACHE_FOLDER, run
from forecasts.series import histories

TODAY = date(2026, 11, 27)
MADE = ("forecasts", "forecast_histories", "backtest")


def put(root: Path, *, all_months: bool) -> None:
    """Adverts of the sample, with or without the newest month, and totals of its GVA."""
    adverts, origin = store.read("adverts", SAMPLE)
    newest = pl.col("period") == pl.col("period").max()
    adverts = adverts if all_months else adverts.filter(~newest)
    store.write(adverts, TABLES["adverts"], origin, root)
    gva, origin = store.read("gva", SAMPLE)
    store.write(gva.filter(industry_level="total"), TABLES["gva"], origin, root)


def make(root: Path, spied: list[str], monkeypatch: pytest.MonkeyPatch) -> list[pl.DataFrame]:
    """The tables of a run, without the time that models took; notes the groups tested."""
    test_group = error_record.backtest_group

    def spy(prepared, *rest, **more):  # type: ignore[no-untyped-def]
        spied.append(prepared.group.name)
        return test_group(prepared, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(error_record, "backtest_group", spy)
        run(root, root, jobs=1, today=TODAY)
    return [store.read(name, root)[0].drop("ms_per_series", strict=False) for name in MADE]


def test_a_new_month_makes_its_group_alone_and_the_tables_of_a_run_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, afresh = ([] for _ in range(4))
    grown, new = tmp_path / "grown" / "tables", tmp_path / "new" / "tables"
    put(grown, all_months=False)
    make(grown, first, monkeypatch)
    put(grown, all_months=True)
    put(new, all_months=True)
    after = make(grown, second, monkeypatch)
    for table, whole in zip(after, make(new, afresh, monkeypatch), strict=True):
        assert_frame_equal(table, whole, check_exact=True)
    assert sorted(first) == sorted(afresh) == ["adverts", "gva_section"]
    assert second == ["adverts"]
    (grown / CACHE_FOLDER / "record-adverts.json").write_text("{", encoding="utf-8")
    again = make(grown, third, monkeypatch)
    assert third == ["adverts"], "a damaged record is made again"
    assert_frame_equal(again[0], after[0], check_exact=True)


def test_sectors_are_made_again_where_their_industries_are(tmp_path: Path) -> None:
    put(tmp_path, all_months=True)
    gva, origin = store.read("gva", SAMPLE)
    store.write(gva, TABLES["gva"], origin, tmp_path)
    keeper = Keeper(tmp_path / "kept", histories.read(tmp_path), TODAY, tmp_path)
    for name in ("gva_section", "adverts"):
        keeper.keep_record(name, pl.DataFrame(), TABLES["backtest"].empty(), "short")
    assert keeper.find_stale() == ["gva_section", "gva_division"]
