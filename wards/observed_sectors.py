"""Jobs by section and by division in each ward, where the council's LSOAs have jobs by division.

All figures of a council are of one year and of LSOAs of 2021: LSOAs of 2011 count the same jobs in
other places, and one year of divisions is all we ask for, so no change over time comes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import WARD_SECTIONS
from catalog.reading import Reader
from catalog.vocabulary.industries import SECTION_OF
from catalog.vocabulary.status import sum_or_null, sum_status
from geo import lookups
from wards import job_counts, ward_list
from wards.job_counts import MEASURE_COLUMNS, MEASURE_SCHEMA, PERIOD, ByLsoa

SECTION: Final = ("section",)
DIVISION: Final = ("section", "industry_code")
DIVISION_SCHEMA: Final = {
    "ward_code": pl.String, "industry_code": pl.String, "industry_name": pl.String,
    "period": pl.String, "jobs": pl.Float64, "status": pl.String, "reliability": pl.String,
    "note": pl.String,
}  # fmt: skip


def jobs_by_sector(reader: Reader, lad_code: str, wards: pl.DataFrame) -> pl.DataFrame:
    """Jobs by section, if the council's LSOAs have jobs by division; columns MEASURE_COLUMNS.

    No rows if fewer than NEARLY_WHOLE of its LSOAs have any: a model is then better.
    """
    rows = _count_wards(reader, lad_code, wards, SECTION)
    if rows.is_empty():
        return pl.DataFrame(schema=MEASURE_SCHEMA)
    return rows.select(
        "ward_code",
        pl.format("jobs_section_{}", pl.col("section").str.to_lowercase()).alias("measure"),
        *PERIOD,
        pl.col("jobs").alias("value"),
        "status",
        "reliability",
        "note",
    ).select(MEASURE_COLUMNS)


def jobs_by_division(reader: Reader, lad_code: str, wards: pl.DataFrame) -> pl.DataFrame:
    """The same by division, without those that have no job in the council; as DIVISION_SCHEMA."""
    rows = _count_wards(reader, lad_code, wards, DIVISION)
    if rows.is_empty():
        return pl.DataFrame(schema=DIVISION_SCHEMA)
    names = reader.council_rows("jobs_small_areas", lad_code).select(
        "industry_code", "industry_name"
    )
    jobs = pl.col("jobs")
    some = rows.filter((jobs.sum() > 0).over("industry_code"))
    return some.join(
        names.unique("industry_code", keep="last"), on="industry_code", how="left", validate="m:1"
    ).select(list(DIVISION_SCHEMA))


def _count_wards(
    reader: Reader, lad_code: str, wards: pl.DataFrame, level: Sequence[str]
) -> pl.DataFrame:
    """Jobs by ward and `level` with status, reliability and note; no column where we have none."""
    own_reader = reader.separate_reader()
    published = own_reader.council_rows("jobs_small_areas", lad_code).filter(
        pl.col("area_type") == "lsoa21",
        pl.col("job_kind") == "employment",
        pl.col("industry_level") == "division",
    )
    lookup = ward_list.council_lookup(own_reader, lad_code, wards)
    newest = published.join(
        published.drop_nulls("jobs").select(pl.col("period").max()), on="period", how="semi"
    )
    covered = job_counts.share_covered(lookup, newest.drop_nulls("jobs")["area_code"])
    placed = lookup.drop_nulls("ward_code")
    if newest.is_empty() or placed.is_empty() or covered < job_counts.NEARLY_WHOLE:
        return pl.DataFrame()
    reader.add_read(own_reader)
    section = pl.col("industry_code").replace_strict(
        SECTION_OF, default=None, return_dtype=pl.String
    )
    divisions = newest.select(
        pl.col("area_code").alias("lsoa_code"), *PERIOD, "industry_code", section.alias("section"),
        "jobs", "status",
    ).filter(pl.col("section").is_in(WARD_SECTIONS))  # fmt: skip
    by_division = lookups.to_wards(divisions, placed, value="jobs", by=(*DIVISION, *PERIOD))
    summed = by_division.group_by("ward_code", *level, *PERIOD, maintain_order=True).agg(
        sum_or_null("jobs").alias("jobs"),
        sum_status("jobs").alias("status"),
        pl.col("lsoas_count", "absent_count").max(),
    )
    by_lsoa = ByLsoa(divisions, covered, moved=False, reader=own_reader)
    lost_jobs = job_counts.describe_lost_jobs(by_lsoa, lookup)
    rows = job_counts.for_every_ward(summed, wards, (*level, *PERIOD))
    rows = rows.with_columns(job_counts.partial_where_lost(lost_jobs))
    lost = pl.when(pl.col("jobs").is_not_null()).then(pl.lit(lost_jobs or None, pl.String))
    note = pl.concat_str(
        job_counts.describe_absent_lsoas(), lost, separator="; ", ignore_nulls=True
    )
    return rows.with_columns(job_counts.grade_reliability(), note=note)
