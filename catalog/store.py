"""Parquet on disk: written completely or not at all, with its origin in the file's metadata."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow.parquet as pq

from catalog import layout
from catalog.schema import Table, check
from catalog.sources import OGL, Origin
from catalog.tables import TABLES

KEY = "wardwise"
# Fields of an origin that do not describe the figures: when we got them, and the fingerprint.
NOT_CONTENT: Final = ("retrieved", "sha256", "fingerprint")


class StoreError(Exception):
    """A stored file that is missing or cannot be read; the message says what to run."""


def path_of(name: str, root: Path) -> Path:
    return root / f"{name}.parquet"


def temporary_path(path: Path) -> Path:
    """A name beside `path` that no other process uses; catalog.leftovers removes those left."""
    return path.with_name(f".{path.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.tmp")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that replaces `path` in one step if the block succeeds.

    If the process is killed or the disk is full, the old file is unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_path(path)
    try:
        yield temporary
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write(frame: pl.DataFrame, table: Table, origin: Origin, root: Path) -> Path:
    """Checks the frame against its table, then writes it; a frame with faults raises TableError.

    The origin is stored with a fingerprint of the content. Rows are sorted by the table's key, so
    that the same figures always make the same file; in a large one those of a council lie together
    (`catalog.layout`). OSError if the file cannot be written; the old table is then unchanged.
    """
    frame = check(frame, table).sort(table.key)
    origin = replace(origin, fingerprint=fingerprint_content(frame, origin))
    frame, rows_a_group = layout.lay_out(frame, table)
    return write_file(frame, origin, path_of(table.name, root), rows_a_group)


def write_file(
    frame: pl.DataFrame, origin: Origin, target: Path, rows_a_group: int | None = None
) -> Path:
    """Writes a checked frame with its origin, completely or not at all; see `write`."""
    metadata = {KEY: json.dumps(asdict(origin))}
    with replacing(target) as temporary:
        try:
            frame.write_parquet(
                temporary, compression="zstd", metadata=metadata, row_group_size=rows_a_group
            )
        except pl.exceptions.ComputeError as error:
            # 2026-11: polars reports a full disk as "out of specification", at times without why.
            before, _, why = str(error).rpartition("IO error: ")
            why = why if before else "the file could not be written; is the disk full?"
            raise OSError(errno.EIO, why, str(target)) from error
    return target


def fingerprint_content(frame: pl.DataFrame, origin: Origin) -> str:
    """Identifies a table's content: its rows in order, columns, types and source.

    Leaves out the time of retrieval, so that unchanged figures fetched again are the same.
    """
    content = {name: value for name, value in asdict(origin).items() if name not in NOT_CONTENT}
    return fingerprint_rows(frame, sorted(content.items()))


def fingerprint_rows(frame: pl.DataFrame, *beside: object) -> str:
    """Identifies rows in order, columns and types, and what else belongs to them by its `repr`."""
    running = hashlib.sha256(repr((*beside, list(frame.schema.items()))).encode())
    if frame.width:
        running.update(frame.hash_rows(seed=1).to_numpy().tobytes())
    return running.hexdigest()[:32]


def read(name: str, root: Path) -> tuple[pl.DataFrame, Origin]:
    """The table and its origin.

    StoreError says what to run if it is missing, broken, or does not match the catalogue.

    >>> from catalog.settings import SAMPLE
    >>> councils, origin = read("councils", SAMPLE)
    >>> councils.filter(lad_name="Leeds")["lad_code"].item()
    'E08000035'
    >>> origin.licence
    'Open Government Licence v3.0'
    """
    with _explaining(name, root) as path:
        frame, origin = pl.read_parquet(path), origin_of(name, root)
    _refuse_faults(_broken_promises(frame, name), name, path)
    return (layout.sort_by_key(frame, TABLES[name]) if name in TABLES else frame), origin


def read_rows(
    name: str, root: Path, *filters: pl.Expr, columns: Sequence[str] | None = None
) -> pl.DataFrame:
    """The rows of a table that all `filters` keep, in order of its key; some or all columns.

    Reads only the groups of rows in which such rows can be, and only those columns, so that one
    council of a table of the nation takes kilobytes. StoreError as in `read`, of what is read.

    >>> from catalog.settings import SAMPLE
    >>> leeds = pl.col("lad_name") == "Leeds"
    >>> read_rows("councils", SAMPLE, leeds, columns=["lad_code"]).item()
    'E08000035'
    """
    with _explaining(name, root) as path:
        lazy = pl.scan_parquet(path)
        # With the wrong columns or types a filter would fail in words that say less.
        faults = _broken_promises(pl.DataFrame(schema=lazy.collect_schema()), name)
        if not faults:
            lazy = lazy.filter(*filters) if filters else lazy
            frame = (lazy if columns is None else lazy.select(columns)).collect()
            faults = _blank_cells(frame, name)
    _refuse_faults(faults, name, path)
    return layout.sort_by_key(frame, TABLES[name]) if name in TABLES else frame


def read_distinct(name: str, root: Path, columns: Sequence[str], *filters: pl.Expr) -> pl.DataFrame:
    """The combinations of some columns of rows that all filters keep, sorted; no
    other column is read."""
    with _explaining(name, root) as path:
        lazy = pl.scan_parquet(path)
        faults = _broken_promises(pl.DataFrame(schema=lazy.collect_schema()), name)
        if not faults:
            lazy = lazy.filter(*filters) if filters else lazy
            return lazy.select(columns).unique().sort(columns).collect()
    _refuse_faults(faults, name, path)
    raise AssertionError("unreachable: faults were refused")


@contextmanager
def _explaining(name: str, root: Path) -> Iterator[Path]:
    """The path of a table; what goes wrong in reading it becomes a StoreError."""
    path = path_of(name, root)
    if not path.is_file():
        raise _unreadable(name, path, FileNotFoundError())
    try:
        yield path
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(name, path, error) from error
    except BaseException as error:
        # 2026-11: on some files with a flipped bit polars panics, which is not an Exception.
        if isinstance(error, Exception | KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise _unreadable(name, path, error) from error


def _refuse_faults(faults: Sequence[str], name: str, path: Path) -> None:
    if faults:
        raise StoreError(
            f"{path} does not match the table {name} of this version of Wardwise: "
            f"{'; '.join(faults)}. Delete the file and run `wardwise build`, which makes it again "
            "from the fetched data"
        )


def _broken_promises(frame: pl.DataFrame, name: str) -> list[str]:
    """How a stored table's columns differ from its definition; [] for tables without one."""
    if name not in TABLES:
        return []
    wanted = TABLES[name].dtypes
    absent = [column for column in wanted if column not in frame.columns]
    extra = [column for column in frame.columns if column not in wanted]
    faults = [f"no column {', '.join(absent)}"] if absent else []
    faults += [f"unknown column {', '.join(extra)}"] if extra else []
    for column in TABLES[name].definitions:
        if column.name not in absent and frame.schema[column.name] != column.dtype:
            faults.append(f"{column.name} is {frame.schema[column.name]}, not {column.dtype}")
    return faults + _blank_cells(frame, name)


