"""Laws of forecasts: bounds around the mean, sums that hold, times and statuses that agree."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import polars as pl

from catalog.vocabulary.industries import section_of
from catalog.vocabulary.parts import are_all_there
from catalog.vocabulary.status import MISSING, MODELLED, NOWCAST, PARTIAL, SUPPRESSED
from etl.checks.fault import Faults, Rule, Tables

ROOM: Final = 1e-9
# Of the sum. 2026-11: sums that overlap are kept by sweeps, which leave up to 16 in a million where
# a small sector of England and its regions, published too far apart, is left out.
SUMS_WITHIN: Final = 1e-4
# 2026-11: forecasts of the sample are 0.5 to 3.8 times the last figure, where that is 100 or more.
SIZABLE: Final = 100.0
AT_MOST_TIMES: Final = 10.0
CARRIED: Final = "carried by "
# Families of industries below sectors, by what their names end in.
BELOW, ABOVE = "_division", "_section"
SERIES: Final = ["family", "area_code", "series_code"]


def intervals_nested(tables: Tables) -> Faults:
    """A forecast's mean lies in its 80% interval, and that in its 95% interval."""
    if "forecasts" not in tables:
        return
    bounds = ["lower95", "lower80", "mean", "upper80", "upper95"]
    nested = pl.all_horizontal(pl.col(low) <= pl.col(high) + ROOM for low, high in pairwise(bounds))
    wrong = tables["forecasts"].drop_nulls(bounds).filter(~nested)
    if wrong.height:
        example = wrong.row(0, named=True)
        yield (
            "forecasts",
            f"intervals not nested, such as {example['family']} {example['area_code']} "
            f"{example['series_code']} {example['period']}",
            wrong.height,
        )


def forecasts_after_origin(tables: Tables) -> Faults:
    """A forecast is of a later period than its origin; a nowcast if that is over, else modelled."""
    if "forecasts" not in tables:
        return
    forecasts = tables["forecasts"]
    wrong = forecasts.filter((pl.col("period") <= pl.col("origin_period")) | (pl.col("steps") < 1))
    if wrong.height:
        yield "forecasts", f"{wrong['period'][0]} is not after its origin", wrong.height
    timely = pl.when(pl.col("horizon") <= 0).then(pl.lit(NOWCAST)).otherwise(pl.lit(MODELLED))
    other = forecasts.filter(
        (pl.col("status") != timely) & ~pl.col("status").is_in([PARTIAL, MISSING, SUPPRESSED])
    )
    if other.height:
        yield "forecasts", f"a forecast with the status {other['status'][0]}", other.height


def forecasts_as_low_as_their_history(tables: Tables) -> Faults:
    """What is forecast from a last value that is partial is partial too."""
    if not {"forecasts", "forecast_histories"} <= set(tables):
        return
    keys = ["family", "area_code", "series_code"]
    last = (
        tables["forecast_histories"]
        .drop_nulls("value")
        .sort("period_end")
        .unique(keys, keep="last", maintain_order=True)
        .filter(pl.col("status") == PARTIAL)
    )
    wrong = (
        tables["forecasts"]
        .filter(pl.col("status").is_in([MODELLED, NOWCAST]))
        .join(last, on=keys, how="semi")
    )
    if wrong.height:
        example = wrong.row(0, named=True)
        where = f"{example['area_code']} {example['family']} {example['series_code']}"
        yield (
            "forecasts",
            f"{where} is modelled on a partial value but not marked as partial",
            wrong.height,
        )


def forecasts_go_on_from_their_history(tables: Tables) -> Faults:
    """A forecast is of the size of the last figure: no unit is lost, and no table in thousands."""
    if not {"forecasts", "forecast_histories"} <= set(tables):
        return
    last = (
        tables["forecast_histories"]
        .drop_nulls("value")
        .sort("period_end")
        .unique(SERIES, keep="last", maintain_order=True)
        .filter(pl.col("value") >= SIZABLE)
        .select(*SERIES, "value")
    )
    ratio = pl.col("mean") / pl.col("value")
    both = tables["forecasts"].drop_nulls("mean").join(last, on=SERIES, validate="m:1")
    wrong = both.filter(~ratio.is_between(1 / AT_MOST_TIMES, AT_MOST_TIMES))
    if wrong.height:
        example = wrong.row(0, named=True)
        yield (
            "forecasts",
            f"{example['family']} {example['area_code']} {example['series_code']} "
            f"{example['period']} is {example['mean']:,.0f}, after {example['value']:,.0f}",
            wrong.height,
        )


def forecasts_known_to_a_month_where_carried(tables: Tables) -> Faults:
    """A forecast names the newest month that carried it on where something did, and only there."""
    if "forecasts" not in tables:
        return
    forecasts = tables["forecasts"]
    carried = pl.col("model").str.starts_with(CARRIED)
    wrong = forecasts.filter(carried == (pl.col("known_to") == ""))
    if wrong.height:
        example = wrong.row(0, named=True)
        yield (
            "forecasts",
            f"{example['family']} {example['area_code']} {example['series_code']} "
            f"{example['period']} by {example['model']} is known to '{example['known_to']}'",
            wrong.height,
        )


