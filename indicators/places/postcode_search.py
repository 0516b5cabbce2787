"""Wards by postcode, or by the beginning of one, from whichever list of postcodes is there.

`postcode_wards` has the ward of each postcode; `postcodes`, which users supply, has its middle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.vocabulary.postcodes import INWARD, split_postcode
from geo import boundaries

PLACED, POINTS = "postcode_wards", "postcodes"
MOST_NAMED: Final = 5
AFTER_ALL: Final = "~"  # sorts after every letter and figure of a postcode
WARD: Final = ("ward_code", "ward_name", "lad_code", "lad_name")
NO_WARDS: Final = {**dict.fromkeys(WARD, pl.String), "postcodes_count": pl.UInt32}


@dataclass(frozen=True)
class PostcodeMatch:
    """The wards that a postcode, or the beginning of one, touches; a sentence says what came of it.

    `wards`: ward_code, ward_name, lad_code, lad_name, postcodes_count; the most postcodes first.
    `sentence` is "" where a whole postcode was found.
    """

    postcode: str
    wards: pl.DataFrame
    sentence: str


def has_postcodes(roots: Sequence[Path]) -> bool:
    """Whether a list of postcodes lies in one of the folders of tables."""
    return any(store.has(name, root) for name in (PLACED, POINTS) for root in roots)


def search_postcode(
    text: str,
    roots: Sequence[Path],
    wards: pl.DataFrame,
    read_boundaries: Callable[[], pl.DataFrame] | None = None,
) -> PostcodeMatch:
    """The wards of a postcode however it is written: "bd1 1hx", "BD11HX", "BD1".

    `roots` are folders of tables, the first that has a list counts; `wards` has rows of that table,
    of which `read_boundaries` gives those with boundaries where `wards` has its names alone: only
    a list of points needs them.
    """

    def locate(points: pl.DataFrame) -> pl.Series:
        return boundaries.locate(points, read_boundaries() if read_boundaries else wards)

    readings = split_postcode(text)
    if not readings:
        typed = "".join(letter for letter in text[:20] if letter.isalnum() or letter == " ").strip()
        return PostcodeMatch(
            typed,
            pl.DataFrame(schema=NO_WARDS),
            f"{typed!r} is not a postcode. Enter one such as HX1 1AB, or its first "
            "part, such as HX1.",
        )
    for outward, inward in readings:
        codes = _ward_of_each(outward, inward, roots, locate)
        if codes.len():
            return _match(outward, inward, codes, wards)
    known = bool(_ward_of_each(readings[0][0], "", roots, locate).len())
    return _no_match(*readings[0], known, wards)


def _ward_of_each(
    outward: str, inward: str, roots: Sequence[Path], locate: Callable[[pl.DataFrame], pl.Series]
) -> pl.Series:
    """The code of the ward of each postcode that starts so; null outside of the wards we have."""
    placed = next((root for root in roots if store.has(PLACED, root)), None)
    if placed is not None:
        column = pl.col("postcode_compact")
        is_district = column.str.len_chars() == len(outward) + INWARD
        starts_so = is_district & _starts_with(column, outward + inward)
        codes = store.scan(PLACED, placed).filter(starts_so).collect()["ward_code"]
        if codes.len():
            return codes
    points = next((root for root in roots if store.has(POINTS, root)), None)
    if points is None:
        return pl.Series([], dtype=pl.String)
    # Two million postcodes are searched on disk and not read into memory.
    starts_so = _starts_with(pl.col("postcode_key"), f"{outward} {inward}")
    return locate(store.scan(POINTS, points).filter(starts_so).collect())


def _starts_with(column: pl.Expr, start: str) -> pl.Expr:
    """Whether texts start so, said also by bounds: a file's groups of rows are skipped by those."""
    return column.str.starts_with(start) & (column >= start) & (column < start + AFTER_ALL)


def _match(outward: str, inward: str, codes: pl.Series, wards: pl.DataFrame) -> PostcodeMatch:
    postcode = f"{outward} {inward}".strip()
    counted = (
        codes.drop_nulls()
        .value_counts(name="postcodes_count")
        .join(wards.select(WARD), on="ward_code", validate="m:1")
        .sort("postcodes_count", "ward_name", descending=[True, False])
        .select(list(NO_WARDS))
    )
    is_whole = len(inward) == INWARD
    if counted.is_empty():
        what = postcode if is_whole else f"No postcode that starts with {postcode}"
        verb = "is not" if is_whole else "is"
        sentence = f"{what} {verb} in any ward we have. Get its council with `wardwise fetch`."
    elif is_whole:
        sentence = ""
    else:
        number = "1 ward" if counted.height == 1 else f"{counted.height} wards"
        sentence = f"Postcodes that start with {postcode} are in {number}."
        outside = codes.null_count()
        if outside:
            sentence += f" {outside} of {codes.len()} are in no ward we have."
    return PostcodeMatch(postcode, counted, sentence)


def _no_match(
    outward: str, inward: str, is_district_known: bool, wards: pl.DataFrame
) -> PostcodeMatch:
    """A postcode that is not in the list: mistyped, no longer in use, or of another council."""
    postcode = f"{outward} {inward}".strip()
    if inward and is_district_known:
        sentence = (
            f"We could not find {postcode}. It may be mistyped, or no longer in use. Check it, or "
            "pick the ward by name."
        )
    else:
        sentence = f"We could not find {postcode}: our list has no postcode in {outward}."
        covered = wards["lad_name"].unique().sort().to_list()
        if 0 < len(covered) <= MOST_NAMED:
            sentence += f" It covers {', '.join(covered)}."
        sentence += " Check it, or pick the ward by name."
    return PostcodeMatch(postcode, pl.DataFrame(schema=NO_WARDS), sentence)
