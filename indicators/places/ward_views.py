"""Sectors and skills by ward: what the council's figures say of each of its wards.

Business premises by ward (counts, occupied and empty, rateable value, by kind) need no indicator:
they are in `ward_premises` and `ward_measures`.
"""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.measures import SECTIONS
from catalog.tables.indicators import WARD, WARD_EXPOSURE, WARD_SECTOR_JOBS
from catalog.vocabulary import reliability
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL, SUPPRESSED
from indicators.draws import Z80
from indicators.inputs import Inputs
from indicators.parts import select_measures
from indicators.skills.occupations import MAJORS
from indicators.skills.ward_skills import ward_skills

__all__ = ["ward_exposure", "ward_sector_jobs", "ward_skills"]

# Below this share of working residents in occupations with a known pressure there is no exposure.
LEAST_COVERED: Final = reference.read_constants("skills_constants")["exposure_least_covered"]
JOBS: Final = r"^jobs_section_(.)$"
JOBS_OF_WARDS: Final = select_measures(JOBS)
TOO_LOW: Final = "too low, because some adverts by occupation are partly withheld"


def ward_sector_jobs(inputs: Inputs) -> pl.DataFrame:
    """Rows of `ward_sector_jobs`: the newest jobs by section of each council's wards."""
    code = pl.col("measure").str.extract(JOBS).str.to_uppercase()
    section_jobs = inputs.ward_measures.with_columns(industry_code=code).drop_nulls("industry_code")
    newest = section_jobs.filter(
        pl.col("period") == pl.col("period").max().over("lad_code", "measure")
    )
    return (
        newest.with_columns(
            industry_name=pl.col("industry_code").replace_strict(SECTIONS, return_dtype=pl.String),
            jobs="value",
        )
        .select(WARD_SECTOR_JOBS.columns)
        .sort("ward_code", "industry_code")
    )


def ward_exposure(inputs: Inputs, pressure: pl.DataFrame) -> pl.DataFrame:
    """Rows of `ward_exposure` for every ward: council demand as its residents meet it.

    `pressure` has rows of `skills_pressure`, of which major groups are used. Occupations without a
    pressure are left out and the others weighted up (partial); with less than half of the working
    residents covered there is no value. Bounds take occupations to err independently; in truth
    what one gains others lose, so they are too wide (twice, beside draws for Bradford).
    """
    met = _met(inputs, pressure)
    joined = inputs.wards.select(WARD).join(met, on="ward_code", how="left", validate="1:1")
    covered = pl.col("covered")
    absent = pl.col("exposure_ln").is_null()
    some, low = covered < 1.0 - 1e-9, pl.col("low")
    part = some | low
    sd = (pl.col("upper80") - pl.col("lower80")) / (2.0 * Z80)
    coverage_note = pl.format(
        "leaves out occupations without a known pressure ({}% of working residents)",
        (100.0 * (1.0 - covered)).round(0).cast(pl.Int64),
    )
    return (
        joined.with_columns(
            period=pl.col("period").fill_null(""),
            status=pl.when(absent & pl.col("withheld"))
            .then(pl.lit(SUPPRESSED))
            .when(absent)
            .then(pl.lit(MISSING))
            .when(part)
            .then(pl.lit(PARTIAL))
            .otherwise(pl.lit(MODELLED)),
            # Nobody counts which work a ward's residents look for: the class is never good.
            reliability=pl.when(absent)
            .then(pl.lit(""))
            .otherwise(reliability.grade_cv(pl.max_horizontal(sd, pl.lit(reliability.GOOD_CV)))),
            note=pl.when(absent)
            .then(pl.lit(""))
            .otherwise(
                pl.concat_str(
                    pl.when(some).then(coverage_note),
                    pl.when(low).then(pl.lit(TOO_LOW)),
                    separator="; ",
                    ignore_nulls=True,
                )
            ),
        )
        .select(WARD_EXPOSURE.columns)
        .sort("ward_code")
    )


def _met(inputs: Inputs, pressure: pl.DataFrame) -> pl.DataFrame:
    """Pressure weighted by each ward's occupations, with bounds and the share that it covers."""
    by_council = pressure.filter(pl.col("occupation_code").is_in(MAJORS)).select(
        "pressure_ln", "lower80", "upper80", lad_code="area_code", skill_code="occupation_code",
        pressure_period="period", pressure_status="status",
    )  # fmt: skip
    persons = pl.col("residents_persons")
    cells = (
        ward_skills(inputs)
        .filter(skill_kind="occupation")
        .join(by_council, on=["lad_code", "skill_code"], how="left", validate="m:1")
        .with_columns(of_ward=persons.sum().over("ward_code"))
        .with_columns(share=pl.when(pl.col("of_ward") > 0).then(persons / pl.col("of_ward")))
        .sort("ward_code", "skill_code")
    )
    share, value = pl.col("share"), pl.col("pressure_ln")
    covered = share.filter(value.is_not_null()).sum()

    def off(bound: str) -> pl.Expr:
        return (share * (pl.col(bound) - value)).pow(2).sum().sqrt() / covered

    return (
        cells.group_by("ward_code", maintain_order=True)
        .agg(
            covered=covered,
            exposure_ln=(share * value).sum() / covered,
            below=off("lower80"),
            above=off("upper80"),
            withheld=(pl.col("pressure_status") == SUPPRESSED).any(),
            low=(pl.col("pressure_status") == PARTIAL).any(),
            period=pl.col("pressure_period").max(),
        )
        .with_columns(
            pl.when(pl.col("covered") >= LEAST_COVERED).then("exposure_ln"),
        )
        .with_columns(
            lower80=pl.col("exposure_ln") - pl.col("below"),
            upper80=pl.col("exposure_ln") + pl.col("above"),
        )
    )


def share_of_residents(skills: pl.DataFrame, kind: str, code: str) -> pl.DataFrame:
    """Share of each ward's residents with a skill, in %; null where any part is not known.

    `skills` has rows of `ward_skills`. Columns: ward_code, period, status, reliability, note and
    value.
    """
    persons = pl.col("residents_persons")
    total = persons.sum().over("ward_code")
    is_complete = (persons.null_count().over("ward_code") == 0) & (total > 0)
    return (
        skills.filter(skill_kind=kind)
        .with_columns(value=pl.when(is_complete).then(100 * persons / total))
        .filter(skill_code=code)
        .select("ward_code", "period", "status", "reliability", "note", "value")
    )


def largest_sectors(jobs: pl.DataFrame) -> pl.DataFrame:
    """industry_code, industry_name of the sectors of some wards, the most jobs first.

    `jobs` has rows of `ward_sector_jobs`. It orders, and gives no sum: where a ward's jobs are not
    known its sector is taken to be as large as the other wards make it.
    """
    return (
        jobs.group_by("industry_code")
        .agg(pl.col("jobs").sum(), pl.col("industry_name").first())
        .sort("jobs", "industry_code", descending=[True, False])
        .select("industry_code", "industry_name")
    )
