"""Choices of a report: kept as TOML, and refused with all that is wrong."""

from __future__ import annotations

import pytest

from reports.choices import Choices, ChoicesError, check_choices, read_choices, write_choices

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
ALL = Choices(
    edition="brief", title='Our "skills" plan', subtitle="Hartfield Ⅱ\\", contact="Zebedee\n01",
    logo=PNG, without=("wards", "annex"),
    texts=(("introduction", "One.\n\nTwo, with accents: Sir Fôn."), ("skills", "Three.")),
)  # fmt: skip


@pytest.mark.parametrize("choices", [Choices(), ALL], ids=["ours", "all"])
def test_what_is_written_is_read_back(choices: Choices) -> None:
    assert read_choices(write_choices(choices)) == choices


def test_a_text_is_paragraphs_parted_by_an_empty_line() -> None:
    assert ALL.paragraphs("introduction") == ("One.", "Two, with accents: Sir Fôn.")
    assert ALL.paragraphs("wards") == ()


def test_every_fault_is_told_at_once() -> None:
    wrong = Choices(
        edition="long",  # type: ignore[arg-type]
        title="x" * 121, logo=b"GIF89a", without=("place", "wards"),
        texts=(("wards", "a"), ("nowhere", "b"), ("limits", "c" * 5001)),
    )  # fmt: skip
    with pytest.raises(ChoicesError) as raised:
        check_choices(wrong, "choices.toml")
    message = str(raised.value)
    for words in (
        "choices.toml: edition 'long' is not brief, standard or full",
        "title has 121 letters; it can have 120", "the text for limits has 5,001 letters",
        "'place' is no section that can be left out", "'nowhere' is no section with a text",
        "wards is left out, so it can have no text", "not a PNG or JPEG",
    ):  # fmt: skip
        assert words in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("edition = ", "cannot be read as TOML"),
        ("colour = 'red'\nedition = 3", "'colour' is not a choice"),
        ("colour = 'red'\nedition = 3", "edition must be a text"),
        ("without = 'wards'", "without must be a list of texts"),
        ("without = [1]", "without must be a list of texts"),
        ("[texts]\nskills = 4", "texts must be a table of texts"),
        ("logo = '@@'", "logo is not a picture in base64"),
        ("edition = 'long'", "edition 'long'"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, words: str) -> None:
    with pytest.raises(ChoicesError, match=words):
        read_choices(text, "my.toml")
