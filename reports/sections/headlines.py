"""The headlines of a report: six at most, each with its figure and the table that it is from."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from catalog.vocabulary.status import PARTIAL
from indicators.places import member_figures
from indicators.places import profile as place_profile
from indicators.places.limits import HIGHER, LOWER, SAME
from indicators.sectors import sector_page
from indicators.skills import skill_page
from presentation import report_sector_words, report_skill_words, report_words
from presentation.forecast_words import find_now
from reports.choices import Choices
from reports.inputs import ReportArea
from reports.sections import answers, place_tables, priorities

MOST: Final = 6
TOO_LOW_HERE: Final = (
    "Jobs and openings here are too low: part of this place, such as one of its former districts, "
    "has no figure."
)


def headlines(area: ReportArea, today: date, choices: Choices) -> tuple[str, ...]:
    """In the order of what a reader asks; none of a section that is left out."""
    indicators = area.indicators
    sentences = [
        _jobs(area),
        _beside(area, today),
        _priorities(area) if choices.has("priorities") else "",
        *(_sectors(area) if choices.has("sectors") else []),
        *(_skills(indicators) if choices.has("skills") else []),
    ]
    return tuple(sentence for sentence in sentences if sentence)[:MOST]


def _jobs(area: ReportArea) -> str:
    """All jobs now, beside the published figure that our estimate starts from."""
    rows = place_tables.read_jobs(area)
    published = rows.filter(pl.col("horizon").is_null())
    ahead = rows.filter(pl.col("horizon").is_not_null()).with_columns(mean=pl.col("jobs"))
    newest = published.row(-1, named=True) if published.height else None
    is_low = bool(published.height) and published["status"][-1] == PARTIAL
    return report_words.describe_jobs(find_now(ahead), newest, area.spoken_name, is_low=is_low)


def _beside(area: ReportArea, today: date) -> str:
    """What differs from places like it; of several councils how far apart they are."""
    local = place_tables.read_local(area)
    if local.values.is_empty() or local.indicators.is_empty():
        return ""
    if len(area.councils) > 1:
        rows = member_figures.compare_members(local, area.codes)
        return report_words.describe_range(rows.row(0, named=True)) if rows.height else ""
    found = place_profile.build_profile(local, area.codes[0], today)
    apart = found.headlines.filter(pl.col("neighbours_difference").is_in([HIGHER, LOWER]))
    return report_words.describe_standing(
        apart.rows(named=True), found.compared_count, found.count_of(SAME), area.spoken_name
    )


def _priorities(area: ReportArea) -> str:
    found = skill_page.answer(priorities.read_ranked(area))
    return report_skill_words.describe_priorities(found, area.spoken_name)


def _sectors(area: ReportArea) -> list[str]:
    """What has grown, then what may come or has shrunk, as the section on sectors says it."""
    now, growth, outlook = (
        sector_page.select_level(area.indicators[name], "section") for name in answers.SECTOR_TABLES
    )
    found = sector_page.answer(now, growth, outlook)
    grown = report_sector_words.describe_grown(found, area.spoken_name) if growth.height else ""
    return [grown, answers.describe_shrunk(growth)]


def _skills(indicators: Any) -> list[str]:
    """The most openings by occupation, then by level beside the people we count."""
    openings = indicators["skills_openings"].filter(skill_kind="occupation")
    return [
        answers.describe_most_openings(openings),
        answers.describe_most_wanted_level(indicators["skills_gaps"]),
    ]


def describe_caution(area: ReportArea) -> str:
    """That totals are too low, where a part of the place has no figure; '' where none is."""
    tables = ("sectors_now", "sector_growth", "skills_openings")
    is_low = any((area.indicators[name]["status"] == PARTIAL).any() for name in tables)
    return TOO_LOW_HERE if is_low else ""
