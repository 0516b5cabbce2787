"""What residents can reach, the stops near them, and sites where a service could stand."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table
from catalog.tables.economy import AREA, PERIOD

# How jobs fade with distance, or are counted: named settings, no slider.
REACH_SETTINGS: Final = ("no_car", "any", "within_5km", "minutes")
SITE_KINDS: Final = ("jobcentre", "college", "library", "brownfield", "other")

F = pl.Float64
define("reach_setting", pl.String, "", "no_car (half weight at 1.4 km), any (half at 3.0 km), "
       "within_5km, or minutes (travel times that the user supplied)")  # fmt: skip
define("jobs_in_reach", F, "jobs", "Jobs that count as within reach: nearer jobs count more",
       nullable=True)  # fmt: skip
define("reach_jobs_per_resident", F, "jobs per resident", "Jobs within reach, shared with all who "
       "reach them too (two-step floating catchment)", nullable=True)  # fmt: skip
define("neighbours_missing_count", pl.Int64, "LSOAs", "LSOAs within 40 km whose jobs we lack; of a "
       "ward, those of its LSOA with most", nullable=True)  # fmt: skip
define("residents_16_plus", F, "residents", "Residents aged 16 and over, Census 2021",
       nullable=True)  # fmt: skip
define("residents_no_qualifications", F, "residents", "Of them, without qualifications",
       nullable=True)  # fmt: skip
define("households", F, "households", "Households, Census 2021", nullable=True)
define("households_no_car", F, "households", "Of them, without a car or van", nullable=True)
define("rank_in_council", pl.Int64, "rank", "1 is the ward of its council with most; null where "
       "neighbours whose jobs we lack could change it", nullable=True)  # fmt: skip
define("lowest_fifth_pct", F, "%", "Share of the ward's residents of 16 and over who live in the "
       "fifth of LSOAs, of all councils in these tables, with fewest jobs within reach",
       nullable=True)  # fmt: skip
define("households_no_car_pct", F, "%", "Share of households without a car or van", nullable=True)
define("residents_no_qualifications_pct", F, "%", "Share of residents of 16 and over without "
       "qualifications", nullable=True)  # fmt: skip
define("bus_stops_count", F, "stops", "Bus stops in use in the ward", nullable=True)
define("rail_stations_count", F, "stations", "Rail stations in the ward", nullable=True)
define("tram_stops_count", F, "stops", "Tram or metro stops in the ward", nullable=True)
define("residents_near_bus_pct", F, "%", "Share of residents of 16 and over whose LSOA's centre is "
       "within 400 m (straight) of a bus stop", nullable=True)  # fmt: skip
define("residents_walk_rail_pct", F, "%", "Share of residents within 30 minutes' walk of a rail "
       "station (ONS)", nullable=True)  # fmt: skip
define("stop_code", pl.String, "", "NaPTAN's ATCO code of the stop")
define("stop_name", pl.String, "", "Name of the stop")
define("stop_kind", pl.String, "", "bus, rail, tram or ferry")
define("easting_m", F, "metres", "British National Grid, east")
define("northing_m", F, "metres", "British National Grid, north")
define("site_code", pl.String, "", "The publisher's or the user's reference of the site")
define("site_name", pl.String, "", "Name or address of the site, as published")
define("site_kind", pl.String, "", "jobcentre, college, library, brownfield or other")
define("site_postcode", pl.String, "", "Postcode of the site: HD1 1AB; '' where a list has none")
define("score_name", pl.String, "", "Name of the score: purpose and way of travel, as published")
define("connectivity_score", F, "score from 0 to 100", "Connectivity as DfT scores it")
define("msoa_code", pl.String, "", "GSS code of the middle layer super output area of 2021")
define("msoa_name", pl.String, "", "Its name; the names of its LSOAs add a letter to it")
for _minutes in (15, 30, 60):
    define(f"walk_{_minutes}_pct", F, "%", f"Share of people within {_minutes} minutes' walk of a "
           "rail station", nullable=True)  # fmt: skip
define("hectares", F, "hectares", "Size of the site", nullable=True)
define("planning_status", pl.String, "", "Planning permission, as published; '' if not said")
define("last_updated", pl.String, "", "Date of the record, as published; '' if not said")
define("origin_code", pl.String, "", "GSS code of the LSOA of 2021 that the journey starts in")
define("destination_code", pl.String, "", "GSS code of the LSOA of 2021 that it ends in")
define("travel_minutes", F, "minutes", "Travel time, as supplied")

define("cars_code", pl.String, "", "total: all households; none: those without a car or van")

CENSUS_CARS: Final = Table(
    name="census_cars",
    grain="an LSOA of Census 2021 and whether its households have a car or van",
    key=("area_code", "area_type", "cars_code"),
    columns=(*AREA, "lad_code", *PERIOD, "cars_code", "households", "status"),
    value="households",
    additive=True,
    non_negative=("households",),
    allowed=(("area_type", ("lsoa21",)), ("cars_code", ("total", "none"))),
)
JOBS_AROUND: Final = Table(
    name="jobs_around",
    grain="an LSOA (of 2011 or 2021) in a region that a council lies in or near, and a year",
    key=("area_code", "area_vintage", "period"),
    columns=("area_code", "area_vintage", *PERIOD, "jobs", "status"),
    value="jobs",
    non_negative=("jobs",),
    allowed=(("area_vintage", ("2011", "2021")),),
)
LSOA_NEED: Final = Table(
    name="lsoa_need",
    grain="an LSOA of 2021: residents and households, Census 2021 (TS067, TS045)",
    key=("lsoa_code",),
    columns=(
        "lsoa_code", "lad_code", "residents_16_plus", "residents_no_qualifications",
        "households", "households_no_car", "period", "status",
    ),
    value="residents_16_plus",
    non_negative=(
        "residents_16_plus", "residents_no_qualifications", "households", "households_no_car",
    ),
)  # fmt: skip
REACH_JOBS: Final = Table(
    name="reach_jobs",
    grain="an LSOA of 2021 in or within 40 km of the councils: all its jobs (BRES, one status)",
    key=("lsoa_code",),
    columns=("lsoa_code", "jobs", "period", "status"),
    value="jobs",
    non_negative=("jobs",),
)
REACH_LSOA: Final = Table(
    name="reach_lsoa",
    grain="an LSOA of 2021 and a setting",
    key=("lsoa_code", "reach_setting"),
    columns=(
        "lsoa_code", "ward_code", "lad_code", "reach_setting", "period", "jobs_in_reach",
        "reach_jobs_per_resident", "neighbours_missing_count", "status",
    ),
    value="jobs_in_reach",
    non_negative=("jobs_in_reach", "reach_jobs_per_resident"),
    allowed=(("reach_setting", REACH_SETTINGS),),
)  # fmt: skip
REACH_WARD: Final = Table(
    name="reach_ward",
    grain="a ward and a setting: the mean of its LSOAs, weighted by residents of 16 and over",
    key=("ward_code", "reach_setting"),
    columns=(
        "ward_code", "ward_name", "lad_code", "lad_name", "reach_setting", "period",
        "jobs_in_reach", "reach_jobs_per_resident", "rank_in_council", "lowest_fifth_pct",
        "residents_16_plus", "households_no_car_pct", "residents_no_qualifications_pct",
        "neighbours_missing_count", "status",
    ),
    value="jobs_in_reach",
    non_negative=("jobs_in_reach", "reach_jobs_per_resident", "residents_16_plus"),
    allowed=(("reach_setting", REACH_SETTINGS),),
)  # fmt: skip
STOPS: Final = Table(
    name="stops",
    grain="a bus, rail or tram stop in use",
    key=("stop_code",),
    columns=("stop_code", "stop_name", "stop_kind", "easting_m", "northing_m"),
    allowed=(("stop_kind", ("bus", "rail", "tram", "ferry")),),
)
STOPS_WARD: Final = Table(
    name="stops_ward",
    grain="a ward: its stops, and residents near them",
    key=("ward_code",),
    columns=(
        "ward_code", "ward_name", "lad_code", "lad_name", "bus_stops_count",
        "rail_stations_count", "tram_stops_count", "residents_near_bus_pct",
        "residents_walk_rail_pct", "note", "status",
    ),
    value="bus_stops_count",
    non_negative=("bus_stops_count", "rail_stations_count", "tram_stops_count"),
)  # fmt: skip
BROWNFIELD: Final = Table(
    name="brownfield",
    grain="a site of a council's register of brownfield land, England",
    key=("site_code",),
    columns=(
        "site_code", "site_name", "long", "lat", "hectares", "planning_status", "last_updated",
    ),
    non_negative=("hectares",),
)  # fmt: skip
SITE_LISTS: Final = Table(
    name="site_lists",
    grain="a site of a list that the user supplied",
    key=("site_kind", "site_code"),
    columns=(
        "site_kind", "site_code", "site_name", "site_postcode", "long", "lat", "hectares",
        "planning_status", "last_updated",
    ),
    non_negative=("hectares",),
    allowed=(("site_kind", SITE_KINDS),),
)  # fmt: skip
SITES: Final = Table(
    name="sites",
    grain="a place where a service stands or could stand: supplied lists, brownfield registers",
    key=("site_kind", "site_code"),
    columns=(
        "site_kind", "site_code", "site_name", "lad_code", "ward_code", "lsoa_code", "easting_m",
        "northing_m", "hectares", "planning_status", "last_updated",
    ),
    non_negative=("hectares",),
    allowed=(("site_kind", SITE_KINDS),),
)  # fmt: skip
RAIL_WALK: Final = Table(
    name="rail_walk",
    grain="an MSOA of 2021: residents within a walk of a rail station (ONS)",
    key=("msoa_code",),
    columns=("msoa_code", "msoa_name", "walk_15_pct", "walk_30_pct", "walk_60_pct"),
    non_negative=("walk_15_pct", "walk_30_pct", "walk_60_pct"),
)
CONNECTIVITY: Final = Table(
    name="connectivity",
    grain="an LSOA of 2021 and a connectivity score (DfT), from a file of the user's",
    key=("lsoa_code", "score_name"),
    columns=("lsoa_code", "score_name", "connectivity_score"),
    non_negative=("connectivity_score",),
)
TRAVEL_TIMES: Final = Table(
    name="travel_times",
    grain="a journey between two LSOAs of 2021, from a file of the user's",
    key=("origin_code", "destination_code"),
    columns=("origin_code", "destination_code", "travel_minutes"),
    non_negative=("travel_minutes",),
)
