"""Stops in each ward, and residents near them: missing where a council's list is, never zero."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from access.decay import CONSTANTS
from access.distances import Points, place_points
from access.reach_lsoa import list_own_lsoas, list_own_wards
from catalog.reading import Reader
from catalog.tables.access import STOPS_WARD
from catalog.vocabulary.status import MISSING, OBSERVED
from geo.boundaries import locate
from geo.os_grid import to_degrees
from wards.rail_walk import share_by_ward

READS: Final = ("stops", "wards", "lsoa_wards", "lsoa_centroids", "lsoa_need", "rail_walk")
WALK_M: Final = CONSTANTS["bus_walk_m"]
# Every council has more. Fewer are a neighbour's stops across the border: its own list is not here.
FEWEST_STOPS: Final = CONSTANTS["fewest_stops_per_lsoa"]
COUNTS: Final = (
    ("bus_stops_count", "bus"), ("rail_stations_count", "rail"), ("tram_stops_count", "tram"),
)  # fmt: skip
NO_LIST: Final = "We do not have the list of bus stops of this council."


def make_stops_ward(reader: Reader) -> pl.DataFrame:
    """Rows of `stops_ward`: every ward, with its stops and the share of residents near a bus stop.

    Bus stops come in lists by area, so those of a council whose list is not here are missing. Rail
    stations come in one list of the nation, trams in another, and walks to a station in a file that
    the user supplies; without the list its counts are missing.
    """
    wards = list_own_wards(reader)
    stops = reader.table("stops")
    lsoas = list_own_lsoas(reader)
    counts = wards.join(count_stops(stops, reader.table("wards")), on="ward_code", how="left")
    listed = find_listed(counts, lsoas, stops)
    has_rail, has_tram = (bool((stops["stop_kind"] == kind).any()) for kind in ("rail", "tram"))
    near = share_near_bus(stops, lsoas, reader)
    walk = share_by_ward(
        reader.table("rail_walk"), reader.table("lsoa_wards"), reader.table("lsoa_need")
    )
    joined = counts.join(near, on="ward_code", how="left", validate="1:1")
    joined = joined.join(walk, on="ward_code", how="left", validate="1:1").with_columns(
        listed=pl.col("lad_code").is_in(listed.implode())
    )
    return joined.with_columns(
        bus_stops_count=pl.when("listed").then(pl.col("bus_stops_count").fill_null(0.0)),
        tram_stops_count=pl.when(has_tram).then(pl.col("tram_stops_count").fill_null(0.0)),
        rail_stations_count=pl.when(has_rail).then(pl.col("rail_stations_count").fill_null(0.0)),
        residents_near_bus_pct=pl.when("listed").then("residents_near_bus_pct"),
        note=pl.when("listed").then(pl.lit("")).otherwise(pl.lit(NO_LIST)),
        status=pl.when("listed").then(pl.lit(OBSERVED)).otherwise(pl.lit(MISSING)),
    ).select(STOPS_WARD.columns)


def count_stops(stops: pl.DataFrame, wards: pl.DataFrame) -> pl.DataFrame:
    """ward_code and the columns of COUNTS: stops by the ward that they stand in."""
    longs, lats = to_degrees(stops["easting_m"], stops["northing_m"])
    placed = stops.with_columns(longs.alias("long"), lats.alias("lat"))
    placed = placed.with_columns(locate(placed, wards)).drop_nulls("ward_code")
    return placed.group_by("ward_code").agg(
        (pl.col("stop_kind") == kind).sum().cast(pl.Float64).alias(name) for name, kind in COUNTS
    )


def find_listed(counts: pl.DataFrame, lsoas: pl.DataFrame, stops: pl.DataFrame) -> pl.Series:
    """Codes of the councils whose own list of bus stops is here, of every area that they lie in."""
    bus = stops.filter(stop_kind="bus")["stop_code"]
    held = bus.str.head(3).unique().implode()
    areas = (
        reference.read("atco_areas")
        .group_by("lad_code")
        .agg(is_held=pl.col("atco_area").is_in(held).all())
    )
    total = counts.group_by("lad_code").agg(pl.col("bus_stops_count").sum())
    size = lsoas.group_by("lad_code").agg(pl.len().alias("lsoas_count"))
    both = total.join(size, on="lad_code").join(areas, on="lad_code")
    enough = pl.col("bus_stops_count") >= FEWEST_STOPS * pl.col("lsoas_count")
    return both.filter(enough & pl.col("is_held"))["lad_code"]


def share_near_bus(stops: pl.DataFrame, lsoas: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """ward_code and residents_near_bus_pct, by small areas: near if their centre is.

    Null where a small area of the ward has no centre or no count of residents.
    """
    points: Points = place_points(reader.table("lsoa_centroids"))
    bus = stops.filter(stop_kind="bus").select("easting_m", "northing_m").to_numpy() / 1000.0
    residents = points.align(reader.table("lsoa_need"), "lsoa_code", "residents_16_plus")
    codes = pl.Series("lsoa_code", points.codes, dtype=pl.String)
    frame = codes.to_frame().with_columns(residents=pl.Series(residents), is_near=pl.lit(False))
    if len(bus) and len(points.km):
        from scipy.spatial import cKDTree  # here: slow to load, seldom needed

        apart_km, _ = cKDTree(bus).query(points.km)
        frame = frame.with_columns(is_near=pl.Series(apart_km <= WALK_M / 1000.0))
    joined = lsoas.join(frame, on="lsoa_code", how="left", validate="1:1")
    count = pl.col("residents").fill_nan(None)
    share = 100.0 * count.filter(pl.col("is_near")).sum() / count.sum()
    complete = count.is_not_null().all() & (count.sum() > 0)
    return joined.group_by("ward_code").agg(
        pl.when(complete).then(share).alias("residents_near_bus_pct")
    )
