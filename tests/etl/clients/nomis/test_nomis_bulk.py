"""Whole tables, zipped: councils keep what the API would have given, or the API is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_bulk import nomis_with, whole_table, zip_of
from factory_clock import MadeClock
from factory_nomis import LSOA21, Answer, Nomis, page, row

import pipeline
from catalog import store
from catalog.settings import Settings
from etl import raw
from etl.areas import choose
from etl.clients.http import Http
from etl.clients.nomis import cells
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.sharing import NomisShared
from etl.clients.nomis.wide import LAYOUT
from etl.run import registry
from etl.run.together import count_requests, put_together, share_of_full_reply

NAMES = {0: "Total: All households", 1: "No cars or vans in household"}
EXPECTED = Expected(
    "NM_1_1", {"cars": {0: "^Total", 1: "^No cars"}, "measures": {20100: "^Value$"}},
    geography_types={151: "2021.*lower"}, bulk="census/2021/made",
)  # fmt: skip
ASK = Query("", EXPECTED, "2021", (("cars", (0, 1)), ("measures", (20100,))), area_type=151)
CALDERDALE, KIRKLEES = "E08000033", "E08000034"
AREAS = {
    "E01000001": ("Calderdale 001A", CALDERDALE, 10, 4),
    "E01000002": ("Kirklees 001A", KIRKLEES, 20, 5),
    "E01000003": ("Calderdale 002B", CALDERDALE, 30, 0),
}
HEADING = (
    "date,geography,geography code,Number of cars or vans: Total: All households,"
    "Number of cars or vans: No cars or vans in household,Number of cars or vans: 1 car or van"
)
# Of Cherwell's border, which has moved, nobody asks.
ELSEWHERE = ("2021,Leeds 001A,E01000009,99,9,90", "2021,Cherwell 001A,E01000010,99,9,90")
LINES = [f"2021,{name},{code},{every},{none},7" for code, (name, _, every, none) in AREAS.items()]
ADDRESS = "https://www.nomisweb.co.uk/output/census/2021/made.zip"


def zipped(*lines: str, end: str = "\n") -> bytes:
    return zip_of(made_oa=b"date\n", made_lsoa="".join(line + end for line in lines).encode())


WHOLE = zipped(HEADING, *LINES, *ELSEWHERE)


class Published(Nomis):
    """A Nomis that also has the zip, and counts what it is asked."""

    def __init__(self, answer: Answer) -> None:
        rows = [
            row(float(value), area=code, kind=LSOA21, date="2021", cars=(n, NAMES[n], f"{n}"))
            | {"GEOGRAPHY_NAME": name}
            for code, (name, _, *values) in AREAS.items()
            for n, value in enumerate(values)
        ]
        super().__init__(page(rows), cars=dict(NAMES), TYPE={151: LSOA21[0]})
        self.answer = answer
        self.asked: list[str] = []

    def request(self, _method: str, url: str, **options: Any) -> Answer:
        self.asked.append(url.rsplit("/", 1)[1])
        return self.answer if url == ADDRESS else super().request(_method, url, **options)


def questions() -> list[tuple[str, Any]]:
    return [
        ("made", replace(ASK, key=code, geography=(code,), areas=(code,)))
        for code in (CALDERDALE, KIRKLEES)
    ]


def fetch(folder: Path, answer: Answer) -> Published:
    session = Published(answer)
    client = Http(pause_seconds=0.0, session=session, clock=MadeClock())  # type: ignore[arg-type]
    assert registry.fetch(questions(), client, Settings(data=folder), lambda _: None) == []
    return session


def kept(folder: Path) -> tuple[list[tuple[Any, ...]], set[str]]:
    """What was stored as all readers of it see it, and where it came from."""
    parts = list(raw.parts("made", folder / "raw"))
    frame = frame_of(parts).sort("COUNCIL", "GEOGRAPHY_CODE", "CARS")
    shown = frame.select(
        "COUNCIL", "DATE", "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "GEOGRAPHY_TYPECODE",
        "CARS", "CARS_NAME", pl.col("OBS_VALUE").cast(pl.Float64), "MEASURES",
    )  # fmt: skip
    return shown.rows(), {part.note.url for part in parts}


@pytest.fixture(autouse=True)
def _small_replies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "GUEST_CELLS", 100)


@pytest.fixture
def by_api(tmp_path: Path) -> list[tuple[Any, ...]]:
    fetch(tmp_path / "api", Answer(status=404))
    rows, addresses = kept(tmp_path / "api")
    assert len(rows) == 6
    assert ADDRESS not in addresses
    return rows


@pytest.mark.parametrize(
    "body",
    [
        WHOLE,
        zipped("\ufeff" + HEADING, *LINES, *ELSEWHERE, end="\r\n"),
        zipped("; measures: Value,Num".join(HEADING.rsplit(",Num", 2)), *LINES, *ELSEWHERE),
        zipped('"' + HEADING.replace(",", '","') + '"', *LINES, *ELSEWHERE),
    ],
    ids=["plain", "windows", "measures", "quoted"],
)
def test_a_whole_table_gives_each_council_what_the_api_gives(
    tmp_path: Path, by_api: list[tuple[Any, ...]], body: bytes
) -> None:
    session = fetch(tmp_path / "bulk", Answer(body))
    assert kept(tmp_path / "bulk") == (by_api, {ADDRESS})
    assert session.asked.count("made.zip") == 1
    assert "NM_1_1.data.csv" not in session.asked
    part = raw.load("made", CALDERDALE, tmp_path / "bulk" / "raw")
    assert part
    lines = part.pages()[0].decode().splitlines()[1:]
    assert lines == [LINES[0], LINES[2]], "as received, and no other council's"
    assert "geography=E08000033TYPE151" in part.note.request, "so that it is found again"
    assert part.note.release == "2025-10-30"
    again = fetch(tmp_path / "bulk", Answer(status=500))
    assert again.asked == []


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (Answer(status=404), "HTTP 404"),
        (Answer(status=403), "HTTP 403"),
        (Answer(status=503), "HTTP 503"),
        (Answer(b"<html>API - Nomis</html>"), "no zip"),
        (Answer(WHOLE[:-30]), "not a complete zip"),
        (Answer(WHOLE.replace(b"made-lsoa", b"made-msoa")), "0 files made-lsoa.csv"),
        (Answer(zipped(HEADING.replace("No cars", "None"), *LINES)), "'No cars or vans in"),
        (Answer(zipped(HEADING.replace("geography code", "code"), *LINES)), "'geography code'"),
        (Answer(zipped(HEADING, *LINES[:2], LINES[2].replace(",0,", ",,"))), "E08000033"),
        (Answer(zipped(HEADING, *LINES[:2], LINES[2].replace(",0,", ",c,"))), "OBS_VALUE"),
        (Answer(zipped(HEADING, *LINES, LINES[0].replace(",4,", ",3,"))), "E08000033"),
        (Answer(zipped(HEADING, *(s.replace("2021", "2011") for s in LINES))), "not of 2021"),
        (Answer(zipped(HEADING, *LINES, "2021,Atlantis 001A,E01000008,1,1,1")), "Atlantis 001A"),
        (Answer(zipped(HEADING, LINES[0], LINES[2])), "E08000034"),
        (Answer(zipped(HEADING)), "not of 2021"),
        (Answer(zipped(HEADING, *LINES, "2021,Leeds")), "GEOGRAPHY_CODE"),
        (Answer(zipped(HEADING, *LINES, '2021,"Leeds\n001A",E01000009,1,1,1')), "tell apart"),
    ],
)  # fmt: skip
def test_what_is_not_as_we_know_it_is_said_and_the_api_is_asked(
    tmp_path: Path,
    by_api: list[tuple[Any, ...]],
    caplog: pytest.LogCaptureFixture,
    answer: Answer,
    fault: str,
) -> None:
    caplog.clear()
    session = fetch(tmp_path / "bulk", answer)
    rows, addresses = kept(tmp_path / "bulk")
    assert rows == by_api
    assert ADDRESS not in addresses
    assert session.asked.count("NM_1_1.data.csv") == 1, "for both councils together"
    assert session.asked.count("made.zip") <= 2
    (record,) = caplog.records
    assert fault in record.message
    assert record.message.endswith("We ask for its pages instead.")


@pytest.mark.parametrize("answer", [Answer(WHOLE), Answer(status=404)])
def test_the_zip_comes_or_is_given_up_once_a_run(answer: Answer) -> None:
    session = Published(answer)
    client = Http(pause_seconds=0.0, session=session, clock=MadeClock())  # type: ignore[arg-type]
    shared = NomisShared(tuple(query for _, query in questions()))
    assert shared.fetch(client, Settings()) == shared.fetch(client, Settings())
    assert session.asked.count("made.zip") == 1


@pytest.mark.parametrize(
    ("changes", "cells_at_once", "in_bulk", "requests_count"),
    [
        ({}, 100, True, 1),
        ({}, 25_000, False, 1),  # then the API needs no more
        ({"area_type": 153}, 10, False, 8),  # wards are in another zip
        ({"expected": replace(EXPECTED, bulk="")}, 100, False, 8),
        ({"members": (("cars", (0, 1)), ("measures", (20301,)))}, 100, False, 8),
    ],
)
def test_the_plan_asks_for_a_whole_table_where_that_is_fewer_requests(
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, Any],
    cells_at_once: int,
    in_bulk: bool,
    requests_count: int,
) -> None:
    monkeypatch.setattr(cells, "GUEST_CELLS", cells_at_once)
    planned = [(name, replace(query, **changes)) for name, query in questions()]
    (ask,) = put_together(planned, Settings())
    assert (ask.describe(Settings()) == ADDRESS) == in_bulk
    assert count_requests(ask, Settings()) == requests_count
    assert (share_of_full_reply(ask, Settings()) == 1.0) == in_bulk


TABLES = {
    "census_cars": ("ts045", "c2021_cars_5", "Number of cars or vans"),
    "census_qualifications": ("ts067", "c2021_hiqual_8", "Highest level of qualification"),
}


@pytest.mark.bench
def test_tables_are_the_same_from_the_api_and_from_whole_tables(bench: Any, tmp_path: Path) -> None:
    """North Yorkshire has former codes, Bradford is in the zips and is not asked for."""
    asked_for = ["Calderdale", "Kirklees", "North Yorkshire"]
    every = build(tmp_path / "every", dict(bench.urls), [*asked_for, "Bradford"])
    zips = {}
    for source, (name, dimension, variable) in TABLES.items():
        rows = frame_of(list(raw.parts(source, every.raw)))
        lsoas = rows.filter(GEOGRAPHY_TYPECODE="151")
        more = {f"census2021_{name}_lsoa": whole_table(lsoas, dimension, variable)}
        zips[f"census2021-{name}.zip"] = zip_of(**more)
    with nomis_with({}, bench.urls["nomis"]) as (address, asked):
        by_api = build(tmp_path / "api", bench.urls | {"nomis": address}, asked_for)
        assert figures_of_lsoas(asked)
    with nomis_with(zips, bench.urls["nomis"]) as (address, asked):
        by_zip = build(tmp_path / "zip", bench.urls | {"nomis": address}, asked_for)
        whole = [path.rsplit("/", 1)[1] for path in asked if "/output/" in path]
        assert sorted(whole) == sorted(zips)
        assert not figures_of_lsoas(asked)
    for source in TABLES:
        frame, origin = store.read(source, by_api.built)
        same, of_zip = store.read(source, by_zip.built)
        assert frame.filter(area_type="lsoa21")["lad_code"].n_unique() == 3
        assert frame.equals(same), source
        assert origin == replace(of_zip, retrieved=origin.retrieved, sha256=origin.sha256), source


def figures_of_lsoas(asked: list[str]) -> list[str]:
    return [path for path in asked if ".data.csv" in path and "TYPE151" in path]


def build(folder: Path, urls: dict[str, str], councils: list[str]) -> Settings:
    """The census tables of councils, fetched and made."""
    settings = Settings(data=folder, urls=urls, pause_seconds=0.0)
    areas = choose(*pipeline.load_places(settings), councils=councils)
    client = Http(pause_seconds=0.0, urls=settings.urls)
    planned = registry.plan(areas, settings, list(TABLES))
    assert registry.fetch(planned, client, settings, lambda _: None) == []
    for source in TABLES:
        registry.tidy_source(source, settings)
    return settings


@pytest.mark.parametrize("layout", ["{", "[]", '{"members": {}}', '{"dimension": "cars"}'])
def test_a_damaged_note_on_columns_says_what_to_run(tmp_path: Path, layout: str) -> None:
    received = raw.Received((WHOLE,), ADDRESS, detail={LAYOUT: layout})
    part = raw.save(received, source="made", key="k", areas=(), request="made", root=tmp_path)
    with pytest.raises(raw.RawError, match="fetch --only made --refresh"):
        frame_of([part])
