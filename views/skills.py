"""Skills: which occupations come first and why, openings beside supply, and what answers them."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.vocabulary.status import PARTIAL
from indicators.skills import skill_page
from presentation import skill_short_words, skill_words
from presentation.wording import MODELLED, TOO_LOW, as_sentence
from views.parts import (
    area_bar,
    controls,
    messages,
    provenance,
    skills_data,
    skills_detail,
    skills_screen,
    skills_weights,
)
from views.parts.markdown import plain

TITLE: Final = "Skills"


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    tables = skills_data.read_tables(chosen)
    if tables is None:
        return
    weights = skills_weights.read_weights()
    priorities = skill_page.list_priorities(tables, skills_weights.by_component(weights))
    if priorities.is_empty():
        st.info(skills_data.NO_OPENINGS.format(plain(chosen.name)))
        return
    named = skills_data.with_name(priorities)
    names = dict(named.select("occupation_code", "occupation").iter_rows())
    code = controls.pick_one(
        "occupation", "An occupation in detail", list(names), names.__getitem__, bar.room
    )
    answers = skill_page.answer(named)
    st.header(plain(skill_words.title_answer(answers, chosen.name)), anchor=False)
    _say_how_firm(named, answers, weights)
    firm = skill_words.describe_stability(answers) if weights == skills_weights.OURS else ""
    skills_screen.show(tables, named, code, chosen, firm)
    skills_weights.show(weights)
    skills_detail.show(tables, named, code, chosen)
    provenance.licence()


def _say_how_firm(
    priorities: pl.DataFrame, answers: skill_page.Answers, weights: skills_weights.Given
) -> None:
    """How firm the order is, what is missing from it, and that it is ours."""
    if (priorities["openings_status"] == PARTIAL).any():
        st.warning(TOO_LOW)
    firm = skill_short_words.line_firmness(answers)
    if weights != skills_weights.OURS:
        firm = "By your weights. How firm the order is, we work out for our own weights only."
    missing = skill_words.list_missing_components(priorities)
    titles = [skills_weights.TITLES.get(name, name).lower() for name in missing]
    lacks = skill_short_words.line_missing(titles)
    if priorities["priority_rank"].is_null().all():
        firm = "Your weights count only what we have no data on, so there is no order: change them."
        lacks = ""
    beside = str(priorities["neighbour_note"][0])
    beside = as_sentence(beside) if beside and weights == skills_weights.OURS else ""
    st.caption(plain(" ".join(filter(None, [MODELLED, firm, lacks, beside]))))
