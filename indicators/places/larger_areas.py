"""The statistical areas round councils (ITL2), whose figures stand in where a council has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from etl.itl2_areas import find_former_areas

SCHEMA: Final = {"area_code": pl.String, "part_code": pl.String, "source": pl.Int32}
# The order in which sources are tried: codes of today, then of 2021, by which some surveys go.
TODAY, FORMER = 1, 2


def larger_areas(councils: pl.DataFrame) -> pl.DataFrame:
    """area_code, part_code and source (TODAY, FORMER): the ITL2 area of each council."""
    placed = find_former_areas(councils)
    today = placed.select(area_code="lad_code", part_code="itl2_code")
    former = placed.select(area_code="lad_code", part_code="former_code")
    return pl.concat(
        [
            frame.with_columns(source=pl.lit(source, dtype=pl.Int32)).select(list(SCHEMA))
            for source, frame in ((TODAY, today), (FORMER, former))
        ]
    ).unique(maintain_order=True)


def of_group(areas: pl.DataFrame, members: Sequence[str], code: str) -> pl.DataFrame:
    """The areas round the members of a group, each once; none where a member has none."""
    of_members = areas.filter(pl.col("area_code").is_in(list(members)))
    if set(members) - set(of_members["area_code"]):
        return of_members.clear()
    return of_members.with_columns(area_code=pl.lit(code)).unique(maintain_order=True)
