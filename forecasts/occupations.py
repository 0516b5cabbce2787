"""Adverts by occupation: where occupations have too little history, the forecast of the total times
the mix of occupations; everywhere, parts that add up to the total.

Codes of occupations nest: 11 and 12 are parts of 1. The shortest codes of an area, and 'unknown',
are the parts of its total.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables.forecasts import FORECASTS
from catalog.vocabulary.parts import are_all_there
from forecasts.backtest.intervals import bounds
from forecasts.publish import NAIVE_PREFIX
from forecasts.series.series_groups import SERIES_GROUPS

FAMILY: Final = "adverts_occupation"
MODEL: Final = "total x occupation mix"
# A whole year, so that every season counts once.
NEWEST_MONTHS: Final = 12
NORMAL: Final = {80: 1.2816, 95: 1.9600}
VALUES: Final = ("mean", "mean_exact", "lower80", "upper80", "lower95", "upper95")
OF_AREA: Final = ("area_code", "series_code")


def reconcile_occupations(
    forecasts: pl.DataFrame, history: pl.DataFrame, latest: pl.DataFrame
) -> pl.DataFrame:
    """The forecasts, with adverts by occupation filled from the total where needed, then all of
    them scaled to the total.

    `history` is the cleaned history of adverts by occupation; `latest` has each series' last
    published value (family, area_code, series_code, value).
    """
    return rake_to_totals(add_mix_forecasts(forecasts, history), latest)


def add_mix_forecasts(forecasts: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """In areas without a model for any occupation: the forecast total times the newest mix.

    Leaves areas unchanged if their total has no model, or no month has every occupation. The bounds
    are those of the total, widened for the sampling error of the counts behind the mix.
    """
    has_model = pl.col("mean").is_not_null() & ~pl.col("reason").str.starts_with(NAIVE_PREFIX)
    with_own_model = (
        forecasts.filter(has_model, pl.col("family") == FAMILY).select("area_code").unique()
    )
    shares = newest_mix(history.join(with_own_model, on="area_code", how="anti"))
    totals = forecasts.filter(has_model, pl.col("family") == "adverts")
    rows = totals.drop("series_code", "series_name", "family").join(shares, on="area_code")
    group = SERIES_GROUPS[FAMILY]
    widths = [_half_width(level, group.rounding_step).alias(f"q{level}") for level in NORMAL]
    rows = rows.with_columns(
        *widths, *(pl.col(name) * pl.col("share") for name in ("mean", "mean_exact"))
    )
    edges = []
    for level in NORMAL:
        lower, upper = bounds("mean", pl.col(f"q{level}"), group)
        edges += [lower.alias(f"lower{level}"), upper.alias(f"upper{level}")]
    mixed = rows.with_columns(
        *edges, _reason(), pl.lit(FAMILY).alias("family"), pl.lit(MODEL).alias("model"),
        pl.lit(None, pl.Float64).alias("error_vs_naive"),
    ).select(FORECASTS.columns)  # fmt: skip
    replaced = mixed.select("family", *OF_AREA).unique()
    others = forecasts.join(replaced, on=["family", *OF_AREA], how="anti")
    return pl.concat([others, mixed])


def _reason() -> pl.Expr:
    return pl.format(
        "no occupation here has a history long enough for a model, so the total's forecast is "
        "parted by the mix of {} ({} adverts); the interval leaves out how a mix changes; total by "
        "{}: {}",
        pl.when(pl.col("months") == 1).then(pl.col("newest"))
        .otherwise(pl.format("{} months to {}", "months", "newest")),
        pl.col("counted").cast(pl.Int64), "model", "reason",
    ).alias("reason")  # fmt: skip


def _half_width(level: int, rounding_step: float) -> pl.Expr:
    """Half-width of a part, in logarithms: from the total and from a share of `counted` adverts."""
    total = ((pl.col(f"upper{level}") + rounding_step) / (pl.col("mean") + rounding_step)).log()
    seen = (pl.col("counted") * pl.col("share")).clip(1.0)
    chance = NORMAL[level] ** 2 * (1.0 - pl.col("share")) / seen
    return (total**2 + chance).sqrt()


def newest_mix(history: pl.DataFrame) -> pl.DataFrame:
    """Shares of each area's adverts by occupation, means over its newest complete months.

    Columns area_code, series_code, series_name, share, counted (adverts in those months), months
    and newest. A month is complete if it has the largest number of parts of any month in the area.
    """
    placed = _with_parent(history)
    age = pl.col("period").rank("dense", descending=True).over("area_code")
    months = (
        placed.filter(pl.col("parent") == "total")
        .group_by("area_code", "period")
        .agg(pl.len().alias("parts"), pl.col("value").sum().alias("of_month"))
        .filter(pl.col("parts") == pl.col("parts").max().over("area_code"), pl.col("of_month") > 0)
        .filter(age <= NEWEST_MONTHS)
    )
    about = months.group_by("area_code").agg(
        pl.col("of_month").sum().alias("counted"),
        pl.len().alias("months"),
        pl.col("period").max().alias("newest"),
    )
    shares = (
        placed.join(months, on=["area_code", "period"], validate="m:1")
        .sort(*OF_AREA, "period")
        .group_by(OF_AREA, maintain_order=True)
        .agg(
            pl.col("series_name").last(),
            (pl.col("value") / pl.col("of_month")).mean().alias("share"),
        )
    )
    return shares.join(about, on="area_code", validate="m:1")


def _with_parent(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `parent`, the code that each is part of, and `depth`, 1 for the top."""
    length = pl.col("series_code").str.len_chars()
    with_code = rows.filter(pl.col("series_code") != "unknown")
    lengths = (
        with_code.select("area_code", length.alias("length")).unique().sort("area_code", "length")
        .with_columns(
            pl.col("length").shift(1).over("area_code").alias("above"),
            pl.col("length").rank("dense").over("area_code").cast(pl.Int64).alias("depth"),
        )
    )  # fmt: skip
    placed = rows.with_columns(length.alias("length")).join(
        lengths, on=["area_code", "length"], how="left", validate="m:1"
    )
    top = (pl.col("series_code") == "unknown") | pl.col("above").is_null()
    return placed.with_columns(
        pl.when(top).then(pl.lit("total"))
        .otherwise(pl.col("series_code").str.slice(0, pl.col("above"))).alias("parent"),
        pl.when(top).then(1).otherwise("depth").alias("depth"),
    ).drop("length", "above")  # fmt: skip


