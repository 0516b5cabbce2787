"""Postcodes with their coordinates, from files that the user supplies.

Reads the ONS Postcode Directory and the National Statistics Postcode Lookup (a CSV, or the zip it
comes in), Ordnance Survey's Code-Point Open (a zip of CSVs without headings) and plain lists of
postcode and coordinates, also gzipped. Contains Royal Mail data © Royal Mail copyright and database
right.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.settings import Settings
from catalog.sources import OGL, ONS_GEOGRAPHY, Origin
from catalog.tables.places import POSTCODES
from catalog.vocabulary.postcodes import WHOLE_POSTCODE, postcode_keys
from etl.clients.files.archives import (
    ArchiveError,
    check_size,
    gunzipped,
    inflated,
    is_zip,
    open_archive,
    read_file,
)
from etl.clients.files.texts import TextError, read_text
from geo.os_grid import to_degrees

# Column names by release: pcds, or pcd7 and such, in the directory; lat and long in all of them.
COLUMNS: Final = {
    "postcode": r"^(pcds|pcd\d?|post ?code)$",
    "lat": r"^lat(itude)?$",
    "long": r"^lon(g|gitude)?$",
    "easting": r"^(eastings?|oseast1m|east1m|x)$",
    "northing": r"^(northings?|osnrth1m|north1m|y)$",
}
# 2026-11: the directory's CSV has 1.4 GB; only a block of it is in memory at a time.
MOST_UNPACKED: Final = 4_000_000_000
BLOCK: Final = 32_000_000
LONGEST_LINE: Final = 100_000
DIRECTORY: Final = re.compile(r"(^|/)(ONSPD|NSPL)[^/]*\.csv$", re.IGNORECASE)
# Beside the postcodes such zips hold lists of areas and of headings.
BESIDE: Final = re.compile(r"(^|/)(documents?|doc|user guide|multi_csv|__macosx)/|(^|/)\.", re.I)
# Code-Point Open: postcode, quality, easting, northing.
WITHOUT_HEADINGS: Final = {"postcode": 0, "easting": 2, "northing": 3}


class PostcodeError(Exception):
    """A file that holds no postcodes; the message says which and what to do."""


def read(paths: Sequence[Path]) -> pl.DataFrame:
    """postcode_key ('HD1 1AB'), long and lat from any of these files, each postcode once."""
    try:
        frames = [frame for path in paths for frame in _of_file(path)]
    except (ArchiveError, TextError) as error:
        raise PostcodeError(str(error)) from error
    return pl.concat(frames).unique("postcode_key", keep="last").sort("postcode_key")


def _of_file(path: Path) -> list[pl.DataFrame]:
    body = read_file(path)
    if is_zip(body):
        frames = [frame for name, blocks in _members(body, path.name) for frame in _try(blocks)]
        fault = "a zip without a table of postcodes and coordinates"
    else:
        body = gunzipped(body, path.name) if body[:2] == b"\x1f\x8b" else body
        if body[:2] in (b"\xff\xfe", b"\xfe\xff") or not body[:1].isascii() or len(body) < BLOCK:
            body = read_text(body, path.name).encode()
        frames = list(_try([body]))
        fault = "no table with a postcode and its latitude and longitude, or easting and northing"
    if not any(frame.height for frame in frames):
        raise PostcodeError(
            f"{path.name} is {fault}; supply the ONS Postcode Directory, the National Statistics "
            "Postcode Lookup or Code-Point Open as it was downloaded"
        )
    return frames


def _members(body: bytes, name: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The CSVs of a zip that can be of postcodes: the directory itself where it is there."""
    archive = open_archive(body, name)
    tables = [info for info in archive.infolist() if info.filename.lower().endswith(".csv")]
    chosen = [info for info in tables if DIRECTORY.search(info.filename)]
    directories = [info for info in chosen if not BESIDE.search(info.filename)]
    others = [info for info in tables if not BESIDE.search(info.filename)]
    wanted: list[zipfile.ZipInfo] = directories or chosen or others
    check_size(wanted, name, MOST_UNPACKED)
    for info in wanted:
        yield info.filename, inflated(body, info, name)


