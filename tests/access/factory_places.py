"""Made-up places for tests of access: a few that a reader can check, and many at random."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from access.decay import Floats
from access.distances import Points, measure_apart
from access.siting_problem import SitingProblem
from catalog.reading import Reader
from catalog.tables import TABLES
from geo.os_grid import to_degrees

# The south-west corner of the made-up land: near Bradford.
EAST_KM, NORTH_KM = 410.0, 430.0


def at_random(count: int, seed: int = 1, side_km: float = 30.0) -> Points:
    """So many places in a square, by a seed."""
    random = np.random.default_rng(seed)
    km = random.uniform(0.0, side_km, (count, 2))
    return Points(tuple(f"P{number:05}" for number in range(count)), km)


def on_a_line(*km: float) -> Points:
    """Places on a line from west to east."""
    return Points(
        tuple(f"P{number}" for number in range(len(km))), np.array([(one, 0.0) for one in km])
    )


def siting_problem(
    areas: int = 80, candidates: int = 30, seed: int = 1, kept: Floats | None = None
) -> SitingProblem:
    """People at random places, and candidates at others; `kept`: to the sites that stay."""
    people, places = at_random(areas, seed), at_random(candidates, seed + 1000)
    demand = np.random.default_rng(seed + 2000).integers(1, 400, areas).astype(np.float64)
    return SitingProblem(
        demand,
        people.codes,
        tuple(f"W{number % 7}" for number in range(areas)),
        measure_apart(people.km, places.km),
        np.full(areas, np.inf) if kept is None else kept,
        places.codes,
        tuple(f"Place {code}" for code in places.codes),
        group="residents",
    )


def reader_of(**frames: pl.DataFrame) -> Reader:
    """A reader of tables in memory, which has no others."""
    return Reader(Path("nowhere"), frames)


def centroids(**km: tuple[float, float]) -> pl.DataFrame:
    """Rows of `lsoa_centroids`: small areas so many km east and north of the corner."""
    east = pl.Series([1000.0 * (EAST_KM + x) for x, _ in km.values()])
    north = pl.Series([1000.0 * (NORTH_KM + y) for _, y in km.values()])
    longs, lats = to_degrees(east, north)
    return pl.DataFrame({"lsoa_code": list(km), "long": longs, "lat": lats})


def lookup(**wards: str) -> pl.DataFrame:
    """Rows of `lsoa_wards`: the ward of each small area, as W1 of the council L1: "L1 W1"."""
    rows = [
        (code, code, *reversed(where.split()), *reversed(where.split()), "2025")
        for code, where in wards.items()
    ]
    columns = [
        "lsoa_code", "lsoa_name", "ward_code", "lad_code", "ward_name", "lad_name", "ward_vintage",
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return frame.select(TABLES["lsoa_wards"].columns)


def wards_of(lsoa_wards: pl.DataFrame, *councils: str) -> pl.DataFrame:
    """Rows of `wards` without boundaries: those of some councils in a lookup."""
    rows = lsoa_wards.filter(pl.col("lad_code").is_in(councils)).unique("ward_code")
    return rows.with_columns(
        long=pl.lit(None, dtype=pl.Float64), lat=pl.lit(None, dtype=pl.Float64),
        geometry_wkb=pl.lit(None, dtype=pl.Binary),
    ).select(TABLES["wards"].columns).sort("ward_code")  # fmt: skip


def jobs_of(**jobs: float) -> pl.DataFrame:
    """Rows of `reach_jobs`."""
    return pl.DataFrame(
        {"lsoa_code": list(jobs), "jobs": list(jobs.values()), "period": "2021",
         "status": "rounded"}
    )  # fmt: skip


def need_of(**residents: float) -> pl.DataFrame:
    """Rows of `lsoa_need`: residents, a quarter of them unqualified; half as many households, a
    tenth of them without a car."""
    people = pl.Series(list(residents.values()), dtype=pl.Float64)
    return pl.DataFrame(
        {
            "lsoa_code": list(residents), "lad_code": "L1", "residents_16_plus": people,
            "residents_no_qualifications": people / 4, "households": people / 2,
            "households_no_car": people / 20, "period": "2021", "status": "observed",
        }
    )  # fmt: skip


def outlines(**boxes: tuple[float, float, float, float]) -> pl.DataFrame:
    """Rows of `council_boundaries`: boxes (west, south, east, north) in km from the corner."""
    frames = []
    for code, (west, south, east, north) in boxes.items():
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        ring = centroids(**{f"c{number}": corner for number, corner in enumerate(corners)})
        ring = ring.with_row_index("at").sort("at")
        points = ",".join(f"[{x},{y}]" for x, y in ring.select("long", "lat").iter_rows())
        frames.append(
            {"lad_code": code, "lad_name": f"Council {code}",
             "outline_geojson": f'{{"type":"Polygon","coordinates":[[{points}]]}}'}
        )  # fmt: skip
    return pl.DataFrame(frames)
