"""Sectors in words: what each row says, and that a missing figure is never written as zero."""

from __future__ import annotations

from typing import Any

import factory_indicators
import factory_sector_rows as rows
import polars as pl
import pytest
from factory_sector_rows import C, J, grown, now, outlook

from catalog.tables.sectors import GROWTH_TIERS, OUTLOOK_TIERS
from indicators.sectors import sector_page
from indicators.sectors.changes import EMPLOYEES_ONLY
from presentation import fine_sector_words, sector_summary_words, sector_words


def row(table: str, values: dict[str, Any]) -> dict[str, Any]:
    return factory_indicators.frame(table, [values]).row(0, named=True)


def answers(**changed: rows.Rows) -> sector_page.Answers:
    stored = rows.tables() | changed
    frames = (
        sector_page.select_level(factory_indicators.frame(name, stored[name]), "section")
        for name in ("sectors_now", "sector_growth", "sector_outlook")
    )
    return sector_page.answer(*frames)


def test_growth_says_the_tier_the_change_the_nation_and_the_share() -> None:
    said = sector_words.describe_growth(row("sector_growth", grown(J, "likely grown", 400.0)))
    assert said == (
        "Likely grown: jobs from about 4,000 (2017 and 2018) to 4,400 (2020 and 2021), +400 jobs "
        "(80% interval 150 to 650). That is +10%, against +5% for the sector in Great Britain. Its "
        "share of all jobs here went from 4.0% to 4.4%."
    )


@pytest.mark.parametrize("tier", [tier for tier in GROWTH_TIERS if tier])
def test_every_tier_says_what_its_rate_counts(tier: str) -> None:
    values = {"growth_tier": tier, "tier_rate_pct": 80.0, "tier_cases": 10.0, "tier_base_pct": None}
    said = sector_words.describe_rate(values)
    assert ("smaller" in said) == tier.endswith("shrunk")
    assert ("still" in said) == (tier != sector_page.CLOSE)


def test_without_a_tier_or_a_figure_nothing_is_made_up() -> None:
    empty = row("sector_growth", {**rows.AREA, **C, "note": "too few years", "status": "missing"})
    assert sector_words.describe_growth(empty) == (
        "We cannot say whether it has grown. too few years"
    )
    assert sector_words.describe_rate(empty) == ""
    missing = row("sectors_now", now(C, None, None))
    assert sector_words.describe_jobs(missing) == "No jobs figure is published"
    assert sector_words.describe_quotient(missing) == ""
    assert sector_words.describe_outlook(None, "Testham").endswith("in the nation either.")


def test_an_outlook_that_was_not_earned_is_not_given() -> None:
    said = sector_words.describe_outlook(
        row("sector_outlook", outlook(C, 2, "cannot be foretold", -1.0)), "Testham"
    )
    assert said.startswith("Local growth three years ahead cannot be predicted")
    assert (
        "In Great Britain we expect jobs in the sector to change by −1% from 2023 to 2026" in said
    )
    likely = row("sector_outlook", outlook(J, 1, "likely to outgrow", None))
    assert "68% came true (45% by chance; 50% in the worst year)" in sector_words.describe_outlook(
        likely, "Testham"
    )


def test_every_tier_has_a_label() -> None:
    labels = [sector_words.name_tier(tier) for tier in (*GROWTH_TIERS, *OUTLOOK_TIERS)]
    assert all(label[0].isupper() for label in labels)
    assert not any("foretold" in label for label in labels)


def test_the_three_sentences_say_period_and_kind_of_figure() -> None:
    here, grew, coming = sector_summary_words.three_sentences(answers(), "Testham")
    assert here.startswith("In 2021") and here.endswith("(published survey estimates).")
    assert "Comparing 2020 and 2021 with 2017 and 2018" in grew and "published survey" in grew
    assert coming.startswith("From 2023 to 2026") and "(modelled estimate)" in coming


