"""Forecasts that add up: by hand where it can be, and as a law where it cannot."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.vocabulary.areas import ENGLAND, ENGLISH_REGIONS
from forecasts.backtest.additive import add_up_windows
from forecasts.reconcile import (
    VARIANCE_POWER,
    Sums,
    add_up,
    make_additive,
    sums_of_areas,
    sums_of_industries,
    sums_of_sectors,
)
from forecasts.series.matrix import Matrix
from forecasts.series.series_groups import SERIES_GROUPS

Cells = Mapping[tuple[str, str], float]


def one_sum(parts: int, *, fixed: bool = False) -> Sums:
    """Row 0 is the sum of the rows after it."""
    return Sums(np.array([0]), np.arange(1, parts + 1), np.zeros(parts, dtype=np.int64), fixed)


def column(*values: float) -> Matrix:
    return np.array(values, dtype=float)[:, None]


def test_weighted_least_squares_by_hand() -> None:
    """A total of 110 and parts of 60 and 40: each gives way by its variance's share of the 10."""
    level = np.array([100.0, 60.0, 40.0])
    made = make_additive(column(110, 60, 40), level, [one_sum(2)], gap=False)[:, 0]
    v = level**VARIANCE_POWER
    by_hand = [110 - 10 * v[0] / v.sum(), 60 + 10 * v[1] / v.sum(), 40 + 10 * v[2] / v.sum()]
    assert made == pytest.approx(by_hand)
    assert made[0] == pytest.approx(made[1] + made[2])


def test_least_squares_is_what_it_is() -> None:
    """No other figures that add up are nearer, distances over variances."""
    level = np.array([500.0, 300.0, 150.0, 50.0])
    before = column(520, 280, 160, 70)
    made = make_additive(before, level, [one_sum(3)], gap=False)[:, 0]
    v = level**VARIANCE_POWER
    restriction = np.array([1.0, -1, -1, -1])
    exact = before[:, 0] - v * restriction * (restriction @ before[:, 0]) / (v @ restriction**2)
    assert made == pytest.approx(exact)


def test_a_fixed_total_stands_and_its_parts_give_way() -> None:
    level = np.array([100.0, 60.0, 40.0])
    made = make_additive(column(110, 60, 40), level, [one_sum(2, fixed=True)], gap=False)[:, 0]
    v = level[1:] ** VARIANCE_POWER
    assert made[0] == 110
    assert made[1:] == pytest.approx([60 + 10 * v[0] / v.sum(), 40 + 10 * v[1] / v.sum()])


def test_what_parts_lacked_of_their_total_is_carried_where_sums_of_volumes_are_no_totals() -> None:
    level = np.array([105.0, 60.0, 40.0])  # 5 more than its parts
    made = make_additive(column(112, 61, 42), level, [one_sum(2)], gap=True)[:, 0]
    assert made[0] - made[1] - made[2] == pytest.approx(5)
    none = make_additive(column(112, 61, 42), level, [one_sum(2)], gap=False)[:, 0]
    assert none[0] == pytest.approx(none[1] + none[2])
    kept = make_additive(column(108, 61, 42), level, [one_sum(2)], gap=True)[:, 0]
    assert kept == pytest.approx([108, 61, 42]), "the gap is there already, so nothing moves"


def test_a_sum_with_a_part_without_a_value_is_left_alone_in_that_period() -> None:
    values = np.array([[110.0, 110.0], [60.0, np.nan], [40.0, 40.0]])
    made = make_additive(values, np.array([100.0, 60, 40]), [one_sum(2)], gap=False)
    assert made[0, 0] == pytest.approx(made[1, 0] + made[2, 0])
    assert made[[0, 2], 1].tolist() == [110, 40]
    assert np.isnan(made[1, 1])


def test_a_part_at_zero_stays_there_and_a_sum_of_nothing_is_left_alone() -> None:
    level = np.array([20.0, 10.0, 10.0, 0.0])
    made = make_additive(column(24.0, 11.0, 11.0, 0.0), level, [one_sum(3)], gap=False)
    assert made[3, 0] == 0.0
    assert made[0, 0] == pytest.approx(made[1:, 0].sum())
    nothing = make_additive(column(0.0, 0.0, 0.0), np.zeros(3), [one_sum(2)], gap=False)
    assert nothing.tolist() == [[0.0], [0.0], [0.0]]


def test_sums_hold_where_a_part_would_fall_below_zero() -> None:
    """41 too many, half from each part: of the one that has 1 no more than that can be taken."""
    level = np.array([100.0, 50.0, 50.0])
    made = make_additive(column(40, 80, 1), level, [one_sum(2, fixed=True)], gap=False)[:, 0]
    assert made == pytest.approx([40, 40, 0], abs=1e-5)


