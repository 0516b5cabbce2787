"""Reads tables and records which ones were read, so that sources need no list by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from catalog import store
from catalog.tables import TABLES


class Reader:
    """Tables under a folder, each read from disk once; `read` names those used so far.

    `separate_reader` shares the tables but keeps its own record, for figures whose sources we list
    separately.
    """

    def __init__(self, root: Path, frames: dict[str, pl.DataFrame] | None = None) -> None:
        """`frames`: tables already in memory, by name, which are not read from disk."""
        self.root = root
        self._frames: dict[str, pl.DataFrame] = frames if frames is not None else {}
        self._cut: dict[str, pl.DataFrame] = {}  # tables of which this has some councils alone
        self._parts: dict[str, dict[str, pl.DataFrame]] = {}
        self._councils: dict[str, list[str]] = {}
        self._read: dict[str, None] = {}

    @property
    def read(self) -> tuple[str, ...]:
        """Names of the tables that were read, in the order of first use."""
        return tuple(self._read)

    def separate_reader(self) -> Reader:
        """A reader of the same tables with an empty record."""
        other = Reader(self.root, self._frames)
        other._cut, other._parts, other._councils = self._cut, self._parts, self._councils
        return other

    def cut_to(self, lad_codes: Sequence[str], names: Iterable[str]) -> Reader:
        """A reader of the same tables with an empty record, and of those named with the rows of
        some councils alone: a nation's are too many to hold, so they are read a part at a time.

        2026-11, the 3.8 million rows of jobs of a nation's LSOAs: 2.3 GB to read and sort whole.
        """
        own = pl.col("lad_code").is_in(list(lad_codes))
        other = Reader(self.root, self._frames)
        for name in names:
            if name in self._frames:
                other._cut[name] = self._frames[name].filter(own)
            elif self.has(name):
                other._cut[name] = store.read_rows(name, self.root, own)
        return other

    def add_read(self, other: Reader) -> None:
        """Adds the tables that another reader has read to this record."""
        self._read |= other._read

    def add_names(self, names: Iterable[str]) -> None:
        """Adds tables that were read elsewhere, such as on another machine, to this record."""
        self._read |= dict.fromkeys(names)

    def has(self, name: str) -> bool:
        """Whether the table exists. Does not count as reading it."""
        return name in self._cut or name in self._frames or store.has(name, self.root)

    def table(self, name: str) -> pl.DataFrame:
        """The table, or an empty frame if it does not exist, which is not recorded as read."""
        if not self.has(name):
            return TABLES[name].empty()
        self._read[name] = None
        return self._frame(name)

    def council_rows(self, name: str, lad_code: str) -> pl.DataFrame:
        """The rows of a table with this `lad_code`; recorded as read if there are any."""
        if not self.has(name):
            return TABLES[name].empty()
        if name not in self._parts:
            by_council = self._frame(name).partition_by("lad_code", as_dict=True)
            self._parts[name] = {str(lad): part for (lad,), part in by_council.items()}
        part = self._parts[name].get(lad_code)
        if part is None:
            return TABLES[name].empty()
        self._read[name] = None
        return part

    def councils(self, name: str) -> list[str]:
        """Codes of the councils that a table has rows of, sorted; recorded as read."""
        if not self.has(name):
            return []
        self._read[name] = None
        if name not in self._councils:
            in_memory = name in self._cut or name in self._frames
            codes = (
                self._frame(name).select("lad_code").unique()
                if in_memory
                else store.read_distinct(name, self.root, ["lad_code"])
            )
            self._councils[name] = codes["lad_code"].drop_nulls().sort().to_list()
        return self._councils[name]

    def _frame(self, name: str) -> pl.DataFrame:
        if name in self._cut:
            return self._cut[name]
        if name not in self._frames:
            self._frames[name] = store.read(name, self.root)[0]
        return self._frames[name]
