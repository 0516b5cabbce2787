"""Three facts of a place in a line, each leading to the page that has the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from catalog.vocabulary.areas import WIDEST_FIRST
from indicators.places import series
from indicators.sectors import sector_page
from indicators.skills import skill_page
from presentation import forecast_words, skill_words
from presentation.numbers import about
from presentation.sector_summary_words import name_inside
from presentation.wording import period_in_words
from views.parts import controls, data, indicators, page_links, sectors_data
from views.parts.markdown import plain

SKILLS: Final = ("skills_priorities", "priority_components", "skills_openings", "skills_pressure")


def show(chosen: controls.Chosen) -> None:
    """The facts that the figures of a council allow."""
    facts = [
        ("sectors", describe_jobs(chosen.councils)),
        ("sectors", describe_grown(chosen)),
        ("skills", describe_skills(chosen)),
    ]
    with st.container(horizontal=True, gap="small", key="linked_facts"):
        for page, words in facts:
            if words:
                page_links.link_page(page, plain(words), {controls.AREA: chosen.code})


def describe_jobs(councils: Sequence[str]) -> str:
    """Our estimate of jobs now; the newest published without one; '' without either."""
    names = data.table_names()
    if "forecasts" in names:
        ahead = indicators.forecast("jobs_section", "total", councils)
        now = None if ahead.is_empty() else forecast_words.find_now(ahead)
        if now is not None:
            return f"Jobs now: about {about(now['mean'])} (our estimate)"
    if "jobs" not in names:
        return ""
    all_jobs = data.peek("jobs", (*councils, *WIDEST_FIRST)).filter(
        industry_code="total", job_kind="employment"
    )
    both = series.sum_beside_nation(all_jobs, "jobs", councils)
    of_area = None if both is None else both.filter(area_name="")
    if of_area is None or of_area.is_empty():
        return ""
    return f"Jobs: {about(of_area['jobs'][-1])} ({period_in_words(of_area['period'][-1])})"


def describe_grown(chosen: controls.Chosen) -> str:
    """The sectors that have grown most surely; that none has; '' where we cannot say."""
    frames = [
        sector_page.select_level(data.peek(name, (chosen.code,)), sectors_data.SECTIONS)
        for name in ("sectors_now", "sector_growth", "sector_outlook")
    ]
    answers = sector_page.answer(*frames)
    if not answers.tier:
        return ""
    if answers.tier == sector_page.CLOSE or not answers.grown:
        return "Growing: no sector, beyond the noise"
    return f"Growing: {_first_names([name_inside(row) for row in answers.grown], 1)}"


def describe_skills(chosen: controls.Chosen) -> str:
    """The first priorities of skills; '' where there are none."""
    built = {name: data.peek(name, (chosen.code,)) for name in SKILLS}
    first = skill_page.answer(skill_page.list_priorities(built)).first
    if not first:
        return ""
    names = [skill_words.name_occupation(row["occupation_code"], row["occupation_name"])
             for row in first]  # fmt: skip
    return f"Skills first: {_first_names(names, 2)}"


def _first_names(names: Sequence[str], most: int) -> str:
    """The first names and how many more: names with "and" in them are clear only without one."""
    more = len(names) - most
    return "; ".join([*names[:most], *([f"{more} more"] if more > 0 else [])])
