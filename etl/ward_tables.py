"""Ward tables from tidy ones: the ward change list, and every ward measure in one long table.

Each function below makes the rows of a few measures: ward_code, measure, period, period_start,
period_end, value, status, reliability and note. A ward of a council that has some figures of a
measure and not its own is there as missing; a measure with nothing for a council has no rows.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog import reliability, vacancy
from catalog.industries import SECTION_OF
from catalog.measures import WARD_SECTIONS
from catalog.status import ESTIMATED, MISSING, OBSERVED, WITHOUT_VALUE
from catalog.tables.wards import WARD_MEASURES
from geo import changes, lookups

PERIOD: Final = ("period", "period_start", "period_end")
ROW: Final = ("ward_code", "measure", *PERIOD, "value", "status", "reliability", "note")


def jobs(
    small_areas: pl.DataFrame, lsoa_wards: pl.DataFrame, lsoa_changes: pl.DataFrame
) -> pl.DataFrame:
    """Jobs at workplaces in each ward, of the newest year that each council has by LSOA."""
    held = small_areas.filter(
        pl.col("jobs").is_not_null(),
        pl.col("job_kind") == "employment",
        pl.col("industry_level") == "total",
    )
    newest = held.filter(pl.col("period") == pl.col("period").max().over("lad_code"))
    today = newest.filter(pl.col("area_type") == "lsoa21").rename({"area_code": "lsoa_code"})
    older = newest.filter(pl.col("area_type") == "lsoa11").rename({"area_code": "lsoa11_code"})
    columns = ["lsoa_code", *PERIOD, "jobs", "status"]
    moved = lookups.lsoa11_to_21(older, lsoa_changes, value="jobs", by=PERIOD)
    every = pl.concat([today.select(columns), moved.select(columns)])
    wards = lookups.to_wards(every, lsoa_wards, value="jobs", by=PERIOD)
    return wards.select(
        "ward_code",
        *PERIOD,
        pl.lit("jobs_total").alias("measure"),
        pl.col("jobs").alias("value"),
        "status",
        reliability.of_cv(reliability.cv_of_jobs(pl.col("jobs"))).alias("reliability"),
        pl.when(pl.lit(not older.is_empty()))
        .then(pl.lit("LSOAs of 2011 moved to those of 2021"))
        .otherwise(pl.lit(""))
        .alias("note"),
    ).select(ROW)


def observed_sector_jobs(small_areas: pl.DataFrame, lsoa_wards: pl.DataFrame) -> pl.DataFrame:
    """Jobs by section in each ward of the councils for which LSOAs have jobs by division."""
    held = small_areas.filter(
        pl.col("jobs").is_not_null(),
        pl.col("area_type") == "lsoa21",
        pl.col("industry_level") == "division",
    ).with_columns(industry_code=pl.col("industry_code").replace_strict(SECTION_OF))
    newest = held.filter(
        pl.col("period") == pl.col("period").max().over("lad_code"),
        pl.col("industry_code").is_in(WARD_SECTIONS),
    ).rename({"area_code": "lsoa_code"})
    wards = lookups.to_wards(newest, lsoa_wards, value="jobs", by=("industry_code", *PERIOD))
    classes = reliability.of_cv(reliability.cv_of_jobs(pl.col("jobs")))
    return sector_jobs(wards.with_columns(reliability=classes))


def census_shares(
    counts: pl.DataFrame, ward_changes: pl.DataFrame, *, category: str, names: dict[str, str]
) -> pl.DataFrame:
    """A census table's total by ward, and the shares of its categories in per cent of it.

    A share times the total gives the count back, with the council's sum kept.
    """
    wards = counts.filter(pl.col("area_type") == "ward").rename({"area_code": "ward_code"})
    moved = changes.wards_to_current(
        wards, ward_changes, value="residents_persons", by=(category, *PERIOD)
    )
    totals = moved.filter(pl.col(category) == "total").select(
        "ward_code", total="residents_persons"
    )
    kind, who = ("qualification", "adults")
    if category == "occupation_code":
        kind, who = ("occupation", "employed")
    whole = pl.col(category) == "total"
    share = pl.when(pl.col("total") > 0).then(100 * pl.col("residents_persons") / pl.col("total"))
    held = (
        moved.filter(pl.col(category).is_in([*names, "total"]))
        .join(totals, on="ward_code", how="left", validate="m:1")
        .with_columns(
            measure=pl.when(whole)
            .then(pl.lit(f"residents_{who}_persons"))
            .otherwise(pl.format("residents_{}_{}_pct", pl.lit(kind), category)),
            value=pl.when(whole).then("residents_persons").otherwise(share),
        )
    )
    absent = pl.col("value").is_null()
    silent = absent & ~pl.col("status").is_in(WITHOUT_VALUE)  # nobody, or no known total
    return held.select(
        "ward_code",
        "measure",
        *PERIOD,
        "value",
        pl.when(silent).then(pl.lit(MISSING)).otherwise("status").alias("status"),
        pl.when(absent).then(pl.lit("")).otherwise(pl.lit("good")).alias("reliability"),
        pl.when(pl.col("status") == ESTIMATED)
        .then(pl.lit("Ward boundaries changed since 2022; shared out by residents"))
        .otherwise(pl.lit(""))
        .alias("note"),
    )


def premises(ward_premises: pl.DataFrame) -> pl.DataFrame:
    """Business premises, their rateable value and the share that stands empty."""
    total = ward_premises.filter(pl.col("description_group") == "total").join(
        vacancy.empty_shares(ward_premises, ["ward_code", "description_group"]).drop("period"),
        on=["ward_code", "description_group"],
        validate="1:1",
    )
    shared = (*PERIOD, "ward_code")
    # The table's status speaks of the value in pounds; the counts are what the list records.
    made = (
        ("premises_count", pl.col("premises_count"), pl.lit(OBSERVED)),
        ("rateable_value_gbp", pl.col("rateable_value_gbp"), pl.col("status")),
        ("premises_empty_pct", pl.col("empty_pct"), pl.lit(OBSERVED)),
    )
    frame = pl.concat(
        total.select(
            *shared,
            measure=pl.lit(name),
            value=value.cast(pl.Float64),
            status=said.alias("status"),
            note=pl.col("empty_reason") if name == "premises_empty_pct" else pl.lit(""),
        )
        for name, value, said in made
    )
    return frame.with_columns(
        status=pl.when(pl.col("value").is_null()).then(pl.lit(MISSING)).otherwise("status"),
        reliability=pl.when(pl.col("value").is_null()).then(pl.lit("")).otherwise(pl.lit("good")),
    ).select(ROW)


def claimants(small_areas: pl.DataFrame) -> pl.DataFrame:
    """Claimants by ward and their share of residents, of the newest month with figures."""
    held = small_areas.filter(pl.col("area_type") == "ward", pl.col("value").is_not_null())
    newest = held.filter(pl.col("period") == pl.col("period").max().over("lad_code", "measure"))
    return newest.select(
        pl.col("area_code").alias("ward_code"),
        *PERIOD,
        "measure",
        "value",
        "status",
        pl.lit("good").alias("reliability"),
        pl.lit("").alias("note"),
    ).select(ROW)


def sector_jobs(jobs: pl.DataFrame) -> pl.DataFrame:
    """Jobs by sector: ward_code, industry_code, the period, jobs, status and reliability."""
    return jobs.select(
        "ward_code",
        *PERIOD,
        pl.format("jobs_section_{}", pl.col("industry_code").str.to_lowercase()).alias("measure"),
        pl.col("jobs").alias("value"),
        "status",
        "reliability",
        pl.lit("").alias("note"),
    ).select(ROW)


def together(wards: pl.DataFrame, *rows: pl.DataFrame) -> pl.DataFrame:
    """`ward_measures`: all rows with their ward's names; where a ward has none it is missing.

    Rows of wards that are not on the map are a fault of the lookups and raise ValueError.
    """
    every = pl.concat([WARD_MEASURES.empty().select(ROW), *rows])
    named = every.join(
        wards.select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage"),
        on="ward_code",
        how="left",
        validate="m:1",
    )
    strange = named.filter(pl.col("lad_code").is_null())["ward_code"].unique().sort()
    if strange.len():
        raise ValueError(
            f"{strange.len():,} wards have figures and no boundary, such as "
            f"{strange.head(5).to_list()}; fetch wards and lsoa_wards again"
        )
    grid = wards.select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage").join(
        named.select("lad_code", "measure", *PERIOD).unique(), on="lad_code"
    )
    absent = grid.join(named, on=["ward_code", "measure", "period"], how="anti").with_columns(
        value=pl.lit(None, pl.Float64),
        status=pl.lit(MISSING),
        reliability=pl.lit(""),
        note=pl.lit(""),
    )
    return pl.concat(
        [named.select(WARD_MEASURES.columns), absent.select(WARD_MEASURES.columns)]
    ).sort("lad_code", "measure", "ward_code")
