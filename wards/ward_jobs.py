"""The step of jobs in wards: in all, by section and by group of sectors.

They take most of the time of ward figures, and a new month of claimants changes none of them, so
they are tables of their own, which `ward_measures` takes up.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

import polars as pl

from catalog.graph import Progress
from catalog.reading import Reader
from catalog.tables.sectors import WARD_SECTOR_GROUPS
from catalog.tables.wards import WARD_JOB_SOURCES, WARD_JOBS
from catalog.workers import HERE, Workers
from wards import measure_table, observed_sectors, sector_groups, sector_split, ward_list
from wards.council_jobs import LISTED_BY, jobs_of_councils
from wards.writing import list_sources, write_derived

READS: Final = (
    "wards",
    "lsoa_wards",
    "lsoa_changes",
    "jobs",
    "jobs_small_areas",
    "census_qualifications",
    "census_occupations",
    "ward_premises",
)
WRITES: Final = (WARD_JOBS.name, WARD_JOB_SOURCES.name, WARD_SECTOR_GROUPS.name)
METHOD: Final = "Sums by best fit, and a model of jobs by sector where LSOAs have none"


def build_jobs(root: Path, on_progress: Progress, workers: Workers = HERE) -> None:
    """Writes `ward_jobs` from the tidy tables that exist; a missing one adds no rows.

    If a council's LSOAs have no jobs by sector, we model them (sector_split). Also writes
    `ward_job_sources`: the tables that were read for each measure of each council; and
    `ward_sector_groups`: the jobs of groups of sectors that differ from ward to ward.
    """
    reader = Reader(root)
    wards = ward_list.list_wards(reader, LISTED_BY)
    of_groups = reader.separate_reader()
    of_groups.table("wards")  # whose names every figure wears
    parts: defaultdict[tuple[str, ...], list[pl.DataFrame]] = defaultdict(list)
    divisions = [pl.DataFrame(schema=observed_sectors.DIVISION_SCHEMA)]
    for council in jobs_of_councils(reader, wards, READS, on_progress, workers):
        for measure_rows, read in council.parts:
            parts[read].append(measure_rows)
            reader.add_names(read)
            of_groups.add_names(read)
        of_groups.add_names(council.divisions_read)
        divisions.append(council.divisions)
    by_read = {read: pl.concat(rows) for read, rows in parts.items()}
    jobs = pl.concat([WARD_JOBS.empty(), *by_read.values()])
    sources = (list_sources(rows, wards, read) for read, rows in by_read.items())
    source_rows = pl.concat([WARD_JOB_SOURCES.empty(), *sources])
    notes = sector_split.describe_references()
    write_derived(jobs, WARD_JOBS, "Jobs in wards", METHOD, reader, notes)
    title, method = "What jobs in wards were made from", "Noted as tables were read for the figures"
    write_derived(source_rows, WARD_JOB_SOURCES, title, method, reader)
    _write_groups(wards, jobs, pl.concat(divisions), source_rows, of_groups)


def _write_groups(
    wards: pl.DataFrame,
    jobs: pl.DataFrame,
    divisions: pl.DataFrame,
    sources: pl.DataFrame,
    reader: Reader,
) -> None:
    """Writes `ward_sector_groups` from jobs by section of wards and the divisions of LSOAs."""
    measures, _ = measure_table.combine_measures(wards, jobs)
    of_wards = divisions.join(wards.select(ward_list.WARD), on="ward_code", validate="m:1")
    with_premises = sources.filter(
        pl.col("measure").str.starts_with("jobs_section"), pl.col("table_name") == "ward_premises"
    )["lad_code"].unique()
    frame = sector_groups.ward_groups(
        measures, of_wards, reader.table("jobs"), with_premises.to_list()
    )
    title = "Jobs by groups of sectors in wards"
    method = (
        "Jobs by division, summed from LSOAs by best fit, where we have them; otherwise modelled "
        "jobs by section, those that work in the same kind of premises taken together"
    )
    notes = [
        "Jobs of one year. LSOAs have jobs by division for one year only, and LSOAs of 2011 and of "
        "2021 are never compared, so we give no change over time.",
        "We have no figures for wards by classes finer than divisions.",
    ]
    write_derived(frame, WARD_SECTOR_GROUPS, title, method, reader, notes)
