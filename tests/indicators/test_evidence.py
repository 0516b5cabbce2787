"""The pieces of evidence, on figures that can be checked by hand."""

from __future__ import annotations

import math

import polars as pl
import pytest
from made_inputs import HERE, NATION, THERE, made, rows

from catalog.schema import check
from catalog.tables.indicators import SECTOR_EVIDENCE
from indicators.evidence import PIECES, evidence, relatedness
from indicators.inputs import Inputs


def piece(held: Inputs, name: str, code: str = "C", area: str = HERE) -> dict[str, object]:
    frame = check(evidence(held), SECTOR_EVIDENCE)
    return frame.filter(area_code=area, industry_code=code, evidence=name).row(0, named=True)


YEARS = {
    HERE: {"C": [100.0, 110.0, 121.0, 133.1], "G": [400.0] * 4},
    THERE: {"C": [300.0, 305.0, 295.0, 300.0], "G": [200.0, 205.0, 195.0, 200.0]},
    NATION: {"C": [2000.0] * 4, "G": [8000.0] * 4},
}


def test_every_piece_is_there_for_every_sector_even_if_missing() -> None:
    frame = check(evidence(made(YEARS)), SECTOR_EVIDENCE)
    assert frame.height == 3 * 2 * len(PIECES)
    absent = frame.filter(evidence="adverts_trend")
    assert absent["value"].is_null().all()
    assert absent["status"].unique().to_list() == ["missing"]


def test_a_steady_lead_is_a_slope_and_hardly_shrunk() -> None:
    found = piece(made(YEARS), "local_slope")
    assert found["value"] == pytest.approx(100 * math.log(1.1))
    assert found["shrink_weight"] == pytest.approx(1.0, abs=0.01)
    assert found["period"] == "2020 to 2023"


def test_a_short_history_has_no_slope() -> None:
    short = {area: {code: v[:3] for code, v in codes.items()} for area, codes in YEARS.items()}
    assert piece(made(short), "local_slope")["value"] is None


def test_a_location_quotient_is_drawn_to_one() -> None:
    found = piece(made(YEARS), "location_quotient")
    # 133.1 of 533.1 jobs here, 2,000 of 10,000 in the nation.
    assert found["value"] == pytest.approx((133.1 / 533.1) / 0.2)
    assert 1.0 < float(str(found["shrunk_value"])) < float(str(found["value"]))


def test_the_nations_outlook_is_the_same_everywhere() -> None:
    held = made(YEARS, [(NATION, "C", 2200.0, 2100.0, 2300.0)])
    for area in (HERE, THERE):
        found = piece(held, "national_outlook", area=area)
        assert found["value"] == pytest.approx(10.0)
        assert found["period"] == "2023 to 2026"


def test_births_are_set_against_the_nations() -> None:
    held = made(
        YEARS,
        businesses=rows(
            "businesses", (HERE, "2023", 12.0, 100.0, 12.0), (NATION, "2023", 1.0, 10.0, 10.0)
        ),
    )
    assert piece(held, "births_less_national")["value"] == pytest.approx(2.0)


def test_adverts_are_set_against_the_same_months_of_the_year_before() -> None:
    months = [f"{2024 + n // 12}-{n % 12 + 1:02}" for n in range(15)]
    counts = [100.0] * 12 + [120.0] * 3
    held = made(
        YEARS,
        adverts_total=rows(
            "adverts_total", *[(HERE, m, c) for m, c in zip(months, counts, strict=True)]
        ),
    )
    found = piece(held, "adverts_trend")
    assert (found["value"], found["period"]) == (pytest.approx(20.0), "2025-03")


def quotients(areas: int) -> pl.DataFrame:
    """Half of the areas are strong in A and B, the others in C."""
    return pl.DataFrame(
        [
            (f"a{n:02}", code, "2024", 2.0 if (code == "C") == (n % 2 == 1) else 0.5)
            for n in range(areas)
            for code in "ABC"
        ],
        schema=["area_code", "industry_code", "period", "shrunk_value"],
        orient="row",
    )


def test_sectors_that_are_strong_in_the_same_places_are_related() -> None:
    found = relatedness(quotients(20)).filter(area_code="a00").sort("industry_code")
    # A goes with B, which is strong here; C goes with neither.
    assert found["value"].to_list() == [1.0, 1.0, 0.0]


def test_relatedness_needs_many_areas() -> None:
    assert relatedness(quotients(19)).is_empty()
