"""A file that the user supplies, proved to make its source's table before it is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from catalog.schema import Table, TableError, check
from catalog.vocabulary.status import SUPPRESSED
from etl import raw
from etl.clients.files import contacts, published
from etl.clients.files.archives import ArchiveError, gunzipped, is_zip, read_file, zip_members
from etl.clients.files.published import Layout
from etl.clients.files.texts import TextError
from etl.clients.http import FetchError
from etl.raw import RawError, RawPart, Received

MOST: Final = 500_000_000


def proved(
    path: Path,
    source_id: str,
    url: str,
    tidy: Callable[[Sequence[RawPart]], pl.DataFrame],
    table: Table,
    layout: Layout | None = None,
    clean: Callable[[bytes, str], bytes] | None = None,
) -> Received:
    """The file as it is to be kept: its own bytes, or those of the CSV in its zip.

    Of a table in its publisher's layout without the lines that may name whom to ask; of one that
    names people what `clean` leaves of it.
    FetchError in one sentence where it does not make the table; nothing is kept then.
    """
    faults: list[str] = []
    try:
        bodies = list(read_bodies(path))
    except ArchiveError as error:
        raise FetchError(f"{source_id}: {error}") from error
    for name, body in bodies:
        try:
            if clean:
                kept = clean(body, name)
            else:
                kept = contacts.drop_contacts(body, layout, name) if layout else body
                _refuse_people(body, name)
            received = Received((kept,), url, name, "csv")
            _make(received, source_id, tidy, table)
        except (RawError, TableError) as error:
            faults.append(str(error))
        except Exception as error:  # a file can be wrong in ways nobody foresaw
            faults.append(
                f"{source_id}: {name} is not the source's table ({type(error).__name__}); supply "
                f"the file from {url}"
            )
        else:
            return received
    if not faults:
        raise FetchError(
            f"{source_id}: {path.name} is a zip without a CSV; supply the table itself"
        )
    raise FetchError(faults[0] + (f" (none of its {len(faults)} CSVs fits)" if faults[1:] else ""))


def read_bodies(path: Path) -> list[tuple[str, bytes]]:
    """Name and bytes of the file, or of each CSV in its zip and in zips inside it."""
    body = read_file(path, MOST)
    if body[:2] == b"\x1f\x8b":
        return [(path.name, gunzipped(body, path.name, MOST))]
    if is_zip(body) and path.suffix.lower() not in (".xlsx", ".xlsm", ".ods"):
        return _read_members(body, path.name, (".csv", ".zip"))
    return [(path.name, body)]


def _read_members(body: bytes, name: str, endings: tuple[str, ...]) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for member, inside in zip_members(
        body, name, lambda path: path.lower().endswith(endings), MOST
    ):
        title = f"{name}: {member}"
        # Ofcom packs a zip of each geography into one; a zip inside that is no table of anybody's.
        found += _read_members(inside, title, (".csv",)) if is_zip(inside) else [(title, inside)]
    return found


def _refuse_people(body: bytes, name: str) -> None:
    """RawError where the first row of a text has headings of single people.

    A file is kept whole, so also where the columns that we read are all there.
    """
    try:
        lines, separator = published.open_lines(body, name)
    except TextError:
        return  # what is no text is for its source's own reader
    published.refuse_people(published.split_line(lines[0], separator), name)


def _make(
    received: Received,
    source_id: str,
    tidy: Callable[[Sequence[RawPart]], pl.DataFrame],
    table: Table,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        part = raw.save(
            received, source=source_id, key="supplied", areas=(), request="", root=Path(folder)
        )
        made = check(tidy([part]), table)
    if made.is_empty():
        raise RawError(f"{source_id}: {received.release} has no rows of the source's table")
    # Counts that are withheld say something; columns that are not there say nothing.
    if table.value and not (
        made[table.value].is_not_null().any() or (made["status"] == SUPPRESSED).any()
    ):
        raise RawError(
            f"{source_id}: {received.release} has no figure that we can read in any of its "
            f"{made.height:,} rows; check its columns"
        )
