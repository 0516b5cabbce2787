"""The derived steps of wards: read tables, do the calculations, write tables with their origin.

Each step uses the tables that exist, makes what it can from them and notes what is missing.
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
from catalog.tables.sectors import WARD_SECTOR_GROUPS
from catalog.tables.wards import WARD_MEASURE_SOURCES, WARD_MEASURES
from catalog.workers import HERE, Workers
from geo import changes, lookups, ward_changes
from wards import (
    measure_table,
    observed_sectors,
    sector_groups,
    sector_split,
    ward_list,
)
from wards.council_measures import rows_of_councils

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
    """Writes `lad_changes` from where the LSOAs of each council of 2022 are now.

    Without the LSOA lists, uses the list supplied with Wardwise for the councils that we have.
    """
    on_progress(0, 1, "following council codes")
    reader = Reader(root)
    councils = reader.table("councils")
    absent = [name for name in ("lsoa_changes", "lsoa_wards") if not reader.has(name)]
    notes = []
    if absent:
        published = store.read("lad_changes", SAMPLE)[0]
        frame = published.filter(pl.col("lad_code").is_in(councils["lad_code"].implode()))
        method = "The list of changes supplied with Wardwise"
        notes = [f"Not checked LSOA by LSOA: we do not have {' and '.join(absent)}."]
    else:
        frame = changes.lad_changes(
            reader.table("lsoa_changes"), reader.table("lsoa_wards"), councils
        )
        method = (
            "Where the LSOAs of each council of 2022 lie today (at least 95% in one), and a list "
            "of changes before 2022"
        )
    _write(frame, LAD_CHANGES, "Council code changes", method, reader, notes)


def build_ward_changes(root: Path, on_progress: Progress) -> None:
    """Writes `ward_changes`: from census wards of 2022 to current wards."""
    on_progress(0, 1, "comparing ward boundaries")
    reader = Reader(root)
    current_wards = reader.table("wards")
    census_wards, notes = _wards_of_census(reader)
    lookup, centres = pl.DataFrame(), pl.DataFrame()
    if reader.has("wards_2022") and reader.has("lsoa_wards") and reader.has("lsoa_centroids"):
        lookup, centres = reader.table("lsoa_wards"), reader.table("lsoa_centroids")
        try:
            lookups.check_same_vintage(lookup, current_wards)
        except lookups.VintageError as error:
            notes.append(f"We have not followed redrawn wards: {error}.")
            lookup = lookup.clear()
    else:
        lists = ("wards_2022", "lsoa_wards", "lsoa_centroids")
        absent = ", ".join(name for name in lists if not reader.has(name))
        notes.append(f"We have not followed redrawn wards, as we do not have {absent}.")
    frame = ward_changes.ward_changes(
        census_wards, current_wards, lookup, centres, _residents(reader)
    )
    unplaced = census_wards.filter(~pl.col("ward_code").is_in(frame["former_code"].implode()))
    if unplaced.height:
        named = ", ".join(unplaced["ward_name"].sort().head(5))
        notes.append(
            f"No current ward for {ward_list.count_wards(unplaced.height)} of 2022 ({named}"
            f"{', …' if unplaced.height > 5 else ''})."
        )
    method = (
        "A ward that kept its code kept its boundary; residents of the others are placed LSOA by "
        "LSOA, by the LSOA's centre and the best-fit lookup"
    )
    _write(frame, WARD_CHANGES, "Census wards to wards of today", method, reader, notes)


def _wards_of_census(reader: Reader) -> tuple[pl.DataFrame, list[str]]:
    """The wards of 2022, from `wards_2022` or else, without boundaries, from a census table."""
    if reader.has("wards_2022"):
        return reader.table("wards_2022"), []
    codes = {
        "ward_code": pl.col("area_code"), "ward_name": pl.col("area_name"),
        "lad_code": pl.col("lad_code"), "ward_vintage": pl.lit("2022"),
    }  # fmt: skip
    for name, _, _ in CENSUS:
        if reader.has(name):
            frame = reader.table(name).filter(pl.col("area_type") == "ward")
            census_wards = frame.select(**codes).unique("ward_code", keep="first").sort("ward_code")
            return census_wards, [f"The wards of 2022 come from {name}: we do not have wards_2022."]
    empty = pl.DataFrame(schema=dict.fromkeys(codes, pl.String))
    return empty, ["We have neither wards_2022 nor a census table by ward, so no ward is followed."]


def _residents(reader: Reader) -> pl.DataFrame:
    """lsoa_code and residents_persons (16 and over); empty without the census table."""
    total = (pl.col("area_type") == "lsoa21") & (pl.col("qualification_code") == "total")
    frame = reader.table("census_qualifications").filter(total)
    return frame.select(lsoa_code="area_code", residents_persons="residents_persons")


def build_measures(root: Path, on_progress: Progress, workers: Workers = HERE) -> None:
    """Writes `ward_measures` from the tidy tables that exist; a missing one adds no rows.

    If a council's LSOAs have no jobs by sector, we model them (sector_split). Also writes
    `ward_measure_sources`: the tables that were read for each measure of each council; and
    `ward_sector_groups`: the jobs of groups of sectors that differ from ward to ward.
    """
    reader = Reader(root)
    wards = ward_list.list_wards(reader)
    rows: list[pl.DataFrame] = []
    sources: list[pl.DataFrame] = []
    divisions: list[pl.DataFrame] = []
    of_jobs = reader.separate_reader()
    of_jobs.table("wards")  # whose names every figure wears

    def add_rows(measure_rows: pl.DataFrame, read: Sequence[str]) -> None:
        rows.append(measure_rows)
        sources.append(_source_rows(measure_rows, wards, read))
        reader.add_names(read)

    for council in rows_of_councils(reader, wards, MEASURES_READ, on_progress, workers):
        for measure_rows, read in council.parts:
            add_rows(measure_rows, read)
            of_jobs.add_names(read)
        of_jobs.add_names(council.divisions_read)
        divisions.append(council.divisions)
    for measure_rows, rows_reader in _rows_of_all_councils(reader, wards):
        add_rows(measure_rows, rows_reader.read)
    frame, notes = measure_table.combine_measures(wards, *rows)
    notes += ward_list.describe_list_faults(wards, has_lookup=reader.has("lsoa_wards"))
    split = [reference.describe(name).sentence() for name in sector_split.REFERENCE]
    notes += [f"Where jobs by sector are modelled: {sentence}" for sentence in split]
    method = "Sums by best fit, shares, and a model of jobs by sector; see each measure"
    _write(frame, WARD_MEASURES, "Ward measures", method, reader, notes)
    source_rows = pl.concat([WARD_MEASURE_SOURCES.empty(), *sources]).unique().sort(
        WARD_MEASURE_SOURCES.key
    )  # fmt: skip
    title = "What ward measures were made from"
    method = "Noted as tables were read for the figures"
    _write(source_rows, WARD_MEASURE_SOURCES, title, method, reader, [])
    no_divisions = pl.DataFrame(schema=observed_sectors.DIVISION_SCHEMA)
    of_wards = pl.concat([no_divisions, *divisions]).join(
        wards.select(ward_list.WARD), on="ward_code", validate="m:1"
    )
    _write_groups(frame, of_wards, source_rows, of_jobs)


def _write_groups(
    measures: pl.DataFrame, divisions: pl.DataFrame, sources: pl.DataFrame, reader: Reader
) -> None:
    """Writes `ward_sector_groups` from the measures of wards and the divisions of LSOAs."""
    with_premises = sources.filter(
        pl.col("measure").str.starts_with("jobs_section"), pl.col("table_name") == "ward_premises"
    )["lad_code"].unique()
    frame = sector_groups.ward_groups(
        measures, divisions, reader.table("jobs"), with_premises.to_list()
    )
    title = "Jobs by groups of sectors in wards"
    method = (
        "Jobs by division, summed from LSOAs by best fit, where we have them; otherwise modelled "
        "jobs by section, those that work in the same kind of premises taken together"
    )
    notes = [
        "Jobs of one year. LSOAs have jobs by division for one year only, and LSOAs of 2011 and of "
        "2021 are never compared, so we give no change over time.",
        "We have no figures for wards by classes finer than divisions.",
    ]
    _write(frame, WARD_SECTOR_GROUPS, title, method, reader, notes)


def _rows_of_all_councils(
    reader: Reader, wards: pl.DataFrame
) -> Iterable[tuple[pl.DataFrame, Reader]]:
    for name, category, names in CENSUS:
        own_reader = reader.separate_reader()
        counts, moved = own_reader.table(name), own_reader.table("ward_changes")
        yield (
            measure_table.census_rows(counts, moved, wards, category=category, names=names),
            own_reader,
        )
    own_reader = reader.separate_reader()
    yield measure_table.claimant_rows(own_reader.table("claimants_small_areas")), own_reader
    own_reader = reader.separate_reader()
    yield measure_table.premises_rows(own_reader.table("ward_premises")), own_reader


def _source_rows(rows: pl.DataFrame, wards: pl.DataFrame, read: Sequence[str]) -> pl.DataFrame:
    """The tables that were read for each measure of each council in `rows`."""
    councils = rows.join(wards.select("ward_code", "lad_code"), on="ward_code")
    names = pl.DataFrame({"table_name": read}, schema={"table_name": pl.String})
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
    origin = store.derive_origin(table, title, method, reader.read, reader.root)
    store.write(frame, table, replace(origin, notes=(*notes, *origin.notes)), reader.root)
