"""A national monthly series that is known before the yearly figures it helps to forecast."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from catalog.vocabulary.areas import GREAT_BRITAIN, UNITED_KINGDOM
from forecasts.series.panel import LeadingSeries, ordinal_of

# The widest area first: vacancies are published for the United Kingdom only.
NATIONS: Final = (UNITED_KINGDOM, GREAT_BRITAIN)
MONTH: Final = 1


def find_leading(history: pl.DataFrame) -> LeadingSeries | None:
    """A nation's total from a monthly history; None if there is none."""
    for code in NATIONS:
        rows = history.filter(
            pl.col("area_code") == code, pl.col("series_code") == "total",
            pl.col("value") > 0,
        ).unique("period_end", keep="none")  # fmt: skip
        if rows.height:
            at = rows.select(ordinal_of(pl.col("period_end"), MONTH)).to_series().to_numpy()
            values = np.full(int(at.max() - at.min()) + 1, np.nan)
            values[at - at.min()] = rows["value"].to_numpy()
            return LeadingSeries(values, int(at.min()))
    return None
