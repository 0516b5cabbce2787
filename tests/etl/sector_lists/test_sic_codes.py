"""SIC codes as people and Excel write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sector_lists.sic_codes import PREFIXES, WrittenCode, find_ambiguous, read_code


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("62", "62"), ("62.01", "6201"), ("62.0", "620"), (" 62012 ", "62012"),
        ("62.01/2", "62012"), ("62 01", "6201"), ("01.11", "0111"), ("01110", "01110"),
        ("62012.0", "62012"),
    ],
)  # fmt: skip
def test_forms_of_a_code(text: str, digits: str) -> None:
    read = read_code(text)
    assert isinstance(read, WrittenCode)
    assert read.digits == digits


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("6", "has 1 digit"),
        ("620123", "has 6 digits"),
        ("621", "does not exist in SIC 2007; 62 does"),
        ("00", "does not exist in SIC 2007"),
        ("J", "is a section"),
        ("Section J", "is a section"),
        ("computers", "is not a SIC code"),
        ("62,63", "is not a SIC code"),
        ("58-60", "is not one SIC code"),
        ("²²", "is not a SIC code"),
        ("٣٤", "is not a SIC code"),
        ("-62", "is not one SIC code"),
        ("=1+1", "is not a SIC code"),
        ("6.2e1", "is not a SIC code"),
        ("1110", "01110 does .* Excel drops a 0 at the front: write 01110 or 01.11"),
    ],
)
def test_what_is_no_code_is_said(text: str, words: str) -> None:
    import re

    read = read_code(text)
    assert isinstance(read, str)
    assert re.search(words, read)


@given(st.sampled_from(sorted(PREFIXES)))
def test_every_code_there_is_reads_as_itself_with_or_without_its_dot(digits: str) -> None:
    dotted = f"{digits[:2]}.{digits[2:]}" if digits[2:] else digits
    for text in (digits, dotted):
        read = read_code(text)
        assert isinstance(read, WrittenCode)
        assert read.digits == digits


@given(st.text(max_size=12))
def test_any_text_is_a_code_or_a_sentence(text: str) -> None:
    read = read_code(text)
    assert read if isinstance(read, str) else read.digits in PREFIXES


def codes(*texts: str) -> list[WrittenCode]:
    read = [read_code(text) for text in texts]
    assert all(isinstance(code, WrittenCode) for code in read)
    return [code for code in read if isinstance(code, WrittenCode)]


def test_1610_among_codes_of_five_digits_may_have_lost_its_0() -> None:
    (words,) = find_ambiguous(codes("62012", "1610", "21100"))
    assert "SIC code 1610 may be 16.10 or, as Excel drops a 0 at the front, 01.61" in words


@pytest.mark.parametrize(
    "texts",
    [("62012", "16.10", "21100"), ("1610", "6201"), ("62", "6201"), ("1610",), ("62", "266"), ()],
)
def test_a_dot_or_its_neighbours_show_that_no_0_was_lost(texts: tuple[str, ...]) -> None:
    assert find_ambiguous(codes(*texts)) == []