def _try(blocks: Iterable[bytes]) -> Iterator[pl.DataFrame]:
    """The postcodes of a table, block by block; nothing where it is of something else."""
    at: dict[str, int] | None = None
    mark = ","
    for number, text in enumerate(_lines(blocks)):
        if number == 0:
            first, _, rest = text.partition(b"\n")
            heading = first.decode("utf-8-sig", "replace").strip()
            mark = max(",;\t|", key=heading.count)
            cells = next(csv.reader([heading], delimiter=mark), [])
            at = _columns(cells)
            if at is None:
                return
            text = text if at == WITHOUT_HEADINGS else rest
        if at is not None and text.strip():
            yield _table(text, at, mark)


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks put together to some BLOCK bytes, each cut behind the end of a line."""
    kept: list[bytes] = []
    size = 0
    for block in blocks:
        kept.append(block)
        size += len(block)
        if size >= BLOCK:
            text = b"".join(kept)
            end = text.rfind(b"\n") + 1
            if len(text) - end > LONGEST_LINE:
                return  # no table: it has no lines
            yield text[:end]
            kept, size = [text[end:]], len(text) - end
    yield b"".join(kept)


def _columns(cells: Sequence[str]) -> dict[str, int] | None:
    """Where the postcode and its coordinates stand, by headings or, without, by what is there."""
    lower = [cell.strip().lower().replace("_", " ") for cell in cells]
    numbers = {
        field: number
        for field, pattern in COLUMNS.items()
        for number, heading in enumerate(lower)
        if re.match(pattern, heading)
    }
    if "postcode" in numbers and (
        {"lat", "long"} <= set(numbers) or {"easting", "northing"} <= set(numbers)
    ):
        return numbers
    first = re.sub(r"\s", "", cells[0]).upper() if cells else ""
    if re.match(WHOLE_POSTCODE, first) and len(cells) > 3 and all(map(str.isdecimal, lower[2:4])):
        return WITHOUT_HEADINGS
    return None


def _table(text: bytes, at: dict[str, int], mark: str) -> pl.DataFrame:
    read_columns = sorted(set(at.values()))
    try:
        frame = pl.read_csv(
            io.BytesIO(text), has_header=False, columns=read_columns, separator=mark,
            infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy",
        )  # fmt: skip
    except pl.exceptions.PolarsError as error:
        raise PostcodeError(
            "we cannot read a table of postcodes as CSV; download the file again"
        ) from error
    names = dict(zip(read_columns, frame.columns, strict=True))
    cells = frame.select(pl.col(names[number]).alias(field) for field, number in at.items())
    if "lat" in at:
        longs = cells["long"].cast(pl.Float64, strict=False)
        lats = cells["lat"].cast(pl.Float64, strict=False)
    else:
        longs, lats = to_degrees(cells["easting"], cells["northing"])
    return cells.select(
        postcode_key=postcode_keys(pl.col("postcode")), long=longs, lat=lats
    ).filter(
        pl.col("postcode_key").is_not_null(),
        # A postcode without a grid reference has the latitude 99.999999.
        pl.col("lat").is_between(49, 61),
        pl.col("long").is_between(-9, 2.5),
    )


def store_postcodes(paths: Sequence[Path], settings: Settings) -> int:
    """Adds the files to the table `postcodes`; returns how many postcodes it then holds."""
    frame = read(paths)
    release = ", ".join(path.name for path in paths)
    if store.has(POSTCODES.name, settings.built):
        stored, before = store.read(POSTCODES.name, settings.built)
        frame = pl.concat([stored, frame]).unique("postcode_key", keep="last", maintain_order=True)
        release = f"{before.release}, {release}"
    origin = Origin(
        table=POSTCODES.name,
        title="Postcodes and their coordinates",
        publisher=ONS_GEOGRAPHY,
        dataset_id="ONSPD",
        url="https://geoportal.statistics.gov.uk",
        licence=OGL,
        release=release,
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
        notes=("Contains Royal Mail data © Royal Mail copyright and database right.",),
    )
    store.write(frame, POSTCODES, origin, settings.built)
    return frame.height
