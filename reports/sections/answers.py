"""Sentences that answer for a whole table: its first row, with how sure it is."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from indicators.sectors import sector_page
from indicators.skills import openings as openings_of
from presentation import report_sector_words, report_skill_words

SECTOR_TABLES: Final = ("sectors_now", "sector_growth", "sector_outlook")


def find_first(frame: pl.DataFrame, by: str, *, descending: bool = True) -> dict[str, Any] | None:
    """The row with the highest figure (or lowest); None where no row has one."""
    ranked_rows = frame.drop_nulls(by).sort(by, descending=descending, maintain_order=True)
    return ranked_rows.row(0, named=True) if ranked_rows.height else None


def describe_shrunk(growth: pl.DataFrame) -> str:
    """The largest fall of those most surely shrunk; '' where none is beyond the noise."""
    for tier in (sector_page.VERY_SHRUNK, sector_page.SHRUNK):
        worst = find_first(growth.filter(growth_tier=tier), "change_jobs", descending=False)
        if worst is not None and worst["change_lower80"] is not None:
            return report_sector_words.describe_fall(worst)
    return ""


def describe_most_openings(openings: pl.DataFrame) -> str:
    """The occupation with most openings: rows of `skills_openings` of occupations."""
    most = find_first(openings, "openings_persons")
    if most is None or most["lower80"] is None:
        return ""
    return report_skill_words.describe_openings(most, openings_of.replaced_pct(most))


def describe_most_wanted_level(gaps: pl.DataFrame) -> str:
    """The level of qualification with most openings beside the people we count."""
    most = find_first(gaps.filter(skill_kind="qualification"), "openings_persons")
    return "" if most is None else report_skill_words.describe_level(most)


def describe_most_pressure(pressure: pl.DataFrame) -> str:
    """The occupation with most adverts per jobseeker: rows with pressure_times and its ends."""
    tight = find_first(pressure, "pressure_times")
    if tight is None or tight["pressure_lower80"] is None:
        return ""
    return report_skill_words.describe_pressure(tight)
