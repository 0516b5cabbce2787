"""Pay and unemployment by occupation as nobody would supply them: gaps, noughts and far figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import polars as pl
from factory_ward_inputs import frame

from indicators.skills.occupations import CODES, MAJORS

YEARS = ("2023", "2024")


def by_occupation(
    rng: Random, name: str, areas: Mapping[str, str], column: str, most: float
) -> pl.DataFrame:
    """Rows of a table by occupation, now and then without one or with a withheld figure."""
    rows: list[dict[str, Any]] = []
    for area, called in areas.items():
        for year in YEARS:
            for code in (*MAJORS, *CODES):
                if rng.random() < 0.2:
                    continue
                value = rng.choice([None, 0.0, rng.uniform(0, most), rng.uniform(0, most)])
                rows.append(
                    {
                        "area_code": area, "area_name": called, "period": year,
                        "period_start": date(int(year), 1, 1),
                        "period_end": date(int(year), 12, 31),
                        "area_type": "lad" if area.startswith("E07") else "country",
                        "occupation_code": code, column: value,
                        "status": "suppressed" if value is None else "estimated",
                    }
                )  # fmt: skip
    return frame(name, rows)
