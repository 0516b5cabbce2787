"""The quadrant: every tier by shape and colour, the scale that labels are laid out by, clicks."""

from __future__ import annotations

import dataclasses
import math

import factory_indicators
import factory_sector_rows as rows
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.tables.sectors import GROWTH_TIERS
from indicators.sectors import sector_page
from presentation import sector_charts
from presentation.sector_words import name_tier


def placed() -> sector_page.Quadrant:
    stored = rows.tables()
    found = sector_page.place_in_quadrant(
        factory_indicators.frame("sectors_now", stored["sectors_now"]),
        factory_indicators.frame("sector_growth", stored["sector_growth"]),
    )
    named = found.rows.with_columns(sector=pl.col("industry_name"))
    return dataclasses.replace(found, rows=named)


def test_every_tier_has_a_colour_and_a_shape_of_its_own() -> None:
    assert set(sector_charts.TIERS) == {name_tier(tier) for tier in GROWTH_TIERS}
    colours, shapes = zip(*sector_charts.TIERS.values(), strict=True)
    assert len(set(colours)) == len(set(shapes)) == len(GROWTH_TIERS)


def test_the_quadrant_has_a_mark_for_each_sector_and_says_what_it_is() -> None:
    chart = sector_charts.quadrant(
        placed(), "J", "Great Britain", "Each mark is a sector"
    ).to_dict()
    assert chart["description"] == "Each mark is a sector"
    points = next(layer for layer in chart["layer"] if layer["mark"]["type"] == "point")
    drawn = chart["datasets"][points["data"]["name"]]
    assert {row["industry_code"] for row in drawn} == {"C", "J", "G", "62"}
    assert [row["industry_code"] for row in drawn if row["is_chosen"]] == ["J"]
    assert (
        points["encoding"]["shape"]["scale"]["domain"]
        == points["encoding"]["color"]["scale"]["domain"]
    )
    assert any(param["name"] == sector_charts.PICKED for param in chart["params"])


@given(st.floats(-500, 500))
def test_the_scale_up_is_undone_by_its_reverse(points: float) -> None:
    bent = sector_charts._bend(points)
    assert math.copysign(1, bent) == math.copysign(1, points)
    assert sector_charts._straighten(bent) == pytest.approx(points, abs=1e-6)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({"selection": {sector_charts.PICKED: [{"industry_code": "Q"}]}}, "Q"),
        ({"selection": {sector_charts.PICKED: []}}, ""),
        ({"selection": {}}, ""),
    ],
)
def test_a_click_gives_the_sector(state: dict[str, object], code: str) -> None:
    assert sector_charts.read_picked(state) == code
