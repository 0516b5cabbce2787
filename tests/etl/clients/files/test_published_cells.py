"""Rows and cells that cannot be read are counted and said, never taken for nothing."""

from __future__ import annotations

import polars as pl
import pytest

from etl.clients.files.cells import (
    CellsError,
    number,
    status,
    strange_cells,
    unread_rows,
    with_area_type,
)


def frame(*codes: str | None, value: str = "1") -> pl.DataFrame:
    return pl.DataFrame(
        {"area_code": list(codes), "2023": [value] * len(codes)},
        schema={"area_code": pl.String, "2023": pl.String},
    )


GOOD = tuple(f"E060000{n:02}" for n in range(1, 48))


def test_a_code_with_a_note_after_it_is_that_code() -> None:
    kept = with_area_type(frame("E06000014 [note 2]", "e08000035", "E06000014*"))
    assert kept["area_code"].to_list() == ["E06000014", "E08000035", "E06000014"]


def test_rows_whose_code_is_no_area_are_counted_and_known_others_are_not() -> None:
    others = ("E10000023", "S12000036", "N09000001", "K02000001", "TLE4")
    assert unread_rows(frame(*GOOD, *others), ["2023"]) == []
    (words,) = unread_rows(frame(*GOOD, "E0600001", "X06000001", None), ["2023"])
    assert words.startswith("3 rows with an area code we do not know (['E0600001'")


def test_a_row_without_numbers_is_a_note_and_no_row_of_data() -> None:
    assert unread_rows(frame(*GOOD, "Source: ONS", value="1").with_columns(
        pl.when(pl.col("area_code") == "Source: ONS").then(None).otherwise("2023").alias("2023")
    ), ["2023"]) == []  # fmt: skip


def test_many_unreadable_rows_are_another_layout() -> None:
    with pytest.raises(CellsError, match=r"4 rows with an area code we do not know .* among 12"):
        unread_rows(frame(*GOOD[:8], "York", "Leeds", "Hull", "Selby"), ["2023"])


@pytest.mark.parametrize("mark", ["[c]", "c", "[u]", "[x]", "[z]", ":", "..", "-", "12", None])
def test_known_marks_are_not_strange(mark: str | None) -> None:
    held = pl.DataFrame({"2023": [mark]}, schema={"2023": pl.String})
    assert strange_cells(held, ["2023"]) == []


@pytest.mark.parametrize("cell", ["#REF!", "see note", "1e999", "12 3", "£12"])
def test_other_words_are_counted_and_have_no_value(cell: str) -> None:
    held = pl.DataFrame({"2023": [cell, "5"]})
    assert strange_cells(held, ["2023"]) == [f"1 cells that are not numbers ({cell!r})"]
    assert held.select(number("2023"))["2023"].to_list() == [None, 5.0]
    assert held.select(status("2023", "observed"))["status"].to_list() == ["missing", "observed"]


def test_too_unreliable_is_suppressed() -> None:
    held = pl.DataFrame({"2023": ["[u]", "[c]", "[x]"]})
    assert held.select(status("2023", "estimated"))["status"].to_list() == [
        "suppressed", "suppressed", "missing",
    ]  # fmt: skip
