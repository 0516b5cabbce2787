"""Tables as their publishers lay them out: headings under other names, lines above the headings.

HESA sets title, licence and notes above its columns; the Department for Education names one column
differently from release to release, and adds columns by which the same people are cut again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from etl.clients.files import uploads
from etl.clients.files.texts import TextError, read_text
from etl.raw import RawError, RawPart

LINES_ABOVE: Final = 40  # that may stand above the headings
# Headings of records of single people, which no published table has.
OF_PEOPLE: Final = re.compile(
    r"^(names?|learner|student|pupil|apprentice|leaver|graduate|person|employee|address)$|"
    r"\b(fore ?names?|sur ?names?|first ?names?|last ?names?|full ?names?|given ?names?|"
    r"middle ?names?|(learner|student|pupil|apprentice|leaver|graduate|person) ?(name|id)|"
    r"names? of (the )?(learner|student|pupil|apprentice|leaver|graduate|person)s?|initials|"
    r"date of birth|dob|uln|upn|unique (learner|pupil) number|nino|national insurance( number)?|"
    r"e ?mail( address)?|phone( number)?|telephone|home address|postcode|learn ?ref ?number)\b"
)
Year = tuple[str, "object", "object"]


@dataclass(frozen=True)
class Layout:
    """Columns by our names, each with the headings that it goes by; `optional` may be absent. Of
    several such headings in one file a row has the first that is not blank.

    `only`: where a file has this heading, the members of which rows are read (the others cut the
    same people another way).
    """

    columns: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find_absent(self, headings: Sequence[str]) -> list[str]:
        """The columns that these headings lack, each as its publisher most often calls it."""
        seen = {_plain(heading) for heading in headings}
        return [
            names[0]
            for names in self.columns.values()
            if not seen & {_plain(name) for name in names}
        ]


@dataclass(frozen=True)
class Published:
    """A file as read: its columns by our names as text, and the lines above its headings."""

    frame: pl.DataFrame
    preamble: dict[str, str]


def read(part: RawPart, layout: Layout, source_id: str) -> Published:
    """A file in its publisher's layout; RawError names every column it lacks, and keeps no person.

    Rows that cut the same people another way (`Layout.only`) are left out.
    """
    name = part.note.release or "the supplied file"
    lines, separator = _lines(b"".join(part.pages()), name, source_id)
    place = find_heading(lines, separator, [layout])
    headings = split_line(lines[place], separator)
    refuse_people(headings, name)
    absent = layout.find_absent(headings)
    if absent:
        raise RawError(
            f"{source_id}: {name} has no column {', '.join(absent)}; supply the table as its "
            "publisher has it, with all its columns"
        )
    try:
        frame = pl.read_csv(
            "\n".join(lines[place:]).encode(), infer_schema=False, separator=separator
        )
    except pl.exceptions.PolarsError as error:
        raise RawError(
            f"{source_id}: {name} is not a CSV file that can be read; save it as CSV again"
        ) from error
    frame = _by_our_names(frame, layout)
    if frame.is_empty():
        raise RawError(f"{source_id}: {name} has headings and no rows that we read")
    return Published(frame, read_preamble(lines[:place], separator))


def read_all(parts: Sequence[RawPart], layout: Layout, source_id: str) -> pl.DataFrame:
    """All supplied files of a source as one frame, in the order in which they came."""
    return pl.concat([read(part, layout, source_id).frame for part in parts])


def read_preambles(parts: Sequence[RawPart], layout: Layout, source_id: str) -> list[str]:
    """One sentence on each file that says who it is by: its title, place and licence."""
    sentences = []
    for part in parts:
        above = read(part, layout, source_id).preamble
        words = [above[key] for key in ("title", "location", "licence", "note") if key in above]
        if words:
            sentences.append(f"{part.note.release}: {'; '.join(words)}.")
    return list(dict.fromkeys(sentences))


def read_licence(parts: Sequence[RawPart], layout: Layout, source_id: str, usual: str) -> str:
    """The licence that the newest file states above its columns, else the usual one."""
    stated = read(parts[-1], layout, source_id).preamble.get("licence", "")
    return stated or usual


def read_preamble(lines: Sequence[str], separator: str) -> dict[str, str]:
    """What the lines above the headings say: 'Licence:,CC BY 4.0' as licence -> CC BY 4.0.

    >>> read_preamble(['"Title:","Graduates"', ""], ",")
    {'title': 'Graduates'}
    """
    rows = [split_line(line, separator) for line in lines if line.strip()]
    return {
        row[0].strip(" :").casefold(): row[1].strip()
        for row in rows
        if len(row) > 1 and row[0].strip() and row[1].strip()
    }


def open_lines(body: bytes, name: str) -> tuple[list[str], str]:
    """The lines of a text and what parts its columns; TextError where it is no text."""
    lines = read_text(body, name).lstrip("\ufeff").split("\n")
    above = lines[:LINES_ABOVE]
    return lines, max(",;\t|", key=lambda mark: sum(line.count(mark) for line in above))


def find_heading(lines: Sequence[str], separator: str, layouts: Sequence[Layout]) -> int:
    """The line with the headings: the first that some layout fits, else the one that fits best."""
    best, fewest = 0, 10_000
    for number, line in enumerate(lines[:LINES_ABOVE]):
        cells = split_line(line, separator)
        if len(cells) < 2:
            continue
        absent = min(len(layout.find_absent(cells)) for layout in layouts)
        if not absent:
            return number
        if absent < fewest:
            best, fewest = number, absent
    return best


def split_line(line: str, separator: str) -> list[str]:
    """The cells of one line of a CSV."""
    return next(csv.reader([line], delimiter=separator), [])


def refuse_people(headings: Sequence[str], name: str) -> None:
    """RawError where the file is a list of people: we keep none."""
    of_people = [heading for heading in headings if OF_PEOPLE.search(_plain(heading))]
    if of_people:
        raise RawError(
            f"{name} has columns about single people ({', '.join(of_people[:5])}), so "
            "we did not keep it; supply the published table, which has counts alone"
        )


class Reading:
    """Collects what is wrong with a file while it is read, so that all is named at once."""

    def __init__(self, source_id: str) -> None:
        self.source_id = source_id
        self.faults: list[str] = []

    def translate(
        self, frame: pl.DataFrame, column: str, meanings: Mapping[str, str], what: str
    ) -> pl.DataFrame:
        """The column in our words; words that we have no code for are noted as a fault."""
        known = {_plain(word): meaning for word, meaning in meanings.items()}
        words = frame[column].unique().drop_nulls().to_list()
        unknown = sorted(word for word in words if _plain(word) not in known)
        if unknown:
            more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
            self.faults.append(f"unknown {what} {unknown[:5]}{more}")
        by_word = {word: known.get(_plain(word)) for word in words}
        return frame.with_columns(
            pl.col(column).replace_strict(by_word, default=None, return_dtype=pl.String)
        )

    def add_periods(
        self, frame: pl.DataFrame, column: str, read_period: Callable[[str], Year]
    ) -> pl.DataFrame:
        """period, period_start and period_end of a column of words; faults are noted."""
        rows = []
        for word in frame[column].unique().to_list():
            try:
                rows.append((word, *read_period(word or "")))
            except RawError as error:
                self.faults.append(str(error))
        schema = {column: pl.String, "period": pl.String, "period_start": pl.Date,
                  "period_end": pl.Date}  # fmt: skip
        periods = pl.DataFrame(rows, schema=schema, orient="row")
        return frame.join(periods, on=column, how="left", validate="m:1")

    def check_marks(self, frame: pl.DataFrame, columns: Sequence[str]) -> None:
        """Notes what stands in place of a number and is no mark that we know."""
        unknown = uploads.list_unknown_marks(frame, columns)
        if unknown:
            more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
            self.faults.append(f"neither a number nor a mark that we know {unknown[:5]}{more}")

    def finish(self) -> None:
        """RawError with every fault that was noted."""
        if self.faults:
            raise RawError(
                f"{self.source_id}: {'; '.join(self.faults)}. Supply the table as published; if "
                "the publisher has changed its wording, tell us so that we can add it"
            )


def academic_year(text: str) -> Year:
    """'2021/22', '202122', '2021-22' or 'AY21/22' as period '2021-22', 1 August to 31 July."""
    text = text.strip()
    if re.fullmatch(r"\d{6}", text):
        text = f"{text[:4]}/{text[4:]}"
    return uploads.academic_year(text.replace("-", "/"))


def _plain(heading: str) -> str:
    """A heading or word without what differs from file to file: capitals, marks, blanks."""
    return " ".join(re.sub(r"[^a-z0-9+]+", " ", heading.casefold()).split())


def _lines(body: bytes, name: str, source_id: str) -> tuple[list[str], str]:
    try:
        return open_lines(body, name)
    except TextError as error:
        raise RawError(f"{source_id}: {error}") from error


def _by_our_names(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    by_heading = {_plain(heading): heading for heading in reversed(frame.columns)}
    for heading, members in layout.only.items():
        there = by_heading.get(_plain(heading))
        if there:
            alike = {_plain(member) for member in members}
            words = [word for word in frame[there].unique() if _plain(word or "") in alike]
            frame = frame.filter(pl.col(there).fill_null("").is_in(words))
    return frame.select(_columns(by_heading, layout))


def _columns(by_heading: dict[str, str], layout: Layout) -> Iterator[pl.Expr]:
    for ours, names in {**layout.columns, **layout.optional}.items():
        there = list(dict.fromkeys(by_heading[_plain(n)] for n in names if _plain(n) in by_heading))
        if len(there) > 1:
            filled = [pl.col(one).str.strip_chars() for one in there]
            given = [pl.when(one != "").then(one) for one in filled]
            yield pl.coalesce(*given, filled[0]).alias(ours)
        elif there:
            yield pl.col(there[0]).str.strip_chars().alias(ours)
        else:
            yield pl.lit(None, dtype=pl.String).alias(ours)