def horizons_from_one_day(tables: Tables) -> Faults:
    """Horizons of a family are counted from one day, and steps from the last figure: of one period
    there is one horizon, and steps grow as horizons do."""
    if "forecasts" not in tables:
        return
    forecasts = tables["forecasts"]
    by_period = forecasts.group_by("family", "period").agg(pl.col("horizon").n_unique())
    by_origin = forecasts.group_by("family", "origin_period").agg(
        (pl.col("steps") - pl.col("horizon")).n_unique().alias("horizon")
    )
    for counted, name in ((by_period, "period"), (by_origin, "origin_period")):
        wrong = counted.filter(pl.col("horizon") > 1)
        if wrong.height:
            yield (
                "forecasts",
                f"{wrong['family'][0]} {wrong[name][0]} has horizons of several days",
                wrong.height,
            )


def forecast_sectors_add_up(tables: Tables) -> Faults:
    """Sectors add up to their area's total where they did when last published."""
    if not {"forecasts", "forecast_histories"} <= set(tables):
        return
    is_part = (pl.col("series_code") != "total") & ~pl.col("family").str.ends_with(BELOW)
    yield from _broken_sums(tables, is_part, pl.lit("total"), pl.col("family"))


def forecast_industries_add_up(tables: Tables) -> Faults:
    """Industries add up to their sector where they did when last published."""
    if not {"forecasts", "forecast_histories"} <= set(tables):
        return
    is_part = pl.col("family").str.ends_with(BELOW)
    codes = tables["forecasts"].filter(is_part)["series_code"].unique().to_list()
    section = pl.col("series_code").replace_strict(
        {code: section_of(code) for code in codes}, default=None, return_dtype=pl.String
    )
    yield from _broken_sums(tables, is_part, section, pl.col("family").str.replace(BELOW, ABOVE))


def _broken_sums(tables: Tables, is_part: pl.Expr, whole: pl.Expr, family: pl.Expr) -> Faults:
    """Sums of exact means that differ from their whole, where published values added up.

    `whole` is the code of the series, of `family`, that a part belongs to.
    """
    place = ["family", "area_code", "series_code", "origin_period"]
    published = tables["forecast_histories"].select(
        *SERIES, origin_period="period", value="value"
    ).drop_nulls("value")  # fmt: skip
    rows = tables["forecasts"].select(*SERIES, "origin_period", "period", "mean_exact")
    rows = rows.join(published, on=place)
    sums = (
        rows.filter(is_part)
        .with_columns(whole.alias("series_code"), family.alias("family"))
        .group_by(*place, "period")
        .agg(pl.col("mean_exact").sum().alias("parts"), pl.col("value").sum().alias("published"),
             pl.col("mean_exact").null_count().alias("without"))
    )  # fmt: skip
    both = rows.join(sums, on=[*place, "period"]).filter(without=0)
    added_up = are_all_there(pl.col("published"), pl.col("value"))
    off = (pl.col("parts") - pl.col("mean_exact")).abs()
    wrong = both.filter(added_up, off > SUMS_WITHIN * (1 + pl.col("mean_exact").abs()))
    if wrong.height:
        example = wrong.row(0, named=True)
        yield (
            "forecasts",
            f"parts of {example['family']} {example['area_code']} {example['series_code']} "
            f"{example['period']} sum to {example['parts']:,.1f}, not "
            f"{example['mean_exact']:,.1f}",
            wrong.height,
        )


def nothing_stays_nothing(tables: Tables) -> Faults:
    """A series that was zero all along is forecast as zero, to the last digit: what is left of sums
    would count as a sector, and one that can only grow."""
    if not {"forecasts", "forecast_histories"} <= set(tables):
        return
    key = ["family", "area_code", "series_code"]
    zero = tables["forecast_histories"].group_by(key).agg((pl.col("value") == 0).all())
    forecasts = tables["forecasts"].join(zero.filter("value").drop("value"), on=key, how="semi")
    wrong = forecasts.filter(pl.col("mean_exact") != 0)
    if wrong.height:
        example = wrong.row(0, named=True)
        yield (
            "forecasts",
            f"{example['family']} {example['area_code']} {example['series_code']} was always zero "
            f"and is forecast as {example['mean_exact']:g}",
            wrong.height,
        )


RULES: Final[tuple[Rule, ...]] = (
    intervals_nested,
    forecasts_after_origin,
    forecasts_as_low_as_their_history,
    forecasts_go_on_from_their_history,
    forecasts_known_to_a_month_where_carried,
    horizons_from_one_day,
    forecast_sectors_add_up,
    forecast_industries_add_up,
    nothing_stays_nothing,
)
