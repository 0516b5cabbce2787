"""Jobs within reach of each small area, as a table: modelled, partial or missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from access.decay import CUT_KM, MINUTES, SETTINGS, STRAIGHT, Floats
from access.distances import Costs, Flags, Numbers, Points, StraightLines, find_near, place_points
from access.journeys import Journeys
from access.neighbours import (
    describe_bare,
    describe_unknown,
    list_bare_councils,
    measure_to_bare,
)
from access.reach import Reach, compute_reach
from catalog.reading import Reader
from catalog.tables.access import REACH_LSOA
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL

READS: Final = (
    "lsoa_need", "reach_jobs", "lsoa_centroids", "lsoa_wards", "wards", "council_boundaries",
    "travel_times",
)  # fmt: skip
# Missing neighbours are taken to have up to this many times the average jobs, when we ask whether
# they could change a rank: the middle of a city has about twice the average.
MOST_TIMES: Final = 2.0


@dataclass(frozen=True)
class LsoaReach:
    """Rows of `reach_lsoa`, with columns more for the means of wards.

    `frame`: REACH_LSOA, residents_16_plus, and most_jobs: jobs_in_reach if the neighbours that we
    lack had many jobs, null where we cannot say.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...]


def list_own_lsoas(reader: Reader) -> pl.DataFrame:
    """lsoa_code, ward_code, lad_code of each small area of the councils that we have, sorted."""
    councils = reader.table("wards")["lad_code"].unique()
    lookup = reader.table("lsoa_wards").filter(pl.col("lad_code").is_in(councils.implode()))
    own = lookup.select("lsoa_code", "ward_code", "lad_code")
    return own.unique("lsoa_code", keep="first").sort("lsoa_code")


def list_own_wards(reader: Reader) -> pl.DataFrame:
    """ward_code, ward_name, lad_code, lad_name of the councils that have boundaries here, sorted.

    Those of the lookup too, if it is of the same year.
    """
    names = ("ward_code", "ward_name", "lad_code", "lad_name")
    bounded = reader.table("wards").select(*names, "ward_vintage")
    years = bounded.select("lad_code", "ward_vintage").unique()
    listed = reader.table("lsoa_wards").join(years, on=["lad_code", "ward_vintage"], how="semi")
    added = listed.unique("ward_code", keep="first").join(bounded, on="ward_code", how="anti")
    return pl.concat([bounded.select(names), added.select(names)]).sort("ward_code")


def make_reach_lsoa(reader: Reader) -> LsoaReach:
    """Jobs within reach of every small area of the councils that we have, under each setting."""
    own = list_own_lsoas(reader)
    points = _trim(place_points(reader.table("lsoa_centroids")), own["lsoa_code"])
    jobs_table = reader.table("reach_jobs")
    jobs = points.align(jobs_table, "lsoa_code", "jobs")
    residents = points.align(reader.table("lsoa_need"), "lsoa_code", "residents_16_plus")
    too_low = points.find_rows(jobs_table.filter(status=PARTIAL)["lsoa_code"])
    partial_jobs = np.zeros(len(points.codes), dtype=bool)
    partial_jobs[too_low[too_low >= 0]] = True
    rows = points.find_rows(own["lsoa_code"])
    bare_km, notes = _look_around(reader, points, rows[rows >= 0], np.isnan(jobs))
    placed = own.filter(pl.Series(rows >= 0, dtype=pl.Boolean))
    rows = rows[rows >= 0]
    lines: Costs = StraightLines(points)
    straight = [SETTINGS[code] for code in STRAIGHT]
    results = compute_reach(lines, rows, jobs, residents, straight, partial_jobs)
    starts: Flags = np.ones(len(points.codes), dtype=bool)
    if reader.has("travel_times"):
        journeys = Journeys(points, reader.table("travel_times"))
        starts = journeys.starts
        # A place that no journey ends in is one whose jobs we do not know how to reach.
        reached = np.where(journeys.ends, jobs, np.nan)
        setting = [SETTINGS[MINUTES]]
        results += compute_reach(journeys, rows, reached, residents, setting, partial_jobs)
    period = jobs_table["period"].max()
    average = float(np.nanmean(jobs)) if np.isfinite(jobs).any() else 0.0
    frames = []
    for reach in results:
        frame = _rows(placed, reach, bare_km[rows], average, str(period))
        if reach.setting.code == MINUTES:
            frame = _blank_where(frame, ~starts[rows])
        frames.append(_add_unplaced(frame, own, reach.setting.code, str(period)))
    complete = pl.concat(frames).join(
        reader.table("lsoa_need").select("lsoa_code", "residents_16_plus"),
        on="lsoa_code", how="left", validate="m:1",
    )  # fmt: skip
    return LsoaReach(complete, tuple(notes))


