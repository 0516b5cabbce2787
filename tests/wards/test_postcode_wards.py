"""Which ward a postcode lies in."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import shapely

from catalog import store
from catalog.settings import SAMPLE
from catalog.sources import OGL, Origin
from catalog.tables.places import POSTCODE_WARDS, POSTCODES, WARDS
from wards import postcode_wards

WARD = {
    "ward_name": "Name", "lad_code": "E08000034", "lad_name": "Kirklees", "ward_vintage": "2025",
    "long": -1.5, "lat": 53.5,
}  # fmt: skip


def squares() -> pl.DataFrame:
    """Two wards side by side, a degree wide."""
    return pl.DataFrame(
        WARD
        | {"ward_code": code, "geometry_wkb": shapely.to_wkb(shapely.box(west, 53, west + 1, 54))}
        for code, west in (("W1", -2), ("W2", -1))
    ).select(WARDS.columns)


def points(*rows: tuple[str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, ["postcode_key", "long"], orient="row").with_columns(lat=53.5)


def test_postcodes_are_placed_and_written_without_a_blank() -> None:
    placed = postcode_wards.place_postcodes(
        points(("HD1 1AA", -1.5), ("HD1 1AB", -0.5), ("HD1 1AC", 0.5)), squares()
    )
    assert placed.rows() == [("HD11AA", "W1"), ("HD11AB", "W2")]


def test_wards_without_a_postcode_are_named() -> None:
    placed = postcode_wards.place_postcodes(points(("HD1 1AA", -1.5)), squares())
    assert postcode_wards.wards_without(placed, squares()) == [
        "The lists of postcodes that we have hold none of these wards: Name (Kirklees)."
    ]
    assert postcode_wards.wards_without(placed, squares().filter(ward_code="W1")) == []


def test_the_table_credits_royal_mail_and_ordnance_survey(tmp_path: Path) -> None:
    def origin(table: str, note: str) -> Origin:
        return Origin(
            table,
            "t",
            "p",
            "d",
            "https://example.org",
            OGL,
            retrieved="2026-11-01T00:00:00",
            notes=(note,),
        )

    store.write(
        points(("HD1 1AA", -1.5)), POSTCODES, origin("postcodes", "Royal Mail data"), tmp_path
    )
    store.write(squares(), WARDS, origin("wards", "a note"), tmp_path)
    postcode_wards.build(tmp_path, lambda *_: None)
    frame, written = store.read(POSTCODE_WARDS.name, tmp_path)
    assert frame.height == 1
    assert written.made_from == ("postcodes", "wards")
    assert any("OS data" in note for note in written.notes)
    assert "Royal Mail data" in written.notes


def test_the_sample_has_postcodes_of_its_three_councils_and_credits_them() -> None:
    frame, origin = store.read("postcode_wards", SAMPLE)
    wards = store.read("wards", SAMPLE)[0]
    assert set(frame["ward_code"]) < set(wards["ward_code"])
    (said,) = postcode_wards.wards_without(frame, wards)
    assert "Dewsbury East (Kirklees)" in said
    assert said in origin.notes
    notes = " ".join(origin.notes)
    assert "Royal Mail" in notes
    assert "OS data © Crown copyright" in notes


# Town halls, whose wards are known: Huddersfield and Halifax.
@pytest.mark.parametrize(("postcode", "ward"), [("HD12TT", "Newsome"), ("HX11UJ", "Town")])
def test_a_town_hall_is_in_its_ward(postcode: str, ward: str) -> None:
    code = store.read("postcode_wards", SAMPLE)[0].filter(postcode_compact=postcode)["ward_code"]
    names = store.read("wards", SAMPLE)[0].filter(pl.col("ward_code").is_in(code.implode()))
    assert names["ward_name"].to_list() == [ward]
