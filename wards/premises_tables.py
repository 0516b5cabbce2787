"""Counts every stored list by ward: the tables that can be shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from catalog import graph, store
from catalog.fingerprint import digest_files, fingerprint
from catalog.graph import Step
from catalog.settings import Settings
from catalog.sources import VOA, Origin
from catalog.store import StoreError
from catalog.tables.places import POSTCODES
from catalog.tables.premises import PREMISES, PREMISES_REPORT, TOTAL, WARD_PREMISES
from etl.rates_lists.outcome import Reading
from etl.rates_lists.stored import rates_folder, read_lists
from wards import premises as placing

CAVEATS: Final = (
    "Lists differ between councils: many leave out sole traders, and what counts as empty follows "
    "each council's own marks.",
    "Columns that can name a person are dropped on reading.",
)
STEP: Final = "business_rates"
READS: Final = (PREMISES.name, "wards", POSTCODES.name)
WRITES: Final = (PREMISES_REPORT.name, WARD_PREMISES.name)
SUMMED: Final = (
    "rows_count", "rejected_count", "mended_count", "repeated_count", "read_count",
)  # fmt: skip


def step_of(settings: Settings) -> Step:
    """The step that counts every kept list by ward, for the graph and for a build."""
    return Step(
        STEP,
        reads=READS,
        writes=WRITES,
        code=(sys.modules[__name__],),
        run=lambda _root, _tell: build(settings),
        judge=lambda _root: _stamp(_list_folders(settings), settings),
    )


def build(settings: Settings) -> bool:
    """Counts every stored list by ward and writes the tables; False if nothing has changed.

    Leaves out lists that cannot be read and lists of councils whose wards we do not have, and then
    raises StoreError to say so.
    """
    folders = _list_folders(settings)
    if not folders:
        return False
    wards = store.read("wards", settings.built)[0]
    usable, faults = [], []
    for path in folders:
        try:
            select_council_wards(path.name, wards)
            if _stored_table(path) == PREMISES.name:
                read_lists(path)
            usable.append(path)
        except StoreError as error:
            faults.append(str(error))
    is_new = bool(usable) and _write(usable, wards, settings)
    if faults:
        raise StoreError("; ".join(faults))
    return is_new


def _list_folders(settings: Settings) -> list[Path]:
    return sorted({path.parent for path in rates_folder(settings).glob("*/*.parquet")})


def _stamp(folders: list[Path], settings: Settings) -> str:
    lists = [(path.name, digest_files(sorted(path.glob("*.parquet")))) for path in folders]
    tables = (name for name in READS if name != PREMISES.name)
    return fingerprint([__name__], [*lists, *graph.contents(tables, settings.built)])


def _write(folders: list[Path], wards: pl.DataFrame, settings: Settings) -> bool:
    origins = [store.origin_of(_stored_table(path), path) for path in folders]
    has_postcodes = store.has(POSTCODES.name, settings.built)
    stamp = _stamp(folders, settings)
    written = (PREMISES_REPORT, WARD_PREMISES)
    if graph.is_current(settings.built, STEP, stamp, WRITES):
        return False
    postcodes = store.read(POSTCODES.name, settings.built)[0] if has_postcodes else None
    pairs = [_count_list(path, wards, postcodes) for path in folders]
    counts, reports = pl.concat([pair[0] for pair in pairs]), pl.concat([pair[1] for pair in pairs])
    without = _count_empty_wards(wards, counts)
    for table, frame in zip(written, (reports, counts), strict=True):
        origin = _origin(table.name, origins, reports.join(without, on="lad_code", validate="1:1"))
        origin = replace(origin, notes=(*origin.notes, *_note_empty_only_lists(counts)))
        store.write(frame, table, origin, settings.built)
    graph.record_result(settings.built, STEP, stamp, WRITES)
    return True


def _stored_table(path: Path) -> str:
    """The table that a list is stored as: properties, or for the VOA's list only counts."""
    return PREMISES.name if store.has(PREMISES.name, path) else WARD_PREMISES.name


