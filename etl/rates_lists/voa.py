"""The VOA's full rating list: read only from a file of the user's, after its terms are accepted.

The list is not open data. Its licence allows use for rating purposes and no passing on, so nothing
of a single property is kept: the list is counted by ward as it is read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import polars as pl

from catalog.vocabulary.postcodes import postcode_key
from catalog.vocabulary.status import OBSERVED
from etl.rates_lists import cell_values

# Position in a line of the list entries: 28 fields and a closing delimiter.
FIELDS: Final = 29
AUTHORITY: Final = 1
CODE: Final = 4
DESCRIPTION: Final = 5
POSTCODE: Final = 14
RATEABLE_VALUE: Final = 17
CURRENT_TO: Final = 27
LEFT_OF_ADDRESS: Final = 7
# No entry of the list is longer, also one that was cut in two.
LONGEST: Final = 20_000
# What a zip that is damaged, locked or packed in another way ends in.
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
TERMS: Final = (
    "the VOA's rating list is under restricted terms (rating purposes, no passing on, delete when "
    "not needed). If you have accepted them, run this again with --accept-voa-terms; we save only "
    "counts by ward"
)


@dataclass(frozen=True)
class Entries:
    """Live properties of a council: those in its postcodes, and after them, without a postcode, as
    many as its billing authority has elsewhere. `skipped` lines of the file were not understood.
    """

    frame: pl.DataFrame
    skipped: int


def is_voa(path: Path) -> bool:
    """Whether the file looks like the VOA's list entries, or a zip of them."""
    try:
        with _opened(path) as handle:
            return handle.readline(4096).count("*") >= FIELDS - 2
    except BROKEN:
        return False


def live_entries(path: Path, postcodes: Collection[str]) -> Entries:
    """The live entries of the council with these postcodes.

    A billing authority is the council's when most of its entries are in the council's postcodes.
    """
    rows: list[tuple[str, str, float]] = []
    live: Counter[str] = Counter()
    here: Counter[str] = Counter()
    skipped = 0
    for parts in _entries(path):
        if len(parts) != FIELDS:
            skipped += 1
            continue
        value = parts[RATEABLE_VALUE].strip()
        if not value or parts[CURRENT_TO].strip():
            continue  # deleted, or of the past
        if not value.isdecimal():
            skipped += 1
            continue
        live[parts[AUTHORITY]] += 1
        postcode = postcode_key(parts[POSTCODE])
        if postcode in postcodes:
            here[parts[AUTHORITY]] += 1
            rows.append(
                (postcode, cell_values.group(parts[CODE], parts[DESCRIPTION]), float(value))
            )
    elsewhere = sum(live[code] - here[code] for code in here if 2 * here[code] > live[code])
    columns = {
        "postcode": pl.String,
        "description_group": pl.String,
        "rateable_value_gbp": pl.Float64,
    }
    entries = pl.DataFrame(rows, schema=columns, orient="row")
    unknown = pl.DataFrame({"postcode": [None] * elsewhere}, schema={"postcode": pl.String})
    return Entries(_as_premises(pl.concat([entries, unknown], how="diagonal")), skipped)


def _as_premises(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that counting by ward needs; the VOA does not say who occupies what."""
    return frame.with_columns(
        property_long=pl.lit(None, pl.Float64),
        property_lat=pl.lit(None, pl.Float64),
        occupancy=pl.lit("unknown"),
        empty_from=pl.lit(None, pl.Date),
        has_relief=pl.lit(False),
        status=pl.lit(OBSERVED),
    )


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """The list entries, also in the zip they come in; the list of former entries is left."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            current = [name for name in names if "historic" not in name.lower()]
            if not current:
                raise zipfile.BadZipFile(f"{path.name} contains no list")
            with archive.open(current[0]) as body:
                yield io.TextIOWrapper(body, encoding="latin-1", newline="\n")
    else:
        with path.open(encoding="latin-1", newline="\n") as handle:
            yield handle


def _entries(path: Path) -> Iterator[list[str]]:
    """The fields of each entry: a line that was cut in two is joined, and an asterisk within the
    address put back. What has another number of fields then is not an entry.
    """
    with _opened(path) as handle:
        record = ""
        for line in iter(lambda: handle.readline(LONGEST), ""):
            parts = line.rstrip("\r\n").split("*")
            if record and len(parts) == FIELDS and parts[0].strip().isdecimal():
                yield record.split("*")  # what came before was no first half of this entry
                record = ""
            if record:
                parts = (record + line.rstrip("\r\n")).split("*")
            if len(parts) < FIELDS:
                record += line.rstrip("\r\n")
                if len(record) > LONGEST:
                    yield record.split("*")  # no entry, whatever follows
                    record = ""
                continue
            record = ""
            yield parts if len(parts) == FIELDS else _without_extra(parts)
        if record:
            yield record.split("*")


def _without_extra(parts: list[str]) -> list[str]:
    right = FIELDS - LEFT_OF_ADDRESS - 1
    middle = "*".join(parts[LEFT_OF_ADDRESS : len(parts) - right])
    return [*parts[:LEFT_OF_ADDRESS], middle, *parts[-right:]]
