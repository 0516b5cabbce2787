"""Indicators of the sample with tables, councils and members left out: made, valid, lawful."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from indicator_laws import broken

from catalog import store
from catalog.settings import Settings
from catalog.store import StoreError
from catalog.tables import TABLES
from indicators import inputs, run
from indicators.inputs import NEEDED, READS
from indicators.places import groups

BRADFORD, CALDERDALE, KIRKLEES = COUNCILS = ("E08000032", "E08000033", "E08000034")
KEPT = [*COUNCILS, "E92000001", "K03000001"]
Held = dict[str, pl.DataFrame]
CAN_LACK = [name for name in READS if name != NEEDED]
PAIRS = random.Random(20261126).sample(list(combinations(CAN_LACK, 2)), 6)


@pytest.fixture(scope="module")
def sample(prepared: Settings) -> Held:
    """The sample's tables, of its councils and two nations alone, to be quick."""
    found = {
        name: store.read(name, prepared.tables)[0]
        if store.has(name, prepared.tables)
        else TABLES[name].empty()  # what only a user's file brings
        for name in READS
    }
    return {name: of_areas(frame, KEPT) for name, frame in found.items()}


def of_areas(frame: pl.DataFrame, areas: list[str]) -> pl.DataFrame:
    """Rows of these areas and of their wards; the survey by ITL2 and the list of councils whole."""
    if "lad_code" in frame.columns and "region_code" not in frame.columns:
        return frame.filter(pl.col("lad_code").is_in(areas) | (pl.col("lad_code") == ""))
    if "area_type" in frame.columns and frame["area_type"].is_in(["itl2"]).any():
        return frame
    return frame.filter(pl.col("area_code").is_in(areas)) if "area_code" in frame.columns else frame


def without(held: Held, *names: str) -> Held:
    return held | {name: TABLES[name].empty() for name in names}


def lawful(held: Held) -> Held:
    tables = run.compute(inputs.build_inputs(held))
    assert broken(tables) == []
    return tables


def test_the_sample_is_lawful_and_full(sample: Held) -> None:
    tables = lawful(sample)
    # A survey of employers is always a user's own file.
    assert [name for name, frame in tables.items() if not frame.height] == ["shortage_check"]


@pytest.mark.parametrize("name", CAN_LACK)
def test_without_a_table(sample: Held, name: str) -> None:
    lawful(without(sample, name))


@pytest.mark.parametrize("names", PAIRS, ids=str)
def test_without_two(sample: Held, names: tuple[str, str]) -> None:
    lawful(without(sample, *names))


def test_with_councils_alone(sample: Held) -> None:
    tables = lawful(without(sample, *CAN_LACK))
    assert all(frame.is_empty() for frame in tables.values())


@pytest.mark.parametrize("council", COUNCILS)
def test_one_council_without_a_nation(sample: Held, council: str) -> None:
    lawful({name: of_areas(frame, [council]) for name, frame in sample.items()})


@pytest.mark.parametrize("name", ["jobs", "gva", "forecasts", "adverts_by_occupation", "adverts",
                                  "fe_achievements", "ward_measures"])  # fmt: skip
def test_a_council_that_a_table_lacks_changes_no_other(sample: Held, name: str) -> None:
    others = [area for area in KEPT if area != CALDERDALE]
    part = sample | {name: of_areas(sample[name], others)}
    tables, whole = lawful(part), run.compute(inputs.build_inputs(sample))
    for table, frame in tables.items():
        if table in ("similar_places", "skills_priorities", "priority_components"):
            continue  # made by comparing all the places that are held
        if "area_code" in frame.columns:
            own = pl.col("area_code") == BRADFORD
            assert frame.filter(own).equals(whole[table].filter(own)), table


@pytest.mark.parametrize("name", CAN_LACK)
def test_a_group_of_which_a_member_is_not_in_a_table(sample: Held, name: str) -> None:
    others = [area for area in KEPT if area != KIRKLEES]
    held = inputs.build_inputs(sample | {name: of_areas(sample[name], others)})
    wide = [t for t in run.WRITES if t not in (*run.OF_WARDS, "similar_places")]
    together = groups.for_group(held, COUNCILS, run.GROUP, "The three")
    made = run.compute(together, names=wide)
    empty = {t: TABLES[t].empty() for t in run.WRITES if t not in wide}
    assert broken(made | empty) == []


def test_councils_are_needed_and_a_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="councils has not been built"):
        inputs.read(tmp_path)
