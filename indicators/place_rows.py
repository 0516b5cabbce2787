"""Which rows of a table the indicators of one place need, so that a page reads no more of it.

They are its councils' and those of wider areas; of the largest tables only of the nations, since
no formula of a place looks at regions there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.tables import TABLES
from catalog.vocabulary.areas import WIDEST_FIRST, is_about
from indicators.input_frames import FAMILIES
from indicators.places.larger_areas import larger_areas


def select_rows(name: str, root: Path, councils: Sequence[str]) -> tuple[pl.Expr, ...]:
    """What to filter a table by, for the indicators of some councils (GSS codes)."""
    column = TABLES[name].council_column
    if not column:
        return ()
    narrower = NARROWER.get(name)
    return narrower(root, councils) if narrower else (is_about(column, councils),)


def _of_fine_classes(root: Path, councils: Sequence[str]) -> tuple[pl.Expr, ...]:
    """Councils, the larger areas round them and the nations. 2026-11, of the nation's 41 larger
    areas: 34 MB in memory for one council, 2.5 MB so."""
    there = store.has("councils", root)
    places = (
        store.read_rows("councils", root, pl.col("lad_code").is_in(list(councils)))
        if there else TABLES["councils"].empty()
    )  # fmt: skip
    around = larger_areas(places)["part_code"]
    return (pl.col("area_code").is_in([*councils, *around, *WIDEST_FIRST]),)


def _beside_nations(_root: Path, councils: Sequence[str]) -> tuple[pl.Expr, ...]:
    return (pl.col("area_code").is_in([*councils, *WIDEST_FIRST]),)


def _of_sectors(root: Path, councils: Sequence[str]) -> tuple[pl.Expr, ...]:
    """Forecasts of jobs and output: those of every ward's claimants are 46 MB of the nation."""
    return (*_beside_nations(root, councils), pl.col("family").is_in(list(FAMILIES)))


def _of_every_size(_root: Path, councils: Sequence[str]) -> tuple[pl.Expr, ...]:
    return (is_about("area_code", councils), pl.col("size_band") == "total")


NARROWER: Final[dict[str, Callable[[Path, Sequence[str]], tuple[pl.Expr, ...]]]] = {
    "jobs": _beside_nations,
    "business_local_units": _beside_nations,
    "jobs_fine": _of_fine_classes,
    "forecasts": _of_sectors,
    "enterprises_fine": _of_every_size,
}
