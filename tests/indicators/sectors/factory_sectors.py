"""Jobs that can be followed on paper: a council, its total, and the nation beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl
from factory_inputs import HERE, NATION, made

from indicators.inputs import LOCAL_UNITS, Inputs

Years = Sequence[float | None]
FLAT: Years = [100_000.0] * 6
# 2016 to 2021: manufacturing grows by half and holds it, retail stands still.
GROWS: Years = [10_000.0, 10_000.0, 10_000.0, 15_000.0, 15_000.0, 15_000.0]
STILL: Years = [10_000.0] * 6


def jobs(
    local: Mapping[str, Years], nation: Mapping[str, Years] | None = None, *,
    total: Years = FLAT, nation_total: Years = FLAT, first_year: int = 2016,
) -> Inputs:  # fmt: skip
    """Inputs of HERE and of NATION, by section and year, each with a total."""
    there = dict(nation or dict.fromkeys(local, STILL))
    held = made(
        {HERE: dict(local) | {"total": total}, NATION: there | {"total": nation_total}},
        first_year=first_year,
    )
    is_total = pl.col("industry_code") == "total"
    level = pl.when(is_total).then(pl.lit("total")).otherwise("industry_level")
    return replace(held, sectors=held.sectors.with_columns(industry_level=level))


def units(code: str, year: int, large: float, medium: float = 0.0) -> pl.DataFrame:
    """Local units of HERE's section in March of a year."""
    return pl.DataFrame(
        [(HERE, code, year, "large", large), (HERE, code, year, "medium", medium)],
        schema=LOCAL_UNITS, orient="row",
    )  # fmt: skip
