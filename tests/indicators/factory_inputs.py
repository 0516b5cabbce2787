"""Small inputs that can be followed on paper: a council and its nation, sections C and G."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from catalog.tables import TABLES
from indicators import inputs
from indicators.inputs import Inputs

HERE, THERE, NATION = "E06000001", "E06000002", "K03000001"
NAMES = {HERE: "Hartfield", THERE: "Milton", NATION: "Great Britain"}
SECTIONS = {"C": "Manufacturing", "G": "Retail"}


def empty() -> Inputs:
    """What is read where every table is empty."""
    return inputs.build_inputs({name: TABLES[name].empty() for name in inputs.READS})


def made(
    jobs: dict[str, dict[str, Sequence[float | None]]],
    outlook: Sequence[tuple[str, str, float, float, float]] = (),
    first_year: int = 2020,
    model: str = "naive",
    **frames: pl.DataFrame,
) -> Inputs:
    """Inputs from jobs[area][section] by year and from forecasts (area, section, mean, 80 %)."""
    like = empty()
    sectors = pl.DataFrame(
        [
            (area, "jobs", code, SECTIONS.get(code, code), "section", first_year + n, value,
             "missing" if value is None else "rounded")
            for area, sections in jobs.items()
            for code, values in sections.items()
            for n, value in enumerate(values)
        ],
        schema=like.sectors.schema, orient="row",
    )  # fmt: skip
    last = int(sectors["year"].max() or 0)  # type: ignore[arg-type]
    foreseen = pl.DataFrame(
        [
            (area, "jobs", code, last, last + 3, mean, lower, upper, model, "modelled", "",
             SECTIONS.get(code, code), "section")
            for area, code, mean, lower, upper in outlook
        ],
        schema=like.outlook.schema, orient="row",
    )  # fmt: skip
    areas = pl.DataFrame(
        [(code, NAMES.get(code, code), "country" if code == NATION else "lad") for code in jobs],
        schema=like.areas.schema,
        orient="row",
    )
    held: dict[str, Any] = {**vars(like), "areas": areas, "sectors": sectors, "outlook": foreseen}
    held["nation"] = NATION if NATION in jobs else ""
    return Inputs(**{**held, **frames})


def rows(schema_of: str, *values: tuple[object, ...]) -> pl.DataFrame:
    """Rows of one of the frames of Inputs, in the order of its columns."""
    return pl.DataFrame(
        list(values), schema=getattr(empty(), schema_of).schema, orient="row", strict=False
    )
