"""The derived steps of wards: read tables, call the arithmetic, write tables with their origin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.measures import OCCUPATIONS, QUALIFICATIONS
from catalog.schema import Table
from catalog.tables.places import LAD_CHANGES, WARD_CHANGES
from catalog.tables.wards import WARD_MEASURES
from etl import ward_tables
from geo import changes, lookups

Progress = Callable[[int, int, str], None]
Split = Callable[[Path, pl.DataFrame, pl.DataFrame], pl.DataFrame]

MEASURES_READ: Final = (
    "wards",
    "ward_changes",
    "lsoa_wards",
    "lsoa_changes",
    "jobs",
    "jobs_small_areas",
    "census_qualifications",
    "census_occupations",
    "census_industry",
    "claimants_small_areas",
    "ward_premises",
)


def build_lad_changes(root: Path, on_progress: Progress) -> None:
    """Writes `lad_changes` from where the LSOAs of each council of 2022 lie now."""
    on_progress(0, 1, "following council codes")
    read = ("lsoa_changes", "lsoa_wards", "councils")
    frame = changes.lad_changes(*(store.read(name, root)[0] for name in read))
    method = (
        "Where the LSOAs of each council of 2022 lie today (at least 95 % in one), and a list of "
        "changes before 2022"
    )
    _write(frame, LAD_CHANGES, "Council code changes", method, read, root)


def build_ward_changes(root: Path, on_progress: Progress) -> None:
    """Writes `ward_changes`: the census wards of 2022 and the wards of the map."""
    on_progress(0, 1, "comparing ward boundaries")
    read = ("wards_2022", "wards", "lsoa_wards", "lsoa_centroids")
    held = [store.read(name, root)[0] for name in read]
    then, now, lookup, centres = held
    lookups.same_vintage(lookup, now)
    frame = changes.ward_changes(then, now, lookup, centres, _residents(root))
    method = (
        "A ward that kept its code kept its boundary; residents of the others are placed LSOA by "
        "LSOA, by the LSOA's centre and the best-fit lookup"
    )
    _write(frame, WARD_CHANGES, "Census wards to wards of today", method, read, root)


def _residents(root: Path) -> pl.DataFrame:
    """lsoa_code and residents_persons (16 and over), empty where the census table is not held."""
    schema = {"lsoa_code": pl.String, "residents_persons": pl.Float64}
    if not store.has("census_qualifications", root):
        return pl.DataFrame(schema=schema)
    total = (pl.col("area_type") == "lsoa21") & (pl.col("qualification_code") == "total")
    frame = store.read("census_qualifications", root)[0].filter(total)
    return frame.select(lsoa_code="area_code", residents_persons="residents_persons")


def build_measures(root: Path, on_progress: Progress, *, split: Split) -> None:
    """Writes `ward_measures` from every tidy table that is held; one that is not adds no rows.

    `split` models jobs by ward and sector from a folder of tables, the wards' jobs and the wards.
    """
    on_progress(0, 1, "summing to wards")
    held = {name: store.read(name, root)[0] for name in MEASURES_READ if store.has(name, root)}
    wards = held["wards"]
    rows = []
    if "jobs_small_areas" in held:
        lookups.same_vintage(held["lsoa_wards"], wards)
        on_map = held["lsoa_wards"].filter(pl.col("lad_code").is_in(wards["lad_code"].implode()))
        jobs = ward_tables.jobs(held["jobs_small_areas"], on_map, held["lsoa_changes"])
        rows.append(jobs)
        rows.append(_sector_jobs(root, held, on_map, jobs, split))
    for name, category, names in (
        ("census_qualifications", "qualification_code", QUALIFICATIONS),
        ("census_occupations", "occupation_code", OCCUPATIONS),
    ):
        if name in held:
            rows.append(
                ward_tables.census_shares(
                    held[name], held["ward_changes"], category=category, names=names
                )
            )
    if "claimants_small_areas" in held:
        rows.append(ward_tables.claimants(held["claimants_small_areas"]))
    if "ward_premises" in held:
        rows.append(ward_tables.premises(held["ward_premises"]))
    frame = ward_tables.together(wards, *rows)
    method = "Sums by best fit, shares, and a model of jobs by sector; see each measure"
    _write(frame, WARD_MEASURES, "Ward measures", method, tuple(held), root)


def _sector_jobs(
    root: Path,
    held: dict[str, pl.DataFrame],
    on_map: pl.DataFrame,
    jobs: pl.DataFrame,
    split: Split,
) -> pl.DataFrame:
    """Jobs by sector: summed from LSOAs for councils that have them, modelled for the others."""
    observed = ward_tables.observed_sector_jobs(held["jobs_small_areas"], on_map)
    if "jobs" not in held:
        return observed
    known = on_map.filter(pl.col("ward_code").is_in(observed["ward_code"].implode()))["lad_code"]
    others = held["wards"].filter(~pl.col("lad_code").is_in(known.unique().implode()))
    totals = jobs.select("ward_code", jobs="value")
    return pl.concat([observed, ward_tables.sector_jobs(split(root, totals, others))])


def _write(
    frame: pl.DataFrame, table: Table, title: str, method: str, read: Sequence[str], root: Path
) -> None:
    store.write(frame, table, store.derived(table, title, method, read, root), root)
