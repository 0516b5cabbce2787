"""The lists of sectors that come with Wardwise: the Industrial Strategy's, and those of DCMS."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.tables.sectors import SECTOR_LISTS
from etl.area_names import folded

IS8: Final = "is8"
FRONTIER: Final = "is8_frontier"
DCMS: Final = "dcms"
# Under which name a list of one's own would be taken for another.
RESERVED_LISTS: Final = frozenset({
    IS8, "is-8", "is8-frontier", "is-8-frontier", "frontier", "frontier-industries", DCMS,
    "dcms-sectors", "industrial-strategy", "industrial-strategy-sectors", "section", "sections",
    "division", "divisions", "group", "groups", "class", "classes", "subclass", "subclasses",
    "fine", "own", "total", "template",
})  # fmt: skip
DESCRIBED: Final = {
    "industrial_strategy_sectors": reference.describe("industrial_strategy_sectors"),
    "dcms_sectors": reference.describe("dcms_sectors"),
}


def official_lists() -> pl.DataFrame:
    """Rows of `sector_lists`. A sector of which SIC has no code, or none for a part of it, has one
    row whose sic_code is ''.

    A sector of the Industrial Strategy has the codes of its frontier industries too. A code that a
    shorter one of the same sector holds stays: whoever adds up classes counts each once.
    """
    strategy = reference.read("industrial_strategy_sectors").fill_null("")
    names = pl.col("sector_name")
    # The strategy names what supplies its eight sectors beside them, not as a ninth.
    beside = pl.when(pl.col("kind") == "foundational").then(
        pl.format("{} (not one of the eight)", names)
    )
    sectors = strategy.select(
        sector_list=pl.lit(IS8),
        sector_code=names,
        sector_name=beside.otherwise(names),
        sic_code="sic_code",
    )
    frontier = strategy.filter(kind="frontier").select(
        sector_list=pl.lit(FRONTIER),
        sector_code=pl.concat_str("sector_name", "industry_name", separator=" "),
        sector_name=pl.col("industry_name"),
        sic_code="sic_code",
    )
    dcms = reference.read("dcms_sectors").select(
        "sector_code", "sector_name", "sic_code", sector_list=pl.lit(DCMS)
    )
    source = {IS8: "industrial_strategy_sectors", FRONTIER: "industrial_strategy_sectors",
              DCMS: "dcms_sectors"}  # fmt: skip
    rows = pl.concat([sectors, frontier, dcms], how="diagonal").with_columns(
        sector_code=pl.col("sector_code").str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "_"),
        list_source=pl.col("sector_list").replace_strict(
            {
                name: f"{DESCRIBED[table].publisher}, {DESCRIBED[table].source}"
                for name, table in source.items()
            }
        ),
    )
    return rows.unique(SECTOR_LISTS.key, keep="first", maintain_order=True).select(
        SECTOR_LISTS.columns
    )


def _official_names() -> dict[str, str]:
    titles = {IS8: "a sector of the Industrial Strategy", DCMS: "a sector of DCMS",
              FRONTIER: "a frontier industry of the Industrial Strategy"}  # fmt: skip
    named = official_lists().select("sector_name", "sector_list").unique().sort("sector_list")
    return {"-".join(folded(name).split()): titles[of] for name, of in named.reverse().iter_rows()}


# By what stands for its name, which list of ours has a sector so called.
OFFICIAL_NAMES: Final = _official_names()
