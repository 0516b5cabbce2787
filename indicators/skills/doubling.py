"""What doubling a course would bring to the occupation it leads to, in new people a year.

If as many again achieved it and went into work as those who achieve it now: an illustration, not a
forecast. Of degrees there is none: we cannot say how many more graduates would stay.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import polars as pl

from indicators.inputs import Inputs
from indicators.skills.qualifications import LEVEL_CODES
from indicators.skills.supply_matrix import SHAPE, enter_work
from indicators.skills.training import STREAMS

CELL: Final = ("area_code", "supply_stream", "subject_area", "level_code")


@cache
def new_in_work() -> pl.DataFrame:
    """supply_stream, level_code, new_share: of those who achieve, who is then new in work."""
    rows = [
        (stream, level, float(share))
        for stream in STREAMS
        for level, share in zip(
            LEVEL_CODES, enter_work(np.ones(SHAPE), stream)[0], strict=True
        )
    ]  # fmt: skip
    return pl.DataFrame(
        rows, schema=["supply_stream", "level_code", "new_share"], orient="row"
    )  # fmt: skip


def add_doubled(inputs: Inputs, of_courses: pl.DataFrame, areas: list[str]) -> pl.DataFrame:
    """Rows of `skills_courses` with doubled_persons; null where people or their work are unknown.

    A share of an occupation's people of a course is its weight, as in supply.
    """
    cells = pl.concat(
        [inputs.newest_courses.find(area, stream) for area in areas for stream in STREAMS]
        or [inputs.courses.clear()]
    ).select(*CELL, "persons")
    return (
        of_courses.drop("doubled_persons").join(
            cells, on=list(CELL), how="left", validate="m:1", maintain_order="left"
        )
        .join(
            new_in_work(), on=["supply_stream", "level_code"], how="left", validate="m:1",
            maintain_order="left",
        )
        .with_columns(doubled_persons=pl.col("persons") * pl.col("weight") * pl.col("new_share"))
        .select(of_courses.columns)
    )  # fmt: skip
