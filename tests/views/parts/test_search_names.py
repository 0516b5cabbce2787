"""Names in lists: Welsh ones and those with accents are found however they are typed."""

from __future__ import annotations

import pytest

from views.parts.search_names import searchable, searchable_council


@pytest.mark.parametrize(
    ("code", "name", "label"),
    [
        ("W06000001", "Isle of Anglesey", "Isle of Anglesey (Ynys Môn, Ynys Mon)"),
        ("W06000015", "Cardiff", "Cardiff (Caerdydd)"),
        ("W06000008", "Ceredigion", "Ceredigion"),
        ("W06000016", "Rhondda Cynon Taf", "Rhondda Cynon Taf"),
        ("E08000035", "Leeds", "Leeds"),
    ],
)
def test_a_council_of_wales_has_its_welsh_name_behind_it(code: str, name: str, label: str) -> None:
    assert searchable_council(code, name) == label


def test_a_ward_with_accents_has_its_plain_letters_behind_it() -> None:
    assert searchable("Llŷn") == "Llŷn (Llyn)"
