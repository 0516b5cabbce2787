"""The four parts of a change in jobs: on paper, and that they always add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, NATION, made
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from catalog.schema import check
from catalog.tables.indicators import SECTOR_DECOMPOSITION
from indicators.sectors.decomposition import decompose, decomposition

PARTS = ("national_jobs", "mix_jobs", "competitive_jobs", "allocation_jobs")


def test_one_year_on_paper() -> None:
    # Here manufacturing is 60 of 100 jobs, in the nation 200 of 1,000. Both grow by 10 % here;
    # in the nation manufacturing stands and all jobs grow by 4 %.
    local = np.array([[60.0, 66.0], [40.0, 44.0]])
    nation = np.array([[200.0, 200.0], [800.0, 840.0]])
    national, mix, competitive, allocation = decompose(local, nation)[:, 0]
    assert national == pytest.approx(60 * 0.04)
    assert mix == pytest.approx(60 * (0.0 - 0.04))
    # With the nation's mix there would be 100 x 200 / 1,000 = 20 jobs in manufacturing here.
    assert competitive == pytest.approx(20 * (0.1 - 0.0))
    assert allocation == pytest.approx((60 - 20) * (0.1 - 0.0))
    assert national + mix + competitive + allocation == pytest.approx(6.0)


jobs = arrays(float, (3, 4), elements=st.floats(0, 1e5).map(round).map(float))


@given(jobs, jobs)
@settings(max_examples=100)
def test_the_parts_add_up_to_the_change_whatever_the_figures(
    local: np.ndarray, nation: np.ndarray
) -> None:
    parts = decompose(local, nation)
    np.testing.assert_allclose(parts.sum(axis=0), local[:, -1] - local[:, 0], atol=1e-3, rtol=1e-6)


def test_a_sector_of_which_a_part_lacks_in_some_year_is_partial() -> None:
    whole = made({code: {"C": [90.0, 99.0], "G": [10.0, 9.0]} for code in (HERE, NATION)})
    low = pl.when(pl.col("area_code") == HERE, industry_code="C").then(pl.lit("partial"))
    held = replace(whole, sectors=whole.sectors.with_columns(status=low.otherwise("status")))
    own = decomposition(held).filter(area_code=HERE).sort("industry_code")
    assert own["status"].to_list() == ["partial", "estimated"]


def test_a_year_that_is_too_low_where_others_are_not_is_left_out_of_the_span() -> None:
    whole = made(
        {code: {"C": [90.0, 40.0, 99.0], "G": [10.0, 9.0, 9.0]} for code in (HERE, NATION)}
    )
    second = whole.sectors["year"].unique().sort()[1]
    low = pl.when(area_code=HERE, industry_code="C", year=second).then(pl.lit("partial"))
    held = replace(whole, sectors=whole.sectors.with_columns(status=low.otherwise("status")))
    own = decomposition(held).filter(area_code=HERE, industry_code="C").row(0, named=True)
    assert own["change_jobs"] == pytest.approx(9.0)
    assert own["status"] == "estimated"


def test_a_year_that_lacks_a_sector_is_left_out_of_the_span() -> None:
    held = made(
        {
            HERE: {"C": [10.0, 20.0, 30.0], "G": [None, 5.0, 6.0]},
            NATION: {"C": [100.0, 100.0, 100.0], "G": [50.0, 50.0, 50.0]},
        }
    )
    frame = check(decomposition(held), SECTOR_DECOMPOSITION).filter(area_code=HERE)
    assert frame.select("period_from", "period_to").unique().rows() == [("2021", "2022")]
    assert frame["change_jobs"].to_list() == pytest.approx([10.0, 1.0])


def test_a_sector_that_is_never_known_is_missing_and_spoils_no_other() -> None:
    held = made(
        {
            HERE: {"C": [10.0, 20.0], "G": [None, None]},
            NATION: {"C": [100.0, 100.0], "G": [50.0, 50.0]},
        }
    )
    frame = decomposition(held).filter(area_code=HERE)
    assert dict(frame.select("industry_code", "status").rows()) == {
        "C": "estimated", "G": "missing",
    }  # fmt: skip
    assert frame.filter(industry_code="G").select(PARTS).null_count().row(0) == (1, 1, 1, 1)


def test_the_order_of_areas_changes_nothing() -> None:
    jobs = {
        HERE: {"C": [10.0, 20.0], "G": [5.0, 4.0]},
        NATION: {"C": [100.0, 110.0], "G": [50.0, 40.0]},
    }
    turned = dict(reversed(jobs.items()))
    key = ["area_code", "industry_code"]
    one, other = (decomposition(made(held)).sort(key) for held in (jobs, turned))
    assert one.equals(other)
