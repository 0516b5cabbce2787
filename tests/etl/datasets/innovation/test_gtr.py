"""Gateway to Research: columns and fields about people are never read, whatever brings them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_award_lists import stored
from factory_nomis import SETTINGS, Answer, Session, http

from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients.gtr import COLUMNS, ProjectsError, ProjectsQuery, read_export, search_newest
from etl.clients.http import FetchError, Http
from etl.datasets.innovation import gtr, gtr_organisations
from etl.run import fetching, freshness, registry, rehearse

PERSONAL = (
    "PISurname", "PIFirstName", "PIOtherNames", "PI ORCID iD", "StudentSurname",
    "StudentFirstName", "StudentOtherNames", "Student ORCID iD", "PIId",
)  # fmt: skip
HEADINGS = (
    "FundingOrgName", "ProjectReference", "LeadROName", "Department", "ProjectCategory",
    *PERSONAL[:-1], "Title", "StartDate", "EndDate", "AwardPounds", "ExpenditurePounds", "Region",
    "Status", "GTRProjectUrl", "ProjectId", "FundingOrgId", "LeadROId", "PIId",
)  # fmt: skip
SEEDED = "Seededsurname"
BRADFORD = Areas(("E08000032",))


def line(**others: str) -> dict[str, str]:
    usual = dict.fromkeys(HEADINGS, f"{SEEDED}007") | {
        "FundingOrgName": "AHRC", "ProjectReference": "AH/X1/1", "LeadROName": "University of Made",
        "ProjectCategory": "Research Grant", "Title": "Looms &amp; dyes", "StartDate": "31/10/2019",
        "EndDate": "01/09/2021", "AwardPounds": "1000.5", "Region": "Yorkshire and The Humber",
        "Status": "Active", "ProjectId": "ID-1", "LeadROId": "RO-1",
    }  # fmt: skip
    return usual | others


def export(*lines: dict[str, str]) -> bytes:
    return pl.DataFrame(list(lines), schema=dict.fromkeys(HEADINGS, pl.String)).write_csv().encode()


def found(number: int, **others: Any) -> dict[str, Any]:
    """A project as the search gives it, with a person on it."""
    fund = {"valuePounds": 5, "start": 1782860400000, "end": None, "funder": {"name": "AHRC"}}
    project = {"id": f"ID-{number}", "title": "A title", "status": "Active", "fund": fund,
               "grantReference": f"AH/{number}", "grantCategory": "Fellowship",
               "researchTopics": [{"text": "Weaving"}, {"text": "Dyes"}]} | others  # fmt: skip
    lead = {"id": "RO-1", "name": "University of Made"}
    return {"projectComposition": {
        "project": project, "leadResearchOrganisation": lead,
        "personRoles": [{"surname": f"{SEEDED}{number}"}],
    }}  # fmt: skip


def search_page(*results: dict[str, Any], total: int) -> bytes:
    bean = {"totalResults": total, "results": list(results)}
    head = {"lastRefreshDate": "06 Jul 2026"}
    return json.dumps({"headerData": head, "facetedSearchResultBean": bean}).encode()


def test_only_columns_about_no_person_are_read() -> None:
    frame = read_export(export(line()), "made.csv")
    assert set(frame.columns) == {*COLUMNS, "Topics"}
    assert SEEDED not in frame.write_csv()
    assert not set(PERSONAL) & set(frame.columns)


@pytest.mark.parametrize(
    ("funder", "lead"),
    [
        ("Innovate UK", "Zebedee Quillfeather"),
        ("AHRC", "Dr Zebedee Quillfeather"),
        ("AHRC", "Zebedee Quillfeather trading as Quill School"),
    ],
)
def test_a_lead_that_may_be_a_person_is_in_neither_the_kept_file_nor_the_table(
    tmp_path: Path, funder: str, lead: str
) -> None:
    given = export(line(FundingOrgName=funder, LeadROName=lead))
    kept = gtr.clean_supplied(given, "made.csv")
    assert b"Quill" not in kept and b"RO-1" not in kept
    (row,) = gtr.tidy([stored(tmp_path, "gtr", kept)]).to_dicts()
    assert (row["organisation_name"], row["organisation_kind"]) == ("", "unincorporated")


def test_dates_have_the_day_first_and_titles_no_entities(tmp_path: Path) -> None:
    part = stored(tmp_path, "gtr", gtr.clean_supplied(export(line()), "made.csv"))
    (row,) = check(gtr.tidy([part]), gtr.TABLE).to_dicts()
    assert (row["project_start"], row["project_end"]) == (date(2019, 10, 31), date(2021, 9, 1))
    assert row["project_title"] == "Looms & dyes"
    assert (row["award_gbp"], row["project_status"]) == (1000.5, "live")
    assert row["organisation_code"] == "GTR-RO-1"
    assert row["record_url"] == "https://gtr.ukri.org/projects?ref=AH/X1/1"


def test_every_column_that_lacks_is_named() -> None:
    body = export(line()).replace(b"AwardPounds", b"Pounds").replace(b"LeadROId", b"Lead")
    with pytest.raises(ProjectsError, match=r"made\.csv has no column AwardPounds, LeadROId"):
        read_export(body, "made.csv")


def test_a_workbook_is_told_from_an_export() -> None:
    with pytest.raises(ProjectsError, match=r"made\.xlsx is a workbook or a zip; save .* as CSV"):
        read_export(b"PK\x03\x04\x00", "made.xlsx")


def test_a_csv_that_cannot_be_read_is_not_quoted() -> None:
    body = export(line()) + f'x,"{SEEDED}\n'.encode()
    with pytest.raises(ProjectsError) as told:
        read_export(body, "made.csv")
    assert SEEDED not in str(told.value)


def test_a_business_led_by_one_person_is_not_named_and_an_institute_is(tmp_path: Path) -> None:
    lines = [
        line(),
        line(ProjectId="ID-2", FundingOrgName="Innovate UK", LeadROName="Zebedee Quillfeather"),
        line(ProjectId="ID-3", FundingOrgName="Innovate UK", LeadROName="MADE LOOMS LTD"),
        line(ProjectId="ID-4", FundingOrgName="BBSRC", LeadROName="Made Research"),
    ]
    part = stored(tmp_path, "gtr", gtr.clean_supplied(export(*lines), "made.csv"))
    frame = gtr.tidy([part])
    assert frame["organisation_name"].to_list() == [
        "University of Made", "", "MADE LOOMS LTD", "Made Research"
    ]  # fmt: skip
    assert frame["organisation_kind"].to_list() == [
        "university", "unincorporated", "business", "public"
    ]  # fmt: skip
    assert frame["organisation_code"].to_list()[1] == "NAME-ID-2"


def test_milliseconds_are_the_day_in_london_and_pages_end() -> None:
    pages = [search_page(*(found(at) for at in range(100)), total=101),
             search_page(found(100), found(3), total=101)]  # fmt: skip
    session = Session(*map(Answer, pages))
    frame, total, refreshed = search_newest(http(session), SETTINGS, 10)
    assert (frame.height, total, refreshed) == (101, 101, "06 Jul 2026")
    assert len(session.asked) == 2
    assert frame["StartDate"][0] == "2026-07-01", "23:00 of 30 June in UTC"
    assert frame["Topics"][0] == "Weaving; Dyes"
    assert SEEDED not in frame.write_csv()


def test_without_the_export_the_newest_are_taken_and_it_is_said() -> None:
    session = Session(
        Answer(status=404), Answer(search_page(*map(found, range(100)), total=171_000))
    )
    received = ProjectsQuery().fetch(http(session), SETTINGS)
    assert len(session.asked) == 11, "the export, and ten pages: no more"
    words = received.detail["remark"]
    assert "the newest 100 of 171,000 projects" in words and "wardwise supply gtr FILE" in words
    assert SEEDED.encode() not in b"".join(received.pages)


def test_status_says_that_a_part_is_held_alone(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    stored(settings.raw, "gtr", gtr.clean_supplied(export(line()), "a.csv"), remark="a part only")
    rows = freshness.status(settings, ["E08000032"]).filter(pl.col("source") == "gtr")
    assert rows["missing"].to_list() == ["a part only"]


def test_where_nothing_answers_both_reasons_are_said() -> None:
    with pytest.raises(FetchError, match=r"(?s)export: .*; and .*search: .*no page of projects"):
        ProjectsQuery().fetch(http(Session(Answer(status=404), Answer(b"{}"))), SETTINGS)


def test_a_newer_part_replaces_and_what_it_lacks_stays(tmp_path: Path) -> None:
    first = stored(tmp_path, "gtr", gtr.clean_supplied(export(line()), "a.csv"), key="a")
    newer, _, _ = search_newest(
        http(Session(Answer(search_page(found(1, title="New"), found(2), total=2)))), SETTINGS, 1
    )
    second = stored(tmp_path, "gtr", newer.write_csv().encode(), key="b")
    frame = gtr.tidy([first, second])
    assert frame["research_award_code"].to_list() == ["ID-1", "ID-2"]
    assert frame["project_title"].to_list() == ["New", "A title"]
    assert frame["address_region_name"].to_list() == ["Yorkshire and The Humber", ""]


@pytest.mark.bench
def test_no_person_is_in_any_file_of_the_data_folder_nor_in_the_zip_of_a_rehearsal(
    bench: Any, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "data", urls=dict(bench.urls), pause_seconds=0.0)
    client = Http(pause_seconds=0.0, urls=bench.urls)
    bodies: list[bytes] = []
    client.on_reply = lambda reply: bodies.append(reply.body)
    plan = registry.plan(BRADFORD, settings, ["gtr"])
    assert [source for source, _ in plan] == ["gtr", "gtr_organisations"], "one brings the other"
    asked = len(bench.requests)
    assert fetching.fetch(plan, client, settings, lambda _: None) == []
    assert len(bench.requests) - asked == 11, "all projects at once, then ten institutions"
    export_file = tmp_path / "projectsearch-1.csv"
    export_file.write_bytes(bodies[0])
    assert bodies[0].count(SEEDED.encode()) == 885, "the service does name people"
    registry.store_supplied_file("gtr", export_file, settings)
    for source in ("gtr", "gtr_organisations"):
        assert registry.tidy_source(source, settings)
    export_file.unlink()
    recorder = rehearse.recorder_for(settings)
    client.on_reply = recorder
    came = list(rehearse.rehearse(settings, client, BRADFORD, ["gtr", "gtr_organisations"]))
    assert {one.verdict for one in came} == {"works"}, came
    recorder.write(tmp_path / "kept.zip", came)
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        kept = b"".join(archive.read(name) for name in archive.namelist())
    assert SEEDED.encode() not in kept and b"can name people" in kept
    for path in (one for one in (tmp_path / "data").rglob("*") if one.is_file()):
        assert SEEDED.encode() not in path.read_bytes(), path
    for source in ("gtr", "gtr_organisations"):
        table = pl.read_parquet(settings.built / f"{source}.parquet")
        assert SEEDED not in table.write_csv()


@pytest.mark.bench
def test_an_institution_that_is_held_is_not_asked_again(upstream: Any, tmp_path: Path) -> None:
    server = upstream(faults="gtr/*organisations*=html#4-6")
    settings = Settings(data=tmp_path, urls=dict(server.urls), pause_seconds=0.0)
    client = Http(pause_seconds=0.0, backoff_seconds=0.0, attempts=1, urls=server.urls)
    plan = registry.plan(BRADFORD, settings, ["gtr"])
    assert fetching.fetch(plan, client, settings, lambda _: None) == []
    assert len(server.requests) == 7, "the export, three addresses, three that fail: no more"
    (query,) = gtr_organisations.requests(BRADFORD, settings)
    assert b"LS2 9JT" in b"".join(query.fetch(client, settings).pages)
    assert len({one["path"] for one in server.requests}) == 11, "the other seven, and no other"
    assert len(server.requests) == 14
    (part,) = raw.parts("gtr_organisations", settings.raw)
    assert (
        "7 of 10 institutions in Yorkshire and The Humber without"
        in part.note.detail["passed_over"]
    )
    frame = check(gtr_organisations.tidy([part]), gtr_organisations.TABLE)
    assert frame["organisation_postcode"].to_list() == ["LS2 9JT", "S10 2TN", "YO10 5DD"]


def test_the_command_takes_the_export_in(tmp_path: Path) -> None:
    target = tmp_path / "projectsearch-1.csv"
    target.write_bytes(export(line()))
    told = subprocess.run(
        [sys.executable, "-m", "cli", "supply", "gtr", str(target)],
        env={**os.environ, "WARDWISE_DATA": str(tmp_path / "data")},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "Saved projectsearch-1.csv for gtr." in told.stderr
    assert SEEDED not in told.stderr + told.stdout
