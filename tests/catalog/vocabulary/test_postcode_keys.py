"""The key of a postcode, of one that was typed and of a column."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.vocabulary.postcodes import postcode_key, postcode_keys

LETTER, DIGIT = st.sampled_from("ABCDEFGHJKLMNPRSTUWYZ"), st.sampled_from("0123456789")
OUTWARD = st.one_of(
    st.tuples(LETTER, DIGIT),
    st.tuples(LETTER, LETTER, DIGIT, DIGIT),
    st.tuples(LETTER, LETTER, DIGIT, LETTER),
).map("".join)
INWARD = st.tuples(DIGIT, LETTER, LETTER).map("".join)
BLANKS = st.sampled_from(["", " ", "  ", "\t"])


def keys(*texts: str) -> list[str | None]:
    return pl.DataFrame({"text": texts}).select(postcode_keys(pl.col("text")))["text"].to_list()


@given(OUTWARD, BLANKS, INWARD)
def test_blanks_and_small_letters_change_nothing(outward: str, blank: str, inward: str) -> None:
    wanted = f"{outward} {inward}"
    written = f"{outward}{blank}{inward}".lower()
    assert postcode_key(written) == wanted
    assert keys(written) == [wanted]


@pytest.mark.parametrize(
    "text", ["", "HX1", "HX1 1", "1 High Street HX1 1AB", "HX1 1AB 2", "ABC 1AB"]
)
def test_a_column_has_no_key_for_what_is_no_whole_postcode(text: str) -> None:
    assert keys(text) == [None]


def test_marks_in_what_was_typed_are_passed_over() -> None:
    assert postcode_key("hx1-1ab.") == "HX1 1AB"
