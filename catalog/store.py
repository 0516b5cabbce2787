"""Parquet on disk: written whole or not at all, its origin in the file's own metadata."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from catalog.schema import Table, check
from catalog.sources import OGL, Origin

KEY = "wardwise"


class StoreError(Exception):
    """A stored file that is absent or cannot be read; the message says what to run."""


def path_of(name: str, root: Path) -> Path:
    return root / f"{name}.parquet"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that takes the place of `path` in one step when the block ends well.

    Killed at any moment, the old file stands as it was. A full disk leaves it too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.tmp")
    try:
        yield temporary
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write(frame: pl.DataFrame, table: Table, origin: Origin, root: Path) -> Path:
    """Checks the frame against its table and writes it; raises TableError and writes nothing.

    Rows are in the order of the table's key, so that the same figures make the same file in
    whatever order they came. Where the disk refuses, OSError says why and the old table stands.
    """
    frame = check(frame, table).sort(table.key)
    target = path_of(table.name, root)
    metadata = {KEY: json.dumps(asdict(origin))}
    with replacing(target) as temporary:
        try:
            frame.write_parquet(temporary, compression="zstd", metadata=metadata)
        except pl.exceptions.ComputeError as error:
            # 2026-11: Polars calls a full disk a file "out of specification".
            why = str(error).rpartition("IO error: ")[2]
            raise OSError(errno.EIO, why, str(target)) from error
    return target


def read(name: str, root: Path) -> tuple[pl.DataFrame, Origin]:
    """The table and its origin; StoreError says what to run where it is absent or broken."""
    path = path_of(name, root)
    try:
        return pl.read_parquet(path), origin_of(name, root)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(name, path, error) from error


def scan(name: str, root: Path) -> pl.LazyFrame:
    """The table as a lazy frame, for those who need few of its rows."""
    origin_of(name, root)
    return pl.scan_parquet(path_of(name, root))


def has(name: str, root: Path) -> bool:
    return path_of(name, root).is_file()


def names(root: Path) -> list[str]:
    """Names of the tables held under a folder, sorted."""
    return sorted(path.stem for path in root.glob("*.parquet"))


def origin_of(name: str, root: Path) -> Origin:
    """The origin alone, read from the file's footer."""
    path = path_of(name, root)
    try:
        held = pq.read_metadata(path).metadata or {}
        fields = json.loads(held[KEY.encode()])
        lists = {key: tuple(fields[key]) for key in ("made_from", "notes")}
        return Origin(**{**fields, **lists})
    except (OSError, KeyError, TypeError, ValueError) as error:  # or another version's origin
        raise _unreadable(name, path, error) from error


def derived(table: Table, title: str, method: str, read_from: Sequence[str], root: Path) -> Origin:
    """Origin of a table that Wardwise makes from others; those that are not held are left out."""
    origins = [origin_of(name, root) for name in read_from if has(name, root)]
    joined = " ".join(f"{origin.table} {origin.fingerprint}" for origin in origins)
    return Origin(
        table=table.name,
        title=title,
        publisher="Wardwise, from official statistics",
        dataset_id=table.name,
        url="",
        licence=OGL,
        retrieved=max((origin.retrieved for origin in origins), default=""),
        method=method,
        made_from=tuple(origin.table for origin in origins),
        fingerprint=hashlib.sha256(f"{method} {joined}".encode()).hexdigest()[:16],
        notes=tuple(dict.fromkeys(note for origin in origins for note in origin.notes)),
    )


def _unreadable(name: str, path: Path, error: Exception) -> StoreError:
    if not path.exists():
        return StoreError(
            f"the table {name} has not been built in {path.parent}; "
            "run `wardwise fetch --council NAME`, then `wardwise build`"
        )
    return StoreError(
        f"{path} cannot be read as a table ({type(error).__name__}); delete that file and run "
        "`wardwise build`, which makes it again from what was fetched"
    )
