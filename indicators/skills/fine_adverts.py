"""Adverts by minor and unit group of occupations, where an edition or a supplied file has them.

They stand beside openings and rank nothing: nobody counts jobseekers as finely, so there is no
pressure by minor group. Unit groups (four digits) have adverts alone: neither jobs nor projections
divide so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog.vocabulary.status import MISSING
from indicators.inputs import Inputs
from indicators.row_blocks import make_block
from indicators.skills import jobseekers

UNIT_NAMES: Final[dict[str, str]] = dict(reference.read("soc2020_unit_groups").iter_rows())
NOT_IN_DATA: Final = (
    "we have no adverts as fine as this: the newest edition of the adverts has none, and no file "
    "of them was supplied (`wardwise supply adverts_by_occupation FILE`)"
)
NO_OPENINGS: Final = (
    "neither jobs nor projections are as fine as unit groups, so we have adverts here and no "
    "openings"
)
SCHEMA: Final = {
    "occupation_code": pl.String, "adverts_count": pl.Float64, "adverts_period": pl.String,
    "adverts_note": pl.String, "adverts_status": pl.String,
}  # fmt: skip


def find_adverts(inputs: Inputs, area: str, codes: Sequence[str]) -> pl.DataFrame:
    """Adverts a month of these occupations, all as fine: a row each, in their order.

    A mean of the newest months in which the area has adverts as fine. Null with status missing, and
    a note why, where there are none.
    """
    of_area = inputs.rows_of(area, "adverts").filter(pl.col("occupation_code").is_in(list(codes)))
    months = jobseekers.newest_months(of_area)
    if not months:
        return _without_adverts(inputs, area, codes)
    newest = months[-1]
    counted = (
        f"online adverts a month: mean of {len(months)} months to {newest}" if len(months) > 1
        else f"online adverts of {newest}"
    )  # fmt: skip
    means = jobseekers.mean_adverts(of_area.filter(pl.col("period").is_in(months))).select(
        "occupation_code", "adverts_count", adverts_status="status"
    )
    found = pl.DataFrame({"occupation_code": list(codes)}, schema={"occupation_code": pl.String})
    return found.join(
        means, on="occupation_code", how="left", validate="1:1", maintain_order="left"
    ).with_columns(
        adverts_period=pl.lit(newest),
        adverts_note=pl.lit(counted),
        adverts_status=pl.col("adverts_status").fill_null(MISSING),
    ).select(list(SCHEMA))  # fmt: skip


def _without_adverts(inputs: Inputs, area: str, codes: Sequence[str]) -> pl.DataFrame:
    """SCHEMA of an area without adverts as fine, which says so."""
    reason = inputs.explain_absence(area, "adverts")
    return make_block(
        {
            "occupation_code": pl.Series(codes, dtype=pl.String),
            "adverts_count": pl.Series([None] * len(codes), dtype=pl.Float64),
            "adverts_period": "",
            "adverts_note": f"no adverts for the group: {reason}" if reason else NOT_IN_DATA,
            "adverts_status": MISSING,
        }
    )


def list_unit_groups(inputs: Inputs, area: str) -> pl.DataFrame:
    """`find_adverts` of the unit groups that have some, most first; often none."""
    return find_adverts(inputs, area, list(UNIT_NAMES)).drop_nulls("adverts_count").sort(
        "adverts_count", "occupation_code", descending=[True, False]
    )  # fmt: skip
