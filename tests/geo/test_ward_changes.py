"""Census wards and wards of today: residents move with their count, what leads nowhere is said."""

from __future__ import annotations

import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import ward_changes


def square(x: float, y: float, size: float = 1.0) -> bytes:
    return bytes(shapely.to_wkb(shapely.box(x, y, x + size, y + size)))


def wards(year: str, **squares: bytes) -> pl.DataFrame:
    middle = {
        code: shapely.from_wkb(shape).representative_point() for code, shape in squares.items()
    }
    return pl.DataFrame(
        {
            "ward_code": list(squares),
            "ward_name": list(squares),
            "lad_code": ["C"] * len(squares),
            "ward_vintage": [year] * len(squares),
            "long": [point.x for point in middle.values()],
            "lat": [point.y for point in middle.values()],
            "geometry_wkb": list(squares.values()),
        }
    )


OLD = wards("2022", KEPT=square(0, 0), GONE=square(1, 0, 2))
NEW = wards("2025", KEPT=square(0, 0), EAST=square(2, 0, 2), WEST=square(1, 0))
LSOAS = pl.DataFrame(
    {"lsoa_code": ["L1", "L2", "L3"], "ward_code": ["KEPT", "WEST", "EAST"], "lad_code": ["C"] * 3}
)
CENTRES = pl.DataFrame(
    {"lsoa_code": ["L1", "L2", "L3"], "long": [0.5, 1.5, 2.5], "lat": [0.5, 0.5, 0.5]}
)
RESIDENTS = pl.DataFrame(
    {"lsoa_code": ["L1", "L2", "L3"], "residents_persons": [900.0, 300.0, 100.0]}
)


def test_a_redrawn_ward_is_shared_out_by_residents() -> None:
    found = ward_changes.ward_changes(OLD, NEW, LSOAS, CENTRES, RESIDENTS)
    assert found.select("former_code", "ward_code", "share").rows() == [
        ("GONE", "EAST", 0.25),
        ("GONE", "WEST", 0.75),
        ("KEPT", "KEPT", 1.0),
    ]


@settings(max_examples=40)
@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_census_counts_are_conserved(kept: float, gone: float) -> None:
    links = ward_changes.ward_changes(OLD, NEW, LSOAS, CENTRES, RESIDENTS)
    census = pl.DataFrame(
        {
            "ward_code": ["KEPT", "GONE"],
            "lad_code": ["C"] * 2,
            "persons": [kept, gone],
            "status": ["observed"] * 2,
        }
    )
    moved = ward_changes.wards_to_current(census, links, NEW, value="persons")
    assert moved["persons"].sum() == pytest.approx(kept + gone)
    status = dict(moved.select("ward_code", "status").iter_rows())
    assert status == {"KEPT": "observed", "EAST": "estimated", "WEST": "estimated"}


def test_a_ward_that_went_whole_into_another_is_estimated() -> None:
    """The new one may have a part of others, or a border that no LSOA shows."""
    new = wards("2025", KEPT=square(0, 0), RENAMED=square(1, 0, 2))
    lookup = LSOAS.with_columns(ward_code=pl.Series(["KEPT", "RENAMED", "RENAMED"]))
    links = ward_changes.ward_changes(OLD, new, lookup, CENTRES, RESIDENTS)
    census = pl.DataFrame(
        {
            "ward_code": ["KEPT", "GONE"],
            "lad_code": ["C"] * 2,
            "persons": [9.0, 4.0],
            "status": ["observed"] * 2,
        }
    )
    moved = ward_changes.wards_to_current(census, links, new, value="persons")
    assert set(moved.select("ward_code", "persons", "status").iter_rows()) == {
        ("KEPT", 9.0, "observed"),
        ("RENAMED", 4.0, "estimated"),
    }


def test_without_residents_every_lsoa_weighs_the_same() -> None:
    found = ward_changes.ward_changes(OLD, NEW, LSOAS, CENTRES, RESIDENTS.clear())
    shares = found.filter(pl.col("former_code") == "GONE")["share"]
    assert shares.to_list() == [0.5, 0.5]


