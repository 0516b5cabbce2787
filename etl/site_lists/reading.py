"""A list of sites from a stranger's CSV or workbook: columns by their headings, never a person's.

Of a list we keep the name of the site and where it is. Columns about people are left unread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from catalog.vocabulary.counting import count_things
from catalog.vocabulary.postcodes import postcode_keys
from etl.clients.files.any_table import Rows, read_tables
from etl.clients.files.archives import ArchiveError, read_file
from etl.clients.files.spreadsheets import SpreadsheetError
from etl.clients.files.texts import TextError
from geo.os_grid import to_degrees

ROWS_ABOVE: Final = 20
SHOWN: Final = 8
PLACE: Final = (
    r"site|office|cent(re|er)|college|library|provider|organisation|institution|building|branch|"
    r"venue|school|hub|job ?cent(re|er)( plus)?( office)?|place"
)
# Our columns with patterns of headings, the surest first.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "site_name": (rf"^({PLACE}) ?name$", r"^site ?name ?address$", rf"^({PLACE})$", r"^name$"),
    "site_code": (r"^site ?(reference|ref|code|id)$", r"^\w+ office code$",
                  r"^(ukprn|urn|uprn|reference|ref|code|id)$"),
    "site_postcode": (r"^post ?code$", r"^postal code$", r"^pcds?$"),
    "long": (r"^lon(g|gitude)?$|^lng$",),
    "lat": (r"^lat(itude)?$",),
    "east": (r"^eastings?$", r"^geo ?x$", r"^x( coordinate)?$"),
    "north": (r"^northings?$", r"^geo ?y$", r"^y( coordinate)?$"),
    "hectares": (r"^hectares$", r"^area ?ha$|^size ?\(?ha\)?$"),
    "planning_status": (r"^planning ?(permission ?)?status$",),
    "last_updated": (r"^last ?updated( ?date)?$",),
}  # fmt: skip
# Beside such headings a bare "Name" is a person's.
OF_PERSONS: Final = r"\b(sur ?name|fore ?name|first ?name|last ?name|initials|date of birth|dob)\b"
KEPT: Final = (
    "site_code", "site_name", "site_postcode", "long", "lat", "hectares", "planning_status",
    "last_updated",
)  # fmt: skip


class SiteListError(Exception):
    """A list that is not taken in; the message names every fault and what to do."""


def read_site_list(path: Path, kind: str) -> tuple[pl.DataFrame, list[str]]:
    """The sites with columns KEPT as in `site_lists`, and a sentence on each that is left out.

    A site without coordinates has its postcode alone, to be placed when tables are built.
    SiteListError where the file has no names, nothing that says where, or no site that can be used.
    """
    rows = _rows(path)
    number, places = _find_headings(rows)
    absent = _absent(places)
    if absent:
        shown = ", ".join(cell for cell in rows[number] if cell.strip())
        raise SiteListError(
            f"{path.name} has no column {' and none '.join(absent)} among its headings "
            f"({shown[:200]}); give the site's name, and its postcode, longitude and latitude, or "
            "easting and northing"
        )
    cells = [
        {ours: row[at].strip() if at < len(row) else "" for ours, at in places.items()}
        for row in rows[number + 1 :]
        if any(cell.strip() for cell in row)
    ]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(places, pl.String)).with_columns(
        pl.lit("").alias(ours) for ours in HEADINGS if ours not in places
    )
    return _check(_place(frame.with_row_index("row", number + 2)), path.name, kind)


def _rows(path: Path) -> Rows:
    """The rows of a CSV, or of the first sheet of a workbook that has any below its headings."""
    try:
        tables = read_tables(read_file(path), path.name)
    except (ArchiveError, SpreadsheetError, TextError) as error:
        raise SiteListError(str(error)) from error
    return next((rows for _, rows in tables if len(rows) > 1), tables[0][1] if tables else [[]])


def _find_headings(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The row of headings, the first that has most of what we look for, and where each stands."""
    found = [(number, _places(row)) for number, row in enumerate(rows[:ROWS_ABOVE])]
    return max(found, key=lambda one: (len(one[1]), -one[0]))


