"""Files of the user's: travel times, and walks to a station."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from catalog import store
from catalog.settings import Settings
from etl.clients.http import FetchError
from etl.datasets.access import travel_times
from etl.run import recognising, registry

A, B = "E01010568", "E01010569"


def supply(tmp_path: Path, text: str, name: str = "times.csv") -> list[tuple[object, ...]]:
    path = tmp_path / name
    path.write_text(text)
    settings = Settings(data=tmp_path / "data")
    uploaded = recognising.store_files([path], settings)
    if uploaded.faults:
        raise FetchError("\n".join(uploaded.faults))
    registry.tidy_source("travel_times", settings)
    frame, origin = store.read("travel_times", settings.built)
    return [*frame.rows(), (origin.notes[-1],)]


def test_travel_times_are_told_by_their_columns_and_named(tmp_path: Path) -> None:
    *rows, (note,) = supply(
        tmp_path, f"Origin,Destination,Minutes\n{A},{B},12\n{B},{A},12.5\n{A},{A},0\n{A},{B},12\n"
    )
    assert rows == [(A, A, 0.0), (A, B, 12.0), (B, A, 12.5)]
    assert note == (
        "Travel times of times.csv: 3 journeys from 2 LSOAs to 2, 75% of all between them."
    )


def test_every_fault_of_travel_times_is_named_at_once(tmp_path: Path) -> None:
    text = (
        f"origin,destination,minutes\n{A},E02000001,5\n{A},{B},-1\n{B},{A},x\n{A},{A},90000\n"
        f"{B},{B},1\n{B},{B},2\n"
    )
    with pytest.raises(FetchError) as stop:
        supply(tmp_path, text)
    for words in (
        "destination is no code of an LSOA", "E02000001", "below 0", "as a number ('x')",
        "more than a day", "1 journey with two times", f"{B} to {B}",
    ):  # fmt: skip
        assert words in str(stop.value), words


def test_lsoas_that_we_do_not_have_are_said() -> None:
    frame = pl.DataFrame({"origin_code": [A, A], "destination_code": [B, "E01999999"]})
    ours = pl.DataFrame({"lsoa_code": [A, B]})
    assert travel_times.describe_unknown_lsoas(frame.head(1), ours) == ""
    words = travel_times.describe_unknown_lsoas(frame, ours)
    assert words.startswith("1 LSOA of 3 in the travel times, such as E01999999, not in our list")


def workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write_column(0, 0, ["Walks to a station", "Made up"])
        sheet = book.add_worksheet("Table 6")
        sheet.write_column(0, 0, ["Table 6", "Percentages", "A note", ""])
        headings = ["MSOA code", "MSOA name", "Within 15 minutes", "Within 30 minutes",
                    "Within 60 minutes"]  # fmt: skip
        sheet.write_row(4, 0, headings)
        sheet.write_row(5, 0, ["E02002183", "Bradford 001", 29, 34, 43])
        sheet.write_row(6, 0, ["W02000001", "Isle of Anglesey 001", 0, "[x]", 1.5])
        sheet.write_row(7, 0, ["K04000001", "England and Wales", 1, 2, 3])


def test_walks_to_a_station_are_read_from_the_table_by_msoa(tmp_path: Path) -> None:
    path = tmp_path / "walks.xlsx"
    workbook(path)
    settings = Settings(data=tmp_path / "data")
    registry.store_supplied_file("rail_walk", path, settings)
    registry.tidy_source("rail_walk", settings)
    assert store.read("rail_walk", settings.built)[0].rows() == [
        ("E02002183", "Bradford 001", 29.0, 34.0, 43.0),
        ("W02000001", "Isle of Anglesey 001", 0.0, None, 1.5),
    ]


def connectivity(tmp_path: Path, rows: list[list[object]]) -> list[tuple[object, ...]]:
    path = tmp_path / "scores.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("LSOA")
        sheet.write_column(0, 0, ["Connectivity", "Scores"])
        for number, row in enumerate(rows, 2):
            sheet.write_row(number, 0, row)
    settings = Settings(data=tmp_path / "data")
    registry.store_supplied_file("connectivity", path, settings)
    registry.tidy_source("connectivity", settings)
    return store.read("connectivity", settings.built)[0].rows()


def test_connectivity_scores_keep_their_names_and_blanks_are_no_score(tmp_path: Path) -> None:
    headings = ["LSOA21CD", "LSOA name", "Overall", "Employment, public transport"]
    assert connectivity(tmp_path, [headings, [A, "x", 71.5, 60], [B, "y", 0, ""]]) == [
        (A, "Employment, public transport", 60.0), (A, "Overall", 71.5), (B, "Overall", 0.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Council", "Overall"], ["Leeds", 1]], "no table with a column of LSOA codes"),
        ([["LSOA21CD", "Rank"], [A, 9000]], "1 number beyond 0 to 100, such as 9000.0 in 'Rank'"),
    ],
)
def test_what_is_no_score_is_refused(tmp_path: Path, rows: list[list[object]], words: str) -> None:
    with pytest.raises(FetchError, match=words):
        connectivity(tmp_path, rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("msoa21cd,msoa21nm,walk15_pct\nE02002183,Bradford 001,29\n", "no column walk_30_pct"),
        ("msoa21cd,msoa21nm,walk15_pct,walk30_pct,walk60_pct\nE02002183,x,1,2,300\n", "beyond"),
        ("msoa21cd,msoa21nm,walk15_pct,walk30_pct,walk60_pct\nE01002183,x,1,2,3\n", "no row"),
    ],
)
def test_another_file_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "walks.csv"
    path.write_text(text)
    with pytest.raises(FetchError, match=words):
        registry.store_supplied_file("rail_walk", path, Settings(data=tmp_path / "data"))
