"""Jobs by section and by division in each ward, where the council's LSOAs have jobs by division.

All figures of a council are of one year and of LSOAs of 2021: LSOAs of 2011 count the same jobs in
other places, and one year of divisions is all we ask for, so no change over time comes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.measures import WARD_SECTIONS
from catalog.reading import Reader
from catalog.vocabulary.industries import SECTION_OF
from catalog.vocabulary.status import sum_or_null, sum_status
from geo import lookups
from wards import job_counts, ward_list
from wards.job_counts import LAD, MEASURE_COLUMNS, MEASURE_SCHEMA
from wards.lsoa_years import NEARLY_WHOLE, PERIOD

SECTION: Final = ("section",)
DIVISION: Final = ("section", "industry_code")
DIVISION_SCHEMA: Final = {
    "ward_code": pl.String, "industry_code": pl.String, "industry_name": pl.String,
    "period": pl.String, "jobs": pl.Float64, "status": pl.String, "reliability": pl.String,
    "note": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class ObservedJobs:
    """Jobs of the wards of councils whose LSOAs have jobs by division: `lad_codes`.

    `sections` in MEASURE_COLUMNS; `divisions` as DIVISION_SCHEMA, without those that have no job in
    the council; `read`: the tables that were read for them.
    """

    lad_codes: tuple[str, ...]
    sections: pl.DataFrame
    divisions: pl.DataFrame
    read: tuple[str, ...]


def count_observed(reader: Reader, wards: pl.DataFrame) -> ObservedJobs:
    """Jobs by section and division of the councils in `wards`, all of them in one pass.

    No rows of a council where fewer than NEARLY_WHOLE of its LSOAs have any: a model is then
    better.
    """
    own_reader = reader.separate_reader()
    lads = wards["lad_code"].unique().implode()
    small_areas = own_reader.table("jobs_small_areas").filter(pl.col("lad_code").is_in(lads))
    published = small_areas.filter(
        pl.col("area_type") == "lsoa21",
        pl.col("job_kind") == "employment",
        pl.col("industry_level") == "division",
    )
    lookup = ward_list.look_up(own_reader, wards)
    newest = _keep_newest(published)
    counted = newest.join(_list_covered(newest, lookup), on="lad_code", how="semi")
    if counted.is_empty():
        sections = pl.DataFrame(schema=MEASURE_SCHEMA)
        return ObservedJobs((), sections, pl.DataFrame(schema=DIVISION_SCHEMA), ())
    section = pl.col("industry_code").replace_strict(
        SECTION_OF, default=None, return_dtype=pl.String
    )
    of_lsoas = counted.select(
        *LAD, pl.col("area_code").alias("lsoa_code"), *PERIOD, "industry_code",
        section.alias("section"), "jobs", "status",
    ).filter(pl.col("section").is_in(WARD_SECTIONS))  # fmt: skip
    by_division = lookups.to_wards(
        of_lsoas, lookup.drop_nulls("ward_code"), value="jobs", by=(*DIVISION, *PERIOD), within=LAD
    )
    by_section = by_division.group_by(
        "ward_code", *LAD, *SECTION, *PERIOD, maintain_order=True
    ).agg(
        sum_or_null("jobs").alias("jobs"),
        sum_status("jobs").alias("status"),
        pl.col("lsoas_count", "absent_count").max(),
    )
    lost = job_counts.describe_lost_jobs(of_lsoas, lookup)
    names = small_areas.select(*LAD, "industry_code", "industry_name").unique(
        [*LAD, "industry_code"], keep="last", maintain_order=True
    )
    sections, divisions = (
        _note(summed, wards, level, lost)
        for summed, level in ((by_section, SECTION), (by_division, DIVISION))
    )
    return ObservedJobs(
        tuple(counted["lad_code"].unique()),
        _as_measures(sections),
        _with_names(divisions, names),
        own_reader.read,
    )


def _keep_newest(published: pl.DataFrame) -> pl.DataFrame:
    """The rows of each council's newest year with figures."""
    years = published.drop_nulls("jobs").group_by(LAD).agg(pl.col("period").max())
    return published.join(years, on=[*LAD, "period"], how="semi", maintain_order="left")


def _list_covered(newest: pl.DataFrame, lookup: pl.DataFrame) -> pl.DataFrame:
    """The councils of which enough LSOAs have figures and some are in a ward: lad_code."""
    lsoas = newest.drop_nulls("jobs").select(*LAD, lsoa_code="area_code", has_jobs=True).unique()
    shares = lookup.join(lsoas, on=[*LAD, "lsoa_code"], how="left").group_by(LAD).agg(
        covered=pl.col("has_jobs").count() / pl.len(),
        in_wards=pl.col("ward_code").count(),
    )  # fmt: skip
    return shares.filter(pl.col("covered") >= NEARLY_WHOLE, pl.col("in_wards") > 0).select(LAD)


def _note(
    summed: pl.DataFrame, wards: pl.DataFrame, level: Sequence[str], lost: pl.DataFrame
) -> pl.DataFrame:
    """The sums of every ward, with status, reliability and note."""
    rows = job_counts.for_every_ward(summed, wards, (*level, *PERIOD), LAD)
    rows = rows.join(lost, on="lad_code", how="left", validate="m:1", maintain_order="left")
    rows = rows.with_columns(job_counts.partial_where(pl.col("lost").is_not_null()))
    note = pl.concat_str(
        job_counts.describe_absent_lsoas(),
        pl.when(pl.col("jobs").is_not_null()).then("lost"),
        separator="; ", ignore_nulls=True,
    )  # fmt: skip
    return rows.with_columns(job_counts.grade_reliability(), note=note)


def _as_measures(sections: pl.DataFrame) -> pl.DataFrame:
    measure = pl.format("jobs_section_{}", pl.col("section").str.to_lowercase())
    return sections.with_columns(measure=measure, value="jobs").select(MEASURE_COLUMNS)


def _with_names(divisions: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    some = divisions.filter((pl.col("jobs").sum() > 0).over(*LAD, "industry_code"))
    return some.join(
        names, on=[*LAD, "industry_code"], how="left", validate="m:1", maintain_order="left"
    ).select(list(DIVISION_SCHEMA))
