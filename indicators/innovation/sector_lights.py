"""Sectors of a place with what is here of each, in the order in which they are shown and filed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def order_sectors(sectors: pl.DataFrame, councils: Sequence[str], sector_list: str) -> pl.DataFrame:
    """Rows of `innovation_sectors` of one list, gaps to bridge first, then the most here."""
    here = pl.col("lad_code").is_in(list(councils))
    return sectors.filter(here, pl.col("sector_list") == sector_list).sort(
        pl.col("gap_to_bridge") == "",
        "firms_count",
        "research_count",
        "sector_name",
        "lad_name",
        descending=[False, True, True, False, False],
        nulls_last=True,
    )


def list_gaps(sectors: pl.DataFrame) -> list[dict[str, object]]:
    """Rows with a gap to bridge, in their order."""
    return sectors.filter(pl.col("gap_to_bridge") != "").rows(named=True)
