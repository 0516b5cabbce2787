"""Small figures of fine classes that can be followed on paper: one council, the area round it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from factory_inputs import HERE, NATION, THERE, empty, made

from catalog.tables import TABLES
from indicators.inputs import Inputs
from indicators.places import larger_areas

AROUND = "TLC3"
FORMER = "TLC1"
NAMES = {
    HERE: "Hartfield", THERE: "Milton", NATION: "Great Britain", AROUND: "The Valley",
    FORMER: "The Valley and the Dale",
}  # fmt: skip
TYPES = {HERE: "lad", THERE: "lad", NATION: "country", AROUND: "itl2", FORMER: "itl2"}
FIRST_YEAR = 2018
# By area and class, jobs of FIRST_YEAR and the years after it.
Jobs = Mapping[str, Mapping[str, Sequence[float | None]]]


def table(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of a table with what is not given left empty."""
    columns = TABLES[name].dtypes
    blank = {column: "" if dtype == pl.String else None for column, dtype in columns.items()}
    return pl.DataFrame([blank | dict(row) for row in rows], schema=columns)


def jobs_fine(jobs: Jobs, first_year: int = FIRST_YEAR) -> pl.DataFrame:
    """Rows of `jobs_fine`; a code of three digits is a group."""
    return table(
        "jobs_fine",
        [
            {
                "area_code": area, "area_name": NAMES.get(area, area),
                "area_type": TYPES.get(area, "itl2"), "period": str(first_year + n),
                "period_start": date(first_year + n, 1, 1),
                "period_end": date(first_year + n, 12, 31), "industry_code": code,
                "industry_name": f"Class {code}",
                "industry_level": "group" if len(code) == 3 else "subclass", "jobs": value,
                "status": "suppressed" if value is None else "estimated",
            }
            for area, classes in jobs.items()
            for code, values in classes.items()
            for n, value in enumerate(values)
        ],
    )  # fmt: skip


def lists(sectors: Mapping[str, Sequence[str]], name: str = "ours") -> pl.DataFrame:
    """A list of sectors with their SIC codes."""
    return pl.DataFrame(
        [
            (name, sector.lower(), sector, code, "Your own list")
            for sector, codes in sectors.items()
            for code in codes
        ],
        schema=TABLES["sector_lists"].dtypes,
        orient="row",
    )


def inputs_of(
    jobs: Jobs, sectors: Mapping[str, Sequence[str]] | None = None, totals: Jobs | None = None,
    **frames: pl.DataFrame,
) -> Inputs:  # fmt: skip
    """Inputs with fine figures of HERE and THERE, both in the area AROUND."""
    base = made(totals or {area: {"C": [1.0]} for area in (HERE, THERE, NATION)}, first_year=2021)
    if totals:
        base = made(totals, first_year=FIRST_YEAR)
    around = pl.DataFrame(
        [(lad, code, source) for lad in (HERE, THERE)
         for code, source in ((AROUND, larger_areas.TODAY), (FORMER, larger_areas.FORMER))],
        schema=larger_areas.SCHEMA, orient="row",
    )  # fmt: skip
    listed = lists(sectors) if sectors else empty().sector_lists
    return replace(
        base, jobs_fine=jobs_fine(jobs), sector_lists=listed, larger_areas=around, **frames
    )


def row(frame: pl.DataFrame, code: str, area: str = HERE) -> dict[str, Any]:
    """The one row of a sector."""
    return frame.filter(area_code=area, sector_code=code).row(0, named=True)
