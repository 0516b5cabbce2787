"""An area's own list of sectors: read as meant, or every fault named at once."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from factory_sector_lists import read_rows, read_toml
from hypothesis import given
from hypothesis import strategies as st

import reference
from etl.sector_lists.reading import (
    FAULTS_SHOWN,
    LARGEST_BYTES,
    MOST_SECTORS,
    NOTES_SHOWN,
    SectorListError,
    read_list,
)
from etl.sector_lists.saved import CSV_TEMPLATE, TOML_TEMPLATE, write_toml
from etl.sector_lists.sic_codes import PREFIXES

HEALTH = ("Our health-tech", ("266", "325", "7211"))
CODES = sorted(PREFIXES)


def refused(*rows: tuple[str, str], name: str = "Ours") -> str:
    with pytest.raises(SectorListError) as raised:
        read_rows(*rows, name=name)
    return str(raised.value)


def test_both_templates_are_the_same_list() -> None:
    own = read_toml(TOML_TEMPLATE)
    assert own.sectors == (("Our food and drink", ("0111", "10", "11")), HEALTH)
    assert read_list(CSV_TEMPLATE.encode(), Path("our.csv"), own.name) == own


def test_a_list_that_was_written_reads_as_itself() -> None:
    own = read_toml(TOML_TEMPLATE)
    assert read_toml(write_toml(own)) == own


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffSector;SIC code\r\nOur health-tech;26.6\r\n;\r\nOur health-tech;32.5\r\n"
        "\r\nOur  health-tech;72.11\r\n",
        "id\tname\tsic\n1\tOur health-tech\t266\n2\tOur health-tech\t325\n3\tOur health-tech\t7211",
    ],
)
def test_a_csv_as_spreadsheets_write_it(text: str) -> None:
    assert read_list(text.encode(), Path("ours.csv")).sectors == (HEALTH,)


@given(
    st.lists(
        st.tuples(st.sampled_from(["Alpha", "Beta", "Gamma"]), st.sampled_from(CODES)),
        min_size=1, max_size=30, unique=True,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_order_of_rows_does_not_matter(
    rows: list[tuple[str, str]], chance: random.Random
) -> None:
    dotted = [(name, f"{code[:2]}.{code[2:]}" if code[2:] else code) for name, code in rows]
    mixed = list(dotted)
    chance.shuffle(mixed)
    assert read_rows(*dotted) == read_rows(*mixed)
    assert read_rows(*dotted).notes == read_rows(*mixed).notes


def test_every_fault_is_named_at_once() -> None:
    words = refused(
        ("", "62"), ("Our health", "7"), ("Our health", "999"), ("Our health", "62.01"),
        ("Our health", "6201"), ("Life Sciences", "21"), ("Our health", ""), ("<b>", "62"),
        ("=cmd()", "62"), ("our HEALTH", "63"),
    )  # fmt: skip
    for fault in (
        "row 2: the name of the sector is empty",
        "row 3: SIC code 7 has 1 digit",
        "row 4: SIC code 999 does not exist",
        "row 6: SIC code 6201 is in Our health already",
        "row 7: Life Sciences is the name of a sector of the Industrial Strategy",
        "row 8: it has no SIC code",
        "row 9: the name of the sector '<b>' has '<', '>', which it cannot have",
        "row 10: the name of the sector '=cmd()' has '='",
        "row 11: our HEALTH is written Our health before",
    ):
        assert fault in words


@pytest.mark.parametrize(
    "name", ["IS-8", "is8", "DCMS", "Sections", "a" * 61, "one\ntwo", "<script>", "../up", "·", "-"]
)
def test_a_name_that_no_list_can_have(name: str) -> None:
    named = f'list = {json.dumps(name)}\n[[sector]]\nname = "Our digital"\nsic_codes = ["62"]'
    with pytest.raises(SectorListError, match=r"a list cannot be called|the name of the list"):
        read_toml(named)


def test_sectors_may_overlap_and_it_is_said() -> None:
    own = read_rows(("Alpha", "62"), ("Alpha", "6201"), ("Beta", "62.02"), ("Gamma", "21"))
    assert own.notes == (
        "Alpha: 6201 lie within other codes of it, and are counted once",
        "Alpha and Beta overlap in 6202",
    )


def test_overlaps_are_listed_both_ways_round_and_each_once() -> None:
    own = read_rows(("Alpha", "6201"), ("Alpha", "63"), ("Beta", "62"), ("Beta", "63.11"))
    assert own.notes == ("Alpha and Beta overlap in 6201, 6311",)


def test_the_largest_list_is_read_at_once_and_says_some_of_its_overlaps() -> None:
    classes = reference.read("sic2007_classes")["class_code"].to_list()
    sectors = "".join(
        f'[[sector]]\nname = "Ours {number}"\nsic_codes = {json.dumps(classes)}\n'
        for number in range(MOST_SECTORS)
    )
    started = time.process_time()
    own = read_toml(f'list = "Everything"\n{sectors}')
    assert time.process_time() - started < 10, "comparing every pair of codes takes many minutes"
    assert len(own.sectors) == MOST_SECTORS
    assert own.notes[-1] == "There are more overlaps"
    assert len(own.notes) == NOTES_SHOWN + 1


def test_a_list_of_thousands_of_rows_says_what_it_can_of_them() -> None:
    words = refused(*((f"Sector {number}", "62") for number in range(5000)))
    assert f"it has 5,000 sectors; a list may have {MOST_SECTORS}" in words
    many = refused(*(("Ours", "999") for _ in range(5000)))
    assert many.count("does not exist") == FAULTS_SHOWN
    assert f"and {5000 - FAULTS_SHOWN:,} more" in many


@pytest.mark.parametrize(
    ("body", "file", "words"),
    [
        ("sector,sic_code\nCaf\xe9,56".encode("latin-1"), "a.csv", "is not UTF-8"),
        (b"", "a.csv", "it has no sectors"),
        (b"\n\n", "a.csv", "it has no sectors"),
        (b"sector,sic_code\n", "a.csv", "it has no sectors"),
        (b"one,two\n1,2", "a.csv", "must have the headings sector and sic_code"),
        (b"sector,sic_code\n\0", "a.csv", "is not a text file"),
        (b"x" * (LARGEST_BYTES + 1), "a.csv", "is larger than"),
        (b'sector,sic_code\n"open,62', "a.csv", "it has no SIC code"),
        (b"list = ", "a.toml", "is not valid TOML"),
        (b'list = "A"', "a.toml", "it has no sectors"),
        (b'list = 1\n[[sector]]\nname = "Our IT"\nsic_codes = ["62"]', "a.toml", "is written as"),
        (b'list = "A"\nsector = "x"', "a.toml", "each sector is written as"),
        (b'list = "A"\n[[sector]]\nname = "Our IT"\nsic_codes = [62]', "a.toml", "quotation marks"),
        (b'list = "A"\n[[sector]]\nname = "Our IT"\nsic_codes = []', "a.toml", "has no SIC codes"),
        (b'list = "A"\n[[sector]]\nname = 5\nsic_codes = ["62"]', "a.toml", "its name is written"),
        (b'list = "A"\nother = 1', "a.toml", "unknown entries"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(body: bytes, file: str, words: str) -> None:
    with pytest.raises(SectorListError, match=words):
        read_list(body, Path(file))


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.toml"]))
def test_any_bytes_are_a_list_or_a_sentence(body: bytes, file: str) -> None:
    try:
        own = read_list(body, Path(file))
    except SectorListError as error:
        assert file in str(error)
    else:
        assert own.sectors