def _places(row: Sequence[str]) -> dict[str, int]:
    plain = [re.sub(r"[\s_\-]+", " ", cell).strip().lower() for cell in row]
    persons = any(re.search(OF_PERSONS, heading) for heading in plain)
    places = {}
    for ours, patterns in HEADINGS.items():
        for pattern in patterns:
            fitting = [at for at, heading in enumerate(plain) if re.search(pattern, heading)]
            if fitting and not (persons and pattern == r"^name$"):
                places[ours] = fitting[0]
                break
    return places


def _absent(places: Mapping[str, int]) -> list[str]:
    pairs = ({"long", "lat"}, {"east", "north"}, {"site_postcode"})
    absent = [] if "site_name" in places else ["of the site's name"]
    if not any(pair <= set(places) for pair in pairs):
        absent.append("that says where it is")
    return absent


def _place(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with long and lat in degrees, and postcodes as keys; null where there is none.

    Some registers give degrees under easting and northing: the values say which they are.
    """
    numbers = frame.with_columns(
        pl.col("long", "lat", "east", "north", "hectares").cast(pl.Float64, strict=False),
        site_postcode=postcode_keys(pl.col("site_postcode")),
    )
    degrees = pl.col("east").is_between(-9, 3) & pl.col("north").is_between(49, 61)
    long, lat = to_degrees(numbers["east"], numbers["north"])
    placed = numbers.with_columns(grid_long=long, grid_lat=lat).with_columns(
        long=pl.coalesce("long", pl.when(degrees).then("east"), "grid_long"),
        lat=pl.coalesce("lat", pl.when(degrees).then("north"), "grid_lat"),
    )
    inside = pl.col("long").is_between(-9, 3) & pl.col("lat").is_between(49, 61)
    return placed.with_columns(
        pl.when(inside).then(pl.col("long", "lat")),
        hectares=pl.when(pl.col("hectares") > 0).then("hectares"),
    )


def _check(frame: pl.DataFrame, name: str, kind: str) -> tuple[pl.DataFrame, list[str]]:
    """The sites that can be used, each with a code, and a sentence on each kind of fault."""
    nowhere = pl.col("long").is_null() & pl.col("site_postcode").is_null()
    nameless = pl.col("site_name") == ""
    used = frame.filter(~nowhere & ~nameless)
    faults = [
        f"{count_things(rows.height, 'row')} {what} (row {_row_numbers(rows)})"
        for rows, what in (
            (frame.filter(nameless), "without a name"),
            (
                frame.filter(nowhere & ~nameless),
                "without a whole postcode or coordinates in Great Britain",
            ),
        )
        if rows.height
    ]
    if used.is_empty():
        raise SiteListError(
            f"{name} has no {kind} that we can use: {'; '.join(faults) or 'it has no rows'}"
        )
    coded = used.with_columns(
        site_code=pl.when(pl.col("site_code") == "")
        .then(pl.format("{}-{}", pl.lit(kind), "row"))
        .otherwise("site_code")
    )
    repeated = coded.filter(pl.col("site_code").is_duplicated())
    if repeated.height:
        coded = coded.unique("site_code", keep="first", maintain_order=True)
        lost = count_things(used.height - coded.height, "row")
        faults.append(f"{lost} with the code of another row (row {_row_numbers(repeated)})")
    kept = coded.with_columns(pl.col("site_postcode").fill_null("")).select(KEPT)
    return kept, [f"{name}: left out {fault}." for fault in faults]


def _row_numbers(rows: pl.DataFrame) -> str:
    shown = ", ".join(map(str, rows["row"].head(SHOWN)))
    return f"{shown}, ..." if rows.height > SHOWN else shown
