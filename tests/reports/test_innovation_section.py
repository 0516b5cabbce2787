"""The report's section on who works on what: counts as in the tables, gaps, and what is missing."""

from __future__ import annotations

from pathlib import Path

import factory_innovation as made
import polars as pl
import pytest
from factory_innovation import BRADFORD, MANNINGHAM
from factory_ward_report import stored, tables

from presentation.cells import row_words
from presentation.innovation_words import ward_sentence
from reports.content import DataTable, Section, Text
from reports.inputs import ReportArea
from reports.reading import Tables
from reports.sections.innovation import innovation


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    frames = {"councils": tables()["councils"], "innovation_sectors": made.sectors(),
              "innovation_council": made.councils()}  # fmt: skip
    return stored(tmp_path_factory.mktemp("tables"), frames)


def make(root: Path) -> tuple[Section, ...]:
    area = ReportArea(Tables(root), "Bradford", ((BRADFORD, "Bradford"),), (), {})
    return innovation(area)


def test_counts_are_those_of_the_table_and_no_data_is_no_zero(root: Path) -> None:
    (section,) = make(root)
    assert section.printed == "standard", "the brief edition has no room for it"
    table = next(block for block in section.blocks if isinstance(block, DataTable))
    first, *_ = table.cut("standard").frame.rows(named=True)
    assert (first["sector_name"], first["firms_count"]) == ("Advanced Manufacturing", 6)
    assert table.cut("standard").frame.height == 3, "a sector without anything is not printed"
    life = table.frame.filter(sector_name="Life Sciences").row(0, named=True)
    assert life["investor_awards_count"] is None
    assert life["investor_awards_count_status"] == "missing"
    assert row_words(life, table.fields)[-2] == "[x]"
    text = " ".join(line for block in section.blocks if isinstance(block, Text)
                    for line in block.lines)  # fmt: skip
    assert "Of 11 businesses of Bradford with an award in 2023 to 2025, 5 had a university" in text
    assert "and 4 neither (some have both)." in text, "5, 3 and 4 are more than 11"
    assert "Gaps to bridge: businesses, none with a university on a project" in text
    assert "not what was spent" in text


def test_without_its_tables_there_is_no_section(tmp_path: Path) -> None:
    root = stored(tmp_path, {"councils": tables()["councils"]})
    assert make(root) == ()


def test_a_ward_says_how_many_and_the_latest() -> None:
    wards = pl.DataFrame({"ward_code": [MANNINGHAM, "E05000001"], "ward_name": ["Manningham", "X"],
                          "lad_code": [BRADFORD] * 2, "lad_name": ["Bradford"] * 2})  # fmt: skip
    here, none = made.wards(wards).rows(named=True)
    assert ward_sentence(here) == (
        "6 organisations here have had Innovate UK awards; the latest: Cleaner dyes for wool "
        "(2025, Manufacturing)"
    )
    assert ward_sentence(none).startswith("No organisation with an address here")
    assert ward_sentence(None) == "We have no data on awards of Innovate UK here"
