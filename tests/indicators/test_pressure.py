"""Pressure and mismatch, from a few adverts and seekers."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_inputs import HERE, made, rows

from catalog.schema import check
from catalog.tables.indicators import MISMATCH, SKILLS_PRESSURE
from indicators import pressure
from indicators.inputs import Inputs

ENGLAND = pressure.ENGLAND


def council(
    adverts: dict[str, float | None], seekers: float = 1000.0, **frames: pl.DataFrame
) -> Inputs:
    held = [
        (HERE, code, "suppressed" if count is None else "observed", count, 1, "2025-07")
        for code, count in adverts.items()
    ]
    return made(
        {HERE: {"C": [100.0]}, ENGLAND: {"C": [100.0]}},
        adverts=rows("adverts", *held, *[(ENGLAND, code, "observed", 90.0, 1, "2025-07")
                                         for code in adverts]),
        seekers=rows("seekers", (HERE, seekers, "2025-07", "claimants", "rounded"),
                     (ENGLAND, 1800.0, "2025-07", "claimants", "rounded")),
        **frames,
    )  # fmt: skip


HALF = rows("residents", (HERE, "2", 50.0, "occupation"), (HERE, "9", 50.0, "occupation"),
            (ENGLAND, "2", 50.0, "occupation"), (ENGLAND, "9", 50.0, "occupation"))  # fmt: skip


def test_pressure_on_paper() -> None:
    held = council({"2": 300.0, "9": 100.0}, residents=HALF)
    frame = check(pressure.pressure(held, [HERE]), SKILLS_PRESSURE)
    tight, slack = (frame.filter(occupation_code=code).row(0, named=True) for code in "29")
    # 500 seekers each; England has 90 adverts for 900 seekers, that is 0.1, with a weight of 50.
    assert tight["tightness"] == pytest.approx((300 + 50 * 0.1) / (500 + 50))
    assert slack["tightness"] == pytest.approx((100 + 50 * 0.1) / (500 + 50))
    assert tight["pressure_ln"] == pytest.approx(math.log((305 / 550) / (400 / 1000)))
    assert tight["lower80"] < tight["pressure_ln"] < tight["upper80"]
    assert slack["pressure_ln"] < 0 < tight["pressure_ln"]


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
    assert pressure.index_of("dissimilarity", 0.0, v, u) == pytest.approx(0.3)
    expected = 1 - (math.sqrt(0.8 * 0.5) + math.sqrt(0.2 * 0.5))
    assert pressure.index_of("mismatch", 0.5, v, u) == pytest.approx(expected)


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
        assert -1e-12 <= pressure.index_of(name, eta, v, u) <= 1
        assert pressure.index_of(name, eta, v, v) == pytest.approx(0.0, abs=1e-12)
