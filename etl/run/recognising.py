"""Which source a supplied file is for, told from its headings; many files in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.settings import Settings
from etl import raw
from etl.clients.files import published
from etl.clients.files.archives import ArchiveError
from etl.clients.files.published import Layout
from etl.clients.files.texts import TextError
from etl.clients.http import FetchError
from etl.raw import RawError
from etl.run import accepting, registry

SHOWN: Final = 8  # headings of a file that we do not recognise


@dataclass(frozen=True)
class Uploads:
    """What became of supplied files: the parts that are kept, and a sentence for each fault."""

    stored: tuple[raw.RawPart, ...]
    faults: tuple[str, ...]


def layouts() -> dict[str, Layout]:
    """The layout of each source that takes a file, by its id."""
    found = {}
    for source_id, module in registry.modules().items():
        if not registry.takes_files(module):
            continue
        columns: Sequence[str] = getattr(module, "COLUMNS", ())
        layout: Layout | None = getattr(module, "LAYOUT", None)
        if layout or columns:
            found[source_id] = layout or Layout({name: (name,) for name in columns})
    return found


def store_files(paths: Sequence[Path], settings: Settings) -> Uploads:
    """Keeps each file under the source that it fits; a file that fits none stops no other."""
    stored, faults = [], []
    for path in paths:
        try:
            stored.append(store_file(path, settings))
        except FetchError as error:
            faults.append(str(error))
    return Uploads(tuple(stored), tuple(faults))


def store_file(path: Path, settings: Settings) -> raw.RawPart:
    """Keeps a file under the source that it fits; FetchError says why it fits none.

    Where the headings fit several sources the one that needs most of them comes first.
    """
    faults: list[str] = []
    candidates = find_candidates(path)
    for source_id in candidates:
        try:
            return registry.store_supplied_file(source_id, path, settings)
        except FetchError as error:
            faults.append(str(error))
    raise FetchError(faults[0] if path.name in faults[0] else f"{path.name}: {faults[0]}")


def find_candidates(path: Path) -> list[str]:
    """The sources whose columns a file has, those that need most columns first; FetchError."""
    try:
        bodies = list(accepting.read_bodies(path))
    except ArchiveError as error:
        raise FetchError(str(error)) from error
    if not bodies:
        raise FetchError(f"{path.name} is a zip without a CSV; supply the table itself")
    nearest = []
    for name, body in bodies:
        try:
            headings = read_headings(body, name)
            published.refuse_people(headings, name)
        except (TextError, RawError) as error:
            nearest.append(str(error))
            continue
        absent = {source: layout.find_absent(headings) for source, layout in layouts().items()}
        fitting = [source for source, missing in absent.items() if not missing]
        if fitting:
            return sorted(fitting, key=lambda source: -len(layouts()[source].columns))
        nearest.append(_describe_nearest(name, headings, absent))
    raise FetchError(nearest[0])


def read_headings(body: bytes, name: str) -> list[str]:
    """The headings of a table, under whatever lines its publisher sets above them."""
    lines, separator = published.open_lines(body, name)
    place = published.find_heading(lines, separator, list(layouts().values()))
    return published.split_line(lines[place], separator)


def _describe_nearest(name: str, headings: Sequence[str], absent: dict[str, list[str]]) -> str:
    every = layouts()
    best = min(absent, key=lambda source: len(absent[source]) / len(every[source].columns))
    shown = ", ".join(headings[:SHOWN]) + (", ..." if len(headings) > SHOWN else "")
    lines = [f"{name} is not a table that we know, by its columns ({shown})"]
    if len(absent[best]) < len(every[best].columns):
        lines.append(f"it comes nearest to {best}, which also needs {', '.join(absent[best])}")
    lines.append("`wardwise status` lists the tables that we take, and where they come from")
    return "; ".join(lines)
