"""Downloads: what a spreadsheet would run is made text, and all else stays as it is."""

from __future__ import annotations

import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.parts import downloads


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n@x"])
def test_formula_like_text_is_neutralised(text: str) -> None:
    frame = pl.DataFrame({"name": [text]})
    assert downloads.neutralised(frame)["name"].to_list() == ["'" + text]


def test_numbers_nulls_and_plain_text_stay() -> None:
    frame = pl.DataFrame({"name": ["Calder", None, "St. James' - East"], "change": [-1.5, None, 2]})
    assert downloads.neutralised(frame).equals(frame)
    assert downloads.csv_bytes(frame).decode("utf-8-sig").splitlines()[2] == ","


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=5))
def test_no_cell_starts_as_a_formula_does(words: list[str]) -> None:
    # Null bytes and lone carriage returns are not kept apart by CSV readers.
    kept = [word.replace("\x00", "").replace("\r", "") or "x" for word in words]
    read = pl.read_csv(
        io.BytesIO(downloads.csv_bytes(pl.DataFrame({"name": kept}))), infer_schema=False
    )
    assert not any(word and word.lstrip(" \t\n")[:1] in tuple("=+-@") for word in read["name"])


@pytest.mark.parametrize(
    ("name", "file"),
    [("gaps-E08000033", "gaps-E08000033"), ("../etc/x", "etc-x"), ("£", "wardwise")],
)
def test_a_files_name_is_safe(name: str, file: str) -> None:
    assert downloads.file_name(name) == file


def test_many_places_do_not_make_a_long_name() -> None:
    assert downloads.name_places(["a", "b", "c", "d", "e"]) == "a-b-c-and-2-more"
