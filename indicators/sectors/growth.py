"""Which sectors have grown or shrunk here beyond the noise of the survey."""

from __future__ import annotations

import polars as pl

from catalog.tables.sectors import SECTOR_GROWTH
from indicators.inputs import Inputs


def sector_growth(inputs: Inputs) -> pl.DataFrame:  # noqa: ARG001
    """Rows of `sector_growth`."""
    return SECTOR_GROWTH.empty()
