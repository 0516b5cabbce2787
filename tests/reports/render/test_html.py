"""The web page: figures, escaping, headings and captions; nothing fetched, nothing run."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import factory_reports
import polars as pl
import pytest

from reports.content import DataTable, Field, Section
from reports.render import html
from reports.render.paged import rows


class Seen(HTMLParser):
    """Tags in order, the cells of each table, and every address that is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.addresses: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href")]
        if tag in ("td", "th"):
            self._open = tag
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, text: str) -> None:
        if self._open:
            self.cells[-1] += text


@pytest.fixture(scope="module")
def text() -> str:
    return html.render(factory_reports.report()).decode("utf-8")


@pytest.fixture(scope="module")
def seen(text: str) -> Seen:
    found = Seen()
    found.feed(text)
    return found


def test_every_cell_is_as_the_report_shows_it(seen: Seen) -> None:
    wanted: list[str] = []
    for table in factory_reports.report().tables():
        wanted += [field.title for field in table.fields]
        wanted += [cell for row in rows(table) for cell in row]
    assert seen.cells == wanted
    assert "+1,235" in seen.cells
    assert "[c]" in seen.cells
    assert "[low]" in seen.cells


def test_nothing_from_data_is_markup(text: str, seen: Seen) -> None:
    assert "<b>Managers" not in text
    assert "&lt;b&gt;Managers&lt;/b&gt; &amp; co" in text
    assert "Milton &lt;x&gt;" in text
    assert "i" not in seen.tags


def test_nothing_is_fetched_and_nothing_runs(seen: Seen) -> None:
    assert "script" not in seen.tags
    assert all(address.startswith("#") for address in seen.addresses)


def test_headings_are_in_order_and_every_table_has_a_caption(text: str, seen: Seen) -> None:
    levels = [int(tag[1]) for tag in seen.tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert seen.tags.count("caption") == seen.tags.count("table") == 2
    assert '<html lang="en-GB">' in text
    assert 'scope="row"' in text
    assert "<title>Sectors and skills gaps" in text


def test_pictures_keep_their_name_and_description(text: str) -> None:
    assert '<desc id="p-d">One blue bar</desc>' in text
    assert "<figcaption>A bar</figcaption>" in text


def test_words_that_hold_together_are_not_broken_and_long_ones_are() -> None:
    occupation, gap = Field("a", "Occupation"), Field("b", "Gap", 0)
    assert html._kind(occupation, "2023-12") == " class=word"
    for broken in ("two words", "a\ttab", "", "x" * 40):
        assert html._kind(occupation, broken) == ""
    assert html._kind(gap, "[c]") == " class=number"


@pytest.mark.parametrize(("columns", "sideways"), [(4, False), (5, True)])
def test_a_wide_table_is_printed_on_its_side_with_its_heading(columns: int, sideways: bool) -> None:
    fields = tuple(Field(f"c{number}", "T") for number in range(columns))
    frame = pl.DataFrame(
        {field.name: ["a long text of a cell, longer than it"] for field in fields}
    )
    section = Section("s", "S", (DataTable("t", "T", frame, fields, "made_up"),))
    text = html.render(replace(factory_reports.report(), sections=(section,))).decode("utf-8")
    assert ("<section class=sideways" in text) is sideways
    assert ('<div class="wide sideways"' in text) is sideways


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html.render(factory_reports.report()) == html.render(factory_reports.report())
