"""What the indicators take of people: adverts, seekers of work, residents, learners."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.status import ESTIMATED, ROUNDED, of_sum, sum_known

MONTHS: Final = 3  # of adverts in a mean


def adverts(supplied: pl.DataFrame, monthly: pl.DataFrame) -> pl.DataFrame:
    """Mean of the newest months by major and sub-major group, whichever table is newer."""
    columns = ("area_code", "period", "occupation_code", "adverts_count", "status")
    fine = monthly.filter(pl.col("occupation_code").str.contains(r"^\d{3}$"))
    parts = [supplied.select(columns).filter(pl.col("occupation_code").str.contains(r"^\d"))]
    for digits in (1, 2):
        parts.append(
            fine.with_columns(pl.col("occupation_code").str.slice(0, digits))
            .group_by("area_code", "period", "occupation_code")
            .agg(of_sum("adverts_count").alias("status"), sum_known("adverts_count"))
            .select(columns)
        )
    every = pl.concat(parts).unique(
        ["area_code", "period", "occupation_code"], keep="last", maintain_order=True
    )
    recent = every.filter(
        pl.col("period").rank("dense", descending=True).over("area_code") <= MONTHS
    )
    mean = pl.col("adverts_count").mean()
    return recent.group_by("area_code", "occupation_code").agg(
        of_sum("adverts_count").alias("status"),
        mean.alias("adverts_count"),
        pl.col("period").n_unique().cast(pl.Int64).alias("months_count"),
        pl.col("period").max(),
    )


def seekers(claimants: pl.DataFrame, aps: pl.DataFrame) -> pl.DataFrame:
    """People looking for work: claimants (mean of 12 months), else the survey's unemployed."""
    counted = claimants.filter(
        pl.col("measure") == "claimants_persons", pl.col("value").is_not_null()
    )
    counted = counted.filter(
        pl.col("period").rank("dense", descending=True).over("area_code") <= 12
    )
    own = counted.group_by("area_code").agg(
        pl.col("value").mean().alias("seekers_persons"),
        pl.col("period").max(),
        pl.format("claimants, mean of {} months", pl.len()).alias("note"),
        pl.lit(ROUNDED).alias("status"),
    )
    asked = aps.filter(
        pl.col("variable_code") == "unemployment_rate", pl.col("numerator_persons").is_not_null()
    )
    newest = asked.filter(pl.col("period") == pl.col("period").max().over("area_code"))
    other = newest.select(
        "area_code",
        pl.col("numerator_persons").alias("seekers_persons"),
        "period",
        pl.lit("unemployed residents (survey), no claimant count held").alias("note"),
        pl.lit(ESTIMATED).alias("status"),
    )
    return pl.concat([own, other.join(own, on="area_code", how="anti")])


def leavers(claimants: pl.DataFrame) -> pl.DataFrame:
    """People a year by whom the claimants (mean of 12 months) fell; 0 where they rose.

    Only for areas with 24 months without a gap. Who leaves claims is not published, only how many
    claim; so this is the net flow, and less than all who leave.
    """
    counted = claimants.filter(
        pl.col("measure") == "claimants_persons", pl.col("value").is_not_null()
    ).sort("area_code", "period")
    mean = pl.col("value").rolling_mean(12).over("area_code")
    month = 12 * pl.col("period").str.slice(0, 4).cast(pl.Int32) + pl.col("period").str.slice(
        5, 2
    ).cast(pl.Int32)
    newest = counted.with_columns(
        fall=mean.shift(12).over("area_code") - mean,
        months=month - month.shift(23).over("area_code"),
    ).filter(pl.col("period") == pl.col("period").max().over("area_code"), pl.col("months") == 23)
    return newest.select(
        "area_code",
        "period",
        leavers_persons=pl.col("fall").clip(lower_bound=0.0),
        status=pl.lit(ROUNDED),
    )


def residents(occupations: pl.DataFrame, qualifications: pl.DataFrame) -> pl.DataFrame:
    """Residents by occupation and qualification: as published, else summed from wards."""
    parts = []
    for kind, frame, code in (
        ("occupation", occupations, "occupation_code"),
        ("qualification", qualifications, "qualification_code"),
    ):
        kept = frame.filter(pl.col(code) != "total", pl.col("residents_persons").is_not_null())
        wide = kept.filter(pl.col("area_type").is_in(["lad", "region", "country"]))
        own = wide.select("area_code", skill_code=code, residents_persons="residents_persons")
        sums = (
            kept.filter(pl.col("area_type") == "ward")
            .group_by(area_code="lad_code", skill_code=code)
            .agg(pl.col("residents_persons").sum())
            .join(own, on="area_code", how="anti")
        )
        both = pl.concat([own, sums.select(own.columns)])
        parts.append(both.with_columns(skill_kind=pl.lit(kind)))
    return pl.concat(parts)


def achievements(table: pl.DataFrame) -> pl.DataFrame:
    keys = ["area_code", "achievement_measure", "breakdown"]
    newest = table.filter(pl.col("period") == pl.col("period").max().over(keys))
    return newest.select(*keys, "breakdown_code", "achievements_count", "period", "status")
