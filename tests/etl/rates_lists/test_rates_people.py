"""No name of a person is read, shown or kept, whatever stands over its column or in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.settings import Settings
from etl.rates_lists.contents import holds_people
from etl.rates_lists.headings import column_names, is_heading_row, is_personal, looks_like_heading
from etl.rates_lists.mapping import RatesError
from wards import business_rates

CODE = "E08000099"
NAMES = ["Zebedee Quillfeather", "Orla Pennywhistle", "Tobias Marrowbone", "Wilf Thistlewick"]
HEADING = "Property Ref,Post Code,Rateable Value,Liability Start Date,Description"


def text_of(heading: str = HEADING, description: str = "Shop") -> str:
    lines = [
        f"N{n},HX1 {n}AB,{n}00,2018-05-01,{description.format(name)}"
        for n, name in enumerate(NAMES, 1)
    ]
    return "\n".join([heading, *lines] if heading else lines) + "\n"


def run(folder: Path, text: str, **choices: object) -> str:
    """Everything that is said of a list, whether it is read or refused, and everything kept."""
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    said: list[str] = []
    settings = Settings(data=folder / "data")
    try:
        reading = business_rates.run(
            path, CODE, settings, say=said.append,
            confirm=lambda found: said.append(found.words()) is None, **choices,  # type: ignore[arg-type]
        )  # fmt: skip
        said.append(reading.words())
    except RatesError as error:
        said.append(str(error))
    kept = [p.read_bytes().decode("latin-1") for p in settings.data.rglob("*") if p.is_file()]
    return "\n".join([*said, *kept])


def names_no_one(text: str) -> bool:
    return not any(word in text for name in NAMES for word in name.split())


@pytest.mark.parametrize(
    "heading",
    [
        "Liable Person(s)", "Customer", "Surname", "Proprietor", "Director", "Executor",
        "Keyholder", "Resident", "Ratepayer", "PRIMARYLIABLEPARTYCONTACTADD", "FOIName", "Liable 1",
        "Title", "Trading As", "Bill to", "c/o", "First Name", "CUSTOMERNAME", "Tel", "Occupier",
        "Sole trader Y/N", "Comments", "Account Holder 2", "corresp_addr1", "Licensee", "Trustees",
        "Personal Representative's name", "Contact e-mail", "Mobile", "Director(s)", "KEYHOLDERS",
    ],
)  # fmt: skip
def test_headings_over_people(heading: str, tmp_path: Path) -> None:
    assert is_personal(heading)
    mapping = business_rates.Mapping(
        {"rateable_value": "Rateable Value", "postcode": "Post Code", "description": heading},
        (),
        (),
    )
    said = run(tmp_path, text_of(HEADING.replace("Description", heading), "{}"), mapping=mapping)
    assert "can name people and is never read" in said
    assert names_no_one(said)


@pytest.mark.parametrize(
    "heading",
    [
        "Rateable value", "Occupied", "Liable Responsibility Start Date", "DateLiableFrom", "Use",
        "Unoccupied", "Use Ref", "Occupancy status", "VOA code", "PropertyExemption",
        "Percentage", "Start of Liability", "NDR Analysis code description", "LiabStart",
    ],
)  # fmt: skip
def test_headings_over_properties(heading: str) -> None:
    assert not is_personal(heading)
    assert looks_like_heading(heading)


def test_a_list_without_headings_shows_nothing_of_its_first_record(tmp_path: Path) -> None:
    said = run(tmp_path, text_of("", "{}"))
    assert "no row of headings" in said
    assert names_no_one(said)


@pytest.mark.parametrize(
    "first",
    [
        "Zebedee Quillfeather rv,Post Code,1 High St,Liability Start Date,Description",
        "Rateable Value,Post Code,Zebedee Quillfeather,Start Date,ORLA PENNYWHISTLE",
        "Property Ref,Post Code,Rateable Value,Liability Start Date,Quillfeather Description",
    ],
)
def test_a_name_among_headings_is_neither_shown_nor_kept(first: str, tmp_path: Path) -> None:
    said = run(tmp_path, text_of(first))
    assert names_no_one(said)


def test_a_column_that_holds_names_is_not_read_whatever_stands_over_it(tmp_path: Path) -> None:
    said = run(tmp_path, text_of(description="{}"))
    assert "'Description' may name people, so we do not read it" in said
    assert "4 properties read" in said
    assert names_no_one(said)


def test_a_mapping_by_hand_to_a_column_that_holds_names_is_refused(tmp_path: Path) -> None:
    mapping = business_rates.Mapping(
        {"rateable_value": "Rateable Value", "postcode": "Post Code", "exemption": "Description"},
        (), (),
    )  # fmt: skip
    said = run(tmp_path, text_of(description="{}"), mapping=mapping)
    assert "whose cells can name people and are never read" in said
    assert names_no_one(said)


@pytest.mark.parametrize(
    "cells",
    [
        NAMES,
        [name.upper() for name in NAMES],
        ["Mr Z Quillfeather", "Shop", "Shop", "Mrs O Pennywhistle"],
        ["a@example.org", "b@example.org", "Shop", "Shop", "Office"],
        ["01422 000001", "01422 000002", "01422 000003", "Shop"],
        ["Quillfeather Ltd", "Marrowbone Limited", "Shop", "Shop", "Shop"],
        ["Mr Z Quillfeather", "", ""],
    ],
)
def test_cells_that_can_name_people(cells: list[str]) -> None:
    assert holds_people(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["Shop And Premises", "Office And Premises", "Car Park", "Public House", "Day Nursery"],
        ["SCHOOL AND PREMISES", "BEACH HUT", "BEACH HUT", "BEACH HUT", "STABLES"],
        ["Small Business Relief England", "Mandatory Relief", "Top Up", "Small Business Rate"],
        ["Y", "N", "", "Y", "N"],
        ["EPRN", "EPRI", "LISTED", "VOID"],
        [],
    ],
)
def test_cells_that_name_no_one(cells: list[str]) -> None:
    assert not holds_people(cells)


def test_a_first_record_is_no_row_of_headings() -> None:
    assert not is_heading_row(["1", "Zebedee Quillfeather", "1 High St", "HD1 1AB", "Shop", "900"])
    assert not is_heading_row(["Zebedee Quillfeather", "High Street", "Shop", "01/04/2018"])
    assert not is_heading_row(["Office", "Shop", "Retail", "West", "Land", "HD1 1AB"])
    assert is_heading_row(
        ["PROPERTYREFERENCENUMBER", "CURRENTRATEABLEVALUE", "FULLPROPERTYADDRESS"]
    )


def test_each_column_has_a_name_of_its_own_and_strange_words_none() -> None:
    assert column_names(["RV", "Disc %", "", "Disc %", "Quillfeather", "Quillfeather's name"]) == [
        "RV", "Disc %", "column 3", "Disc % (2)", "column 5", "column 6 (name)",
    ]  # fmt: skip
    assert is_personal("column 6 (name)")


def test_an_unknown_layout_leaves_a_mapping_to_fill_in_that_works(tmp_path: Path) -> None:
    text = text_of(HEADING.replace("Rateable Value", "Amount"))
    said = run(tmp_path, text)
    path = tmp_path / "data" / "rates" / f"{CODE}.mapping.json"
    assert f"Put the right headings into {path}" in said
    held = json.loads(path.read_text())
    assert "Amount" in held["columns_to_choose_from"]
    held["fields"]["rateable_value"] = "Amount"
    path.write_text(json.dumps(held))
    assert "4 properties read" in run(tmp_path, text)
