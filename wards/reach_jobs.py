"""Jobs of the LSOAs of 2021 in and around the councils: one year, and one vintage of LSOAs."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.graph import Progress, Step
from catalog.reading import Reader
from catalog.tables.access import REACH_JOBS
from catalog.vocabulary.counting import count_things
from geo import lookups, nearby

REACH_KM: Final = 40.0
READS: Final = ("jobs_around", "lsoa_changes", "lsoa_centroids", "lsoa_wards", "wards")
NEEDS: Final = ("jobs_around", "lsoa_centroids", "lsoa_wards", "wards")
# Of the LSOAs that the fullest year has, how many a newer year must have to be taken instead.
NEARLY_WHOLE: Final = 0.99
METHOD: Final = (
    "All jobs (employment, Business Register and Employment Survey) of one year by LSOA of 2021, "
    "within 40 km of an LSOA of the councils. LSOAs of 2011: unchanged or merged ones are summed, "
    "split ones are shared out in equal parts"
)


@dataclass(frozen=True)
class YearOfJobs:
    """Jobs of one year, from LSOAs of one vintage, by LSOA of 2021.

    `jobs` has lsoa_code, jobs and status; `unplaced` the areas and jobs of the LSOAs that are in no
    list of 2021.
    """

    period: str
    vintage: str
    jobs: pl.DataFrame
    unplaced: pl.DataFrame


def choose_ring(
    centroids: pl.DataFrame, lsoa_wards: pl.DataFrame, wards: pl.DataFrame
) -> pl.DataFrame:
    """Centres of the LSOAs of the councils that have wards, and of those within 40 km of them."""
    councils = wards["lad_code"].unique().implode()
    own = lsoa_wards.filter(pl.col("lad_code").is_in(councils)).select("lsoa_code")
    return nearby.points_within(centroids, centroids.join(own, on="lsoa_code"), REACH_KM)


def choose_year(
    around: pl.DataFrame, ring: pl.DataFrame, changes: pl.DataFrame, every: pl.DataFrame
) -> YearOfJobs | None:
    """The newest year that has nearly all the LSOAs of the ring that the fullest year has.

    Of two vintages of LSOAs in one year that of 2021, as it needs no moving. None without a figure.
    `every` has lsoa_code of all LSOAs of 2021.
    """
    years = around.drop_nulls("jobs").select("period", "area_vintage").unique()
    candidates = [
        _read_year(around, period, vintage, changes, every)
        for period, vintage in years.sort("period", "area_vintage", descending=True).iter_rows()
    ]
    counts = [
        year.jobs.drop_nulls("jobs").join(ring, on="lsoa_code", how="semi").height
        for year in candidates
    ]
    if not any(counts):
        return None
    return next(
        year
        for year, count in zip(candidates, counts, strict=True)
        if count >= NEARLY_WHOLE * max(counts)
    )


def _read_year(
    around: pl.DataFrame, period: str, vintage: str, changes: pl.DataFrame, every: pl.DataFrame
) -> YearOfJobs:
    of_year = around.filter(period=period, area_vintage=vintage)
    of_year = of_year.select("jobs", "status", lsoa_code="area_code")
    if vintage == "2021":
        jobs = of_year.join(every, on="lsoa_code", how="semi").select("lsoa_code", "jobs", "status")
        unplaced = of_year.join(every, on="lsoa_code", how="anti")
        return YearOfJobs(period, vintage, jobs, unplaced)
    of_2011 = of_year.rename({"lsoa_code": "lsoa11_code"})
    # Every LSOA that a part of an old one may be: none is left out at a council's border.
    parts = lookups.list_lsoa21_parts(of_2011["lsoa11_code"], changes, every)
    moved = lookups.lsoa11_to_21(of_2011, parts, value="jobs")
    unplaced = of_2011.join(parts, on="lsoa11_code", how="anti")
    return YearOfJobs(period, vintage, moved.select("lsoa_code", "jobs", "status"), unplaced)


def describe_gaps(year: YearOfJobs, ring: pl.DataFrame) -> list[str]:
    """In sentences: LSOAs of the ring without a figure, and jobs that are in no LSOA of 2021."""
    sentences = [f"Jobs of {year.period}, from LSOAs of {year.vintage}."]
    without = ring.join(year.jobs.drop_nulls("jobs"), on="lsoa_code", how="anti").height
    if without:
        sentences.append(
            f"{without:,} of the {ring.height:,} LSOAs within {REACH_KM:.0f} km have no figure, so "
            "what can be reached near them is not known in full."
        )
    if year.unplaced.height:
        lost = year.unplaced["jobs"].sum() or 0.0
        lsoas = count_things(year.unplaced.height, "LSOA")
        sentences.append(
            f"{lost:,.0f} jobs of {lsoas} of {year.vintage} in these regions could not be placed "
            "in an LSOA of 2021."
        )
    return sentences


def build(root: Path, on_progress: Progress) -> None:
    """Writes `reach_jobs` from the jobs and the lists of LSOAs under a folder."""
    on_progress(0, 1, "jobs around the councils")
    reader = Reader(root)
    around, changes, centroids, lsoa_wards, wards = map(reader.table, READS)
    ring = choose_ring(centroids, lsoa_wards, wards)
    every = pl.concat([centroids.select("lsoa_code"), lsoa_wards.select("lsoa_code")]).unique()
    year = choose_year(around, ring, changes, every)
    frame, notes = REACH_JOBS.empty(), ["No LSOA within reach has a figure of jobs."]
    if year is not None:
        frame = (
            year.jobs.drop_nulls("jobs")
            .join(ring, on="lsoa_code", how="semi")
            .with_columns(period=pl.lit(year.period))
            .select(REACH_JOBS.columns)
            .sort("lsoa_code")
        )
        notes = describe_gaps(year, ring)
    title = "Jobs in and around the councils"
    origin = store.derive_origin(REACH_JOBS, title, METHOD, reader.read, root)
    store.write(frame, REACH_JOBS, replace(origin, notes=(*origin.notes, *notes)), root)


def step_of() -> Step:
    """The step that places the jobs around, for the graph and for a build."""
    return Step(
        REACH_JOBS.name,
        reads=READS,
        writes=(REACH_JOBS.name,),
        code=(sys.modules[__name__],),
        run=build,
        needs=NEEDS,
    )
