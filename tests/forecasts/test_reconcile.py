from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from catalog.tables.forecasts import FORECASTS
from catalog.vocabulary.areas import ENGLAND, ENGLISH_REGIONS
from forecasts.reconcile import reconcile


def rows(family: str, cells: dict[tuple[str, str], float]) -> pl.DataFrame:
    frame = pl.DataFrame(
        [
            {
                **dict.fromkeys(FORECASTS.columns, ""),
                "family": family, "area_code": area, "series_code": code, "period": "2025",
                "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31), "horizon": 1,
                "mean": value, "lower80": value * 0.9, "upper80": value * 1.1,
                "lower95": value * 0.8, "upper95": value * 1.2, "error_vs_naive": 0.9,
                "status": "modelled",
            }
            for (area, code), value in cells.items()
        ]
    )  # fmt: skip
    return frame.cast(FORECASTS.dtypes).select(FORECASTS.columns)  # type: ignore[arg-type]


def latest(family: str, cells: dict[tuple[str, str], float]) -> pl.DataFrame:
    return pl.DataFrame(
        [(family, a, s, v) for (a, s), v in cells.items()],
        schema=["family", "area_code", "series_code", "value"],
        orient="row",
    )


def test_sectors_move_to_their_total_and_bounds_with_them() -> None:
    seen = {("a", "total"): 100.0, ("a", "C"): 60.0, ("a", "G"): 40.0}
    ahead = {("a", "total"): 110.0, ("a", "C"): 60.0, ("a", "G"): 40.0}
    made = reconcile(rows("jobs_section", ahead), latest("jobs_section", seen), {})
    c = made.filter(pl.col("series_code") == "C").row(0, named=True)
    assert c["mean"] == pytest.approx(66)
    assert c["upper80"] == pytest.approx(66 * 1.1)


def test_parts_that_are_not_all_there_are_left_alone() -> None:
    seen = {("a", "total"): 100.0, ("a", "C"): 60.0}
    ahead = {("a", "total"): 110.0, ("a", "C"): 60.0}
    made = reconcile(rows("jobs_section", ahead), latest("jobs_section", seen), {})
    assert made.filter(pl.col("series_code") == "C")["mean"][0] == 60


def test_regions_sectors_and_divisions_add_up_to_england() -> None:
    rng = np.random.default_rng(1)
    sections = {(r, s): float(rng.integers(50, 90)) for r in ENGLISH_REGIONS for s in "CG"}
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
    seen = pl.concat([latest("jobs_section", sections), latest("jobs_division", divisions)])

    def off(cells: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
        return {key: value * rng.uniform(0.9, 1.1) for key, value in cells.items()}

    ahead = pl.concat([rows("jobs_section", off(sections)), rows("jobs_division", off(divisions))])
    made = reconcile(ahead, seen, {})
    assert made.height == ahead.height
    value = {(a, s): m for a, s, m in made.select("area_code", "series_code", "mean").iter_rows()}
    for area in (ENGLAND, *ENGLISH_REGIONS):
        assert value[area, "C"] + value[area, "G"] == pytest.approx(value[area, "total"], abs=0.5)
        assert value[area, "10"] + value[area, "11"] == pytest.approx(value[area, "C"], abs=0.5)
    for code in ("total", "C", "G", "10", "11", "46", "47"):
        regions = sum(value[r, code] for r in ENGLISH_REGIONS)
        assert regions == pytest.approx(value[ENGLAND, code], abs=0.5)
