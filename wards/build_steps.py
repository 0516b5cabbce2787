"""The derived steps of wards: read tables, call the arithmetic, write tables with their origin.

Each runs with whatever tables are held, makes what can be made of them and says what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

import reference
from catalog import store
from catalog.measures import OCCUPATIONS, QUALIFICATIONS
from catalog.reading import Reader
from catalog.schema import Table
from catalog.settings import SAMPLE
from catalog.tables.places import LAD_CHANGES, WARD_CHANGES
from catalog.tables.wards import WARD_MEASURE_SOURCES, WARD_MEASURES
from geo import changes, lookups, ward_changes
from wards import job_counts, measure_table, sector_split, ward_list

Progress = Callable[[int, int, str], None]

MEASURES_READ: Final = (
    "wards",
    "ward_changes",
    "lsoa_wards",
    "lsoa_changes",
    "jobs",
    "jobs_small_areas",
    "census_qualifications",
    "census_occupations",
    "claimants_small_areas",
    "ward_premises",
)
CHANGES_READ: Final = (
    "wards",
    "wards_2022",
    "lsoa_wards",
    "lsoa_centroids",
    "census_qualifications",
    "census_occupations",
)
CENSUS: Final = (
    ("census_qualifications", "qualification_code", QUALIFICATIONS),
    ("census_occupations", "occupation_code", OCCUPATIONS),
)


def build_lad_changes(root: Path, on_progress: Progress) -> None:
    """Writes `lad_changes` from where the LSOAs of each council of 2022 lie now.

    Without the LSOA lists it is the list that comes with Wardwise, as far as its councils are held.
    """
    on_progress(0, 1, "following council codes")
    reader = Reader(root)
    councils = reader.table("councils")
    absent = [name for name in ("lsoa_changes", "lsoa_wards") if not reader.has(name)]
    notes = []
    if absent:
        shipped = store.read("lad_changes", SAMPLE)[0]
        frame = shipped.filter(pl.col("lad_code").is_in(councils["lad_code"].implode()))
        method = "The list of changes that comes with Wardwise"
        notes = [f"Not followed LSOA by LSOA, as {' and '.join(absent)} is not held."]
    else:
        frame = changes.lad_changes(
            reader.table("lsoa_changes"), reader.table("lsoa_wards"), councils
        )
        method = (
            "Where the LSOAs of each council of 2022 lie today (at least 95 % in one), and a list "
            "of changes before 2022"
        )
    _write(frame, LAD_CHANGES, "Council code changes", method, reader, notes)


def build_ward_changes(root: Path, on_progress: Progress) -> None:
    """Writes `ward_changes`: the census wards of 2022 and the wards of the map."""
    on_progress(0, 1, "comparing ward boundaries")
    reader = Reader(root)
    now = reader.table("wards")
    then, notes = _wards_of_census(reader)
    lookup, centres = pl.DataFrame(), pl.DataFrame()
    if reader.has("wards_2022") and reader.has("lsoa_wards") and reader.has("lsoa_centroids"):
        lookup, centres = reader.table("lsoa_wards"), reader.table("lsoa_centroids")
        try:
            lookups.same_vintage(lookup, now)
        except lookups.VintageError as error:
            notes.append(f"Wards that were redrawn are not followed: {error}.")
            lookup = lookup.clear()
    else:
        lists = ("wards_2022", "lsoa_wards", "lsoa_centroids")
        absent = ", ".join(name for name in lists if not reader.has(name))
        notes.append(f"Wards that were redrawn are not followed, as {absent} is not held.")
    frame = ward_changes.ward_changes(then, now, lookup, centres, _residents(reader))
    lost = then.filter(~pl.col("ward_code").is_in(frame["former_code"].implode()))
    if lost.height:
        named = ", ".join(lost["ward_name"].sort().head(5))
        notes.append(
            f"Lead to no ward of today: {ward_list.count_wards(lost.height)} of 2022 ({named}"
            f"{', …' if lost.height > 5 else ''})."
        )
    method = (
        "A ward that kept its code kept its boundary; residents of the others are placed LSOA by "
        "LSOA, by the LSOA's centre and the best-fit lookup"
    )
    _write(frame, WARD_CHANGES, "Census wards to wards of today", method, reader, notes)


def _wards_of_census(reader: Reader) -> tuple[pl.DataFrame, list[str]]:
    """The wards of 2022 as in `wards_2022`; without it those of a census table, undrawn."""
    if reader.has("wards_2022"):
        return reader.table("wards_2022"), []
    codes = {
        "ward_code": pl.col("area_code"), "ward_name": pl.col("area_name"),
        "lad_code": pl.col("lad_code"), "ward_vintage": pl.lit("2022"),
    }  # fmt: skip
    for name, _, _ in CENSUS:
        if reader.has(name):
            frame = reader.table(name).filter(pl.col("area_type") == "ward")
            found = frame.select(**codes).unique("ward_code", keep="first").sort("ward_code")
            return found, [f"The wards of 2022 are those of {name}, as wards_2022 is not held."]
    empty = pl.DataFrame(schema=dict.fromkeys(codes, pl.String))
    return empty, ["Neither wards_2022 nor a census table by ward is held: no ward is followed."]


def _residents(reader: Reader) -> pl.DataFrame:
    """lsoa_code and residents_persons (16 and over), empty where the census table is not held."""
    total = (pl.col("area_type") == "lsoa21") & (pl.col("qualification_code") == "total")
    frame = reader.table("census_qualifications").filter(total)
    return frame.select(lsoa_code="area_code", residents_persons="residents_persons")


def build_measures(root: Path, on_progress: Progress) -> None:
    """Writes `ward_measures` from every tidy table that is held; one that is not adds no rows.

    Jobs by sector of a council whose LSOAs have none are modelled (sector_split). Beside the table
    goes `ward_measure_sources`: the tables that were read for each measure of each council.
    """
    reader = Reader(root)
    wards = ward_list.list_wards(reader)
    rows: list[pl.DataFrame] = []
    sources: list[pl.DataFrame] = []

    def keep(made: pl.DataFrame, read: Reader) -> None:
        rows.append(made)
        sources.append(_sources(made, wards, read))
        reader.adopt(read)

    councils = wards["lad_code"].unique().sort()
    for number, lad_code in enumerate(councils):
        on_progress(number, councils.len() + 1, "summing to wards")
        own = wards.filter(pl.col("lad_code") == lad_code)
        for made, read in _jobs_of_council(reader, lad_code, own):
            keep(made, read)
    on_progress(councils.len(), councils.len() + 1, "summing to wards")
    for made, read in _of_all_councils(reader, wards):
        keep(made, read)
    frame, notes = measure_table.together(wards, *rows)
    notes += ward_list.gaps_in(wards, lookup_held=reader.has("lsoa_wards"))
    split = [reference.describe(name).sentence() for name in sector_split.REFERENCE]
    notes += [f"Where jobs by sector are modelled: {sentence}" for sentence in split]
    method = "Sums by best fit, shares, and a model of jobs by sector; see each measure"
    _write(frame, WARD_MEASURES, "Ward measures", method, reader, notes)
    stated = pl.concat([WARD_MEASURE_SOURCES.empty(), *sources]).unique().sort(
        WARD_MEASURE_SOURCES.key
    )  # fmt: skip
    named = "What ward measures were made from"
    method = "Noted as tables were read for the figures"
    _write(stated, WARD_MEASURE_SOURCES, named, method, reader, [])


def _jobs_of_council(
    reader: Reader, lad_code: str, wards: pl.DataFrame
) -> Iterable[tuple[pl.DataFrame, Reader]]:
    """Jobs, and jobs by sector: summed from LSOAs where they have them, modelled elsewhere."""
    for_total = reader.apart()
    total = job_counts.total_jobs(for_total, lad_code, wards)
    yield total, for_total
    for_sectors = reader.apart()
    sectors = job_counts.jobs_by_sector(for_sectors, lad_code, wards)
    if sectors.is_empty() and not total.is_empty():
        for_sectors.adopt(for_total)
        jobs = total.select("ward_code", "period", "status", jobs="value")
        sectors = measure_table.sector_jobs(
            sector_split.of_council(for_sectors, lad_code, wards, jobs)
        )
    yield sectors, for_sectors


def _of_all_councils(reader: Reader, wards: pl.DataFrame) -> Iterable[tuple[pl.DataFrame, Reader]]:
    for name, category, names in CENSUS:
        read = reader.apart()
        counts, moved = read.table(name), read.table("ward_changes")
        yield (
            measure_table.census_shares(counts, moved, wards, category=category, names=names),
            read,
        )
    read = reader.apart()
    yield measure_table.claimants(read.table("claimants_small_areas")), read
    read = reader.apart()
    yield measure_table.premises(read.table("ward_premises")), read


def _sources(made: pl.DataFrame, wards: pl.DataFrame, read: Reader) -> pl.DataFrame:
    """The tables behind each measure of each council among the rows made."""
    councils = made.join(wards.select("ward_code", "lad_code"), on="ward_code")
    names = pl.DataFrame({"table_name": read.read}, schema={"table_name": pl.String})
    pairs = councils.select("lad_code", "measure").unique().join(names, how="cross")
    return pairs.select(WARD_MEASURE_SOURCES.columns)


def _write(
    frame: pl.DataFrame,
    table: Table,
    title: str,
    method: str,
    reader: Reader,
    notes: Sequence[str],
) -> None:
    made = store.derived(table, title, method, reader.read, reader.root)
    store.write(frame, table, replace(made, notes=(*notes, *made.notes)), reader.root)
