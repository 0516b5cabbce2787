"""Rows of councils: the same whether a table is read whole or a few councils at a time."""

from __future__ import annotations

import pytest
from polars.testing import assert_frame_equal

from catalog import reading
from catalog.reading import Reader
from catalog.settings import SAMPLE

TABLE = "census_occupations"
COUNCILS = ["E08000032", "E08000033", "E08000034"]


@pytest.mark.parametrize("at_a_time", [1, 2, 32])
def test_a_large_table_gives_the_rows_of_a_council_that_a_small_one_does(
    monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    small = Reader(SAMPLE)
    whole = [small.council_rows(TABLE, lad) for lad in COUNCILS]
    monkeypatch.setattr(reading, "LARGE_ROWS", 0)
    monkeypatch.setattr(reading, "COUNCILS_AT_A_TIME", at_a_time)
    reader = Reader(SAMPLE)
    for lad, rows in zip(COUNCILS, whole, strict=True):
        assert rows.height > 0
        assert_frame_equal(reader.council_rows(TABLE, lad), rows)
    assert reader.read == (TABLE,)
    assert reader.council_rows(TABLE, "E09999999").is_empty()


def test_councils_of_a_table_are_listed_without_its_other_columns() -> None:
    reader = Reader(SAMPLE)
    assert reader.councils(TABLE) == COUNCILS
    assert reader.read == (TABLE,)
    assert Reader(SAMPLE).councils("brownfield") == []
