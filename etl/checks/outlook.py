"""Laws of the outlook of sectors: chances, tiers and ranks that agree, and rates as measured."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.tables.sectors import OUTLOOK_TIERS
from etl.checks.fault import Faults, Rule, Tables

TABLE: Final = "sector_outlook"
LIKELY, MAY, NOT_FORETOLD, NONE = OUTLOOK_TIERS
ROOM: Final = 1e-9
RATES: Final = {
    "tier_rate_pct": "rate_pct", "tier_cases": "cases_count", "tier_base_pct": "base_pct",
    "tier_worst_pct": "worst_pct",
}  # fmt: skip


def outlook_tier_goes_by_its_chance(tables: Tables) -> Faults:
    """The tier is that of the chance; without a chance there is neither tier nor rank nor rate."""
    if TABLE not in tables:
        return
    least = reference.read_constants("sector_constants")
    chance = pl.col("outlook_probability")
    tier = (
        pl.when(chance.is_null()).then(pl.lit(NONE))
        .when(chance >= least["outlook_likely_probability"]).then(pl.lit(LIKELY))
        .when(chance >= least["outlook_may_probability"]).then(pl.lit(MAY))
        .otherwise(pl.lit(NOT_FORETOLD))
    )  # fmt: skip
    wrong = tables[TABLE].filter(pl.col("outlook_tier") != tier)
    yield from _name(wrong, "has a tier that its chance does not give")
    given = [pl.col(name).is_not_null() for name in ("outlook_rank", "tier_rate_pct")]
    loose = tables[TABLE].filter(chance.is_null() & pl.any_horizontal(given))
    yield from _name(loose, "has a rank or a rate without a chance")


def outlook_ranks_have_no_gaps(tables: Tables) -> Faults:
    """Ranks of an area are 1 to n, the best chance first."""
    if TABLE not in tables:
        return
    ranked = tables[TABLE].drop_nulls("outlook_probability").sort("area_code", "outlook_rank")
    expected = pl.int_range(1, pl.len() + 1).over("area_code")
    better = pl.col("outlook_probability").diff().over("area_code") > ROOM
    gaps = (pl.col("outlook_rank") != expected).fill_null(value=True)
    wrong = ranked.filter(gaps | better.fill_null(value=False))
    yield from _name(wrong, "is ranked out of order")


def outlook_rates_are_as_measured(tables: Tables) -> Faults:
    """What is printed beside a tier is the stored record of that tier."""
    if TABLE not in tables:
        return
    record = reference.read("sector_outlook_record").filter(part="tier", subset="").select(
        "tier", *(pl.col(stored).cast(pl.Float64).alias(f"stored_{name}")
                  for name, stored in RATES.items()),
    )  # fmt: skip
    rows = tables[TABLE].join(
        record, left_on="outlook_tier", right_on="tier", how="left", validate="m:1"
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"stored_{name}")) for name in RATES)
    yield from _name(rows.filter(differs), "has a rate that is not the one measured")


def outlook_of_the_nation_is_in_its_interval(tables: Tables) -> Faults:
    """What we expect of the nation lies between its bounds."""
    if TABLE not in tables:
        return
    rows = tables[TABLE].drop_nulls("nation_outlook_pct")
    inside = pl.col("nation_outlook_pct").is_between(
        pl.col("nation_outlook_lower80") - ROOM, pl.col("nation_outlook_upper80") + ROOM
    )
    yield from _name(
        rows.filter(~inside.fill_null(value=False)), "has a national figure outside its interval"
    )


def _name(wrong: pl.DataFrame, words: str) -> Faults:
    if wrong.height:
        area, industry = wrong.select("area_code", "industry_code").row(0)
        yield TABLE, f"{industry} of {area} {words}", wrong.height


RULES: Final[tuple[Rule, ...]] = (
    outlook_tier_goes_by_its_chance,
    outlook_ranks_have_no_gaps,
    outlook_rates_are_as_measured,
    outlook_of_the_nation_is_in_its_interval,
)
