"""gov.uk statistics: the newest release with the zip, the zip proved whole, its tables read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory_nomis import Answer
from factory_ons import Site, http, links, part, settings

from catalog.schema import check
from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.govuk import ArchiveQuery, ExpectedArchive
from etl.clients.http import FetchError, Http
from etl.datasets.premises import stock_of_properties, stock_of_properties_small_areas

BASE = "https://example.org/site"
COLLECTION = "/government/collections/stock-collection"
RELEASE = "/government/statistics/stock"
ASSETS = "https://assets.example.org/media"
EXPECTED = ExpectedArchive(
    "Stock", COLLECTION, RELEASE, r"^stock_20\d\d\.zip$", ("count.csv", "value.csv")
)
TABLE = "geography,area_code,area_name,2025,2026\nLAUA,E06000014,York,[c],20\n"


def archive(members: Mapping[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, text in members.items():
            made.writestr(name, text.encode("utf-8-sig"))
    return held.getvalue()


RIGHT = archive({"folder/Count.csv": TABLE})
ZIP = {f"{ASSETS}/a/stock_{year}.zip": Answer(RIGHT) for year in (2025, 2026)}
PAGES = {
    f"{BASE}{RELEASE}-{year}": links(f"{ASSETS}/b/other_{year}.zip", f"{ASSETS}/a/stock_{year}.zip")
    for year in (2025, 2026)
}
LISTED = {f"{BASE}{COLLECTION}": links(f"{RELEASE}-2025", f"{BASE}{RELEASE}-2026", "/other-2027")}


def fetch(site: Site, tmp_path: Path) -> Any:
    return ArchiveQuery("all", EXPECTED).fetch(http(site), settings(tmp_path))


def test_the_collection_leads_to_the_newest_release_and_its_zip(tmp_path: Path) -> None:
    site = Site(LISTED | PAGES | ZIP)
    received = fetch(site, tmp_path)
    assert (received.release, received.pages) == ("2026", (RIGHT,))
    assert received.detail == {"not_held": "value.csv"}
    assert site.asked[0] == f"{BASE}{COLLECTION}"


@pytest.mark.parametrize("newest", [{}, {f"{BASE}{RELEASE}-2026": links("/somewhere.pdf")}])
def test_a_release_that_is_not_out_or_has_no_zip_leaves_the_one_before(
    newest: dict[str, Answer], tmp_path: Path
) -> None:
    older = {url: page for url, page in PAGES.items() if url.endswith("2025")}
    received = fetch(Site(LISTED | older | newest | ZIP), tmp_path)
    assert received.release == "2025"
    assert received.detail["passed_over"].startswith("2026 ")


def test_without_a_collection_this_year_and_those_before_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Today(date):
        @classmethod
        def today(cls) -> Today:
            return cls(2027, 1, 2)

    monkeypatch.setattr("etl.clients.govuk.date", Today)
    site = Site(PAGES | ZIP)
    assert fetch(site, tmp_path).release == "2026"
    assert [url[-4:] for url in site.asked[1:3]] == ["2027", "2026"]


def test_nothing_anywhere_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(Site({}), tmp_path)
    words = str(caught.value)
    assert "no release has a file like" in words
    assert f"{date.today().year} gave HTTP 404" in words
    assert words.endswith(f"open {BASE}{COLLECTION} to see where the tables are now")


def test_an_error_page_is_not_taken_for_a_release_without_tables(tmp_path: Path) -> None:
    broken = {f"{BASE}{RELEASE}-2026": Answer(b"<h1>Sorry, we're having problems</h1>")}
    with pytest.raises(FetchError, match="stock-2026 gave a page without any link after 5 tries"):
        fetch(Site(LISTED | PAGES | broken | ZIP), tmp_path)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (archive({"other.csv": TABLE}), "none of its tables, but other.csv"),
        (archive({"count.csv": "code,name\n1,2\n"}), "count.csv without headings geography"),
        (
            archive({"count.csv": "geography,area_code,area_name,all\n"}),
            "and years",
        ),
        (RIGHT[:-30], "not a complete zip"),
        (b"<html>", r"not a complete zip \(.*\); it begins '<html>'"),
        (RIGHT.replace(b"York", b"Cork"), "a zip with folder/Count.csv damaged"),
    ],
)
def test_what_is_not_the_zip_is_refused(body: bytes, words: str, tmp_path: Path) -> None:
    site = Site(LISTED | PAGES | {f"{ASSETS}/a/stock_2026.zip": Answer(body)})
    with pytest.raises(FetchError, match=words):
        fetch(site, tmp_path)


def test_the_probe_hears_what_differs(tmp_path: Path) -> None:
    def differences(body: bytes) -> list[str]:
        site = Site(LISTED | PAGES | {f"{ASSETS}/a/stock_2026.zip": Answer(body)})
        return EXPECTED.differences(http(site), settings(tmp_path))

    assert differences(archive({"count.csv": TABLE, "value.csv": TABLE})) == []
    assert differences(RIGHT) == ["stock_2026.zip has no value.csv"]
    assert "not a complete zip" in differences(b"<html>")[0]


# ---------------------------------------------------------------- stock of properties

STOCK = """A title above the table
geography,area_code,area_name,2025,2026 [p]
LAUA,E06000014, York ,[c],20
CTYMCTY,E11000006,West Yorkshire,100,100
REGL,E12000003,Yorkshire and The Humber,[z],1230
LSOA,E01000001,York 001A,0,10
LSOA,E01000002,York 001B,10,[c]
"""


def test_stock_of_properties(tmp_path: Path) -> None:
    body = archive({"table_SOP4_1.csv": STOCK, "x/TABLE_SOP5_2.CSV": STOCK, "table_SOP9_1.csv": ""})
    made = check(stock_of_properties.tidy([part(tmp_path, body)]), stock_of_properties.TABLE)
    shown = made.select("area_code", "period_end", "property_sector", "measure", "value", "status")
    assert shown.sort("measure", "area_code", "period_end").rows() == [
        ("E06000014", date(2025, 3, 31), "retail", "properties_count", None, "suppressed"),
        ("E06000014", date(2026, 3, 31), "retail", "properties_count", 20.0, "rounded"),
        ("E12000003", date(2025, 3, 31), "retail", "properties_count", None, "missing"),
        ("E12000003", date(2026, 3, 31), "retail", "properties_count", 1230.0, "rounded"),
        ("E06000014", date(2025, 3, 31), "office", "rateable_value_gbp", None, "suppressed"),
        ("E06000014", date(2026, 3, 31), "office", "rateable_value_gbp", 20_000.0, "rounded"),
        ("E12000003", date(2025, 3, 31), "office", "rateable_value_gbp", None, "missing"),
        ("E12000003", date(2026, 3, 31), "office", "rateable_value_gbp", 1_230_000.0, "rounded"),
    ]
    assert made["area_name"].unique().sort().to_list() == ["York", "Yorkshire and The Humber"]


def test_stock_of_small_areas_is_of_the_newest_year(tmp_path: Path) -> None:
    body = archive({"ndr/SOP_OA_counts_all.csv": STOCK, "ndr/SOP_OA_rv_other.csv": STOCK})
    source = stock_of_properties_small_areas
    made = check(source.tidy([part(tmp_path, body)]), source.TABLE)
    shown = made.select("area_code", "area_vintage", "property_sector", "period", "value", "status")
    assert shown.sort("property_sector", "area_code", descending=[True, False]).rows() == [
        ("E01000001", "2021", "total", "2026", 10.0, "rounded"),
        ("E01000002", "2021", "total", "2026", None, "suppressed"),
        ("E01000001", "2021", "other", "2026", 10_000.0, "rounded"),
        ("E01000002", "2021", "other", "2026", None, "suppressed"),
    ]


def test_stock_from_invented_figures_end_to_end(
    upstream: Callable[..., Any], tmp_path: Path
) -> None:
    server = upstream(packs=("invented",))
    where = Settings(data=tmp_path, urls=dict(server.urls))
    (ask,) = stock_of_properties.requests(Areas(("E06000014",)), where)
    received = ask.fetch(Http(pause_seconds=0.0), where)
    assert received.release == "2026"
    assert "table_SOP3_1.csv" in received.detail["not_held"]
    made = check(
        stock_of_properties.tidy([part(tmp_path, received.pages[0])]), stock_of_properties.TABLE
    )
    assert made["property_sector"].unique().to_list() == ["office"]
    assert made.filter(area_code="E06000014", period="2001")["value"].to_list() == [
        1000,
        20_000_000,
    ]


def test_stock_where_gov_uk_has_no_such_page(bench: Any, tmp_path: Path) -> None:
    where = Settings(data=tmp_path, urls=dict(bench.urls))
    for source in (stock_of_properties, stock_of_properties_small_areas):
        (ask,) = source.requests(Areas(()), where)
        with pytest.raises(FetchError, match=r"stock of properties.*: no release has a file like"):
            ask.fetch(Http(pause_seconds=0.0), where)
