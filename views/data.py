"""All that pages read, and all caching. A table is read again when its file on disk changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import streamlit as st

from catalog import settings as settings_room
from catalog import store
from catalog.measures import MEASURES, Measure
from catalog.schema import check
from catalog.settings import Settings
from catalog.sources import Origin
from catalog.status import MISSING
from catalog.tables import TABLES
from geo import boundaries
from indicators import run as runs
from indicators.inputs import READS

GROUPS = (
    ("cauth_code", "cauth_name", "combined authority"),
    ("lsip_code", "lsip_name", "skills improvement plan area"),
    ("region_code", "region_name", "region"),
)
Stamp = tuple[int, int]  # a key of the caches below: another stamp, another entry


def settings() -> Settings:
    return settings_room.load()


def _stamp(name: str, root: Path) -> Stamp:
    """Changes whenever the table's file does; (0, 0) where there is none."""
    path = store.path_of(name, root)
    if not path.is_file():
        return (0, 0)
    held = path.stat()
    return (held.st_mtime_ns, held.st_size)


def stamps() -> tuple[Stamp, ...]:
    """Those of all tables held: a key for caches of what many tables make."""
    root = settings().tables
    return tuple(_stamp(name, root) for name in store.names(root))


def table(name: str) -> tuple[pl.DataFrame, Origin]:
    """A table in use and its origin; StoreError or TableError say what is wrong and what to run."""
    root = settings().tables
    return _table(name, root, _stamp(name, root))


# Frames are shared between sessions, not copied to each: polars never changes one in place.
@st.cache_resource(max_entries=100, show_spinner=False)
def _table(name: str, root: Path, stamp: Stamp) -> tuple[pl.DataFrame, Origin]:  # noqa: ARG001
    frame, origin = store.read(name, root)
    return (check(frame, TABLES[name]) if name in TABLES else frame), origin


@dataclass(frozen=True)
class Place:
    """A council, or a group of councils, that can be picked. `councils` are those with wards here.

    `known` counts all councils of a group, held here or not.
    """

    code: str
    name: str
    kind: str
    councils: tuple[str, ...]
    known: int = 1

    @property
    def label(self) -> str:
        if self.kind == "council":
            return self.name
        return f"{self.name} ({self.kind}: {len(self.councils)} of {self.known} councils held)"


def places() -> dict[str, Place]:
    """Councils that have wards here, by name; after them the groups that hold two or more."""
    councils, _ = table("councils")
    held = councils.filter(pl.col("lad_code").is_in(table("wards")[0]["lad_code"].implode()))
    found = [
        Place(code, name, "council", (code,))
        for code, name in held.select("lad_code", "lad_name").sort("lad_name").iter_rows()
    ]
    for code, name, kind in GROUPS:
        known = dict(councils.group_by(code).len().iter_rows())
        members = held.drop_nulls(code).sort("lad_name").group_by(code, name).agg("lad_code")
        found += [
            Place(group, called, kind, tuple(lads), known[group])
            for group, called, lads in members.sort(name).iter_rows()
            if len(lads) > 1
        ]
    return {place.code: place for place in found}


def wards(councils: tuple[str, ...]) -> pl.DataFrame:
    """Wards of the councils, with boundaries made light for the screen."""
    root = settings().tables
    return _wards(councils, root, _stamp("wards", root))


@st.cache_resource(max_entries=50, show_spinner=False)
def _wards(councils: tuple[str, ...], root: Path, stamp: Stamp) -> pl.DataFrame:  # noqa: ARG001
    frame = table("wards")[0].filter(pl.col("lad_code").is_in(councils))
    return boundaries.simplified(frame.sort("ward_name", "ward_code"))


def measures(councils: Iterable[str]) -> list[Measure]:
    """Measures that have a figure for some ward of the councils, in the catalogue's order."""
    held = (
        table("ward_measures")[0]
        .filter(pl.col("lad_code").is_in(list(councils)), pl.col("value").is_not_null())
        .get_column("measure")
        .unique()
    )
    return [measure for measure in MEASURES.values() if measure.id in set(held)]


