"""Ward measures and surveys that can be followed on paper: wards of one council."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import factory_inputs
import polars as pl

from catalog.tables import TABLES
from indicators.inputs import Inputs

YEAR = {"period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
CENSUS = {"1": 10.0, "2": 20.0, "3": 10.0, "4": 10.0, "5": 10.0, "6": 10.0, "7": 10.0, "8": 10.0,
          "9": 10.0}  # fmt: skip


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a table; columns that a row does not name are null, or '' where they may not be."""
    definitions = TABLES[table].definitions
    blank = {c.name: "" if c.dtype == pl.String else None for c in definitions}
    return pl.DataFrame([{**blank, **row} for row in rows], schema=TABLES[table].dtypes)


def measure(ward: str, name: str, value: float | None, **more: Any) -> dict[str, Any]:
    row = {
        "ward_code": ward, "ward_name": ward, "lad_code": "C", "lad_name": "Council",
        "ward_vintage": "2025", "measure": name, "period": "2021", **YEAR, "value": value,
        "status": "missing" if value is None else "observed",
        "reliability": "" if value is None else "good",
    }  # fmt: skip
    return {**row, **more}


def census(ward: str, total: float, shares: dict[str, float]) -> list[dict[str, Any]]:
    """A ward's working residents and the shares of its occupations in per cent."""
    return [
        measure(ward, "residents_employed_persons", total),
        *(measure(ward, f"residents_occupation_{k}_pct", v) for k, v in shares.items()),
    ]


def surveyed(area: str, shares: dict[str, float | None]) -> list[dict[str, Any]]:
    return [
        {
            "area_code": area, "period": "2025-03", "variable_code": f"occupation_{code}",
            "value_pct": share, "status": "suppressed" if share is None else "estimated",
        }
        for code, share in shares.items()
    ]  # fmt: skip


def inputs(measures: list[dict[str, Any]], aps: list[dict[str, Any]] | None = None) -> Inputs:
    names = ("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
    wards = {row["ward_code"]: {name: row[name] for name in names} for row in measures}
    return replace(
        factory_inputs.empty(),
        ward_measures=frame("ward_measures", measures),
        aps=frame("aps", aps or []),
        wards=frame("wards", [*wards.values()]),
    )
