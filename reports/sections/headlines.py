"""The headlines of a report: six at most, each with how sure it is and where it is from."""

from __future__ import annotations

import math
from typing import Any, Final

import polars as pl

from catalog.vocabulary.status import PARTIAL
from indicators.sectors import sector_page
from indicators.skills import openings as openings_of
from indicators.skills import skill_page
from presentation import balance_words, skill_words
from presentation.numbers import about, digits, percent
from presentation.sector_summary_words import sentence_coming, sentence_grown
from presentation.sector_words import describe_growth, describe_jump, describe_rate, name_sector
from presentation.wording import TOO_LOW, between, joined, period_in_words
from reports.inputs import ReportArea
from reports.sections import priorities
from reports.sections.sectors import SECTOR_TABLES

MOST: Final = 6


def headlines(area: ReportArea) -> tuple[str, ...]:
    """In the order of what a reader asks: priorities, sectors, supply, openings, pressure."""
    indicators = area.indicators
    gaps = indicators["skills_gaps"]
    sentences = [
        _priorities(area),
        *_sectors(area),
        _level(gaps),
        _openings(indicators["skills_openings"].filter(skill_kind="occupation")),
        _pressure(indicators["skills_pressure"]),
    ]
    return tuple(sentence for sentence in sentences if sentence)[:MOST]


def _priorities(area: ReportArea) -> str:
    """The first priorities by name, how firm they are and what is missing; '' without a rank."""
    ranked = priorities.read_ranked(area)
    answers = skill_page.answer(ranked)
    if not answers.first:
        return ""
    missing = [
        priorities.NAMES_OF_COMPONENTS[name] for name in skill_words.list_missing_components(ranked)
    ]
    parts = (
        f"{skill_words.title_answer(answers, area.name)}.",
        skill_words.describe_stability(answers),
        f"We have no data on {joined(missing)}." if missing else "",
        "See Priorities.",
    )
    return " ".join(filter(None, parts))


def _caution(frame: pl.DataFrame) -> str:
    return f" {TOO_LOW}" if (frame["status"] == PARTIAL).any() else ""


def _first(frame: pl.DataFrame, by: str, *, descending: bool = True) -> dict[str, Any] | None:
    ranked_rows = frame.drop_nulls(by).sort(by, descending=descending, maintain_order=True)
    return ranked_rows.row(0, named=True) if ranked_rows.height else None


def _sectors(area: ReportArea) -> list[str]:
    """What has grown, what has shrunk and what may come, as the section on sectors says it."""
    now, growth, outlook = (
        sector_page.select_level(area.indicators[name], "section") for name in SECTOR_TABLES
    )
    answers = sector_page.answer(now, growth, outlook)
    grown = sentence_grown(answers, area.name)
    return [
        f"{grown} See Sectors.{_caution(growth)}" if grown else "",
        _shrunk(growth),
        f"{sentence_coming(answers, area.name)} See Sectors." if outlook.height else "",
    ]


def _shrunk(growth: pl.DataFrame) -> str:
    """The largest fall of those most surely shrunk; '' where none is beyond the noise."""
    for tier in (sector_page.VERY_SHRUNK, sector_page.SHRUNK):
        worst = _first(growth.filter(growth_tier=tier), "change_jobs", descending=False)
        if worst is not None:
            parts = (describe_growth(worst), describe_jump(worst), describe_rate(worst))
            words = " ".join(filter(None, parts))
            return f"The clearest fall is in {name_sector(worst)}. {words} See Sectors."
    return ""


def _level(gaps: pl.DataFrame) -> str:
    """The level with most openings beside the people we count; alone where supply is missing."""
    most = _first(gaps.filter(skill_kind="qualification"), "openings_persons")
    if most is None:
        return ""
    level = most["skill_name"].partition(" (")[0]
    return f"{level}: {balance_words.describe_balance(most)} See Skills gaps."


def _openings(openings: pl.DataFrame) -> str:
    most = _first(openings, "openings_persons")
    if most is None:
        return ""
    return (
        f"The most openings are for {most['skill_name']}: about "
        f"{about(most['openings_persons'])} people a year "
        f"{between(most['lower80'], most['upper80'])}. "
        f"{percent(openings_of.replaced_pct(most), 0)} of them replace people who leave. "
        "See Occupations."
        f"{_caution(openings)}"
    )


def _pressure(pressure: pl.DataFrame) -> str:
    fine = pressure.filter(pl.col("occupation_code").str.len_chars() == 2)
    tight = _first(fine, "pressure_ln")
    if tight is None:
        return ""
    low, times, high = (math.exp(tight[name]) for name in
                        ("lower80", "pressure_ln", "upper80"))  # fmt: skip
    return (
        f"Adverts per jobseeker are highest for {tight['occupation_name']}: "
        f"{digits(times, 1)} times the average of all occupations here in "
        f"{period_in_words(str(tight['period']))} (80% interval {digits(low, 1)} to "
        f"{digits(high, 1)} times). See Pressure now."
    )
