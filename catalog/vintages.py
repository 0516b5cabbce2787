"""Tables as they were when they were published, so that forecasts are scored on what was known.

Statistics are revised: the table of today says more of 2024 than anybody knew in 2024. So a source
that keeps vintages leaves a copy of its table wherever the figures have changed, under the day of
the release (of fetching, where the publisher names none): `vintages/gva_monthly/2026-07-16.parquet`
in the data folder. Nothing removes them, and a build cannot make them again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.schema import check
from catalog.sources import Origin
from catalog.store import StoreError
from catalog.tables import TABLES

FOLDER: Final = "vintages"
SCHEMA: Final = {"known_on": pl.Date, "path": pl.String}


class VintageError(Exception):
    """A vintage that could not be kept or cannot be read; the message names its file."""


def keep(name: str, frame: pl.DataFrame, origin: Origin, data: Path) -> Path | None:
    """Keeps the table as the vintage of its release where its figures are new; the file, or None.

    `data` is the data folder. New are figures that differ from the newest vintage up to that day.
    Of two tables of one release the later is kept: it is what we read there today. TableError where
    the frame is no such table, VintageError where the file could not be written.
    """
    table = TABLES[name]
    frame = check(frame, table).sort(table.key)
    day = _day_known(origin)
    if _stands(name, frame, day, data):
        return None
    target = store.path_of(day.isoformat(), _folder_of(name, data))
    content = store.fingerprint_content(frame, origin)
    try:
        return store.write_file(frame, replace(origin, fingerprint=content), target)
    except OSError as error:
        raise VintageError(
            f"the table {name} was built, but its figures of {day} could not be kept as {target} "
            f"({error.strerror or error}), so later forecasts cannot be checked against them. Free "
            "some space, then run `wardwise build` again"
        ) from error


def list_vintages(name: str, data: Path) -> pl.DataFrame:
    """known_on (the day from which a vintage was known) and path of each, oldest first."""
    dated = [(_day_of(path.stem), str(path)) for path in _folder_of(name, data).glob("*.parquet")]
    vintages = [(day, path) for day, path in dated if day is not None]
    return pl.DataFrame(sorted(vintages), SCHEMA, orient="row")


def count_vintages(data: Path) -> dict[str, int]:
    """How many vintages there are of each table that has any, by name."""
    names = sorted(path.name for path in (data / FOLDER).glob("*") if path.name in TABLES)
    counts = {name: list_vintages(name, data).height for name in names}
    return {name: count for name, count in counts.items() if count}


def read_as_of(name: str, day: date, data: Path) -> tuple[pl.DataFrame, Origin] | None:
    """The newest vintage that was known on that day, with its origin; None where none was.

    VintageError where its file is damaged: an older vintage is never read in its place.
    """
    upto = list_vintages(name, data).filter(pl.col("known_on") <= day)
    return _read(name, Path(upto["path"][-1])) if upto.height else None


def _stands(name: str, frame: pl.DataFrame, day: date, data: Path) -> bool:
    """Whether these figures are those of the newest vintage up to that day."""
    try:
        newest = read_as_of(name, day, data)
    except VintageError:
        # Nothing can be said against what is damaged; these figures are kept beside or over it.
        return False
    return newest is not None and newest[0].equals(frame)


def _read(name: str, path: Path) -> tuple[pl.DataFrame, Origin]:
    try:
        frame, origin = store.read(path.stem, path.parent)
    except StoreError as error:
        raise VintageError(
            f"{path} is damaged, so we cannot read what was known of {name} then. Delete the file: "
            "the other vintages are not affected"
        ) from error
    if dict(frame.schema) != TABLES[name].dtypes:
        raise VintageError(
            f"{path} has other columns than the table {name} of this version of Wardwise. Delete "
            "the file: the other vintages are not affected"
        )
    return frame, origin


def _folder_of(name: str, data: Path) -> Path:
    return data / FOLDER / name


def _day_known(origin: Origin) -> date:
    """The day of release, else the day of fetching. ValueError for an origin without either."""
    return _day_of(origin.release[:10]) or date.fromisoformat(origin.retrieved[:10])


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
