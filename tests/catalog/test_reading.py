"""Rows of councils: the same whether a table is read whole or cut to a few councils."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from catalog.reading import Reader
from catalog.settings import SAMPLE

TABLE = "census_occupations"
COUNCILS = ["E08000032", "E08000033", "E08000034"]


@pytest.mark.parametrize("in_memory", [False, True])
def test_a_table_cut_to_some_councils_gives_their_rows_and_leaves_others_whole(
    in_memory: bool,
) -> None:
    whole = Reader(SAMPLE)
    rows = [whole.council_rows(TABLE, lad) for lad in COUNCILS]
    assert all(each.height for each in rows)
    reader = Reader(SAMPLE)
    if in_memory:
        reader.table(TABLE)
    cut = reader.cut_to(COUNCILS[:2], (TABLE, "brownfield"))
    assert cut.read == ()
    assert not cut.has("brownfield"), "what there is not, a cut does not make"
    for each in (cut, cut.separate_reader()):
        assert_frame_equal(each.council_rows(TABLE, COUNCILS[0]), rows[0])
        assert_frame_equal(each.table(TABLE), pl.concat(rows[:2]), check_row_order=False)
        assert each.council_rows(TABLE, COUNCILS[2]).is_empty()
        assert each.councils(TABLE) == COUNCILS[:2]
        assert each.read == (TABLE,)
    assert_frame_equal(reader.council_rows(TABLE, COUNCILS[2]), rows[2])
    assert reader.councils(TABLE) == COUNCILS


def test_councils_of_a_table_are_listed_without_its_other_columns() -> None:
    reader = Reader(SAMPLE)
    assert reader.councils(TABLE) == COUNCILS
    assert reader.read == (TABLE,)
    assert Reader(SAMPLE).councils("brownfield") == []
