"""The table `sector_lists`: lists that come with Wardwise, and those that an area saved."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.fingerprint import digest_files
from catalog.graph import Progress, Step
from catalog.sources import Origin
from catalog.tables.sectors import SECTOR_LISTS
from etl.sector_lists import official, saved
from etl.sector_lists.reading import OwnList, slug_of

OWN_SOURCE: Final = "Your own list"
ORIGIN: Final = Origin(
    table=SECTOR_LISTS.name,
    title="Lists of sectors by SIC 2007 code",
    publisher="; ".join(described.publisher for described in official.DESCRIBED.values()),
    dataset_id=SECTOR_LISTS.name,
    url="",
    release="2025-06-23 (Industrial Strategy), 2016 (DCMS)",
    licence="Open Government Licence v3.0",
    method="Codes of published lists, and of lists that you added",
    notes=(
        "Sectors of one list may overlap: their jobs are never added up.",
        "A sector without a SIC code cannot be measured by SIC; it has not got 0 jobs.",
    ),
)


def step_of() -> Step:
    """The step that makes the table; a list that was added, edited or removed makes it again.

    Lists lie in the data folder, one level above every folder of tables.
    """

    def run(root: Path, _on_progress: Progress) -> None:
        store.write(build_table(saved.read_saved(root.parent)), SECTOR_LISTS, ORIGIN, root)

    return Step(
        "sector_lists",
        reads=(),
        writes=(SECTOR_LISTS.name,),
        code=(saved, official),
        run=run,
        also_reads=lambda root: digest_files(saved.list_files(root.parent)),
        outside="lists of sectors that you added",
    )


def build_table(own_lists: tuple[OwnList, ...]) -> pl.DataFrame:
    """Rows of `sector_lists`."""
    own = [
        (own.name, slug_of(sector), sector, code, OWN_SOURCE)
        for own in own_lists
        for sector, codes in own.sectors
        for code in codes
    ]
    rows = pl.DataFrame(own, schema=SECTOR_LISTS.dtypes, orient="row")
    return pl.concat([official.official_lists(), rows])


def count_sectors(lists: pl.DataFrame) -> pl.DataFrame:
    """Each list of `sector_lists` with the number of its sectors and of its SIC codes."""
    coded = pl.col("sic_code").filter(pl.col("sic_code") != "")
    return lists.group_by("sector_list", "list_source", maintain_order=True).agg(
        sectors_count=pl.col("sector_code").n_unique(), sic_codes_count=coded.n_unique()
    ).select("sector_list", "sectors_count", "sic_codes_count", "list_source")  # fmt: skip


def join_codes(lists: pl.DataFrame) -> pl.DataFrame:
    """Each sector of one list with its SIC codes in one text, from rows of `sector_lists`."""
    coded = pl.col("sic_code").filter(pl.col("sic_code") != "")
    return lists.group_by("sector_name", maintain_order=True).agg(
        sic_codes=coded.sort().str.join(" ")
    )