def _blank_cells(frame: pl.DataFrame, name: str) -> list[str]:
    """The columns of a frame that cannot be blank and are, of those it has."""
    if name not in TABLES:
        return []
    needed = [column.name for column in TABLES[name].definitions if not column.nullable]
    blanks = {column: frame[column].null_count() for column in needed if column in frame.columns}
    return [f"{column} is blank in {count:,} rows" for column, count in blanks.items() if count]


def read_fingerprint(name: str, root: Path) -> str:
    """The fingerprint of a stored table's content; StoreError if it cannot be read."""
    return origin_of(name, root).fingerprint


def scan(name: str, root: Path) -> pl.LazyFrame:
    """The table as a lazy frame, for callers that need few rows; columns are not checked."""
    origin_of(name, root)
    return pl.scan_parquet(path_of(name, root))


def has(name: str, root: Path) -> bool:
    return path_of(name, root).is_file()


def names(root: Path) -> list[str]:
    """Names of the tables in a folder, sorted; without those that an earlier version left there."""
    return sorted(path.stem for path in root.glob("*.parquet") if path.stem in TABLES)


def origin_of(name: str, root: Path) -> Origin:
    """The origin, read from the file's footer without the table."""
    path = path_of(name, root)
    try:
        metadata = pq.read_metadata(path).metadata or {}
        fields = json.loads(metadata[KEY.encode()])
        lists = {key: tuple(fields[key]) for key in ("made_from", "notes")}
        return Origin(**{**fields, **lists})
    except (OSError, KeyError, TypeError, ValueError) as error:  # or the origin of another version
        raise _unreadable(name, path, error) from error


def derive_origin(
    table: Table, title: str, method: str, read_from: Sequence[str], root: Path
) -> Origin:
    """Origin of a table that Wardwise makes from others; leaves out those that do not exist."""
    origins = [origin_of(name, root) for name in read_from if has(name, root)]
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
        notes=tuple(dict.fromkeys(note for origin in origins for note in origin.notes)),
    )


def _unreadable(name: str, path: Path, error: BaseException) -> StoreError:
    if not path.exists():
        return StoreError(
            f"the table {name} has not been built in {path.parent}; "
            "run `wardwise fetch --council NAME`, then `wardwise build`"
        )
    return StoreError(
        f"{path} cannot be read as a table ({type(error).__name__}); delete the file and run "
        "`wardwise build`, which makes it again from the fetched data"
    )