def rake_to_totals(forecasts: pl.DataFrame, latest: pl.DataFrame) -> pl.DataFrame:
    """Scales adverts by occupation to their area's total, and to the group they are part of.

    If the parts were more than 4% from their total when last published, some are missing and we do
    not scale them. Bounds move with their mean.
    """
    rows = _with_parent(forecasts.filter(pl.col("family") == FAMILY))
    totals = forecasts.filter(pl.col("family") == "adverts")
    value = latest.filter(pl.col("family").is_in(["adverts", FAMILY])).select(*OF_AREA, "value")
    scaled = []
    for depth in sorted(rows["depth"].unique()):
        parents = totals.select("area_code", "period", pl.col("series_code").alias("parent"),
                               pl.col("mean").alias("whole"))  # fmt: skip
        of_parent = value.rename({"series_code": "parent", "value": "parent_value"})
        parts = (
            rows.filter(pl.col("depth") == depth)
            .join(parents, on=["area_code", "period", "parent"], how="left", validate="m:1")
            .join(of_parent, on=["area_code", "parent"], how="left", validate="m:1")
            .join(value, on=OF_AREA, how="left", validate="m:1")
        )
        complete = are_all_there(_sum_of_parts("value"), pl.col("parent_value"))
        factor = pl.when(complete & (_sum_of_parts("mean") > 0)).then(
            pl.col("whole") / _sum_of_parts("mean")
        )
        totals = parts.with_columns(factor.fill_null(1.0).alias("factor")).with_columns(
            pl.col(name) * pl.col("factor") for name in VALUES
        ).select(FORECASTS.columns)  # fmt: skip
        scaled.append(totals)
    others = forecasts.filter(pl.col("family") != FAMILY)
    return pl.concat([others, *scaled])


def _sum_of_parts(column: str) -> pl.Expr:
    """The sum over the parts of one parent in one period."""
    return pl.col(column).sum().over("area_code", "parent", "period")
