"""Sources of the economy: small workbooks by hand, then the bench's figures end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from ons_made import Cells, book, part

from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.http import FetchError, Http
from etl.ons_series import SeriesAsk
from etl.registry import SourceModule
from etl.sources import adverts, business_demography, gva, national_rates, vacancies
from etl.workbook import WorkbookError

COUNCILS = ["E06000014", "E08000032", "E08000033", "E08000034", "E08000035"]


def tidied(source: SourceModule, tmp_path: Path, body: bytes, key: str = "all") -> pl.DataFrame:
    return check(source.tidy([part(tmp_path, body, key=key)]), source.TABLE)


def pulled(
    source: SourceModule, server: Any, tmp_path: Path, keys: Sequence[str] = ()
) -> tuple[pl.DataFrame, list[raw.RawPart]]:
    """The source's table from what a server gives, and the stored parts."""
    settings = Settings(data=tmp_path, urls=dict(server.urls))
    http = Http(pause_seconds=0.0)
    for ask in source.asks(Areas(tuple(COUNCILS)), settings):
        if not keys or ask.key in keys:
            received = ask.fetch(http, settings)
            raw.save(
                received, source="made", key=ask.key, areas=ask.areas,
                asked=ask.describe(settings), root=tmp_path,
            )  # fmt: skip
    parts = list(raw.parts("made", tmp_path))
    return check(source.tidy(parts), source.TABLE), parts


def rows_of_councils(frame: pl.DataFrame) -> dict[str, int]:
    held = frame.filter(pl.col("area_code").is_in(COUNCILS)).group_by("area_code").len()
    return dict(held.sort("area_code").iter_rows())


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
    with pytest.raises(WorkbookError, match="no sheet titled like"):
        tidied(gva, tmp_path, gva_book(), "tlc")
    with pytest.raises(WorkbookError, match=r"chained volume.*its sheets are Information"):
        tidied(gva, tmp_path, gva_book(**{"CVM Pounds": [["Notes"]]}), "tle")


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


def test_adverts_end_to_end_say_that_there_is_nothing_by_occupation(
    bench: Any, tmp_path: Path
) -> None:
    made, (stored,) = pulled(adverts, bench, tmp_path)
    assert rows_of_councils(made) == dict.fromkeys(COUNCILS, 49)
    assert stored.note.detail["not_held"].startswith("Table 4: Online job adverts")
    assert stored.note.release == "january2017tojuly2025"
    leeds = made.filter(area_code="E08000035", period="2025-07")
    assert leeds["adverts_count"].to_list() == [28812]


def test_adverts_with_invented_occupations_end_to_end(upstream: Any, tmp_path: Path) -> None:
    made, (stored,) = pulled(adverts, upstream(packs=("data", "invented")), tmp_path)
    assert "not_held" not in stored.note.detail
    assert made["occupation_code"].n_unique() == 105
    assert set(rows_of_councils(made).values()) == {49 * 105}


def test_a_new_month_comes_with_the_next_edition(upstream: Any, tmp_path: Path) -> None:
    made, (stored,) = pulled(adverts, upstream(as_of=["adverts=2024-07"]), tmp_path)
    assert (stored.note.release, made["period"].max()) == ("january2017tojuly2024", "2024-07")


# ---------------------------------------------------------------- business demography


def demography_sheet(title: str, heads: list[object], *rows: list[object]) -> Cells:
    return [[f"Table - {title}"], ["Units: Counts"], [None, None, *heads], *rows]


