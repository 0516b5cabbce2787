"""Places by what people call them: one resolver of names for terminal, pages and reports."""

from __future__ import annotations

import pytest

from catalog import store
from catalog.settings import SAMPLE
from catalog.vocabulary.group_kinds import GROUP_KINDS
from indicators.places.naming import Place, PlaceNameError, list_places, resolve_place
from indicators.places.saved_groups import SavedGroup

COUNCILS = store.read("councils", SAMPLE)[0]
CHANGES = store.read("lad_changes", SAMPLE)[0]
MINE = SavedGroup("Our travel area", ("E08000032", "E08000035"))
PLACES = list_places(COUNCILS)


def resolved(words: str) -> Place:
    return resolve_place(words, COUNCILS, (MINE,), CHANGES)


@pytest.mark.parametrize(
    ("words", "kind", "count"),
    [
        ("West Yorkshire Combined Authority", "combined authority", 5),
        ("west  yorkshire combined authority", "combined authority", 5),
        ("Greater Manchester Mayoral Combined Authority", "combined authority", 10),
        ("E47000003", "combined authority", 5),
        ("e47000003", "combined authority", 5),
        ("LSIP West Yorkshire", "skills improvement plan area", 5),
        ("North East LSIP", "skills improvement plan area", 4),
        ("North East region", "region", 12),
        ("region North East", "region", 12),
        ("Yorkshire & the Humber", "region", 15),
        ("Wales", "region", 22),
        ("England", "nation", 296),
        ("ITL 2 North Yorkshire", "ITL 2 area", 2),
        ("TLE4", "ITL 2 area", 5),
        ("Liverpool City Region", "combined authority", 6),
        ("our TRAVEL area", "saved list", 2),
        ("list-our-travel-area", "saved list", 2),
        ("Leeds City Council", "council", 1),
        ("hull", "council", 1),
        ("Harrogate", "council", 1),
        ("E08000016", "council", 1),
        ("Cumbria", "former county", 2),
    ],
)
def test_a_place_is_found_however_it_is_called(words: str, kind: str, count: int) -> None:
    place = resolved(words)
    assert (place.kind, len(place.lad_codes)) == (kind, count)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.code} {place.name}")
def test_every_group_is_found_by_its_code_and_by_name_with_kind(place: Place) -> None:
    assert resolved(place.code).lad_codes == place.lad_codes
    for kind in GROUP_KINDS:
        if kind.label == place.kind:
            for word in kind.words:
                assert resolved(f"{place.name} {word}").lad_codes == place.lad_codes
                assert resolved(f"{word.upper()} {place.name}").lad_codes == place.lad_codes


def test_one_name_of_the_same_councils_is_no_question() -> None:
    """West Yorkshire is a combined authority, an LSIP area and an ITL 2 area, all of five."""
    assert resolved("West Yorkshire").kind == "combined authority"


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        ("North East", ['"North East combined authority"', "7 councils", '"North East LSIP area"',
                        "4 councils", '"North East region"', "12 councils"]),
        ("Dorset", ["E06000059 (council, 1 council)", '"Dorset LSIP area"']),
        ("North Yorkshire", ["E06000065", '"North Yorkshire ITL 2 area"']),
    ],
)  # fmt: skip
def test_a_name_of_several_places_is_refused_with_what_to_write(
    words: str, choices: list[str]
) -> None:
    with pytest.raises(PlaceNameError) as error:
        resolved(words)
    assert all(choice in str(error.value) for choice in choices)
    for quoted in str(error.value).split('"')[1::2]:
        assert resolved(quoted), "what we say to write is understood"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Glasgow", "is in Scotland"), ("Lancashire County Council", "county of several councils"),
        ("zzzz", "no place 'zzzz'; name a council"), (" - ", "the name of the place is empty"),
        ("E99999999", "no place 'E99999999'"), ("West Yorkshyre", "West Yorkshire"),
        ("\udcff", "the name of the place"),
    ],
)  # fmt: skip
def test_what_is_no_place_is_said_and_not_guessed(words: str, message: str) -> None:
    with pytest.raises(PlaceNameError, match=message):
        resolved(words)


def test_which_councils_a_group_stands_for_is_noted() -> None:
    assert resolved("TLE4").note == (
        "We use the 5 councils of West Yorkshire (ITL 2 area): Bradford, Calderdale, Kirklees, "
        "Leeds and Wakefield."
    )
