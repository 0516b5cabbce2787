"""The content of a report, whatever its format: text, tables, pictures and notes, in order.

Renderers (`reports/render`) take a `Report` and add nothing to it, so
that every format says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from presentation.cells import Field as Field

LANGUAGE = "en-GB"


@dataclass(frozen=True)
class Text:
    """A paragraph, or a list where there are several."""

    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True)
class DataTable:
    """A table: a row per thing, the first field is the row's heading.

    `frame` holds the fields' columns unrounded, exactly as in the indicator table `source`; it may
    hold more columns than are shown (codes, periods), which the tidy CSV gives. `notes` are numbers
    of the report's notes. `source_titles` names the tables of `source` as readers know them.
    """

    id: str
    title: str
    frame: pl.DataFrame
    fields: tuple[Field, ...]
    source: str
    notes: tuple[int, ...] = ()
    source_titles: str = ""

    @property
    def source_in_words(self) -> str:
        """Titles of the tables it was read from, or their names where no title was given."""
        return self.source_titles or self.source


@dataclass(frozen=True)
class Picture:
    """A map or chart as SVG; `alt` says in words what it shows, `table` which table holds it."""

    id: str
    title: str
    alt: str
    svg: str
    table: str = ""


Block = Text | DataTable | Picture


@dataclass(frozen=True)
class Section:
    """A heading (level 1 or 2) and what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: Literal[1, 2] = 1


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
    `part` says how many it covers, as its subtitle does and its files' names must.
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

    def with_source_titles(self, lines: Sequence[SourceLine]) -> Report:
        """The report with the titles of the sources in its tables."""
        titles = {line.table: line.title for line in lines}
        sections = [
            replace(section, blocks=tuple(_titled(block, titles) for block in section.blocks))
            for section in self.sections
        ]
        return replace(self, sections=tuple(sections))

    def tables(self) -> Iterator[DataTable]:
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, DataTable))

    def pictures(self) -> Iterator[Picture]:
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Picture))


def _titled(block: Block, titles: Mapping[str, str]) -> Block:
    if not isinstance(block, DataTable):
        return block
    names = dict.fromkeys(titles.get(name, name) for name in block.source.split(", "))
    return replace(block, source_titles="; ".join(names))
