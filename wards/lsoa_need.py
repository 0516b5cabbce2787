"""Residents and households of each LSOA that need work, skills or a car, from two census tables."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.graph import Progress, Step
from catalog.reading import Reader
from catalog.tables.access import LSOA_NEED
from catalog.vocabulary.counting import count_things
from catalog.vocabulary.status import MISSING

READS: Final = ("census_qualifications", "census_cars", "lsoa_wards")
NEEDS: Final = ("census_qualifications", "lsoa_wards")
METHOD: Final = (
    "Residents by highest qualification (Census 2021, TS067) and households by cars (TS045), side "
    "by side"
)


def count_need(
    qualifications: pl.DataFrame, cars: pl.DataFrame, lsoa_wards: pl.DataFrame
) -> pl.DataFrame:
    """Rows of `lsoa_need`, in today's councils: every LSOA that either census table has.

    What one of them lacks is null. The status is that of the residents.
    """
    residents = _spread(qualifications, "qualification_code", "residents_persons")
    households = _spread(cars, "cars_code", "households")
    both = residents.join(households, on="lsoa_code", how="full", coalesce=True, suffix="_cars")
    today = lsoa_wards.select("lsoa_code", lad_today="lad_code")
    placed = both.join(today, on="lsoa_code", how="left", validate="1:1")
    return placed.select(
        "lsoa_code",
        lad_code=pl.coalesce("lad_today", "lad_code", "lad_code_cars"),
        residents_16_plus="total",
        residents_no_qualifications="none",
        households="total_cars",
        households_no_car="none_cars",
        period=pl.coalesce("period", "period_cars"),
        status=pl.col("status").fill_null(MISSING),
    ).sort("lsoa_code")


def _spread(census: pl.DataFrame, code: str, value: str) -> pl.DataFrame:
    """A row an LSOA of 2021: lsoa_code, lad_code, period, total, none, and status of the total."""
    lsoas = census.filter(area_type="lsoa21")
    keys = ["area_code", "lad_code", "period"]
    total, none = (
        lsoas.filter(pl.col(code) == word).select(*keys, pl.col(value).alias(word), "status")
        for word in ("total", "none")
    )
    return total.join(none.select("area_code", "none"), on="area_code", how="left").rename(
        {"area_code": "lsoa_code"}
    )


def list_unplaced(frame: pl.DataFrame, lsoa_wards: pl.DataFrame) -> list[str]:
    """In a sentence, the LSOAs that are in no list of wards; none where all are."""
    unplaced = frame.join(lsoa_wards, on="lsoa_code", how="anti")
    if unplaced.is_empty():
        return []
    return [
        f"{count_things(unplaced.height, 'LSOA')} in no ward, such as {unplaced['lsoa_code'][0]}."
    ]


def build(root: Path, on_progress: Progress) -> None:
    """Writes `lsoa_need` from the census tables under a folder."""
    on_progress(0, 1, "residents and households of small areas")
    reader = Reader(root)
    qualifications, cars, lsoa_wards = map(reader.table, READS)
    frame = count_need(qualifications, cars, lsoa_wards)
    notes = list_unplaced(frame, lsoa_wards)
    if cars.is_empty():
        notes.append("Households without a car are missing: census_cars was not fetched.")
    origin = store.derive_origin(
        LSOA_NEED, "Residents and households of small areas", METHOD, reader.read, root
    )
    store.write(frame, LSOA_NEED, replace(origin, notes=(*origin.notes, *notes)), root)


def step_of() -> Step:
    """The step that sets the census tables side by side, for the graph and for a build."""
    return Step(
        LSOA_NEED.name,
        reads=READS,
        writes=(LSOA_NEED.name,),
        code=(sys.modules[__name__],),
        run=build,
        needs=NEEDS,
    )
