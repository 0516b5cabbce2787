"""Tables of a folder for the rules, read when a rule asks, so that a nation takes little memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store

# 2026-11: the tables of a nation are 2.3 GB in memory, of which three are half; all at once, with
# what a rule makes of them, were 4.3 GB.
KEPT_BYTES: Final = 400_000_000


class StoredTables(Mapping[str, pl.DataFrame]):
    """The named tables under a folder. Those read last stay in memory, up to `kept_bytes`."""

    def __init__(self, root: Path, names: Sequence[str], kept_bytes: int = KEPT_BYTES) -> None:
        self.root, self.kept_bytes = root, kept_bytes
        self._names = tuple(names)
        self._kept: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        """The table. KeyError if it is none of those named; StoreError if it cannot be read."""
        if name not in self._names:
            raise KeyError(name)
        frame = self._kept.pop(name, None)
        if frame is None:
            frame = store.read(name, self.root)[0]
        room = self.kept_bytes - frame.estimated_size()
        while self._kept and sum(each.estimated_size() for each in self._kept.values()) > room:
            del self._kept[next(iter(self._kept))]
        if room >= 0:
            self._kept[name] = frame
        return frame

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
