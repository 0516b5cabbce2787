"""Who of a published list is an organisation, and what is cut out of its texts."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.clients.files.organisations import (
    clean_text,
    company_number,
    decode_entities,
    name_codes,
    organisation_kind,
    postcode_in,
)


def kind(name: str, number: str = "", size: str = "") -> str:
    frame = pl.DataFrame({"name": [name], "number": [number], "size": [size]})
    return str(frame.select(organisation_kind("name", "number", "size")).item())


@pytest.mark.parametrize(
    ("name", "number", "size", "expected"),
    [
        ("Made Looms Ltd", "", "", "business"),
        ("MADE LOOMS LLP", "", "Large", "business"),
        ("Made Looms", "01234567", "Micro/small", "business"),
        ("University of Made", "", "Academic", "university"),
        ("University Shop Ltd", "01234567", "Medium", "business"),
        ("Queen's Made University", "RC000001", "", "university"),
        ("Made Council", "", "", "public"),
        ("Made Hospital NHS Trust", "", "Public sector", "public"),
        ("Made Weaving Foundation", "", "", "charity"),
        ("Zebedee Quillfeather", "", "Micro/small", "unincorporated"),
        ("Zebedee Quillfeather T/A Made School", "", "", "unincorporated"),
        ("Dr Zebedee Quillfeather", "", "Academic", "unincorporated"),
        ("Quillfeather Weaving", "", "", "unincorporated"),
        ("Axel-Made Ltd T/A Made Lifts", "", "", "business"),
        ("", "", "Large", "unincorporated"),
    ],
)
def test_without_a_number_or_a_name_of_an_organisation_it_may_be_a_person(
    name: str, number: str, size: str, expected: str
) -> None:
    assert kind(name, number, size) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9018978", "09018978"), ("09018978", "09018978"), ("oc300001", "OC300001"), ("N/A", ""),
     ("0", ""), ("00000000", ""), ("SC 123456", "SC123456"), ("ip12345r", "IP12345R"), (None, "")],
)  # fmt: skip
def test_a_company_number_has_the_noughts_that_a_spreadsheet_dropped(
    text: str | None, expected: str
) -> None:
    frame = pl.DataFrame({"crn": [text]}, schema={"crn": pl.String})
    assert frame.select(company_number(pl.col("crn"))).item() == expected


def cut(address: str) -> str:
    return str(pl.DataFrame({"a": [address]}).select(postcode_in(pl.col("a"))).item())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("1A, Old Souls MillnCrossflattsnBradfordnBD16 2AU", "BD16 2AU"),
        ("WARREN PARK, MILTON KEYNES, MK125NW", "MK12 5NW"),
        ("Denton, United Kingdom, m34 3GG", "M34 3GG"),
        ("Manor Court\nScarborough\nYO11 3TU", "YO11 3TU"),
        ("LeedsnLS1 4APnUnited Kingdom", "LS1 4AP"),
        ("northampton nn1 1aa", "NN1 1AA"),
        ("BD16 2AU", "BD16 2AU"),
        ("The Mill, Bradford", ""),
    ],
)
def test_a_postcode_is_cut_from_a_free_address(address: str, expected: str) -> None:
    assert cut(address) == expected


@given(st.from_regex(r"[A-Z]{1,2}[1-9][0-9]? [0-9][A-Z]{2}", fullmatch=True),
       st.sampled_from(["", " "]), st.sampled_from(["n", ", ", "\n"]))  # fmt: skip
def test_any_postcode_is_found_however_it_is_set_off(key: str, gap: str, before: str) -> None:
    assert cut(f"Made Mill{before}{key.replace(' ', gap)}") == key


def test_texts_lose_entities_and_addresses_of_people() -> None:
    frame = pl.DataFrame({"t": ["Design &amp;amp; Make, ask zebedee@example.org\nnow", None]})
    decoded = decode_entities(frame, ["t"]).select(clean_text("t"))
    assert decoded["t"].to_list() == ["Design & Make, ask now", ""]


def test_two_spellings_of_a_firm_have_one_code_and_two_places_two() -> None:
    names = ["Made Looms Ltd", "MADE LOOMS LIMITED", "Made  looms, Ltd.", "Made Looms Ltd"]
    frame = pl.DataFrame({"n": names, "p": ["HD1 1AB", "HD1 1AB", "HD1 1AB", "LS1 1AB"]})
    codes = name_codes(frame, "n", "p").to_list()
    assert len(set(codes[:3])) == 1 and codes[3] not in codes[:3]