def _trim(points: Points, codes: pl.Series) -> Points:
    """The points that can matter to some of them: within the cut, and all who share jobs there."""
    own = points.find_rows(codes)
    own = own[own >= 0]
    if not len(own):
        return Points((), np.zeros((0, 2)))
    near = find_near(points.km, points.km[own], 2 * CUT_KM)
    return Points(tuple(points.codes[row] for row in near), points.km[near])


def _look_around(
    reader: Reader, points: Points, rows: Numbers, unknown: Flags
) -> tuple[Floats, list[str]]:
    """Km from each point to a council without small areas here, and what is missing around."""
    if not reader.has("council_boundaries"):
        return np.zeros(len(points.codes)), [
            "We do not have the outlines of councils, so we cannot tell whether neighbours are "
            "missing, and give no ranks."
        ]
    outlines = reader.table("council_boundaries")
    centred = reader.table("lsoa_wards").filter(pl.col("lsoa_code").is_in(list(points.codes)))
    bare = list_bare_councils(outlines, centred["lad_code"].unique(), points)
    bare_km = measure_to_bare(points.km, bare)
    notes = describe_bare(points.km[rows], bare)
    if unknown.any() and len(rows):
        from scipy.spatial import cKDTree  # here: slow to load, seldom needed

        apart, _ = cKDTree(points.km[rows]).query(points.km)
        lacking = np.flatnonzero(unknown & (apart <= CUT_KM))
        codes = [points.codes[row] for row in lacking]
        notes += describe_unknown(codes, points.km[lacking], reader.table("lsoa_wards"), outlines)
    return bare_km, notes


def _rows(
    placed: pl.DataFrame, reach: Reach, bare_km: Floats, average: float, period: str
) -> pl.DataFrame:
    beside_bare = bare_km <= reach.setting.matters_km
    partial = reach.is_partial | beside_bare
    most = reach.jobs + MOST_TIMES * average * reach.missing_weight
    return placed.with_columns(
        reach_setting=pl.lit(reach.setting.code),
        period=pl.lit(period),
        jobs_in_reach=pl.Series(reach.jobs),
        reach_jobs_per_resident=pl.Series(reach.per_resident).fill_nan(None),
        neighbours_missing_count=pl.Series(reach.missing),
        status=pl.when(pl.Series(partial)).then(pl.lit(PARTIAL)).otherwise(pl.lit(MODELLED)),
        most_jobs=pl.when(~pl.Series(beside_bare)).then(pl.Series(most)),
    ).select(*REACH_LSOA.columns, "most_jobs")


def _blank_where(frame: pl.DataFrame, absent: Flags) -> pl.DataFrame:
    """The rows without a figure where `absent`: no journey starts there."""
    mask = pl.Series(absent, dtype=pl.Boolean)
    figures = ("jobs_in_reach", "reach_jobs_per_resident", "most_jobs")
    return frame.with_columns(
        *(pl.when(~mask).then(pl.col(name)).alias(name) for name in figures),
        status=pl.when(mask).then(pl.lit(MISSING)).otherwise("status"),
    )


def _add_unplaced(
    frame: pl.DataFrame, own: pl.DataFrame, setting: str, period: str
) -> pl.DataFrame:
    """The rows, and one without a figure for each small area that has no centre."""
    unplaced = own.join(frame, on="lsoa_code", how="anti").with_columns(
        reach_setting=pl.lit(setting), period=pl.lit(period), status=pl.lit(MISSING)
    )
    return pl.concat([frame, unplaced], how="diagonal")
