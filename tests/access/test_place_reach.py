"""Who lives within reach of a place, and how a place is named."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from factory_places import EAST_KM, NORTH_KM, centroids, lookup, need_of, reader_of, wards_of

from access.decay import ReachError
from access.place_reach import (
    NOT_BUILT,
    describe_settings,
    find_reached,
    measure_reach_km,
    share_reached,
)
from access.places import Place
from access.venues import find_venue, list_venues
from catalog.reading import Reader
from catalog.tables import TABLES

# A and B lie within 4.6 km of the college, C within 9.9 km, D beyond.
KM = {"A": (0.0, 0.0), "B": (4.0, 0.0), "C": (9.0, 0.0), "D": (20.0, 0.0)}
WARDS = lookup(A="L1 W1", B="L1 W1", C="L1 W2", D="L1 W3")
RESIDENTS = {"A": 300.0, "B": 100.0, "C": 200.0, "D": 400.0}
COLLEGE = Place("Hartfield College", (EAST_KM, NORTH_KM), "W1", "L1")
NOWHERE = (Path("nowhere"),)


def read(**more: pl.DataFrame) -> Reader:
    frames = {
        "lsoa_centroids": centroids(**KM), "lsoa_wards": WARDS, "wards": wards_of(WARDS, "L1"),
        "lsoa_need": need_of(**RESIDENTS),
    }  # fmt: skip
    return reader_of(**(frames | more))


def site(name: str, kind: str, code: str, km: float = 0.0) -> dict[str, object]:
    return {
        "site_kind": kind, "site_code": code, "site_name": name, "lad_code": "L1",
        "ward_code": "W1", "easting_m": 1000.0 * (EAST_KM + km), "northing_m": 1000.0 * NORTH_KM,
    }  # fmt: skip


def sites(*rows: dict[str, object]) -> pl.DataFrame:
    empty = TABLES["sites"].empty()
    return pl.concat([empty, pl.DataFrame(rows)], how="diagonal_relaxed").select(empty.columns)


def test_distances_are_those_where_a_place_counts_a_tenth() -> None:
    assert round(measure_reach_km("no_car"), 1) == 4.6
    assert "4.6 km without a car, 9.9 km by any way" in describe_settings()


def test_wards_and_groups_within_reach_are_summed_from_small_areas() -> None:
    found = find_reached(read(), COLLEGE, ["L1"])
    by_ward = {row["ward_code"]: row for row in found.wards.iter_rows(named=True)}
    assert [by_ward[code]["reached_no_car_pct"] for code in ("W1", "W2", "W3")] == [100, 0, 0]
    assert [by_ward[code]["reached_any_pct"] for code in ("W1", "W2", "W3")] == [100, 100, 0]
    assert by_ward["W1"]["no_qualifications_no_car"] == 100
    assert by_ward["W2"]["no_car_any"] == 10
    assert (found.count_wards("no_car"), found.count_wards("any")) == (1, 2)
    people = found.groups.filter(group_code="no_qualifications").row(0, named=True)
    assert (people["people"], people["in_reach_no_car"], people["in_reach_any"]) == (250, 100, 150)
    assert (people["outside_no_car_pct"], people["outside_any_pct"]) == (60, 40)
    for code in ("no_car", "any"):
        summed = found.wards[f"residents_{code}"].sum()
        assert summed == found.groups.filter(group_code="residents")[f"in_reach_{code}"][0]


def test_a_group_without_a_count_is_missing_and_said_never_zero() -> None:
    found = find_reached(read(), COLLEGE, ["L1"])
    claimants = found.groups.filter(group_code="claimants").row(0, named=True)
    assert claimants["status"] == "missing"
    assert claimants["people"] is None
    assert found.wards["claimants_no_car"].null_count() == 3
    assert "We have no count of people claiming unemployment benefits here." in found.notes
    assert set(found.wards["status"]) == {"modelled"}
    assert any("no list of bus stops for L1" in note for note in found.notes)


def test_a_small_area_without_a_centre_or_a_count_makes_its_ward_partial() -> None:
    placed = centroids(**{code: km for code, km in KM.items() if code != "B"})
    need = need_of(**RESIDENTS).with_columns(
        households_no_car=pl.when(pl.col("lsoa_code") != "C").then("households_no_car")
    )
    found = find_reached(read(lsoa_centroids=placed, lsoa_need=need), COLLEGE, ["L1"])
    status = dict(found.wards.select("ward_code", "status").iter_rows())
    assert status == {"W1": "partial", "W2": "partial", "W3": "modelled"}
    assert found.wards.filter(ward_code="W2")["no_car_any"][0] is None
    assert found.wards.filter(ward_code="W1")["residents_no_car"][0] == 300
    assert any("1 of 4 small areas have no centre" in note for note in found.notes)


def test_without_the_tables_it_says_what_to_run() -> None:
    for name in ("lsoa_need", "lsoa_centroids"):
        with pytest.raises(ReachError, match="wardwise fetch"):
            find_reached(read(**{name: TABLES[name].empty()}), COLLEGE, ["L1"])
    assert "then `wardwise build`" in NOT_BUILT
    empty = pl.DataFrame({"reached_any": [None], "people": [3.0]}, schema_overrides={
        "reached_any": pl.Boolean})  # fmt: skip
    assert share_reached(empty, "people", "any") is None


def test_a_venue_is_a_site_by_name_a_ward_or_a_fault_that_names_a_site() -> None:
    reader = read(sites=sites(
        site("Hartfield College", "college", "10", 3.0), site("Old Mill", "brownfield", "11"),
        site("Central", "library", "12"), site("central", "jobcentre", "13", 1.0),
        site("Annexe", "college", "14"), site("Annexe", "college", "15"),
    ))  # fmt: skip
    assert list_venues(reader)["venue_label"].to_list() == [
        "Annexe (college 14)", "Annexe (college 15)", "Hartfield College", "central (jobcentre)",
        "Central (library)",
    ]  # fmt: skip
    found = find_venue(" hartfield college", reader, NOWHERE, ["L1"])
    assert found.km == pytest.approx((EAST_KM + 3.0, NORTH_KM))
    assert find_venue("Central (jobcentre)", reader, NOWHERE, ["L1"]).km[0] == EAST_KM + 1.0
    assert find_venue("W2", reader, NOWHERE, ["L1"]).note
    with pytest.raises(ReachError, match=r"several sites: central \(jobcentre\); Central"):
        find_venue("CENTRAL", reader, NOWHERE, ["L1"])
    with pytest.raises(ReachError, match=r"or a site of your lists such as Annexe"):
        find_venue("Old Mill", reader, NOWHERE, ["L1"])
