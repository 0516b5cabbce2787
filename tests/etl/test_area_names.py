"""Councils as people name them: found, or suggested, and never taken for another."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import store
from catalog.settings import SAMPLE
from etl.area_names import ALSO_KNOWN_AS, FORMER, FORMER_COUNTIES, key_of
from etl.areas import AreaError, choose

KNOWN = store.read("councils", SAMPLE)[0]
CHANGES = store.read("lad_changes", SAMPLE)[0]
NAMES = dict(KNOWN.select("lad_code", "lad_name").iter_rows())


def named(word: str) -> list[str]:
    return [NAMES[code] for code in choose(KNOWN, CHANGES, councils=[word]).councils]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Leeds City Council", "Leeds"),
        ("CITY OF BRADFORD METROPOLITAN DISTRICT COUNCIL", "Bradford"),
        ("City and County of Swansea", "Swansea"),
        ("Royal Borough of Kensington & Chelsea", "Kensington and Chelsea"),
        ("London Borough of Barking & Dagenham", "Barking and Dagenham"),
        ("City of London", "City of London"),
        ("City of London Corporation", "City of London"),
        ("Hull", "Kingston upon Hull, City of"),
        ("Bristol", "Bristol, City of"),
        ("Durham County Council", "County Durham"),
        ("King’s Lynn and West Norfolk", "King's Lynn and West Norfolk"),
        ("Kings Lynn & West Norfolk", "King's Lynn and West Norfolk"),
        ("st helens", "St. Helens"),
        ("Saint Helens", "St. Helens"),
        ("Stockton on Tees", "Stockton-on-Tees"),
        ("Newcastle under Lyme", "Newcastle-under-Lyme"),
        ("Newcastle-upon-Tyne", "Newcastle upon Tyne"),
        ("Bath & N.E. Somerset", "Bath and North East Somerset"),
        ("Ynys Môn", "Isle of Anglesey"),
        ("Ynys Mon", "Isle of Anglesey"),
        ("Cyngor Caerdydd", "Cardiff"),
        ("Dinas a Sir Abertawe", "Swansea"),
        ("Cyngor Bwrdeistref Sirol Conwy", "Conwy"),
        ("Cyngor Sir Powys", "Powys"),
        ("Sir Benfro", "Pembrokeshire"),
        ("Rhondda", "Rhondda Cynon Taf"),
        ("e06000023", "Bristol, City of"),
        ("  york ", "York"),
    ],
)
def test_a_council_is_found_however_its_name_is_written(word: str, name: str) -> None:
    assert named(word) == [name]


@pytest.mark.parametrize("name", NAMES.values())
def test_every_council_is_found_by_its_name_as_councils_write_them(name: str) -> None:
    for form in ("{}", "{} Council", "{} City Council", "The Borough of {}", "{} District Council"):
        assert named(form.format(name)) == [name]
    assert named(name.upper().replace("-", " ").replace("'", "’")) == [name]


@pytest.mark.parametrize(
    ("word", "names", "note"),
    [
        ("Taunton Deane", ["Somerset"], "Taunton Deane is no longer a council"),
        ("E07000190", ["Somerset"], "we use Somerset (E06000066)"),
        ("Taunton Deane Borough Council", ["Somerset"], "we use Somerset"),
        ("Harrogate", ["North Yorkshire"], "we use North Yorkshire"),
        ("E07000097", ["East Hertfordshire"], "E07000097 is the former code of East Hertfordshire"),
        ("Cumbria", ["Cumberland", "Westmorland and Furness"], "Cumbria (former county)"),
        (
            "Tees Valley Combined Authority",
            ["Hartlepool"],
            "councils of Tees Valley (combined authority)",
        ),
        (
            "Cheshire & Warrington",
            ["Warrington"],
            "councils of Cheshire and Warrington (LSIP area)",
        ),
    ],
)
def test_what_stands_for_other_councils_is_taken_so_and_said(
    word: str, names: list[str], note: str
) -> None:
    found = choose(KNOWN, CHANGES, councils=[word])
    assert set(names) <= {NAMES[code] for code in found.councils}
    assert note in found.notes[0]


def test_a_combined_authority_is_all_of_its_councils_and_no_other() -> None:
    members = KNOWN.filter(cauth_name="West Yorkshire")["lad_name"].to_list()
    assert sorted(named("West Yorkshire")) == sorted(members)
    assert len(members) == 5


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("Newcastle", "did you mean Newcastle-under-Lyme or Newcastle upon Tyne"),
        ("Solihul", "did you mean Solihull?"),
        ("Taunton", "did you mean Somerset West and Taunton or Taunton Deane"),
        ("Richmond", "Richmond upon Thames or Richmondshire"),
        ("Surrey", "Surrey is a county of several councils; name the districts meant$"),
        ("Kent County Council", r"county of several.*or an area: E69\d+ \(Kent and Medway, LSIP"),
        ("Lancashire County Council", r"or an area: E47\d+ \(Lancashire, combined authority"),
        ("London", "is a region, not a council; use --region 'London'$"),
        ("West Midlands", r"use --region 'West Midlands', or --council E47\d+ for the combined"),
        ("England", "is a nation, not a council; use --all for all councils"),
        ("Glasgow City Council", "it is in Scotland, which Wardwise does not cover"),
        ("City of Edinburgh", "it is in Scotland"),
        ("Belfast", "it is in Northern Ireland"),
        ("S12000036", "is in Scotland, which Wardwise does not cover"),
        ("N09000003", "is in Northern Ireland"),
        ("E99999999", "no council has the code 'E99999999'"),
        ("", "name is empty"),
        (" - ", "name is empty"),
        ("council", "no council 'council'"),
        ("zzzz", "no council 'zzzz'$"),
        ("\udcff", "no council"),
    ],
)
def test_what_is_no_council_is_said_and_not_guessed(word: str, words: str) -> None:
    with pytest.raises(AreaError, match=words):
        choose(KNOWN, CHANGES, councils=[word])


def test_no_name_of_our_own_list_is_that_of_another_council() -> None:
    keys = {key_of(name): code for code, name in NAMES.items()}
    assert len(keys) == len(NAMES), "no two councils of today have one key"
    for code, names in ALSO_KNOWN_AS.items():
        assert code in NAMES
        for name in names:
            assert keys.setdefault(key_of(name), code) == code, name
    for _, name, code in FORMER:
        assert code in NAMES
        assert keys.setdefault(key_of(name), code) == code, name
    for codes in FORMER_COUNTIES.values():
        assert set(codes) <= set(NAMES)


@given(st.sampled_from(sorted(NAMES.values())), st.integers(0, 40), st.sampled_from("aeiqxz "))
def test_a_slip_of_one_letter_is_never_taken_for_another_council(
    name: str, at: int, letter: str
) -> None:
    at = at % len(name)
    slip = name[:at] + letter + name[at + 1 :]
    try:
        found = named(slip)
    except AreaError:
        return
    assert found == [name]


@pytest.mark.parametrize(
    "word",
    ["Yorkshire & the Humber", "YORKSHIRE AND HUMBER", "yorkshire and the humber", "E12000003"],
)
def test_a_region_is_found_however_it_is_written(word: str) -> None:
    assert len(choose(KNOWN, CHANGES, regions=[word]).councils) == 15


def test_a_list_of_councils_that_lacks_some_takes_no_alias_for_another() -> None:
    fewer = KNOWN.filter(~pl.col("lad_code").is_in(["E06000010", "E06000066"]))
    for word in ("Hull", "Taunton Deane"):
        with pytest.raises(AreaError):
            choose(fewer, CHANGES, councils=[word])
