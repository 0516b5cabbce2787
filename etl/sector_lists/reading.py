"""Reads an area's own list of sectors from TOML or CSV; every fault is named at once."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from etl.area_names import folded
from etl.sector_lists.official import OFFICIAL_NAMES, RESERVED_LISTS
from etl.sector_lists.sic_codes import WrittenCode, find_ambiguous, read_code

LARGEST_BYTES: Final = 1_000_000
MOST_SECTORS: Final = 100
LONGEST_NAME: Final = 60
LONGEST_BYTES: Final = 180  # a file system takes 255, with what we add
FAULTS_SHOWN: Final = 30
NOTES_SHOWN: Final = 30
# Beside letters, figures and spaces of any language.
SIGNS: Final = frozenset("'’&,.()/-–:+%")
SECTOR_HEADINGS: Final = ("sector", "sector name", "name")
CODE_HEADINGS: Final = (
    "sic code", "sic", "sic codes", "sic2007", "sic 2007", "sic 2007 code", "code", "codes",
)  # fmt: skip
Row = tuple[str, str, str]


class SectorListError(Exception):
    """A list of sectors that cannot be used; the message names every fault."""


@dataclass(frozen=True)
class OwnList:
    """Sectors by name, each with its SIC digits; names and codes sorted, each once."""

    name: str
    sectors: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def slug(self) -> str:
        """What stands for its name in the name of a file."""
        return slug_of(self.name)


def slug_of(name: str) -> str:
    """
    >>> slug_of("Our health-tech & care")
    'our-health-tech-and-care'
    """
    return "-".join(folded(name).replace("_", " ").split())


def read_list(body: bytes, file: Path, name: str = "") -> OwnList:
    """The list in a file's bytes. `name` stands over the file's own; of a CSV without, the file's.

    SectorListError names every fault at once.
    """
    if len(body) > LARGEST_BYTES:
        raise SectorListError(f"{file.name} is larger than {LARGEST_BYTES:,} bytes; is it a list?")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SectorListError(
            f"{file.name} is not UTF-8 text; save it as 'CSV UTF-8', or as TOML in UTF-8"
        ) from error
    if "\0" in text:
        raise SectorListError(f"{file.name} is not a text file; save it as CSV or TOML")
    if file.suffix.lower() == ".toml":
        written, rows, faults = _read_toml(text, file.name)
    else:
        written, rows, faults = _read_csv(text, file.name)
    list_name = (name or written or file.stem).strip()
    faults = [*_list_name_faults(list_name), *faults]
    sectors, notes, more = _collect(rows)
    faults += more
    if not rows and not faults:
        faults = ["it has no sectors"]
    if faults:
        rest = len(faults) - FAULTS_SHOWN
        shown = "; ".join(faults[:FAULTS_SHOWN]) + (f"; and {rest:,} more" if rest > 0 else "")
        raise SectorListError(f"{file.name} cannot be used: {shown}")
    return OwnList(list_name, sectors, tuple(notes))


def _read_toml(text: str, name: str) -> tuple[str, list[Row], list[str]]:
    """The list's name, rows (where, sector, code) and faults."""
    try:
        contents = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SectorListError(
            f"{name} is not valid TOML: {str(error)[:200]}. `wardwise sectors template` prints "
            "one that is"
        ) from error
    unknown = sorted(set(contents) - {"list", "sector"})
    faults = [f"unknown entries {unknown[:5]}; a list has `list` and [[sector]]"] if unknown else []
    title = contents.get("list", "")
    if not isinstance(title, str):
        faults.append('the name of the list is written as list = "Our sectors"')
        title = ""
    entries = contents.get("sector", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return title, [], [*faults, "each sector is written as [[sector]] with name and sic_codes"]
    rows: list[Row] = []
    for number, entry in enumerate(entries, 1):
        more, wrong = _entry(entry, f"sector {number}")
        rows += more
        faults += wrong
    return title, rows, faults


def _entry(entry: Mapping[str, Any], where: str) -> tuple[list[Row], list[str]]:
    name, codes = entry.get("name"), entry.get("sic_codes")
    unknown = sorted(set(entry) - {"name", "sic_codes"})
    faults = [f"{where}: unknown entries {unknown[:5]}"] if unknown else []
    if not isinstance(name, str):
        return [], [*faults, f'{where}: its name is written as name = "Our health-tech"']
    if not isinstance(codes, list) or not all(isinstance(one, str) for one in codes):
        words = f'{where}: its codes are written in quotation marks: sic_codes = ["266", "72.11"]'
        return [], [*faults, words]
    if not codes:
        faults.append(f"{where} ({name[:LONGEST_NAME]!r}) has no SIC codes")
    return [(where, name, code) for code in codes], faults


def _read_csv(text: str, name: str) -> tuple[str, list[Row], list[str]]:
    """The same of a CSV with the columns sector and sic_code, one code a row; blank rows pass."""
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise SectorListError(f"{name} cannot be read as a CSV ({error})") from error
    numbered = [
        (number, line) for number, line in enumerate(lines, 1) if any(cell.strip() for cell in line)
    ]
    if not numbered:
        return "", [], ["it has no sectors"]
    headings = [" ".join(folded(cell).replace("_", " ").split()) for cell in numbered[0][1]]
    at = [_position(headings, wanted) for wanted in (SECTOR_HEADINGS, CODE_HEADINGS)]
    if -1 in at:
        return "", [], [
            "its first row must have the headings sector and sic_code; it has "
            f"{', '.join(repr(cell[:20]) for cell in numbered[0][1][:6])}"
        ]  # fmt: skip
    rows = [
        (f"row {number}", *(line[column] if column < len(line) else "" for column in at))
        for number, line in numbered[1:]
    ]
    return "", [(where, sector, code) for where, sector, code in rows], []


def _position(headings: Sequence[str], wanted: Sequence[str]) -> int:
    return next((headings.index(heading) for heading in wanted if heading in headings), -1)


def _collect(
    rows: Sequence[Row],
) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], list[str], list[str]]:
    """Sectors with their codes, notes on overlap, and every fault of the rows."""
    faults: list[str] = []
    by_slug: dict[str, tuple[str, dict[str, str]]] = {}
    codes: list[WrittenCode] = []
    for where, sector, text in rows:
        named = " ".join(sector.split())
        wrong = sector_name_faults(named)
        code = read_code(text) if text.strip() else "it has no SIC code"
        if isinstance(code, str):
            faults += [f"{where}: {fault}" for fault in (*wrong, code)]
            continue
        faults += [f"{where}: {fault}" for fault in wrong]
        title, own = by_slug.setdefault(slug_of(named), (named, {}))
        if title != named and not wrong:
            faults.append(f"{where}: {named} is written {title} before; write it in one way")
        if code.digits in own:
            faults.append(f"{where}: SIC code {code.digits} is in {title} already")
        own[code.digits] = where
        codes.append(code)
    if len(by_slug) > MOST_SECTORS:
        faults.append(f"it has {len(by_slug):,} sectors; a list may have {MOST_SECTORS}")
    faults += find_ambiguous(codes)
    sectors = tuple(
        sorted((title, tuple(sorted(own))) for title, own in by_slug.values() if title and own)
    )
    return sectors, _overlaps(sectors), faults


