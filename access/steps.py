"""The steps of access: read tables, compute, write tables with their origin."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from access import connections_ward, reach_lsoa, reach_ward, stops_ward
from catalog import store
from catalog.graph import Progress, Step
from catalog.reading import Reader
from catalog.schema import Table
from catalog.tables.access import REACH_LSOA, REACH_WARD, STOPS_WARD
from catalog.tables.connections import BROADBAND_WARD, CONNECTIVITY_WARD

NEEDS: Final = ("wards", "lsoa_wards", "lsoa_centroids", "lsoa_need", "reach_jobs")
REACH_METHOD: Final = (
    "Jobs of every LSOA within 40 km, each multiplied by a weight that falls with the distance, "
    "straight, between population-weighted centres; a ward is the mean of its LSOAs, weighted by "
    "residents of 16 and over. No timetable, fares, hills or opening hours"
)
STOPS_METHOD: Final = (
    "Stops in use by the ward they stand in; residents are near a bus stop if the centre of their "
    "LSOA is within 400 m of one in a straight line"
)
BROADBAND_METHOD: Final = (
    "Counts of premises of output areas, summed by the LSOA and ward they lie in; shares are of "
    "those sums"
)
CONNECTIVITY_METHOD: Final = (
    "Scores of LSOAs, averaged over the ward's, weighted by residents of 16 and over"
)
LIMITS: Final = (
    "Job counts by LSOA are rounded survey estimates; a head office can carry jobs done elsewhere.",
    "Not to be read as minutes: a straight-line model orders places, it does not time journeys.",
)


def build_reach(root: Path, on_progress: Progress) -> None:
    """Writes `reach_lsoa` and `reach_ward` from the tables under a folder."""
    on_progress(0, 2, "jobs within reach of small areas")
    reader = Reader(root)
    reach = reach_lsoa.make_reach_lsoa(reader)
    _write(reach.frame.select(REACH_LSOA.columns), REACH_LSOA, reader, reach.notes)
    on_progress(1, 2, "jobs within reach of wards")
    _write(reach_ward.make_reach_ward(reader, reach), REACH_WARD, reader, reach.notes)


def _write(frame: pl.DataFrame, table: Table, reader: Reader, notes: tuple[str, ...]) -> None:
    title = f"Jobs within reach of {'small areas' if table is REACH_LSOA else 'wards'}"
    origin = store.derive_origin(table, title, REACH_METHOD, reader.read, reader.root)
    kept = dict.fromkeys((*notes, *LIMITS, *origin.notes))
    store.write(frame, table, replace(origin, notes=tuple(kept)), reader.root)


def build_stops(root: Path, on_progress: Progress) -> None:
    """Writes `stops_ward` from the tables under a folder."""
    on_progress(0, 1, "stops by ward")
    reader = Reader(root)
    frame = stops_ward.make_stops_ward(reader)
    origin = store.derive_origin(
        STOPS_WARD, "Stops and stations of wards", STOPS_METHOD, reader.read, root
    )
    store.write(frame, STOPS_WARD, origin, root)


def build_connections(root: Path, on_progress: Progress) -> None:
    """Writes `broadband_ward` and `connectivity_ward` from the tables under a folder."""
    on_progress(0, 1, "broadband and connectivity of wards")
    for table, make, title, method in (
        (
            BROADBAND_WARD, connections_ward.make_broadband_ward,
            "Broadband to be had in wards", BROADBAND_METHOD,
        ),
        (
            CONNECTIVITY_WARD, connections_ward.make_connectivity_ward,
            "Connectivity scores of wards", CONNECTIVITY_METHOD,
        ),
    ):  # fmt: skip
        reader = Reader(root)
        frame = make(reader)
        store.write(
            frame, table, store.derive_origin(table, title, method, reader.read, root), root
        )


def list_steps() -> list[Step]:
    """The steps, for the graph and for a build."""
    code = (sys.modules[__name__],)
    return [
        Step(
            "reach",
            reads=reach_lsoa.READS,
            writes=(REACH_LSOA.name, REACH_WARD.name),
            code=code,
            run=build_reach,
            needs=NEEDS,
        ),
        Step(
            "stops_ward",
            reads=stops_ward.READS,
            writes=(STOPS_WARD.name,),
            code=code,
            run=build_stops,
            needs=("stops", "wards", "lsoa_wards", "lsoa_centroids"),
        ),
        Step(
            "connections_ward",
            reads=connections_ward.READS,
            writes=(BROADBAND_WARD.name, CONNECTIVITY_WARD.name),
            code=code,
            run=build_connections,
            needs=("wards", "lsoa_wards"),
        ),
    ]
