"""Pay by occupation in the smallest area round a place that a supplied file has it for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from indicators.inputs import Inputs
from indicators.skills.occupation_frames import rank_round

Array = NDArray[np.float64]
NOT_IN_DATA: Final = (
    "we have no pay by occupation; add it with `wardwise supply pay_by_occupation FILE`"
)
WITHHELD: Final = "pay of this occupation is withheld or not in the file"


@dataclass(frozen=True)
class Pay:
    """Median pay a year by occupation and its coefficient of variation in %, NaN where there is
    none, and for each what it is of, or why there is none."""

    values: Array
    cv_pct: Array
    notes: tuple[str, ...]


def find_pay(inputs: Inputs, area: str, codes: Sequence[str]) -> Pay:
    """Pay of these occupations in the council's own figures, else its region's, else a nation's.

    Each occupation is of the first of them that has it, in the newest year of that area.
    """
    blank = np.full(len(codes), np.nan)
    if inputs.occupation_pay.is_empty():
        return Pay(blank, blank.copy(), (NOT_IN_DATA,) * len(codes))
    rank = rank_round(inputs.rows_of(area, "regions"), area)
    near = pl.concat([inputs.rows_of(code, "occupation_pay") for code in rank])
    first = (
        near.filter(pl.col("pay_gbp_year") > 0)
        .with_columns(rank=pl.col("area_code").replace_strict(rank, return_dtype=pl.Int64))
        .sort("rank", "period", descending=[False, True])
        .unique("occupation_code", keep="first", maintain_order=True)
    )
    asked = pl.DataFrame({"occupation_code": list(codes)}, schema={"occupation_code": pl.String})
    found = asked.join(
        first, on="occupation_code", how="left", validate="m:1", maintain_order="left"
    )
    notes = found.select(
        pl.when(pl.col("pay_gbp_year").is_not_null())
        .then(pl.format("median of employees in {}, {}", "area_name", "period"))
        .otherwise(pl.lit(WITHHELD))
    ).to_series()
    values, cv = (
        found[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for name in ("pay_gbp_year", "cv_pct")
    )
    return Pay(values, cv, tuple(notes))
