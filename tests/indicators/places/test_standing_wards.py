"""Wards that stand out: far from the middle ward, of one period, on figures to trust."""

from __future__ import annotations

import polars as pl

from indicators.places.standing_wards import find_standing_wards

EMPTY = "premises_empty_pct"


def measures(*values: float | None, measure: str = EMPTY, **same: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ward_code": [f"E05{n:06}" for n in range(len(values))], "lad_code": "E08",
            "measure": measure, "period": same.get("period", "2025"), "period_end": 2025,
            "value": values, "reliability": same.get("reliability", "good"),
        },
        schema_overrides={"value": pl.Float64},
    )  # fmt: skip


def test_the_ward_far_from_the_middle_stands_out() -> None:
    found = find_standing_wards(measures(9.0, 10.0, 10.5, 11.0, 12.0, 10.0, 9.5, 11.5, 30.0))
    assert found.select("ward_code", "value", "middle_value").rows() == [("E05000008", 30.0, 10.5)]


def test_none_does_where_all_are_alike_few_or_not_to_be_trusted() -> None:
    far = (9.0, 10.0, 10.5, 11.0, 12.0, 10.0, 9.5, 11.5, 30.0)
    assert find_standing_wards(measures(*[5.0] * 12)).is_empty()
    assert find_standing_wards(measures(1.0, 2.0, 90.0)).is_empty(), "too few wards"
    assert find_standing_wards(measures(*far, reliability="low")).is_empty()
    assert find_standing_wards(measures(*far, measure="jobs_total")).is_empty(), "a count"


def test_a_missing_figure_is_no_figure() -> None:
    found = find_standing_wards(measures(9.0, 10.0, 10.5, None, 12.0, 10.0, 9.5, 11.5, 30.0))
    assert found["wards_count"].to_list() == [8]


def test_wards_of_another_period_are_not_compared() -> None:
    others = measures(*range(50, 62), period="2018").with_columns(
        lad_code=pl.lit("E09"), ward_code=pl.format("W{}", "ward_code")
    )
    both = pl.concat([measures(9.0, 10.0, 10.5, 11.0, 12.0, 10.0, 9.5, 11.5, 30.0), others])
    assert find_standing_wards(both)["middle_value"].to_list() == [10.5]


def test_one_ward_does_not_fill_the_list() -> None:
    names = (EMPTY, "claimants_pct", "residents_qualification_none_pct")
    rows = pl.concat([measures(*([5.0, 6.0, 7.0] * 4), 40.0, measure=name) for name in names])
    assert find_standing_wards(rows)["ward_code"].value_counts()["count"].to_list() == [2]
