"""Many councils in one request: what is kept for each is what it would have brought alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory_clock import MadeClock
from factory_nomis import LAD, Answer, Nomis, page, row

import pipeline
from catalog import store
from catalog.settings import Settings
from catalog.unanswered import Failure, failures_of
from etl import raw
from etl.areas import Areas, choose
from etl.clients.http import Http
from etl.clients.nomis.client import Expected, Query
from etl.clients.query import Query as AnyQuery
from etl.datasets.indicators import similar_areas
from etl.run import registry
from etl.run.costs import cost_in_all, costs_by_service
from etl.run.together import count_requests, put_together

ALPHA = tuple(f"E0600000{number}" for number in range(1, 9))
TOTAL = (0, "Total", "0")
EXPECTED = Expected("NM_1_1", {"sex": {0: "^Total$"}})
ASK = Query("", EXPECTED, "2024", (("sex", (0,)), ("measures", (20100,))))


def questions(councils: tuple[str, ...] = ALPHA) -> list[tuple[str, AnyQuery]]:
    return [("made", replace(ASK, key=code, geography=(code,), areas=(code,))) for code in councils]


class Limited(Nomis):
    """Answers for councils as they are asked for; `refuses` says of which it gives HTTP 500."""

    def __init__(self, refuses: Callable[[list[str]], bool]) -> None:
        super().__init__(sex={0: "Total"})
        self.refuses = refuses
        self.asked: list[list[str]] = []

    def request(self, _method: str, url: str, **options: Any) -> Answer:
        if not url.endswith(".data.csv"):
            return super().request(_method, url, **options)
        councils = options["params"]["geography"].split(",")
        self.asked.append(councils)
        if self.refuses(councils):
            return Answer(status=500)
        return Answer(page([row(int(c[-1]), area=c, kind=LAD, sex=TOTAL) for c in councils]))


def fetch(
    folder: Path, session: Limited, planned: list[tuple[str, AnyQuery]], on_event: Any = None
) -> list[Failure]:
    client = Http(pause_seconds=0.0, session=session, clock=MadeClock())  # type: ignore[arg-type]
    say = on_event or (lambda _: None)
    return registry.fetch(planned, client, Settings(data=folder), say)


def kept(folder: Path) -> dict[str, bytes]:
    return {p.note.key: b"".join(p.pages()) for p in raw.parts("made", folder / "raw")}


def test_one_request_answers_for_all_and_each_keeps_its_own_lines(tmp_path: Path) -> None:
    session = Limited(lambda _: False)
    events: list[Any] = []
    assert fetch(tmp_path, session, questions(), events.append) == []
    assert session.asked == [list(ALPHA)]
    lines = kept(tmp_path)["E06000003"].splitlines()
    assert len(lines) == 2
    assert b'"E06000003"' in lines[1]
    part = raw.load("made", "E06000003", tmp_path / "raw")
    assert part
    assert part.note.areas == ("E06000003",)
    assert "geography=E06000003&" in part.note.request, "as asked alone, so that it is found again"
    assert "E06000001,E06000002" in part.note.url, "the address that was really asked"
    fetched = [(event.done, event.together) for event in events if event.what == "fetched"]
    assert fetched == [(number, 8) for number in range(8)]


def test_who_is_held_already_is_not_asked_for_again(tmp_path: Path) -> None:
    first = Limited(lambda _: False)
    fetch(tmp_path, first, questions(ALPHA[2:3]))
    assert first.asked == [["E06000003"]], "a council asked alone asks for itself alone"
    second = Limited(lambda _: False)
    fetch(tmp_path, second, questions(ALPHA[:4]))
    assert second.asked == [["E06000001", "E06000002", "E06000004"]]
    third = Limited(lambda _: False)
    fetch(tmp_path, third, questions(ALPHA[:5]))
    assert third.asked == [["E06000005"]], "one council more is one council's question"


def test_a_stop_loses_only_the_request_under_way(tmp_path: Path) -> None:
    def stop(councils: list[str]) -> bool:
        if len(session.asked) == 3:
            raise KeyboardInterrupt
        return len(councils) > 4

    session = Limited(stop)
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, session, questions())
    assert session.asked[0] == session.asked[1] == list(ALPHA), "tried twice, then in halves"
    assert kept(tmp_path) == {}
    session.refuses = lambda councils: len(councils) > 4
    fetch(tmp_path, session, questions())
    assert sorted(kept(tmp_path)) == list(ALPHA)


def test_what_is_refused_is_asked_in_halves_and_one_fault_costs_nobody_else(
    tmp_path: Path,
) -> None:
    session = Limited(lambda councils: "E06000006" in councils)
    (failure,) = fetch(tmp_path, session, questions())
    assert (failure.key, failure.areas) == ("E06000006", ("E06000006",))
    assert failures_of(Settings(data=tmp_path)) == [failure]
    assert sorted(kept(tmp_path)) == [code for code in ALPHA if code != "E06000006"]
    different = {tuple(councils) for councils in session.asked}
    assert len(different) == 7, "8, two halves, two quarters, two alone"


def test_a_dataset_that_is_down_is_not_asked_council_by_council(tmp_path: Path) -> None:
    many = tuple(f"E060000{number}" for number in range(10, 90))
    session = Limited(lambda _: True)
    failures = fetch(tmp_path, session, questions(many))
    assert sorted(failure.key for failure in failures) == sorted(many)
    assert len(session.asked) < 30


def test_an_answer_for_a_council_nobody_asked_for_is_not_kept(tmp_path: Path) -> None:
    class Wrong(Limited):
        def request(self, _method: str, url: str, **options: Any) -> Answer:
            if url.endswith(".data.csv") and "," in options["params"]["geography"]:
                self.asked.append([])
                return Answer(page([row(1.0, area="E06000099", kind=LAD, sex=TOTAL)]))
            return super().request(_method, url, **options)

    session = Wrong(lambda _: False)
    assert fetch(tmp_path, session, questions(ALPHA[:2])) == []
    assert sorted(kept(tmp_path)) == ["E06000001", "E06000002"], "each was asked for alone"


def test_the_nation_in_fewer_requests_and_a_council_alone_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar_areas, "STANDS_DAYS", 100_000)
    settings = Settings(data=tmp_path)
    places = pipeline.load_places(settings)
    planned = registry.plan(choose(*places, everything=True), settings)
    asks = put_together(planned, settings)
    keys = sorted((source_id, query.key) for source_id, query in planned)
    assert sorted((ask.source, query.key) for ask in asks for query in ask.queries) == keys
    assert len(planned) > 9_000
    for as_whom in (settings, replace(settings, nomis_uid="0xmade")):
        costs = costs_by_service(put_together(planned, as_whom), as_whom)
        # Another year of figures is some 25 full replies of Nomis.
        most = 1_200 + 30 * (date.today().year - 2026)
        assert cost_in_all(costs).requests_count < most
    one = registry.plan(choose(*places, councils=["Leeds"]), settings)
    of_leeds = [
        {area for query in ask.queries for area in query.areas}
        for ask in put_together(one, settings)
    ]
    assert len(of_leeds) < len(one)
    assert all(len(areas) < 10 for areas in of_leeds), "Leeds, or those of its larger area"


@pytest.mark.bench
def test_tables_are_the_same_whether_councils_are_asked_alone_or_together(
    bench: Any, tmp_path: Path
) -> None:
    """North Yorkshire has former codes, which some datasets know and others do not."""
    sources = ("population", "census_cars", "census_qualifications", "wards_2022")
    names = ["Calderdale", "North Yorkshire"]
    tables = {}
    for folder, runs in {"alone": [[name] for name in names], "together": [names]}.items():
        settings = Settings(data=tmp_path / folder, urls=dict(bench.urls), pause_seconds=0.0)
        failures: list[str] = []
        before = len(bench.requests)
        for councils in runs:
            areas = choose(*pipeline.load_places(settings), councils=councils)
            planned = registry.plan(areas, settings, sources)
            client = Http(pause_seconds=0.0, urls=settings.urls)
            failures += [
                f"{failure.source} {failure.key}"
                for failure in registry.fetch(planned, client, settings, lambda _: None)
            ]
        asked = len(bench.requests) - before
        for source_id in sources:
            registry.tidy_source(source_id, settings)
        frames = {
            name: (store.read(name, settings.built)[0], store.read(name, settings.built)[1].notes)
            for name in store.names(settings.built)
        }
        tables[folder] = (frames, sorted(failures), asked)
    alone, together = tables["alone"], tables["together"]
    assert alone[1] == together[1]
    assert together[2] < alone[2]
    assert alone[0].keys() == together[0].keys() >= {"population", "census_cars", "wards_2022"}
    for name, (frame, notes) in alone[0].items():
        assert frame.equals(together[0][name][0]), name
        assert notes == together[0][name][1], name


def test_a_plan_says_how_many_replies_it_takes() -> None:
    settings = Settings()
    areas = Areas(ALPHA)
    planned = registry.plan(areas, settings, ["bres_fine"])
    asks = put_together(planned, settings)
    (shared,) = [ask for ask in asks if len(ask.queries) > 1]
    areas_count = sum(len(query.geography) for query in shared.queries)  # type: ignore[attr-defined]
    years = date.today().year - 2015
    replies = math.ceil(1_002 * years * areas_count / 25_000)
    assert count_requests(shared, settings) == replies > 1, "all but the last of them full"
    assert count_requests(shared, replace(settings, nomis_uid="0xmade")) < replies
