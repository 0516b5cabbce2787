"""Makes the embedded sample: the tables that were built, cut to a few councils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.schema import Table
from catalog.settings import SAMPLE
from catalog.store import StoreError
from catalog.tables import TABLES, indicators, innovation_places, sectors
from catalog.tables.access import RAIL_WALK, STOPS
from catalog.tables.innovation import GTR, GTR_ORGANISATIONS, INNOVATION_HISTORY
from catalog.tables.innovation_places import INNOVATION_TERMS
from geo.nearby import points_within
from geo.os_grid import to_degrees

COUNCILS: Final = ("E08000032", "E08000033", "E08000034")
# Short lists that are the same for everyone come whole, and what shows any council at once.
WHOLE: Final = (
    "councils", "lad_changes", "council_boundaries", "local_indicators", "local_indicator_values",
    "similar_areas",
)  # fmt: skip
FINE: Final = ("jobs_fine", "enterprises_fine", "business_demography_fine")
# Made again from the others at first start, or not ours to publish (single properties).
LEFT_OUT: Final = (
    "ward_measures", "ward_measure_sources", "ward_jobs", "ward_job_sources", "ward_changes",
    "premises", "postcodes", "forecast_revisions",
    # What is in the sample of these is in `lsoa_need` and `reach_jobs`.
    "census_cars", "jobs_around", "site_lists", "brownfield",
    "reach_lsoa", "reach_ward", "stops_ward", "travel_times",
    # Of these nothing real is held for the councils.
    "innovate_uk", "contracts_finder", "he_bci",
    *(
        table.name
        for module in (indicators, sectors, innovation_places)
        for table in vars(module).values()
        # The words of projects come as made: what weighs them is slow to load.
        if isinstance(table, Table) and table.name not in (*FINE, INNOVATION_TERMS.name)
    ),
)  # fmt: skip
# Of projects of the whole nation the sample has those led from the councils' region.
REGION: Final = "Yorkshire and The Humber"
PART_ONLY: Final = {
    GTR_ORGANISATIONS.name: [
        f"In the sample: part only, institutions of {REGION}; their postcodes are generally known, "
        "not confirmed by the service."
    ],
    INNOVATION_HISTORY.name: ["In the sample: part only, areas of Yorkshire."],
}
LAST_LETTER: Final = r"[A-Z]$"  # of an LSOA's name; the rest is its MSOA's
SMALL_AREAS: Final = ("lsoa_code", "lsoa21_code")
# What residents of the councils can reach lies around them too.
AROUND: Final = ("lsoa_centroids", "reach_jobs")
AROUND_KM: Final = 40.0
# Stations that are a walk or a short ride away.
STOPS_KM: Final = 5.0


def make(
    root: Path,
    target: Path = SAMPLE,
    councils: Sequence[str] = COUNCILS,
    only: Sequence[str] = (),
) -> dict[str, int]:
    """Writes each source table under `root`, cut to the councils, to `target`; rows by table.

    `only` names the tables to write; the others in `target` stay as they are. StoreError for one
    that is not under `root` or does not belong in a sample.
    """
    here = [name for name in store.names(root) if name not in LEFT_OUT]
    unknown = sorted(set(only) - set(here))
    if unknown:
        raise StoreError(
            f"{root} has no table {', '.join(unknown)} for a sample; its tables are "
            f"{', '.join(here)}"
        )
    lsoas = store.read("lsoa_wards", root)[0].filter(pl.col("lad_code").is_in(councils))
    wards = store.read("wards", root)[0].filter(pl.col("lad_code").is_in(councils))
    centres = store.read("lsoa_centroids", root)[0]
    around = points_within(centres, centres.join(lsoas, on="lsoa_code", how="semi"), AROUND_KM)
    written = {}
    for name in only or here:
        frame, origin = store.read(name, root)
        if name in AROUND:
            cut = frame.join(around, on="lsoa_code", how="semi")
        elif name == STOPS.name:
            longs, lats = to_degrees(frame["easting_m"], frame["northing_m"])
            placed = frame.with_columns(longs.alias("long"), lats.alias("lat"))
            own = centres.join(lsoas, on="lsoa_code", how="semi")
            cut = points_within(placed, own, STOPS_KM).select(STOPS.columns)
        elif name == RAIL_WALK.name:
            names = lsoas["lsoa_name"].str.replace(LAST_LETTER, "")
            cut = frame.filter(pl.col("msoa_name").is_in(names.implode()))
        elif name == GTR.name:
            cut = frame.filter(pl.col("address_region_name") == REGION)
        elif name == INNOVATION_TERMS.name:
            cut = frame.filter(pl.col("project_code").is_in(_list_projects(root).implode()))
        elif name in WHOLE:
            cut = frame
        else:
            cut = _cut(frame, councils, lsoas["lsoa_code"], wards["ward_code"])
        kept = tuple(source for source in origin.made_from if source not in LEFT_OUT)
        notes = (*origin.notes, *_part_words(name, cut))
        store.write(cut, TABLES[name], replace(origin, made_from=kept, notes=notes), target)
        written[name] = cut.height
    return written


def _list_projects(root: Path) -> pl.Series:
    """Codes of the projects that the sample has."""
    projects = store.read(GTR.name, root)[0].filter(pl.col("address_region_name") == REGION)
    return projects.select("GTR-" + pl.col("research_award_code")).to_series()


def _part_words(name: str, cut: pl.DataFrame) -> list[str]:
    """In a sentence, of a table of the nation, which part of it the sample has."""
    if name == GTR.name:
        funders = ", ".join(sorted(set(cut["funder_name"])))
        newest = str(cut["project_start"].max())
        return [
            f"In the sample: part only, {cut.height:,} projects led from {REGION}, funded by "
            f"{funders}, that begin by {newest}; a fetch brings all."
        ]
    return PART_ONLY.get(name, [])


def _cut(
    frame: pl.DataFrame, councils: Sequence[str], lsoas: pl.Series, wards: pl.Series
) -> pl.DataFrame:
    if "lad_code" in frame.columns:
        return frame.filter(pl.col("lad_code").is_in(councils))
    if {"area_code", "area_type"} <= set(frame.columns):
        wide = ~pl.col("area_type").is_in(["lad", "lsoa21"])
        in_sample = pl.col("area_code").is_in([*councils, *lsoas])
        return frame.filter(wide | in_sample)
    for column in SMALL_AREAS:
        if column in frame.columns:
            return frame.filter(pl.col(column).is_in(lsoas.implode()))
    if "ward_code" in frame.columns:
        return frame.filter(pl.col("ward_code").is_in(wards.implode()))
    return frame
