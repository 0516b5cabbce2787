"""Cells of published tables: text as numbers with a status, codes as kinds of areas.

What is neither a number nor a mark that we know, and rows whose code no longer reads as one, are
counted and said: they are not taken for cells that were never published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.vocabulary.areas import area_type, is_other_area
from catalog.vocabulary.status import MISSING, SUPPRESSED
from etl.clients.http import IncompleteReply

# A number, perhaps with a note after it: '1,234 [note 2]'.
NUMBER: Final = r"^([-−]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?)\s*(?:\[[^\]]*\])?$"
# Nothing that is published here is larger: the value of all that the country makes is 3e12 pounds.
LARGEST: Final = 1e14
# Marks of the statistical service, bare: for [c], (c) and c alike.
SUPPRESSED_MARKS: Final = ("c", "u", "s", "*", "low")
ABSENT_MARKS: Final = ("x", "z", "w", "n/a", "na", ":", "-", "–", "..", "...", ".", "")
GSS: Final = r"(?i)^\s*([A-Z]\d{8})(?:\D.*)?$"
# More unreadable rows than this share are no slip of the publisher's, but another layout.
MOST_UNREAD: Final = 0.05


class CellsError(IncompleteReply):
    """A table whose rows cannot be read, in words; the same bytes would come again."""

    def __init__(self, words: str) -> None:
        super().__init__(words, final=True)


def number(column: str) -> pl.Expr:
    """A text cell as a number; null, never zero, where it is blank or holds words or a mark."""
    text = pl.col(column).str.extract(NUMBER).str.replace_all(",", "").str.replace("−", "-")
    value = text.cast(pl.Float64, strict=False)
    return pl.when(value.abs() <= LARGEST).then(value)


def status(column: str, usual: str, suppressed: Sequence[str] = SUPPRESSED_MARKS) -> pl.Expr:
    """Status of a text cell: `usual` for a number, suppressed for one of those marks, or missing.

    Marks are given bare and in lower case: 'c' stands for [c] and c alike.
    """
    return (
        pl.when(number(column).is_not_null())
        .then(pl.lit(usual))
        .when(_mark(column).is_in(suppressed))
        .then(pl.lit(SUPPRESSED))
        .otherwise(pl.lit(MISSING))
        .alias("status")
    )


def strange_cells(frame: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """In words, how many cells of those columns are neither numbers nor blank nor known marks."""
    marks = (*SUPPRESSED_MARKS, *ABSENT_MARKS)
    unreadable = [
        text
        for column in columns
        for text in frame.filter(
            pl.col(column).is_not_null() & number(column).is_null() & ~_mark(column).is_in(marks)
        )[column]
    ]
    shown = ", ".join(repr(text[:30]) for text in dict.fromkeys(unreadable[:200]))
    return [f"{len(unreadable):,} cells that are not numbers ({shown[:150]})"] if unreadable else []


def with_area_type(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows whose area_code names an area that we keep, with its area_type.

    Counties, Scotland and rows without a code are left out; CellsError where none remains.
    """
    coded = frame.with_columns(_code().alias("area_code"))
    kept = coded.with_columns(_kind().alias("area_type")).drop_nulls("area_type")
    if kept.is_empty() and not frame.is_empty():
        codes = frame["area_code"].unique(maintain_order=True).head(5).to_list()
        raise CellsError(f"a table of areas we do not know: {codes}")
    return kept


def unread_rows(frame: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """In words, the rows with figures or marks whose area_code reads as no area.

    CellsError where they are many.
    """
    filled = frame.filter(pl.any_horizontal(pl.col(columns).is_not_null()))
    text = filled["area_code"]
    coded = filled.select(code=_code(), kind=_kind_of_code())
    unread = coded["kind"].is_null()
    count = int(unread.sum())
    if not count:
        return []
    examples = text.filter(unread).unique(maintain_order=True).head(5).to_list()
    words = f"{count:,} rows with an area code we do not know ({examples})"
    if count > max(3, MOST_UNREAD * filled.height):
        raise CellsError(f"{words} among {filled.height:,}")
    return [words]


def _mark(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars("[]() ").str.to_lowercase()


def _code() -> pl.Expr:
    """The GSS code in a cell, without notes after it; the cell itself where there is none."""
    text = pl.col("area_code")
    return pl.coalesce(text.str.extract(GSS).str.to_uppercase(), text)


def _kind() -> pl.Expr:
    return area_type(_code())


def _kind_of_code() -> pl.Expr:
    """The kind of an area that we keep, 'other' for one that we rightly leave out, else null."""
    itl = _code().str.contains(r"^(?:TL|UK)[A-Z0-9]{1,3}$")
    return pl.coalesce(_kind(), pl.when(is_other_area(_code()) | itl).then(pl.lit("other")))
