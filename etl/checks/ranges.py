"""Laws of single figures: shares within bounds, intervals around their middle, dates in order."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import polars as pl

from catalog.columns import COLUMNS
from catalog.measures import MEASURES
from catalog.vocabulary.status import MISSING, MODELLED, NOWCAST, PARTIAL, SUPPRESSED
from etl.checks.fault import Faults, Rule, Tables

# In per cent, yet no share of anything: growth, errors of a back-test, sampling error.
NO_SHARES: Final = ("growth_pct", "area_growth_pct", "cv_pct")
ROOM: Final = 1e-9


def percentages_in_range(tables: Tables) -> Faults:
    """A share in per cent is between 0 and 100; growth, and a back-test's errors, need not be."""
    for name, frame in tables.items():
        if name == "backtest":
            continue
        shares = [c for c in frame.columns if c.endswith("_pct") and c not in NO_SHARES]
        for column in shares:
            wrong = frame.filter((pl.col(column) < 0) | (pl.col(column) > 100)).height
            if wrong:
                yield name, f"{column} outside 0 to 100", wrong
    if "ward_measures" in tables:
        shares = [measure.id for measure in MEASURES.values() if measure.unit == "%"]
        outside = pl.col("measure").is_in(shares) & ~pl.col("value").is_between(0, 100)
        wrong = tables["ward_measures"].filter(outside).height
        if wrong:
            yield "ward_measures", "a share outside 0% to 100%", wrong


def fractions_in_range(tables: Tables) -> Faults:
    """A fraction or a probability is between 0 and 1."""
    fractions = {c.name for c in COLUMNS.values() if c.unit in ("fraction", "probability")}
    for name, frame in tables.items():
        for column in sorted(fractions & set(frame.columns)):
            wrong = frame.filter((pl.col(column) < -ROOM) | (pl.col(column) > 1 + ROOM)).height
            if wrong:
                yield name, f"{column} outside 0 to 1", wrong


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


def bounds_in_order(tables: Tables) -> Faults:
    """A lower bound is not above its upper bound, a best rank not above the worst."""
    for name, frame in tables.items():
        for low, high in (("lower80", "upper80"), ("rank_low", "rank_high")):
            if {low, high} <= set(frame.columns):
                wrong = frame.filter(pl.col(low) > pl.col(high) + ROOM).height
                if wrong:
                    yield name, f"{low} above {high}", wrong


def periods_in_order(tables: Tables) -> Faults:
    """A period starts before it ends, and is called by a year that it lies in."""
    for name, frame in tables.items():
        if not {"period", "period_start", "period_end"} <= set(frame.columns):
            continue
        year = pl.col("period").str.extract(r"^(\d{4})").cast(pl.Int32)
        within = year.is_between(pl.col("period_start").dt.year(), pl.col("period_end").dt.year())
        wrong = frame.filter((pl.col("period_start") > pl.col("period_end")) | ~within)
        if wrong.height:
            yield name, f"period {wrong['period'][0]} does not match its dates", wrong.height


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


RULES: Final[tuple[Rule, ...]] = (
    percentages_in_range,
    fractions_in_range,
    intervals_nested,
    bounds_in_order,
    periods_in_order,
    forecasts_after_origin,
    forecasts_as_low_as_their_history,
)
