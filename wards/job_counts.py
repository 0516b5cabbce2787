"""Jobs at workplaces in each ward of some councils, summed from their LSOAs.

All figures of a council are for one year and one vintage of LSOAs: LSOAs of 2011 and of 2021 count
the same jobs, so we never add them. If an LSOA has no figure we say so and do not fill it in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.reading import Reader
from catalog.vocabulary import reliability
from catalog.vocabulary.status import MISSING, PARTIAL
from geo import lookups
from wards import ward_list
from wards.lsoa_years import PERIOD, ByLsoa, choose_year

LAD: Final = ("lad_code",)
MEASURE_COLUMNS: Final = ("ward_code", "measure", *PERIOD, "value", "status", "reliability", "note")
MOVED_LSOAS: Final = "LSOAs of 2011 moved to those of 2021"
MEASURE_SCHEMA: Final = {
    "ward_code": pl.String, "measure": pl.String, "period": pl.String, "period_start": pl.Date,
    "period_end": pl.Date, "value": pl.Float64, "status": pl.String, "reliability": pl.String,
    "note": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class TotalJobs:
    """Jobs in all industries of wards, `rows` in MEASURE_COLUMNS; and of each council that has any
    the tables that were `read` for it."""

    rows: pl.DataFrame
    read: dict[str, tuple[str, ...]]


def total_jobs(reader: Reader, wards: pl.DataFrame) -> TotalJobs:
    """Jobs in all industries for each of the `wards` of some councils.

    No rows of a council if no LSOA of it has a figure, or none has a ward.
    """
    lookup = ward_list.look_up(reader.separate_reader(), wards)
    chosen: dict[str, ByLsoa] = {}
    read: dict[str, tuple[str, ...]] = {}
    for (code,), of_council in lookup.group_by("lad_code", maintain_order=True):
        lad_code = str(code)
        own_reader = reader.separate_reader()
        by_lsoa = choose_year(own_reader, lad_code, of_council)
        if by_lsoa is not None:
            chosen[lad_code] = by_lsoa
            own_reader.add_read(by_lsoa.reader)
            own_reader.add_names(["lsoa_wards"])
            read[lad_code] = own_reader.read
    if not chosen:
        return TotalJobs(pl.DataFrame(schema=MEASURE_SCHEMA), read)
    return TotalJobs(_count_wards(chosen, lookup, wards), read)


def _count_wards(
    chosen: Mapping[str, ByLsoa], lookup: pl.DataFrame, wards: pl.DataFrame
) -> pl.DataFrame:
    """The sums of every ward of the councils in `chosen`, with what a reader needs to know."""
    columns = ["lad_code", "lsoa_code", *PERIOD, "jobs", "status", "basis"]
    jobs = pl.concat(
        by_lsoa.jobs.with_columns(lad_code=pl.lit(lad)).select(columns)
        for lad, by_lsoa in chosen.items()
    )
    placed = lookup.drop_nulls("ward_code")
    summed = lookups.to_wards(jobs, placed, value="jobs", by=PERIOD, within=LAD)
    bases = (
        jobs.filter(pl.col("basis") != "")
        .join(placed, on=[*LAD, "lsoa_code"])
        .group_by("ward_code")
        .agg(pl.col("basis").unique().sort().str.join(" or "))
    )
    # An LSOA of 2011 without a successor leaves an LSOA of 2021 without a figure, and the note of
    # its ward says so.
    uncounted = [lad for lad, each in chosen.items() if each.moved and each.covered < 1.0]
    lost = describe_lost_jobs(jobs.filter(~pl.col("lad_code").is_in(uncounted)), lookup)
    rows = for_every_ward(summed, wards, PERIOD, LAD)
    rows = rows.join(bases, on="ward_code", how="left").join(lost, on="lad_code", how="left")
    rows = rows.with_columns(partial_where(pl.col("lost").is_not_null()))
    is_moved = pl.col("lad_code").is_in([lad for lad, each in chosen.items() if each.moved])
    split = pl.when(pl.col("basis").is_not_null()).then(
        pl.format("a split one shared out by {}", "basis")
    )
    has_jobs = pl.col("jobs").is_not_null()
    note = pl.concat_str(
        pl.when(has_jobs & is_moved).then(pl.lit(MOVED_LSOAS)),
        pl.when(has_jobs).then(split),
        describe_absent_lsoas(),
        pl.when(has_jobs).then("lost"),
        separator="; ", ignore_nulls=True,
    )  # fmt: skip
    return rows.select(
        "ward_code",
        *PERIOD,
        "status",
        grade_reliability(),
        note.alias("note"),
        measure=pl.lit("jobs_total"),
        value="jobs",
    ).select(MEASURE_COLUMNS)


def for_every_ward(
    summed: pl.DataFrame, wards: pl.DataFrame, by: Sequence[str], within: Sequence[str] = ()
) -> pl.DataFrame:
    """The sums, and a row with status missing for each ward without an LSOA; `within` as in
    `lookups.to_wards`."""
    cells = lookups.cross_within(wards.select("ward_code", *within), summed, by, within)
    joined = cells.join(summed, on=["ward_code", *within, *by], how="left", validate="1:1")
    return joined.with_columns(
        pl.col("status").fill_null(MISSING), pl.col("lsoas_count", "absent_count").fill_null(0)
    )


def describe_absent_lsoas() -> pl.Expr:
    """A note on LSOAs of the ward without a figure; null if there are none."""
    count, absent = pl.col("lsoas_count"), pl.col("absent_count")
    return (
        pl.when(count == 0)
        .then(pl.lit("no LSOA of the lookup is mostly in this ward"))
        .when(absent == count)
        .then(pl.format("none of its {} LSOAs has a figure", count))
        .when(absent > 0)
        .then(pl.format("{} of its {} LSOAs without a figure, so too low", absent, count))
        .when(pl.col("status") == PARTIAL)
        .then(pl.lit("a part of some LSOA has no figure, so too low"))
    )


def describe_lost_jobs(jobs: pl.DataFrame, lookup: pl.DataFrame) -> pl.DataFrame:
    """lad_code and `lost`, a note, of councils with jobs in LSOAs that are in no ward.

    `jobs` has lad_code, lsoa_code and jobs.
    """
    outside = lookups.filter_outside(jobs, lookup, LAD).drop_nulls("jobs")
    sums = outside.group_by(LAD).agg(pl.col("lsoa_code").n_unique(), pl.col("jobs").sum())
    return pl.DataFrame(
        [
            (lad, f"{lsoas:,} LSOA{'' if lsoas == 1 else 's'} of the council, with {lost:,.0f} "
                  "jobs, in no ward of the lookup")
            for lad, lsoas, lost in sums.iter_rows()
        ],
        schema={"lad_code": pl.String, "lost": pl.String}, orient="row",
    )  # fmt: skip


def partial_where(has_lost: pl.Expr) -> pl.Expr:
    """The status, partial if some LSOAs are in no ward: each ward of the council may lack one."""
    incomplete = has_lost & pl.col("jobs").is_not_null()
    return pl.when(incomplete).then(pl.lit(PARTIAL)).otherwise("status").alias("status")


def grade_reliability() -> pl.Expr:
    return reliability.grade_cv(reliability.cv_of_jobs(pl.col("jobs"))).alias("reliability")
