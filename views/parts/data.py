"""All that pages read: places that can be picked, wards and their figures, and stored tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
import streamlit as st

from catalog.measures import MEASURES, Measure
from catalog.tables import TABLES
from catalog.vocabulary import periods
from catalog.vocabulary.group_kinds import COUNCIL, OWN_LIST
from catalog.vocabulary.status import MISSING
from geo import boundaries
from indicators.places import naming, saved_groups
from indicators.places.saved_groups import SavedGroup
from views.parts import search_names
from views.parts.stored import Stamp as Stamp
from views.parts.stored import TableStamps as TableStamps
from views.parts.stored import distinct as distinct
from views.parts.stored import find_stamp
from views.parts.stored import list_releases as list_releases
from views.parts.stored import origins as origins
from views.parts.stored import origins_of as origins_of
from views.parts.stored import peek as peek
from views.parts.stored import rows as rows
from views.parts.stored import settings as settings
from views.parts.stored import span as span
from views.parts.stored import stamp_tables as stamp_tables
from views.parts.stored import table as table
from views.parts.stored import table_names as table_names

# Tables that have only the councils that were fetched; others, outlines too, may have any council.
OUTLINES = "council_boundaries"
NAMED = ("lad_code", "lad_name")
TABLES_OF_COUNCILS = ("wards", "jobs", "census_occupations", "census_qualifications")


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

    @cached_property
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
    with_figures, with_outline = _councils(councils), distinct(OUTLINES, NAMED)
    stamps = stamp_tables((*TABLES_OF_COUNCILS, "councils", "lads", OUTLINES))
    return _places(saved_lists()[0], stamps, councils, with_figures, with_outline)


# Every page asks for them, some three times, and for all their labels.
@st.cache_resource(max_entries=5, show_spinner=False)
def _places(
    lists: tuple[SavedGroup, ...],
    stamps: TableStamps,  # noqa: ARG001
    _councils: pl.DataFrame,
    _with_figures: pl.DataFrame,
    _with_outline: pl.DataFrame,
) -> dict[str, Place]:
    names = dict(_with_figures.select(NAMED).sort("lad_name").iter_rows())
    listed = [Place(code, name, COUNCIL, (code,)) for code, name in names.items()]
    every_name = dict(_councils.select(NAMED).iter_rows())
    for place in naming.list_places(_councils, lists):
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
    every = [_councils.select(NAMED), _with_outline]
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
        there |= list_codes(name)
    if not there:
        for name in TABLES_OF_COUNCILS:  # so that the page says which of their files cannot be read
            table(name)
    if not councils.is_empty():
        return councils.filter(pl.col("lad_code").is_in(list(there)))
    named = pl.concat([distinct(name, NAMED) for name in ("wards", "lads")])
    return pl.concat([councils, named.unique("lad_code")], how="diagonal")


def list_codes(name: str) -> set[str]:
    """Codes of the councils, and of wider areas, that a table has rows of."""
    column = TABLES[name].council_column
    return set(distinct(name, (column,))[column])


def wards(councils: tuple[str, ...]) -> pl.DataFrame:
    """Wards of the councils, with boundaries simplified for the screen."""
    frame = table("wards", councils)[0]
    stamp = find_stamp("wards", settings().tables)
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
    of_councils = table("ward_measures", councils)[0]
    measured = of_councils.drop_nulls("value")["measure"].unique()
    return [measure for measure in MEASURES.values() if measure.id in set(measured)]


def values(councils: tuple[str, ...], measure: str) -> pl.DataFrame:
    """A row for each ward of the councils, with its newest figure, in the order of `wards`.

    A ward without a figure is missing, and so is every ward of a council that has none.
    """
    of_councils = table("ward_measures", councils)[0].filter(measure=measure)
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
