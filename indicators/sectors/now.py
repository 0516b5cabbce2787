"""Each sector of an area as it is now: published jobs, our estimate of now, specialisation."""

from __future__ import annotations

import polars as pl

from catalog.tables.sectors import SECTORS_NOW
from indicators.inputs import Inputs


def sectors_now(inputs: Inputs) -> pl.DataFrame:  # noqa: ARG001
    """Rows of `sectors_now`."""
    return SECTORS_NOW.empty()
