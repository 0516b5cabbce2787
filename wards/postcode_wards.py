"""Which ward each postcode lies in, as a short table that pages can search without a map."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.graph import Progress, Step
from catalog.sources import OS_ATTRIBUTION
from catalog.tables.places import POSTCODE_WARDS, POSTCODES
from geo.boundaries import locate

READS: Final = (POSTCODES.name, "wards")
NAMED: Final = ("ward_name", "lad_name")
METHOD: Final = "A postcode is in the ward that its middle lies in"


def place_postcodes(postcodes: pl.DataFrame, wards: pl.DataFrame) -> pl.DataFrame:
    """Rows of `postcode_wards`: the postcodes whose middle lies in one of the wards."""
    placed = postcodes.with_columns(
        locate(postcodes, wards), postcode_compact=pl.col("postcode_key").str.replace(" ", "")
    )
    return placed.drop_nulls("ward_code").select(POSTCODE_WARDS.columns)


def wards_without(placed: pl.DataFrame, wards: pl.DataFrame) -> list[str]:
    """Names the wards without any postcode, as a sentence: lists of postcodes come by area."""
    bare = wards.join(placed, on="ward_code", how="anti").sort("lad_name", "ward_name")
    if bare.is_empty():
        return []
    named = ", ".join(f"{ward} ({council})" for ward, council in bare.select(NAMED).iter_rows())
    return [f"The lists of postcodes that we have hold none of these wards: {named}."]


def build(root: Path, on_progress: Progress) -> None:
    """Writes `postcode_wards` from the postcodes and wards under a folder."""
    on_progress(0, 1, "finding the ward of each postcode")
    postcodes, wards = (store.read(name, root)[0] for name in READS)
    frame = place_postcodes(postcodes, wards)
    origin = store.derive_origin(POSTCODE_WARDS, "Postcodes and their wards", METHOD, READS, root)
    notes = tuple(dict.fromkeys((*origin.notes, OS_ATTRIBUTION, *wards_without(frame, wards))))
    store.write(frame, POSTCODE_WARDS, replace(origin, notes=notes), root)


def step_of() -> Step:
    """The step that places postcodes, for the graph and for a build."""
    return Step(
        POSTCODE_WARDS.name,
        reads=READS,
        writes=(POSTCODE_WARDS.name,),
        code=(sys.modules[__name__],),
        run=build,
        needs=READS,
    )
