"""Councils by name and code, those of yesterday too; unknown ones get suggestions."""

from __future__ import annotations

import pytest

from catalog import store
from catalog.settings import SAMPLE
from etl.areas import AreaError, choose

KNOWN = store.read("councils", SAMPLE)[0]
CHANGES = store.read("lad_changes", SAMPLE)[0]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("E08000033", "E08000033"),
        ("Calderdale", "E08000033"),
        (" calderdale ", "E08000033"),
        ("Hambleton", "E06000065"),
        ("E07000164", "E06000065"),
        ("E08000016", "E08000038"),
        ("Barnsley", "E08000038"),
    ],
)
def test_a_council_is_found(word: str, code: str) -> None:
    assert choose(KNOWN, CHANGES, councils=[word]).councils == (code,)


def test_every_unknown_name_is_told_with_suggestions() -> None:
    with pytest.raises(AreaError, match=r"Caldedale.*Calderdale.*no region 'Yorkshyre'"):
        choose(KNOWN, CHANGES, councils=["Caldedale"], regions=["Yorkshyre"])


def test_a_region_and_everything() -> None:
    yorkshire = choose(KNOWN, CHANGES, regions=["Yorkshire and The Humber"])
    assert {"E08000032", "E06000065", "E08000038"} <= set(yorkshire.councils)
    assert choose(KNOWN, CHANGES, regions=["E12000003"]) == yorkshire
    assert len(choose(KNOWN, CHANGES, everything=True).councils) == 318


def test_a_merged_council_answers_for_those_it_replaced() -> None:
    found = choose(KNOWN, CHANGES, councils=["North Yorkshire"])
    assert set(found.codes_of("E06000065")) == {
        "E06000065", *(f"E0700016{number}" for number in range(3, 10))
    }  # fmt: skip


def test_no_council_of_today_is_listed_as_a_former_one() -> None:
    assert not set(CHANGES["former_code"]) & set(KNOWN["lad_code"])
    assert set(CHANGES["lad_code"]) <= set(KNOWN["lad_code"])
