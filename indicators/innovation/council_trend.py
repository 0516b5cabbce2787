"""Awards of a council over time, in means of three years, beside councils that are like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

YEARS: Final = 3
LEAST_SIMILAR: Final = 3  # fewer have no middle worth the name
PLACE, SIMILAR = "place", "similar"
INNOVATE_UK: Final = "innovate_uk"
EVERY_KIND, BUSINESS = "all", "business"
PER_BUSINESSES: Final = 1_000
MEASURES: Final = ("awards_per_1000_businesses", "offered_gbp_per_business",
                   "without_centres_gbp_per_business")  # fmt: skip
SCHEMA: Final = {
    "measure": pl.String, "series": pl.String, "lad_code": pl.String, "lad_name": pl.String,
    "last_year": pl.Int64, "period": pl.String, "value": pl.Float64, "councils_count": pl.Int64,
}  # fmt: skip


def find_last_whole_year(councils: pl.DataFrame) -> int | None:
    """The last year of the newest three whole years, as `innovation_council` has them."""
    ends = councils["period"].str.extract(r"(\d{4})$").cast(pl.Int64).drop_nulls()
    return None if ends.is_empty() else int(ends.max())  # type: ignore[arg-type]


def average_three_years(council_years: pl.DataFrame, last_year: int | None) -> pl.DataFrame:
    """lad_code, lad_name, organisation_kind, last_year and means of three calendar years, of awards
    of Innovate UK.

    A year without a row is a year without an award, since the list has every award; so a council
    has every year from the first of the list to the last whole one.

    >>> rows = pl.DataFrame({"lad_code": ["E1"] * 2, "lad_name": ["Hartfield"] * 2,
    ...     "award_source": ["innovate_uk"] * 2,
    ...     "start_year": [2021, 2023], "organisation_kind": ["all"] * 2, "awards_count": [2, 4],
    ...     "award_offered_gbp": [10.0, 20.0], "award_without_centres_gbp": [10.0, None]})
    >>> average_three_years(rows, 2023).select("last_year", "awards", "offered_gbp").rows()
    [(2023, 2.0, 10.0)]
    """
    whole = council_years.filter(
        pl.col("start_year") <= (last_year or 0), pl.col("award_source") == INNOVATE_UK
    )
    if whole.is_empty():
        return _empty_means()
    first = int(whole["start_year"].min())  # type: ignore[arg-type]
    years = pl.DataFrame({"start_year": list(range(first, (last_year or 0) + 1))})
    keys = ["lad_code", "lad_name", "organisation_kind"]
    full = (
        whole.select(keys)
        .unique()
        .join(years, how="cross")
        .join(whole, on=[*keys, "start_year"], how="left", validate="1:1")
        .sort(*keys, "start_year")
    )
    awards = pl.col("awards_count").fill_null(0)
    # Awards without an amount stay unknown; a year without awards offered nothing.
    offered = pl.when(awards == 0).then(0.0).otherwise("award_offered_gbp")
    without = pl.when(offered.is_not_null()).then(
        pl.col("award_without_centres_gbp").fill_null(0.0)
    )
    figures = {"awards": awards, "offered_gbp": offered, "without_centres_gbp": without}
    return (
        full.with_columns(column.cast(pl.Float64).alias(name) for name, column in figures.items())
        .with_columns(pl.col(name).rolling_mean(YEARS).over(keys) for name in figures)
        .drop_nulls("awards")
        .select(*keys, pl.col("start_year").alias("last_year"), *figures)
    )


def _empty_means() -> pl.DataFrame:
    texts = dict.fromkeys(("lad_code", "lad_name", "organisation_kind"), pl.String)
    numbers = dict.fromkeys(("awards", "offered_gbp", "without_centres_gbp"), pl.Float64)
    return pl.DataFrame(schema={**texts, "last_year": pl.Int64, **numbers})


def compare_trend(
    council_years: pl.DataFrame,
    councils: pl.DataFrame,
    places: Sequence[str],
    similar: Sequence[str],
) -> pl.DataFrame:
    """A line for each council of `places`, and one for the middle one of the `similar`.

    Columns as SCHEMA: `measure` of MEASURES, `series` place or similar, `last_year` of the three,
    `councils_count` behind the line. All are over the businesses that `innovation_council` counts,
    of one year, so a line moves with awards alone. Councils without that count are left out; fewer
    than three similar ones have no line.
    """
    means = average_three_years(council_years, find_last_whole_year(councils))
    counted = councils.select("lad_code", "businesses_count").filter(pl.col("businesses_count") > 0)
    wanted = [*places, *(code for code in similar if code not in places)]
    rated = means.join(counted, on="lad_code", validate="m:1").filter(
        pl.col("lad_code").is_in(wanted)
    )
    per = pl.col("businesses_count")
    parts = [
        _measure(rated.filter(organisation_kind=BUSINESS), MEASURES[0],
                 PER_BUSINESSES * pl.col("awards") / per),
        _measure(rated.filter(organisation_kind=EVERY_KIND), MEASURES[1],
                 pl.col("offered_gbp") / per),
        _measure(rated.filter(organisation_kind=EVERY_KIND), MEASURES[2],
                 pl.col("without_centres_gbp") / per),
    ]  # fmt: skip
    every = pl.concat(parts)
    own = every.filter(pl.col("lad_code").is_in(list(places))).with_columns(
        series=pl.lit(PLACE), councils_count=pl.lit(1, pl.Int64)
    )
    middle = (
        every.filter(pl.col("lad_code").is_in(list(similar)), ~pl.col("lad_code").is_in(places))
        .group_by("measure", "last_year", "period")
        .agg(pl.col("value").median(), pl.len().cast(pl.Int64).alias("councils_count"))
        .filter(pl.col("councils_count") >= LEAST_SIMILAR)
        .with_columns(series=pl.lit(SIMILAR), lad_code=pl.lit(""), lad_name=pl.lit(""))
    )
    return pl.concat([own.select(list(SCHEMA)), middle.select(list(SCHEMA))]).sort(
        "measure", "series", "lad_name", "lad_code", "last_year"
    )


def _measure(rated: pl.DataFrame, measure: str, value: pl.Expr) -> pl.DataFrame:
    first = pl.col("last_year") - (YEARS - 1)
    return rated.select(
        "lad_code",
        "lad_name",
        "last_year",
        period=pl.format("{} to {}", first, "last_year"),
        measure=pl.lit(measure),
        value=value,
    ).drop_nulls("value")
