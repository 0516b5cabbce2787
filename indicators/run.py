"""All indicators in one go: for every place with data, or for a group of councils as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from indicators.inputs import Inputs, make_partly
from indicators.makers import MAKERS, Maker, Shared, list_makers, list_rounds
from indicators.stamps import Stamps, list_fields

Progress = Callable[[int, int, str], None]
Tables = dict[str, pl.DataFrame]
Find = Callable[[str], pl.DataFrame]
Report = Callable[[Maker], None]
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
    stamps, tables = Stamps(root), dict[str, pl.DataFrame]()
    run_makers = _Here(root) if workers.cluster is None else _OnWorkers(root, workers)

    def find(name: str) -> pl.DataFrame:
        """Rows of a table in the order of its key."""
        return tables[name].sort(TABLES[name].key) if name in tables else read_stored(name, root)

    def report(maker: Maker) -> None:
        on_progress(len(tables), len(WRITES), EXPLAINED[maker.tables[0]].title)

    for makers in list_rounds():
        stale = [maker for maker in makers if not stamps.is_current(maker, find)]
        for made in run_makers(stale, find, report):
            tables |= made
    for name in WRITES:
        origin = _derive_origin(name, root)
        if name in tables:
            store.write(tables[name], TABLES[name], origin, root)
        elif replace(store.origin_of(name, root), fingerprint="") != origin:
            store.write(read_stored(name, root), TABLES[name], origin, root)
    stamps.record()


def read_stored(name: str, root: Path) -> pl.DataFrame:
    """Rows of a table that stands; none of one that is not there, which is made again."""
    return store.read(name, root)[0] if store.has(name, root) else TABLES[name].empty()


def _derive_origin(name: str, root: Path) -> Origin:
    explanation = EXPLAINED[name]
    origin = store.derive_origin(
        TABLES[name], explanation.title, explanation.method, explanation.reads, root
    )
    notes = dict.fromkeys((*origin.notes, *explanation.reference_sentences()))
    return replace(origin, notes=tuple(notes))


class _Here:
    """Makers run one after the other; what was read and shared for one round serves the next."""

    def __init__(self, root: Path) -> None:
        self._root, self._read = root, make_partly({})
        self._shared = Shared(self._read)

    def __call__(self, makers: Sequence[Maker], find: Find, report: Report) -> Iterator[Tables]:
        if not set(list_fields(makers)) <= set(vars(self._read)):
            made = {name for maker in makers for name in maker.tables}
            next_too = [maker for maker in MAKERS if made & set(maker.needs)]
            self._read = inputs.read(self._root, wanted=list_fields([*makers, *next_too]))
            self._shared = Shared(self._read)
        for maker in makers:
            report(maker)
            yield maker.run(self._read, self._shared, find)


class _OnWorkers:
    """Makers run on different workers, that see the same folder."""

    def __init__(self, root: Path, workers: Workers) -> None:
        self._root, self._workers = root.resolve(), workers

    def __call__(self, makers: Sequence[Maker], find: Find, report: Report) -> Iterator[Tables]:
        stamps, wanted = stamp_tables(inputs.READS, self._root), list_fields(makers)
        calls = [
            (self._root, stamps, wanted, maker.tables, {name: find(name) for name in maker.needs})
            for maker in makers
        ]
        for number, made in self._workers.run_calls(compute_there, calls):
            report(makers[number])
            yield made


def compute_there(
    root: Path, stamps: TableStamps, wanted: tuple[str, ...], names: Sequence[str], given: Tables
) -> Tables:
    """Some tables, from a folder that this machine shares; `given` are those they are made from."""
    check_tables([name for name, _ in stamps], root, stamps)
    return compute(_read_once(root, stamps, wanted), names=names, find=given.__getitem__)


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
