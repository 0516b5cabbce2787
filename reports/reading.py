"""Stored tables as reports read them: one way for all, also where a table is not there.

What was read is recorded, so that a report names as its sources exactly what it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.ages import release_columns
from catalog.schema import TableError, check
from catalog.store import StoreError
from catalog.tables import TABLES

# What no document can hold (control characters), and what would turn the figures behind it round
# (marks that embed, override or isolate a direction of writing). Marks of one letter may stay.
CONTROLS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
UNFIT: Final = re.compile(f"[{CONTROLS}\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without what no document can hold, half a surrogate pair among it."""
    return UNFIT.sub("", text)


class Recorder:
    """Names of tables that were read, each once, in the order of reading."""

    def __init__(self) -> None:
        self._open: list[dict[str, None]] = [{}]

    def note(self, name: str) -> None:
        for names in self._open:
            names[name] = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that was read since the beginning."""
        return tuple(self._open[0])

    @contextmanager
    def source(self) -> Iterator[Source]:
        """Records apart what is read inside the block: the source of one table of a report."""
        names: dict[str, None] = {}
        self._open.append(names)
        try:
            yield Source(names)
        finally:
            self._open = [open_names for open_names in self._open if open_names is not names]


class Source:
    """What a table of a report was read from, as `jobs, wards`."""

    def __init__(self, names: dict[str, None]) -> None:
        self._names = names

    def __str__(self) -> str:
        return ", ".join(self._names)


class Tables:
    """Tables under a folder, for one report: checked against the catalogue, fit for documents."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.read = Recorder()
        self._council_rows: dict[tuple[str, tuple[str, ...]], pl.DataFrame] = {}
        self._releases: dict[str, pl.DataFrame] = {}

    def rows(self, name: str, *filters: pl.Expr) -> pl.DataFrame:
        """Rows of a table, recorded as read if there are any; none where it is missing.

        Raises StoreError where the table cannot be read or breaks what the catalogue promises.
        """
        frame = self.peek(name, *filters)
        if frame.height:
            self.read.note(name)
        return frame

    def read_councils(
        self, name: str, codes: tuple[str, ...], *, record: bool = True
    ) -> pl.DataFrame:
        """The rows of a table that are of councils (GSS codes); it is read once for them."""
        if (name, codes) not in self._council_rows:
            of_codes = pl.col(TABLES[name].council_column).is_in(list(codes))
            self._council_rows[name, codes] = self.peek(name, of_codes)
        frame = self._council_rows[name, codes]
        if record and frame.height:
            self.read.note(name)
        return frame

    def releases(self, name: str) -> pl.DataFrame:
        """`release_columns` of a table, of every area with a figure, read once; none without it."""
        if name not in self._releases:
            table, columns = TABLES[name], release_columns(name)
            filled = [pl.col(table.value).is_not_null()] if table.value else []
            if columns and store.has(name, self.root):
                self._releases[name] = store.read_distinct(name, self.root, columns, *filled)
            else:
                self._releases[name] = table.empty().select(columns)
        return self._releases[name]

    def peek(self, name: str, *filters: pl.Expr) -> pl.DataFrame:
        """The same without a record, for what only asks whether something is there."""
        table = TABLES[name]
        if not store.has(name, self.root):
            return table.empty()
        try:
            lazy = store.scan(name, self.root)
            # With the wrong columns or types a filter would fail in words that say less.
            check(pl.DataFrame(schema=lazy.collect_schema()), table)
            frame = check(store.read_rows(name, self.root, *filters), table)
        except TableError as error:
            raise StoreError(
                f"{store.path_of(name, self.root)} cannot be used ({error}). Delete that "
                "file and run `wardwise build`, which makes it again from what was fetched"
            ) from error
        except (pl.exceptions.PolarsError, OSError):
            store.read(name, self.root)  # says in words what is wrong with the file
            raise
        return fit(frame)


def fit(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its texts cleaned."""
    return frame.with_columns(pl.col(pl.String).str.replace_all(f"[{CONTROLS}]", ""))


class Recorded(Mapping[str, pl.DataFrame]):
    """Frames by name; taking one that has rows is recorded as reading the table of that name."""

    def __init__(self, frames: dict[str, pl.DataFrame], recorder: Recorder) -> None:
        self._frames = frames
        self._recorder = recorder

    def __getitem__(self, name: str) -> pl.DataFrame:
        frame = self._frames[name]
        if frame.height:
            self._recorder.note(name)
        return frame

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


def column_of_council(table: str) -> str:
    """The column of a table that names the council of a row."""
    columns = TABLES[table].columns
    return next(name for name in ("lad_code", "area_code") if name in columns)
