"""Jobs of fine classes: means of two years, here and in the nation, and what they are a share of.

Cells are rounded apart from each other and from the published total, so classes are never added up
to a total that is published. Where the total is published with them it is used; else a share is of
the sum of the groups, for the place and for the nation alike.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.status import ESTIMATED, MISSING, SUPPRESSED, worst_status
from indicators.inputs import Inputs
from indicators.sectors.fine_places import OWN, measured_parts, nation_of

# Sums of classes lie 1.2% from published totals at most (40 areas, 2015 to 2021), so a total
# further off is of another release.
SAME_RELEASE: Final = 0.02
# Farms come as one figure, from another survey; their classes are published as 0.
FARMS: Final = {"subclass": "01000", "group": "010"}
FARMS_NAME: Final = "Farming, as one figure"
FARM_CLASS: Final = r"^01[1-5]"
CLASS: Final = ("industry_level", "industry_code")
KEY: Final = ("area_code", *CLASS)
# Of the nation's jobs, in classes that the place has a figure of: with less there is no total.
NEARLY_ALL: Final = 0.98
MEASURED: Final = ("area_code", "measured_code", "year")
BACK: Final = 2  # years between the two means


def levels(inputs: Inputs, of: pl.DataFrame) -> pl.DataFrame:
    """A row for each place of `of` and class of which the place or the nation has a figure.

    area_code, industry_level, industry_code, industry_name, measured_code, measured_name, source,
    year, jobs, jobs_before (the mean of two years, and of the two before), nation_jobs,
    nation_before, total, nation_total, status. Null where some part or year has no figure.
    """
    parts = measured_parts(inputs, of)
    nation, _ = nation_of(inputs.jobs_fine)
    yearly = inputs.jobs_fine.select(
        "area_code", *CLASS, "industry_name", "jobs", "status",
        year=pl.col("period").cast(pl.Int32),
    ).with_columns(
        # As zero they would say that nobody works there.
        jobs=pl.when(~pl.col("industry_code").str.contains(FARM_CLASS)).then("jobs")
    )  # fmt: skip
    places = parts.select(
        "area_code", "industry_level", "measured_code", "measured_name", "source", "year"
    ).unique()
    classes = yearly.sort("year").unique(list(CLASS), keep="last").select(*CLASS, "industry_name")
    rows = places.join(classes, on="industry_level").sort(KEY)
    # Years that no mean is of are most of the table.
    first = pl.lit(places["year"].min(), dtype=pl.Int32) - BACK - 1
    yearly = yearly.filter(pl.col("year") >= first)
    sums = _sum_parts(parts, yearly)
    of_nation = yearly.filter(area_code=nation).select(*CLASS, "year", "jobs", "status")
    for prefix, frame, key in (("", sums, KEY), ("nation_", of_nation, CLASS)):
        for name, back in (("jobs", 0), ("before", BACK)):
            column = f"{prefix}{name}" if prefix or name == "jobs" else "jobs_before"
            rows = _join_mean(rows, frame, key, column, back)
    with_totals = rows.join(
        _totals(inputs, rows, nation), on=list(MEASURED), how="left", validate="m:1"
    )
    return with_totals.join(_statuses(rows, sums), on=list(KEY), how="left").with_columns(
        industry_name=pl.when(pl.col("industry_code").is_in(list(FARMS.values())))
        .then(pl.lit(FARMS_NAME))
        .otherwise("industry_name"),
        status=pl.when(pl.col("jobs").is_not_null())
        .then(pl.col("status").fill_null(ESTIMATED))
        .when(pl.col("status") == SUPPRESSED)
        .then(pl.lit(SUPPRESSED))
        .otherwise(pl.lit(MISSING)),
    )


def _sum_parts(parts: pl.DataFrame, yearly: pl.DataFrame) -> pl.DataFrame:
    """Jobs of a place by class and year: the sum of its parts, null unless each has a figure."""
    sources = parts.select("area_code", "industry_level", "part_code").unique()
    counted = sources.with_columns(parts_count=pl.len().over("area_code", "industry_level"))
    of_parts = counted.join(
        yearly.rename({"area_code": "part_code"}), on=["part_code", "industry_level"]
    )
    all_there = pl.col("jobs").is_not_null().sum() == pl.col("parts_count").first()
    return of_parts.group_by(*KEY, "year").agg(
        pl.when(all_there).then(pl.col("jobs").sum()).alias("jobs"),
        worst_status().alias("status"),
    )


def _join_mean(
    rows: pl.DataFrame, yearly: pl.DataFrame, key: tuple[str, ...], name: str, back: int
) -> pl.DataFrame:
    """The rows with the mean of the two years that end `back` years before the row's."""
    for number, ago in enumerate((back, back + 1)):
        then = yearly.select(*key, pl.col("year") + ago, pl.col("jobs").alias(f"_{number}"))
        rows = rows.join(then, on=[*key, "year"], how="left", validate="m:1", maintain_order="left")
    # A year without a figure makes the mean null.
    mean = (pl.col("_0") + pl.col("_1")) / 2
    return rows.with_columns(mean.alias(name)).drop("_0", "_1")


def _statuses(rows: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """The worse of the statuses of the two years of the mean."""
    dated = rows.select(*KEY, newest="year").join(sums, on=list(KEY))
    in_mean = pl.col("year").is_between(pl.col("newest") - 1, pl.col("newest"))
    return dated.filter(in_mean).group_by(KEY).agg(worst_status().alias("status"))


def _totals(inputs: Inputs, rows: pl.DataFrame, nation: str) -> pl.DataFrame:
    """MEASURED, total and nation_total: published ones of the release, or sums of classes.

    Sums are of the groups, where they are of the same area and years (fewer cells are rounded),
    else of the subclasses: of those with a figure in both places, if they are nearly all.
    """
    known = pl.col("jobs").is_not_null() & pl.col("nation_jobs").is_not_null()
    sums = rows.group_by(*MEASURED, "industry_level").agg(
        pl.col("jobs").filter(known).sum().alias("total"),
        pl.col("nation_jobs").filter(known).sum().alias("nation_total"),
        pl.col("nation_jobs").sum().alias("_all"),
        pl.col("source").first(),
    )
    nearly_all = pl.col("nation_total") >= NEARLY_ALL * pl.col("_all")
    best = sums.filter(nearly_all).sort("industry_level").unique(list(MEASURED), keep="first")
    published = inputs.sectors.filter(sector_measure="jobs", industry_code="total").select(
        "area_code", "year", jobs="value"
    )
    own = _join_mean(best, published, ("area_code",), "_own", 0)
    there = _join_mean(own, published.filter(area_code=nation).select("year", "jobs"), (),
                       "_nation", 0)  # fmt: skip
    used = (
        (pl.col("source") == OWN)
        & _is_near(pl.col("_own"), pl.col("total"))
        & _is_near(pl.col("_nation"), pl.col("nation_total"))
    ).fill_null(value=False)
    return there.select(
        *MEASURED,
        total=pl.when(used).then("_own").otherwise("total"),
        nation_total=pl.when(used).then("_nation").otherwise("nation_total"),
    )


def _is_near(published: pl.Expr, summed: pl.Expr) -> pl.Expr:
    return (published / summed - 1.0).abs() <= SAME_RELEASE
