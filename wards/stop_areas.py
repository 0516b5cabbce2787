"""Which councils' stops are held: a council without any is one that we did not ask about."""

from __future__ import annotations

import polars as pl

import reference


def list_covered_councils(stops: pl.DataFrame) -> set[str]:
    """Codes of the councils in whose area of stop numbers some stop is held.

    A few stops of a neighbour's numbers may stand in a council that is not covered, so a count of
    stops in its wards says nothing: they are missing. `stops` is the table of that name.
    """
    held = stops["stop_code"].str.slice(0, 3).unique().implode()
    return set(reference.read("atco_areas").filter(pl.col("atco_area").is_in(held))["lad_code"])