@settings(max_examples=60)
@given(
    st.integers(1, 6), st.integers(1, 3), st.booleans(),
    st.lists(st.floats(0.7, 1.4), min_size=21, max_size=21), st.integers(0, 10_000),
)  # fmt: skip
def test_overlapping_sums_all_hold_in_the_end(
    sectors: int, periods: int, fixed: bool, off: list[float], seed: int
) -> None:
    """Areas 0 (wide), 1 and 2, each a total and sectors: sectors and areas add up at once."""
    random = np.random.default_rng(seed)
    parts = random.uniform(5, 5_000, (2, sectors))
    table = np.vstack([parts.sum(axis=0), parts])  # area by sector
    table = np.hstack([table.sum(axis=1, keepdims=True), table])
    width = sectors + 1
    level = table.ravel()
    move = np.resize(np.array(off), (level.size, periods))
    at = np.arange(level.size).reshape(3, width)
    by_sector = Sums(at[:, 0], at[:, 1:].ravel(), np.repeat(np.arange(3), sectors), fixed)
    by_area = Sums(at[0], np.concatenate([at[1], at[2]]), np.tile(np.arange(width), 2))
    made = make_additive(level[:, None] * move, level, [by_sector, by_area], gap=False)
    made = made.reshape(3, width, periods)
    room = 1e-4 * level.max()
    np.testing.assert_allclose(made[:, 0], made[:, 1:].sum(axis=1), atol=room)
    np.testing.assert_allclose(made[0], made[1] + made[2], atol=room)
    assert (made >= 0).all()


def keys(cells: Cells, industries: Cells | None = None) -> pl.DataFrame:
    rows = [(*key, value, True) for key, value in cells.items()]
    rows += [(*key, value, False) for key, value in (industries or {}).items()]
    return pl.DataFrame(rows, ["area_code", "series_code", "latest", "is_sector"], orient="row")


@pytest.mark.parametrize(
    ("part", "sums"), [(40.0, 1), (43.9, 1), (44.0, 1), (44.1, 0), (36.1, 1), (35.9, 0)]
)
def test_parts_that_differ_by_more_than_4_per_cent_are_not_all_there(
    part: float, sums: int
) -> None:
    cells = {("a", "total"): 100.0, ("a", "C"): 60.0, ("a", "G"): part}
    assert len(sums_of_sectors(keys(cells)).totals) == sums


def test_industries_go_to_the_section_that_they_are_in() -> None:
    made = sums_of_industries(keys(
        {("a", "total"): 100, ("a", "C"): 60, ("a", "G"): 40},
        {("a", "10"): 20, ("a", "11"): 40, ("a", "47"): 40, ("b", "10"): 9},
    ))  # fmt: skip
    assert made.fixed, "sectors do not give way to their industries"
    assert dict(zip(made.members, made.totals[made.of], strict=True)) == {3: 1, 4: 1, 5: 2}


def test_areas_are_parts_of_a_wider_one_only_where_all_of_them_are_there() -> None:
    cells = {("R", "C"): 100.0, ("a", "C"): 60.0, ("b", "C"): 40.0}
    complete = sums_of_areas(keys(cells), {"R": ["a", "b"]})
    assert (complete.totals.tolist(), complete.members.tolist()) == ([0], [1, 2])
    assert not sums_of_areas(keys(cells), {"R": ["a", "b", "c"]}).totals.size
    assert not sums_of_areas(keys(cells), {}).totals.size


def points(cells: Cells, level: Cells, last: int = 2024) -> pl.DataFrame:
    """Point forecasts one period ahead, as `add_up` takes them."""
    rows = [
        (area, code, 1, mean, level[area, code], last) for (area, code), mean in cells.items()
    ]  # fmt: skip
    schema = {"area_code": pl.String, "series_code": pl.String, "steps": pl.Int64,
              "mean": pl.Float64, "level": pl.Float64, "last": pl.Int64}  # fmt: skip
    return pl.DataFrame(rows, schema, orient="row")


def latest(cells: Cells) -> pl.DataFrame:
    return keys(cells).drop("is_sector")


def means(frame: pl.DataFrame) -> dict[tuple[str, str], float]:
    return {(a, s): m for a, s, m in frame.select("area_code", "series_code", "mean").iter_rows()}


@pytest.mark.parametrize(("family", "total_stands"), [
    ("jobs_section", True), ("employees_section", True), ("gva_section", False),
    ("vacancies", False),
])  # fmt: skip
def test_totals_stand_only_where_payrolls_carry_them(family: str, total_stands: bool) -> None:
    level = {("a", "total"): 100.0, ("a", "C"): 60.0, ("a", "G"): 40.0}
    ahead = {("a", "total"): 110.0, ("a", "C"): 60.0, ("a", "G"): 40.0}
    made = means(add_up({family: points(ahead, level)}, {family: latest(level)}, {})[family])
    assert made["a", "C"] + made["a", "G"] == pytest.approx(made["a", "total"])
    assert (made["a", "total"] == 110) == total_stands