def test_business_demography_joins_split_tables(tmp_path: Path) -> None:
    york = ["E06000014 ", "York*"]
    survival = "Survival Of Newly Born Enterprises District, Counties By Births Of Units In 2023"
    lives = ["2023 Births", "1-year survival", "1-year      per cent", "2-year survival"]
    counts = "Enterprises For 2023 District, Counties"
    body = book(
        {
            "1.1a": demography_sheet(f"Count Of Births Of New {counts}", [2023], [*york, 800]),
            "1.1b": demography_sheet(
                "Count Of Births Of New Enterprises For 2024 by District",
                [2024, None],
                ["E12000003", "YORKSHIRE AND THE HUMBER", 22615],
                ["E10000023", "North Yorkshire", 5],
            ),
            "2.1": demography_sheet(f"Count Of Deaths Of {counts}", [2023], [*york, 700]),
            "3.1": demography_sheet(f"Count Of Active {counts}", [2023], [*york, 7515]),
            "5.1": demography_sheet(survival, lives, [*york, 800, 665, 83.1, ":"]),
            "7.3": demography_sheet(
                "Count Of Active Enterprises With 10+ Employees For 2023 District",
                [2023],
                [*york, 1],
            ),
        }
    )
    made = tidied(business_demography, tmp_path, body)
    assert made.select("area_name", "period", "event", "enterprises_count").rows() == [
        ("York", "2023", "births", 800.0),
        ("Yorkshire and The Humber", "2024", "births", 22615.0),
        ("York", "2023", "deaths", 700.0),
        ("York", "2023", "active", 7515.0),
        ("York", "2023", "survived_1y", 665.0),
    ]
    assert made["note"].to_list() == [
        "" if name != "York" else business_demography.CROWDED for name in made["area_name"]
    ]


def test_business_demography_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, (stored,) = pulled(business_demography, bench, tmp_path)
    # Births, deaths and active of 6 years, and 5 + 4 + 3 + 2 + 1 survivals.
    assert rows_of_councils(made) == dict.fromkeys(COUNCILS, 33)
    assert stored.note.release == "businessdemographyexceltables2024"
    births = made.filter(area_code="E06000014", event="births").sort("period")
    assert births["enterprises_count"].to_list() == [910, 745, 800, 815, 700, 790]
    assert made["status"].unique().to_list() == ["rounded"]
    assert made.filter(area_code="E07000164")["period"].max() == "2023"


# ---------------------------------------------------------------- vacancies and rates


def test_vacancies_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, parts = pulled(vacancies, bench, tmp_path)
    assert len(parts) == 19
    newest = made.filter(pl.col("period") == made["period"].max())
    total = newest.filter(industry_level="total")["vacancies_count"].item()
    assert total == 712_000
    sections = newest.filter(industry_level="section")
    # Eighteen sections, each rounded to a thousand.
    assert sections.height == 18
    assert abs(sections["vacancies_count"].sum() - total) <= 9_000
    assert newest["period_start"].unique().to_list() == [date(2026, 4, 1)]


def test_vacancies_under_the_wrong_title_are_refused(bench: Any, tmp_path: Path) -> None:
    _, mining, manufacturing, *_ = vacancies.EXPECTED
    swapped = replace(manufacturing, title=mining.title)
    where = Settings(data=tmp_path, urls=dict(bench.urls))
    with pytest.raises(FetchError, match=r"JP9I titled 'UK Job Vacancies \(thousands\) - Manuf"):
        SeriesAsk("B", swapped).fetch(Http(pause_seconds=0.0), where)


def test_national_rates_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, _ = pulled(national_rates, bench, tmp_path)
    newest = made.filter(pl.col("period") == made["period"].max())
    assert dict(newest.select("variable_code", "value_pct").iter_rows()) == {
        "employment_rate": 75.1,
        "unemployment_rate": 4.9,
        "inactivity_rate": 20.9,
    }


@pytest.mark.parametrize(
    "source", [adverts, business_demography, national_rates, vacancies], ids=lambda m: m.SOURCE.id
)
def test_the_bench_is_as_expected(source: Any, bench: Any, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, urls=dict(bench.urls))
    found = [e.differences(Http(pause_seconds=0.0), settings) for e in source.EXPECTED]
    assert found == [[]] * len(source.EXPECTED)
