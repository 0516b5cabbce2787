"""Headings of business-rates lists: what each is taken for, and which are never read."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.rates_lists.mapping import (
    Mapping,
    RatesError,
    confirmed,
    guess_mapping,
    is_personal,
    load_mapping,
    save_mapping,
)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            "rv_2010,current_rv,effective_rv_2017,propref,postcode,property_description",
            {"rateable_value": "current_rv", "property_ref": "propref"},
        ),
        (
            "Rateable Value 2010,Rateable Value 2017,BARef,PropPostCode,PostCode,Description",
            {"rateable_value": "Rateable Value 2017", "postcode": "PropPostCode"},
        ),
        (
            "RV_Chargeable,2017_RV,2010_RV,Account Number,Property Reference,Address,VOA desc",
            {"rateable_value": "2017_RV", "property_ref": "Property Reference"},
        ),
        (
            "rv      ,rv_2005   ,vo_cod,address",
            {"rateable_value": "rv      ", "voa_code": "vo_cod"},
        ),
        (
            "RateableVal,Occupied_Empty_Flooded,Classification,AnalysisDescription,PostCode",
            {"state": "Occupied_Empty_Flooded", "description": "AnalysisDescription"},
        ),
        (
            "RV,Currently empty,Void Since,Reason Empty,Analysis Code,Post Code",
            {"empty": "Currently empty", "empty_from": "Void Since", "exemption": "Reason Empty"},
        ),
        (
            "LASTRATEABLEVALUE2017,ANALYSISCODEDESC2017,FULLPROPERTYADDRESS,ACCOUNTSTARTDATE",
            {"description": "ANALYSISCODEDESC2017", "postcode_in": "FULLPROPERTYADDRESS"},
        ),
        (
            "Current RV,EmptyProp,EmptyFrom,LiableFrom,Start of Liability,Property Postcode",
            {"empty": "EmptyProp", "empty_from": "EmptyFrom", "liable_from": "LiableFrom"},
        ),
    ],
)
def test_the_likeliest_heading_of_several(headings: str, expected: dict[str, str]) -> None:
    found = guess_mapping(headings.split(",")).fields
    assert {name: found.get(name) for name in expected} == expected


def test_headings_that_might_be_meant_too_are_shown_for_confirmation() -> None:
    found = guess_mapping(["Rateable value", "RV 2010", "Postcode"])
    assert "rateable_value   <- Rateable value  (or: RV 2010?)" in found.words()


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("Mandatory Relief,Mandatory Relief Start Date,Relief total", ["Mandatory Relief"]),
        ("Mand %,Disc %,SBRR Y/N,Disc Type Code", ["Mand %", "Disc %", "SBRR Y/N"]),
        ("MandRlf,MandRlfCd,Lower Multiplier,Full Sbr", ["MandRlf", "Full Sbr"]),
        ("Relief Award Amount,Retail Discount,Description", ["Retail Discount"]),
    ],
)  # fmt: skip
def test_reliefs_are_told_from_their_dates_codes_and_totals(
    headings: str, expected: list[str]
) -> None:
    assert list(guess_mapping(headings.split(",")).reliefs) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "Ratepayer", "Primary Liable party name", "LiableName", "account_holder1", "AccountName2",
        "PRIMARYLIABLEPARTYCONTACTADD", "Occupier", "E-mail", "Telephone", "Billing Address 1",
        "corresp_addr1", "Account Mailing Address", "Business Name", "Landlord", "Owner's address",
    ],
)  # fmt: skip
def test_headings_of_people_are_dropped(heading: str) -> None:
    assert is_personal(heading)
    assert guess_mapping([heading, "RV", "Postcode"]).dropped == (heading,)


@pytest.mark.parametrize(
    "heading", ["Rateable value", "Postcode", "Occupied", "Liability start date", "Property ref"]
)
def test_headings_of_properties_are_not(heading: str) -> None:
    assert not is_personal(heading)


def test_a_mapping_is_kept_and_read_again(tmp_path: Path) -> None:
    mapping = guess_mapping(["Ratepayer", "RV", "RV 2010", "Post code", "Mandatory relief"])
    save_mapping(mapping, tmp_path / "kept.json")
    assert load_mapping(tmp_path / "kept.json").fields == mapping.fields
    assert load_mapping(tmp_path / "kept.json").reliefs == ("Mandatory relief",)


def test_a_broken_mapping_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text("[]")
    with pytest.raises(RatesError, match=r"we cannot read the mapping .*kept\.json"):
        load_mapping(tmp_path / "kept.json")


def test_every_fault_of_a_mapping_is_listed_at_once() -> None:
    wrong = Mapping({"description": "Gone", "voa_code": "Ratepayer"}, ("Away",), ())
    with pytest.raises(RatesError) as caught:
        confirmed(wrong, ["Ratepayer", "RV", "Postcode"])
    for fault in (
        "'Gone'",
        "'Away'",
        "can name people",
        "rateable_value",
        "we cannot place the properties",
    ):
        assert fault in str(caught.value)
