"""A run makes again only the groups that changed; its tables are those of a run from nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from catalog import store
from catalog.settings import SAMPLE
from catalog.tables import TABLES
from forecasts.backtest import error_record
from forecasts.kept import Keeper, PublishedRows
from forecasts.published import Publisher
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
    """The tables of a run, without the time that models took; notes the groups tested, and those
    published again in brackets."""
    test_group, publish = error_record.backtest_group, Publisher._make

    def spy(prepared, *rest, **more):  # type: ignore[no-untyped-def]
        spied.append(prepared.group.name)
        return test_group(prepared, *rest, **more)

    def spy_on_published(publisher: Publisher, names: Sequence[str]) -> PublishedRows:
        spied.append(f"({', '.join(names)})")
        return publish(publisher, names)

    with monkeypatch.context() as patch:
        patch.setattr(error_record, "backtest_group", spy)
        patch.setattr(Publisher, "_make", spy_on_published)
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
    assert sorted(first) == sorted(afresh)
    assert sorted(first) == ["(adverts)", "(gva_section)", "adverts", "gva_section"]
    assert second == ["adverts", "(adverts)"]
    (grown / CACHE_FOLDER / "record-adverts.json").write_text("{", encoding="utf-8")
    again = make(grown, third, monkeypatch)
    assert third == ["adverts"], "a damaged record is made again, and is as it was"
    assert_frame_equal(again[0], after[0], check_exact=True)


def test_sectors_are_made_again_where_their_industries_are(tmp_path: Path) -> None:
    put(tmp_path, all_months=True)
    gva, origin = store.read("gva", SAMPLE)
    store.write(gva, TABLES["gva"], origin, tmp_path)
    keeper = Keeper(tmp_path / "kept", histories.read(tmp_path), TODAY, tmp_path)
    for name in ("gva_section", "adverts"):
        keeper.keep_record(name, pl.DataFrame(), TABLES["backtest"].empty(), "short")
    assert keeper.find_stale() == ["gva_section", "gva_division"]


def test_published_rows_stand_until_data_code_or_period_change(tmp_path: Path) -> None:
    """Kept with their faults; a damaged file, another day's period and other code make them new."""
    put(tmp_path, all_months=True)
    inputs = histories.read(tmp_path)
    made: list[date] = []

    def publish(day: date, name: str = "gva_section", code: str = "forecasts.gate") -> None:
        keeper = Keeper(tmp_path / "kept", inputs, day, tmp_path, code)

        def make() -> PublishedRows:
            made.append(day)
            return PublishedRows(TABLES["forecasts"].empty(), {name: "long gap: 2 series"})

        assert keeper.published([name], make).faults == {name: "long gap: 2 series"}

    for day in (TODAY, date(2026, 12, 1), date(2027, 1, 1)):
        publish(day)
    assert made == [TODAY, date(2027, 1, 1)], "years: the same until the new one"
    publish(date(2027, 1, 1), code="forecasts.protocol")
    assert len(made) == 3
    (kept,) = (tmp_path / "kept").glob("published-gva_section-*")
    kept.write_bytes(b"PAR1")
    publish(date(2027, 1, 1), code="forecasts.protocol")
    assert len(made) == 4
    for day in (TODAY, date(2026, 11, 30), date(2026, 12, 1)):
        publish(day, "adverts")
    assert made[4:] == [TODAY, date(2026, 12, 1)], "months"


def test_a_kept_table_with_a_flipped_bit_is_made_again(tmp_path: Path) -> None:
    """2026-11: of such files polars read every second one without a word, as other figures."""
    put(tmp_path, all_months=True)
    keeper = Keeper(tmp_path / "kept", histories.read(tmp_path), TODAY, tmp_path, "forecasts.gate")
    points = pl.DataFrame({"mean": [float(number) for number in range(200)]})
    assert keeper.points("adverts", lambda: points).equals(points)
    (path,) = keeper.folder.glob("points-*")
    whole, other = path.read_bytes(), points.reverse()
    assert keeper.points("adverts", lambda: other).equals(points), "as it was kept"
    for place in range(4, len(whole), 97):
        flipped = bytearray(whole)
        flipped[place] ^= 4
        path.write_bytes(flipped)
        stands = keeper.points("adverts", lambda: other)
        assert stands.equals(points) or stands.equals(other), place


def test_a_record_of_another_form_is_made_again(tmp_path: Path) -> None:
    put(tmp_path, all_months=True)
    inputs = histories.read(tmp_path)
    keeper = Keeper(tmp_path / "kept", inputs, TODAY, tmp_path)
    keeper.keep_record("adverts", pl.DataFrame(), TABLES["backtest"].empty(), "short")
    path = keeper.folder / "record-adverts.json"
    record = json.loads(path.read_text("utf-8"))
    assert "adverts" not in Keeper(keeper.folder, inputs, TODAY, tmp_path).find_stale()
    for damage in ({"choices": {"a": [1, 2], "b": [1]}}, {"widths": [1]}, {"rows": "none"}):
        path.write_text(json.dumps(record | damage), encoding="utf-8")
        assert "adverts" in Keeper(keeper.folder, inputs, TODAY, tmp_path).find_stale()
