"""Wards by postcode: full or partial, however it is spaced, over either kind of list."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import shapely

from catalog import store
from catalog.sources import OGL, Origin
from catalog.tables import TABLES
from catalog.vocabulary.postcodes import split_postcode
from indicators.places import postcode_search
from indicators.places.postcode_search import PLACED, PostcodeMatch, has_postcodes, search_postcode

# Two wards side by side; the first has two postcodes of BD1 and one of BD11, the second one of BD1.
POSTCODES = {
    "BD1 1HX": "E05000001", "BD1 1HY": "E05000001", "BD1 2AA": "E05000002", "BD11 1AA": "E05000001",
}  # fmt: skip
WEST = {"E05000001": 0.0, "E05000002": 1.0}
OUTSIDE = "ZZ9 9ZZ"


def wards() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "ward_code": code, "ward_name": name, "lad_code": "E06999901",
                "lad_name": "Testham", "ward_vintage": "2025", "long": west + 0.5, "lat": 50.5,
                "geometry_wkb": shapely.to_wkb(shapely.box(west, 50, west + 1, 51)),
            }
            for (code, west), name in zip(WEST.items(), ("Alder", "Birch"), strict=True)
        ],
        schema=TABLES["wards"].dtypes,
    )  # fmt: skip


@pytest.fixture(params=["points", "placed"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with one of the two lists of the same postcodes."""
    if request.param == "points":
        rows = [(key, WEST[ward] + 0.5, 50.5) for key, ward in POSTCODES.items()]
        table = TABLES["postcodes"]
        middles = pl.DataFrame([*rows, (OUTSIDE, 0.5, 10.0)], schema=table.dtypes, orient="row")
        store.write(middles, table, Origin("postcodes", "P", "Invented", "P", "", OGL), tmp_path)
        return tmp_path
    table = TABLES[PLACED]
    rows = [(key.replace(" ", ""), ward) for key, ward in POSTCODES.items()]
    frame = pl.DataFrame(rows, schema=table.dtypes, orient="row")
    store.write(frame, table, Origin(PLACED, "P", "Invented", "P", "", OGL), tmp_path)
    return tmp_path


def search(root: Path, text: str) -> PostcodeMatch:
    return search_postcode(text, (root / "nothing", root), wards())


@pytest.mark.parametrize("text", ["BD1 1HX", "bd1 1hx", "BD11HX", " b d 1 1 h x ", "bd1-1hx"])
def test_a_whole_postcode_is_found_however_it_is_spaced(root: Path, text: str) -> None:
    match = search(root, text)
    assert match.wards["ward_name"].to_list() == ["Alder"]
    assert (match.postcode, match.sentence) == ("BD1 1HX", "")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("BD1", {"Alder": 2, "Birch": 1}), ("bd1 1", {"Alder": 2}), ("BD1 2A", {"Birch": 1}),
        ("BD11", {"Alder": 1}), ("bd 11", {"Alder": 1}), ("BD12", {"Birch": 1}),
    ],
)  # fmt: skip
def test_the_beginning_of_one_gives_the_wards_with_counts(
    root: Path, text: str, counts: dict[str, int]
) -> None:
    """BD11 is a district of its own; BD12 is none here, so it is BD1 2."""
    match = search(root, text)
    found = match.wards.select("ward_name", "postcodes_count").iter_rows()
    assert dict(found) == counts
    assert "start with" in match.sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("BD1 9ZZ", "We could not find BD1 9ZZ. It may be mistyped, or no longer in use."),
        ("LS1 4AP", "our list has no postcode in LS1. It covers Testham."),
        ("LS1", "our list has no postcode in LS1"),
        ("Bradford", "'Bradford' is not a postcode."),
        ("BD", "'BD' is not a postcode."),
        ("BD1 1HX1", "is not a postcode."),
        ("`<b>`", "'b' is not a postcode."),
    ],
)
def test_what_leads_nowhere_gets_a_sentence(root: Path, text: str, words: str) -> None:
    match = search(root, text)
    assert match.wards.is_empty()
    assert words in match.sentence


def test_a_postcode_outside_of_our_wards_is_not_called_unknown(root: Path) -> None:
    match = search(root, OUTSIDE)
    assert match.wards.is_empty()
    is_listed = store.has("postcodes", root)
    assert ("not in any ward we have" in match.sentence) is is_listed


def test_without_a_list_there_is_nothing_to_search(tmp_path: Path, root: Path) -> None:
    assert has_postcodes((tmp_path / "nothing", root))
    assert not has_postcodes((tmp_path / "nothing",))


def test_the_columns_are_those_of_the_catalogue() -> None:
    assert set(postcode_search.WARD) <= set(TABLES["wards"].columns)
    assert TABLES[PLACED].columns == ("postcode_compact", "ward_code")


@pytest.mark.parametrize("text", ["", "1", "B", "BD1 1HXX", "1HX BD1", "BD111111", "٣"])
def test_what_is_not_the_beginning_of_a_postcode_has_no_reading(text: str) -> None:
    assert split_postcode(text) == []
