"""Residents by economic activity status, Census 2021 (TS066)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CENSUS_ACTIVITY
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.datasets.census import census_table as census
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="census_activity",
        title="Census 2021, TS066 Economic activity status",
        publisher=ONS_NOMIS,
        dataset_id="NM_2083_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/c2021ts066",
        cadence="census",
        caveats=(
            *census.CAVEATS,
            "Codes from 1001 on are subtotals of the codes that begin with _: never add both.",
        ),
    )
)
TABLE: Final = CENSUS_ACTIVITY
DIMENSION: Final = "c2021_eastat_20"
ACTIVE: Final = "Economically active (excluding full-time students)"
STUDENT: Final = "Economically active and a full-time student"
INACTIVE: Final = "Economically inactive"
_WORK: Final = ("Employee", "Self-employed with employees", "Self-employed without employees")
_HOURS: Final = ("Part-time", "Full-time")


def _names() -> dict[int, str]:
    """The 31 categories by Nomis' number: 1 to 19 are the finest, from 1001 on their subtotals."""
    fine, sums = [], []
    for people in (ACTIVE, STUDENT):
        working = f"{people}: In employment"
        sums += [people, working, *(f"{working}: {kind}" for kind in _WORK)]
        fine += [f"{working}: {kind}: {hours}" for kind in _WORK for hours in _HOURS]
        fine.append(f"{people}: Unemployed")
    others = ("Retired", "Student", "Looking after home or family",
              "Long-term sick or disabled", "Other")  # fmt: skip
    fine += [f"{INACTIVE}: {other}" for other in others]
    return dict(enumerate(fine, start=1)) | dict(enumerate([*sums, INACTIVE], start=1001))


NAMES: Final = _names()
# 2026-11: the subtotals are written without the blanks after their colons.
LABELS: Final = {0: "^Total"} | {
    number: f"^{re.escape(name).replace(re.escape(': '), ': ?')}$" for number, name in NAMES.items()
}
CODES: Final = {0: "total"} | {
    number: str(number) if number > 1000 else f"_{number}" for number in NAMES
}
EXPECTED: Final = (census.expected(SOURCE.dataset_id, "TS066", DIMENSION, LABELS, census.WARDS),)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nations and regions together; each council, and its wards of 2022."""
    return census.requests(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `census_activity`, under Nomis' published codes."""
    columns = [
        census.code_by_name(DIMENSION, LABELS, CODES).alias("activity_code"),
        pl.col("C2021_EASTAT_20_NAME").alias("activity_name"),
    ]
    return census.tidy(parts, TABLE, DIMENSION, columns)
