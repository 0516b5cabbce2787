"""What stands in a section of a report: texts, tables, pictures, and the figures of a chart.

Each says how short an edition prints it. A table says which of its rows and columns are printed;
the workbook and the CSV always have all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import polars as pl

from presentation.cells import Field
from presentation.numbers import count

Edition = Literal["brief", "standard", "full"]
Printed = Literal["brief", "standard", "full", "workbook"]
EDITIONS: Final[tuple[Edition, ...]] = ("brief", "standard", "full")
ORDER: Final[tuple[Printed, ...]] = (*EDITIONS, "workbook")


@dataclass(frozen=True)
class Text:
    """A paragraph, or a list where there are several.

    `printed` is the shortest edition that prints it, here as in other blocks.
    """

    lines: tuple[str, ...]
    listed: bool = False
    printed: Printed = "brief"


@dataclass(frozen=True)
class DataTable:
    """A table: a row per thing, the first field is the row's heading.

    `frame` holds the fields' columns unrounded, exactly as in the indicator table `source`; it may
    hold more columns than are shown (codes, periods), which the tidy CSV gives. `notes` are numbers
    of the report's notes. `source_titles` names the tables of `source` as readers know them.

    `print_fields` names the fields that are printed, all for none. The first `print_rows` rows are
    printed, all for 0; in the edition `full` the first `full_rows`. `rows_left_out` counts those
    that a printed table lacks. With `print_ends` half of those printed are the first and half the
    last with a figure in that field, so that both rises and falls are in print. `number` is that
    of the table in its report, 0 before it has one.
    `keeps_upright` asks for an upright page, however wide its columns are.
    """

    id: str
    title: str
    frame: pl.DataFrame
    fields: tuple[Field, ...]
    source: str
    notes: tuple[int, ...] = ()
    source_titles: str = ""
    printed: Printed = "brief"
    print_fields: tuple[str, ...] = ()
    print_rows: int = 0
    full_rows: int = 0
    print_ends: str = ""
    rows_left_out: int = 0
    number: int = 0
    keeps_upright: bool = False

    @property
    def source_in_words(self) -> str:
        """Titles of the tables it was read from, or their names where no title was given."""
        return self.source_titles or self.source

    @property
    def heading(self) -> str:
        """Its number and title: Table 3. Openings a year by occupation."""
        return f"Table {self.number}. {self.title}" if self.number else self.title

    @property
    def cut_in_words(self) -> str:
        """That rows are left out of a printed table, and where they are; '' where none is."""
        if not self.rows_left_out:
            return ""
        shown = self.frame.height
        part = f"The first {count(shown)}"
        if self.print_ends:
            part = f"The first {count(shown - shown // 2)} and the last {count(shown // 2)}"
        return f"{part} of {count(shown + self.rows_left_out)}; the workbook has all."

    def cut(self, edition: Edition) -> DataTable:
        """The table as an edition prints it."""
        most = self.full_rows if edition == "full" else self.print_rows
        frame = self._choose_rows(most) if most else self.frame
        fields = tuple(
            f for f in self.fields if not self.print_fields or f.name in self.print_fields
        )
        left = self.frame.height - frame.height
        return replace(self, frame=frame, fields=fields, rows_left_out=left)

    def _choose_rows(self, most: int) -> pl.DataFrame:
        if not self.print_ends:
            return self.frame.head(most)
        figures = self.frame.drop_nulls(self.print_ends)
        if figures.height <= most:
            return self.frame.head(most)
        return pl.concat([figures.head(most - most // 2), figures.tail(most // 2)])


@dataclass(frozen=True)
class Series:
    """Figures of a chart, one a category; None where there is none. `colour` is #rrggbb."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """The figures of a chart, for formats whose readers can change it.

    `kind`: `bars` (one series beside another, lying), `stacked` (lying, one behind another),
    `intervals` (points with bounds) or `lines` (over time). `axis` names the figures with their
    unit. The first category stands at the top, or at the left.
    """

    kind: Literal["bars", "stacked", "intervals", "lines"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str


@dataclass(frozen=True)
class Picture:
    """A map or chart as SVG; `alt` says in words what it shows, `table` which table holds it.

    `title` is what a reader takes away; `subtitle` what is shown, with unit and period. Two of
    `width` half that follow one another may stand side by side. `chart` has the figures, where a
    reader may want to change the picture.
    """

    id: str
    title: str
    alt: str
    svg: str
    table: str = ""
    subtitle: str = ""
    width: Literal["whole", "half"] = "whole"
    chart: Chart | None = None
    printed: Printed = "brief"
    number: int = 0

    @property
    def heading(self) -> str:
        """Its number and title: Figure 2. Health has grown most."""
        return f"Figure {self.number}. {self.title}" if self.number else self.title


Block = Text | DataTable | Picture


def is_printed(printed: Printed, edition: Edition) -> bool:
    """Whether an edition prints what has `printed` as the shortest that does.

    >>> is_printed("standard", "brief"), is_printed("standard", "full")
    (False, True)
    """
    return ORDER.index(printed) <= ORDER.index(edition)
