"""Stops of wards: a council whose list we lack has none counted, which is not none."""

from __future__ import annotations

import polars as pl
import shapely
from factory_places import EAST_KM, NORTH_KM, centroids, lookup, need_of, reader_of, wards_of

from access.stops_ward import make_stops_ward
from catalog.schema import check
from catalog.tables.access import STOPS_WARD

YORK, BRADFORD = "E06000014", "E08000032"
KM = {"A": (0.0, 0.0), "B": (3.0, 0.0), "C": (20.0, 0.0)}
LOOKUP = lookup(A=f"{YORK} W1", B=f"{YORK} W1", C=f"{BRADFORD} W2")


def stop(code: str, kind: str, x: float, y: float = 0.0) -> dict[str, object]:
    return {
        "stop_code": code, "stop_name": code, "stop_kind": kind,
        "easting_m": 1000 * (EAST_KM + x), "northing_m": 1000 * (NORTH_KM + y),
    }  # fmt: skip


def box(west: float, east: float) -> bytes:
    corners = centroids(a=(west, -5.0), b=(east, 5.0)).select("long", "lat").rows()
    return shapely.to_wkb(shapely.box(*corners[0], *corners[1]))


def stops_of(*stops: dict[str, object]) -> pl.DataFrame:
    wards = wards_of(LOOKUP, YORK, BRADFORD).with_columns(
        geometry_wkb=pl.Series([box(-5, 8), box(15, 25)], dtype=pl.Binary)
    )
    frames = {
        "stops": pl.DataFrame(stops), "wards": wards, "lsoa_wards": LOOKUP,
        "lsoa_centroids": centroids(**KM), "lsoa_need": need_of(A=300.0, B=100.0, C=200.0),
    }  # fmt: skip
    return check(make_stops_ward(reader_of(**frames)), STOPS_WARD).sort("ward_code")


def test_stops_are_counted_where_they_stand_and_residents_near_them() -> None:
    wards = stops_of(
        stop("3290A", "bus", 0.3), stop("3290B", "bus", 1.5), stop("9100Y", "rail", 2.0),
        stop("4500A", "bus", 20.1), stop("4500B", "bus", 20.5), stop("9400T", "tram", 90.0),
    )  # fmt: skip
    assert wards["bus_stops_count"].to_list() == [2.0, 2.0]
    assert wards["rail_stations_count"].to_list() == [1.0, 0.0]
    assert wards["tram_stops_count"].to_list() == [0.0, 0.0]
    # A is 300 m from a stop, B 1.5 km.
    assert wards["residents_near_bus_pct"].to_list() == [75.0, 100.0]
    assert wards["status"].to_list() == ["observed", "observed"]


def test_a_neighbours_stops_across_the_border_are_no_list() -> None:
    wards = stops_of(
        stop("3290A", "bus", 0.3), stop("3290B", "bus", 1.5), stop("3290C", "bus", 20.1)
    )
    assert wards["status"].to_list() == ["observed", "missing"]
    assert wards["bus_stops_count"].to_list() == [2.0, None]
    assert wards["residents_near_bus_pct"][1] is None
    assert wards["note"][1].startswith("We do not have the list of bus stops")
    assert wards["rail_stations_count"].null_count() == 2, "no list of stations at all"
    assert wards["tram_stops_count"].null_count() == 2, "nor of trams"
