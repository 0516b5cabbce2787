"""The ONS website: the newest edition found, a rolled address followed, wrong files refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factory_nomis import Answer
from factory_ons import Site, book, http, links, settings

from catalog.settings import Settings
from etl.clients.files.workbook import Sheet
from etl.clients.http import FetchError, Http
from etl.clients.ons.pages import edition_of
from etl.clients.ons.workbooks import ExpectedWorkbook, WorkbookQuery
from etl.datasets.labour import adverts

BASE = "https://example.org/site"
PAGE = f"{BASE}/topic/datasets/adverts"
SHEET = Sheet("^Table 2", {"area": "Local Authority District"})
RIGHT = book({"Table 2": [["Adverts"], ["Local Authority District", "Jul-25"], ["York", 1]]})
WRONG = book({"Table 2": [["Adverts"], ["Region", "Jul-25"], ["London", 1]]})
ASK = WorkbookQuery("all", ExpectedWorkbook("/topic/datasets/adverts", r"demand\.xlsx", (SHEET,)))


def file(edition: str) -> str:
    return f"/file?uri=/topic/datasets/adverts/{edition}/demand.xlsx"


def fetch(site: Site, tmp_path: Path) -> Any:
    return ASK.fetch(http(site), settings(tmp_path))


@pytest.mark.parametrize(
    ("editions", "newest"),
    [
        (["january2017tojune2026", "january2017tojuly2026"], "january2017tojuly2026"),
        (["january2017tojuly2026", "january2017todecember2025"], "january2017tojuly2026"),
        (["2024", "january2026", "2025"], "january2026"),
        (["current"], "current"),
    ],
)
def test_the_newest_edition_on_the_page_is_taken(
    editions: list[str], newest: str, tmp_path: Path
) -> None:
    page = links("/file?uri=/topic/other.xlsx", "/topic/demand.csv", *map(file, editions))
    site = Site({PAGE: page, f"{BASE}{file(newest)}": Answer(RIGHT)})
    assert fetch(site, tmp_path).pages == (RIGHT,)


@pytest.mark.parametrize(
    ("address", "year_and_month"),
    [
        ("/current/rtisadec2022.xlsx", (2022, 12)),
        ("/current/rtisamay2026.xlsx", (2026, 5)),
        ("/january2017tojuly2025/demand.xlsx", (2025, 7)),
        ("/gva/2023/gva.xlsx", (2023, 0)),
        ("/current/demand.xlsx", (0, 0)),
    ],
)
def test_an_edition_is_known_by_whole_and_short_months(
    address: str, year_and_month: tuple[int, int]
) -> None:
    assert edition_of(address) == year_and_month


def test_the_release_is_the_day_on_the_page_and_otherwise_the_edition(tmp_path: Path) -> None:
    address = file("january2017tojuly2026")
    dated = links(address, text="<p>Release date: <b>21 August 2026</b> Next release: soon</p>")
    site = Site({PAGE: dated, f"{BASE}{address}": Answer(RIGHT)})
    received = fetch(site, tmp_path)
    assert received.release == "2026-08-21"
    assert received.detail == {
        "file": "demand.xlsx", "edition": "january2017tojuly2026", "released": "2026-08-21",
    }  # fmt: skip
    site = Site({PAGE: links(address), f"{BASE}{address}": Answer(RIGHT)})
    assert fetch(site, tmp_path).release == "january2017tojuly2026"


def test_an_address_that_has_rolled_is_read_from_the_page_again(tmp_path: Path) -> None:
    old, new = file("january2017tojune2026"), file("january2017tojuly2026")
    site = Site({PAGE: [links(old), links(new)], f"{BASE}{new}": Answer(RIGHT)})
    assert fetch(site, tmp_path).release == "january2017tojuly2026"
    asked = [url for url in site.asked if not url.endswith("/data")]
    assert asked == [PAGE, f"{BASE}{old}", PAGE, f"{BASE}{new}"]


def test_a_file_that_is_gone_is_an_error_after_one_more_look_at_the_page(tmp_path: Path) -> None:
    site = Site({PAGE: links(file("current"))})
    with pytest.raises(FetchError, match=r"ONS adverts \(demand.*HTTP 404"):
        fetch(site, tmp_path)
    asked = [url for url in site.asked if not url.endswith("/data")]
    assert asked == [PAGE, f"{BASE}{file('current')}", PAGE]


def landing(*editions: str) -> Answer:
    uris = [{"uri": f"/topic/datasets/adverts/{edition}"} for edition in editions]
    return Answer(json.dumps({"description": {"title": "Adverts"}, "datasets": uris}).encode())


def edition(*files: str) -> Answer:
    about = {"releaseDate": "2026-09-20T23:00:00.000Z", "nextRelease": "20 October 2026"}
    held = {"description": about, "downloads": [{"file": name} for name in files]}
    return Answer(json.dumps(held).encode())


def test_pages_as_json_come_first_and_the_page_of_links_is_not_asked(tmp_path: Path) -> None:
    newest = "january2017tojuly2026"
    site = Site({
        f"{PAGE}/data": landing("january2017tojune2026", newest),
        f"{PAGE}/{newest}/data": edition("notes.csv", "demand.xlsx"),
        f"{BASE}{file(newest)}": Answer(RIGHT),
    })  # fmt: skip
    received = fetch(site, tmp_path)
    assert PAGE not in site.asked
    assert received.url == f"{BASE}{file(newest)}"
    assert received.release == "2026-09-21", "midnight in Britain, an hour before it in UTC"
    assert received.detail["next_release"] == "2026-10-20"


@pytest.mark.parametrize(
    "pages",
    [
        {},
        {f"{PAGE}/data": Answer(b"<html><body>Moved</body></html>")},
        {f"{PAGE}/data": landing()},
        {f"{PAGE}/data": landing("current"), f"{PAGE}/current/data": edition("other.xlsx")},
        {f"{PAGE}/data": landing("current")},
        {f"{PAGE}/data": Answer(b'{"description": 5}')},
    ],
)
def test_where_json_fails_the_page_of_links_is_read(
    pages: dict[str, Answer], tmp_path: Path
) -> None:
    site = Site(pages | {PAGE: links(file("current")), f"{BASE}{file('current')}": Answer(RIGHT)})
    assert fetch(site, tmp_path).pages == (RIGHT,)


def test_a_workbook_of_another_layout_is_not_asked_for_again(tmp_path: Path) -> None:
    site = Site({PAGE: links(file("current")), f"{BASE}{file('current')}": Answer(WRONG)})
    with pytest.raises(FetchError, match="no row with the headings"):
        fetch(site, tmp_path)
    assert site.asked.count(f"{BASE}{file('current')}") == 1
    assert site.asked.count(PAGE) == 1, "nor is its page"


@pytest.mark.parametrize(
    ("body", "words", "tries"),
    [
        (WRONG, "sheet Table 2 has no row with the headings Local Authority District", 1),
        (book({"Sheet": [["Other"]]}), "no sheet titled like", 1),
        (b"<html>an error has occurred</html>", "is not a workbook; .* it begins '<html>", 5),
        (RIGHT[: len(RIGHT) // 2], "is not a complete zip", 5),
    ],
)
def test_what_is_not_the_workbook_is_refused(
    body: bytes, words: str, tries: int, tmp_path: Path
) -> None:
    site = Site({PAGE: links(file("current")), f"{BASE}{file('current')}": Answer(body)})
    with pytest.raises(FetchError, match=words):
        fetch(site, tmp_path)
    assert site.asked.count(f"{BASE}{file('current')}") == tries


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (links("/file?uri=/topic/other.xlsx"), r"links to no file like .* only to other\.xlsx"),
        (Answer(b"<h1>An error</h1>"), "a page without links to workbooks after 5 tries"),
        (Answer(b"gone", 404), "HTTP 404"),
    ],
)
def test_a_page_without_the_file_is_an_error(page: Answer, words: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=words):
        fetch(Site({PAGE: page}), tmp_path)


def test_the_probe_hears_what_differs(tmp_path: Path) -> None:
    def differences(body: bytes) -> list[str]:
        site = Site({PAGE: links(file("current")), f"{BASE}{file('current')}": Answer(body)})
        return ASK.expected.differences(http(site), settings(tmp_path))

    assert differences(RIGHT) == []
    assert "Local Authority District" in differences(WRONG)[0]
    assert "is not a workbook" in differences(b"<html>")[0]


# ---------------------------------------------------------------- over real sockets

ADVERTS = "ons/*datasets/labourdemand*"


@pytest.mark.parametrize(
    "fault", ["", "500#1", "reset#1", "html#1", "empty#1", "503:0#1-2", "truncate:0.5#1"]
)
@pytest.mark.parametrize("what", [ADVERTS, "ons/file*"])
def test_a_fault_that_passes_is_tried_again(
    upstream: Callable[..., Any], tmp_path: Path, what: str, fault: str
) -> None:
    server = upstream(faults=f"{what}={fault}" if fault else "")
    where = Settings(data=tmp_path, urls=dict(server.urls))
    polite = Http(pause_seconds=0.0, backoff_seconds=0.0)
    received = WorkbookQuery("all", adverts.EXPECTED[0]).fetch(polite, where)
    assert received.detail["edition"] == "january2017tojuly2025"
    assert any(entry["fault"] for entry in server.requests) == bool(fault)


def test_a_new_edition_between_page_and_file(upstream: Callable[..., Any], tmp_path: Path) -> None:
    server = upstream(faults=f"{ADVERTS}=roll#3")
    where = Settings(data=tmp_path, urls=dict(server.urls))
    polite = Http(pause_seconds=0.0, backoff_seconds=0.0)
    adverts.EXPECTED[0].find(polite, where)  # the page as this run has read it
    polite.get(f"{server.urls['ons']}{adverts.PAGE}", source="")  # a new edition is published
    received = WorkbookQuery("all", adverts.EXPECTED[0]).fetch(polite, where)
    assert received.detail["edition"] == "january2017tojuly2025v2"
    statuses = [entry["status"] for entry in server.requests]
    assert statuses.count(404) == 1, "the old address is asked for once"
