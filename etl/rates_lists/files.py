"""The tables in a file of a council: a CSV, the sheets of a workbook, or the members of a zip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from etl.clients.files.archives import (
    ArchiveError,
    gunzipped,
    is_zip,
    open_archive,
    read_file,
    zip_members,
)
from etl.clients.files.spreadsheets import OLE, SpreadsheetError, load_cells, open_workbook
from etl.clients.files.texts import TextError, read_text
from etl.rates_lists.mapping import RatesError, guess_mapping
from etl.rates_lists.reading import SEARCHED_ROWS, Listing, below_heading

MOST_FILE: Final = 300_000_000
MOST_ZIPPED: Final = 300_000_000
TABLES: Final = re.compile(r"\.(csv|txt|tsv|xlsx|xlsm|xls|ods)$", re.IGNORECASE)
NOT_WANTED: Final = re.compile(r"(^|/)(__MACOSX/|\.|~\$)")
# Sheets of what is no longer in the list.
FORMER: Final = re.compile(r"\b(ended|closed|historic\w*|deleted|removed|former|write|credits?)\b")


@dataclass(frozen=True)
class Tables:
    """A file's tables: the `main` one is the list, `others` have headings, `unread` have none.

    `unread` is pairs of a sheet's name and its rows.
    """

    main: Listing
    others: tuple[Listing, ...]
    unread: tuple[tuple[str, int], ...]


def listing(path: Path) -> Listing:
    """The table of a file that is the list."""
    return tables(path).main


def tables(path: Path) -> Tables:
    """Every table of a CSV, workbook or zip; RatesError where none is a list with headings."""
    listings: list[Listing] = []
    unread: list[tuple[str, int]] = []
    try:
        for sheet, text in _texts(read_file(path, MOST_FILE), path.name, ""):
            listing = below_heading(text, path.name, sheet)
            if listing is None:
                unread.append((sheet, _rows(text)))
            else:
                listings.append(listing)
    except (ArchiveError, SpreadsheetError, TextError) as error:
        raise RatesError(str(error)) from error
    if not listings:
        raise RatesError(
            f"{path.name} has no row of headings with a rateable value in its first "
            f"{SEARCHED_ROWS} rows, as in 'Property reference,Postcode,Rateable value'; name the "
            "columns in its first row and try again"
        )
    listings.sort(key=_rank, reverse=True)
    return Tables(listings[0], tuple(listings[1:]), tuple(unread))


def _rank(listing: Listing) -> tuple[bool, bool, int]:
    """The list itself has a value for each property, and more records than what goes with it."""
    fields = guess_mapping(listing.headings).fields
    former = FORMER.search(listing.sheet.casefold()) is not None
    return "rateable_value" in fields, not former, listing.text.count("\n")


def _texts(body: bytes, name: str, inside: str) -> Iterator[tuple[str, str]]:
    """Name and CSV text of each table: of a workbook's sheets, or a zip's members."""
    if body[:2] == b"\x1f\x8b":
        body = gunzipped(body, name, MOST_ZIPPED)
    if body[:4] == OLE or (is_zip(body) and _is_workbook(body, name)):
        reader = open_workbook(body, name)
        for sheet in reader.sheet_names:
            cells = load_cells(reader, sheet, name)
            plain = cells.select(pl.all().str.replace_all(r"\s+", " "))
            if plain.width:
                text = plain.write_csv(include_header=False)
                yield f"{inside}{' ' if inside else ''}{sheet}", text
    elif is_zip(body) and not inside:
        members = list(zip_members(body, name, _is_table, MOST_ZIPPED))
        if not members:
            raise RatesError(
                f"{name} is a zip without a CSV or Excel file in it; supply the list itself"
            )
        for member, unpacked in members:
            yield from _texts(unpacked, f"{name}: {member}", member)
    else:
        yield inside, read_text(body, name)


def _is_workbook(body: bytes, name: str) -> bool:
    names = set(open_archive(body, name).namelist())
    return bool({"[Content_Types].xml", "content.xml", "xl/workbook.xml"} & names)


def _is_table(member: str) -> bool:
    return bool(TABLES.search(member)) and not NOT_WANTED.search(member)


def _rows(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip(' ,;\t"'))
