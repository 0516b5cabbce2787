"""Worlds in which something is not there, and what a report of them must still keep to.

Used by `test_missing_tables.py` and, with every format, by `benchmarks/matrix_reports.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl
import shapely

import reference
from catalog import store
from catalog.tables import TABLES
from catalog.vocabulary.status import MISSING, STATUSES, WITHOUT_VALUE
from reports.content import DataTable, Picture, Report, Text

BRADFORD, CALDERDALE, KIRKLEES, LEEDS = "E08000032", "E08000033", "E08000034", "E08000035"
BAILDON: Final = "E05001341"  # a ward of Bradford
Edit = Callable[[pl.DataFrame], pl.DataFrame]
# What a gap in the tables must never be shown as.
BROKEN: Final = re.compile(r"\b(None|nan|NaN|null|inf)\b|\{\}| , | \.$|\(\)")


def world(
    source: Path,
    target: Path,
    *,
    without: Sequence[str] = (),
    edits: Mapping[str, Edit] | None = None,
) -> Path:
    """The tables of a folder in another, some left out and some changed (and checked as such)."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.glob("*.parquet"):
        if path.stem in without:
            continue
        if edits and path.stem in edits:
            frame, origin = store.read(path.stem, source)
            store.write(edits[path.stem](frame), TABLES[path.stem], origin, target)
        else:
            os.link(path, target / path.name)
    return target


def no_rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.clear()


def no_values(frame: pl.DataFrame) -> pl.DataFrame:
    """Every figure of wards missing."""
    return frame.with_columns(
        value=pl.lit(None, dtype=pl.Float64), status=pl.lit(MISSING), reliability=pl.lit("")
    )


def not_drawable(frame: pl.DataFrame) -> pl.DataFrame:
    """Boundaries that enclose nothing."""
    return frame.with_columns(geometry_wkb=pl.lit(shapely.Polygon().wkb))


def of_wards(source: Path, change: Edit) -> dict[str, Edit]:
    """The same change of every table whose rows are of wards."""
    return {
        name: change
        for name in store.names(source)
        if name in TABLES and "ward_code" in TABLES[name].key
    }


def keep_wards(codes: Sequence[str]) -> Edit:
    """Only these wards of Bradford."""
    return lambda frame: frame.filter(~_is_bradford(frame) | pl.col("ward_code").is_in(list(codes)))


def _is_bradford(frame: pl.DataFrame) -> pl.Expr:
    if "lad_code" in frame.columns:
        return pl.col("lad_code") == BRADFORD
    return pl.col("ward_code").is_between(pl.lit(BAILDON), pl.lit("E05001370"))


def four_times(frame: pl.DataFrame) -> pl.DataFrame:
    """Bradford with 120 wards: each of its thirty four times, by other codes, on a grid."""
    own = frame.filter(_is_bradford(frame))
    copies = [
        own.with_columns(
            pl.format("E0599{}{}", pl.lit(number), pl.col("ward_code").str.slice(6)).alias(
                "ward_code"
            ),
            *(
                [pl.format("{} {}", "ward_name", pl.lit(number)).alias("ward_name")]
                if "ward_name" in frame.columns
                else []
            ),
        )
        for number in (1, 2, 3)
    ]
    every = pl.concat([frame, *copies])
    if "geometry_wkb" not in frame.columns:
        return every
    boxes = [shapely.box(-2 + n % 11 / 100, 53.7 + n // 11 / 100, -1.99 + n % 11 / 100,
                         53.71 + n // 11 / 100).wkb for n in range(every.height)]  # fmt: skip
    return every.with_columns(geometry_wkb=pl.Series(boxes))


def texts(report: Report) -> Iterator[str]:
    """Everything that a report says in words, but for its methods and notes."""
    yield from (report.title, report.subtitle, report.coverage)
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Text):
                yield from block.lines if section.id != "methods" else ()
            elif isinstance(block, DataTable):
                yield from (block.title, *(field.title for field in block.fields))
            else:
                yield from (block.title, block.alt)


def faults(report: Report, root: Path) -> list[str]:
    """What is wrong with a report of tables under `root`: nothing, whatever they lack."""
    found = [f"says {text!r}" for text in texts(report) if BROKEN.search(text)]
    read = {line.table for line in report.sources}
    for table in report.tables():
        found += [f"{table.id}: {fault}" for fault in _faults_of(table, read)]
    found += [f"{one.id} is no picture" for one in report.pictures() if not _is_picture(one)]
    found += [f"{name} is no table held" for name in read if not store.has(name, root)]
    return found


def _is_picture(picture: Picture) -> bool:
    return picture.svg.startswith("<svg") and bool(picture.alt)


def _faults_of(table: DataTable, read: set[str]) -> Iterator[str]:
    if table.frame.is_empty():
        yield "no rows"
    sources = set(filter(None, table.source.split(", ")))
    if not sources:
        yield "no source"
    if sources - read - set(TABLES) - set(reference.names()):
        yield f"sources {sources - read} are not in the annex"
    for field in table.fields:
        if not field.status:
            continue
        value, status = table.frame[field.name], table.frame[field.status]
        if set(status) - set(STATUSES):
            yield f"{field.name}: statuses {set(status) - set(STATUSES)}"
        if table.frame.filter(value.is_not_null() & status.is_in(list(WITHOUT_VALUE))).height:
            yield f"{field.name}: figures that are said to be missing"
