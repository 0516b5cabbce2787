"""The data dictionary: every table and column is in it, in words."""

from __future__ import annotations

import polars as pl
import pytest

from catalog import dictionary
from catalog.columns import COLUMNS
from catalog.schema import Table
from catalog.tables import TABLES, families

ORIGINS = {name: [f"Where {name} is from."] for name in TABLES}
JOBS = Table(
    name="jobs", grain="a place", key=("area_code",), columns=("area_code", "jobs", "status"),
    value="jobs", additive=True, non_negative=("jobs",), allowed=(("area_code", ("E1", "E2")),),
)  # fmt: skip


def test_every_column_has_a_type_in_words() -> None:
    assert {dictionary.type_name(column) for column in COLUMNS.values()} == {
        "text", "number", "whole number", "date", "yes or no", "shape (WKB)",
    }  # fmt: skip


def test_families_hold_every_table_once() -> None:
    names = [table.name for family in families() for table in family.tables]
    assert sorted(names) == sorted(TABLES)


def test_columns_are_described_as_they_are_defined() -> None:
    described = dictionary.describe_columns(JOBS)
    assert described.row(1, named=True) == {
        "column": "jobs", "type": "number", "unit": "jobs",
        "meaning": "Jobs at workplaces in the area", "key": False, "may_be_blank": True,
    }  # fmt: skip
    assert described.filter(pl.col("key"))["column"].to_list() == ["area_code"]


def test_every_law_of_a_table_is_a_sentence() -> None:
    assert dictionary.promises(JOBS) == [
        "No two rows share `area_code`.",
        "`area_code` is one of: E1, E2.",
        "Never below zero: `jobs`.",
        "`status` speaks of `jobs`, which is blank where `status` is suppressed or missing and "
        "nowhere else.",
        "Values of areas may be added up: `jobs`.",
    ]


def test_the_dictionary_has_every_table_with_its_columns_and_origin() -> None:
    text = dictionary.dictionary(ORIGINS)
    for name, table in TABLES.items():
        section = text.split(f"\n### {name}\n")[1].split("\n### ")[0]
        assert f"One row is {table.grain}." in section
        assert f"- Where {name} is from." in section
        for column in table.definitions:
            assert f"| `{column.name}`" in section, (name, column.name)


def test_a_table_of_unknown_origin_is_named() -> None:
    with pytest.raises(ValueError, match=r"where these tables come from: gva, jobs$"):
        dictionary.dictionary({k: v for k, v in ORIGINS.items() if k not in ("jobs", "gva")})
