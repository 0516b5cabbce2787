"""What the formats that have pages (Word and PDF) share: cells in words, captions and widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from catalog.sources import OS_ATTRIBUTION
from presentation.cells import MEANINGS, row_words
from presentation.wording import joined, listed, shortened
from reports.content import Block, DataTable, Field, Picture, Report, Section, Text

# A table that needs more characters than this side by side stands on a page turned on its side.
UPRIGHT_CHARACTERS: Final = 112
# A column of words is not made wider than this for one long cell: that one breaks.
MOST_CHARACTERS: Final = 26
BLANK_CHARACTERS: Final = 30  # of a column that readers fill in
WORKBOOK: Final = "The workbook lists every source with its release, licence and address."
PART_OF: Final = re.compile(r", (?:via|from|Open)\b| \(")  # behind it: through whom it came
PROPERTY: Final = 255  # letters that Word and Excel allow in a property of a file


def rows(table: DataTable) -> list[list[str]]:
    """The table's cells as people read them."""
    return [row_words(row, table.fields) for row in table.frame.iter_rows(named=True)]


def caption(table: DataTable) -> str:
    """The table's title with its notes: Gaps [note 1] [note 2]."""
    return " ".join([table.heading, *(f"[note {number}]" for number in table.notes)])


def source_line(table: DataTable) -> str:
    """Where a table is from, and that rows of it are in the workbook alone."""
    return " ".join(filter(None, [f"Source: {table.source_in_words}.", table.cut_in_words]))


def is_number(field: Field) -> bool:
    return field.decimals is not None


def characters(table: DataTable, cells: list[list[str]]) -> list[int]:
    """How many characters each column wants: its longest cell within limits, or word of its title.

    `cells` are the table's `rows`.
    """
    wanted = []
    for place, field in enumerate(table.fields):
        longest = max((len(row[place]) for row in cells), default=1)
        in_title = max(map(len, field.title.split()), default=1)
        room = BLANK_CHARACTERS if field.is_blank else min(longest, MOST_CHARACTERS)
        wanted.append(max(in_title, room))
    return wanted


def runs(section: Section) -> list[tuple[bool, list[Block]]]:
    """The section's blocks in runs that share pages, each with whether those lie on their side.

    A wide table does; words lie as what follows them, or as what they follow at the end.
    """
    parts: list[tuple[bool, list[Block]]] = []
    words_before: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Text):
            words_before.append(block)
            continue
        wide = isinstance(block, DataTable) and is_wide(block)
        if not parts or parts[-1][0] != wide:
            parts.append((wide, []))
        parts[-1][1].extend([*words_before, block])
        words_before = []
    parts = parts or [(False, [])]
    parts[-1][1].extend(words_before)
    return parts


def is_half(block: Block) -> bool:
    return isinstance(block, Picture) and block.width == "half"


def set_in_rows(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Blocks in rows of one or two.

    Two pictures of half a page's width that follow one another stand side by side; one alone beside
    the text before it.
    """
    rows_of: list[tuple[Block, ...]] = []
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        beside = waiting and is_half(waiting[0]) and (is_half(block) or isinstance(block, Text))
        rows_of.append((block, waiting.pop(0)) if beside else (block,))
    return rows_of


def facts(report: Report) -> list[str]:
    """What stands under the title: the councils, unless the subtitle names them, and the date."""
    areas_named = ", ".join(report.areas)
    named = areas_named == report.subtitle or not areas_named
    return [*([] if named else [f"Councils: {areas_named}"]), made_words(report)]


def is_wide(table: DataTable) -> bool:
    is_broad = sum(characters(table, rows(table))) > UPRIGHT_CHARACTERS
    return is_broad and not table.keeps_upright


def title(report: Report) -> str:
    """The title that goes into a file's properties, which hold no more than PROPERTY letters."""
    return shortened(f"{report.title}: {report.subtitle}", PROPERTY)


def areas(report: Report) -> str:
    """The names of the areas as a property of a file: with others counted where they are many."""
    most = len(report.areas)
    while most > 1 and len(listed(report.areas, most)) > PROPERTY:
        most -= 1
    return shortened(listed(report.areas, most), PROPERTY)


def remarks(report: Report, *, every: bool = False) -> list[str]:
    """The numbered notes, then what each shorthand means that stands in some cell.

    Of a short edition the notes that its tables name, and whose map it is, unless `every` is asked.
    """
    cells = {cell for table in report.tables() for row in rows(table) for cell in row}
    headings = " ".join(field.title for table in report.tables() for field in table.fields)
    named = {number for table in report.tables() for number in table.notes}
    return [
        *(
            f"[note {number}] {note}"
            for number, note in enumerate(report.notes, start=1)
            if every or report.edition == "full" or number in named or note == OS_ATTRIBUTION
        ),
        *(
            f"{mark}: {meaning}"
            for mark, meaning in MEANINGS.items()
            if mark in cells or mark in headings
        ),
    ]


@dataclass(frozen=True)
class SourceGroup:
    """Sources of one publisher under one licence: what they are called, each with its address."""

    publisher: str
    parts: tuple[tuple[str, str], ...]


def group_sources(report: Report) -> list[SourceGroup]:
    """The report's sources by publisher, for editions that have no room for a line each."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for line in report.sources:
        dataset = f" ({line.dataset_id})" if line.dataset_id else ""
        part = (f"{line.title}{dataset}", line.url if is_web(line.url) else "")
        groups.setdefault((line.publisher, line.licence), []).append(part)
    return [
        SourceGroup(f"{publisher} ({licence})" if licence else publisher,
                    tuple(dict.fromkeys(parts)))
        for (publisher, licence), parts in groups.items()
    ]  # fmt: skip


def name_publishers(report: Report) -> str:
    """Who published what the report is made from, where there is room for no more."""
    names = list(dict.fromkeys(PART_OF.split(line.publisher)[0] for line in report.sources))
    return f"Figures from: {joined(names)}. {WORKBOOK}" if names else ""


def is_web(url: str) -> bool:
    """Whether an address may become a link: nothing else that an address can start is wanted."""
    return url.startswith(("https://", "http://"))


def creation_time(report: Report) -> datetime:
    """Midnight of the day the report was made: the time that goes into the file."""
    day = date.fromisoformat(report.made_on)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def made_words(report: Report) -> str:
    day = date.fromisoformat(report.made_on)
    return f"Made on {day.day} {day:%B %Y} with Wardwise {report.version}"
