"""Small tables that figures rest on: published elsewhere, measured once, or assumed by us.

Each is a CSV with a sidecar of the same name beside it (TOML) that says whose it is, under which
licence, what its columns mean, and what the file's checksum is; a table of our own says why. Read
one with `reference.read("soc2020_major_groups")`, the name written out: the fingerprint of a step
finds it in the text of the code, so that a changed table makes again what rests on it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from reference.sidecars import KINDS as KINDS
from reference.sidecars import Column as Column
from reference.sidecars import Reference as Reference
from reference.sidecars import ReferenceTableError as ReferenceTableError
from reference.sidecars import checksum_of, parse_sidecar, read_bytes

FOLDER: Final = Path(__file__).resolve().parent


@cache
def read(name: str) -> pl.DataFrame:
    """The table as its sidecar describes it: columns in order and of their types.

    ReferenceTableError says in a sentence what is wrong with the files, all faults at once.

    >>> read("soc2020_major_groups").row(1)
    ('2', 'Professional occupations')
    """
    described = describe(name)
    path = path_of(name)
    # Every cell is text first: a code such as 01 is no number.
    try:
        cells = pl.read_csv(read_bytes(path), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise ReferenceTableError(
            f"{path} cannot be read as a CSV ({type(error).__name__}); install Wardwise again, or "
            "take the file from the source code"
        ) from error
    wanted = [column.name for column in described.columns]
    if cells.columns != wanted:
        raise ReferenceTableError(
            f"{path} has the columns {', '.join(cells.columns)}, and its sidecar describes "
            f"{', '.join(wanted)}; make them match"
        )
    frame = cells.select(_typed(column) for column in described.columns)
    faults = [*_miscast(cells, frame), *_key_faults(frame, described)]
    if faults:
        raise ReferenceTableError(f"{path}: {'; '.join(faults)}. Mend the file or its sidecar")
    return frame


def read_constants(name: str) -> dict[str, float]:
    """Value by name of a table whose rows are single figures, each with its own reason."""
    return dict(read(name).select("constant", "value").iter_rows())


@cache
def describe(name: str) -> Reference:
    """Whose a table is, and what its columns mean; ReferenceTableError where there is none."""
    path = path_of(name)
    return parse_sidecar(name, path.with_suffix(".toml"))


def list_tables() -> tuple[Reference, ...]:
    """Every reference table: those published elsewhere first, then measured, then assumed."""
    every = (describe(name) for name in names())
    return tuple(
        sorted(every, key=lambda described: (list(KINDS).index(described.kind), described.title))
    )


def names() -> tuple[str, ...]:
    """Names of all reference tables, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.rglob("*.csv")))


@cache
def path_of(name: str) -> Path:
    """The CSV of a table, in whichever folder of this room it lies."""
    path = next(FOLDER.rglob(f"{name}.csv"), None) if name.isidentifier() else None
    if path is None:
        raise ReferenceTableError(
            f"there is no reference table {name!r} in {FOLDER}; the tables are {', '.join(names())}"
        )
    return path


def find_faults() -> list[tuple[str, str]]:
    """Table and sentence for each that is not as its sidecar says: files, columns, checksum."""
    faults = []
    for name in names():
        try:
            described, now = describe(name), checksum_of(path_of(name))
            read(name)
        except ReferenceTableError as error:
            faults.append((name, str(error)))
            continue
        if now != described.sha256:
            faults.append(
                (
                    name,
                    f"{path_of(name)} is not the file its sidecar describes: its checksum is "
                    f"{now}. If the change is meant, say where it is from and put that checksum "
                    "in the sidecar; else install Wardwise again",
                )
            )
    alone = [path for path in FOLDER.rglob("*.toml") if path.stem not in names()]
    faults += [(path.stem, f"{path} describes a table that does not exist") for path in alone]
    return faults


def _typed(column: Column) -> pl.Expr:
    """The column of text as its own type; null where a cell is not of it."""
    if column.dtype == pl.Date:
        return pl.col(column.name).str.to_date("%Y-%m-%d", strict=False)
    return pl.col(column.name).cast(column.dtype, strict=False)


def _miscast(cells: pl.DataFrame, frame: pl.DataFrame) -> list[str]:
    lost = {
        name: cells[name].filter(cells[name].is_not_null() & frame[name].is_null())
        for name in frame.columns
    }
    return [
        f"{name} has {values[0]!r}, which is not {str(frame.schema[name]).lower()}"
        for name, values in lost.items()
        if values.len()
    ]


def _key_faults(frame: pl.DataFrame, described: Reference) -> list[str]:
    twice = frame.height - frame.unique(list(described.key)).height
    return [f"{twice} rows repeat a key ({', '.join(described.key)})"] if twice else []
