"""Which tables of indicators stand: those whose code, and all that they read, are as they were.

A table's stamp covers the code that its maker can reach, the tables behind the fields of Inputs
that it reads, and what it sees of the tables that it is made from. Some tables change each month in
rows that most indicators never see (claimants of wards, forecasts of claimants): of these the rows
that are read count, and not the file. So a month of claimants leaves sectors and openings alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl

from catalog import graph, store
from catalog.fingerprint import digest_module, fingerprint
from indicators import fields, inputs
from indicators.fields import SHARES
from indicators.inputs import Inputs
from indicators.makers import MAKERS, Maker, Reads, Shared
from indicators.parts import Part

ABSENT: Final = "absent"


def name_record(maker: Maker) -> str:
    """The manifest's name for what a maker made."""
    return f"indicators of {maker.tables[0]}"


def list_reads(maker: Maker) -> Reads:
    """All that a maker reads of Inputs, with what is read for it beside others."""
    return (*maker.reads, *(Shared.READS if maker.takes else ()))


def list_fields(makers: Iterable[Maker]) -> tuple[str, ...]:
    """The fields of Inputs that some makers read, wholly or in part, sorted."""
    reads = {read for maker in makers for read in list_reads(maker)}
    parts = [read for read in reads if isinstance(read, Part)]
    whole = {read for read in reads if isinstance(read, str)}
    return tuple(sorted(whole.union(*((part.field, *part.beside) for part in parts))))


class Stamps:
    """The stamps of makers on the tables under a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stamps: dict[tuple[str, ...], str] = {}
        self._digests: dict[str, str] = {}
        self._code: dict[str, str] = {}

    def is_current(self, maker: Maker, find: Callable[[str], pl.DataFrame]) -> bool:
        """Whether its tables are what it would make now; `find` gives rows of those it needs."""
        entries = [
            (digest_module("indicators.makers"), digest_module("indicators.run")),
            maker.tables,
            *((start, self._fingerprint_code(start)) for start in list_code(maker)),
            *(store.fingerprint_rows(given) for given in maker.list_given(find)),
            *(self._describe(read) for read in list_reads(maker)),
        ]
        stamp = self._stamps[maker.tables] = fingerprint([], entries)
        return graph.is_current(self._root, name_record(maker), stamp, maker.tables)

    def record(self) -> None:
        """Records that the tables of the makers asked for are now what they make."""
        for maker in MAKERS:
            if maker.tables in self._stamps:
                stamp = self._stamps[maker.tables]
                graph.record_result(self._root, name_record(maker), stamp, maker.tables)

    def _fingerprint_code(self, start: str) -> str:
        if start not in self._code:
            self._code[start] = fingerprint([start], [])
        return self._code[start]

    def _describe(self, read: str | Part) -> tuple[object, ...]:
        if isinstance(read, Part):
            beside = (getattr(self._parted, name) for name in read.beside)
            rows = read.select(getattr(self._parted, read.field), *beside)
            return read.field, store.fingerprint_rows(rows)
        return read, *((name, self._digest(name)) for name in fields.list_tables([read]))

    def _digest(self, table: str) -> str:
        """Identifies what fields see of a table."""
        if table not in self._digests:
            self._digests[table] = (
                ABSENT if not store.has(table, self._root)
                else store.fingerprint_rows(inputs.read_share(table, self._root))
                if table in SHARES
                else store.read_fingerprint(table, self._root)
            )  # fmt: skip
        return self._digests[table]

    @cached_property
    def _parted(self) -> Inputs:
        """The fields of which somebody reads a part."""
        parts = {read for maker in MAKERS for read in maker.reads if isinstance(read, Part)}
        wanted = {name for part in parts for name in (part.field, *part.beside)}
        return inputs.read(self._root, wanted=sorted(wanted))


def list_code(maker: Maker) -> Sequence[str]:
    """Names of the modules where a maker's code starts."""
    seen = (*maker.reads, *maker.after)
    parts = [each.select.__module__ for each in seen if isinstance(each, Part)]
    shared = [Shared.CODE.__name__] if maker.takes else []
    return sorted({maker.make.__module__, inputs.__name__, *parts, *shared})


def list_tables_behind(maker: Maker) -> tuple[str, ...]:
    """The stored tables that a maker's fields are shaped from."""
    return fields.list_tables(list_fields([maker]))
