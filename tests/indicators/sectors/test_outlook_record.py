"""The stored record of the outlook adds up, is measured again from the sample, is in the docs."""

from __future__ import annotations

import importlib
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import reference
from catalog.settings import PROJECT, SAMPLE
from indicators.sectors import outlook_record
from indicators.sectors.outlook_model import LIKELY, MAY, TIERS, YEARS_AHEAD
from presentation import sector_record_words

DOCS = " ".join((PROJECT / "docs/methods/forecasting.md").read_text("utf-8").split())
MEASURED = ["tier", "cases_count", "rate_pct", "base_pct", "chance_pct", "recall_pct"]


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The modules of the benchmark, found as when it is run."""
    monkeypatch.syspath_prepend(str(PROJECT / "benchmarks"))
    names = ("outlook_panel", "outlook_fit", "outlook_scores", "sector_outlook")
    return SimpleNamespace(**{name: importlib.import_module(name) for name in names})


def rows(part: str) -> dict[str, dict[str, Any]]:
    found = outlook_record.read_record(part).rows_by_key("tier", named=True, unique=True)
    return {str(tier): row for tier, row in found.items()}


def test_the_record_of_the_samples_councils_is_measured_again(benchmark: SimpleNamespace) -> None:
    """By the stored weights of each year, on the same blurred output as for all councils."""
    panel = benchmark.outlook_panel
    blur = panel.measure_blur(reference.read("output_compared"))
    levels, monthly = panel.read_levels(SAMPLE), panel.read_output(SAMPLE)
    years = range(benchmark.outlook_fit.FIRST_BASE_YEAR, 2023 - YEARS_AHEAD + 1)
    cases = panel.make_cases(levels, monthly, years, blur, benchmark.sector_outlook.DRAWS)
    ours = benchmark.outlook_fit.forecast(cases, reference.read("sector_outlook_model"))
    again = pl.DataFrame(
        list(benchmark.sector_outlook.score_sample(ours)), schema=benchmark.outlook_scores.RECORD
    )
    stored = outlook_record.read_record("sample")
    assert stored.height == 3
    assert again.select(MEASURED).equals(stored.select(MEASURED)), "benchmarks/sector_outlook.py"


def test_no_case_is_forecast_by_what_learned_from_it(benchmark: SimpleNamespace) -> None:
    panel, fit = benchmark.outlook_panel, benchmark.outlook_fit
    levels, monthly = panel.read_levels(SAMPLE), panel.read_output(SAMPLE)
    cases = panel.make_cases(levels, monthly, range(1999, 2021), 0.04, 1)
    whole = fit.fit_models(cases)
    # What came of later base years changes no earlier model.
    turned = cases.with_columns(
        pl.when(pl.col("base_year") > 2012)
        .then(~pl.col("outgrew"))
        .otherwise("outgrew")
        .alias("outgrew")
    )
    early = pl.col("trained_to") <= 2012
    assert fit.fit_models(turned).filter(early).equals(whole.filter(early))
    assert not fit.fit_models(turned).filter(~early).equals(whole.filter(~early))


def test_the_logistic_finds_the_weights_that_made_the_cases(benchmark: SimpleNamespace) -> None:
    import numpy as np

    rng = np.random.default_rng(3)
    x = rng.normal(size=(200_000, 2))
    chance = 1 / (1 + np.exp(-(0.3 + x @ np.array([1.0, -2.0]))))
    weights = benchmark.outlook_fit.fit_logistic(x, (rng.random(200_000) < chance).astype(float))
    assert weights.tolist() == pytest.approx([0.3, 1.0, -2.0], abs=0.03)


def test_auc_is_the_share_of_pairs_in_the_right_order(benchmark: SimpleNamespace) -> None:
    cases = pl.DataFrame({"chance": [0.9, 0.2, 0.5, 0.5], "outgrew": [True, False, True, False]})
    assert benchmark.outlook_scores.auc(cases) == 3.5 / 4


@pytest.mark.parametrize("part", ["tier", "chance", "base year"])
def test_parts_of_the_record_add_up_to_all(part: str) -> None:
    whole = outlook_record.read_record("all").row(0, named=True)
    found = outlook_record.read_record(part)
    found = found if part != "base year" else found.filter(pl.col("tier") != "")
    cases = found["cases_count"]
    assert cases.sum() == pytest.approx(whole["cases_count"], abs=found.height)
    rate = (found["rate_pct"] * cases).sum() / cases.sum()
    assert rate == pytest.approx(whole["rate_pct"], abs=0.1)


def test_each_tier_beat_its_base_in_every_year_and_the_surer_one_by_more() -> None:
    tiers = rows("tier")
    for tier in (LIKELY, MAY):
        assert tiers[tier]["rate_lower95_pct"] > tiers[tier]["base_pct"]
        assert tiers[tier]["better_years_count"] == tiers[tier]["compared_years_count"] >= 9
        assert tiers[tier]["worst_pct"] > 50
    assert tiers[LIKELY]["rate_pct"] > tiers[MAY]["rate_pct"] + 10
    assert abs(tiers[LIKELY]["rate_pct"] - tiers[LIKELY]["chance_pct"]) < 3, "calibrated"


def test_rates_hold_for_councils_that_were_not_learned_from() -> None:
    seen, unseen = rows("tier"), rows("councils not learned from")
    for tier in TIERS:
        assert unseen[tier]["rate_pct"] == pytest.approx(seen[tier]["rate_pct"], abs=5)


def test_chances_given_often_came_true_about_as_often() -> None:
    often = outlook_record.read_reliability().filter(pl.col("cases_count") >= 500)
    inner = often.filter(pl.col("chance_pct") > 30)
    assert inner.height >= 6
    assert (inner["chance_pct"] - inner["rate_pct"]).abs().max() < 5


def test_the_docs_have_the_stored_rates_and_the_losses() -> None:
    for part, words in (
        ("tier", "all councils"), ("councils not learned from", "councils not learned from"),
        ("without Information and communication", "without Information and communication"),
    ):  # fmt: skip
        for tier, row in rows(part).items():
            interval = "" if row["rate_lower95_pct"] is None else (
                f" ({row['rate_lower95_pct']} to {row['rate_upper95_pct']})"
            )  # fmt: skip
            line = (
                f"| {tier} | {words} | {row['rate_pct']}{interval} | {row['base_pct']} | "
                f"{row['worst_pct']} ({row['worst_year']}) | {row['recall_pct']} | "
                f"{row['cases_count']:,} |"
            )
            assert line in DOCS
    for row in outlook_record.read_record("other ways").filter(tier=LIKELY).to_dicts():
        assert f"| {row['subset']} | {row['rate_pct']} | {row['cases_count']:,} |" in DOCS
    for row in outlook_record.read_record("chance").to_dicts():
        cells = f"| {row['subset']} | {row['chance_pct']} | {row['rate_pct']} |"
        assert f"{cells} {row['cases_count']:,} |" in DOCS
    later = outlook_record.read_record("the three years after").row(0, named=True)
    one = {row["subset"]: row["auc"] for row in outlook_record.read_record("one year").to_dicts()}
    assert f"AUC {later['auc']:.3f}" in DOCS
    assert f"AUC {one['newest year']:.3f} against {one['before']:.3f}" in DOCS
    as_little = outlook_record.read_record("one year").filter(pl.col("auc").is_null())
    share = as_little["rate_pct"][0]
    assert f"as little as in 2023 in {share}% of years" in DOCS


def test_the_page_says_what_is_not_known() -> None:
    later = outlook_record.read_record("the three years after").row(0, named=True)
    always = outlook_record.read_record("other ways").row(
        by_predicate=pl.col("subset").str.starts_with("saying"), named=True
    )
    one_year = outlook_record.read_record("one year").to_dicts()
    words = " ".join(sector_record_words.describe_limits(one_year, later, always))
    assert "right in 51 of 100 pairs of sectors (50 by chance)" in words
    assert "of years, so the rates probably flatter still" in words
    assert "44% in its worst year (from 2020)" in words
