"""The sheets of a council's file read together: one list, whatever it is spread over.

Some councils publish accounts, reliefs and exemptions on three sheets that share a reference, some
a sheet for occupied and one for empty premises, some the meanings of codes beside the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from etl.rates_lists.cell_meanings import sheet_state
from etl.rates_lists.contents import guarded, guess_columns
from etl.rates_lists.extracting import Extract, extract
from etl.rates_lists.files import FORMER, Tables
from etl.rates_lists.mapping import ADDRESS, Mapping, completed, faults, fitted
from etl.rates_lists.reading import Listing

# What a sheet without values can add to the properties of the list.
ADDED: Final = ("state", "occupied", "empty", "empty_from", "exemption")
# A reference that a spreadsheet has rounded.
ROUNDED: Final = r"(?i)^\d(\.\d+)?e\+?\d+$"
SHEET: Final = "sheet_state"
WORDS_OF_USE: Final = {
    "more": "read as more of the list",
    "joined": "joined by the reference of the property",
}


@dataclass(frozen=True)
class Parts:
    """The records of every sheet that was read, and what became of each sheet.

    `frame` is as in Extract, with the reference made alike and the sheet's own word of the state.
    `rejected` and `totals` are places such as '12' or 'Report2 12'.
    """

    frame: pl.DataFrame
    rows: int
    mended: int
    rejected: list[str]
    totals: list[str]
    strangers: int
    sheets: list[str]
    warnings: list[str]


def read_parts(tables: Tables, mapping: Mapping) -> Parts:
    """The list by this mapping, with the sheets beside it that go on with it or add to it."""
    first = extract(tables.main, mapping)
    main = _prepared(first, tables.main)
    frames = [main]
    extracts = [(tables.main, first)]
    said = []
    strangers = 0
    for other in tables.others:
        theirs = _mapping_of(other, mapping)
        use = _use(main, other, theirs, same=_same_columns(tables.main, other))
        if use == "":
            said.append(f"{_named(other)}: {_rows(_height(other))}, not read")
            continue
        found = extract(other, theirs)
        frame = _prepared(found, other)
        if use == "more" and _again(frame, main):
            said.append(
                f"{_named(other)}: {_rows(found.rows)}, not read (the same properties again)"
            )
            continue
        if use == "joined":
            listed = pl.concat(held.select("property_ref") for held in frames)["property_ref"]
            known = frame.filter(pl.col("property_ref").is_in(listed.implode()))
            strangers += frame.height - known.height
            frame = known
        said.append(f"{_named(other)}: {_rows(found.rows)}, {WORDS_OF_USE[use]}")
        frames.append(frame)
        extracts.append((other, found))
    if said or tables.unread:
        said.insert(0, f"{_named(tables.main)}: {_rows(first.rows)}, read as the list")
    said += [f"{sheet or 'a sheet'}: {_rows(rows)}, not read" for sheet, rows in tables.unread]
    texts = pl.concat(frames, how="diagonal")
    texts = texts.with_columns(pl.col(pl.String).fill_null(""))
    texts, warnings = _with_sound_references(texts)
    return Parts(
        frame=texts,
        rows=sum(found.rows for _, found in extracts),
        mended=sum(found.mended for _, found in extracts),
        rejected=[_place(held, line) for held, found in extracts for line in found.rejected],
        totals=[_place(held, line) for held, found in extracts for line in found.totals],
        strangers=strangers,
        sheets=said,
        warnings=warnings,
    )


def _mapping_of(other: Listing, mapping: Mapping) -> Mapping:
    """The list's mapping where it fits the other sheet too, with what that sheet has beside."""
    guessed, _ = guarded(guess_columns(other), other)
    theirs = fitted(mapping, other.headings)
    if faults(theirs, other.headings):
        return guessed
    return guarded(completed(theirs, guessed), other)[0]


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _named(held: Listing) -> str:
    return held.sheet or "the list"


def _place(held: Listing, line: int) -> str:
    return f"{held.sheet} {line}" if held.sheet else str(line)


def _height(held: Listing) -> int:
    return sum(1 for line in held.text.split("\n") if line.strip(held.delimiter + ' \t"'))


def _same_columns(one: Listing, other: Listing) -> bool:
    return {h.casefold() for h in one.headings} == {h.casefold() for h in other.headings}


def _use(main: pl.DataFrame, other: Listing, theirs: Mapping, *, same: bool) -> str:
    """'more' of the list, 'joined' to it by reference, or '' where it is neither."""
    fields = theirs.fields
    referred = "property_ref" in fields and main["property_ref"].ne("").any()
    if FORMER.search(other.sheet.casefold()):
        return ""
    if "rateable_value" in fields:
        placed = {"postcode", "lat", "easting", ADDRESS} & set(fields)
        return "more" if placed and (same or referred) else ""
    adds = any(name in fields for name in ADDED) or theirs.reliefs
    return "joined" if referred and adds else ""


def _prepared(found: Extract, held: Listing) -> pl.DataFrame:
    """The records with references made alike, and what the sheet's name says of all of them."""
    frame = found.frame
    if "property_ref" not in frame.columns:
        frame = frame.with_columns(property_ref=pl.lit(""))
    alike = pl.col("property_ref").str.strip_chars(" '\u2019").str.replace(r"^(\d+)\.0$", "$1")
    return frame.with_columns(
        property_ref=alike.str.to_uppercase(), **{SHEET: pl.lit(sheet_state(held.sheet))}
    )


def _again(frame: pl.DataFrame, main: pl.DataFrame) -> bool:
    """Whether most records without a reference are those of the list, as in another month's."""
    if frame.is_empty() or frame["property_ref"].ne("").any():
        return False
    keys = [
        name
        for name in ("postcode", "rateable_value_gbp", "description")
        if name in frame.columns and name in main.columns
    ]
    return 2 * frame.join(main, on=keys, how="semi", nulls_equal=True).height > frame.height


def _with_sound_references(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The records without references that are none, so that no two properties become one."""
    reference = pl.col("property_ref")
    rounded = frame.filter(reference.str.contains(ROUNDED)).height
    if rounded:
        frame = frame.with_columns(
            property_ref=pl.when(reference.str.contains(ROUNDED))
            .then(pl.lit(""))
            .otherwise(reference)
        )
        return frame, [
            f"{rounded:,} references are rounded, such as 1.775E+11, as a spreadsheet saves long "
            "numbers: they are no references, and records of one property cannot be put together. "
            "Save the column as text, or ask for the list as CSV."
        ]
    if "postcode" not in frame.columns:
        return frame, []
    places = pl.col("postcode").str.to_uppercase().str.replace_all(" ", "")
    shared = (
        frame.filter(reference != "", places != "")
        .group_by("property_ref")
        .agg(places.n_unique().alias("places"), pl.len().alias("records"))
        .filter(pl.col("records") > 1)
    )
    if 2 * shared.filter(pl.col("places") > 1).height > shared.height:
        frame = frame.with_columns(property_ref=pl.lit(""))
        return frame, [
            "The reference stands for properties in several places, as an account's number does, "
            "so each record is taken for a property of its own."
        ]
    return frame, []
