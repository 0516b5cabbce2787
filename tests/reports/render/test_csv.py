"""The tidy CSV: a figure a row, whole, with status; metadata that describes every column."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import factory_reports
import polars as pl
import pytest

from reports.content import DataTable, Field, Section
from reports.render import csv


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    held = csv.render(factory_reports.report())[csv.FIGURES]
    return pl.read_csv(io.BytesIO(held), infer_schema_length=None, null_values=[""])


def test_every_figure_of_every_table_is_a_row(figures: pl.DataFrame) -> None:
    assert figures.group_by("table", maintain_order=True).len().rows() == [
        ("gaps", 6),
        ("wards", 2),
    ]
    gaps = figures.filter(table="gaps")
    assert gaps["value"].to_list() == factory_reports.GAPS["gap_persons"].to_list()
    assert gaps["lower"].to_list() == factory_reports.GAPS["lower80"].to_list()
    assert gaps["upper"].to_list() == factory_reports.GAPS["upper80"].to_list()
    assert gaps["status"].to_list() == factory_reports.GAPS["status"].to_list()


def test_rows_carry_codes_vintage_period_unit_and_source(figures: pl.DataFrame) -> None:
    ward = figures.filter(table="wards").row(0, named=True)
    assert (ward["gss_code"], ward["gss_name"], ward["geography_vintage"]) == (
        "E05000001", "North", 2025,
    )  # fmt: skip
    gap = figures.row(0, named=True)
    assert gap["gss_code"] == "E06000001"
    assert (gap["unit"], gap["period"], gap["source"]) == ("persons a year", 2024, "skills_gaps")
    assert gap["item_code"] == 11
    assert figures.select(csv.KEY).is_duplicated().sum() == 0


def test_no_text_can_become_a_formula(figures: pl.DataFrame) -> None:
    texts = [text for column in figures.select(pl.col(pl.String)) for text in column.drop_nulls()]
    assert not [text for text in texts if text[0] in "=+-@\t\r"]
    assert figures["item_name"][0] == f"'{factory_reports.FORMULA}"
    assert figures["value"][1] == -5.25, "a number below zero stays a number"


def one_table(frame: pl.DataFrame, *fields: Field) -> pl.DataFrame:
    """The CSV of a report of one table."""
    table = DataTable("t", "T", frame, fields, "made_up")
    made = replace(factory_reports.report(), sections=(Section("s", "S", (table,)),))
    held = csv.render(made)[csv.FIGURES]
    return pl.read_csv(io.BytesIO(held), infer_schema=False, null_values=[""])


def test_councils_side_by_side_are_told_apart_and_their_names_are_no_formulas() -> None:
    frame = pl.DataFrame(
        {"breakdown_code": ["1"], "breakdown_name": ["Arts"], "count_E06000001": [3.0],
         "count_E06000002": [None], "status_E06000002": ["suppressed"]},
        schema_overrides={"count_E06000002": pl.Float64},
    )  # fmt: skip
    found = one_table(
        frame,
        Field("breakdown_name", "Subject"),
        Field("count_E06000001", "=Hartfield", 0),
        Field("count_E06000002", "Milton", 0, "", "status_E06000002"),
    )
    assert found.select("gss_code", "gss_name", "item_code", "item_name", "status").rows() == [
        ("E06000001", "'=Hartfield", "1", "Arts", None),
        ("E06000002", "Milton", "1", "Arts", "suppressed"),
    ]
    assert found["measure_name"].to_list() == ["'=Hartfield", "Milton"]


def test_a_pair_is_the_item_other_words_are_the_remark_and_a_figure_not_there_is_missing() -> None:
    frame = pl.DataFrame(
        {"occupation_code": ["11"], "occupation_name": ["Cooks"], "industry_code": ["I"],
         "industry_name": ["Food"], "answer": ["Likely grown"], "change_pct": [None],
         "status": ["modelled"]},
        schema_overrides={"change_pct": pl.Float64},
    )  # fmt: skip
    found = one_table(
        frame,
        Field("occupation_name", "Occupation"),
        Field("industry_name", "Sector"),
        Field("answer", "Has it grown?"),
        Field("change_pct", "Growth", 1, status="status"),
    )
    row = found.row(0, named=True)
    assert (row["item_code"], row["item_name"]) == ("11; I", "Cooks; Food")
    assert (row["remark"], row["unit"]) == ("Has it grown?: Likely grown", "%")
    assert (row["value"], row["status"]) == (None, "missing")


def test_the_metadata_describes_the_columns_and_carries_the_sources(figures: pl.DataFrame) -> None:
    told = json.loads(csv.render(factory_reports.report())[csv.FIGURES + csv.METADATA])
    assert [column["name"] for column in told["tableSchema"]["columns"]] == figures.columns
    assert told["url"] == csv.FIGURES
    assert told["tableSchema"]["primaryKey"] == ["table", "row", "measure"]
    assert told["dc:source"][0]["sha256"] == "ab" * 32
    assert told["dc:issued"] == "2026-11-23"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert csv.render(factory_reports.report()) == csv.render(factory_reports.report())
