"""Parts of the inputs: the rows of a field that are all that some indicators read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Part:
    """Some rows of a field of `Inputs`, or of a table of indicators: `select` gets it and those
    fields `beside` it.

    Who is said to read a part sees no other rows, and is not made again where these are the same.
    """

    field: str
    select: Callable[..., pl.DataFrame]
    beside: tuple[str, ...] = ()


def select_measures(pattern: str) -> Part:
    """The measures of wards whose names match."""
    return Part(
        "ward_measures",
        lambda measures: measures.filter(pl.col("measure").str.contains(pattern)),
    )
