"""A monthly series of the nation that is known before the yearly figures it foretells."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from catalog.vocabulary.areas import GREAT_BRITAIN, UNITED_KINGDOM
from forecasts.series.panel import Leading, ordinal_of

# The widest area first, as vacancies are of the United Kingdom alone.
NATIONS: Final = (UNITED_KINGDOM, GREAT_BRITAIN)
MONTH: Final = 1


def leading_of(history: pl.DataFrame) -> Leading | None:
    """The total of a nation out of a monthly history; None where none is held."""
    for code in NATIONS:
        rows = history.filter(
            pl.col("area_code") == code, pl.col("series_code") == "total",
            pl.col("value") > 0,
        ).unique("period_end", keep="none")  # fmt: skip
        if rows.height:
            at = rows.select(ordinal_of(pl.col("period_end"), MONTH)).to_series().to_numpy()
            values = np.full(int(at.max() - at.min()) + 1, np.nan)
            values[at - at.min()] = rows["value"].to_numpy()
            return Leading(values, int(at.min()))
    return None
