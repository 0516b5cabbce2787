"""Births, deaths and survival of all businesses of a place, by year; by industry none is published.

A council's events are published for all industries together: they say how fast businesses come and
go here, not in a sector.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.vocabulary.periods import sum_members

YEARS: Final = 3  # survived since birth
SURVIVED: Final = f"survived_{YEARS}y"
EVENTS: Final = ("births", "deaths", "active", SURVIVED)


def list_events(demography: pl.DataFrame, councils: Sequence[str]) -> pl.DataFrame:
    """period, births, deaths, active, births_pct and survived_pct, the newest year first.

    births_pct is of active businesses of the year; survived_pct of the year's births, still active
    YEARS later. Of several councils added up, only where all have the figure; else null.
    """
    kept = demography.filter(pl.col("event").is_in(EVENTS))
    summed = sum_members(kept, "enterprises_count", councils, ["period", "event"])
    wide = summed.group_by("period").agg(
        pl.col("enterprises_count").filter(pl.col("event") == event).first().alias(event)
        for event in EVENTS
    )
    return wide.select(
        "period", "births", "deaths", "active",
        births_pct=_share("births", "active"), survived_pct=_share(SURVIVED, "births"),
    ).sort("period", descending=True)  # fmt: skip


def _share(part: str, whole: str) -> pl.Expr:
    """Null where either is missing, or there is nothing to have a share of."""
    return pl.when(pl.col(whole) > 0).then(100 * pl.col(part) / pl.col(whole))
