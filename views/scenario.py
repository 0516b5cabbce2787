"""Plan: places in training for the priorities, or jobs that come and go, and what they would do."""

from __future__ import annotations

from typing import Final

import streamlit as st

from views.parts import area_bar, messages, plan, provenance, scenario_form, tabs, what_if

TITLE: Final = "Plan"
TAB: Final = "plan_tab"
TRAINING, JOBS = "training", "jobs"
TABS: Final = {TRAINING: "Training plan", JOBS: "What if jobs come or go"}


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    # Links from before the training plan have jobs or a course, and no tab.
    of_jobs = {scenario_form.JOBS, scenario_form.COURSE} & set(st.query_params)
    tab, room = tabs.pick_tab(TAB, TABS, JOBS if of_jobs else TRAINING)
    with room:
        if tab == TRAINING:
            plan.show(chosen)
        else:
            what_if.show(chosen)
    provenance.licence()
