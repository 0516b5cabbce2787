"""Past figures of statistical areas (NUTS 3) that councils lie in: never a council's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

# Of 32 measures those that say something of innovation or of investment.
MEASURES: Final = (
    "gbp_innovate_uk_funding", "spinoff_investment", "contract_research_sme",
    "collaborative_research_cash", "ip_revenue",
)  # fmt: skip
LAST_WHOLE_YEAR: Final = 2019  # 2026-11: 2020 is part of a year


def lies_in(council: str, area: str) -> bool:
    """Whether an area's name has the council's.

    >>> lies_in("Kirklees", "Calderdale and Kirklees"), lies_in("York", "North Yorkshire CC")
    (True, False)
    """
    parts = re.split(r",| and |/", area.removesuffix(" CC"))
    return council in {part.strip() for part in parts}


def list_history(history: pl.DataFrame, councils: Sequence[str]) -> pl.DataFrame:
    """Rows of `innovation_history` of the areas that councils of these names lie in, with `year`.

    Only whole years and measures of MEASURES; years in order.
    """
    areas = [
        area
        for area in history["area_name"].unique()
        if any(lies_in(council, area) for council in councils)
    ]
    year = pl.col("period").str.extract(r"(\d{4})").cast(pl.Int64)
    return (
        history.filter(
            pl.col("area_name").is_in(areas), pl.col("history_measure").is_in(list(MEASURES))
        )
        .drop_nulls("history_value")
        .with_columns(year=year)
        .filter(pl.col("year") <= LAST_WHOLE_YEAR)
        .sort("history_measure", "area_name", "year")
    )
