"""Running the sources: kept answers are not asked again, one failing source stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from catalog import fingerprint as prints
from catalog import store, vintages
from catalog.schema import Table
from catalog.settings import Settings
from catalog.sources import Source
from catalog.tables.labour import POPULATION
from catalog.unanswered import failures_of
from etl import raw
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.raw import RawPart, Received
from etl.run import fetching, registry

NOBODY = Areas(())


@dataclass
class Query:
    """A question with a ready answer; counts how often it is put."""

    key: str
    answer: bytes | None = b"1"
    areas: tuple[str, ...] = ()
    times: list[int] = field(default_factory=list)

    def describe(self, settings: Settings) -> str:
        return f"https://example.org/{self.key}"

    def fetch(self, http: Http, settings: Settings) -> Received:
        self.times.append(1)
        if self.answer is None:
            raise FetchError(f"{self.key}: HTTP 503; run the same command again")
        return Received((self.answer,), "https://example.org", release="2026")


class Numbers(ModuleType):
    """A source whose table has one row for each number in its parts."""

    SOURCE = Source("numbers", "Numbers", "ONS", "N", "nomis", "https://example.org", "yearly")
    TABLE: Table = POPULATION
    questions: Sequence[Query] = ()
    area_code = "E08000032"
    __file__ = registry.__file__

    def requests(self, areas: Areas, settings: Settings) -> Sequence[Query]:
        return self.questions

    def tidy(self, parts: Sequence[RawPart]) -> pl.DataFrame:
        rows = [
            {
                "area_code": self.area_code, "area_name": "A place", "area_type": "lad",
                "area_vintage": "2025", "period": str(2000 + number), "age_group": "all",
                "period_start": pl.Series([2000 + number]).cast(pl.String).str.to_date("%Y")[0],
                "residents_persons": float(page), "status": "estimated",
            }
            for number, page in enumerate(page for part in parts for page in part.pages())
        ]  # fmt: skip
        frame = pl.DataFrame(rows).with_columns(period_end=pl.col("period_start"))
        return frame.select(POPULATION.columns).cast(POPULATION.dtypes)


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> Numbers:
    module = Numbers("numbers")
    monkeypatch.setattr(registry, "modules", lambda: {"numbers": module})
    return module


@pytest.fixture
def run(tmp_path: Any) -> Callable[..., list[registry.Failure]]:
    def fetch(*requests: Query, refresh: bool = False) -> list[registry.Failure]:
        planned = [("numbers", ask) for ask in requests]
        made = Settings(data=tmp_path)
        failures = registry.fetch(planned, Http(), made, lambda _: None, refresh=refresh)
        registry.keep_failures(planned, failures, made)
        return failures

    return fetch


def test_what_was_kept_is_not_asked_again_unless_told(run: Any) -> None:
    ask = Query("a")
    run(ask)
    run(ask)
    assert len(ask.times) == 1
    run(ask, refresh=True)
    assert len(ask.times) == 2


def test_a_failing_question_stops_no_other_and_is_remembered_until_answered(
    run: Any, tmp_path: Any
) -> None:
    down, up = Query("down", None), Query("up")
    assert [failure.key for failure in run(down, up)] == ["down"]
    assert len(up.times) == 1
    assert [failure.key for failure in failures_of(Settings(data=tmp_path))] == ["down"]
    run(up)
    assert failures_of(Settings(data=tmp_path))
    down.answer = b"2"
    run(down)
    assert failures_of(Settings(data=tmp_path)) == []


def test_what_was_kept_is_asked_again_when_it_is_old_or_not_whole_or_of_another_question(
    run: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Query("a")
    run(ask)
    next((tmp_path / "raw" / "numbers").glob("a.*.csv")).unlink()
    run(ask)
    assert len(ask.times) == 2
    monkeypatch.setattr(Query, "describe", lambda *_: "https://example.org/other")
    run(ask)
    assert len(ask.times) == 3
    monkeypatch.setattr(fetching, "FRESH_FOR", timedelta(0))
    run(ask)
    assert len(ask.times) == 4


def test_every_question_is_told_of_in_turn(tmp_path: Any) -> None:
    events: list[registry.Event] = []
    planned = [("numbers", Query("a")), ("numbers", Query("down", None)), ("numbers", Query("a"))]
    registry.fetch(planned, Http(), Settings(data=tmp_path), events.append)
    assert [(event.what, event.key, event.done) for event in events] == [
        ("asking", "a", 0), ("fetched", "a", 0),
        ("asking", "down", 1), ("failed", "down", 1),
        ("kept", "a", 2),
    ]  # fmt: skip
    assert {event.total for event in events} == {3}


def test_a_failure_of_asking_again_leaves_what_was_kept(run: Any, tmp_path: Any) -> None:
    ask = Query("a", b"5")
    run(ask)
    ask.answer = None
    assert len(run(ask, refresh=True)) == 1
    part = raw.load("numbers", "a", tmp_path / "raw")
    assert part
    assert part.pages() == [b"5"]


def test_a_table_is_made_again_only_where_its_parts_are_new(
    run: Any, numbers: Numbers, tmp_path: Any
) -> None:
    made = Settings(data=tmp_path)
    assert not registry.tidy_source("numbers", made)
    run(Query("a", b"5"))
    assert registry.tidy_source("numbers", made)
    assert not registry.tidy_source("numbers", made)
    run(Query("a", b"6"), refresh=True)
    assert registry.tidy_source("numbers", made)
    frame, origin = store.read("population", made.built)
    assert frame["residents_persons"].to_list() == [6.0]
    assert (origin.release, origin.publisher) == ("2026", "ONS")
    run(Query("b", b"7"))
    assert registry.tidy_source("numbers", made)
    assert store.read("population", made.built)[0]["residents_persons"].to_list() == [6.0, 7.0]


def test_a_table_is_made_again_where_its_code_or_the_code_that_moves_it_is_new(
    run: Any, numbers: Numbers, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Settings(data=tmp_path)
    run(Query("a"))
    assert registry.tidy_source("numbers", made)
    assert not registry.tidy_source("numbers", made)
    reached = prints.list_reachable(registry.__name__)
    assert {"geo.changes", "etl.raw", "catalog.columns"} <= reached
    digest_of = prints.digest_module
    for changed in reached:

        def changed_digest(name: str, changed: str = changed) -> str:
            return digest_of(name) + ("a changed line" if name == changed else "")

        monkeypatch.setattr(prints, "digest_module", changed_digest)
        assert registry.tidy_source("numbers", made), changed
    assert not registry.tidy_source("numbers", made)


def test_a_table_fetched_again_unchanged_has_the_new_date_and_the_same_content(
    run: Any, numbers: Numbers, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Settings(data=tmp_path)
    dates = []
    for day in ("2026-11-01", "2026-12-01"):
        monkeypatch.setattr(raw, "now", lambda day=day: f"{day}T00:00:00+00:00")
        run(Query("a"), refresh=True)
        assert registry.tidy_source("numbers", made)
        origin = store.origin_of("population", made.built)
        dates.append((origin.retrieved[:10], origin.fingerprint))
    assert [day for day, _ in dates] == ["2026-11-01", "2026-12-01"]
    assert dates[0][1] == dates[1][1], "what is made from it stands"


def test_damaged_bytes_stop_the_source_and_say_what_to_run(
    run: Any, numbers: Numbers, tmp_path: Any
) -> None:
    run(Query("a", b"5"))
    next((tmp_path / "raw" / "numbers").glob("a.*.csv")).write_bytes(b"6")
    with pytest.raises(raw.RawError, match="wardwise fetch --only numbers --refresh"):
        registry.tidy_source("numbers", Settings(data=tmp_path))


def test_a_damaged_table_is_made_again(run: Any, numbers: Numbers, tmp_path: Any) -> None:
    made = Settings(data=tmp_path)
    run(Query("a"))
    registry.tidy_source("numbers", made)
    store.path_of("population", made.built).write_bytes(b"half")
    assert registry.tidy_source("numbers", made)
    assert store.read("population", made.built)[0].height == 1


def test_figures_of_a_former_code_come_to_the_council_of_today(
    run: Any, numbers: Numbers, tmp_path: Any
) -> None:
    numbers.area_code = "E08000016"
    run(Query("a"))
    registry.tidy_source("numbers", Settings(data=tmp_path))
    frame = store.read("population", tmp_path / "tables")[0]
    assert frame.select("area_code", "area_name").rows() == [("E08000038", "Barnsley")]


def test_an_unknown_source_is_told_with_those_there_are(numbers: Numbers) -> None:
    with pytest.raises(FetchError, match="no source nothing; the sources are numbers"):
        registry.plan(NOBODY, Settings(), ["nothing"])


def test_a_source_that_keeps_vintages_leaves_one_for_each_release_with_new_figures(
    run: Any, numbers: Numbers, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Settings(data=tmp_path)
    monkeypatch.setattr(numbers, "SOURCE", replace(Numbers.SOURCE, keeps_vintages=True))
    for day, number in (("2026-11-01", b"5"), ("2026-11-08", b"5"), ("2026-12-01", b"6")):
        monkeypatch.setattr(raw, "now", lambda day=day: f"{day}T00:00:00+00:00")
        run(Query("a", number), refresh=True)
        assert registry.tidy_source("numbers", made)
    assert [str(day) for day in vintages.list_vintages("population", tmp_path)["known_on"]] == [
        "2026-11-01", "2026-12-01",
    ]  # fmt: skip


def test_a_vintage_that_cannot_be_kept_is_said_and_tried_again(
    run: Any, numbers: Numbers, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Settings(data=tmp_path)
    monkeypatch.setattr(numbers, "SOURCE", replace(Numbers.SOURCE, keeps_vintages=True))
    run(Query("a", b"5"))
    (tmp_path / "vintages").write_text("a file where the folder should be")
    with pytest.raises(vintages.VintageError, match="table population was built, but"):
        registry.tidy_source("numbers", made)
    assert store.read("population", made.built)[0]["residents_persons"].to_list() == [5.0]
    (tmp_path / "vintages").unlink()
    assert registry.tidy_source("numbers", made)
    assert vintages.list_vintages("population", tmp_path).height == 1


def test_other_sources_keep_none(run: Any, numbers: Numbers, tmp_path: Any) -> None:
    run(Query("a", b"5"))
    registry.tidy_source("numbers", Settings(data=tmp_path))
    assert not (tmp_path / "vintages").exists()
