"""Median pay by section: a small workbook by hand, the bench end to end, wrong data refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_economy import pulled, tidied
from factory_ons import Cells, part
from factory_payrolled import SECTIONS, sheet, workbook

from etl.clients.files.cells import CellsError
from etl.clients.files.workbook import Workbook
from etl.datasets.labour import payrolled_pay as source

NAMES = ["Agriculture, forestry and fishing", "Energy production and supply", "UK"]
PAY: Cells = [
    ["Units", "£ per month"] if row[:1] == ["Units"] else row
    for row in sheet("24. Median pay from PAYE RTI", ["A", "D"], NAMES,
                     [1400, 3000, 1900], [1410, 3010, 1910], [1420, "[c]", 1920])
]  # fmt: skip


def pay_book(**changes: Cells) -> bytes:
    return workbook(named={"24. Median pay (Industry)": PAY} | changes)


def test_pay_is_read_by_section_and_the_newest_month_is_an_early_estimate(tmp_path: Path) -> None:
    made = tidied(source, tmp_path, pay_book())
    of_a = made.filter(industry_code="A").sort("period")
    assert of_a.select("period", "pay_gbp_month", "status").rows() == [
        ("2022-09", 1400.0, "observed"), ("2022-10", 1410.0, "observed"),
        ("2022-11", 1420.0, "estimated"),
    ]  # fmt: skip
    withheld = made.filter(industry_code="D", period="2022-11")
    assert withheld["pay_gbp_month"].to_list() == [None]
    assert set(made["area_code"]) == {"K02000001"}
    assert set(made["industry_code"]) == {"A", "D"}, "the nation's column is no industry"


def test_counts_and_mean_pay_are_not_taken_for_median_pay() -> None:
    mean: Cells = [["25. Mean pay from PAYE RTI"], *PAY[1:]]
    book = workbook(named={"25. Mean pay (Industry)": mean, "23b. Employees (x)": SECTIONS})
    with pytest.raises(CellsError, match="no sheet of median pay by industry"):
        source.EXPECTED[0].proof(Workbook(book, "made.xlsx"))


def test_two_sheets_of_it_are_refused() -> None:
    book = pay_book(**{"24b. Median pay (Industry)": PAY})
    with pytest.raises(CellsError, match="both have median pay by section"):
        source.EXPECTED[0].proof(Workbook(book, "made.xlsx"))


def test_a_workbook_without_it_leaves_the_table_empty(tmp_path: Path) -> None:
    assert source.tidy([part(tmp_path, workbook(), key="all")]).is_empty()


@pytest.mark.bench
def test_payrolled_pay_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, parts = pulled(source, bench, tmp_path)
    assert made["industry_code"].n_unique() >= 19
    newest = made.filter(period="2022-11")
    pay = dict(newest.select("industry_code", "pay_gbp_month").iter_rows())
    assert pay["D"] > pay["C"] > pay["I"] > 500, "energy pays more than making, and both than pubs"
    assert source.notes(parts, made) == [
        "Provisional periods: November 2022, an early (flash) estimate"
    ]
    assert made.filter(pl.col("pay_gbp_month").is_null()).is_empty()
