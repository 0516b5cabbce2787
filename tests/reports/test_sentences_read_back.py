"""The sentences of a report, read back: every number in them stands in the table that they name.

A number is one of the table's cells as people read them, or a figure of the same rows that the
table leaves to the CSV; the numbers of periods and of tables themselves are not figures. What a
sentence calls the most, the largest or the clearest is the first of that table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from catalog.settings import Settings
from presentation.cells import row_words
from presentation.numbers import digits, estimate, in_sentence
from presentation.sector_words import name_sector
from presentation.skill_words import name_occupation
from reports import gap_report
from reports.choices import Choices
from reports.content import DataTable, Edition, Report, Text
from reports.sections import chart_data

PLACES = {
    "one": ("E08000032",), "another": ("E08000033",),
    "three": ("E08000032", "E08000033", "E08000034", "E08000035", "E08000036"),
}  # fmt: skip
SECTIONS = ("place", "sectors", "sectors-grown", "sectors-coming", "skills", "gaps", "pressure",
            "wards", "access")  # fmt: skip
NAMED = re.compile(r"(?:Table|Figure) \d+(?: in the workbook)?")
NUMBER = re.compile(r"[+\u2212]?\d[\d,]*(?:\.\d+)?")
# Numbers in the sentences' own words: the interval's level, and how long after a rate was measured.
OWN_WORDS = re.compile(r"80% interval|three years later|1,000 times|level \d(?: or \d)?|Level \d")
YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d\d)?")


@pytest.fixture(scope="module", params=PLACES)
def report(request: pytest.FixtureRequest, prepared: Settings) -> Report:
    councils = PLACES[request.param]
    name = "Part of the county" if len(councils) > 1 else ""
    return gap_report.build(prepared.tables, councils, name, made_on="2026-11-26", version="0")


def sentences(report: Report) -> Iterator[tuple[str, str]]:
    """Each sentence that names a table or figure, with that name; one line may have several."""
    for section in report.sections:
        if section.id not in SECTIONS:
            continue
        for block in section.blocks:
            for line in block.lines if isinstance(block, Text) else ():
                names = NAMED.findall(line)
                if names:
                    assert len(set(names)) == 1, line
                    yield line, names[0]


def find_table(report: Report, name: str) -> DataTable:
    """The table of that number, or the one of which a figure is drawn."""
    kind, number = name.split()[:2]
    wanted = next(
        block for block in report.blocks()
        if not isinstance(block, Text) and block.heading.startswith(f"{kind} {number}. ")
    )  # fmt: skip
    if isinstance(wanted, DataTable):
        return wanted
    return next(table for table in report.tables() if table.id == wanted.table)


def figures_of(table: DataTable) -> set[str]:
    """Every number of the table as some reader may see it."""
    found: set[str] = set()
    for row in table.frame.iter_rows(named=True):
        texts = row_words(row, table.fields)
        found |= {number for text in texts for number in NUMBER.findall(in_sentence(text))}
        for value in row.values():
            if isinstance(value, int | float) and not isinstance(value, bool):
                found |= {in_sentence(digits(value, places)) for places in (0, 1)}
                found |= {in_sentence(estimate(value, signed=True)), in_sentence(estimate(value))}
            elif isinstance(value, str):
                found |= set(NUMBER.findall(value))
    return found


def test_every_number_stands_in_the_table_that_the_sentence_names(report: Report) -> None:
    read = 0
    for line, name in sentences(report):
        table = find_table(report, name)
        words = OWN_WORDS.sub("", YEAR.sub("", NAMED.sub("", line)))
        if table.id == "place":  # which counts its own rows
            words = re.sub(r"on \d+ of \d+ headline figures", "", words)
        if table.id == "openings":  # the one ratio that is made of two of its columns
            words = re.sub(r"\d+% of them replace", "", words)
        there = figures_of(table)
        for number in NUMBER.findall(words):
            assert number in there, (number, line, table.id)
            read += 1
    assert read >= 12


def first_of(report: Report, table_id: str) -> tuple[DataTable, dict[str, object]]:
    table = next(table for table in report.tables() if table.id == table_id)
    return table, table.frame.row(0, named=True)


def line_with(report: Report, words: str) -> str:
    return next(line for line, _ in sentences(report) if words in line)


def test_the_most_openings_and_the_most_pressure_are_the_first_rows(report: Report) -> None:
    openings, first = first_of(report, "openings")
    assert name_occupation(str(first["skill_code"])) in line_with(report, "most openings are for")
    assert first["openings_persons"] == openings.frame["openings_persons"].max()
    replaced = 100 * first["replacement_openings_persons"] / first["openings_persons"]  # type: ignore[operator]
    assert f"{min(replaced, 100):.0f}% of them replace" in line_with(report, "openings are for")
    pressure, first = first_of(report, "pressure")
    assert name_occupation(str(first["occupation_code"])) in line_with(report, "advertise most")
    assert first["pressure_times"] == pressure.frame["pressure_times"].max()


def test_the_largest_sector_and_those_that_grew_are_those_of_the_tables(report: Report) -> None:
    now, first = first_of(report, "sectors-now")
    assert first["jobs"] == now.frame["jobs"].max()
    assert name_sector(first).lower() in line_with(report, "The largest sector").lower()
    grown = next(table for table in report.tables() if table.id == "sectors-grown").frame
    lines = [line for line, _ in sentences(report) if "likely grew" in line]
    sure = grown.filter(pl.col("growth_tier") == "very likely grown")
    sure = sure if sure.height else grown.filter(pl.col("growth_tier") == "likely grown")
    assert bool(lines) == bool(sure.height)
    for line in lines:
        for row in sure.sort("change_jobs", descending=True).head(3).iter_rows(named=True):
            assert f"{estimate(row['change_jobs'], signed=True)} jobs" in line
    falls = grown.filter(pl.col("growth_tier") == "very likely shrunk").sort("change_jobs")
    for line in [line for line, _ in sentences(report) if "clearest fall" in line]:
        if falls.height:
            assert in_sentence(estimate(falls["change_jobs"][0], signed=True)) in line


def test_the_level_with_most_openings_is_the_one_that_is_named(report: Report) -> None:
    levels = next(table for table in report.tables() if table.id == "gaps-qualification").frame
    most = levels.sort("openings_persons", descending=True).row(0, named=True)
    name = most["skill_name"].partition(" (")[0].lower()
    assert f"Most openings are at {name}:" in line_with(report, "Most openings are at")


def test_headlines_are_six_short_and_each_names_its_table(report: Report) -> None:
    listed = next(block for block in report.sections[0].blocks
                  if isinstance(block, Text) and block.listed)  # fmt: skip
    assert 4 <= len(listed.lines) <= 6
    for line in listed.lines:
        assert NAMED.search(line), line
        assert len(line.split()) <= 60, line


def test_no_paragraph_is_long_and_none_names_what_is_not_there(report: Report) -> None:
    for block in report.in_print().blocks():
        for line in block.lines if isinstance(block, Text) else ():
            assert len(line.split()) <= 60, line
            assert "[[" not in line
            assert not re.search(r"\b(None|nan)\b|\(\)|  |\.\.|,\.", line), line


@pytest.mark.parametrize("edition", ["brief", "standard", "full"])
def test_tables_and_figures_are_numbered_in_order_of_print(
    prepared: Settings, edition: Edition
) -> None:
    councils = PLACES["another"]
    made = gap_report.build(prepared.tables, councils, "", made_on="2026-11-26", version="0",
                            choices=Choices(edition=edition))  # fmt: skip
    printed = made.in_print()
    blocks = [block for section in printed.sections for block in section.blocks]
    for kind in ("Table", "Figure"):
        numbers = [
            block.number for block in blocks
            if not isinstance(block, Text) and block.heading.startswith(kind)
        ]  # fmt: skip
        assert numbers == list(range(1, len(numbers) + 1)), (edition, kind)
    every = [table.number for table in made.tables()]
    assert every == list(range(1, len(every) + 1)), "the workbook goes on counting"
    if edition == "brief":
        assert [section.id for section in printed.sections] == ["place", "priorities"]


def test_one_unit_has_one_rounding(report: Report) -> None:
    decimals: dict[str, set[int | None]] = {}
    for table in report.tables():
        for field in table.fields:
            if field.decimals is not None and field.unit and not field.decimals_from:
                decimals.setdefault(field.unit, set()).add(field.decimals)
    assert {unit: found for unit, found in decimals.items() if len(found) > 1} == {}


def test_no_interval_is_of_zero_width(report: Report) -> None:
    compared = 0
    for table in report.tables():
        ends = [place for place, field in enumerate(table.fields)
                if field.name.endswith("lower80")]  # fmt: skip
        for row in table.frame.iter_rows(named=True):
            cells = row_words(row, table.fields)
            for place in ends:
                lower, upper = cells[place], cells[place + 1]
                assert lower != upper or lower.startswith("["), (table.id, cells)
                compared += 1
    assert compared > 100


def test_charts_that_can_be_changed_have_the_figures_of_their_tables(report: Report) -> None:
    pictures = {picture.id: picture for picture in report.pictures() if picture.chart}
    openings = next(table for table in report.tables() if table.id == "openings").frame
    chart = pictures["chart-openings"].chart
    assert chart is not None
    parts = dict(zip(("replacement", "growth"), chart.series, strict=True))
    for name, series in parts.items():
        own = openings[f"{name}_openings_persons"].head(len(chart.categories))
        assert list(series.values) == own.to_list()
    assert chart_data.PUBLISHED[0] in {s.name for s in pictures["chart-jobs"].chart.series}  # type: ignore[union-attr]


@pytest.fixture
def root(prepared: Settings) -> Path:
    return prepared.tables


def test_choices_leave_sections_out_and_put_own_words_in(root: Path) -> None:
    choices = Choices(
        title="Our plan", subtitle="What we train for", contact="Zebedee Quillfeather",
        without=("sectors", "wards"), texts=(("introduction", "One.\n\nTwo."), ("skills", "Ours.")),
    )  # fmt: skip
    made = gap_report.build(root, ["E08000032"], "", made_on="2026-11-26", version="0",
                            choices=choices)  # fmt: skip
    names = [section.id for section in made.sections]
    assert not {"sectors", "sectors-grown", "decomposition", "wards", "wards-detail"} & set(names)
    assert names[:3] == ["place", "introduction", "priorities"]
    skills = next(section for section in made.sections if section.id == "skills")
    assert skills.blocks[0] == Text(("Ours.",))
    assert (made.title, made.subtitle, made.contact) == (
        "Our plan", "What we train for", "Zebedee Quillfeather",
    )  # fmt: skip
    said = [line for block in made.sections[0].blocks if isinstance(block, Text)
            for line in block.lines]  # fmt: skip
    assert not any("grew" in line or "fall is in" in line for line in said)
