"""Innovate UK's participants: found through the page, numbers as numbers, of persons nothing."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_award_lists import HEADINGS, row, stored, workbook
from factory_nomis import SETTINGS, Answer, Session, http

from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.clients.ukri import AwardsError, AwardsQuery, find_workbook, read_awards
from etl.datasets.innovation import innovate_uk
from etl.run import fetching, registry

PERSON = "Zebedee Quillfeather"


def tidied(root: Path, *books: bytes) -> pl.DataFrame:
    parts = [
        stored(root, "innovate_uk", innovate_uk.clean_supplied(book, "made.xlsx"), key=f"part{at}")
        for at, book in enumerate(books)
    ]
    return check(innovate_uk.tidy(parts), innovate_uk.TABLE)


def page(*names: str) -> bytes:
    return "".join(f'<a href="/wp-content/uploads/2026/09/{name}">x</a>' for name in names).encode()


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("IUK-130126-InnovateUKFundedProjectsFY2015To2016ToPresent.xlsx",
         "IUK-130126-InnovateUKFundedProjects2004ToFY2014To2015.xlsx"),
        ("IUK-20260804-Innovate-UK-funded-projects-from-financial-year-2016-17-to-present.xlsx",
         "IUK-20260804-Innovate-UK-funded-projects-from-2004-to-2015-16.xlsx"),
    ],
)  # fmt: skip
def test_both_workbooks_are_found_whatever_they_are_called(newer: str, older: str) -> None:
    for links in ((newer, older, "guide.pdf"), (older, newer)):
        client = http(Session(Answer(page(*links))))
        assert find_workbook(client, SETTINGS, "newer").endswith(newer)
        assert find_workbook(client, SETTINGS, "older").endswith(older)


def test_a_page_without_the_links_says_what_it_has_and_what_to_do() -> None:
    with pytest.raises(FetchError, match=r"links to other\.xlsx, .*wardwise supply innovate_uk"):
        find_workbook(http(Session(Answer(page("other.xlsx")))), SETTINGS, "newer")
    with pytest.raises(FetchError, match="no workbook at all"):
        find_workbook(http(Session(Answer(b"<html><p>Moved</p></html>"))), SETTINGS, "older")


def test_every_renamed_column_is_named_at_once() -> None:
    renamed = {"CRN": "Company number", "Postcode": "Post town"}
    book = workbook([row()], headings=[renamed.get(name, name) for name in HEADINGS])
    with pytest.raises(
        AwardsError, match=r"the first sheet of made\.xlsx has no column CRN, Postcode;"
    ):
        read_awards(book, "made.xlsx")


@pytest.mark.parametrize("as_dates", [False, True])
def test_amounts_are_numbers_though_their_cells_show_dates(tmp_path: Path, as_dates: bool) -> None:
    rows = [row(), row(Project_Number="200", Award_Offered=42_000_000, Total_Costs=11_049.5),
            row(Project_Number="300", Award_Offered=0)]  # fmt: skip
    frame = tidied(tmp_path, workbook(rows, as_dates=as_dates))
    assert frame["award_offered_gbp"].to_list() == [249_900.0, 42_000_000.0, 0.0]
    assert frame["project_costs_gbp"].to_list() == [357_000.0, 11_049.5, 357_000.0]
    assert frame["project_start"].unique().to_list() == [date(2024, 10, 31)]
    assert frame["project_end"].unique().to_list() == [date(2026, 9, 1)]


def test_a_csv_of_the_list_has_the_day_first_too(tmp_path: Path) -> None:
    cells = {name: str(value) for name, value in row().items()}
    cells |= {"Project Start Date": "31/10/2024", "Project End Date": "01/09/2026",
              "Award Offered (£)": "£249,900"}  # fmt: skip
    body = pl.DataFrame([cells]).write_csv().encode()
    frame = tidied(tmp_path, body)
    assert frame["project_start"].item() == date(2024, 10, 31)
    assert frame["project_end"].item() == date(2026, 9, 1)
    assert frame["award_offered_gbp"].item() == 249_900.0


def test_what_is_listed_becomes_our_words(tmp_path: Path) -> None:
    rows = [
        row(Project_Title="Looms &amp; dyes, ask zebedee@example.org", CRN=9018978,
            Postcode="hx36pf"),
        row(Participant_Name="University of Made", CRN=None, Enterprise_Size="Academic",
            Is_Lead_Participant="No", Participant_Withdrawn_From_Project="Voluntary Withdrawal"),
        row(Project_Number="200", Innovate_UK_Product_Type="Centres",
            Participant_Name="Made Catapult Limited", Project_Status="Odd"),
        row(Project_Number="300", Innovate_UK_Product_Type="Investment Accelerator"),
        row(Project_Number="400", Innovate_UK_Product_Type="Knowledge Transfer Partnership"),
        row(Project_Number="500", Innovate_UK_Product_Type="Innovation Loan"),
    ]  # fmt: skip
    frame = tidied(tmp_path, workbook(rows))
    first, second = frame.head(2).to_dicts()
    assert first["project_title"] == "Looms & dyes, ask"
    assert first["project_theme"] == "Advanced Manufacturing"
    assert first["organisation_code"] == "GB-COH-09018978"
    assert first["organisation_postcode"] == "HX3 6PF"
    assert (first["is_lead"], first["is_withdrawn"]) == (True, False)
    assert (second["is_lead"], second["is_withdrawn"]) == (False, True)
    assert second["organisation_code"].startswith("NAME-")
    assert frame["participant_number"].to_list() == [1, 2, 1, 1, 1, 1]
    assert frame["product_kind"].to_list()[2:] == ["centre", "investor", "ktp", "loan"]
    assert frame["project_status"].to_list()[2] == ""


def test_a_row_that_stands_twice_counts_once_and_two_persons_are_two(tmp_path: Path) -> None:
    person = {"CRN": None, "Project_Number": "9"}
    rows = [row(), row(), row(Participant_Name=PERSON, **person),
            row(Participant_Name="Agatha Quillfeather", **person)]  # fmt: skip
    book = workbook(rows)
    assert read_awards(book, "made.xlsx")[1] == 1
    frame = tidied(tmp_path, book)
    assert frame["project_number"].to_list() == ["100", "9", "9"]
    assert frame["organisation_code"].n_unique() == 3


def test_a_project_of_two_lists_is_that_of_the_newest(tmp_path: Path) -> None:
    earlier = workbook([row(), row(Project_Number="7")])
    frame = tidied(tmp_path, earlier, workbook([row(Award_Offered=1)]))
    amounts = dict(frame.select("project_number", "award_offered_gbp").iter_rows())
    assert amounts == {"7": 249_900.0, "100": 1.0}


def test_of_who_may_be_a_person_no_name_and_no_postcode_reaches_the_disk(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    book = tmp_path.parent / f"{tmp_path.name}-list.xlsx"
    book.write_bytes(workbook([row(), row(Participant_Name=PERSON, CRN=None, Postcode="LS9 9ZZ")]))
    registry.store_supplied_file("innovate_uk", book, settings)
    assert registry.tidy_source("innovate_uk", settings)
    for path in (one for one in tmp_path.rglob("*") if one.is_file()):
        body = path.read_bytes()
        assert not [word for word in (b"Quillfeather", b"quillfeather", b"LS9 9ZZ") if word in body]
    frame = pl.read_parquet(settings.built / "innovate_uk.parquet")
    assert frame["organisation_name"].to_list() == ["Made Looms Ltd", ""]
    assert frame["organisation_kind"].to_list() == ["business", "unincorporated"]
    book.unlink()


def test_what_is_not_the_list_is_refused_in_words_and_nothing_is_kept(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(f"Name,Amount\n{PERSON},1\n")
    settings = Settings(data=tmp_path / "data")
    with pytest.raises(FetchError, match="no column Programme Title") as told:
        registry.store_supplied_file("innovate_uk", other, settings)
    assert "Quillfeather" not in str(told.value)
    assert not settings.raw.exists()


@pytest.mark.bench
def test_two_requests_beside_the_page_bring_all_and_the_traps_are_met(
    upstream: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = upstream(packs=("data", "invented"), faults="ukri/*IUK*=truncate#1")
    settings = Settings(data=tmp_path, urls=dict(server.urls), pause_seconds=0.0)
    client = Http(pause_seconds=0.0, backoff_seconds=0.0, urls=server.urls)
    plan = registry.plan(Areas(("E08000032", "E08000033")), settings, ["innovate_uk"])
    assert fetching.fetch(plan, client, settings, lambda _: None) == []
    assert len(server.requests) == 4, "the page, two workbooks, and one again that was cut"
    monkeypatch.setattr(fetching, "FRESH_FOR", timedelta(0))
    fetching.fetch(plan, client, settings, lambda _: None)
    assert len(server.requests) == 4, "a list of the nation that came this week is kept"
    fetching.fetch(plan, client, settings, lambda _: None, refresh=True)
    assert len(server.requests) == 6, "unless the user wants it again"
    parts = list(raw.parts("innovate_uk", settings.raw))
    frame = check(innovate_uk.tidy(parts), innovate_uk.TABLE)
    assert frame.height == 599
    assert frame["award_offered_gbp"].null_count() == frame["project_start"].null_count() == 0
    assert frame.filter(product_kind="centre")["award_offered_gbp"].to_list() == [42_000_000.0]
    assert frame.filter("is_withdrawn").height == 14
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Inventedsurname" not in files
    shutil.rmtree(tmp_path)


@pytest.mark.bench
def test_a_new_edition_is_found_under_its_new_name(upstream: Any, tmp_path: Path) -> None:
    server = upstream(faults="ukri/publications*=roll#1")
    settings = Settings(data=tmp_path, urls=dict(server.urls), pause_seconds=0.0)
    client = Http(pause_seconds=0.0, urls=server.urls)
    received = AwardsQuery("newer").fetch(client, settings)
    assert received.release.startswith("IUK-")
