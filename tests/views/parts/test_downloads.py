"""Downloads: what a spreadsheet would run is made text, and all else stays as it is."""

from __future__ import annotations

import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.parts import downloads


def test_text_is_neutralised_and_a_null_is_an_empty_cell() -> None:
    frame = pl.DataFrame({"name": ["=1+1", None], "change": [-1.5, None]})
    assert downloads.csv_bytes(frame).decode("utf-8-sig").splitlines()[1:] == ["'=1+1,-1.5", ","]


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
