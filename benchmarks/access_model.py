"""How decay orders neighbourhoods beside a study of timetables, and how long a nation takes.

    uv run python benchmarks/access_model.py

The first needs the upstream bench; the nation is made up: as many small areas as England and Wales
have, most of them in towns of all sizes, London's a quarter as far apart.
"""

from __future__ import annotations

import gzip
import json
import resource
import sqlite3
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import spearmanr
from upstream_bench import BENCH

from access.decay import (
    SETTINGS,
    STRAIGHT,
    Floats,
    Setting,
    count_within,
    fade_by_km,
    fade_by_minutes,
)
from access.distances import Points, StraightLines, place_points
from access.reach import compute_reach

LSOAS = 35_672
TOWNS = 300
FORMS = {
    **{f"e^(-{rate} d)": fade_by_km(rate) for rate in (0.1, 0.233, 0.5, 0.7)},
    "d^-1.5": lambda km: np.maximum(km, 0.1) ** -1.5,
    "within 5 km": count_within(5.0),
    "minutes: 10 + 1.3 d at 8 km an hour": lambda km: fade_by_minutes(40.3, 12.8)(
        10 + 1.3 * km / 8.0 * 60
    ),
}


def make_nation() -> Points:
    """Places in towns of sizes by Zipf's law, the largest with a sixth; a fifth lie apart."""
    random = np.random.default_rng(1)
    apart = LSOAS // 5
    shares = 1.0 / np.arange(1, TOWNS + 1)
    sizes = random.multinomial(LSOAS - apart, shares / shares.sum())
    middles = random.uniform((0.0, 0.0), (350.0, 430.0), (TOWNS, 2))
    spread = 0.22 * np.sqrt(sizes)[:, None]
    towns = [
        middle + random.normal(size=(size, 2)) * width
        for middle, size, width in zip(middles, sizes, spread, strict=True)
    ]
    km = np.vstack([*towns, random.uniform((0.0, 0.0), (350.0, 430.0), (apart, 2))])
    return Points(tuple(f"P{number:05}" for number in range(LSOAS)), km)


def time_nation() -> None:
    """Prints the time and memory of all settings over the nation, sharing of jobs included."""
    points, random = make_nation(), np.random.default_rng(2)
    jobs, residents = random.lognormal(6, 1, LSOAS), random.uniform(800, 2000, LSOAS)
    began, worked = time.perf_counter(), time.process_time()
    compute_reach(
        StraightLines(points),
        np.arange(LSOAS),
        jobs,
        residents,
        [SETTINGS[one] for one in STRAIGHT],
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{LSOAS:,} small areas, {len(STRAIGHT)} settings: {time.perf_counter() - began:.0f} s "
        f"({time.process_time() - worked:.0f} s of processor), peak {peak:,.0f} MB"
    )


def compare_forms() -> None:
    """Prints how the order by each form of decay agrees with the study's fifths."""
    folder = BENCH / "data"
    points, jobs = read_bench(folder)
    study = pl.read_csv(folder / "access/ptja_quintiles_west_yorkshire.csv").drop_nulls("ptja_q")
    rows = points.find_rows(study["lsoa21cd"])
    fifths = study["ptja_q"].to_numpy()[rows >= 0]
    rows = rows[rows >= 0]
    settings = [Setting(name, "", "", "", 0.0, form) for name, form in FORMS.items()]
    nobody = np.zeros(len(points.codes))
    for reach in compute_reach(StraightLines(points), rows, jobs, nobody, settings):
        order = reach.jobs.argsort().argsort()
        ours = order * 5 // len(order) + 1
        agreement = spearmanr(reach.jobs, fifths).statistic
        same, near = (ours == fifths).mean(), (abs(ours - fifths) <= 1).mean()
        print(
            f"{reach.setting.code:40} rank correlation {agreement:.3f}  same fifth {same:.0%}"
            f"  or the next {near:.0%}"
        )


def read_bench(folder: Path) -> tuple[Points, Floats]:
    """Centres of all small areas, and jobs of those around the councils (NaN elsewhere)."""
    with tempfile.TemporaryDirectory() as temporary:
        database = Path(temporary) / "places.sqlite"
        database.write_bytes(gzip.decompress((folder / "arcgis.sqlite.gz").read_bytes()))
        places = sqlite3.connect(database)
        shapes = places.execute("select LSOA21CD, geometry_z from layer_7").fetchall()
        changes = places.execute("select LSOA11CD, LSOA21CD from layer_15").fetchall()
        places.close()
    degrees = [(code, *json.loads(zlib.decompress(one))["coordinates"]) for code, one in shapes]
    points = place_points(pl.DataFrame(degrees, ["lsoa_code", "long", "lat"], orient="row"))
    moved = pl.DataFrame(changes, ["lsoa11", "lsoa_code"], orient="row")
    jobs = pl.read_csv(folder / "access/jobs_lsoa11_2021_within40km.csv.gz")
    shared = jobs.join(moved, on="lsoa11").with_columns(
        jobs=pl.col("employment") / pl.len().over("lsoa11")
    )
    summed = shared.group_by("lsoa_code").agg(pl.col("jobs").sum())
    return points, points.align(summed, "lsoa_code", "jobs")


if __name__ == "__main__":
    if (BENCH / "data" / "access").is_dir():
        compare_forms()
    else:
        print("without the upstream bench beside the repository no comparison with the study")
    time_nation()
