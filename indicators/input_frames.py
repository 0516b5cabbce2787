"""Tidy tables brought to the forms that the indicators are made from, one function for each."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary import periods
from catalog.vocabulary.areas import WIDEST_FIRST
from etl.itl2_areas import find_former_areas

HORIZON: Final = 3  # years from the day of forecasting
FAMILIES: Final = {
    "jobs_section": "jobs", "jobs_division": "jobs", "gva_section": "real_gva",
    "gva_division": "real_gva",
}  # fmt: skip
LEVELS: Final = ("total", "section", "section_group", "division", "division_group")
NATIONAL_PATH: Final = {
    "area_code": pl.String, "industry_code": pl.String, "year": pl.Int32, "mean": pl.Float64,
    "lower80": pl.Float64, "upper80": pl.Float64,
}  # fmt: skip
PAY: Final = {"industry_code": pl.String, "period": pl.String, "pay_gbp_month": pl.Float64}


def shape_areas(councils: pl.DataFrame, jobs: pl.DataFrame, gva: pl.DataFrame) -> pl.DataFrame:
    columns = ("area_code", "area_name", "area_type")
    lads = councils.select(area_code="lad_code", area_name="lad_name", area_type=pl.lit("lad"))
    every_area = pl.concat([lads, jobs.select(columns), gva.select(columns)])
    return every_area.unique("area_code", keep="first").sort("area_code")


def shape_sectors(jobs: pl.DataFrame, gva: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([shape_jobs(jobs), shape_gva(gva)])


def find_nation(sectors: pl.DataFrame) -> str:
    """The widest area with figures of sectors; '' without any."""
    with_values = set(sectors.filter(pl.col("value").is_not_null())["area_code"])
    return next((code for code in WIDEST_FIRST if code in with_values), "")


def shape_jobs(jobs: pl.DataFrame, kind: str = "employment") -> pl.DataFrame:
    """Jobs of one kind: employment counts working owners, employees does not."""
    return jobs.filter(pl.col("job_kind") == kind).select(
        "area_code", pl.lit("jobs").alias("sector_measure"), "industry_code", "industry_name",
        "industry_level", pl.col("period").cast(pl.Int32).alias("year"),
        pl.col("jobs").alias("value"), "status",
    )  # fmt: skip


def shape_gva(gva: pl.DataFrame) -> pl.DataFrame:
    real = gva.filter(pl.col("price_basis") == "constant", pl.col("industry_level").is_in(LEVELS))
    return real.select(
        "area_code", pl.lit("real_gva").alias("sector_measure"), "industry_code", "industry_name",
        "industry_level", pl.col("period").cast(pl.Int32).alias("year"),
        pl.col("gva_gbp_m").alias("value"), "status",
    )  # fmt: skip


def shape_outlook(forecasts: pl.DataFrame, sectors: pl.DataFrame) -> pl.DataFrame:
    """Forecasts of sectors, one of each series, unrounded, with the industry's level.

    `base_year` is that of its last official figure.
    """
    levels = sectors.select("sector_measure", "industry_code", "industry_name", "industry_level")
    levels = levels.unique(["sector_measure", "industry_code"], keep="first")
    of_sectors = forecasts.filter(pl.col("family").is_in(list(FAMILIES))).select(
        "area_code",
        pl.col("family").replace_strict(FAMILIES, return_dtype=pl.String).alias("sector_measure"),
        pl.col("series_code").alias("industry_code"),
        pl.col("origin_period").cast(pl.Int32).alias("base_year"),
        pl.col("period").cast(pl.Int32).alias("target_year"),
        pl.col("mean_exact").alias("mean"), "lower80", "upper80", "model", "status",
        pl.lit("").alias("note"),
    )  # fmt: skip
    # A forecast without its history has no level to change from, so it is left out.
    return of_sectors.join(
        levels, on=["sector_measure", "industry_code"], how="inner", validate="m:1"
    )


def shape_outlook_ahead(forecasts: pl.DataFrame, sectors: pl.DataFrame) -> pl.DataFrame:
    """`shape_outlook` of what we expect HORIZON years from now."""
    return shape_outlook(forecasts.filter(horizon=HORIZON), sectors)


def shape_estimates(forecasts: pl.DataFrame, sectors: pl.DataFrame) -> pl.DataFrame:
    """`shape_outlook` of our estimates of the newest year that is over or running."""
    return shape_outlook(newest_past(forecasts), sectors)


def newest_past(forecasts: pl.DataFrame) -> pl.DataFrame:
    """Of each series the estimate of the newest year that is over or running."""
    past = forecasts.filter(
        pl.col("family").is_in(list(FAMILIES)), pl.col("horizon") <= 0,
        pl.col("mean_exact").is_not_null(),
    )  # fmt: skip
    return periods.filter_newest(past, ["family", "area_code", "series_code"], "period_end")


def shape_local_units(table: pl.DataFrame) -> pl.DataFrame:
    return table.drop_nulls("business_units").select(
        "area_code", "industry_code", pl.col("period").cast(pl.Int32).alias("year"), "size_band",
        "business_units",
    )  # fmt: skip


def shape_pay(table: pl.DataFrame) -> pl.DataFrame:
    newest = periods.filter_newest(table.drop_nulls("pay_gbp_month"))
    return newest.select(list(PAY))


def shape_national_path(forecasts: pl.DataFrame) -> pl.DataFrame:
    """What we expect of jobs by section in each nation, from our estimates of the past to the
    furthest year; none that is not forecast."""
    of_nations = forecasts.filter(
        pl.col("family") == "jobs_section",
        pl.col("area_code").is_in(list(WIDEST_FIRST)),
        pl.col("mean_exact").is_not_null(),
    )
    return of_nations.select(
        "area_code", pl.col("series_code").alias("industry_code"),
        pl.col("period").cast(pl.Int32).alias("year"), pl.col("mean_exact").alias("mean"),
        "lower80", "upper80",
    )  # fmt: skip


def shape_nowcasts(forecasts: pl.DataFrame) -> pl.DataFrame:
    past = forecasts.filter(
        pl.col("family").is_in(list(FAMILIES)), pl.col("horizon") <= 0,
        pl.col("mean_exact").is_not_null(),
    )  # fmt: skip
    return past.select(
        "area_code",
        pl.col("family").replace_strict(FAMILIES, return_dtype=pl.String).alias("sector_measure"),
        pl.col("series_code").alias("industry_code"),
        pl.col("period").cast(pl.Int32).alias("year"),
        pl.col("mean_exact").alias("value"),
        "status",
    )


def shape_itl2(councils: pl.DataFrame) -> pl.DataFrame:
    """area_code and itl2_code as of 2021: of councils, and of regions through their councils."""
    placed = find_former_areas(councils).select("lad_code", itl2_code="former_code")
    regions = councils.select("lad_code", "region_code").join(placed, on="lad_code")
    return pl.concat(
        [
            placed.rename({"lad_code": "area_code"}),
            regions.select(area_code="region_code", itl2_code="itl2_code").unique(),
        ]
    ).sort("area_code", "itl2_code")


def shape_survey(table: pl.DataFrame) -> pl.DataFrame:
    newest = table.filter(pl.col("period") == pl.col("period").max())
    return newest.select("area_code", "occupation_code", "industry_group", "residents_persons")


def shape_businesses(table: pl.DataFrame) -> pl.DataFrame:
    """area_code, period, births, active and births_pct of every year."""
    wide = table.group_by("area_code", "period").agg(
        *(
            pl.col("enterprises_count").filter(pl.col("event") == event).first().alias(event)
            for event in ("births", "active")
        )
    )
    return wide.with_columns(births_pct=births_rate())


def births_rate() -> pl.Expr:
    """New businesses per 100 active ones of the same year."""
    return pl.when(pl.col("active") > 0).then(100 * pl.col("births") / pl.col("active"))
