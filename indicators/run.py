"""All indicators in one go: for every place with data, or for a group of councils as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.sources import Origin
from catalog.tables import TABLES
from catalog.workers import HERE, Workers, check_tables, stamp_tables
from catalog.workers import Stamps as TableStamps
from indicators import inputs
from indicators.explain import EXPLAINED
from indicators.inputs import Inputs
from indicators.makers import MAKERS, Maker, Shared, list_makers
from indicators.stamps import Stamps, list_fields

Progress = Callable[[int, int, str], None]
GROUP: Final = "group"
WRITES: Final = tuple(EXPLAINED)
OF_WARDS: Final = (
    "ward_sector_jobs", "ward_skills", "ward_exposure", "ward_qualification_match",
)  # fmt: skip
# Tables that keep the members of a group apart: wards, and places that are alike.
OF_EACH: Final = (*OF_WARDS, "similar_places")


def silent(done: int, total: int, what: str) -> None:
    """Reports to nobody."""


def find_none(name: str) -> pl.DataFrame:
    """No rows of a table that a group does not have: its priorities are set beside the nation's."""
    return {each: TABLES[each].empty() for each in OF_EACH}[name]


def compute(
    inputs_of_areas: Inputs, on_progress: Progress = silent, names: Sequence[str] = WRITES,
    find: Callable[[str], pl.DataFrame] = find_none,
) -> dict[str, pl.DataFrame]:  # fmt: skip
    """Tables of EXPLAINED by name, in the order of `names`.

    `find` gives those that they are made from and that are not among them; KeyError where one is
    not to be had.
    """
    shared = Shared(inputs_of_areas)
    tables: dict[str, pl.DataFrame] = {}

    def find_table(name: str) -> pl.DataFrame:
        """Rows of a table in the order of its key, as they are when read."""
        return tables[name].sort(TABLES[name].key) if name in tables else find(name)

    for maker in list_makers(names):
        on_progress(len(tables), len(names), EXPLAINED[maker.tables[0]].title)
        tables |= maker.run(inputs_of_areas, shared, find_table)
    return {name: tables[name] for name in names}


def build(root: Path, on_progress: Progress = silent, workers: Workers = HERE) -> None:
    """Brings every table of indicators under a folder of tables and forecasts up to date.

    Only what has changed is made again (`indicators.stamps`); what stands is written again where
    the origin of something behind it has changed. The files are those of a build from nothing.
    """
    stamps = Stamps(root)
    stale = [maker for maker in MAKERS if not stamps.is_current(maker)]
    tables = _compute_stale(root, stale, on_progress, workers) if stale else {}
    for name in WRITES:
        origin = _derive_origin(name, root)
        if name in tables:
            store.write(tables[name], TABLES[name], origin, root)
        elif replace(store.origin_of(name, root), fingerprint="") != origin:
            store.write(store.read(name, root)[0], TABLES[name], origin, root)
    stamps.record()


def _derive_origin(name: str, root: Path) -> Origin:
    explanation = EXPLAINED[name]
    origin = store.derive_origin(
        TABLES[name], explanation.title, explanation.method, explanation.reads, root
    )
    notes = dict.fromkeys((*origin.notes, *explanation.reference_sentences()))
    return replace(origin, notes=tuple(notes))


def _compute_stale(
    root: Path, stale: Sequence[Maker], on_progress: Progress, workers: Workers
) -> dict[str, pl.DataFrame]:
    """The tables of some makers; those that do not need each other on different workers."""
    names, wanted = [name for maker in stale for name in maker.tables], list_fields(stale)
    if workers.cluster is None:
        read = inputs.read(root, wanted=wanted)
        return compute(read, on_progress, names, lambda name: store.read(name, root)[0])
    root = root.resolve()
    table_stamps = stamp_tables(inputs.READS, root)
    chains = chain_makers(stale)
    tables: dict[str, pl.DataFrame] = {}
    calls = [(root, table_stamps, wanted, chain) for chain in chains]
    for number, computed in workers.run_calls(compute_chain, calls):
        tables |= computed
        on_progress(len(tables), len(names), EXPLAINED[chains[number][-1]].title)
    return tables


def chain_makers(makers: Sequence[Maker]) -> list[tuple[str, ...]]:
    """Names of the makers' tables: in one tuple those that are made of one another."""
    chains: list[list[str]] = []
    for maker in makers:
        joined = [chain for chain in chains if set(chain) & set(maker.after)]
        chains = [chain for chain in chains if chain not in joined]
        chains.append([*(name for chain in joined for name in chain), *maker.tables])
    return [tuple(chain) for chain in sorted(chains, key=len, reverse=True)]


def compute_chain(
    root: Path, stamps: TableStamps, wanted: tuple[str, ...], names: Sequence[str]
) -> dict[str, pl.DataFrame]:
    """Some tables, from a folder that this machine shares."""
    check_tables([name for name, _ in stamps], root, stamps)
    read = _read_once(root, stamps, wanted)
    return compute(read, names=names, find=lambda name: store.read(name, root)[0])


@lru_cache(maxsize=1)
def _read_once(root: Path, _stamps: TableStamps, wanted: tuple[str, ...]) -> Inputs:
    """The inputs: a worker computes several tables of them."""
    return inputs.read(root, wanted=wanted)


def compute_group(
    inputs_of_group: Inputs, wanted: Sequence[str] = WRITES
) -> dict[str, pl.DataFrame]:
    """Tables of a group as one place, from `groups.for_group`; without those OF_EACH member."""
    names = [table for table in WRITES if table in wanted and table not in OF_EACH]
    together = compute(inputs_of_group, names=names)
    return {table: frame.filter(area_code=GROUP) for table, frame in together.items()}
