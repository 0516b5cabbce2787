"""All that pages read, and all caching. A table is read again when its file on disk changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import streamlit as st

from catalog import settings as settings_room
from catalog import store
from catalog.measures import MEASURES, Measure
from catalog.schema import TableError, check
from catalog.settings import Settings
from catalog.sources import Origin
from catalog.store import StoreError
from catalog.tables import TABLES
from catalog.vocabulary import periods
from catalog.vocabulary.group_kinds import COUNCIL, OWN_LIST
from catalog.vocabulary.status import MISSING
from geo import boundaries
from indicators.places import naming, saved_groups
from indicators.places.saved_groups import SavedGroup
from views.parts import missing_tables, search_names

# Which file a table is, as it now is: another one has another inode, time of change or size.
Stamp = tuple[int, int, int, int]
# Tables that have only the councils that were fetched; others, outlines too, may have any council.
OUTLINES = "council_boundaries"
TABLES_OF_COUNCILS = ("wards", "jobs", "census_occupations", "census_qualifications")


def settings() -> Settings:
    return settings_room.load()


def _stamp(name: str, root: Path) -> Stamp | None:
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
    return TableStamps(root, tuple((name, _stamp(name, root)) for name in wanted))


def table(name: str) -> tuple[pl.DataFrame, Origin]:
    """A table in use and its origin: the one way in which pages read a table.

    Where there is none, or its file cannot be read, it has no rows and a blank origin, and the
    page says so (`messages.in_words`).
    """
    stored, fault = _read_or_fault(name)
    if stored is None:
        missing_tables.note(name, fault)
    return stored or _blank_table(name)


def peek(name: str) -> pl.DataFrame:
    """The rows of a table that a page can do without; of a file that cannot be read it says so."""
    stored, fault = _read_or_fault(name)
    if fault:
        missing_tables.note(name, fault)
    return (stored or _blank_table(name))[0]


def _read_or_fault(name: str) -> tuple[tuple[pl.DataFrame, Origin] | None, str]:
    """The table, or None and what is wrong with its file; "" where there is none."""
    root = settings().tables
    stamp = _stamp(name, root)
    if stamp is None:
        return None, ""
    try:
        return _table(name, stamp, root), ""
    except (StoreError, TableError) as error:
        return None, str(error)


# Frames are shared between sessions, not copied to each: polars never changes one in place.
# The folder is no part of the key, since the stamp says which file it is.
@st.cache_resource(max_entries=100, show_spinner=False)
def _table(name: str, stamp: Stamp, _root: Path) -> tuple[pl.DataFrame, Origin]:  # noqa: ARG001
    frame, origin = store.read(name, _root)
    return (check(frame, TABLES[name]) if name in TABLES else frame), origin


def _blank_table(name: str) -> tuple[pl.DataFrame, Origin]:
    title = missing_tables.title(name)
    blank = Origin(
        table=name, title=title, publisher="", dataset_id="", url="", licence="", retrieved=""
    )
    return TABLES[name].empty(), blank


@dataclass(frozen=True)
class Place:
    """A council, or a group of councils, that can be picked. `councils` are those with figures.

    `absent` are codes and names of the councils of a group that have no figures here.
    """

    code: str
    name: str
    kind: str
    councils: tuple[str, ...]
    absent: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        if self.kind == COUNCIL:
            return search_names.searchable_council(self.code, self.name)
        covered = f"{len(self.councils)} of {len(self.councils) + len(self.absent)} councils"
        return f"{self.name} ({self.kind}: figures for {covered})"


def places() -> dict[str, Place]:
    """Councils with any figures, saved lists and groups with two or more of them, other councils.

    The others are of the whole United Kingdom: pages say what to do about them, or why not.
    """
    councils = table("councils")[0]
    names = dict(_councils(councils).select("lad_code", "lad_name").sort("lad_name").iter_rows())
    listed = [Place(code, name, COUNCIL, (code,)) for code, name in names.items()]
    every_name = dict(councils.select("lad_code", "lad_name").iter_rows())
    for place in naming.list_places(councils, saved_lists()[0]):
        with_figures = tuple(code for code in names if code in place.lad_codes)
        absent = [(code, every_name[code]) for code in place.lad_codes if code not in names]
        fewest = 1 if place.kind == OWN_LIST else 2
        if len(with_figures) >= fewest and place.kind != naming.NATION:
            listed.append(
                Place(
                    place.code, place.name, place.kind, with_figures,
                    tuple(sorted(absent, key=lambda pair: pair[1])),
                )
            )  # fmt: skip
    every = [frame.select("lad_code", "lad_name") for frame in (councils, peek(OUTLINES))]
    for code, name in pl.concat(every).unique("lad_code").sort("lad_name", "lad_code").iter_rows():
        listed += [Place(code, name, COUNCIL, ())] if code not in names else []
    return {place.code: place for place in listed}


def saved_lists() -> tuple[tuple[SavedGroup, ...], str]:
    """The lists of councils that users saved, and what is wrong with their file, if anything."""
    stamps = stamp_tables(["councils", "lad_changes"])
    path = saved_groups.groups_path(settings())
    try:
        written = path.stat()
    except OSError:
        return (), ""
    stamp = (written.st_mtime_ns, written.st_size, written.st_ino)
    return _saved_lists(path, stamp, stamps, peek("councils"), peek("lad_changes"))


@st.cache_resource(max_entries=20, show_spinner=False)
def _saved_lists(
    path: Path,
    written: tuple[int, int, int],  # noqa: ARG001
    stamps: TableStamps,  # noqa: ARG001
    _councils: pl.DataFrame,
    _changes: pl.DataFrame,
) -> tuple[tuple[SavedGroup, ...], str]:
    try:
        return saved_groups.read_groups(path, _councils, _changes), ""
    except saved_groups.GroupsError as error:
        return (), str(error)


def _councils(councils: pl.DataFrame) -> pl.DataFrame:
    """Rows of `councils` for those with any figures; without that table, codes and names."""
    there: set[str] = set()
    for name in TABLES_OF_COUNCILS:
        frame = peek(name)
        column = "lad_code" if "lad_code" in frame.columns else "area_code"
        there |= set(frame[column].unique())
    if not there:
        for name in TABLES_OF_COUNCILS:  # so that the page says which of their files cannot be read
            table(name)
    if not councils.is_empty():
        return councils.filter(pl.col("lad_code").is_in(list(there)))
    named = pl.concat([peek(name).select("lad_code", "lad_name") for name in ("wards", "lads")])
    return pl.concat([councils, named.unique("lad_code")], how="diagonal")


def wards(councils: tuple[str, ...]) -> pl.DataFrame:
    """Wards of the councils, with boundaries simplified for the screen."""
    frame = table("wards")[0].filter(pl.col("lad_code").is_in(councils))
    stamp = _stamp("wards", settings().tables)
    return frame if frame.is_empty() else _wards(councils, stamp, frame)


@st.cache_resource(max_entries=50, show_spinner=False)
def _wards(
    councils: tuple[str, ...],  # noqa: ARG001
    stamp: Stamp | None,  # noqa: ARG001
    _frame: pl.DataFrame,
) -> pl.DataFrame:
    return boundaries.simplify_boundaries(_frame.sort("ward_name", "ward_code"))


def measures(councils: Iterable[str]) -> list[Measure]:
    """Measures that have a figure for some ward of the councils, in the catalogue's order."""
    measured = (
        table("ward_measures")[0]
        .filter(pl.col("lad_code").is_in(list(councils)), pl.col("value").is_not_null())
        .get_column("measure")
        .unique()
    )
    return [measure for measure in MEASURES.values() if measure.id in set(measured)]


