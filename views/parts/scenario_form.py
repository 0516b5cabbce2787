"""The form of a scenario, kept in the address in the form that `wardwise scenario` takes.

`jobs=F:500:2026` (section, jobs, year and perhaps a ward) and `course=construction:60:3` (subject,
adults who achieve a year, level).
"""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.measures import SECTIONS
from indicators.inputs import Inputs
from indicators.plans.what_if import (
    COURSE_FORM,
    JOBS_FORM,
    YEARS_AHEAD,
    Change,
    ScenarioError,
    read_changes,
    whole_number,
)
from indicators.skills.openings import find_start_year
from indicators.skills.qualifications import LEVELS, OF_ACHIEVEMENTS
from indicators.skills.training import SUBJECTS
from views.parts import controls
from views.parts.markdown import plain

JOBS: Final = "jobs"
COURSE: Final = "course"


def _parts(name: str, count: int) -> list[str]:
    """The value in the address under a name, as so many parts; '' where there are fewer."""
    given = (st.query_params.get(name) or "").split(":")
    return (given + [""] * count)[:count]


def jobs(inputs: Inputs, area: str, wards: pl.DataFrame) -> None:
    st.header("More or fewer jobs", anchor=False)
    sections_of_area = inputs.outlook.filter(
        pl.col("area_code") == area,
        pl.col("sector_measure") == "jobs",
        pl.col("industry_level") == "section",
    )
    base = find_start_year(inputs, area)
    if sections_of_area.is_empty() or base is None:
        st.info(
            "We have no forecast of this place's jobs, so you cannot change it here. Run `wardwise "
            "forecast`."
        )
        return
    section, count, year, ward = _parts(JOBS, 4)
    names = dict(wards.select("ward_code", "ward_name").unique().sort("ward_name").iter_rows())
    sections = [code for code in SECTIONS if code in set(sections_of_area["industry_code"])]
    parts = ("section", "jobs", "year", "ward")
    keys = {part: f"{controls.PICKED}scenario_{part}" for part in parts}
    state = st.session_state
    state[keys["section"]] = section if section in sections else None
    state[keys["jobs"]] = whole_number(count, 500)
    state[keys["year"]] = min(max(whole_number(year, base + 5), base + 1), base + YEARS_AHEAD)
    state[keys["ward"]] = ward if ward in names else None

    def changed() -> None:
        picked = state[keys["section"]]
        text = f"{picked}:{state[keys['jobs']]}:{state[keys['year']]}:{state[keys['ward']] or ''}"
        controls.update_address(jobs=text.rstrip(":") if picked else "")

    st.selectbox(
        "Sector", sections, format_func=SECTIONS.__getitem__, key=keys["section"],
        on_change=changed, placeholder="Pick a sector",
    )  # fmt: skip
    st.number_input(
        "Change in jobs (negative for losses)", step=50, key=keys["jobs"], on_change=changed
    )
    st.number_input(
        "By the end of", min_value=base + 1, max_value=base + YEARS_AHEAD, step=1,
        key=keys["year"], on_change=changed,
        help=f"Openings count from {base}; jobs change in equal yearly steps from then.",
    )  # fmt: skip
    st.selectbox(
        "Where (optional)", list(names), format_func=names.__getitem__, key=keys["ward"],
        on_change=changed, placeholder="In proportion to the sector's jobs",
    )  # fmt: skip
    controls.note_shown(JOBS, st.query_params.get(JOBS) or "")


def course() -> None:
    st.header("A new course", anchor=False)
    subject, learners, level = _parts(COURSE, 3)
    keys = {part: f"{controls.PICKED}scenario_{part}" for part in ("subject", "learners", "level")}
    levels = [code for code in LEVELS if code in OF_ACHIEVEMENTS.values()]
    state = st.session_state
    state[keys["subject"]] = subject if subject in SUBJECTS else None
    state[keys["learners"]] = whole_number(learners, 50)
    state[keys["level"]] = level if level in levels else "3"

    def changed() -> None:
        picked = state[keys["subject"]]
        text = f"{picked}:{state[keys['learners']]}:{state[keys['level']]}"
        controls.update_address(course=text if picked else "")

    st.selectbox(
        "Subject", list(SUBJECTS), format_func=str.capitalize, key=keys["subject"],
        on_change=changed, placeholder="Pick a subject",
    )  # fmt: skip
    st.number_input(
        "Change in adults who achieve it a year (negative for fewer)", step=10,
        key=keys["learners"], on_change=changed,
    )  # fmt: skip
    st.selectbox(
        "Level", levels, format_func=LEVELS.__getitem__, key=keys["level"], on_change=changed
    )
    controls.note_shown(COURSE, st.query_params.get(COURSE) or "")


def read_address() -> list[Change]:
    """The changes in the address, with a warning on the page where we cannot read one."""
    changes: list[Change] = []
    for name, what, form in ((JOBS, "jobs", JOBS_FORM), (COURSE, "course", COURSE_FORM)):
        asked_for = [text for text in (st.query_params.get(name) or "",) if text]
        try:
            changes += read_changes(*((asked_for, []) if name == JOBS else ([], asked_for)))
        except ScenarioError:
            st.warning(f"We cannot read the {what} in this link. The form is {plain(form)}.")
    return changes
