"""Pressure and mismatch, from a few adverts and seekers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, made, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.indicators import MISMATCH, SKILLS_PRESSURE
from catalog.vocabulary.areas import ENGLAND
from indicators.inputs import Inputs
from indicators.skills import pressure
from indicators.skills.markets import Markets


def council(
    adverts: dict[str, float | None], seekers: float = 1000.0, **frames: pl.DataFrame
) -> Inputs:
    held = [
        (HERE, "2025-07", code, count, "suppressed" if count is None else "observed")
        for code, count in adverts.items()
    ]
    return made(
        {HERE: {"C": [100.0]}, ENGLAND: {"C": [100.0]}},
        adverts=rows("adverts", *held, *[(ENGLAND, "2025-07", code, 90.0, "observed")
                                         for code in adverts]),
        seekers=rows("seekers", (HERE, "claimants", "2025-07", seekers, "rounded")),
        **frames,
    )  # fmt: skip


HALF = rows("residents", (HERE, "2", 50.0, "occupation"), (HERE, "9", 50.0, "occupation"),
            (ENGLAND, "2", 50.0, "occupation"), (ENGLAND, "9", 50.0, "occupation"))  # fmt: skip


def test_pressure_on_paper() -> None:
    held = council({"2": 300.0, "9": 100.0}, residents=HALF)
    frame = check(pressure.pressure(held, [HERE]), SKILLS_PRESSURE)
    tight, slack = (frame.filter(occupation_code=code).row(0, named=True) for code in "29")
    # Half of the residents in each: 200 of the 400 adverts, were both alike. England's are, so its
    # ratio is 1, with a weight of 50 adverts.
    assert tight["pressure_ln"] == pytest.approx(math.log((300 + 50) / (200 + 50)))
    assert slack["pressure_ln"] == pytest.approx(math.log((100 + 50) / (200 + 50)))
    # 400 adverts for 1,000 people looking in the same month.
    assert tight["seekers_persons"] == pytest.approx(500.0)
    assert tight["seekers_period"] == tight["period"] == "2025-07"
    assert tight["tightness"] == pytest.approx(0.4 * 350 / 250)
    assert tight["lower80"] < tight["pressure_ln"] < tight["upper80"]
    assert slack["pressure_ln"] < 0 < tight["pressure_ln"]


def seekers(*found: tuple[str, str, float]) -> pl.DataFrame:
    return rows("seekers", *[(HERE, *row, "rounded") for row in found])


@pytest.mark.parametrize(
    ("found", "persons", "period"),
    [
        ([("claimants", "2026-02", 13090.0), ("survey", "2023-12", 17600.0)], None, ""),
        ([("survey", "2025-06", 900.0)], None, ""),
        ([("survey", "2025-07", 900.0)], 900.0, "year to 2025-07"),
        ([("survey", "2026-06", 900.0), ("survey", "2025-09", 1.0)], 900.0, "year to 2026-06"),
        ([("survey", "2026-07", 900.0)], None, ""),
        ([("claimants", "2025-07", 700.0), ("survey", "2025-09", 1.0)], 700.0, "2025-07"),
    ],
)
def test_seekers_are_of_the_months_of_the_adverts_or_not_given(
    found: list[tuple[str, str, float]], persons: float | None, period: str
) -> None:
    held = replace(council({"2": 300.0, "9": 100.0}, residents=HALF), seekers=seekers(*found))
    frame = check(pressure.pressure(held, [HERE]), SKILLS_PRESSURE)
    row = frame.filter(occupation_code="2").row(0, named=True)
    assert row["seekers_persons"] == (None if persons is None else pytest.approx(persons / 2))
    assert (row["tightness"] is None) == (persons is None)
    assert row["seekers_period"] == period
    assert ("missing, because" in row["note"]) == (persons is None)
    # An occupation's pressure does not rest on how many look for work in all.
    assert row["pressure_ln"] == pytest.approx(math.log(350 / 250))


def test_claimants_of_all_the_months_of_the_adverts_are_averaged() -> None:
    months = ("2025-05", "2025-06", "2025-07")
    adverts = rows("adverts", *[(HERE, m, "2", 30.0, "observed") for m in months])
    two = seekers(("claimants", "2025-05", 10.0), ("claimants", "2025-07", 30.0))
    three = pl.concat([two, seekers(("claimants", "2025-06", 50.0))])
    for found, persons in ((two, None), (three, 30.0)):
        held = replace(council({"2": 1.0}), adverts=adverts, seekers=found)
        market = Markets(held, "major").find(HERE)
        assert market is not None
        assert market.months == months
        assert market.seekers.persons == persons


def test_months_of_adverts_lie_together() -> None:
    gap = rows("adverts", *[(HERE, m, "2", 30.0, "observed")
                            for m in ("2024-01", "2024-02", "2025-06", "2025-07")])  # fmt: skip
    market = Markets(replace(council({"2": 1.0}), adverts=gap), "major").find(HERE)
    assert market is not None
    assert market.months == ("2025-06", "2025-07")


def test_adverts_of_which_a_part_is_withheld_are_partial() -> None:
    held = council({"2": 300.0, "9": 100.0}, residents=HALF)
    part = pl.col("status").replace({"observed": "partial"})
    held = replace(held, adverts=held.adverts.with_columns(part))
    frame = check(pressure.pressure(held, [HERE]), SKILLS_PRESSURE)
    assert set(frame.drop_nulls("pressure_ln")["status"]) == {"partial"}


def test_few_adverts_are_drawn_towards_englands_ratio() -> None:
    # In England four in five adverts are for "2", and half of the residents: a ratio of 1.6.
    england = rows("adverts", *[(ENGLAND, "2025-07", code, count, "observed")
                                for code, count in (("2", 8000.0), ("9", 2000.0))])  # fmt: skip
    held = council({"2": 30.0, "9": 30.0}, residents=HALF)
    own = held.adverts.filter(pl.col("area_code") == HERE)
    held = replace(held, adverts=pl.concat([own, england]))
    frame = pressure.pressure(held, [HERE]).filter(occupation_code="2")
    of_england = (8000 + 50) / (5000 + 50)
    expected = math.log((30 + 50 * of_england) / (30 + 50))
    assert frame["pressure_ln"][0] == pytest.approx(expected)


def test_nought_adverts_are_no_error() -> None:
    held = council({"21": 0.0, "22": 0.0}, residents=HALF)
    assert check(pressure.pressure(held, [HERE]), SKILLS_PRESSURE).height == 26
    assert pressure.mismatch(held, [HERE]).is_empty()


def test_withheld_adverts_stay_withheld() -> None:
    held = council({"2": 300.0, "9": None}, residents=HALF)
    frame = pressure.pressure(held, [HERE]).filter(occupation_code="9")
    row = frame.row(0, named=True)
    assert (row["status"], row["pressure_ln"], row["adverts_count"]) == ("suppressed", None, None)


def test_an_area_without_adverts_has_no_pressure() -> None:
    assert pressure.pressure(council({}), [HERE]).is_empty()
    assert pressure.mismatch(council({}), [HERE]).is_empty()


def test_mismatch_on_paper() -> None:
    v, u = np.array([0.8, 0.2]), np.array([0.5, 0.5])
    assert pressure.compute_index("dissimilarity", 0.0, v, u) == pytest.approx(0.3)
    expected = 1 - (math.sqrt(0.8 * 0.5) + math.sqrt(0.2 * 0.5))
    assert pressure.compute_index("mismatch", 0.5, v, u) == pytest.approx(expected)


def test_a_mismatch_of_part_of_the_occupations_says_so() -> None:
    codes = {"21": 30.0, "22": 20.0, "91": 10.0, "92": None}
    frame = check(pressure.mismatch(council(codes, residents=HALF), [HERE]), MISMATCH)
    assert frame.height == 4
    assert frame["status"].unique().to_list() == ["partial"]
    assert (frame["lower80"] <= frame["value"]).all()
    assert (frame["value"] <= frame["upper80"]).all()


shares = st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4).map(lambda v: np.array(v) / sum(v))


@given(shares, shares, st.sampled_from(pressure.ETAS))
@settings(max_examples=50)
def test_indices_are_from_nought_to_one_and_nought_for_a_match(
    v: np.ndarray, u: np.ndarray, eta: float
) -> None:
    for name in ("mismatch", "dissimilarity"):
        assert -1e-12 <= pressure.compute_index(name, eta, v, u) <= 1
        assert pressure.compute_index(name, eta, v, v) == pytest.approx(0.0, abs=1e-12)
