"""The laws of the indicators on councils of random figures, alone and as a group."""

from __future__ import annotations

import factory_generated
import polars as pl
import pytest
from factory_generated import COUNCILS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indicator_laws import broken

from catalog.schema import check
from catalog.tables import TABLES
from indicators import inputs, run
from indicators.places import groups

seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])


@few
@given(seeds)
def test_what_is_generated_is_what_tables_promise(seed: int) -> None:
    for name, frame in factory_generated.tables(seed).items():
        check(frame, TABLES[name])


@few
@given(seeds)
def test_indicators_of_any_council_keep_the_laws(seed: int) -> None:
    held = inputs.build_inputs(factory_generated.tables(seed))
    assert broken(run.compute(held)) == []


@few
@given(seeds)
def test_indicators_of_any_group_keep_the_laws(seed: int) -> None:
    held = inputs.build_inputs(factory_generated.tables(seed))
    wide = [name for name in run.WRITES if name not in (*run.OF_WARDS, "similar_places")]
    made = run.compute(groups.for_group(held, COUNCILS, run.GROUP, "Both"), names=wide)
    assert (
        broken(made | {name: TABLES[name].empty() for name in run.WRITES if name not in wide}) == []
    )


@few
@given(seeds)
def test_a_groups_counts_are_its_councils_of_the_same_period(seed: int) -> None:
    held = inputs.build_inputs(factory_generated.tables(seed))
    made = groups.for_group(held, COUNCILS, run.GROUP, "Both")
    for field, value, by in (
        ("sectors", "value", ["sector_measure", "industry_code", "year"]),
        ("adverts", "adverts_count", ["occupation_code", "period"]),
        ("seekers", "seekers_persons", ["seekers_concept", "period"]),
        ("residents", "residents_persons", ["skill_kind", "skill_code"]),
        ("achievements_all", "achievements_count",
         ["achievement_measure", "breakdown", "breakdown_code", "period"]),
    ):  # fmt: skip
        own = getattr(held, field).filter(pl.col("area_code").is_in(COUNCILS)).drop_nulls(value)
        sums = own.group_by(by).agg(pl.col(value).sum(), pl.len()).filter(pl.col("len") == 2)
        found = getattr(made, field).filter(pl.col("area_code") == run.GROUP)
        both = found.join(sums, on=by, how="full", suffix="_of_councils")
        assert found.height == both.height == sums.height, field
        assert both[value].to_list() == pytest.approx(both[f"{value}_of_councils"].to_list())
