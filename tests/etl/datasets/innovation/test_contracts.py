"""Contracts Finder: a month at a time, of suppliers those that are organisations, no contact."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_award_lists import stored
from factory_clock import MadeClock
from factory_nomis import Answer, Session, http

from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients import contracts
from etl.clients.contracts import MonthQuery, clean_suppliers, months_before, read_release
from etl.clients.http import FetchError, Http
from etl.datasets.innovation import contracts_finder
from etl.run import fetching, registry

SEEDED = "Seededsurname"
QUERY = MonthQuery("2025-03")


def release(*suppliers: dict[str, Any], ocid: str = "ocds-1", **award: Any) -> dict[str, Any]:
    """A notice of one award; a supplier is its party, which needs a name."""
    parties = [
        {"id": f"P{at}", "contactPoint": {"name": f"{SEEDED} {at}", "email": "z@example.org"},
         "address": {"streetAddress": "1 Made MillnBradfordnBD16 2AU"}} | one
        for at, one in enumerate(suppliers)
    ]  # fmt: skip
    named = [{"id": party["id"], "name": party["name"]} for party in parties]
    usual = {"id": f"{ocid}-1", "status": "active", "date": "2025-06-30T23:00:00Z",
             "value": {"amount": 500, "currency": "GBP"}, "suppliers": named}  # fmt: skip
    return {
        "ocid": ocid, "id": "395f0554-0590-4f8c-a2a2-b463625194a1-8",
        "date": "2025-03-11T11:41:13Z", "tag": ["award"], "parties": parties,
        "buyer": {"name": "Made Council"},
        "tender": {"title": "Looms &amp; dyes", "classification": {"scheme": "CPV", "id": "42416"}},
        "awards": [usual | award],
    }  # fmt: skip


def company(name: str = "Made Looms Ltd", **others: Any) -> dict[str, Any]:
    return {"name": name} | others


def page(*releases: dict[str, Any], onward: str = "") -> bytes:
    return json.dumps({"releases": releases, "links": {"next": onward} if onward else {}}).encode()


def tidied(root: Path, *releases: dict[str, Any]) -> pl.DataFrame:
    rows = [row for one in releases for row in read_release(one)]
    body = clean_suppliers(rows).write_csv().encode()
    part = stored(root, "contracts_finder", body, key="2025-03", notices=str(len(releases)))
    assert SEEDED.encode() not in body and b"Made Mill" not in body
    return check(contracts_finder.tidy([part]), contracts_finder.TABLE)


def test_a_supplier_has_its_postcode_and_the_day_is_that_in_london(tmp_path: Path) -> None:
    identifier = {"scheme": "GB-COH", "id": "4013122"}
    frame = tidied(tmp_path, release(company(identifier=identifier, details={"scale": "sme"})))
    (row,) = frame.to_dicts()
    assert row["organisation_code"] == "GB-COH-04013122"
    assert row["organisation_postcode"] == "BD16 2AU"
    assert row["organisation_size"] == "small or medium"
    assert row["award_date"] == date(2025, 7, 1)
    assert (row["contract_value_gbp"], row["suppliers_count"]) == (500.0, 1)
    assert (row["cpv_division"], row["contract_title"]) == ("42", "Looms & dyes")
    assert row["record_url"].endswith("/Notice/395f0554-0590-4f8c-a2a2-b463625194a1")


def test_a_framework_has_no_value_and_nought_is_none(tmp_path: Path) -> None:
    two = release(company(), company("Made Dyes Ltd"), value={"amount": 175e6, "currency": "GBP"})
    nought = release(company(), ocid="ocds-2", value={"amount": 0, "currency": "GBP"})
    dollars = release(company(), ocid="ocds-3", value={"amount": 9, "currency": "USD"})
    frame = tidied(tmp_path, two, nought, dollars)
    assert frame["suppliers_count"].to_list() == [2, 2, 1, 1]
    assert frame["contract_value_gbp"].to_list() == [None] * 4


def test_a_sole_trader_is_dropped_and_still_counted(tmp_path: Path) -> None:
    person = company("Zebedee Quillfeather", address={"streetAddress": "Made Street LS1 1AA"})
    frame = tidied(tmp_path, release(person, company()))
    assert frame["organisation_name"].to_list() == ["Made Looms Ltd"]
    assert (frame["suppliers_count"].item(), frame["supplier_number"].item()) == (2, 2)
    assert frame["contract_value_gbp"].item() is None, "the value is of both"


def test_a_supplier_that_cannot_be_placed_is_kept_for_councils_alone(tmp_path: Path) -> None:
    nowhere = company(address={"streetAddress": "Abroad"})
    other = release(nowhere, ocid="ocds-2") | {"buyer": {"name": "Made Ministry"}}
    frame = tidied(tmp_path, release(nowhere), other)
    assert frame["buyer_name"].to_list() == ["Made Council"]


def test_a_void_award_is_none_and_a_newer_notice_replaces(tmp_path: Path) -> None:
    newer = release(company(), value={"amount": 700, "currency": "GBP"})
    newer["date"] = "2025-03-20T09:00:00Z"
    void = release(company(), ocid="ocds-2", status="cancelled")
    frame = tidied(tmp_path, newer, release(company()), void)
    assert frame["contract_value_gbp"].to_list() == [700.0]


def test_pages_that_lead_round_in_a_circle_end() -> None:
    address = "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?cursor=a"
    session = Session(Answer(page(release(company()), onward=address)))
    with pytest.raises(FetchError, match="round in a circle"):
        QUERY.fetch(http(session), Settings())
    assert len(session.asked) == 2


def test_a_reply_that_cannot_be_read_is_not_quoted() -> None:
    body = json.dumps({"releases": [{"parties": [{"name": SEEDED}], "awards": 7}]}).encode()
    with pytest.raises(FetchError, match="no page of releases") as told:
        QUERY.fetch(http(Session(Answer(body))), Settings())
    assert SEEDED not in str(told.value)


def test_403_is_waited_for_and_not_taken_for_a_ban() -> None:
    clock = MadeClock()
    session = Session(Answer(status=403), Answer(status=403), Answer(page(release(company()))))
    client = Http(pause_seconds=0.0, session=session, clock=clock)
    received = QUERY.fetch(client, Settings())
    assert received.detail["notices"] == "1"
    assert clock.slept.count(60.0) == 2


def test_no_contact_is_in_any_file_of_the_data_folder(tmp_path: Path) -> None:
    person = company("Zebedee Quillfeather", address={"streetAddress": "Made Street LS1 1AA"})
    client = http(Session(Answer(page(release(company(), person)))))
    settings = Settings(data=tmp_path)
    assert fetching.fetch([("contracts_finder", QUERY)], client, settings, lambda _: None) == []
    assert registry.tidy_source("contracts_finder", settings)
    files = [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]
    assert len(files) >= 4
    for word in (SEEDED, "z@example.org", "Quillfeather", "LS1 1AA", "Made Mill"):
        assert not [body for body in files if word.encode() in body], word


def test_months_go_back_over_the_turn_of_the_year() -> None:
    assert months_before(date(2026, 1, 31), 3) == ["2026-01", "2025-12", "2025-11"]
    months = contracts_finder.requests(Areas(("E08000032",)), Settings())
    assert len(months) == 12 and not any(one.areas for one in months), "once for all councils"


@pytest.mark.bench
def test_the_next_run_goes_on_and_a_month_held_whole_is_not_asked_again(
    upstream: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five notices in a page and one page in a run; March 2025 has six notices on the bench."""
    monkeypatch.setattr(contracts, "PAGE", 5)
    monkeypatch.setattr(contracts, "MOST_PAGES", 1)
    server = upstream()
    settings = Settings(data=tmp_path, urls=dict(server.urls), pause_seconds=0.0)
    client = Http(pause_seconds=0.0, urls=server.urls)
    plan = [("contracts_finder", QUERY)]

    def run() -> tuple[int, str]:
        before = len(server.requests)
        assert fetching.fetch(plan, client, settings, lambda _: None) == []
        (part,) = raw.parts("contracts_finder", settings.raw)
        return len(server.requests) - before, part.note.detail["notices"]

    assert run() == (1, "5")
    (part,) = raw.parts("contracts_finder", settings.raw)
    assert "only the newest 5 notices are held" in part.note.detail["not_held"]
    assert run() == (1, "6")
    assert run() == (0, "6")
    assert QUERY.is_settled(settings), "so that a day later it is not asked for either"
    (part,) = raw.parts("contracts_finder", settings.raw)
    assert len(part.note.files) == 2 and "not_held" not in part.note.detail
    frame = check(contracts_finder.tidy([part]), contracts_finder.TABLE)
    assert "BD16 2AU" in frame["organisation_postcode"].to_list()
    assert "MK12 5NW" in frame["organisation_postcode"].to_list()
    words = contracts_finder.notes([part], frame)
    assert words[0].startswith("Notices published 2025-03 to 2025-03: 6 read")
