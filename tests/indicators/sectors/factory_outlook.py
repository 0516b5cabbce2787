"""Output and real GVA that can be followed on paper: two councils, sections C, G and J."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl
from factory_inputs import HERE, NATION, THERE, made

from catalog.tables import TABLES
from indicators.input_frames import NATIONAL_PATH
from indicators.inputs import SECTORS, Inputs

NAMES = {"C": "Manufacturing", "G": "Retail", "J": "Information", "T": "Households",
         "total": "All industries"}  # fmt: skip
BASE_YEAR = 2023


def monthly(
    growth: Mapping[str, float], *, first: int = 2014, last: tuple[int, int] = (2026, 5),
    steady_to: int = 0,
) -> pl.DataFrame:  # fmt: skip
    """`gva_monthly` of sections that grow by so much (ln) a year, in a step each January; flat up
    to `steady_to`."""
    rows = []
    for code, rate in growth.items():
        for year in range(first, last[0] + 1):
            for month in range(1, 13 if year < last[0] else last[1] + 1):
                index = 100.0 * 2.718281828459045 ** (rate * (max(year, steady_to) - first))
                end = date(year, month, 28)
                rows.append((
                    "K02000001", "United Kingdom", "country", "", f"{year}-{month:02d}",
                    end.replace(day=1), end, code, NAMES.get(code, code),
                    "total" if code == "total" else "section", index, "estimated",
                ))  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["gva_monthly"].empty().schema, orient="row")


def gva(values: Mapping[str, Mapping[str, float | None]], year: int = BASE_YEAR) -> pl.DataFrame:
    """Frame `sectors` of Inputs: real output by area and section, and the sum as total."""
    rows = []
    for area, sections in values.items():
        total = sum(value or 0.0 for value in sections.values())
        for code, value in [*sections.items(), ("total", total)]:
            level = "total" if code == "total" else "section"
            rows.append((area, "real_gva", code, NAMES.get(code, code), level, year, value,
                         "missing" if value is None else "estimated"))  # fmt: skip
    return pl.DataFrame(rows, schema=SECTORS, orient="row")


def outlook_inputs(
    values: Mapping[str, Mapping[str, float | None]], output: pl.DataFrame,
    path: list[tuple[str, int, float, float, float]] | None = None,
) -> Inputs:  # fmt: skip
    """Inputs of councils with real output, and the nation's jobs of 2023 (1,000 in each section)
    with forecasts of them (section, year, mean, bounds)."""
    codes = sorted({code for sections in values.values() for code in sections})
    held = made({NATION: {code: [1000.0] for code in codes}}, first_year=BASE_YEAR)
    areas = pl.DataFrame(
        [(code, {HERE: "Hartfield", THERE: "Milton"}.get(code, code),
          "group" if code == "group" else "lad") for code in values],
        schema=held.areas.schema, orient="row",
    )  # fmt: skip
    forecasts = [(NATION, *row) for row in path or []]
    return replace(
        held,
        areas=pl.concat([held.areas, areas]),
        sectors=pl.concat([held.sectors, gva(values)]),
        output=output,
        national_path=pl.DataFrame(forecasts, schema=NATIONAL_PATH, orient="row"),
    )
