"""What a search is asked when somebody picks a sector and not words of their own."""

from __future__ import annotations

from typing import Final

import polars as pl

from etl.area_names import folded
from innovation.search import SearchError
from innovation.sectors import list_sectors

MOST_NAMED: Final = 6


def join_sector_words(sector_lists: pl.DataFrame, sector_list: str, sector_code: str) -> str:
    """The words of a sector as one question; SearchError where there is no such sector."""
    words = list_sectors(sector_lists).filter(
        sector_list=sector_list, sector_code=sector_code
    )["award_words"]  # fmt: skip
    if words.is_empty():
        raise SearchError(f"there is no sector {sector_code!r} in the list {sector_list!r}")
    return ", ".join(words)


def find_sector_words(name: str, sector_lists: pl.DataFrame) -> str:
    """The words of the sector of that name (or code), in whichever list has it.

    SearchError names sectors like it where none or several have the name.
    """
    sectors = list_sectors(sector_lists).unique(
        ["sector_list", "sector_code"], keep="first", maintain_order=True
    )
    rows = sectors.select("sector_list", "sector_code", "sector_name").rows()
    wanted = folded(name)
    exact = [row for row in rows if wanted in (folded(row[1]), folded(row[2]))]
    chosen = exact or [row for row in rows if wanted and wanted in folded(row[2])]
    if not chosen:
        raise SearchError(f"there is no sector {name!r}; `wardwise sectors` lists them")
    if len({folded(row[2]) for row in chosen}) > 1:
        named = "; ".join(sorted({row[2] for row in chosen})[:MOST_NAMED])
        raise SearchError(f"{name!r} is several sectors: {named}. Give one of them")
    return join_sector_words(sector_lists, *chosen[0][:2])
