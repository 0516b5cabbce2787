"""The content of a report, whatever its format: sections of blocks, notes and sources, in order.

Renderers (`reports/render`) take a `Report` and add nothing to it, so that every format says the
same. A report holds all that there is; `Report.in_print` is what its edition prints, with the same
numbers of tables and figures. Workbook and CSV have every table, whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from presentation.cells import Field as Field
from reports.blocks import EDITIONS as EDITIONS
from reports.blocks import Block as Block
from reports.blocks import Chart as Chart
from reports.blocks import DataTable as DataTable
from reports.blocks import Edition as Edition
from reports.blocks import Picture as Picture
from reports.blocks import Printed as Printed
from reports.blocks import Series as Series
from reports.blocks import Text as Text
from reports.blocks import is_printed

LANGUAGE = "en-GB"
# A table or figure in a text, by its id; of several the first that is printed, else the last.
REFERENCE: Final = re.compile(r"\[\[([\w-]+(?:\|[\w-]+)*)\]\]")


@dataclass(frozen=True)
class Section:
    """A heading (level 1 or 2) and what stands under it.

    `printed` is the shortest edition that prints it, `workbook` where none does. `starts_page`
    asks for a new page before it.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: Literal[1, 2] = 1
    printed: Printed = "brief"
    starts_page: bool = False


@dataclass(frozen=True)
class SourceLine:
    """A table that the report uses and where it came from; `derived` where Wardwise made it."""

    table: str
    title: str
    sentence: str
    publisher: str
    dataset_id: str
    url: str
    release: str
    retrieved: str
    licence: str
    sha256: str
    derived: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report. `made_on` is an ISO date; `sources` with `version` are the run's manifest.

    `codes` are the GSS codes of all that it is of, which tells apart two reports of one name.
    `coverage` says in a sentence which of its councils it holds nothing of, '' for none;
    `part` says how many it covers, as its subtitle does and its files' names must. `logo` is a
    picture (PNG or JPEG) and `contact` a line or two for the first page, both empty for none.
    """

    title: str
    subtitle: str
    areas: tuple[str, ...]
    made_on: str
    version: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    language: str = LANGUAGE
    codes: tuple[str, ...] = ()
    coverage: str = ""
    part: str = ""
    edition: Edition = "full"
    logo: bytes = b""
    contact: str = ""

    def with_source_titles(self, lines: Sequence[SourceLine]) -> Report:
        """The report with the titles of the sources in its tables."""
        titles = {line.table: line.title for line in lines}
        return self._map_blocks(lambda block: _titled(block, titles))

    def with_numbers(self) -> Report:
        """The report with tables and figures numbered, and tables named in its texts by number.

        Those that are printed come first, in order. A text names one as [[its id]].
        """
        numbers: dict[tuple[type[Block], str], int] = {}
        for kind in (DataTable, Picture):
            shown = [block.id for block in self.in_print().blocks() if isinstance(block, kind)]
            every = [block.id for block in self.blocks() if isinstance(block, kind)]
            for number, name in enumerate(dict.fromkeys([*shown, *every]), 1):
                numbers[kind, name] = number

        printed = {block.id for block in self.in_print().blocks() if not isinstance(block, Text)}
        names = {
            name: f"{'Table' if kind is DataTable else 'Figure'} {number}"
            for (kind, name), number in numbers.items()
        }

        def name_block(match: re.Match[str]) -> str:
            there = [name for name in match[1].split("|") if name in names]
            shown = next((name for name in there if name in printed), "")
            if shown:
                return names[shown]
            return f"{names[there[-1]]} in the workbook" if there else "the workbook"

        def number_block(block: Block) -> Block:
            if isinstance(block, Text):
                lines = tuple(REFERENCE.sub(name_block, line) for line in block.lines)
                return replace(block, lines=lines)
            return replace(block, number=numbers[type(block), block.id])

        return self._map_blocks(number_block)

    def in_print(self) -> Report:
        """What the edition prints: its sections, its blocks, of tables the rows and columns shown.

        A section that all is left out of is left out itself. Sources are those
        published, since the workbook has the others.
        """
        sections = [
            replace(section, blocks=tuple(
                block.cut(self.edition) if isinstance(block, DataTable) else block
                for block in section.blocks
                if is_printed(block.printed, self.edition)
            ))
            for section in self.sections
            if is_printed(section.printed, self.edition)
        ]  # fmt: skip
        lines = [line for line in self.sources if not line.derived]
        return replace(
            self, sections=tuple(each for each in sections if each.blocks), sources=tuple(lines)
        )

    def blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    def tables(self) -> Iterator[DataTable]:
        """Its tables by number; in the order of the sections where they have none."""
        tables = [block for block in self.blocks() if isinstance(block, DataTable)]
        yield from sorted(tables, key=lambda table: table.number)

    def pictures(self) -> Iterator[Picture]:
        yield from (block for block in self.blocks() if isinstance(block, Picture))

    def _map_blocks(self, change: Callable[[Block], Block]) -> Report:
        sections = [
            replace(section, blocks=tuple(change(block) for block in section.blocks))
            for section in self.sections
        ]
        return replace(self, sections=tuple(sections))


def _titled(block: Block, titles: Mapping[str, str]) -> Block:
    if not isinstance(block, DataTable):
        return block
    names = dict.fromkeys(titles.get(name, name) for name in block.source.split(", "))
    return replace(block, source_titles="; ".join(names))
