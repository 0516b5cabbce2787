"""The invented nation has the size of the real one, and is the same for the same seed."""

from __future__ import annotations

import json
import sys

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from catalog.settings import PROJECT

sys.path.insert(0, str(PROJECT / "benchmarks"))

from nation import places

SEED = 7


def test_at_full_scale_there_are_as_many_places_as_in_england_and_wales() -> None:
    sizes = places.draw_places(0.02, SEED).councils
    assert sizes.height == 318
    assert (sizes["wards"].sum(), sizes["lsoas"].sum()) == (7_400, 35_672)
    assert (sizes["wards"] <= sizes["lsoas"]).all()


@pytest.mark.parametrize("scale", [0.02, 0.1])
def test_a_part_of_the_nation_has_its_share_of_councils_and_whole_lists(scale: float) -> None:
    nation = places.draw_places(scale, SEED)
    assert abs(nation.chosen.height - 318 * scale) <= 1
    assert nation.lsoas["lsoa_code"].is_unique().all()
    assert nation.wards["ward_code"].is_unique().all()
    assert set(nation.lsoas["ward_code"]) == set(nation.wards["ward_code"])
    assert set(nation.lsoas["former_ward"]) <= set(nation.wards_2022["ward_code"])
    changed = set(nation.lsoa_changes["lsoa21_code"])
    assert changed == set(nation.lsoas["lsoa_code"])
    again = places.draw_places(scale, SEED)
    assert_frame_equal(again.lsoas, nation.lsoas)
    assert not again.lsoas.equals(places.draw_places(scale, SEED + 1).lsoas)


def test_shares_of_a_whole_are_whole_numbers_that_add_up() -> None:
    parts = places.apportion(10, pl.Series([1.0, 1.0, 5.0]).to_numpy())
    assert parts.sum() == 10
    assert parts.tolist() == [2, 2, 6]


def test_what_a_build_costs_a_council_does_not_grow_with_the_nation() -> None:
    stored = json.loads((PROJECT / "benchmarks/results/national_build.json").read_text())
    whole = sorted(
        (entry for entry in stored if entry["build"] == "whole" and entry["forecasts"]),
        key=lambda entry: entry["councils"],
    )
    costs = [entry["cpu_seconds"] / entry["councils"] for entry in whole]
    assert costs, "benchmarks/national_build.py stores them"
    assert max(costs) == costs[0]
    assert max(entry["peak_mb"] for entry in whole) < 4_000
    assert [entry["failed"] for entry in whole] == [{}] * len(whole)
