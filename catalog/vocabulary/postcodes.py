"""The key of a postcode: capitals, with one blank before the last three characters (HD1 1AB)."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

# Outward and inward code, of text in capitals.
POSTCODE: Final = r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})"
WHOLE_POSTCODE: Final = rf"^{POSTCODE}$"
# A postcode, or its outward code or area alone, as some councils publish.
POSTCODE_OR_HALF: Final = r"(?i)^[A-Z]{1,2}(\d[A-Z\d]?(\s*\d[A-Z]{2})?)?$"
INWARD: Final = 3  # characters after the blank


def postcode_key(text: str) -> str:
    """A postcode as tables have it, whatever was typed: "hx1-1ab" as "HX1 1AB"."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    return f"{letters[:-INWARD]} {letters[-INWARD:]}"


def postcode_keys(text: pl.Expr) -> pl.Expr:
    """The same of a column; null where the text is not a whole postcode and nothing else."""
    close = text.str.to_uppercase().str.replace_all(r"\s+", "")
    key = close.str.head(-INWARD) + " " + close.str.tail(INWARD)
    return pl.when(close.str.contains(WHOLE_POSTCODE)).then(key)


# Part of an inward code: nothing, its figure, its figure and a letter, or all of it.
PART_INWARD: Final = r"(\d[A-Z]{0,2})?"
OUTWARD: Final = r"[A-Z]{1,2}\d[A-Z\d]?"


def split_postcode(text: str) -> list[tuple[str, str]]:
    """Outward and inward code that a typed postcode, or the beginning of one, may mean.

    The likeliest first: BD11 is the district BD11, or else BD1 and the figure 1. None where it is
    not the beginning of a postcode, or not even a district.

    >>> split_postcode(" bd1  1hx"), split_postcode("bd11"), split_postcode("Bradford")
    ([('BD1', '1HX')], [('BD11', ''), ('BD1', '1')], [])
    """
    typed = re.split(r"[^A-Z0-9]+", text.upper().strip())
    parts = [part for part in typed if part]
    if len(parts) == 2 and _is_split(*parts):
        return [(parts[0], parts[1])]
    close = "".join(parts)
    ends = range(len(close), 1, -1)
    return [(close[:at], close[at:]) for at in ends if _is_split(close[:at], close[at:])]


def _is_split(outward: str, inward: str) -> bool:
    return bool(re.fullmatch(OUTWARD, outward) and re.fullmatch(PART_INWARD, inward))