def test_a_share_of_another_year_says_so() -> None:
    older = {"share_period": "2019"}
    said = sector_words.describe_share(row("sectors_now", now(C, 500.0, 1.5) | older), "Testham")
    assert said.startswith("5.0% of jobs in Testham in 2019")
    changed = [now(C, 4000.0, 1.5) | older]
    here = sector_summary_words.sentence_now(answers(sectors_now=changed), "Testham")
    assert "of all)" not in here
    assert "in 2019 jobs were most concentrated in manufacturing" in here


def test_what_is_likely_is_not_called_very_likely() -> None:
    likely = answers(sector_growth=[grown(C, "likely grown", 300.0)])
    title = sector_summary_words.title_answer(likely, "Testham")
    assert title.startswith("One sector has likely grown in Testham")
    none = answers(sector_growth=[], sectors_now=[], sector_outlook=[])
    assert sector_summary_words.title_answer(none, "Testham") == (
        "We cannot say which sectors have grown in Testham"
    )
    assert all(sector_summary_words.three_sentences(none, "Testham"))


def test_a_fine_sector_says_its_area_and_what_sic_cannot_measure() -> None:
    digital = row("fine_sectors", rows.fine("Digital", 12_345.0, 1.6))
    said = fine_sector_words.describe_fine(digital)
    assert said.startswith("About 12,300 jobs in West Testshire, mean of 2020 and 2021")
    none = row("fine_sectors", rows.fine("Clean Energy", None, None))
    assert fine_sector_words.describe_fine(none) == (
        "No figure: SIC has no code for this sector, so its jobs cannot be measured."
    )
    assert fine_sector_words.describe_measured_area(digital, "West Testshire") == ""
    assert "0 jobs" not in fine_sector_words.describe_fine(none)


def test_where_every_sector_shrank_we_say_that_none_grew() -> None:
    shrunk = answers(sector_growth=[grown(C, "very likely shrunk", -300.0)])
    assert sector_summary_words.sentence_grown(shrunk, "Testham").startswith(
        "No sector in Testham grew beyond the noise of the survey"
    )
    title = sector_summary_words.title_answer(shrunk, "Testham")
    assert title.startswith("No sector in Testham has grown beyond the noise")


def test_a_sentence_to_be_pasted_says_what_one_employer_could_have_made() -> None:
    jump = answers(sector_growth=[grown(C, "likely grown", 300.0, jump="one employer")])
    assert "(+300 jobs, which one employer could have made)" in (
        sector_summary_words.sentence_grown(jump, "Testham")
    )


def test_a_forecast_of_no_growth_in_the_nation_is_not_called_no_forecast() -> None:
    flat = answers(sector_outlook=[outlook(C, 1, "cannot be foretold", 0.0)])
    said = sector_summary_words.sentence_coming(flat, "Testham")
    assert said.endswith("in Great Britain we expect none to gain jobs.")
    none = answers(sector_outlook=[outlook(C, 1, "cannot be foretold", None)])
    said = sector_summary_words.sentence_coming(none, "Testham")
    assert said.endswith("we have no forecast of the nation's sectors.")


def test_figures_of_employees_alone_are_not_passed_off_as_all_jobs() -> None:
    note = {"note": f"{EMPLOYEES_ONLY}; no figures for Great Britain in these years"}
    said = sector_summary_words.three_sentences(
        answers(
            sectors_now=[now(C, 4000.0, 1.5) | note],
            sector_growth=[grown(C, "likely grown", 300.0) | note],
        ),
        "Testham",
    )
    assert [EMPLOYEES_ONLY in sentence for sentence in said] == [True, True, False]


def test_names_keep_their_capitals_inside_a_sentence() -> None:
    frame = pl.DataFrame({"industry_code": ["62"], "industry_name": ["IT services"],
                          "industry_level": ["division"]})  # fmt: skip
    assert sector_summary_words.name_inside(frame.row(0, named=True)) == "IT services"


def test_what_only_may_outgrow_is_not_called_likely() -> None:
    may = outlook(J, 1, "may outgrow", 2.0) | {"tier_rate_pct": 63.0, "tier_cases": 8657.0}
    said = sector_summary_words.sentence_coming(answers(sector_outlook=[may]), "Testham")
    assert "real output of information and communication may grow faster" in said
    assert "Of 8,657 outlooks like this in the past, 63% came true" in said
    assert "likely" not in said
