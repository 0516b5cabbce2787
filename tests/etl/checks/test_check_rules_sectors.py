"""Each law of sectors passes what keeps it and names what breaks it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from catalog.tables.sectors import SECTOR_GROWTH, SECTORS_NOW
from etl.checks import sectors
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

HERE = {"area_code": "E08000033", "area_type": "lad", "industry_level": "section"}
NOW: dict[str, Any] = HERE | {
    "industry_code": "C", "period": "2021", "jobs": 20.0, "share_pct": 20.0,
    "nation_share_pct": 10.0, "location_quotient": 2.0, "quotient_lower80": 1.5,
    "quotient_upper80": 2.5, "specialised": "more", "nowcast_jobs": 21.0, "nowcast_lower80": 18.0,
    "nowcast_upper80": 25.0, "nowcast_period": "2026",
}  # fmt: skip
GROWTH: dict[str, Any] = HERE | {
    "industry_code": "C", "jobs_before": 100.0, "jobs_after": 150.0, "change_jobs": 50.0,
    "change_lower80": 20.0, "change_upper80": 80.0, "share_before_pct": 10.0,
    "share_after_pct": 14.0, "growth_tier": "very likely grown", "jobs_tier": "very likely grown",
    "share_tier": "very likely grown", "tier_rate_pct": 85.6, "tier_cases": 438.0,
    "tier_base_pct": 47.4,
}  # fmt: skip


def now(*rows: dict[str, Any]) -> Tables:
    return {"sectors_now": _table(SECTORS_NOW.dtypes, [NOW | row for row in rows])}


def growth(*rows: dict[str, Any]) -> Tables:
    return {"sector_growth": _table(SECTOR_GROWTH.dtypes, [GROWTH | row for row in rows])}


def _table(dtypes: dict[str, Any], rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={name: dtypes[name] for name in rows[0]})


KEPT = [now({}), growth({}), now({"share_pct": 0.0, "location_quotient": 0.0, "specialised": "less",
                                  "quotient_lower80": 0.0, "quotient_upper80": 0.3})]  # fmt: skip
BROKEN = [
    (sectors.shares_are_of_one_whole, now({"share_pct": 130.0}), "share_pct outside 0 to 100"),
    (sectors.shares_are_of_one_whole,
     growth({"share_after_pct": 60.0}, {"industry_code": "G", "share_after_pct": 70.0}),
     "share_after_pct of sections sum to"),
    (sectors.quotient_is_a_ratio_of_shares, now({"location_quotient": 2.4}), "not the ratio"),
    (sectors.quotient_is_a_ratio_of_shares, now({"nation_share_pct": None}), "not the ratio"),
    (sectors.quotient_is_a_ratio_of_shares, now({"quotient_upper80": 1.9}), "outside its interval"),
    (sectors.quotient_is_a_ratio_of_shares, now({"specialised": "less"}), "disagrees"),
    (sectors.quotient_is_a_ratio_of_shares, now({"quotient_lower80": 0.9}), "disagrees"),
    (sectors.quotient_is_a_ratio_of_shares, now({"specialised": "about the same"}), "disagrees"),
    (sectors.very_likely_is_beyond_the_interval, growth({"change_lower80": -5.0}), "within its"),
    (sectors.very_likely_is_beyond_the_interval,
     growth({"jobs_tier": "very likely shrunk"}), "within its"),
    (sectors.nowcast_is_inside_its_interval, now({"nowcast_jobs": 30.0}), "out of place"),
    (sectors.nowcast_is_inside_its_interval, now({"nowcast_period": "2020"}), "out of place"),
    (sectors.change_is_after_less_before, growth({"change_jobs": 49.0}), "not after less before"),
    (sectors.change_is_after_less_before, growth({"change_lower80": 60.0}), "outside its interval"),
    (sectors.tiers_agree_with_changes,
     growth({"share_after_pct": 9.0, "share_tier": "likely shrunk"}), "growth_tier disagrees"),
    (sectors.tiers_agree_with_changes, growth({"jobs_tier": "likely shrunk"}), "jobs_tier"),
    (sectors.tiers_agree_with_changes, growth({"share_after_pct": None}), "share_tier"),
    (sectors.rates_are_those_of_the_record, growth({"tier_rate_pct": 95.0}), "not the stored one"),
    (sectors.rates_are_those_of_the_record, growth({"tier_cases": None}), "not the stored one"),
    (sectors.rates_are_those_of_the_record, growth({"area_type": "country"}), "not the stored one"),
]  # fmt: skip


@pytest.mark.parametrize("rule", sectors.RULES, ids=lambda rule: rule.__name__)
def test_a_rule_is_silent_where_its_law_is_kept_and_where_nothing_is(rule: Rule) -> None:
    for tables in (*KEPT[:2], {}):
        assert list(rule(tables)) == []


def test_a_sector_with_no_jobs_is_less_specialised() -> None:
    assert list(sectors.quotient_is_a_ratio_of_shares(KEPT[2])) == []


@pytest.mark.parametrize(("rule", "tables", "words"), BROKEN)
def test_a_broken_law_is_named(rule: Rule, tables: Tables, words: str) -> None:
    messages = [message for _, message, _ in rule(tables)]
    assert any(words in message for message in messages), messages


def test_every_rule_has_a_case_that_breaks_it() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(sectors.RULES)
