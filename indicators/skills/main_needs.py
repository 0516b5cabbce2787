"""Needs by occupation and sector in order of size, with the Industrial Strategy's part in each.

The guidance on local skills improvement plans asks for needs coded by SOC, SIC and the strategy's
sectors (IS-8): a report prints the pairs that hold most of the openings.
"""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.vocabulary.status import MISSING, MODELLED
from indicators.sectors.industrial_strategy import SECTORS_BY_SECTION

MOST_PCT: Final = 80.0  # of all openings, held by the pairs that are printed
KEY: Final = ("occupation_code", "industry_code")


def rank_needs(needs: pl.DataFrame) -> pl.DataFrame:
    """Rows of `skills_needs` of one place, most openings first, with three columns more.

    `strategy_pct` is the share of the section's jobs in Great Britain that is in the strategy's
    sectors, with `strategy_status`: missing where sectors lie in the section that no industry code
    can measure. `cumulative_pct` is the share of all openings that the row and those before it
    hold; null where there are no openings.
    """
    measured = reference.read("is8_share_of_sections")
    partly = [code for code, sectors in SECTORS_BY_SECTION.items() if sectors]
    cannot_measure = (pl.col("share_pct") == 0) & pl.col("industry_code").is_in(partly)
    openings = pl.col("openings_persons")
    return (
        needs.join(
            measured, left_on="industry_code", right_on="section_code", how="left", validate="m:1",
        )
        .with_columns(strategy_pct=pl.when(~cannot_measure).then("share_pct"))
        .drop("share_pct")
        .sort("openings_persons", *KEY, descending=[True, False, False], nulls_last=True)
        .with_columns(
            strategy_status=pl.when(pl.col("strategy_pct").is_null())
            .then(pl.lit(MISSING)).otherwise(pl.lit(MODELLED)),
            cumulative_pct=pl.when(openings.sum() > 0).then(
                100 * openings.cum_sum() / openings.sum()
            ),
        )
    )  # fmt: skip


def count_main(ranked: pl.DataFrame, most_pct: float = MOST_PCT) -> int:
    """How many of the first rows of `rank_needs` it takes to hold that share of openings.

    >>> rows = pl.DataFrame({"cumulative_pct": [50.0, 75.0, 90.0, 100.0]})
    >>> count_main(rows), count_main(rows.clear())
    (3, 0)
    """
    before = ranked["cumulative_pct"].shift(1, fill_value=0.0)
    return int((before < most_pct - 1e-9).sum()) if ranked.height else 0


def name_strategy(section: str) -> tuple[str, ...]:
    """Sectors of the strategy that lie in a section, wholly or in part."""
    return SECTORS_BY_SECTION.get(section, ())