def _list_name_faults(name: str) -> list[str]:
    faults = [f"the name of the list {fault}" for fault in _form_faults(name)]
    if not faults and slug_of(name) in RESERVED_LISTS:
        faults = [f"a list cannot be called {name}, as one of ours is; choose another name"]
    return faults


def sector_name_faults(name: str) -> list[str]:
    """What is wrong with the name of a sector; nothing where it can be used."""
    faults = [f"the name of the sector {fault}" for fault in _form_faults(name)]
    if not faults and slug_of(name) in OFFICIAL_NAMES:
        official = OFFICIAL_NAMES[slug_of(name)]
        faults = [f"{name} is the name of {official}; choose another, such as Our {name.lower()}"]
    return faults


def _form_faults(name: str) -> list[str]:
    if not slug_of(name):
        return ["is empty; it needs letters or figures"]
    faults = []
    if len(name.encode()) > LONGEST_BYTES:  # it is the name of a file, too
        faults.append(f"{name[:20]!r}... is too long to be stored; use fewer letters")
    elif len(name) > LONGEST_NAME:
        faults.append(f"{name[:20]!r}... has {len(name):,} characters; it may have {LONGEST_NAME}")
    others = sorted(
        {letter for letter in name if not (letter.isalnum() or letter in SIGNS | {" "})}
    )
    if others:
        faults.append(f"{name[:LONGEST_NAME]!r} has {', '.join(map(repr, others[:5]))}, which it "
                      "cannot have")  # fmt: skip
    elif not name[0].isalnum():
        faults.append(f"{name[:LONGEST_NAME]!r} must begin with a letter or a figure")
    return faults


def _overlaps(sectors: Sequence[tuple[str, tuple[str, ...]]]) -> list[str]:
    """In words, which sectors share classes: allowed, and to be known; NOTES_SHOWN of them."""
    notes = []
    begins = [_beginnings(codes) for _, codes in sectors]
    for at, (name, codes) in enumerate(sectors):
        within = [code for code in codes if (_beginnings([code]) - {code}) & set(codes)]
        if within:
            notes.append(f"{name}: {', '.join(within[:5])} lie within other codes of it, and are "
                         "counted once")  # fmt: skip
        for number, (other, theirs) in enumerate(sectors[at + 1 :], at + 1):
            # A class is shared where a code of one is a beginning of a code of the other.
            if begins[number].isdisjoint(codes) and begins[at].isdisjoint(theirs):
                continue
            if len(notes) == NOTES_SHOWN:
                return [*notes, "There are more overlaps"]
            shared = sorted(_codes_within(codes, theirs) | _codes_within(theirs, codes))
            more = f" and {len(shared) - 5} more" if len(shared) > 5 else ""
            notes.append(f"{name} and {other} overlap in {', '.join(shared[:5])}{more}")
    return notes


def _beginnings(codes: Sequence[str]) -> set[str]:
    """Every run of digits with which one of the codes begins, itself among them."""
    return {code[:width] for code in codes for width in range(2, len(code) + 1)}


def _codes_within(codes: Sequence[str], others: Sequence[str]) -> set[str]:
    """The codes that one of the others is, or begins."""
    wanted = set(others)
    return {code for code in codes if not wanted.isdisjoint(_beginnings([code]))}
