"""What a ward map weighs and how long it takes to appear: `uv run python benchmarks/map_payload.py`.

Looks at the tables in use, the embedded sample on a fresh machine. The first table counts bytes
sent to the browser for one measure; the second, where a Chromium is found, times a cold server, a
second visitor and a change of council, until polygons are drawn.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import shapely

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "browser")]

import browsing

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.measures import DEFAULT_MEASURE
from geo import boundaries, ward_map
from geo.classes import classify


def payload(wards: pl.DataFrame, values: pl.DataFrame) -> tuple[int, int, int]:
    """Points, bytes and gzipped bytes of a map of the wards."""
    light = boundaries.simplified(wards)
    tips = values.with_columns(tip=pl.format("{}\n{} %", "ward_name", pl.col("value").round(1)))
    sent = ward_map.payload_bytes(ward_map.deck(light, tips, classify(values["value"], "%")))
    points = int(shapely.get_num_coordinates(shapely.from_wkb(light["geometry_wkb"])).sum())
    return points, len(sent), len(gzip.compress(sent))


def weigh(root: Path) -> list[str]:
    """Prints the first table; returns the names of the councils that have the measure."""
    wards, _ = store.read("wards", root)
    measures, _ = store.read("ward_measures", root)
    values = measures.filter(pl.col("measure") == DEFAULT_MEASURE)
    groups = dict(values.sort("lad_name").group_by("lad_name", maintain_order=True).all().select(
        "lad_name", "lad_name").iter_rows())
    print(f"{'council':<28}{'wards':>7}{'points':>8}{'bytes':>10}{'gzipped':>10}")
    for name in [*groups, "all of these"]:
        of = pl.lit(True) if name not in groups else pl.col("lad_name") == name
        chosen = wards.filter(of, pl.col("lad_name").is_in(list(groups)))
        points, size, zipped = payload(chosen, values.filter(of))
        print(f"{name:<28}{chosen.height:>7}{points:>8}{size:>10,}{zipped:>10,}")
    return list(groups)


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
