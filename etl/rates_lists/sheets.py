"""The sheets of a council's file read together: one list, whatever it is spread over.

Some councils publish accounts, reliefs and exemptions on three sheets that share a reference, some
a sheet for occupied and one for empty premises, some the meanings of codes beside the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

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
Use = Literal["more", "joined", ""]
WORDS_OF_USE: Final[dict[Use, str]] = {
    "more": "read as part of the list",
    "joined": "joined by property reference",
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
    sheet_notes = []
    strangers = 0
    for other in tables.others:
        theirs = _mapping_of(other, mapping)
        use = _use(main, other, theirs, same=_same_columns(tables.main, other))
        if use == "":
            sheet_notes.append(f"{_named(other)}: {_rows(_height(other))}, not read")
            continue
        sheet_records = extract(other, theirs)
        frame = _prepared(sheet_records, other)
        if use == "more" and _again(frame, main):
            rows = _rows(sheet_records.rows)
            sheet_notes.append(f"{_named(other)}: {rows}, not read (the same properties again)")
            continue
        if use == "joined":
            listed = pl.concat(one.select("property_ref") for one in frames)["property_ref"]
            joined = frame.filter(pl.col("property_ref").is_in(listed.implode()))
            strangers += frame.height - joined.height
            frame = joined
        sheet_notes.append(f"{_named(other)}: {_rows(sheet_records.rows)}, {WORDS_OF_USE[use]}")
        frames.append(frame)
        extracts.append((other, sheet_records))
    if sheet_notes or tables.unread:
        sheet_notes.insert(0, f"{_named(tables.main)}: {_rows(first.rows)}, read as the list")
    sheet_notes += [
        f"{sheet or 'a sheet'}: {_rows(rows)}, not read" for sheet, rows in tables.unread
    ]
    texts = pl.concat(frames, how="diagonal")
    texts = texts.with_columns(pl.col(pl.String).fill_null(""))
    texts, warnings = _with_sound_references(texts)
    return Parts(
        frame=texts,
        rows=sum(sheet_records.rows for _, sheet_records in extracts),
        mended=sum(sheet_records.mended for _, sheet_records in extracts),
        rejected=[
            _place(one, line) for one, sheet_records in extracts for line in sheet_records.rejected
        ],
        totals=[
            _place(one, line) for one, sheet_records in extracts for line in sheet_records.totals
        ],
        strangers=strangers,
        sheets=sheet_notes,
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


def _named(listing: Listing) -> str:
    return listing.sheet or "the list"


def _place(listing: Listing, line: int) -> str:
    return f"{listing.sheet} {line}" if listing.sheet else str(line)


def _height(listing: Listing) -> int:
    return sum(1 for line in listing.text.split("\n") if line.strip(listing.delimiter + ' \t"'))


def _same_columns(one: Listing, other: Listing) -> bool:
    return {h.casefold() for h in one.headings} == {h.casefold() for h in other.headings}


def _use(main: pl.DataFrame, other: Listing, theirs: Mapping, *, same: bool) -> Use:
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


def _prepared(sheet_records: Extract, listing: Listing) -> pl.DataFrame:
    """The records with references made alike, and what the sheet's name says of all of them."""
    frame = sheet_records.frame
    if "property_ref" not in frame.columns:
        frame = frame.with_columns(property_ref=pl.lit(""))
    alike = pl.col("property_ref").str.strip_chars(" '\u2019").str.replace(r"^(\d+)\.0$", "$1")
    return frame.with_columns(
        property_ref=alike.str.to_uppercase(), **{SHEET: pl.lit(sheet_state(listing.sheet))}
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
            "numbers, so we cannot match records of the same property. "
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
            "One reference covers properties in several places, as an account number does, so we "
            "count each record as a separate property."
        ]
    return frame, []