def test_a_centre_across_a_border_takes_no_residents_to_another_council() -> None:
    """2026-11: generalised borders gave a tenth of a census ward to the council beside it."""
    lsoas = LSOAS.with_columns(lad_code=pl.Series(["C", "D", "C"]))
    new = NEW.with_columns(
        lad_code=pl.when(pl.col("ward_code") == "WEST").then(pl.lit("D")).otherwise("lad_code")
    )
    found = ward_changes.ward_changes(OLD, new, lsoas, CENTRES, RESIDENTS)
    assert ("GONE", "EAST", 1.0) in found.select("former_code", "ward_code", "share").rows()
    assert "WEST" not in found["ward_code"]
    # A council of 2022 that was merged since has no ward of its code today: its wards are followed.
    merged = ward_changes.ward_changes(
        OLD.with_columns(lad_code=pl.lit("FORMER")), new, lsoas, CENTRES, RESIDENTS
    )
    assert merged.filter(former_code="GONE")["share"].to_list() == [0.25, 0.75]


def test_a_former_ward_around_no_centre_goes_to_the_ward_around_its_middle() -> None:
    far = CENTRES.with_columns(long=pl.col("long") + 50)
    found = ward_changes.ward_changes(OLD, NEW, LSOAS, far, RESIDENTS)
    assert ("GONE", "EAST", 1.0) in found.select("former_code", "ward_code", "share").rows()


def test_where_outlines_of_two_councils_overlap_residents_stay_in_theirs() -> None:
    """2026-11: outlines that overlapped gave a fifth of a council's residents to the next one."""
    beside = wards("2022", AHEAD=square(0, 0, 4)).with_columns(lad_code=pl.lit("D"))
    old = pl.concat([OLD, beside])
    new = pl.concat([NEW, wards("2025", FAR=square(40, 0)).with_columns(lad_code=pl.lit("D"))])
    lsoas = pl.concat([LSOAS, pl.DataFrame(
        {"lsoa_code": ["L4"], "ward_code": ["FAR"], "lad_code": ["D"]})])  # fmt: skip
    found = ward_changes.ward_changes(old, new, lsoas, CENTRES, RESIDENTS)
    assert found.filter(former_code="GONE")["share"].to_list() == [0.25, 0.75]
    # Around the middle of the other one are wards of the first council only.
    assert "AHEAD" not in found["former_code"]


def test_without_centres_only_wards_that_kept_their_code_are_followed() -> None:
    found = ward_changes.ward_changes(OLD, NEW, LSOAS, CENTRES.clear(), RESIDENTS)
    assert found["former_code"].to_list() == ["KEPT"]


def test_a_former_ward_without_a_boundary_is_left_out_and_the_others_stand() -> None:
    bare = OLD.with_columns(
        geometry_wkb=pl.when(pl.col("ward_code") == "KEPT").then("geometry_wkb"),
        long=pl.when(pl.col("ward_code") == "KEPT").then("long"),
        lat=pl.when(pl.col("ward_code") == "KEPT").then("lat"),
    )
    found = ward_changes.ward_changes(bare, NEW, LSOAS, CENTRES, RESIDENTS)
    assert found["former_code"].to_list() == ["KEPT"]


def test_where_nobody_lives_every_lsoa_weighs_the_same() -> None:
    nobody = RESIDENTS.with_columns(residents_persons=pl.lit(0.0))
    found = ward_changes.ward_changes(OLD, NEW, LSOAS, CENTRES, nobody)
    assert found.filter(former_code="GONE")["share"].to_list() == [0.5, 0.5]


def test_a_former_ward_that_leads_nowhere_makes_the_redrawn_ones_of_its_council_partial() -> None:
    links = ward_changes.ward_changes(OLD, NEW, LSOAS, CENTRES, RESIDENTS)
    census = pl.DataFrame(
        {"ward_code": ["KEPT", "GONE", "LOST"], "lad_code": ["C"] * 3,
         "persons": [9.0, 4.0, 5.0], "status": ["observed"] * 3}
    )  # fmt: skip
    moved = ward_changes.wards_to_current(census, links, NEW, value="persons")
    status = dict(moved.select("ward_code", "status").iter_rows())
    assert status == {"KEPT": "observed", "EAST": "partial", "WEST": "partial"}


def test_a_ward_that_no_former_one_leads_to_is_there_as_missing() -> None:
    links = ward_changes.ward_changes(OLD, NEW, LSOAS, CENTRES, RESIDENTS)
    census = pl.DataFrame(
        {"ward_code": ["KEPT"], "lad_code": ["C"], "persons": [9.0], "status": ["observed"]}
    )
    moved = ward_changes.wards_to_current(census, links, NEW, value="persons")
    assert set(moved.select("ward_code", "persons", "status").iter_rows()) == {
        ("KEPT", 9.0, "observed"), ("EAST", None, "missing"), ("WEST", None, "missing"),
    }  # fmt: skip
