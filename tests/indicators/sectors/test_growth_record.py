"""The stored rates are what the benchmark measures, what pages print, and what the docs say."""

from __future__ import annotations

import re
import sys
from typing import Any

import polars as pl
import pytest

import reference
from catalog import store
from catalog.settings import PROJECT, SAMPLE
from catalog.tables.sectors import GROWTH_TIERS
from indicators.sectors import growth_record

sys.path.append(str(PROJECT / "benchmarks"))
import growth_tiers

TIERS = [tier for tier in GROWTH_TIERS if tier]
MEASURED = ["compared", "growth_tier", "rate_pct", "cases_count", "base_pct", "further_pct",
            "lowest_year_pct", "highest_year_pct", "unseen_pct"]  # fmt: skip
DOCS = (PROJECT / "docs/methods/indicators.md").read_text("utf-8")


def stored(area_type: str, level: str) -> pl.DataFrame:
    record = growth_record.read_record()
    return record.filter(area_type=area_type, industry_level=level).select(MEASURED)


def measured(cells: pl.DataFrame, level: str) -> pl.DataFrame:
    of_level = cells.filter(pl.col("industry_level").is_in([level, "total"]))
    return growth_tiers.measure_rates(of_level).select(MEASURED)


@pytest.mark.parametrize(("kind", "level"), [("employees", "section"), ("employment", "division")])
def test_rates_of_regions_are_measured_again_from_the_sample(kind: str, level: str) -> None:
    jobs = store.read("jobs", SAMPLE)[0].drop_nulls("jobs")
    cells = growth_tiers.cells_of(jobs, kind, "region")
    again = measured(cells, level)
    assert again.equals(stored("region", level)), "python benchmarks/growth_tiers.py"


@pytest.mark.bench
def test_rates_of_divisions_are_measured_again_from_the_bench(bench: Any) -> None:
    cells = growth_tiers.read_itl2(bench.urls["nomis"])
    assert measured(cells, "division").equals(stored("lad", "division"))
    assert measured(cells, "section").equals(stored("itl2", "section"))


def test_every_area_that_is_answered_has_a_rate_for_every_tier() -> None:
    for area_type in set(growth_record.RECORD_OF.values()):
        for level in ("section", "division"):
            rows = stored(area_type, level).filter(compared=growth_record.BOTH)
            assert rows["growth_tier"].to_list() == TIERS


@pytest.mark.parametrize("compared", growth_tiers.COMPARED)
def test_surer_tiers_came_true_more_often_and_all_of_them_beat_their_base(compared: str) -> None:
    rates = {row["growth_tier"]: row for row in stored("lad", "section").filter(
        compared=compared).iter_rows(named=True)}  # fmt: skip
    very, likely, close, falls, falls_very = (rates[tier] for tier in TIERS)
    assert very["rate_pct"] > likely["rate_pct"] > very["base_pct"] + 20
    assert falls_very["rate_pct"] > falls["rate_pct"] > falls["base_pct"] + 20
    assert abs(close["rate_pct"] - close["base_pct"]) < 10, "too close to call says nothing"


def test_rates_hold_for_councils_that_were_not_used() -> None:
    for row in stored("lad", "section").iter_rows(named=True):
        assert row["unseen_pct"] == pytest.approx(row["rate_pct"], abs=5)


def test_the_docs_have_the_stored_rates() -> None:
    for row in stored("lad", "section").filter(compared=growth_record.BOTH).iter_rows(named=True):
        line = (
            f"| {row['growth_tier']} | {row['rate_pct']}% | {row['cases_count']:,} | "
            f"{row['base_pct']}% | {row['lowest_year_pct']} to {row['highest_year_pct']}% | "
            f"{row['unseen_pct']}% | {row['further_pct']}% |"
        )
        assert line in DOCS
    for area_type, level, words in (
        ("lad", "division", "councils, divisions"), ("region", "section", "regions, sections"),
        ("region", "division", "regions, divisions"), ("itl2", "section", "check: ITL2 areas"),
        ("lad_all_jobs", "section", "check: six councils"),
    ):  # fmt: skip
        rows = stored(area_type, level).filter(compared=growth_record.BOTH)
        cells = [f"{rate}% of {cases:,}" for rate, cases in
                 rows.select("rate_pct", "cases_count").iter_rows()]  # fmt: skip
        assert re.search(rf"\| {words}[^|]*\| {re.escape(' | '.join(cells))} \|", DOCS), words


def test_the_docs_have_the_stored_rates_of_jumps() -> None:
    jumps = {row["jump"]: row for row in reference.read("growth_jump_rates").iter_rows(named=True)}
    one, moved = jumps["one employer"], jumps["reclassification"]
    text = " ".join(DOCS.split())
    assert f"{one['marked_pct']}% are marked one employer and {moved['marked_pct']}% recl" in text
    assert f"marks {moved['by_chance_pct']}%" in text
    assert f"({one['rate_pct']:.0f} and {moved['rate_pct']:.0f}%" in text
    assert f"against {jumps['no jump']['rate_pct']:.0f}%" in text
