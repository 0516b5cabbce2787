"""A reader for questions of a place: of tables that have councils, only the rows of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.reading import Reader
from catalog.tables import TABLES

# Of these no question about some councils asks for another council's rows. Sites that are kept, and
# centres of small areas, can lie in any.
OF_COUNCILS: Final = (
    "lsoa_need", "lsoa_wards", "wards", "claimants_small_areas", "ward_measures", "ward_premises",
    "reach_lsoa", "reach_ward", "stops_ward", "census_qualifications",
)  # fmt: skip


def open_place_reader(root: Path, lad_codes: Sequence[str]) -> Reader:
    """A reader of the tables under a folder, for questions about these councils alone.

    2026-11, all tables of the nation that a training plan's reach asks: 180 MB whole, 1 MB so.
    """
    frames = {
        name: store.read_rows(name, root, is_of(name, lad_codes))
        for name in OF_COUNCILS
        if store.has(name, root)
    }
    return Reader(root, frames)


def is_of(name: str, lad_codes: Sequence[str]) -> pl.Expr:
    """Whether a row of a table is of one of the councils."""
    return pl.col(TABLES[name].council_column).is_in(list(lad_codes))
