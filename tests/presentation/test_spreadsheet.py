"""What a spreadsheet would run is made text, and all else stays as it is."""

from __future__ import annotations

import polars as pl
import pytest

from presentation import spreadsheet


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n@x", "＝1", " ＋2"]
)
def test_formula_like_text_gets_an_apostrophe(text: str) -> None:
    frame = spreadsheet.neutralise(pl.DataFrame({"name": [text]}))
    assert frame["name"].to_list() == ["'" + text]


def test_numbers_nulls_and_plain_text_stay() -> None:
    frame = pl.DataFrame({"name": ["Calder", None, "St. James' - East"], "change": [-1.5, None, 2]})
    assert spreadsheet.neutralise(frame).equals(frame)
