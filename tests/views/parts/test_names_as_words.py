"""Names from data are letters on every page, whatever Markdown would make of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import factory_degraded
import polars as pl
import pytest
from factory_degraded import BRADFORD, CALDERDALE, PAGES

from catalog import store
from catalog.settings import Settings
from views.parts.markdown import JOINER, plain

EVIL = "*b* $x^2$ :red[z] `c` <b>d</b> ~~e~~ https://evil.example"
# What would be seen of it, were it not escaped.
LIVE = ("*b*", "$x^2$", ":red[", "`c`", "<b>d", "~~e~~", "https://evil")
NAMED = {
    "councils": ("lad_name",), "wards": ("ward_name", "lad_name"),
    "ward_measures": ("ward_name", "lad_name"), "ward_premises": ("ward_name", "lad_name"),
    "skills_gaps": ("skill_name", "missing_streams"), "skills_pressure": ("occupation_name",),
    "sectors_now": ("industry_name", "note", "pay_note"),
    "sector_growth": ("industry_name", "note"), "sector_decomposition": ("industry_name",),
    "fine_sectors": ("sector_name", "measured_name", "note"), "ward_skills": ("skill_name",),
    "skills_supply": ("note",), "skills_priorities": ("occupation_name", "evidence_reason"),
    "skills_openings_fine": ("occupation_name", "note"),
    "forecasts": ("area_name", "series_name", "reason"),
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a name of Markdown in every place where a page takes a name from."""
    folder = factory_degraded.link_tables(
        prepared.tables, tmp_path_factory.mktemp("hostile") / "data"
    )
    for table, columns in NAMED.items():
        frame, _ = store.read(table, prepared.tables)
        names = [pl.concat_str(pl.lit(EVIL + " "), pl.col(name)).alias(name) for name in columns]
        factory_degraded.rewrite_table(folder, table, frame.with_columns(names))
    return folder


def markdown_on(test: factory_degraded.AppTest) -> Iterator[str]:
    """Every text of a page that Streamlit reads as Markdown."""
    for kind in ("header", "subheader", "markdown", "caption", "info", "warning", "error"):
        yield from (str(entry.value) for entry in getattr(test, kind))
    for kind in ("selectbox", "multiselect", "text_input", "button", "metric", "expander"):
        yield from (str(entry.label) for entry in getattr(test, kind))
    for table in test.table:
        yield from (str(cell) for row in table.value.to_numpy() for cell in row)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "data-and-methods"])
def test_no_page_renders_a_name(hostile: Path, page: str) -> None:
    test = factory_degraded.run_page(page, hostile, [BRADFORD, CALDERDALE], postcode="")
    assert not test.exception
    text = list(markdown_on(test))
    live = [(mark, text[:200]) for text in text for mark in LIVE if mark in text]
    assert live == []
    # These have no council's name in a sentence: it is in a table, or in a field.
    unnamed = ("scenario", "ward, none picked", "compare, groups", "data-and-methods, sources")
    if page not in unnamed:
        assert any(plain(EVIL) in text for text in text), "the name is on the page"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*b*", r"\*b\*"),
        ("$x^2$", r"\$x^2\$"),
        (":red[z] :smile:", f":{JOINER}red\\[z\\] :{JOINER}smile:"),
        ("a\n# b", r"a \# b"),
        ("1. a", r"1\. a"),
        ("- a", r"\- a"),
        ("+250", "+250"),
        ("-", r"\-"),
        ("12) a", r"12\) a"),
        ("3.1%", "3.1%"),
        ("St. John's 2. ward", "St. John's 2. ward"),
        ("A & B &lt;", r"A \& B \&lt;"),
        ("www.evil.example", f"www{JOINER}.evil.example"),
        ("a -> b -- c", f"a -{JOINER}\\> b -{JOINER}- c"),
        ("Bradford, Calderdale and Kirklees: 3.1% (2025)",) * 2,
    ],
)
def test_what_markdown_would_take_is_escaped(text: str, escaped: str) -> None:
    assert plain(text) == escaped
