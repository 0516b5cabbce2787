"""Reading of files that a user supplies: CSV with known columns, periods and kinds of area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import polars as pl

from catalog.vocabulary import areas
from catalog.vocabulary.status import MISSING, SUPPRESSED
from etl.clients.files.texts import TextError, read_text
from etl.raw import RawError, RawPart

# Marks of the Department for Education and of government statistics at large. `low` is a number
# above nought that would be rounded to it.
MARKS: Final = {
    "c": SUPPRESSED, "low": SUPPRESSED, "u": SUPPRESSED, "k": SUPPRESSED, "*": SUPPRESSED,
    "z": MISSING, "x": MISSING, "w": MISSING, ":": MISSING, "..": MISSING, "": MISSING,
    ".": MISSING, "-": MISSING, "n/a": MISSING, "na": MISSING, "nan": MISSING, "null": MISSING,
}  # fmt: skip
Read = Callable[[str], tuple[str, date, date]]
MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def csv_of(parts: Sequence[RawPart], columns: Sequence[str], source_id: str) -> pl.DataFrame:
    """The newest supplied file as text columns; RawError names what it lacks.

    In any encoding, with any of the usual delimiters; headings match whatever their capitals.
    """
    part = parts[-1]
    name = part.note.release or "the supplied file"
    again = f"supply the file that the source's page describes with `wardwise supply {source_id}`"
    try:
        text = read_text(b"".join(part.pages()), name)
        heading = text.lstrip().partition("\n")[0]
        frame = pl.read_csv(
            text.encode(), infer_schema=False, separator=max(",;\t|", key=heading.count)
        )
    except TextError as error:
        raise RawError(f"{source_id}: {error}; {again}") from error
    except pl.exceptions.PolarsError as error:
        raise RawError(
            f"{source_id}: {name} is not a CSV file that can be read; save it as CSV and {again}"
        ) from error
    alike = {heading.strip().casefold(): heading for heading in reversed(frame.columns)}
    absent = [wanted for wanted in columns if wanted.casefold() not in alike]
    if absent:
        raise RawError(f"{source_id}: {name} has no column {', '.join(absent)}; {again}")
    if frame.is_empty():
        raise RawError(f"{source_id}: {name} has headings and no rows; {again}")
    return frame.select(
        pl.col(alike[wanted.casefold()]).str.strip_chars().alias(wanted) for wanted in columns
    )


def area_type(code: str = "area_code") -> pl.Expr:
    """lad, region or country from a GSS code; what is none of those is taken for a council."""
    return areas.area_type(pl.col(code)).fill_null("lad")


def refuse_unknown_words(
    words: pl.Series, meanings: dict[str, str], what: str, source_id: str
) -> None:
    """RawError where the file uses words that we have no code for: a new edition, most likely."""
    unknown = sorted(set(words.drop_nulls().to_list()) - set(meanings))
    if unknown:
        raise RawError(
            f"{source_id}: unknown {what} {unknown[:5]}; known are {sorted(meanings)[:40]}. "
            "The publisher has changed its wording; add it to the source's list"
        )


def academic_year(text: str) -> tuple[str, date, date]:
    """'AY23/24' or '2023/24' as period '2023-24', 1 August to 31 July."""
    digits = text.removeprefix("AY")
    try:
        first, last = digits.split("/")
        start = int(first) if len(first) == 4 else 2000 + int(first)
        if (start + 1) % 100 != int(last[-2:]):
            raise ValueError(text)
    except ValueError:
        raise RawError(f"{text!r} is not an academic year such as AY23/24") from None
    return f"{start}-{(start + 1) % 100:02d}", date(start, 8, 1), date(start + 1, 7, 31)


def month(text: str) -> tuple[str, date, date]:
    """'Jul-25' as period '2025-07' with its first and last day."""
    name, _, year = text.partition("-")
    if name[:3] not in MONTHS or not year.isdigit():
        raise RawError(f"{text!r} is not a month such as Jul-25")
    number, full = MONTHS.index(name[:3]) + 1, int(year) + (2000 if len(year) == 2 else 0)
    after = date(full + number // 12, number % 12 + 1, 1)
    return f"{full}-{number:02d}", date(full, number, 1), date.fromordinal(after.toordinal() - 1)


def survey_year(text: str) -> tuple[str, date, date]:
    """'Apr 2022-Mar 2023' as the period of its last month, '2023-03', with its first and last day.

    The same form as the period of every other rolling year of the survey.
    """
    first, _, last = text.partition("-")
    start = month("-".join(first.split()))
    end = month("-".join(last.split()))
    return end[0], start[1], end[2]


def with_periods(frame: pl.DataFrame, column: str, read: Read) -> pl.DataFrame:
    """The frame with period, period_start and period_end read from a column of words."""
    schema = {column: pl.String, "period": pl.String, "period_start": pl.Date,
              "period_end": pl.Date}  # fmt: skip
    rows = [(word, *read(word)) for word in frame[column].unique().to_list()]
    periods = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.join(periods, on=column, how="left", validate="m:1")


def count(column: str = "value") -> pl.Expr:
    """The number a cell holds, thousands separators removed; null where it holds a symbol."""
    value = pl.col(column).str.replace_all(",", "").cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def status(usual: str, column: str = "value") -> pl.Expr:
    """`usual` where a cell holds a number, else what its mark says: never that it is nought."""
    from_mark = _mark(column).replace_strict(MARKS, default=MISSING, return_dtype=pl.String)
    return pl.when(count(column).is_not_null()).then(pl.lit(usual)).otherwise(from_mark)


def list_unknown_marks(frame: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """What stands in cells of these columns that is neither a number nor one of MARKS, in order."""
    found: set[str] = set()
    for column in columns:
        is_unknown = count(column).is_null() & ~_mark(column).is_in(list(MARKS))
        found |= set(frame.filter(is_unknown)[column])
    return sorted(found)


def _mark(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars("[] ").str.to_lowercase()
