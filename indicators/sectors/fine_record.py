"""How often the outlook of a fine class came true, from the record that was measured."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

import reference

RECORD: Final = reference.read("carriers_record")
UNUSUAL: Final = reference.read("unusual_record")
USED: Final = "carriers"
PICKED: Final = 10


def hit_rates() -> pl.DataFrame:
    """industry_level, carriers_hit_pct and carriers_base_pct: all tests of the method in use."""
    return RECORD.filter(ranked_by=USED, origin="all").select(
        "industry_level", carriers_hit_pct="hit_pct", carriers_base_pct="base_pct"
    )


def outlook_sentence() -> str:
    """What the outlook is worth: right of ten, by chance, and how many were the opposite."""
    used = RECORD.filter(ranked_by=USED, origin="all")
    hit, base, low = (
        round(PICKED * _mean(used, column, "picked_count") / 100)
        for column in ("hit_pct", "base_pct", "low_pct")
    )
    return (
        f"In past tests about {hit} of the ten classes ranked first were among the fifth that grew "
        f"most in the two years after, against {base} by chance; {low} were among the fifth that "
        "shrank most."
    )


def unusual_sentence() -> str:
    """What became of classes marked as grown."""
    grown = UNUSUAL.filter(unusual="grown")
    still, base, further = (
        _mean(grown, column, "cases_count") for column in ("still_pct", "base_pct", "further_pct")
    )
    return (
        f"Of {grown['cases_count'].sum():,} classes marked as grown in past tests, {still:.0f}% "
        f"were still larger against the nation some years later (of all classes {base:.0f}%), but "
        f"only {further:.0f}% had grown further: the mark says that growth was real, not that it "
        "goes on."
    )


def _mean(rows: pl.DataFrame, column: str, cases: str) -> float:
    """The mean of a column, each row counting by its cases."""
    return float(np.average(rows[column].to_numpy(), weights=rows[cases].to_numpy()))
