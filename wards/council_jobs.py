"""Jobs of the wards of one council after another, here or on the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.reading import Reader
from catalog.workers import Stamps, Workers, check_tables, stamp_tables
from wards import job_counts, measure_table, observed_sectors, sector_split, ward_list

Progress = Callable[[int, int, str], None]
WHAT: Final = "summing to wards"
# Large tables of which a worker reads the rows of its councils alone.
READ_BY_COUNCIL: Final = ("jobs_small_areas", "ward_premises")
COUNCILS_A_CALL: Final = 8
# A council without jobs by small area has no jobs by ward, whatever else there is of it.
LISTED_BY: Final = ("jobs_small_areas",)


@dataclass(frozen=True)
class CouncilJobs:
    """Measures of jobs of a council's wards, each with the tables that were read for it, and jobs
    by division with those that were read for these."""

    parts: tuple[tuple[pl.DataFrame, tuple[str, ...]], ...]
    divisions: pl.DataFrame
    divisions_read: tuple[str, ...]


def jobs_of_councils(
    reader: Reader,
    wards: pl.DataFrame,
    reads: Sequence[str],
    on_progress: Progress,
    workers: Workers,
) -> Iterator[CouncilJobs]:
    """The rows of each council in order. `reads`: the tables that workers must see as we do."""
    councils = wards["lad_code"].unique().sort().to_list()
    total = len(councils) + 1
    if workers.cluster is None:
        for number, lad_code in enumerate(councils):
            on_progress(number, total, WHAT)
            yield _rows_of_council(reader, lad_code, wards)
    else:
        root = reader.root.resolve()
        stamps = stamp_tables(reads, root)
        calls = [
            (root, stamps, councils[first : first + COUNCILS_A_CALL])
            for first in range(0, len(councils), COUNCILS_A_CALL)
        ]
        finished: dict[int, list[CouncilJobs]] = {}
        for number, rows in workers.run_calls(rows_on_worker, calls):
            finished[number] = rows
            on_progress(COUNCILS_A_CALL * len(finished), total, WHAT)
        for number in sorted(finished):
            yield from finished[number]
    on_progress(len(councils), total, WHAT)


def rows_on_worker(root: Path, stamps: Stamps, lad_codes: Sequence[str]) -> list[CouncilJobs]:
    """The rows of some councils, from a folder that this machine shares."""
    check_tables([name for name, _ in stamps], root, stamps)
    own = pl.col("lad_code").is_in(list(lad_codes))
    frames = {
        name: store.scan(name, root).filter(own).collect()
        for name in READ_BY_COUNCIL
        if store.has(name, root)
    }
    reader = Reader(root, frames)
    wards = ward_list.list_wards(reader, LISTED_BY)
    return [_rows_of_council(reader, lad_code, wards) for lad_code in lad_codes]


def _rows_of_council(reader: Reader, lad_code: str, wards: pl.DataFrame) -> CouncilJobs:
    of_council = wards.filter(pl.col("lad_code") == lad_code)
    parts = [
        (rows, own_reader.read)
        for rows, own_reader in _job_rows_of_council(reader, lad_code, of_council)
    ]
    for_divisions = reader.separate_reader()
    divisions = observed_sectors.jobs_by_division(for_divisions, lad_code, of_council)
    return CouncilJobs(tuple(parts), divisions, for_divisions.read)


def _job_rows_of_council(
    reader: Reader, lad_code: str, wards: pl.DataFrame
) -> Iterable[tuple[pl.DataFrame, Reader]]:
    """Jobs, and jobs by sector: summed from LSOAs if they have figures, modelled if not."""
    for_total = reader.separate_reader()
    total = job_counts.total_jobs(for_total, lad_code, wards)
    yield total, for_total
    for_sectors = reader.separate_reader()
    sectors = observed_sectors.jobs_by_sector(for_sectors, lad_code, wards)
    if sectors.is_empty() and not total.is_empty():
        for_sectors.add_read(for_total)
        jobs = total.select("ward_code", "period", "status", jobs="value")
        sectors = measure_table.sector_job_rows(
            sector_split.split_council(for_sectors, lad_code, wards, jobs)
        )
    yield sectors, for_sectors
