"""The derived steps of wards: read tables, do the calculations, write tables with their origin.

Each step uses the tables that exist, makes what it can from them and notes what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.measures import OCCUPATIONS, QUALIFICATIONS
from catalog.reading import Reader
from catalog.settings import SAMPLE
from catalog.tables.places import LAD_CHANGES, WARD_CHANGES
from catalog.tables.wards import WARD_MEASURE_SOURCES, WARD_MEASURES
from geo import changes, lookups, ward_changes
from wards import measure_table, sector_split, ward_list
from wards.writing import list_sources, write_derived

Progress = Callable[[int, int, str], None]

MEASURES_READ: Final = (
    "wards",
    "ward_changes",
    "lsoa_wards",
    "jobs_small_areas",
    "census_qualifications",
    "census_occupations",
    "claimants_small_areas",
    "ward_premises",
    "ward_jobs",
    "ward_job_sources",
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
    write_derived(frame, LAD_CHANGES, "Council code changes", method, reader, notes)


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
    write_derived(frame, WARD_CHANGES, "Census wards to wards of today", method, reader, notes)


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


def build_measures(root: Path, on_progress: Progress) -> None:
    """Writes `ward_measures` from the tidy tables that exist; a missing one adds no rows.

    Jobs come from `ward_jobs`, which a new month of claimants leaves as it is. Also writes
    `ward_measure_sources`: the tables that were read for each measure of each council.
    """
    on_progress(0, 1, "putting measures together")
    reader = Reader(root)
    wards = ward_list.list_wards(reader)
    of_jobs = reader.separate_reader()
    rows, sources = [of_jobs.table("ward_jobs")], [of_jobs.table("ward_job_sources")]
    # What stands behind a figure is what its jobs were made from.
    reader.add_names(store.origin_of("ward_jobs", root).made_from if of_jobs.read else ())
    for measure_rows, rows_reader in _rows_of_all_councils(reader, wards):
        rows.append(measure_rows)
        sources.append(list_sources(measure_rows, wards, rows_reader.read))
        reader.add_read(rows_reader)
    frame, notes = measure_table.combine_measures(wards, *rows)
    notes += ward_list.describe_list_faults(wards, has_lookup=reader.has("lsoa_wards"))
    notes += sector_split.describe_references()
    method = "Sums by best fit, shares, and a model of jobs by sector; see each measure"
    write_derived(frame, WARD_MEASURES, "Ward measures", method, reader, notes)
    title = "What ward measures were made from"
    method = "Noted as tables were read for the figures"
    source_rows = pl.concat(sources).sort(WARD_MEASURE_SOURCES.key)
    write_derived(source_rows, WARD_MEASURE_SOURCES, title, method, reader)


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
