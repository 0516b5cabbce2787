"""Postcodes with their coordinates, from files that the user supplies.

Reads the ONS Postcode Directory (a CSV, or the zip it comes in) and plain lists of postcode,
latitude and longitude, also gzipped. Contains Royal Mail data © Royal Mail copyright and database
right.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.settings import Settings
from catalog.sources import OGL, ONS_GEOGRAPHY, Origin
from catalog.tables.places import POSTCODES

# Column names by release: pcds, or pcd7 and such, in the directory; lat and long in all of them.
COLUMNS: Final = {
    "postcode": r"^(pcds|pcd\d?|postcode)$",
    "lat": r"^lat(itude)?$",
    "long": r"^lon(g|gitude)?$",
}
NO_GRID_REFERENCE: Final = 90.0


class PostcodeError(Exception):
    """A file that holds no postcodes; the message says what it has."""


def read(paths: Sequence[Path]) -> pl.DataFrame:
    """postcode_key ('HD1 1AB'), long and lat from any of these files, each postcode once."""
    frames = [_table(name, body) for path in paths for name, body in _bodies(path)]
    return pl.concat(frames).unique("postcode_key", keep="last").sort("postcode_key")


def _bodies(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise PostcodeError(f"{path} cannot be read: {error.strerror}") from error
    if body[:2] == b"\x1f\x8b":
        yield path.name, gzip.decompress(body)
    elif body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                if re.search(r"(^|/)Data/ONSPD[^/]*\.csv$|^[^/]+\.csv$", name):
                    yield name, archive.read(name)
    else:
        yield path.name, body


def _table(name: str, body: bytes) -> pl.DataFrame:
    header = body.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip().split(",")
    plain = {heading.strip().strip('"'): heading.strip().strip('"').lower() for heading in header}
    found = {
        field: heading
        for field, pattern in COLUMNS.items()
        for heading, lower in plain.items()
        if re.match(pattern, lower)
    }
    absent = sorted(set(COLUMNS) - set(found))
    if absent:
        raise PostcodeError(f"{name} has no column of {', '.join(absent)}; it has {list(plain)}")
    frame = pl.read_csv(io.BytesIO(body), columns=list(found.values()), infer_schema=False)
    key = pl.col(found["postcode"]).str.to_uppercase().str.replace_all(r"\s+", "")
    return (
        frame.select(
            postcode_key=key.str.replace(r"^(.+)(\d[A-Z]{2})$", "${1} ${2}"),
            long=pl.col(found["long"]).cast(pl.Float64, strict=False),
            lat=pl.col(found["lat"]).cast(pl.Float64, strict=False),
        )
        .drop_nulls()
        .filter(pl.col("lat") < NO_GRID_REFERENCE)
    )


def supply(paths: Sequence[Path], settings: Settings) -> int:
    """Adds the files to the table `postcodes`; returns how many postcodes it then holds."""
    frame = read(paths)
    release = ", ".join(path.name for path in paths)
    if store.has(POSTCODES.name, settings.built):
        held, before = store.read(POSTCODES.name, settings.built)
        frame = pl.concat([held, frame]).unique("postcode_key", keep="last", maintain_order=True)
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
