"""Enterprises, births and deaths by fine industry: by hand, then the bench end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_economy import pulled, tidied
from factory_nomis import page, row
from factory_nomis import part as nomis_part
from factory_ons import Cells, book

from catalog.schema import check
from etl.clients.files.cells import CellsError
from etl.clients.files.workbook import Workbook
from etl.datasets.business import business_demography_fine, business_enterprises_fine
from etl.datasets.business.business_counts import SIZE_BANDS
from etl.datasets.business.business_demography_fine import GROUPS
from etl.raw import RawError

COUNTRIES = ("countries", 499)
PHARMA = (142606336 + 211, "211 : Manufacture of basic pharmaceutical products", "211")


def units(value: float | None, band: int, industry: tuple[int, str, str] = PHARMA) -> Any:
    return row(
        value, area="K03000001", kind=COUNTRIES, industry=industry,
        employment_sizeband=(band, SIZE_BANDS[band].title(), str(band)),
        legal_status=(0, "Total", "0"),
    )  # fmt: skip


def test_enterprises_by_size_band(tmp_path: Path) -> None:
    parts = [nomis_part(tmp_path, page([units(95, 0), units(70, 10), units(None, 40)]))]
    made = check(business_enterprises_fine.tidy(parts), business_enterprises_fine.TABLE)
    rows = made.select("industry_code", "period", "size_band", "business_units", "status")
    assert rows.rows() == [
        ("211", "2024", "total", 95.0, "rounded"),
        ("211", "2024", "micro", 70.0, "rounded"),
        ("211", "2024", "large", None, "missing"),
    ]


def test_enterprises_of_another_industry_are_refused(tmp_path: Path) -> None:
    other = (PHARMA[0], "212 : Manufacture of pharmaceutical preparations", "212")
    with pytest.raises(RawError, match="not 211"):
        business_enterprises_fine.tidy([nomis_part(tmp_path, page([units(1, 0, other)]))])


def test_enterprises_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, (part,) = pulled(business_enterprises_fine, bench, tmp_path)
    assert len(part.note.files) <= 3
    wide = made.pivot("size_band", index=["industry_code", "period"], values="business_units")
    bands = wide.select(pl.sum_horizontal("micro", "small", "medium", "large")).to_series()
    assert ((wide["total"] - bands).abs() <= 12.5).all(), "five cells, each rounded to 5"
    consultancy = wide.filter(industry_code="62020", period="2022")
    assert consultancy["total"].to_list() == [83440.0]


# ---------------------------------------------------------------- births and deaths


def sheets(*rows: list[object]) -> dict[str, Cells]:
    """A table each of births, deaths and active, with the given rows and every other group."""
    named = {str(line[0]).strip()[:3] for line in rows}
    others = [[f"    {code} : Others", 5, 5] for code in sorted(GROUPS - named)]
    return {
        f"{number}.2": [
            [f"Table - Count Of {event} Enterprises For 2023 To 2024 (Sic2007) Group"],
            [None, 2023, "2024"],
            *rows,
            *others,
            ["Total", 100, 90],
        ]
        for number, event in enumerate(("Births Of New", "Deaths Of", "Active"), 1)
    }


def test_groups_of_three_digits_are_kept_and_divisions_left(tmp_path: Path) -> None:
    body = book(
        sheets(["05 : Mining of coal", 10, 5], ["    051 : Mining of hard coal", 10, "[c]"])
    )
    made = tidied(business_demography_fine, tmp_path, body)
    assert set(made["industry_level"]) == {"group"}
    assert set(made["event"]) == {"births", "deaths", "active"}
    coal = made.filter(industry_code="051", event="births").sort("period")
    assert coal.select("industry_name", "period", "enterprises_count", "status").rows() == [
        ("Mining of hard coal", "2023", 10.0, "rounded"),
        ("Mining of hard coal", "2024", None, "suppressed"),
    ]


def test_a_group_that_is_not_of_sic_2007_is_refused() -> None:
    body = book(sheets(["    999 : Something new", 1, 1]))
    with pytest.raises(CellsError, match=r"like \['999 : Something new'\]"):
        business_demography_fine.rows_of(Workbook(body, "made.xlsx"))


def test_births_and_deaths_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, _ = pulled(business_demography_fine, bench, tmp_path)
    assert sorted(set(made["period"])) == [str(year) for year in range(2019, 2025)]
    counted = made.group_by("period", "event").len()["len"].unique().to_list()
    assert counted == [251]
    active = made.filter(industry_code="620", event="active", period="2019")
    assert active["enterprises_count"].to_list() == [187790.0]
    assert made["area_code"].unique().to_list() == ["K02000001"]
