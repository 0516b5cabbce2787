"""Each law of local indicators passes what keeps it and names what breaks it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from etl import checks
from etl.checks import local, places
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

SQUARE = {"type": "Polygon", "coordinates": [[[-1, 53], [0, 53], [0, 54], [-1, 53]]]}


def values(*rows: tuple[float | None, float | None, float | None], **changes: Any) -> Tables:
    """Figures of one indicator with their limits, a year apart."""
    one = {"indicator_code": "rate", "area_code": "E08000035", "area_name": "Leeds"}
    years = range(2020, 2020 + len(rows))
    schema = dict.fromkeys(("value", "lower_limit95", "upper_limit95"), pl.Float64)
    frame = pl.DataFrame(
        [
            one | {"period": str(year), "period_end": date(year, 12, 31)}
            | dict(zip(schema, row, strict=True)) | changes
            for year, row in zip(years, rows, strict=True)
        ],
        schema_overrides=schema,
    )  # fmt: skip
    return {"local_indicator_values": frame}


def indicators(unit: str = "%", negative: bool = False, highest: float | None = 90.0) -> Tables:
    row = {
        "indicator_code": "rate",
        "unit": unit,
        "can_be_negative": negative,
        "value_max": highest,
    }
    return {"local_indicators": pl.DataFrame([row], schema_overrides={"value_max": pl.Float64})}


def similar(*codes: str, area: str = "A", ranks: tuple[int, ...] = ()) -> Tables:
    ranked = ranks or tuple(range(1, len(codes) + 1))
    return {
        "similar_areas": pl.DataFrame(
            {"area_code": area, "grouping": "global", "similar_code": code, "similar_rank": rank}
            for code, rank in zip(codes, ranked, strict=True)
        )
    }


def outlines(*codes: str, shape: object = SQUARE) -> Tables:
    rows = [{"lad_code": code, "outline_geojson": json.dumps(shape)} for code in codes]
    return {"council_boundaries": pl.DataFrame(rows)}


def postcodes(code: str) -> Tables:
    return {
        "postcode_wards": pl.DataFrame({"ward_code": [code]}),
        "wards": pl.DataFrame({"ward_code": ["W1"]}),
    }


COUNCILS = {"councils": pl.DataFrame({"lad_code": ["A", "B"]})}
FIGURE = (5.0, 4.0, 6.0)
CASES: list[tuple[Rule, Tables, Tables, str]] = [
    (local.limits_enclose_value, values(FIGURE, (5.0, None, None), (None, None, None)),
     values((7.0, 4.0, 6.0)), "rate of Leeds in 2020 outside its limits"),
    (local.limits_enclose_value, values(FIGURE), values((5.0, 4.0, None)), "one limit of two"),
    (local.limits_enclose_value, values(FIGURE), values((None, 4.0, 6.0)), "limits but no figure"),
    (local.one_figure_a_period, values(FIGURE, FIGURE), values(FIGURE, FIGURE, period="2020"),
     "more than once by period"),
    (local.one_figure_a_period, values(FIGURE),
     values(FIGURE, FIGURE, period_end=date(2020, 12, 31)), "more than once by period_end"),
    (local.indicators_listed, values(FIGURE) | indicators(),
     values(FIGURE) | {"local_indicators": pl.concat(
         [indicators()["local_indicators"],
          indicators()["local_indicators"].with_columns(indicator_code=pl.lit("other"))])},
     "indicators without figures: other"),
    (local.indicators_listed, values(FIGURE) | indicators(),
     {"local_indicator_values": pl.concat(
         [values(FIGURE)["local_indicator_values"],
          values(FIGURE, indicator_code="other")["local_indicator_values"]])} | indicators(),
     "indicators without list: other"),
    (local.figures_possible, values((99.0, None, None)) | indicators(),
     values((101.0, None, None)) | indicators(), "a share of more than 100%"),
    (local.figures_possible, values((101.0, None, None)) | indicators(highest=300.0),
     values((101.0, None, None)) | indicators(highest=None), "a share of more than 100%"),
    (local.figures_possible, values((-1.0, None, None)) | indicators(negative=True),
     values((-1.0, None, None)) | indicators(unit="£"), "below zero"),
    (local.neighbours_ranked, similar("B", "C"), similar("B", "C", ranks=(1, 3)), "with gaps"),
    (local.neighbours_ranked, similar("B", "C"), similar("B", "B"), "a neighbour twice"),
    (local.neighbours_ranked, similar("B"), similar("A"), "A is its own neighbour"),
    (local.neighbours_are_councils, similar("B") | outlines("A", "B"),
     similar("B") | outlines("A"), "not on the national map: B"),
    (local.outlines_drawable, outlines("A", "B") | COUNCILS, outlines("A") | COUNCILS,
     "councils without an outline: B"),
    (local.outlines_drawable, outlines("A"),
     outlines("A", shape={"type": "Point", "coordinates": [-1, 53]}), "no area in the United"),
    (local.outlines_drawable, outlines("A"),
     outlines("A", shape={"type": "Polygon", "coordinates": [[[90, 53]] * 4]}), "no area in the"),
    (local.postcodes_in_wards, postcodes("W1"), postcodes("W2"), "wards not on the map: W2"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kept", "broken", "words"), CASES)
def test_a_law_passes_what_keeps_it_and_names_what_breaks_it(
    rule: Rule, kept: Tables, broken: Tables, words: str
) -> None:
    assert list(rule(kept)) == []
    found = [message for _, message, _ in rule(broken)]
    assert len(found) == 1
    assert words in found[0]


def test_every_law_is_asked_and_silent_without_its_tables() -> None:
    assert {rule for rule, *_ in CASES} == set(local.RULES) <= set(checks.RULES)
    assert [fault for rule in local.RULES for fault in rule({})] == []


def test_councils_of_scotland_are_known_from_the_national_map() -> None:
    figures = {"x": pl.DataFrame({"area_code": ["S12000033", "S92000003"], "area_type": "lad"})}
    assert list(places.codes_known(figures | COUNCILS | outlines("S12000033"))) == []
    assert "S12000033" in next(places.codes_known(figures | COUNCILS))[1]
