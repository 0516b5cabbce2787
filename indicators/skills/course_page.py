"""Which courses a page or a report shows of those that lead to an occupation."""

from __future__ import annotations

from typing import Final

import polars as pl

MOST: Final = 3  # courses of an occupation that a table shows
LEADING: Final = pl.col("weight") * pl.col("achievements_count")  # how many it leads there


def list_courses(courses: pl.DataFrame, occupation: str, most: int = MOST) -> pl.DataFrame:
    """Rows of `skills_courses` of an occupation, those that lead most people to it first.

    Withheld and missing counts are left out: they have no place in an order.
    """
    return (
        courses.filter(occupation_code=occupation)
        .drop_nulls(["weight", "achievements_count"])
        .filter(pl.col("achievements_count") > 0)
        .sort(LEADING, "supply_stream", "subject_area", "level_code", "ukprn",
              descending=[True, False, False, False, False])
        .head(most)
    )  # fmt: skip
