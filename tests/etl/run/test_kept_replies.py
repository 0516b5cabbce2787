"""Replies that are kept for other runs: lists for a week, pages until their question is stored."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factory_clock import MadeClock
from factory_nomis import LAD, Answer, Nomis, page, row

from catalog.settings import Settings
from catalog.unanswered import Failure
from etl import raw
from etl.clients import kept as kept_room
from etl.clients.http import Http
from etl.clients.kept import KeptReplies, address_with, lists_in, pages_in
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codelists import list_url
from etl.clients.query import Query as AnyQuery
from etl.run import registry

COUNCILS = tuple(f"E0600000{number}" for number in range(1, 5))
EXPECTED = Expected("NM_1_1", {"sex": {0: "^Total$"}})
ASK = Query("", EXPECTED, "2024", (("sex", (0,)), ("measures", (20100,))))
ROWS = [row(n, area=code, kind=LAD, sex=(0, "Total", "0")) for n, code in enumerate(COUNCILS)]
PAGES = {"0": page(ROWS[:2], total=4), "2": page(ROWS[2:], offset=2, total=4)}


def questions(councils: tuple[str, ...] = COUNCILS) -> list[tuple[str, AnyQuery]]:
    return [("made", replace(ASK, key=code, geography=(code,), areas=(code,))) for code in councils]


class Paged(Nomis):
    """Two councils a page; the page that begins at `stops_at` is where somebody presses Ctrl+C."""

    def __init__(self, stops_at: str = "") -> None:
        super().__init__(sex={0: "Total"})
        self.stops_at = stops_at
        self.asked: list[str] = []
        self.methods: list[str] = []

    def request(self, method: str, url: str, **options: Any) -> Answer:
        if not url.endswith(".data.csv"):
            self.asked.append(url.rsplit("/", 1)[1])
            return super().request(method, url, **options)
        sent = options["params"] or options["data"]
        self.methods.append(method)
        self.asked.append(sent.get("RecordOffset", "0"))
        if self.asked[-1] == self.stops_at:
            raise KeyboardInterrupt
        return Answer(PAGES[self.asked[-1]])


def fetch(
    folder: Path, session: Paged, planned: list[tuple[str, AnyQuery]] | None = None
) -> list[Failure]:
    client = Http(
        pause_seconds=0.0, session=session, clock=MadeClock(),  # type: ignore[arg-type]
        lists=lists_in(folder), pages=pages_in(folder),
    )  # fmt: skip
    asked = questions() if planned is None else planned
    return registry.fetch(asked, client, Settings(data=folder), lambda _: None)


def test_a_run_that_was_stopped_between_pages_asks_for_none_twice(tmp_path: Path) -> None:
    first = Paged(stops_at="2")
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, first)
    assert first.asked == ["sex.def.sdmx.json", "0", "2"]
    second = Paged()
    assert fetch(tmp_path, second) == []
    assert second.asked == ["2", "NM_1_1.def.sdmx.json"], "no list again, no page again"
    assert {part.note.key for part in raw.parts("made", tmp_path / "raw")} == set(COUNCILS)
    assert not pages_in(tmp_path).folder.exists(), "nothing is left of pages that are stored"
    assert lists_in(tmp_path).find(list_url(Settings(), "NM_1_1", "sex"), hours=1)


def shift_clock(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    class Shifted(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + timedelta(hours=hours)

    monkeypatch.setattr(kept_room, "datetime", Shifted)


@pytest.mark.parametrize("days", [0, 2])
def test_lists_older_than_a_day_that_do_not_fit_come_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    settings = Settings(data=tmp_path)
    url = list_url(settings, "NM_1_1", "sex")
    old = {"codelist": [{"code": [{"value": 7, "description": {"value": "Gone"}}]}]}
    lists_in(tmp_path).keep(url, json.dumps({"structure": {"codelists": old}}).encode())
    shift_clock(monkeypatch, 24.0 * days)
    session = Paged()
    failures = fetch(tmp_path, session)
    assert bool(failures) == (days == 0), "what came today is not asked for again"
    assert session.asked.count("sex.def.sdmx.json") == (1 if days else 0)


def test_what_is_kept_is_whole_and_of_that_address_and_not_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptReplies(tmp_path / "lists")
    kept.keep("https://example.org/a", b"one\ntwo")
    assert kept.find("https://example.org/a", hours=1) == b"one\ntwo"
    assert kept.find("https://example.org/b", hours=1) is None
    shift_clock(monkeypatch, 2.0)
    assert kept.find("https://example.org/a", hours=1) is None
    assert kept.find("https://example.org/a", hours=3) == b"one\ntwo"
    (path,) = kept.folder.iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert kept.find("https://example.org/a", hours=3) is None, "cut"
    kept.clear()
    assert kept.find("https://example.org/a", hours=3) is None


def test_a_key_is_written_nowhere() -> None:
    assert address_with("https://example.org", {"uid": "0xsecret", "date": "2024"}) == (
        "https://example.org?date=2024"
    )


def test_a_question_too_long_for_an_address_is_put_as_a_form(tmp_path: Path) -> None:
    many = tuple(f"E06{number:06}" for number in range(1, 200))
    session = Paged()
    fetch(tmp_path, session, questions(COUNCILS + many[4:]))
    assert session.methods[0] == "POST"
    assert sum(method == "POST" for method in session.methods) == 2, "one question, two pages"
