"""Data tests on what was built: the laws that figures keep. Each rule says in words what is wrong.

A rule takes the tables by name and yields a table, a message and how many rows show the fault. A
rule whose tables are absent is silent: what a council lacks is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import polars as pl

import reference
from catalog import store
from catalog.expectations import EXPECTATIONS
from catalog.schema import Table, TableError, check
from catalog.sources import Origin
from catalog.tables import TABLES
from etl.checks import (
    access,
    census,
    fine,
    forecasts,
    innovation,
    local,
    outlook,
    places,
    priorities,
    ranges,
    sectors,
    sizes,
    skills,
    sums,
    ward_sectors,
    ward_sums,
    wider,
)
from etl.checks.fault import Fault, Rule, Tables
from etl.checks.stored import StoredTables

__all__ = ["Fault", "Rule", "Tables", "run", "run_on_reference"]

RULES: Final[tuple[Rule, ...]] = (
    *fine.RULES, *places.RULES, *census.RULES, *ward_sums.RULES, *sums.RULES, *wider.RULES,
    *sizes.RULES, *ranges.RULES, *forecasts.RULES,
    *skills.RULES, *local.RULES, *sectors.RULES, *outlook.RULES, *ward_sectors.RULES,
    *priorities.RULES, *access.RULES, *innovation.RULES,
)  # fmt: skip
# These look at one table at a time, beside the lists of places, so each table is read once for all.
EACH_TABLE: Final[tuple[Rule, ...]] = (
    places.codes_known, wider.areas_against_wider,
    census.small_areas_lie_in_their_council, *ranges.RULES,
)  # fmt: skip
LISTS: Final = ("council_boundaries", "councils", "lad_changes", "lsoa_wards")
# A figure may be dated to the end of the period that it is published within.
AHEAD: Final = timedelta(days=31)


def run(root: Path, *, sample: bool = False) -> list[Fault]:
    """Every fault of every table under a folder; with `sample` also the committed expectations."""
    faults: list[Fault] = []
    stored = set(store.names(root))
    usable: list[str] = []
    lists: Tables = {}
    for name in sorted(stored, key=lambda name: (name not in LISTS, name)):
        try:
            frame, origin = store.read(name, root)
        except store.StoreError as error:
            faults.append(Fault(name, "readable", str(error), 0))
            continue
        broken = list(_broken_promises(name, frame)) if name in TABLES else []
        faults += broken
        faults += _origin_faults(name, frame, origin, stored)
        if not broken or _can_be_compared(frame, TABLES[name]):
            usable.append(name)
            beside = {**lists, name: frame}
            lists = beside if name in LISTS else lists
            of_lists = [fault for rule in EACH_TABLE for fault in _apply(rule, beside)]
            faults += [fault for fault in of_lists if fault.table == name]
    tables = StoredTables(root, usable)
    for rule in RULES:
        if rule not in EACH_TABLE:
            faults += _apply(rule, tables)
    if sample:
        faults += list(_expected(tables))
    return faults


def _apply(rule: Rule, tables: Tables) -> list[Fault]:
    return [Fault(table, rule.__name__, message, rows) for table, message, rows in rule(tables)]


def run_on_reference() -> list[Fault]:
    """Every reference table that is not what its sidecar says: columns, key, checksum."""
    return [Fault(name, "reference", words, 0) for name, words in reference.find_faults()]


def _broken_promises(name: str, frame: pl.DataFrame) -> Iterator[Fault]:
    try:
        check(frame, TABLES[name])
    except TableError as error:
        yield Fault(name, "promises", str(error).removeprefix(f"{name}: "), frame.height)


def _can_be_compared(frame: pl.DataFrame, table: Table) -> bool:
    """Whether laws can read a table: it has its columns, and no row twice, since they join rows."""
    has_columns = table.dtypes.items() <= frame.schema.items()
    return has_columns and not frame.select(table.key).is_duplicated().any()


def _origin_faults(
    name: str, frame: pl.DataFrame, origin: Origin, stored: set[str]
) -> Iterator[Fault]:
    """Who published it, when it was fetched, and what it was made from is known and is there."""
    value = TABLES[name].value if name in TABLES else None
    silent = frame.is_empty() or (value in frame.columns and frame[value].is_null().all())
    dated = origin.retrieved or origin.release or origin.made_from or silent
    if not (origin.publisher and origin.licence and dated):
        yield Fault(name, "origin", "no publisher, licence, release or time of retrieval", 0)
    absent = [source for source in origin.made_from if source in TABLES and source not in stored]
    if absent:
        yield Fault(name, "sources", f"made from tables that do not exist: {absent}", 0)
    foretold = origin.made_from or "horizon" in frame.columns
    if foretold or not origin.retrieved or "period_end" not in frame.columns:
        return
    fetched = pl.lit(origin.retrieved[:10]).str.to_date()
    later = frame.filter(pl.col("period_end") > fetched + AHEAD)
    if later.height:
        yield Fault(
            name,
            "dates",
            f"figures for {later['period'][0]}, after they were fetched ({origin.retrieved[:10]})",
            later.height,
        )


def _expected(tables: Tables) -> Iterator[Fault]:
    """The embedded sample has the rows and reaches the periods that it was committed with."""
    for name, (rows, latest) in EXPECTATIONS.items():
        if name not in tables:
            yield Fault(
                name, "expectations", "the table does not exist, so we cannot count its rows", 0
            )
            continue
        frame = tables[name]
        if frame.height != rows:
            yield Fault(name, "expectations", f"{frame.height:,} rows, expected {rows:,}", 0)
        reached = str(frame.sort("period_end")["period"][-1]) if latest and frame.height else ""
        if reached != latest:
            yield Fault(name, "expectations", f"goes up to {reached}, expected {latest}", 0)
