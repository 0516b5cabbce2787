"""Sectors by output and by businesses: their picture and list, and why there is none."""

from __future__ import annotations

from pathlib import Path

import factory_indicators
import factory_sector_rows
import pytest


def words(**address: str) -> str:
    return factory_indicators.text(factory_indicators.shown("sectors", **address))


@pytest.mark.parametrize(
    ("measured", "said"),
    [("output", "We have no output by sector for Testham"),
     ("businesses", "We have no businesses by sector for Testham")],
)  # fmt: skip
def test_a_measure_that_is_not_there_says_why_and_the_tabs_stay(
    tables: Path, measured: str, said: str
) -> None:
    factory_indicators.write(tables)
    text = words(measured=measured, sector="C")
    assert said in text
    assert "Manufacturing, Testham" in text
    assert "not in our tables for industries within sectors" in words(
        measured=measured, level="division"
    )


def test_businesses_have_their_own_picture_and_list(tables: Path) -> None:
    factory_indicators.write(tables)
    rows = [
        {**factory_sector_rows.AREA, **factory_indicators.year(year), "area_vintage": "2025",
         "industry_code": code, "industry_name": code, "size_band": "total",
         "size_band_name": "Total", "business_units": number, "status": "rounded",
         "industry_level": "total" if code == "total" else "section"}
        for year, code, number in (("2015", "C", 100.0), ("2020", "C", 120.0),
                                   ("2015", "total", 400.0), ("2020", "total", 440.0))
    ]  # fmt: skip
    factory_indicators.put(tables, "business_local_units", rows)
    app = factory_indicators.shown("sectors", measured="businesses", sector="C")
    text = factory_indicators.text(app)
    assert "Businesses: Manufacturing (+20.0% since 2015) outgrew all businesses in Testham" in text
    assert "No change here is tested for noise" in text
    assert next(each.value for each in app.dataframe if "By year" in each.value)[
        "Change (%)"
    ].to_list() == [20.0]
