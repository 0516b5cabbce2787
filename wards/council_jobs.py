"""Jobs of the wards of some councils at a time, here or on the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from catalog.reading import Reader
from catalog.workers import Stamps, Workers, check_tables, stamp_tables
from wards import job_counts, measure_table, observed_sectors, sector_split, ward_list

Progress = Callable[[int, int, str], None]
WHAT: Final = "summing to wards"
# Large tables, read for some councils at a time.
READ_BY_COUNCIL: Final = ("jobs_small_areas", "ward_premises")
COUNCILS_AT_A_TIME: Final = 32
COUNCILS_A_CALL: Final = 8  # of a cluster, so that its workers end together
# A council without jobs by small area has no jobs by ward, whatever else there is of it.
LISTED_BY: Final = ("jobs_small_areas",)


@dataclass(frozen=True)
class CouncilJobs:
    """Measures of jobs of councils' wards, each with the tables that were read for it, and jobs by
    division with those that were read for these."""

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
    """The jobs of all councils in order. `reads`: the tables that workers must see as we do."""
    councils = wards["lad_code"].unique().sort().to_list()
    if workers.cluster is None:
        for first in range(0, len(councils), COUNCILS_AT_A_TIME):
            on_progress(first, len(councils), WHAT)
            lad_codes = councils[first : first + COUNCILS_AT_A_TIME]
            yield _jobs_of(reader.cut_to(lad_codes, READ_BY_COUNCIL), lad_codes, wards)
    else:
        root = reader.root.resolve()
        stamps = stamp_tables(reads, root)
        calls = [
            (root, stamps, councils[first : first + COUNCILS_A_CALL])
            for first in range(0, len(councils), COUNCILS_A_CALL)
        ]
        finished: dict[int, CouncilJobs] = {}
        for number, jobs in workers.run_calls(jobs_on_worker, calls):
            finished[number] = jobs
            on_progress(COUNCILS_A_CALL * len(finished), len(councils), WHAT)
        for number in sorted(finished):
            yield finished[number]
    on_progress(len(councils), len(councils), WHAT)


def jobs_on_worker(root: Path, stamps: Stamps, lad_codes: Sequence[str]) -> CouncilJobs:
    """The jobs of some councils, from a folder that this machine shares."""
    check_tables([name for name, _ in stamps], root, stamps)
    reader = Reader(root).cut_to(lad_codes, READ_BY_COUNCIL)
    return _jobs_of(reader, lad_codes, ward_list.list_wards(reader, LISTED_BY))


def _jobs_of(reader: Reader, lad_codes: Sequence[str], wards: pl.DataFrame) -> CouncilJobs:
    """Jobs, and jobs by sector: summed from LSOAs if they have figures, modelled if not."""
    of_councils = wards.filter(pl.col("lad_code").is_in(list(lad_codes)))
    observed = observed_sectors.count_observed(reader, of_councils)
    parts = [(observed.sections, observed.read)]
    total = job_counts.total_jobs(reader, of_councils)
    for (lad_code,), of_council in of_councils.group_by("lad_code", maintain_order=True):
        read = total.read.get(str(lad_code), ())
        rows = total.rows.join(of_council, on="ward_code", how="semi", maintain_order="left")
        parts.append((rows, read))
        if lad_code in observed.lad_codes or rows.is_empty():
            continue
        for_sectors = reader.separate_reader()
        for_sectors.add_names(read)
        jobs = rows.select("ward_code", "period", "status", jobs="value")
        modelled = sector_split.split_council(for_sectors, str(lad_code), of_council, jobs)
        parts.append((measure_table.sector_job_rows(modelled), for_sectors.read))
    return CouncilJobs(tuple(parts), observed.divisions, observed.read)
