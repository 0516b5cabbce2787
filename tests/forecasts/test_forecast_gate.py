"""A forecast of a year that is over may not contradict what the nation is known to have done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from factory_carriers import month, monthly
from factory_forecasts import history, panel
from hypothesis import given
from hypothesis import strategies as st

from forecasts.gate import ENOUGH_AREAS, contradicts, refuse_contradictions
from forecasts.series.carriers import Carrier
from forecasts.series.clean import clean
from forecasts.series.prepare import PreparedSeries
from forecasts.series.series_groups import SERIES_GROUPS

TODAY = date(2024, 6, 1)


@pytest.mark.parametrize(("own", "published", "wrong"), [
    (1.0, 1.9, False), (1.0, 2.1, True), (-3.0, -4.1, True),
    (0.6, -0.3, False), (-0.51, 0.45, False), (0.6, -0.6, True), (-0.55, 0.51, True),
])  # fmt: skip
def test_growth_contradicts_by_more_than_a_point_or_by_its_sign(
    own: float, published: float, wrong: bool
) -> None:
    assert contradicts(own, published) == wrong


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_contradiction_is_mutual_and_the_same_upside_down(own: float, published: float) -> None:
    assert contradicts(own, published) == contradicts(published, own)
    assert contradicts(own, published) == contradicts(-own, -published)
    assert not contradicts(own, own)


def prepared(months: int = 24, family: str = "gva_section") -> PreparedSeries:
    """National output of 2021, then 1% up in 2022 and 2% in 2023; `months` of those two known."""
    levels = [100.0] * 12 + [100 * np.exp(0.01)] * 12 + [100 * np.exp(0.03)] * 12
    carrier = Carrier(monthly({"total": levels[: 12 + months]}, month(2021, 1)), None, lag=2)
    group = SERIES_GROUPS[family]
    empty = clean(history({("a", "C"): [1.0, 2.0]}), group, TODAY)
    return PreparedSeries(group, empty, [replace(panel([[1.0]]), carrier=carrier)], [])


def points(*growth_pct: float, areas: int = ENOUGH_AREAS, area_type: str = "lad") -> pl.DataFrame:
    """Totals of councils of 100 in 2021 with this growth year by year, and a sector of one."""
    steps = range(1, len(growth_pct) + 1)
    means = 100 * np.exp(np.cumsum(growth_pct) / 100)
    rows = [(f"E{at}", "total", step, mean) for at in range(areas)
            for step, mean in zip(steps, means, strict=True)]  # fmt: skip
    rows += [("E0", "C", step, 7.0) for step in steps]
    return pl.DataFrame(rows, ["area_code", "series_code", "steps", "mean"], orient="row"
    ).with_columns(
        area_type=pl.lit(area_type), level=pl.lit(100.0), last=pl.lit(2021), reason=pl.lit("why"),
        model=pl.lit("carried by output"), error_vs_naive=pl.lit(0.9), known_to=pl.lit("2023-12"),
    )  # fmt: skip


def test_growth_that_agrees_is_left_as_it_is() -> None:
    agrees = points(1.2, 1.5, 9.0)  # 2024 is not over
    assert refuse_contradictions(agrees, prepared(), TODAY).equals(agrees)


def test_from_the_first_year_that_contradicts_on_nothing_is_published() -> None:
    wrong = points(1.2, 3.2, 0.0)
    made = refuse_contradictions(wrong, prepared(), TODAY)
    assert made.filter(steps=1).equals(wrong.filter(steps=1))
    later = made.filter(pl.col("steps") > 1)
    assert later["mean"].is_null().all()
    assert later["error_vs_naive"].is_null().all()
    assert later["model"].unique().to_list() == ["none"]
    assert later["known_to"].unique().to_list() == [""]
    assert later["reason"].unique().to_list() == [
        "refused: councils together would have grown by 3.2% in 2023, but published output of the "
        "nation by 2.0%"
    ]
    assert later.filter(series_code="C").height == 2, "sectors too"
    first = refuse_contradictions(points(-0.6, 2.0), prepared(), TODAY)
    assert first["mean"].is_null().all(), "down where the nation went up"


def test_few_councils_incomplete_years_and_other_families_are_not_judged() -> None:
    wrong = points(9.0, 9.0)
    few = points(9.0, 9.0, areas=ENOUGH_AREAS - 1)
    regions = points(9.0, 9.0, area_type="region")
    jobs = prepared(family="jobs_section")
    assert refuse_contradictions(few, prepared(), TODAY).equals(few)
    assert refuse_contradictions(regions, prepared(), TODAY).equals(regions)
    assert refuse_contradictions(wrong, jobs, TODAY).equals(wrong)
    assert refuse_contradictions(wrong, prepared(months=11), TODAY).equals(wrong)
    assert refuse_contradictions(wrong, prepared(), date(2022, 12, 31)).equals(wrong)
    without = replace(prepared(), panels=[panel([[1.0]])])
    assert refuse_contradictions(wrong, without, TODAY).equals(wrong)
    assert refuse_contradictions(wrong.clear(), prepared(), TODAY).is_empty()


def test_a_year_not_yet_complete_does_not_undo_the_one_before() -> None:
    made = refuse_contradictions(points(9.0, 2.0), prepared(months=18), TODAY)
    assert made["mean"].is_null().all()
    kept = points(1.0, 9.0)
    assert refuse_contradictions(kept, prepared(months=18), TODAY).equals(kept)
