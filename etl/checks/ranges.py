"""Laws of single figures: shares and ranks within bounds, dates in order."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import COLUMNS
from catalog.measures import MEASURES
from etl.checks.fault import Faults, Rule, Tables

# In per cent, yet no share of anything: growth, errors of a back-test, sampling error.
NO_SHARES: Final = ("change_pct", "nation_change_pct", "nation_outlook_pct", "cv_pct")
ROOM: Final = 1e-9
PARTS: Final = ("numerator_persons", "denominator_persons")
# Of the Annual Population Survey: a percentage has one decimal, people are to the nearest hundred.
PUBLISHED_TO_PCT: Final = 0.1
PEOPLE_ROUNDED_TO: Final = 100.0


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


def percentages_are_of_their_parts(tables: Tables) -> Faults:
    """A percentage of people is those that it counts, of those that it is a share of."""
    for name, frame in tables.items():
        if not {"value_pct", *PARTS} <= set(frame.columns):
            continue
        counted, of, pct = pl.col(PARTS[0]), pl.col(PARTS[1]), pl.col("value_pct")
        room = PUBLISHED_TO_PCT + 100 * PEOPLE_ROUNDED_TO * (1 + pct / 100) / of
        wrong = frame.filter((pct - 100 * counted / of).abs() > room)
        if wrong.height:
            code, value = wrong.select("area_code", "value_pct").row(0)
            yield name, f"{value:g}% of {code} is not its people over all", wrong.height


def fractions_in_range(tables: Tables) -> Faults:
    """A fraction or a probability is between 0 and 1."""
    fractions = {c.name for c in COLUMNS.values() if c.unit in ("fraction", "probability")}
    for name, frame in tables.items():
        for column in sorted(fractions & set(frame.columns)):
            wrong = frame.filter((pl.col(column) < -ROOM) | (pl.col(column) > 1 + ROOM)).height
            if wrong:
                yield name, f"{column} outside 0 to 1", wrong


def bounds_in_order(tables: Tables) -> Faults:
    """A lower bound is not above its upper bound, a best rank not above the worst."""
    for name, frame in tables.items():
        bounds = [column for column in frame.columns if column.endswith("lower80")]
        pairs = [(low, low.replace("lower80", "upper80")) for low in bounds]
        for low, high in (*pairs, ("rank_low", "rank_high")):
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


RULES: Final[tuple[Rule, ...]] = (
    percentages_in_range,
    percentages_are_of_their_parts,
    fractions_in_range,
    bounds_in_order,
    periods_in_order,
)