def _count_list(
    path: Path, wards: pl.DataFrame, postcodes: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `ward_premises` and of `premises_report` for one stored list."""
    if _stored_table(path) == WARD_PREMISES.name:
        return store.read(WARD_PREMISES.name, path)[0], store.read(PREMISES_REPORT.name, path)[0]
    lists = read_lists(path)
    council_wards = select_council_wards(path.name, wards)
    placed = placing.place_premises(
        pl.concat(stored.frame for stored in lists), council_wards, postcodes
    )
    return placing.count_premises(placed, council_wards), report_row(
        placed, council_wards, [stored.reading for stored in lists]
    )


def select_council_wards(lad_code: str, wards: pl.DataFrame) -> pl.DataFrame:
    """The wards of a council; StoreError if they have not been fetched."""
    council_wards = wards.filter(pl.col("lad_code") == lad_code)
    if council_wards.is_empty():
        raise StoreError(
            f"we have no ward boundaries of {lad_code}; run `wardwise fetch --council {lad_code}` "
            "and `wardwise build`, then run this command again"
        )
    return council_wards


def report_row(
    placed: pl.DataFrame, wards: pl.DataFrame, readings: Sequence[Reading]
) -> pl.DataFrame:
    """The row of `premises_report` for a council: how its lists were read and placed."""
    how = dict(placed["placed_by"].value_counts().iter_rows())
    row = {
        "lad_code": readings[0].lad_code,
        "list_period": readings[0].list_period,
        **{name: sum(getattr(reading, name) for reading in readings) for name in SUMMED},
        "lad_name": wards["lad_name"][0],
        "by_coordinates_count": how.get(placing.BY_COORDINATES, 0),
        "by_postcode_count": how.get(placing.BY_POSTCODE, 0),
        "not_placed_count": how.get(placing.NOT_PLACED, 0),
    }
    return pl.DataFrame([row], schema=PREMISES_REPORT.dtypes)


def _count_empty_wards(wards: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """The number of wards of each council, and of those without a property in its list."""
    none = ~pl.col("ward_code").is_in(counts["ward_code"].implode())
    return wards.group_by("lad_code").agg(wards=pl.len(), without=none.sum())


def _note_empty_only_lists(counts: pl.DataFrame) -> list[str]:
    """A note for each council whose list has empty properties but no occupied ones."""
    sums = (
        counts.filter(pl.col("description_group") == TOTAL)
        .group_by("lad_name", maintain_order=True)
        .agg(pl.col("empty_count", "occupied_count", "unknown_count").sum())
    )
    named = sums.filter(
        pl.col("empty_count") > 0, pl.col("occupied_count") == 0, pl.col("unknown_count") > 0
    )
    return [
        f"{name}: the list names empty properties alone; whether the others are occupied is not "
        "recorded."
        for name in named["lad_name"].sort()
    ]


def _origin(table: str, origins: list[Origin], reports: pl.DataFrame) -> Origin:
    list_notes = tuple(
        f"{row['lad_name']}: {row['rows_count']:,} records, {row['rejected_count']:,} not read, "
        f"{row['not_placed_count']:,} of {row['read_count']:,} properties in no ward, "
        f"{row['without']} of {row['wards']} wards without any."
        for row in reports.iter_rows(named=True)
    )
    names = ", ".join(reports["lad_name"])
    voa = any(origin.publisher.startswith(VOA) for origin in origins)
    return Origin(
        table=table,
        title=f"Business-rates lists of {names}",
        publisher=f"The councils of {names}" + (f"; {VOA}" if voa else ""),
        dataset_id="NNDR lists",
        url="",
        licence="; ".join(sorted({origin.licence for origin in origins})),
        release=", ".join(sorted(set(reports["list_period"]))),
        retrieved=max(origin.retrieved for origin in origins),
        method="Each property placed in a ward by its coordinates or postcode, and counted there",
        notes=(*CAVEATS, *list_notes),
    )
