"""What published output says of a sector's growth against its area's, as known on one day.

Gross value added of councils (GVA) comes 21 months after its year. Monthly output of the United
Kingdom comes after two. So on the day that a year's GVA is published, the output of the year after
is known, and of some months of the next. Nothing here reads a later month, also where we have it:
what was tested on the past is then what is used today.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.areas import UNITED_KINGDOM
from catalog.vocabulary.release_calendar import months_until_table_release

MONTHS: Final = 12
# Of the second year after GVA's, the months published when GVA is: seven.
SECOND_YEAR_MONTHS: Final = (
    months_until_table_release("gva") - MONTHS - months_until_table_release("gva_monthly")
)
FEWEST_MONTHS: Final = 2  # of the second year; one month would be mostly chance
TREND_YEARS: Final = 8
FEWEST_TREND_YEARS: Final = 2
# GVA has these sections together; growth is the mean of the parts'. Mining is small and erratic
# beside farming, so farming stands for the two.
PARTS: Final = {"AB": ("A",), "DE": ("D", "E")}
GROWTH: Final = {"industry_code": pl.String, "ahead": pl.Float64, "trend": pl.Float64}
FEATURES: Final = ("output_ahead", "output_trend")


def last_month_read(base_year: int) -> tuple[int, int]:
    """Year and month after which nothing is read for a base year.

    >>> last_month_read(2020)
    (2022, 7)
    """
    return base_year + 2, SECOND_YEAR_MONTHS


def output_growth(monthly: pl.DataFrame, base_year: int) -> pl.DataFrame:
    """GROWTH (ln) of the nation's output by section of GVA: `ahead`, from the base year to what is
    known of the second year after it, and `trend`, a year, over the TREND_YEARS up to it.

    `monthly` is the table `gva_monthly`. No rows where the output that is known ends too early.
    """
    last_year, last_month = last_month_read(base_year)
    known = (
        monthly.filter(
            pl.col("area_code") == UNITED_KINGDOM,
            pl.col("industry_level") == "section",
            pl.col("gva_index") > 0,
        )
        .select(
            "industry_code",
            year=pl.col("period_end").dt.year(),
            month=pl.col("period_end").dt.month().cast(pl.Int32),
            index="gva_index",
        )
        .filter(
            (pl.col("year") < last_year)
            | ((pl.col("year") == last_year) & (pl.col("month") <= last_month))
        )
    )
    months = known.filter(year=last_year)["month"].max()
    if not isinstance(months, int) or months < FEWEST_MONTHS:
        return pl.DataFrame(schema=GROWTH)
    complete = known.group_by("industry_code", "year").agg(pl.len())
    whole_years = complete.filter(pl.col("len") == MONTHS)["year"].unique()
    starts = [year for year in range(base_year - TREND_YEARS, base_year) if year in whole_years]
    if not starts or base_year - starts[0] < FEWEST_TREND_YEARS:
        return pl.DataFrame(schema=GROWTH)
    begin, early = starts[0], pl.col("month") <= months
    growth = known.group_by("industry_code").agg(
        ahead=_log_ratio(base_year + 1, base_year)
        + _log_ratio(last_year, base_year + 1, among=early),
        trend=_log_ratio(base_year, begin) / (base_year - begin),
        months=(pl.col("year") == last_year).sum(),
    )
    every = growth.filter(pl.col("months") == months).drop_nulls().select(list(GROWTH))
    return _as_gva_has_them(every)


def _log_ratio(year: int, before: int, among: pl.Expr | None = None) -> pl.Expr:
    """ln of a year's mean over another's, of the months `among`; null where either has none."""
    months = pl.lit(True) if among is None else among
    means = (
        pl.col("index").filter((pl.col("year") == which) & months).mean()
        for which in (year, before)
    )
    later, earlier = means
    return (later / earlier).log()


def _as_gva_has_them(growth: pl.DataFrame) -> pl.DataFrame:
    pairs = [(part, whole) for whole, parts in PARTS.items() for part in parts]
    wholes = pl.DataFrame(
        pairs, schema={"industry_code": pl.String, "whole": pl.String}, orient="row"
    )
    together = (
        growth.join(wholes, on="industry_code", validate="1:1")
        .group_by(industry_code="whole")
        .agg(pl.col("ahead", "trend").mean())
    )
    return pl.concat([growth, together.select(growth.columns)]).sort("industry_code")


def relative_to_mix(levels: pl.DataFrame, growth: pl.DataFrame) -> pl.DataFrame:
    """Rows of `levels` (area_code, industry_code, value) that growth is known of, with FEATURES:
    growth of the sector in the nation less that of the area's own mix of sectors, and `mix_value`,
    the value of the sectors that make up the mix."""
    both = levels.filter(pl.col("value") > 0).join(
        growth, on="industry_code", how="inner", validate="m:1", maintain_order="left"
    )
    weight = pl.col("value") / pl.col("value").sum().over("area_code")
    return both.with_columns(
        *(
            (pl.col(name) - (weight * pl.col(name)).sum().over("area_code")).alias(feature)
            for name, feature in zip(("ahead", "trend"), FEATURES, strict=True)
        ),
        mix_value=pl.col("value").sum().over("area_code"),
    ).drop("ahead", "trend")