def values(councils: tuple[str, ...], measure: str) -> pl.DataFrame:
    """A row for each ward of the councils, with its newest figure, in the order of `wards`.

    A ward without a figure is missing, and so is every ward of a council that has none.
    """
    newest = (
        table("ward_measures")[0]
        .filter(pl.col("lad_code").is_in(councils), pl.col("measure") == measure)
        .filter(pl.col("period_end") == pl.col("period_end").max().over("lad_code"))
        .drop("ward_name", "lad_code", "lad_name", "ward_vintage")
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


def newest_of_ward(ward: str) -> pl.DataFrame:
    """The newest figure of each measure of a ward, as in `ward_measures`."""
    return (
        table("ward_measures")[0]
        .filter(pl.col("ward_code") == ward)
        .filter(pl.col("period_end") == pl.col("period_end").max().over("measure"))
    )


def postcodes_held() -> bool:
    return _postcode_root() is not None


def _postcode_root() -> Path | None:
    """The folder that holds `postcodes`: users supply them, so they may lie beside a sample."""
    roots = (settings().tables, settings().built)
    return next((root for root in roots if store.has("postcodes", root)), None)


def ward_at(postcode: str) -> str | None:
    """Code of the ward that a postcode lies in; "" where none of those held, None where unknown."""
    root = _postcode_root()
    if root is None:
        return None
    # Two million postcodes are looked into on disk and not held in memory.
    key = pl.col("postcode_key") == postcode_key(postcode)
    found = store.scan("postcodes", root).filter(key).collect().head(1)
    if found.is_empty():
        return None
    ward = boundaries.locate(found, table("wards")[0])[0]
    return str(ward) if ward else ""


def postcode_key(text: str) -> str:
    """A postcode as the table has it: "hx11ab" as "HX1 1AB"."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    return f"{letters[:-3]} {letters[-3:]}"


def indicators(councils: tuple[str, ...], name: str) -> dict[str, pl.DataFrame]:
    """Tables of indicators by name: of one council as stored, of several as one place so called.

    The rows of several have area_code "group" (`controls.Chosen.code`). StoreError where they have
    not been computed.
    """
    root = settings().tables
    stamps = tuple(_stamp(table, root) for table in (*runs.WRITES, *READS))
    return _indicators(councils, name, root, stamps)


@st.cache_resource(max_entries=20, show_spinner="Putting the councils together")
def _indicators(
    councils: tuple[str, ...],
    name: str,
    root: Path,
    stamps: tuple[Stamp, ...],  # noqa: ARG001
) -> dict[str, pl.DataFrame]:
    return runs.for_places(root, councils, name)


def origins(names: Iterable[str]) -> list[Origin]:
    """Where the tables came from, those that are here."""
    root = settings().tables
    return [_origin(name, root, _stamp(name, root)) for name in names if store.has(name, root)]


@st.cache_resource(max_entries=200, show_spinner=False)
def _origin(name: str, root: Path, stamp: Stamp) -> Origin:  # noqa: ARG001
    return store.origin_of(name, root)


def span(name: str) -> str:
    """The first and the last period that a table holds; "" for one without periods."""
    columns = store.scan(name, settings().tables).collect_schema()
    if "period" not in columns:
        return ""
    order = "period_end" if "period_end" in columns else "period"
    held = table(name)[0].filter(pl.col("period") != "").sort(order)["period"]
    return " to ".join(dict.fromkeys([held[0], held[-1]])) if held.len() else ""


def rows(name: str) -> int:
    """Rows of a table, from the file's footer."""
    return int(store.scan(name, settings().tables).select(pl.len()).collect().item())


def table_names() -> list[str]:
    return store.names(settings().tables)
