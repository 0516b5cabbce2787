"""Every kept list counted by ward: the tables that may be shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.settings import Settings
from catalog.sources import OGL, Origin
from catalog.tables.premises import PREMISES, PREMISES_REPORT, WARD_PREMISES
from etl.rates import wards as placing
from etl.rates.mapping import RatesError

CAVEATS: Final = (
    "Lists differ between councils: many leave out sole traders, and what counts as empty follows "
    "each council's own marks.",
    "Columns that can name a person are dropped on reading.",
)
CODE_VERSION: Final = 1  # raised when the counting below changes, so that tables are made again


def folder(settings: Settings) -> Path:
    """Where lists are kept: one folder per council, outside what is fetched."""
    return settings.data / "rates"


def build(settings: Settings) -> bool:
    """Counts every kept list by ward and writes the tables; False where nothing is new."""
    kept = sorted({path.parent for path in folder(settings).glob("*/*.parquet")})
    if not kept:
        return False
    wards, made = store.read("wards", settings.built)
    postcodes = _postcodes(settings)
    origins = [store.origin_of(_kept_as(path), path) for path in kept]
    stamp = f"{CODE_VERSION} {made.fingerprint} {postcodes is not None} " + " ".join(
        f"{origin.dataset_id} {origin.publisher} {origin.retrieved}" for origin in origins
    )
    if store.has(WARD_PREMISES.name, settings.built) and (
        store.origin_of(WARD_PREMISES.name, settings.built).fingerprint == stamp
    ):
        return False
    pairs = [_counted(path, wards, postcodes) for path in kept]
    reports = [report for _, report in pairs]
    retrieved = max(origin.retrieved for origin in origins)
    for table, frames in (
        (PREMISES_REPORT, reports),
        (WARD_PREMISES, [counted for counted, _ in pairs]),
    ):
        origin = _origin(table.name, retrieved, stamp, reports)
        store.write(pl.concat(frames), table, origin, settings.built)
    return True


def _kept_as(path: Path) -> str:
    """A council's list is kept as properties; the VOA's only as counts."""
    return PREMISES.name if store.has(PREMISES.name, path) else WARD_PREMISES.name


def _postcodes(settings: Settings) -> pl.DataFrame | None:
    held = store.has("postcodes", settings.built)
    return store.read("postcodes", settings.built)[0] if held else None


def _counted(
    path: Path, wards: pl.DataFrame, postcodes: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `ward_premises` and of `premises_report` for one kept list."""
    if _kept_as(path) == WARD_PREMISES.name:
        return store.read(WARD_PREMISES.name, path)[0], store.read(PREMISES_REPORT.name, path)[0]
    frame, made = store.read(PREMISES.name, path)
    own = own_wards(path.name, wards)
    placed = placing.placed(frame, own, postcodes)
    return placing.counted(placed, own), report(placed, own, json.loads(made.notes[0]))


def own_wards(lad_code: str, wards: pl.DataFrame) -> pl.DataFrame:
    """The wards of a council; RatesError where they have not been fetched."""
    own = wards.filter(pl.col("lad_code") == lad_code)
    if own.is_empty():
        raise RatesError(
            f"no ward boundaries of {lad_code} are held; run `wardwise fetch --council {lad_code}` "
            "and `wardwise build`, then this again"
        )
    return own


def report(
    placed: pl.DataFrame, wards: pl.DataFrame, reading: dict[str, int | str]
) -> pl.DataFrame:
    """The row of `premises_report` of a list, from how its properties were read and placed."""
    how = dict(placed["placed_by"].value_counts().iter_rows())
    row = {
        **{name: reading[name] for name in PREMISES_REPORT.columns if name in reading},
        "lad_name": wards["lad_name"][0],
        "by_coordinates_count": how.get(placing.BY_COORDINATES, 0),
        "by_postcode_count": how.get(placing.BY_POSTCODE, 0),
        "not_placed_count": how.get(placing.NOT_PLACED, 0),
    }
    return pl.DataFrame([row], schema=PREMISES_REPORT.dtypes)


def _origin(table: str, newest: str, stamp: str, reports: list[pl.DataFrame]) -> Origin:
    rows = [row for report in reports for row in report.iter_rows(named=True)]
    words = tuple(
        f"{row['lad_name']}: {row['rows_count']:,} records, {row['rejected_count']:,} not read, "
        f"{row['not_placed_count']:,} of {row['read_count']:,} properties in no ward."
        for row in rows
    )
    names = ", ".join(row["lad_name"] for row in rows)
    return Origin(
        table=table,
        title=f"Business-rates lists of {names}",
        publisher=f"The councils of {names}",
        dataset_id="NNDR lists",
        url="",
        licence=OGL,
        release=", ".join(sorted({row["list_period"] for row in rows})),
        retrieved=newest,
        method="Each property placed in a ward by its coordinates or postcode, and counted there",
        fingerprint=stamp,
        notes=(*CAVEATS, *words),
    )
