"""GVA and adverts: small workbooks by hand, then the bench's figures end to end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_economy import COUNCILS, pulled, rows_of_councils, tidied
from factory_nomis import page, row
from factory_ons import Cells, book, part

from catalog.schema import check
from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.files.cells import CellsError
from etl.clients.files.workbook import WorkbookError
from etl.clients.http import Http
from etl.datasets.labour import adverts
from etl.datasets.output import gva, gva_totals
from etl.raw import RawPart, Received, save

# ---------------------------------------------------------------- gross value added

REGION = "by ITL1 region: TLE Yorkshire and The Humber"
GVA_HEAD = ["ITL1 region", "LA code", "LA name", "SIC07", "SIC07 description", "2022", "2023 [p]"]


def gva_sheet(title: str, *values: object) -> Cells:
    york = ["Yorkshire", "E06000014", "York"]
    return [
        [f"GVA {REGION}, {title}"],
        ["This worksheet contains one table."],
        GVA_HEAD,
        [*york, "Total", "All industries", *values],
        [*york, "C (10-33)", "Manufacturing", 1, "[c]"],
    ]


def gva_book(**changed: Cells) -> bytes:
    sheets = {
        "Information": [["GVA: TLE Yorkshire and The Humber"]],
        "Current Price": gva_sheet("current prices, pounds million", 100, -3),
        "CVM Index": gva_sheet("chained volume measures index, 2022 equals 100", 9, 9),
        "CVM Pounds": gva_sheet(
            "chained volume measures in 2022 money value, pounds million [note 1]", 100, 90
        ),
    }
    return book(sheets | changed)


def test_gva_sheets_are_chosen_by_their_titles(tmp_path: Path) -> None:
    made = tidied(gva, tmp_path, gva_book(), "tle")
    total = made.filter(industry_code="total")
    assert total.select("price_basis", "price_year", "period", "gva_gbp_m").rows() == [
        ("current", "", "2022", 100.0),
        ("current", "", "2023", -3.0),
        ("constant", "2022", "2022", 100.0),
        ("constant", "2022", "2023", 90.0),
    ]
    withheld = made.filter(industry_code="C", period="2023", price_basis="current")
    assert withheld.select("gva_gbp_m", "status", "published_code").row(0) == (
        None, "suppressed", "C (10-33)",
    )  # fmt: skip


def test_gva_of_another_region_or_without_a_sheet_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CellsError, match=r"is not of North East, but of \['Yorkshire'\]"):
        tidied(gva, tmp_path, gva_book(), "tlc")
    with pytest.raises(WorkbookError, match=r"chained volume.*its sheets are Information"):
        tidied(gva, tmp_path, gva_book(**{"CVM Pounds": [["Notes"]]}), "tle")


def test_gva_sheets_are_known_without_the_region_in_their_titles(tmp_path: Path) -> None:
    named = "Table {}: Regional gross value added by industry: by ITL1 region, {}, pounds million"
    body = book({
        "Contents": [["Contents"], ["Table 3", named.format(3, "current prices")]],
        "Table 2": gva_sheet("x", 100, 90)[2:],
        "Table 3": gva_sheet("x", 100, -3)[2:],
    })  # fmt: skip
    with pytest.raises(WorkbookError, match="no sheet titled like"):
        tidied(gva, tmp_path, body, "tle")
    body = book({
        "Contents": [["Contents"], ["Table 3", named.format(3, "current prices")]],
        "2": [[named.format(2, "chained volume measures in 2023 money value")],
              *gva_sheet("x", 100, 90)[2:]],
        "3": [["Notes apply"], [named.format(3, "current basic prices")],
              *gva_sheet("x", 100, -3)[2:]],
    })  # fmt: skip
    made = tidied(gva, tmp_path, body, "tle").filter(industry_code="total", period="2023")
    assert made.select("price_basis", "price_year", "gva_gbp_m").rows() == [
        ("current", "", -3.0), ("constant", "2023", 90.0),
    ]  # fmt: skip


def test_gva_too_unreliable_to_publish_is_suppressed(upstream: Any, tmp_path: Path) -> None:
    made, _ = pulled(gva, upstream(packs=("data", "invented")), tmp_path, keys=("tlc",))
    marked = made.filter(pl.col("gva_gbp_m").is_null())
    assert marked.height > 0
    assert marked["status"].unique().to_list() == ["suppressed"]


def test_gva_of_one_region_is_made_without_the_others(bench: Any, tmp_path: Path) -> None:
    made, _ = pulled(gva, bench, tmp_path, keys=("tle",))
    assert made.filter(area_code="E08000035").height == 49 * 26 * 2
    assert gva.tidy([]).is_empty()


def nomis_totals(tmp_path: Path, area: str) -> RawPart:
    rows = [row(value, area=area, date=year, cell=(0, "GVA, pounds million", "0"))
            for year, value in (("2022", 700.0), ("2023", None))]  # fmt: skip
    received = Received((page(rows),), "https://example.org/made")
    return save(
        received, source="made", key=f"nomis-{area}", areas=(area,), request="made", root=tmp_path
    )


def test_gva_totals_from_nomis_are_taken_only_for_councils_without_a_workbook(
    tmp_path: Path,
) -> None:
    workbook = part(tmp_path, gva_book(), key="tle")
    others = [nomis_totals(tmp_path, area) for area in ("E06000014", "E07000117")]
    made = check(gva.tidy([workbook, *others]), gva.TABLE)
    burnley = made.filter(area_code="E07000117")
    assert burnley.select(
        "period", "industry_code", "price_basis", "gva_gbp_m", "status"
    ).rows() == [
        ("2022", "total", "current", 700.0, "estimated"),
        ("2023", "total", "current", None, "missing"),
    ]
    assert burnley["published_code"].unique().to_list() == [gva_totals.MARK]
    york = made.filter(area_code="E06000014")
    assert gva_totals.MARK not in york["published_code"].to_list()


def test_a_nomis_without_that_dataset_costs_a_note_and_no_failure(
    bench: Any, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path, urls=dict(bench.urls))
    (ask,) = gva_totals.requests(Areas(("E06000014",)), settings)
    received = ask.fetch(Http(pause_seconds=0.0, backoff_seconds=0.0), settings)
    assert received.pages == ()
    assert "NM_2400_1 does not exist" in received.detail["not_held"]
    stored = save(received, source="gva", key=ask.key, areas=ask.areas, request="", root=tmp_path)
    assert gva.tidy([stored]).is_empty()


@pytest.mark.parametrize(
    ("published", "code", "level"),
    [
        ("Total", "total", "total"), ("A-E", "A-E", "broad_group"), ("G-T", "G-T", "broad_group"),
        ("C (10-33)", "C", "section"), ("T (97-98)", "T", "section"),
        ("AB (1-9)", "AB", "section_group"), ("DE (35-39)", "DE", "section_group"),
        ("CA-CB (10-15)", "CA-CB", "division_group"), ("CM (31-33)", "CM", "division_group"),
        ("49-51", "49-51", "division_group"), ("45", "45", "division"),
        ("68IMP", "68IMP", "division_part"), ("68", "68", "division_part"),
        ("L (68)", "L", "section"), ("New!", "New!", "New!"),
    ],
)  # fmt: skip
def test_gva_industries(published: str, code: str, level: str) -> None:
    frame = pl.DataFrame({"published_code": [published]}).select(gva.industry_columns())
    assert frame.row(0) == (code, level)


def test_gva_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, parts = pulled(gva, bench, tmp_path, keys=("tle", "tll"))
    # 49 industries, 26 years, 2 price bases.
    assert rows_of_councils(made) == dict.fromkeys(COUNCILS, 49 * 26 * 2)
    assert parts[0].note.detail["file"].endswith("tleyorkshireandthehumber.xlsx")
    leeds = made.filter(area_code="E08000035", industry_code="total", period="2023")
    assert leeds["gva_gbp_m"].to_list() == [36554, 33786]
    wide = made.pivot("price_basis", index=["area_code", "industry_code", "period"],
                      values="gva_gbp_m")  # fmt: skip
    assert (
        wide.filter(period="2022").select(pl.col("current") == pl.col("constant")).to_series().all()
    )
    assert made.filter(area_code="W06000024")["status"].unique().sort().to_list() == [
        "estimated", "suppressed",
    ]  # fmt: skip


def test_gva_sections_and_section_groups_are_every_industry_once(
    bench: Any, tmp_path: Path
) -> None:
    made, _ = pulled(gva, bench, tmp_path, keys=("tle",))
    money = made.filter(price_basis="current").group_by("area_code", "period").agg(
        parts=pl.col("gva_gbp_m")
        .filter(pl.col("industry_level").is_in(["section", "section_group"]))
        .sum(),
        total=pl.col("gva_gbp_m").filter(pl.col("industry_level") == "total").sum(),
    )  # fmt: skip
    # Each of the 18 parts is rounded to a million.
    assert money.select((pl.col("parts") - pl.col("total")).abs().max()).item() <= 9


# ---------------------------------------------------------------- job adverts

WHERE = ["Region", "ITL2", "Local Authority District", "Local Authority Code"]
WITH_SOC = [*WHERE[:3], "SOC 3 digit code", "SOC 3 digit label", WHERE[3]]
NORTH = ["Yorkshire and The Humber", "North Yorkshire", "York"]
ABOVE = [["Table"], ["This worksheet contains one table."], ["[x] is suppressed"]]


def adverts_book(by_occupation: Cells = ()) -> bytes:
    return book(
        {
            "Table 1": [*ABOVE, ["Country", "Jul-25"], ["England", 900], ["Wales", 50], ["UK", 1]],
            "Table 2": [
                *ABOVE,
                [*WHERE, "Jul-25", date(2025, 8, 1)],
                [*NORTH, "E06000014", 7, "[x]"],
                ["London", "London", "London", None, 300, 310],
                ["Unknown", "Unknown", "Unknown", None, 4, 4],
                ["Scotland", "East", "Fife", "S12000047", 5, 5],
            ],
            "Table 4": [*ABOVE, [*WITH_SOC, "Jul-25"], *by_occupation],
        }
    )


def test_adverts_of_nations_councils_and_london(tmp_path: Path) -> None:
    made = tidied(adverts, tmp_path, adverts_book())
    shown = made.select("area_code", "area_type", "period", "adverts_count", "status")
    assert shown.rows() == [
        ("E92000001", "country", "2025-07", 900.0, "observed"),
        ("W92000004", "country", "2025-07", 50.0, "observed"),
        ("E06000014", "lad", "2025-07", 7.0, "observed"),
        ("E12000007", "region", "2025-07", 300.0, "observed"),
        ("E06000014", "lad", "2025-08", None, "suppressed"),
        ("E12000007", "region", "2025-08", 310.0, "observed"),
    ]
    assert made["occupation_code"].unique().to_list() == ["total"]
    assert made["period_end"].max() == date(2025, 8, 31)


def test_adverts_by_occupation(tmp_path: Path) -> None:
    rows = [
        [*NORTH, "211", "Natural and social science professionals", "E06000014", 20],
        [*NORTH, "Unknown", "Unknown", "E06000014", "[x]"],
    ]
    made = tidied(adverts, tmp_path, adverts_book(rows)).filter(
        pl.col("occupation_code") != "total"
    )
    assert made.select("occupation_code", "adverts_count", "status").rows() == [
        ("211", 20.0, "estimated"),
        ("unknown", None, "suppressed"),
    ]


def test_adverts_of_an_edition_without_a_table_by_occupation(tmp_path: Path) -> None:
    sheets = {
        "Table 1": [*ABOVE, ["Country", "Sept-25 [p]"], ["England", 900]],
        "Table 2": [*ABOVE, [*WHERE, "Sept-25 [p]"], [*NORTH, "E06000014", 7]],
    }
    made = tidied(adverts, tmp_path, book(sheets))
    assert made.select("area_code", "period", "occupation_code").rows() == [
        ("E92000001", "2025-09", "total"), ("E06000014", "2025-09", "total"),
    ]  # fmt: skip


def test_adverts_end_to_end_say_that_there_is_nothing_by_occupation(
    bench: Any, tmp_path: Path
) -> None:
    made, (stored,) = pulled(adverts, bench, tmp_path)
    assert rows_of_councils(made) == dict.fromkeys(COUNCILS, 49)
    assert stored.note.detail["not_held"].startswith("Table 4: Online job adverts")
    assert stored.note.detail["edition"] == "january2017tojuly2025"
    leeds = made.filter(area_code="E08000035", period="2025-07")
    assert leeds["adverts_count"].to_list() == [28812]


def test_adverts_with_invented_occupations_end_to_end(upstream: Any, tmp_path: Path) -> None:
    made, (stored,) = pulled(adverts, upstream(packs=("data", "invented")), tmp_path)
    assert "not_held" not in stored.note.detail
    assert made["occupation_code"].n_unique() == 105
    assert set(rows_of_councils(made).values()) == {49 * 105}


def test_a_new_month_comes_with_the_next_edition(upstream: Any, tmp_path: Path) -> None:
    made, (stored,) = pulled(adverts, upstream(as_of=["adverts=2024-07"]), tmp_path)
    edition = stored.note.detail["edition"]
    assert (edition, made["period"].max()) == ("january2017tojuly2024", "2024-07")