def test_parts_that_are_not_all_there_are_left_alone() -> None:
    level, ahead = ({("a", "total"): total, ("a", "C"): 60.0} for total in (100.0, 110.0))
    family = "gva_section"
    made = add_up({family: points(ahead, level)}, {family: latest(level)}, {})
    assert means(made[family]) == ahead


def test_series_of_different_last_years_are_kept_apart() -> None:
    level = {("a", "total"): 100.0, ("a", "C"): 60.0, ("a", "G"): 40.0}
    ahead = {("a", "total"): 110.0, ("a", "C"): 60.0}
    both = pl.concat([points(ahead, level), points({("a", "G"): 40.0}, level, last=2023)])
    made = means(add_up({"gva_section": both}, {"gva_section": latest(level)}, {})["gva_section"])
    assert made == {**ahead, ("a", "G"): 40.0}


def test_regions_sectors_and_divisions_add_up_to_england() -> None:
    random = np.random.default_rng(1)
    sections = {(r, s): float(random.integers(50, 90)) for r in ENGLISH_REGIONS for s in "CG"}
    divisions = {
        (r, d): share * sections[r, s]
        for r in ENGLISH_REGIONS
        for d, s, share in (("10", "C", 0.3), ("11", "C", 0.7), ("46", "G", 0.5), ("47", "G", 0.5))
    }
    for cells in (sections, divisions):
        for code in {code for _, code in cells}:
            cells[ENGLAND, code] = sum(cells[r, code] for r in ENGLISH_REGIONS)
    for area in (ENGLAND, *ENGLISH_REGIONS):
        sections[area, "total"] = sections[area, "C"] + sections[area, "G"]

    def off(cells: Cells) -> Cells:
        return {key: value * random.uniform(0.9, 1.1) for key, value in cells.items()}

    families = {"jobs_section": sections, "jobs_division": divisions}
    made = add_up(
        {name: points(off(cells), cells) for name, cells in families.items()},
        {name: latest(cells) for name, cells in families.items()}, {},
    )  # fmt: skip
    value = means(made["jobs_section"]) | means(made["jobs_division"])
    assert len(value) == len(sections) + len(divisions)
    for area in (ENGLAND, *ENGLISH_REGIONS):
        assert value[area, "C"] + value[area, "G"] == pytest.approx(value[area, "total"], abs=0.01)
        assert value[area, "10"] + value[area, "11"] == pytest.approx(value[area, "C"], abs=0.01)
    for code in ("total", "C", "G"):
        regions = sum(value[r, code] for r in ENGLISH_REGIONS)
        assert regions == pytest.approx(value[ENGLAND, code], abs=0.01)


def test_order_of_rows_changes_nothing() -> None:
    level = {("a", "total"): 100.0, ("a", "C"): 60.0, ("a", "G"): 40.0}
    ahead = points({("a", "total"): 110.0, ("a", "C"): 65.0, ("a", "G"): 38.0}, level)
    family = "gva_section"
    one, other = (
        add_up({family: rows}, {family: latest(level)}, {})[family]
        for rows in (ahead, ahead.reverse())
    )
    assert other["series_code"].to_list() == ["G", "C", "total"]
    assert means(one) == pytest.approx(means(other))


@pytest.mark.parametrize(("reference_year", "gap"), [(2019, 5.0), (2018, 0.0)])
def test_past_forecasts_add_up_by_origin_with_the_gap_before_the_reference_year(
    reference_year: int, gap: float
) -> None:
    """Volumes of 2018, whose total is 5 above its sectors: 5 stay if their prices are of 2019."""
    rows = [("a", code, 2018, h, mean + h, level)
            for code, mean, level in (("total", 112, 105), ("C", 61, 60), ("G", 42, 40))
            for h in (1, 2)]  # fmt: skip
    past = pl.DataFrame(
        rows, ["area_code", "series_code", "origin", "horizon", "published", "level"], orient="row"
    ).with_columns(pl.col("published", "level").cast(pl.Float64))
    closed = {("a", "total"): 100.0, ("a", "C"): 60.0, ("a", "G"): 40.0}
    made = add_up_windows(past, SERIES_GROUPS["gva_section"], latest(closed), {}, reference_year)
    for horizon in (1, 2):
        value = dict(made.filter(horizon=horizon).select("series_code", "published").iter_rows())
        assert value["total"] - value["C"] - value["G"] == pytest.approx(gap)
