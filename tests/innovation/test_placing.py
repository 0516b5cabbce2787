"""Where an address lies: the postcode first, then the council's name, then nowhere."""

from __future__ import annotations

from pathlib import Path

import factory_awards as world
import pytest
from factory_awards import BRADFORD, CITY, HEADINGLEY, LEEDS, NORTH, YORK


@pytest.mark.parametrize(
    ("postcode", "council", "placed_by", "ward", "lad", "position"),
    [
        ("BD1 1HX", "Leeds", "postcode", CITY, BRADFORD, "ward"),  # the postcode knows better
        ("ls63aa", "", "postcode", HEADINGLEY, LEEDS, "ward"),
        ("ZZ99 9ZZ", "Craven", "name", "", NORTH, "council"),  # a district that went in 2023
        ("", "City of York Council", "name", "", YORK, "council"),
        ("", "Glasgow", "none", "", "", ""),
        ("", "", "none", "", "", ""),
    ],
)
def test_an_address_is_placed(
    tmp_path: Path, postcode: str, council: str, placed_by: str, ward: str, lad: str, position: str
) -> None:
    row = world.award(organisation_postcode=postcode, address_lad_name=council)
    reader = world.build(tmp_path, [row])
    placed = reader.table("innovation_organisations").row(0, named=True)
    assert (placed["placed_by"], placed["ward_code"], placed["lad_code"]) == (placed_by, ward, lad)
    assert placed["position_of"] == position
    assert (placed["organisation_easting_m"] is None) == (position == "")


@pytest.mark.parametrize(
    ("name", "lad"),
    [("The University of York", YORK), ("Leeds Beckett University", LEEDS), ("Nowhere Lab", "")],
)
def test_a_university_without_an_address_is_at_its_main_site(
    tmp_path: Path, name: str, lad: str
) -> None:
    kind = "university" if lad else "public"
    reader = world.build(
        tmp_path, projects=[world.research(organisation_name=name, organisation_kind=kind)]
    )
    assert reader.table("innovation_participants")["lad_code"].to_list() == [lad]


def test_how_participants_were_placed_is_counted_in_words(tmp_path: Path) -> None:
    from catalog import store

    world.build(tmp_path, [
        world.award("1"), world.award("2", organisation_postcode=""),
        world.award("3", "Gone Ltd", is_withdrawn=True),
        world.award("4", "Lost Ltd", organisation_postcode="", address_lad_name=""),
    ])  # fmt: skip
    notes = store.origin_of("innovation_participants", tmp_path).notes
    assert (
        "Innovate UK: of 4 participants 2 are placed by postcode, 1 by the name of their council "
        "and 1 not at all; 1 withdrew."
    ) in notes


def test_the_newest_address_counts(tmp_path: Path) -> None:
    from datetime import date

    reader = world.build(tmp_path, [
        world.award("1", project_start=date(2018, 1, 1)),
        world.award("2", project_start=date(2025, 1, 1), organisation_postcode="LS6 3AA"),
        # The newest of all says nothing of where it is.
        world.award("3", project_start=date(2026, 1, 1), organisation_postcode="",
                    address_lad_name=""),
    ])  # fmt: skip
    organisations = reader.table("innovation_organisations")
    assert organisations["ward_code"].to_list() == [HEADINGLEY]
    assert organisations["last_year"].to_list() == [2026]
