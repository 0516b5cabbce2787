"""A ward's figures beside those of its council and of the wards most like it."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.status import MISSING, OBSERVED, PARTIAL, sum_or_null, sum_status
from wards import vacancy

Figure = tuple[float | None, str]
NO_FIGURE: Final[Figure] = (None, MISSING)


def share_of_council(shares: pl.DataFrame, bases: pl.DataFrame, wards_count: int) -> Figure:
    """A share of all the council's wards together, and its status.

    `shares` and `bases` are rows of `ward_measures` of those wards: the share, and the count that
    it is a share of. Partial where some of the council's `wards_count` wards has none.
    """
    weights = bases.select("ward_code", weight="value")
    parts = shares.join(weights, on="ward_code", how="left", validate="1:1")
    part, has_value = pl.col("value") * pl.col("weight"), pl.col("part").is_not_null()
    share, status = (
        parts.with_columns(part=part)
        .select(sum_or_null("part") / pl.col("weight").filter(has_value).sum(), sum_status("part"))
        .row(0)
    )
    return (share, PARTIAL if share is not None and parts.height < wards_count else status)


def empty_share_of_council(premises: pl.DataFrame) -> Figure:
    """Premises recorded as empty among those whose occupation is recorded, of one council."""
    shares = vacancy.empty_shares(premises, ["lad_code"]).drop_nulls("empty_pct")
    return (shares["empty_pct"][0], OBSERVED) if shares.height else NO_FIGURE


def middle_figure(values: pl.DataFrame) -> Figure:
    """The middle one of the values of several wards, and its status."""
    if values.is_empty():
        return NO_FIGURE
    return values.select(pl.col("value").median(), sum_status("value")).row(0)


def with_shares(jobs: pl.DataFrame, name: str) -> pl.DataFrame:
    """Jobs of every sector of one area, with `name`: each sector's share of them, in %.

    Null where the jobs of some sector are not known.
    """
    count = pl.col("jobs")
    share = pl.when((count.null_count() == 0) & (count.sum() > 0)).then(100 * count / count.sum())
    return jobs.with_columns(share.alias(name))
