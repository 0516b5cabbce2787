"""Topics on offer for the search of who works on what, and the words each is searched by."""

from __future__ import annotations

from typing import Final

import polars as pl

from innovation.sectors import SECTION, list_sectors

IS8: Final = ("is8", "is8_frontier")
SECTOR_KEY: Final = ("sector_list", "sector_code", "sector_name")


def list_sector_topics(sector_lists: pl.DataFrame) -> pl.DataFrame:
    """kind (section or is8), code, name and words: sectors, and those of the Industrial Strategy
    with their frontier industries, each behind its sector's code.

    >>> rows = list_sector_topics(pl.DataFrame(schema=dict.fromkeys(SECTOR_KEY, pl.String)))
    >>> rows.filter(code="section-C").select("kind", "name").row(0)
    ('section', 'Manufacturing')
    """
    listed = list_sectors(sector_lists)
    grouped = listed.group_by(SECTOR_KEY, maintain_order=True).agg(
        words=pl.col("award_words").unique(maintain_order=True).str.join(" ")
    )
    kinds = {SECTION: SECTION, **dict.fromkeys(IS8, IS8[0])}
    return (
        grouped.filter(pl.col("sector_list").is_in(list(kinds)))
        .with_columns(
            kind=pl.col("sector_list").replace(kinds),
            code=pl.format("{}-{}", "sector_list", "sector_code"),
        )
        .sort("kind", "sector_list", "sector_name")
        .select("kind", "code", "words", name="sector_name")
    )
