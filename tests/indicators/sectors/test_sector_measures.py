"""Sectors by businesses beside the nation, and by output beside all output here."""

from __future__ import annotations

import polars as pl
import pytest

from indicators.sectors import sector_measures

HERE, THERE, NATION = "E06999901", "E06999902", "K03000001"


def rows(area: str, figures: dict[tuple[str, str], float], **more: str) -> list[dict[str, object]]:
    return [
        {"area_code": area, "industry_code": code, "industry_name": code, "period": year,
         "industry_level": "total" if code == "total" else "section", "value": value, **more}
        for (code, year), value in figures.items()
    ]  # fmt: skip


def units(*parts: list[dict[str, object]]) -> pl.DataFrame:
    frame = pl.DataFrame([row for part in parts for row in part])
    return frame.rename({"value": "business_units"}).with_columns(size_band=pl.lit("total"))


BUSINESSES = {("C", "2020"): 100.0, ("C", "2025"): 110.0, ("total", "2020"): 400.0,
              ("total", "2025"): 440.0}  # fmt: skip
NATIONS = {("C", "2020"): 1000.0, ("C", "2025"): 1050.0, ("total", "2020"): 9000.0,
           ("total", "2025"): 10500.0}  # fmt: skip


def test_businesses_are_set_beside_the_nation() -> None:
    table = sector_measures.businesses_by_sector(
        units(rows(HERE, BUSINESSES), rows(NATION, NATIONS)), [HERE], NATION
    )
    row = table.row(0, named=True)
    assert (row["industry_code"], row["value"], row["period_from"]) == ("C", 110.0, "2020")
    assert row["change_pct"] == pytest.approx(10.0)
    assert row["beyond_pct"] == pytest.approx(5.0), "the nation grew by 5%"
    assert row["location_quotient"] == pytest.approx((110 / 440) / (1050 / 10500))
    assert row["yearly"] == [100.0, 110.0]


def test_of_several_councils_only_years_that_all_have() -> None:
    other = {key: value for key, value in BUSINESSES.items() if key[1] == "2025"}
    table = sector_measures.businesses_by_sector(
        units(rows(HERE, BUSINESSES), rows(THERE, other)), [HERE, THERE], NATION
    )
    row = table.row(0, named=True)
    assert row["value"] == 220.0
    assert row["change_pct"] is None and row["location_quotient"] is None


def test_output_is_set_beside_all_output_here_and_never_added_up() -> None:
    real = {("C", "2018"): 100.0, ("C", "2023"): 120.0, ("total", "2018"): 1000.0,
            ("total", "2023"): 1100.0}  # fmt: skip
    money = {("C", "2023"): 300.0, ("total", "2023"): 1200.0}
    gva = pl.DataFrame(
        rows(HERE, real, price_basis="constant") + rows(HERE, money, price_basis="current")
    ).rename({"value": "gva_gbp_m"})
    row = sector_measures.output_by_sector(gva, [HERE]).row(0, named=True)
    assert row["beyond_pct"] == pytest.approx(10.0), "20% beside 10% of all output"
    assert row["share_pct"] == pytest.approx(25.0)
    assert row["location_quotient"] is None
    assert sector_measures.output_by_sector(gva, [HERE, THERE]).is_empty()
