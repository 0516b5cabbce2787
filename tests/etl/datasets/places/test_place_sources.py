"""Place lists with faults: a bad row costs itself, a list that is absent costs its columns."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from catalog.schema import TableError, check
from etl.datasets.places import (  # fmt: skip
    councils,
    lads,
    lsoa_centroids,
    lsoa_changes,
    lsoa_wards,
    wards,
    wards_2022,
)
from etl.raw import RawPart, Received, save

SQUARE = {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]}
POINT = {"type": "Point", "coordinates": [-1.5, 53.7]}
Held = dict[str, Any]


def part(
    root: Path, module: ModuleType, features: list[tuple[Held, Any]], key: str = "all",
    year: str = "25",
) -> RawPart:  # fmt: skip
    """A stored answer of the portal with these attributes and geometries."""
    page = {"features": [{"properties": held, "geometry": shape} for held, shape in features]}
    received = Received((json.dumps(page).encode(),), "", extension="json", detail={"year": year})
    return save(
        received, source=module.SOURCE.id, key=key, areas=("E08000035",), request="", root=root
    )


def read(module: ModuleType, *parts: RawPart) -> tuple[pl.DataFrame, list[str]]:
    """The table as it would be stored, and what is noted beside it."""
    frame = check(module.tidy(list(parts)), module.TABLE)
    return frame, module.notes(list(parts), frame)


WARD = {"WD25CD": "E05000001", "WD25NM": " One ", "LAD25CD": "E08000035", "LAD25NM": "Leeds"}
LSOA_WARD = {**WARD, "LSOA21CD": "E01000001", "LSOA21NM": "Leeds 001A"}
CHANGE = {"LSOA11CD": "E01000001", "LSOA21CD": "E01000001", "CHGIND": "U", "LAD22CD": "E08000035",
          "LAD22NM": "Leeds"}  # fmt: skip
CENTRE = {"LSOA21CD": "E01000001"}
LAD = {"LAD25CD": "E08000035", "LAD25NM": "Leeds"}
# A source, a good row, its geometry, and the code whose absence costs the row.
LISTS = [
    (wards, WARD, SQUARE, "WD25CD"),
    (wards_2022, WARD, SQUARE, "LAD25CD"),
    (lads, LAD, SQUARE, "LAD25CD"),
    (lsoa_wards, LSOA_WARD, None, "WD25CD"),
    (lsoa_changes, CHANGE, None, "LSOA21CD"),
    (lsoa_centroids, CENTRE, POINT, "LSOA21CD"),
]
EVERY_LIST = pytest.mark.parametrize(
    ("module", "good", "shape", "code"), LISTS, ids=[one[0].SOURCE.id for one in LISTS]
)
year_of = {"lsoa_changes": "22", "lsoa_centroids": "21"}


@EVERY_LIST
@pytest.mark.parametrize("blank", [None, "", "  ", "absent"])
def test_a_row_without_a_code_is_left_out_and_counted(
    tmp_path: Path, module: ModuleType, good: Held, shape: Any, code: str, blank: str | None
) -> None:
    bad = {**good, code: blank}
    if blank == "absent":
        del bad[code]
    year = year_of.get(module.SOURCE.id, "25")
    frame, notes = read(module, part(tmp_path, module, [(bad, shape), (good, shape)], year=year))
    assert frame.height == 1
    assert any("Left out: 1 row of" in note for note in notes)
    whole, said = read(module, part(tmp_path, module, [(good, shape)], key="whole", year=year))
    assert whole.equals(frame)
    assert said == []


def test_a_blank_name_is_its_code(tmp_path: Path) -> None:
    frame, _ = read(wards, part(tmp_path, wards, [({**WARD, "WD25NM": None}, SQUARE)]))
    assert frame["ward_name"].to_list() == ["E05000001"]


@pytest.mark.parametrize(
    "shape", [None, POINT, {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}]
)
def test_a_ward_without_a_usable_boundary_stays_in_the_table(tmp_path: Path, shape: Any) -> None:
    second = {**WARD, "WD25CD": "E05000002", "WD25NM": "Two"}
    frame, notes = read(wards, part(tmp_path, wards, [(WARD, SQUARE), (second, shape)]))
    assert frame["geometry_wkb"].is_null().to_list() == [False, True]
    assert "1 ward: Two (E05000002)" in notes[0]


def test_an_lsoa_without_a_point_and_one_told_twice_are_left_out(tmp_path: Path) -> None:
    found = [(CENTRE, POINT), (CENTRE, {**POINT, "coordinates": [0, 50]}),
             ({"LSOA21CD": "E01000002"}, None)]  # fmt: skip
    frame, notes = read(lsoa_centroids, part(tmp_path, lsoa_centroids, found, year="21"))
    assert frame.rows() == [("E01000001", -1.5, 53.7)]
    assert len(notes) == 2


def test_a_kind_of_change_that_is_none_of_the_four_is_too_complex_to_say(tmp_path: Path) -> None:
    odd = {**CHANGE, "LSOA21CD": "E01000009", "CHGIND": None}
    found = [({**CHANGE, "CHGIND": "s"}, None), (odd, None)]
    frame, _ = read(lsoa_changes, part(tmp_path, lsoa_changes, found, year="22"))
    assert frame["change_kind"].to_list() == ["S", "X"]


ENGLISH = {"LAD25CD": "E08000035", "LAD25NM": "Leeds"}
LOOKUPS: dict[str, list[Held]] = {
    "regions": [{**ENGLISH, "RGN25CD": "E12000003", "RGN25NM": "Yorkshire and The Humber"}],
    "combined_authorities": [{**ENGLISH, "CAUTH25CD": "E47000003", "CAUTH25NM": "West Yorkshire"}],
    "lsips": [{**ENGLISH, "LSIP23CD": "E69000036", "LSIP23NM": "West Yorkshire"}],
    "itls": [
        {**ENGLISH, "ITL225CD": "TLE4", "ITL225NM": "West Yorkshire"},
        {"LAD25CD": "W06000015", "LAD25NM": "Cardiff", "ITL225CD": "TLL5", "ITL225NM": "Cardiff"},
    ],
}  # fmt: skip
COLUMN = {"regions": "region_code", "combined_authorities": "cauth_code", "lsips": "lsip_code",
          "itls": "itl2_code"}  # fmt: skip


def lookups(root: Path, *without: str, **instead: tuple[list[Held], str]) -> list[RawPart]:
    """Stored lookups of a council of each nation; `instead`: other rows and their year."""
    held = {key: (rows, "25") for key, rows in LOOKUPS.items()} | instead
    return [
        part(root, councils, [(row, None) for row in rows], key, year)
        for key, (rows, year) in held.items()
        if key not in without
    ]


@pytest.mark.parametrize("key", LOOKUPS)
def test_a_lookup_that_is_absent_costs_its_columns_and_no_council(tmp_path: Path, key: str) -> None:
    frame, notes = read(councils, *lookups(tmp_path, key))
    names = dict(frame.select("lad_code", "lad_name").iter_rows())
    assert (names["E08000035"], names["W06000015"]) == ("Leeds", "Cardiff")
    leeds = frame.row(by_predicate=pl.col("lad_code") == "E08000035", named=True)
    # Regions come with the list that stands in for England's.
    assert [COLUMN[other] for other in LOOKUPS if leeds[COLUMN[other]] is None] == (
        [] if key == "regions" else [COLUMN[key]]
    )
    assert any("We have no lookup of" in note and councils.WORDS[key] in note for note in notes)


def test_with_no_lookup_at_all_it_is_said_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="wardwise fetch --only councils"):
        councils.tidy([])


def test_the_year_of_each_lookup_is_noted_and_an_old_one_is_warned_of(tmp_path: Path) -> None:
    old = [{"LAD23CD": "E08000019", "LAD23NM": "Leeds", "ITL221CD": "TLE4", "ITL221NM": "W"}]
    frame, notes = read(councils, *lookups(tmp_path, itls=(old, "23")))
    assert "The lookup of regions is of 2025." in notes
    (line,) = (note for note in notes if "ITL 2 areas is of" in note)
    assert "of 2023, its codes of 2021: older than the newest (2025)" in line
    # A council with a new code is known by its name.
    assert frame.filter(lad_code="E08000035")["itl2_code"].to_list() == ["TLE4"]


def test_one_blank_in_a_lookup_costs_one_row(tmp_path: Path) -> None:
    blank = [
        *LOOKUPS["lsips"],
        {"LAD25CD": None, "LAD25NM": None, "LSIP23CD": "E1", "LSIP23NM": ""},
    ]
    frame, notes = read(councils, *lookups(tmp_path, lsips=(blank, "25")))
    assert frame.filter(lad_code="E08000035")["lsip_code"].to_list() == ["E69000036"]
    assert any(note.startswith("Left out: 1 row of the lookup of skills") for note in notes)


def test_a_name_that_two_councils_have_is_nobodys(tmp_path: Path) -> None:
    twice = [{"LAD25CD": f"E0800009{n}", "LAD25NM": "Leeds", "LSIP23CD": f"E{n}", "LSIP23NM": "x"}
             for n in (1, 2)]  # fmt: skip
    frame, _ = read(councils, *lookups(tmp_path, lsips=(twice, "25")))
    assert frame.filter(lad_code="E08000035")["lsip_code"].to_list() == [None]
