"""Payrolled employees: small workbooks by hand, then the bench's workbook end to end."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_economy import COUNCILS, pulled, rows_of_councils
from factory_ons import Cells, book, part
from factory_payrolled import DISTRICTS, MONTHS, PAY, REGIONS, SECTIONS, UK, UNIT, sheet, workbook

from catalog.schema import check
from catalog.settings import SAMPLE, Settings
from catalog.store import read
from etl import raw
from etl.clients.files.sheet_links import read_sheet_links
from etl.clients.files.workbook import Workbook
from etl.clients.http import Http
from etl.datasets.labour import payrolled_employees as source
from etl.datasets.labour.payrolled_sheets import read_counts
from geo.changes import to_current_lads


def tidied(root: Path, body: bytes) -> pl.DataFrame:
    return check(source.tidy([part(root, body)]), source.TABLE)


def figures(made: pl.DataFrame, code: str, industry: str = "total") -> list[Any]:
    rows = made.filter(area_code=code, industry_code=industry).sort("period")
    return rows.select("payrolled_employees_persons", "status").rows()


def test_employees_are_read_of_the_nation_its_sections_regions_and_councils(tmp_path: Path) -> None:
    made = tidied(tmp_path, workbook())
    assert figures(made, "K02000001") == [
        (300, "observed"), (310, "observed"), (330, "estimated"),
    ]  # fmt: skip
    assert figures(made, "K02000001", "D")[0] == (2, "observed")
    assert figures(made, "E12000003")[1] == (21, "observed"), "'the Humber' is 'The Humber'"
    assert figures(made, "E12000006")[2] == (32, "estimated"), "'East' is the East of England"
    assert figures(made, "E06000014") == [(90, "observed"), (91, "observed"), (92, "estimated")]
    assert set(made["area_code"]) == {"K02000001", "E12000003", "E12000006", "E06000014"}
    york = made.filter(area_code="E06000014").row(0, named=True)
    assert (york["period_start"], york["period_end"]) == (date(2022, 9, 1), date(2022, 9, 30))


def test_sections_come_by_their_words_and_a_withheld_cell_is_no_zero(tmp_path: Path) -> None:
    made = tidied(tmp_path, workbook())
    by_code = made.filter(area_type="country").select("industry_code", "industry_level").unique()
    assert dict(by_code.iter_rows()) == {
        "total": "total", "A": "section", "D": "section", "TU": "section_group",
    }  # fmt: skip
    assert figures(made, "K02000001", "TU")[2] == (None, "suppressed")
    # The letters above the names are another classification's from 2026 on, and are not read.
    lettered = [["", "A"], ["Date", "Manufacturing"], *([m, 7] for m in MONTHS)]
    again = tidied(tmp_path, workbook(s23=[UNIT, *lettered]))
    assert figures(again, "K02000001", "C")[0] == (7, "observed")


def test_the_newest_month_is_said_to_be_an_early_estimate(tmp_path: Path) -> None:
    parts = [part(tmp_path, workbook())]
    assert source.notes(parts, source.tidy(parts)) == [
        "Provisional periods: November 2022, an early (flash) estimate"
    ]


def shifted(cells: Cells) -> Cells:
    """The same sheet two rows lower and one column to the right, under another title."""
    moved = [[None, *row] for row in cells[1:]]
    return [["Contents"], [], ["Real time information: a new title"], *moved]


def test_sheets_are_known_by_what_is_in_them(tmp_path: Path) -> None:
    usual = tidied(tmp_path, workbook())
    renamed = book({"Contents": [["1", "Payrolled employees"]], "T1": shifted(UK),
                    "T2": shifted(REGIONS), "T3": shifted(DISTRICTS), "T4": shifted(PAY),
                    "T5": shifted(SECTIONS)})  # fmt: skip
    assert tidied(tmp_path, renamed).equals(usual)


def test_months_may_be_real_dates_and_bear_marks(tmp_path: Path) -> None:
    dates = [UNIT, ["Date", "Payrolled employees"],
             [date(2022, 9, 1), 300], ["October 2022", 310],
             ["November 2022 [p]", 330]]  # fmt: skip
    assert figures(tidied(tmp_path, workbook(s1=dates)), "K02000001")[2] == (330, "estimated")


def test_rows_are_read_whatever_size_a_sheet_says_it_has(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            wrong, count = re.subn(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', text)
            assert count == name.startswith("xl/worksheets/sheet")
            new.writestr(name, wrong)
    assert tidied(tmp_path, held.getvalue()).equals(tidied(tmp_path, workbook()))


def test_a_council_that_is_renamed_keeps_its_code(tmp_path: Path) -> None:
    renamed = [["Eboracum" if cell == "York" else cell for cell in row] for row in DISTRICTS]
    made = tidied(tmp_path, workbook(s19=renamed))
    york = made.filter(area_code="E06000014")
    assert york["area_name"].unique().to_list() == ["Eboracum"]
    assert figures(made, "E06000014")[0] == (90, "observed")


def test_sections_without_a_column_and_unknown_columns_are_said() -> None:
    new = [["Robotics" if cell == "Energy production and supply" else cell for cell in row]
           for row in SECTIONS]  # fmt: skip
    unread = source.EXPECTED[0].compare(Workbook(workbook(s23=new), "made.xlsx"))[2]
    assert unread[0] == "23. Employees (Industry): 1 columns that we do not know (Robotics)"
    assert unread[1].startswith(
        "23. Employees (Industry): no column for B (Mining and quarrying), "
    )
    assert "D (Elec" in unread[1]
    assert "Households" not in unread[1], "T and U have one column together"
    assert len(unread) == 2, "Scotland is rightly left out"
    assert source.DISTRICTS.compare(Workbook(workbook(), "made.xlsx"))[2] == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"s23": None}, "has no sheet of payrolled employees by section, only 1. Payrolled"),
        ({"s1": None, "s7": None}, "by country nor by region"),
        ({"s7": [*REGIONS, ["Decembr 2022", 1, 2]]}, r"begin with no month: \['Decembr 2022'\]"),
        ({"s7": [*REGIONS[:-2], REGIONS[-1]]}, "left out between others"),
        ({"s7": [*REGIONS, REGIONS[-1]]}, "some twice"),
        ({"s20": DISTRICTS}, r"both 19. Employees \(LA\) and 20. Median pay \(LA\) count"),
        ({"s7": [["East" if cell == "Scotland" else cell for cell in row] for row in REGIONS]},
         r"same place or industry: \['E12000006'\]"),
    ],
)  # fmt: skip
def test_another_layout_is_refused_in_words(changes: dict[str, Any], words: str) -> None:
    faults = source.EXPECTED[0].compare(Workbook(workbook(**changes), "made.xlsx"))[0]
    assert len(faults) == 1
    assert re.search(words, faults[0])


def test_notes_under_the_months_are_no_data(tmp_path: Path) -> None:
    noted = [*DISTRICTS, [], ["The next update is on 14 March 2023"], ["Source: HMRC"]]
    assert tidied(tmp_path, workbook(s19=noted)).equals(tidied(tmp_path, workbook()))


def test_councils_of_2021_are_moved_to_those_of_today(tmp_path: Path) -> None:
    codes = ["E07000163", "E07000164", "E07000165", "E07000166", "E07000167", "E07000168"]
    names = ["Craven", "Hambleton", "Harrogate", "Richmondshire", "Ryedale", "Scarborough"]
    body = workbook(s19=sheet("", codes, names, [1] * 6, [2] * 6, [3] * 6))
    moved, notes = to_current_lads(
        tidied(tmp_path, body), read("lad_changes", SAMPLE)[0], source.TABLE
    )
    # Selby, the seventh, has no column.
    assert figures(moved, "E06000065") == [(6, "partial"), (12, "partial"), (18, "partial")]
    assert "Hambleton to North Yorkshire" in notes[0]


# ---------------------------------------------------------------- the bench


def test_payrolled_employees_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, parts = pulled(source, bench, tmp_path)
    assert [stored.note.key for stored in parts] == ["all", "districts"]
    assert made["period"].min() == "2014-07"
    assert made["period"].max() == "2022-11"
    assert rows_of_councils(made) == dict.fromkeys(COUNCILS, 101)
    newest = made.filter(period="2022-11")
    assert newest["status"].unique().to_list() == ["estimated"]
    uk = newest.filter(area_code="K02000001")
    total = uk.filter(industry_code="total")["payrolled_employees_persons"].item()
    assert total == 29_938_584
    by_section = uk.filter(pl.col("industry_code") != "total")
    assert by_section.height == 20
    assert by_section["payrolled_employees_persons"].sum() == pytest.approx(total, abs=20)


def test_councils_of_a_country_add_up_to_its_regions(bench: Any, tmp_path: Path) -> None:
    made, _ = pulled(source, bench, tmp_path, keys=["all"])
    of = made.filter(industry_code="total").with_columns(country=pl.col("area_code").str.head(1))
    councils = of.filter(area_type="lad").group_by("country", "period").agg(
        pl.col("payrolled_employees_persons").sum().alias("councils")
    )  # fmt: skip
    wide = of.filter(pl.col("area_code").str.contains("^(E12|W92)")).group_by(
        "country", "period"
    ).agg(pl.col("payrolled_employees_persons").sum().alias("wide"))  # fmt: skip
    both = councils.join(wide, on=["country", "period"], validate="1:1")
    assert both.height == 2 * 101
    assert both.select((pl.col("councils") - pl.col("wide")).abs().max()).item() <= 200


def test_sheets_of_text_in_the_bench_link_to_an_older_edition(bench: Any, tmp_path: Path) -> None:
    pulled(source, bench, tmp_path, keys=["all"])
    body = next(iter(raw.parts("made", tmp_path))).pages()[0]
    linked = read_sheet_links(body, "36. Employees (NUTS1Sector)", "rtisa.xlsx")
    assert [link.rsplit("/", 1)[-1] for link in linked] == ["rtisanov2022.xlsx"]
    kinds = read_counts(Workbook(body, "rtisa.xlsx"))
    assert {kind: len(sheet.columns) for kind, sheet in kinds.items()} == {
        "country": 1, "region": 10, "district": 336, "section": 20,
    }  # fmt: skip


def test_the_bench_is_as_expected(bench: Any, tmp_path: Path) -> None:
    where = Settings(data=tmp_path, urls=dict(bench.urls))
    http = Http(pause_seconds=0.0)
    assert [e.differences(http, where) for e in source.EXPECTED] == [[]]
