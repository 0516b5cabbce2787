"""Stored tables as pages read them, and their caches: whole, or of some councils alone.

A table of the nation is never read for one council: only the rows of the councils that a page is
about are read from its file (`catalog.layout`), and only they are kept. What was read is read again
when its file on disk changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import streamlit as st

from catalog import settings as settings_room
from catalog import store
from catalog.schema import TableError, check
from catalog.settings import Settings
from catalog.sources import Origin
from catalog.store import StoreError
from catalog.tables import TABLES
from views.parts import missing_tables

# Which file a table is, as it now is: another one has another inode, time of change or size.
Stamp = tuple[int, int, int, int]


def settings() -> Settings:
    return settings_room.load()


def find_stamp(name: str, root: Path) -> Stamp | None:
    """A key of the caches below, by which what was read from a file is found; None without one."""
    try:
        status_of_file = store.path_of(name, root).stat()
    except OSError:
        return None
    return (
        status_of_file.st_dev,
        status_of_file.st_ino,
        status_of_file.st_mtime_ns,
        status_of_file.st_size,
    )


@dataclass(frozen=True)
class TableStamps:
    """All tables, as they now are: a key for caches of what is made from many tables."""

    root: Path
    stamps: tuple[tuple[str, Stamp | None], ...]


def stamp_tables(names: Iterable[str] | None = None) -> TableStamps:
    """The files of the tables of these names, or of all."""
    root = settings().tables
    wanted = store.names(root) if names is None else names
    return TableStamps(root, tuple((name, find_stamp(name, root)) for name in wanted))


def table(name: str, councils: Iterable[str] | None = None) -> tuple[pl.DataFrame, Origin]:
    """A table in use and its origin: the one way in which pages read a table.

    With `councils` only the rows of those (or of wider areas, by their codes) are read; without,
    all, which is for tables that are small for the whole nation. Where there is none, or its file
    cannot be read, it has no rows and a blank origin, and the page says so (`messages.in_words`).
    """
    stored, fault = _read_or_fault(name, councils)
    if stored is None:
        missing_tables.note(name, fault)
    return stored or _blank_table(name)


def peek(name: str, councils: Iterable[str] | None = None) -> pl.DataFrame:
    """The rows of a table that a page can do without; of a file that cannot be read it says so."""
    stored, fault = _read_or_fault(name, councils)
    if fault:
        missing_tables.note(name, fault)
    return (stored or _blank_table(name))[0]


def distinct(name: str, columns: Sequence[str], *, filled: str | None = None) -> pl.DataFrame:
    """The combinations of these columns that a table has, sorted; none where it has no file.

    With `filled` only of rows in which that column is not blank. Only those columns are read, and
    what comes of them is kept: names of areas, periods.
    """
    root = settings().tables
    stamp = find_stamp(name, root)
    try:
        if stamp is not None:
            return _distinct(name, tuple(columns), filled, stamp, root)
    except StoreError as error:
        missing_tables.note(name, str(error))
    return TABLES[name].empty().select(columns)


def list_releases(name: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """period and period_end (and `by`) of which any area has a figure; none without the table."""
    return distinct(name, ("period", "period_end", *by), filled=TABLES[name].value)


def _read_or_fault(
    name: str, councils: Iterable[str] | None
) -> tuple[tuple[pl.DataFrame, Origin] | None, str]:
    """The table, or None and what is wrong with its file; "" where there is none."""
    root = settings().tables
    stamp = find_stamp(name, root)
    if stamp is None:
        return None, ""
    try:
        if councils is None or name not in TABLES or not TABLES[name].council_column:
            return _table(name, stamp, root), ""
        codes = tuple(dict.fromkeys(councils))
        return (_rows(name, codes, stamp, root), _origin(name, stamp, root)), ""
    except (StoreError, TableError) as error:
        return None, str(error)


# Frames are shared between sessions, not copied to each: polars never changes one in place.
# The folder is no part of the key, since the stamp says which file it is.
@st.cache_resource(max_entries=40, show_spinner=False)
def _table(name: str, stamp: Stamp, _root: Path) -> tuple[pl.DataFrame, Origin]:  # noqa: ARG001
    frame, origin = store.read(name, _root)
    return (check(frame, TABLES[name]) if name in TABLES else frame), origin


# Of a council a hundred kilobytes or so: as many as fifty visitors look at within some minutes.
@st.cache_resource(max_entries=600, show_spinner=False)
def _rows(name: str, councils: tuple[str, ...], stamp: Stamp, _root: Path) -> pl.DataFrame:  # noqa: ARG001
    table = TABLES[name]
    is_wanted = pl.col(table.council_column).is_in(list(councils))
    return check(store.read_rows(name, _root, is_wanted), table)


@st.cache_resource(max_entries=100, show_spinner=False)
def _distinct(
    name: str,
    columns: tuple[str, ...],
    filled: str | None,
    stamp: Stamp,  # noqa: ARG001
    _root: Path,
) -> pl.DataFrame:
    is_filled = [pl.col(filled).is_not_null()] if filled else []
    return store.read_distinct(name, _root, columns, *is_filled)


def _blank_table(name: str) -> tuple[pl.DataFrame, Origin]:
    title = missing_tables.title(name)
    blank = Origin(
        table=name, title=title, publisher="", dataset_id="", url="", licence="", retrieved=""
    )
    return TABLES[name].empty(), blank


def origins(names: Iterable[str]) -> list[Origin]:
    """Where the tables came from, those that are here; of those that cannot be read, a note."""
    return list(origins_of(names).values())


def origins_of(names: Iterable[str]) -> dict[str, Origin]:
    root = settings().tables
    origins_by_table = {}
    for name in names:
        stamp = find_stamp(name, root)
        if stamp is not None:
            try:
                origins_by_table[name] = _origin(name, stamp, root)
            except StoreError as error:
                missing_tables.note(name, str(error))
    return origins_by_table


@st.cache_resource(max_entries=200, show_spinner=False)
def _origin(name: str, stamp: Stamp, _root: Path) -> Origin:  # noqa: ARG001
    return store.origin_of(name, _root)


def span(name: str) -> str:
    """The first and the last period of a table; "" for one without periods."""
    present = TABLES[name].columns if name in TABLES else ()
    if "period" not in present:
        return ""
    order = "period_end" if "period_end" in present else "period"
    named = distinct(name, list(dict.fromkeys([order, "period"]))).filter(pl.col("period") != "")
    ordered = named.sort(order, "period")["period"]
    return " to ".join(dict.fromkeys([ordered[0], ordered[-1]])) if ordered.len() else ""


def rows(name: str) -> int:
    """Rows of a table, from the file's footer."""
    return int(pq.read_metadata(store.path_of(name, settings().tables)).num_rows)


def table_names() -> list[str]:
    return store.names(settings().tables)
