"""The form of a training plan, kept in the link and read from a file (see `plan_text`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from indicators.plans.plan_text import (
    LONGEST_PLACE,
    MOST_COST,
    MOST_COURSES,
    MOST_PLACES,
    Course,
    Plan,
    PlanError,
    read_file,
    read_links,
    write_links,
    write_share,
)
from indicators.plans.training_plan import STREAMS
from indicators.skills.qualifications import LEVELS
from indicators.skills.training import SUBJECTS
from presentation.plan_words import describe_course
from presentation.skill_words import name_occupation
from views.parts import controls
from views.parts.markdown import plain
from views.parts.skills_data import capital

PLAN, PRIORITY, ACHIEVE, GIVEN_AT = "plan", "priority", "achieve", "given_at"
PLACES: Final = 50  # places of a course at the start
MOST_BYTES: Final = 100_000
YEARS: Final = 10
ALL_PCT: Final = 100


def read_plan(first: Sequence[str]) -> Plan | None:
    """The plan of the link, for the `first` priorities where it names none; None, with a warning,
    where we cannot read it."""
    query = st.query_params
    try:
        plan = read_links(
            query.get_all(PLAN), query.get_all(PRIORITY), query.get(ACHIEVE) or "",
            query.get(GIVEN_AT) or "",
        )  # fmt: skip
    except PlanError as error:
        st.warning(f"We cannot read the plan in this link: {plain(error)}.")
        return None
    return plan if plan.priorities else replace(plan, priorities=tuple(first))


def write_plan(plan: Plan) -> None:
    """Writes a plan to the link."""
    controls.update_address(
        plan=write_links(plan),
        priority=list(plan.priorities),
        achieve=write_share(plan),
        given_at=plan.at,
    )


def note(plan: Plan) -> None:
    """Notes the plan for the next time that the address is written."""
    controls.note_shown(PLAN, write_links(plan))
    controls.note_shown(PRIORITY, list(plan.priorities))
    controls.note_shown(ACHIEVE, write_share(plan))
    controls.note_shown(GIVEN_AT, plan.at)


def show(
    plan: Plan, codes: Sequence[str], year: int, proposed: Sequence[Course], venues: Sequence[str]
) -> None:
    """Priorities, where places are given, the courses there are, a form for another, and a file to
    open. `venues`: the sites and wards on offer; anything else can be typed."""
    note(plan)
    left, right = st.columns([3, 2])
    with left:
        _priorities(plan, codes)
    with right:
        _given_at(plan, venues)
    for number, course in enumerate(plan.courses):
        _listed(plan, number, course)
    new = tuple(
        course for course in proposed
        if (course.stream, course.subject, course.level)
        not in {(each.stream, each.subject, each.level) for each in plan.courses}
    )  # fmt: skip
    if new and len(plan.courses) + len(new) <= MOST_COURSES:
        st.button(
            "Add the courses that bring most to these priorities",
            on_click=lambda: write_plan(replace(plan, courses=(*plan.courses, *new))),
        )
    with st.expander("Add a course", expanded=not plan.courses):
        _new_course(plan, year)
    with st.expander("Share of places that are achieved, and plans from a file"):
        _share(plan)
        _open_file()


def _priorities(plan: Plan, codes: Sequence[str]) -> None:
    key = f"{controls.PICKED}plan_priorities"
    st.session_state[key] = [code for code in plan.priorities if code in codes]
    st.multiselect(
        "Priorities that the plan is for",
        codes,
        format_func=lambda code: capital(name_occupation(code)),
        key=key,
        on_change=lambda: write_plan(replace(plan, priorities=tuple(st.session_state[key]))),
    )


def _given_at(plan: Plan, venues: Sequence[str]) -> None:
    key = f"{controls.PICKED}plan_given_at"
    st.session_state[key] = plan.at or None
    st.selectbox(
        "Where places are given (optional)",
        list(dict.fromkeys([*venues, *([plan.at] if plan.at else [])])),
        key=key,
        accept_new_options=True,
        placeholder="A site, ward or postcode",
        on_change=lambda: write_plan(
            replace(plan, at=(st.session_state[key] or "").strip()[:LONGEST_PLACE])
        ),
        help="Type a whole postcode such as HX1 1AB, or pick a ward or a site of your lists. Then "
        "we show which wards have it within reach.",
    )


def _shorten(typed: str | None) -> str:
    """What was typed or picked, as a plan takes it."""
    return (typed or "").strip()[:LONGEST_PLACE].strip()


def _listed(plan: Plan, number: int, course: Course) -> None:
    words, button = st.columns([6, 1], vertical_alignment="center")
    words.markdown(f"{number + 1}. {plain(describe_course(course))}")
    rest = (*plan.courses[:number], *plan.courses[number + 1 :])
    button.button(
        f"Remove {number + 1}", key=f"remove-course-{number}",
        on_click=lambda: write_plan(replace(plan, courses=rest)),
    )  # fmt: skip


def _new_course(plan: Plan, year: int) -> None:
    with st.form("new_course", border=False):
        left, right = st.columns(2)
        stream = left.selectbox("Kind", STREAMS, format_func=capital)
        subject = right.selectbox("Subject", SUBJECTS, format_func=capital)
        level = left.selectbox("Level", list(LEVELS), index=2, format_func=LEVELS.__getitem__)
        places = right.number_input("Extra places a year", 1, MOST_PLACES, PLACES, step=10)
        start = left.number_input("First full year", year, year + YEARS, year, step=1)
        cost = right.number_input(
            "Cost of a place (£, optional)", 0.0, MOST_COST, None, step=100.0,
            placeholder="No cost",
        )  # fmt: skip
        if st.form_submit_button("Add this course"):
            if len(plan.courses) >= MOST_COURSES:
                st.warning(f"A plan has at most {MOST_COURSES} courses. Remove one first.")
                return
            course = Course(stream, subject, level, int(places), int(start), cost)
            write_plan(replace(plan, courses=(*plan.courses, course)))
            st.rerun()


def _share(plan: Plan) -> None:
    key = f"{controls.PICKED}plan_achieve"
    st.session_state[key] = round(plan.achieve_pct)
    st.slider(
        "Places that lead to an achievement (%)", 1, ALL_PCT, key=key,
        on_change=lambda: write_plan(replace(plan, achieve_pct=float(st.session_state[key]))),
        help="We have no achievement rates of new courses, so this is yours to set.",
    )  # fmt: skip


def _open_file() -> None:
    given = st.file_uploader("Open a plan that was saved from this page", type="json")
    if given is None:
        return
    try:
        if given.size > MOST_BYTES:
            raise PlanError("this file is too large to be a plan")
        plan = read_file(given.getvalue().decode("utf-8-sig"))
    except (PlanError, UnicodeDecodeError) as error:
        words = plain(error) if isinstance(error, PlanError) else "it is not written as text"
        st.warning(f"We cannot read this plan: {words}.")
        return
    st.button("Use this plan", on_click=lambda: write_plan(plan), type="primary")
