"""A council with every stream of supply, in figures that can be followed on paper."""

from __future__ import annotations

import polars as pl
from factory_inputs import HERE, made, rows

from indicators.inputs import Inputs

FE, APPRENTICES, LEAVERS = "further education", "apprenticeships", "school and college leavers"
GRADUATES, CLAIMS = "university graduates", "people leaving claims"


def cell(
    stream: str, subject: str, level: str, persons: float | None, courses: float | None = None
) -> tuple[object, ...]:
    """A row of `courses`: so many people, and as many courses where nothing else is said."""
    count = persons if courses is None else courses
    status = "missing" if count is None else "modelled"
    return (HERE, stream, "2021-22", subject, level, count, persons, status)


def frames(without: str = "") -> dict[str, pl.DataFrame]:
    """The frames of Inputs that streams are made from, without those of one stream."""
    cells = [
        cell(FE, "construction", "2", 100.0, 150.0), cell(FE, "languages", "2", 30.0, 50.0),
        cell(FE, "total", "total", 130.0, 200.0),
        cell(APPRENTICES, "construction", "3", 40.0), cell(APPRENTICES, "total", "total", 40.0),
        cell(LEAVERS, "all subjects", "3", 60.0), cell(LEAVERS, "all subjects", "2", 30.0),
        cell(LEAVERS, "all subjects", "below 2", 10.0), cell(LEAVERS, "total", "total", 100.0),
    ]  # fmt: skip
    staying = rows("graduates_staying", (HERE, "2018-19", 150.0, 100.0, "estimated"))
    mix = rows(
        "graduate_mix",
        ("Computing", "6+", 0.8, 0.9, "2020-21", 3, 0),
        ("Computing", "4-5", 0.2, None, "2020-21", 3, 0),
    )  # fmt: skip
    every = {
        "courses": rows("courses", *(row for row in cells if row[1] != without)),
        "graduates_staying": staying.clear() if without == GRADUATES else staying,
        "graduate_mix": mix,
        "leavers": rows("leavers", (HERE, "2025-01", 300.0, "rounded")),
    }
    if without == CLAIMS:
        del every["leavers"]
    return every


def council(**more: pl.DataFrame) -> Inputs:
    """A council with manufacturing and retail, and these frames."""
    return made(
        {HERE: {"C": [1000.0], "G": [500.0]}},
        [(HERE, "C", 1100.0, 1000.0, 1200.0), (HERE, "G", 500.0, 400.0, 600.0)],
        **more,
    )
