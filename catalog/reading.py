"""Tables read with a record of it: which tables a figure stands on is noted, not typed by hand."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from catalog import store
from catalog.tables import TABLES


class Reader:
    """Tables under a folder, each read from disk once; `read` names those that were asked for.

    `apart` gives a reader of the same tables with a record of its own, for figures whose sources
    are told apart from others'.
    """

    def __init__(self, root: Path, frames: dict[str, pl.DataFrame] | None = None) -> None:
        """`frames` are tables at hand already, by name; they are not looked for on disk."""
        self.root = root
        self._frames: dict[str, pl.DataFrame] = frames if frames is not None else {}
        self._parts: dict[str, dict[str, pl.DataFrame]] = {}
        self._read: dict[str, None] = {}

    @property
    def read(self) -> tuple[str, ...]:
        """Names of the tables that were read, in the order in which they were first asked for."""
        return tuple(self._read)

    def apart(self) -> Reader:
        """A reader of the same tables that has read none yet."""
        other = Reader(self.root)
        other._frames, other._parts = self._frames, self._parts
        return other

    def adopt(self, other: Reader) -> None:
        """Takes over what another reader has read."""
        self._read |= other._read

    def has(self, name: str) -> bool:
        """Whether the table is held; to ask so is not to read it."""
        return name in self._frames or store.has(name, self.root)

    def table(self, name: str) -> pl.DataFrame:
        """The table; one that is not held is empty and is not noted as read."""
        if not self.has(name):
            return TABLES[name].empty()
        self._read[name] = None
        return self._frame(name)

    def of_council(self, name: str, lad_code: str) -> pl.DataFrame:
        """The rows of a table with this `lad_code`; noted as read where there are any."""
        if not self.has(name):
            return TABLES[name].empty()
        if name not in self._parts:
            parted = self._frame(name).partition_by("lad_code", as_dict=True, maintain_order=True)
            self._parts[name] = {str(lad): part for (lad,), part in parted.items()}
        part = self._parts[name].get(lad_code)
        if part is None:
            return self._frame(name).clear()
        self._read[name] = None
        return part

    def _frame(self, name: str) -> pl.DataFrame:
        if name not in self._frames:
            self._frames[name] = store.read(name, self.root)[0]
        return self._frames[name]