def values(councils: tuple[str, ...], measure: str) -> pl.DataFrame:
    """A row for each ward of the councils, with its newest figure, in the order of `wards`.

    A ward without a figure is missing, and so is every ward of a council that has none.
    """
    of_councils = table("ward_measures")[0].filter(
        pl.col("lad_code").is_in(councils), pl.col("measure") == measure
    )
    newest = periods.filter_newest(of_councils, ["lad_code"], "period_end").drop(
        "ward_name", "lad_code", "lad_name", "ward_vintage"
    )
    return (
        wards(councils)
        .select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
        .join(newest, on="ward_code", how="left", validate="1:1", maintain_order="left")
        .with_columns(
            pl.col("measure").fill_null(measure),
            pl.col("status").fill_null(MISSING),
            pl.col("period", "reliability", "note").fill_null(""),
        )
    )


def origins(names: Iterable[str]) -> list[Origin]:
    """Where the tables came from, those that are here; of those that cannot be read, a note."""
    return list(origins_of(names).values())


def origins_of(names: Iterable[str]) -> dict[str, Origin]:
    root = settings().tables
    origins_by_table = {}
    for name in names:
        stamp = _stamp(name, root)
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
    frame = table(name)[0]
    if "period" not in frame.columns:
        return ""
    order = "period_end" if "period_end" in frame.columns else "period"
    periods_in_order = frame.filter(pl.col("period") != "").sort(order)["period"]
    return (
        " to ".join(dict.fromkeys([periods_in_order[0], periods_in_order[-1]]))
        if periods_in_order.len()
        else ""
    )


def rows(name: str) -> int:
    """Rows of a table, from the file's footer."""
    return int(pq.read_metadata(store.path_of(name, settings().tables)).num_rows)


def table_names() -> list[str]:
    return store.names(settings().tables)
