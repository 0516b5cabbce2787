"""Under the first screen of a ward: residents, work, premises, what changed, what to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from presentation import ward_suggestion_words, ward_words
from presentation.cells import MEANINGS
from presentation.wording import joined, period_in_words
from reports.briefing import ward_briefing, ward_tables
from reports.briefing.ward_answer import WardAnswer
from reports.content import DataTable
from reports.render.paged import rows
from views.parts import ages, downloads, explain_popover
from views.parts.markdown import plain
from views.parts.plain_table import plain_table
from views.parts.tabs import pick_tab

TAB: Final = "about"
TITLES: Final = {
    "residents": "Who lives here",
    "work": "What work is here",
    "premises": "Premises",
    "changed": "What changed",
    "council": "What the council can do",
}
NO_PREMISES: Final = (
    "We have no list of business premises for {}. The council publishes one for business rates; "
    "whoever runs this service can add it with `wardwise rates FILE --council NAME`."
)


def show_tabs(answer: WardAnswer) -> None:
    tab, room = pick_tab(TAB, TITLES)
    with room:
        SHOW[tab](answer)


def _residents(answer: WardAnswer) -> None:
    if answer.residents.is_empty():
        st.info(f"We have no census figures of the residents of {plain(answer.ward.name)}.")
        return
    tables = ward_tables.residents_tables(answer)
    for room, table in zip(st.columns(2, gap="medium"), tables, strict=False):
        with room:
            _table(table, answer)


def _work(answer: WardAnswer) -> None:
    for sentence in answer.work:
        st.markdown(plain(sentence))
    if answer.sectors.is_empty():
        st.info(f"We have no jobs by sector for {plain(answer.ward.name)}.")
        return
    _table(ward_tables.sectors_table(answer.ward, answer.sectors), answer)


def _premises(answer: WardAnswer) -> None:
    if answer.kinds.is_empty():
        st.info(NO_PREMISES.format(plain(answer.ward.lad_name)))
        return
    table = ward_tables.premises_table(answer)
    if not answer.kinds["empty_pct"].is_not_null().any():
        st.caption(
            f"The list of {plain(answer.ward.lad_name)} does not record which premises are "
            "occupied, so we cannot show a vacancy rate."
        )
    _table(table, answer)


def _changed(answer: WardAnswer) -> None:
    if answer.changes.is_empty():
        st.markdown(ward_words.NO_CHANGES)
        return
    for row in answer.changes.iter_rows(named=True):
        st.markdown(f"- {plain(ward_words.change_sentence(row))}")
    downloads.csv(answer.changes, f"ward-changes-{answer.ward.code}")


def _council(answer: WardAnswer) -> None:
    if not answer.suggestions:
        st.markdown(ward_suggestion_words.NO_SUGGESTIONS)
    else:
        st.markdown(
            "Suggestions to look into, not findings. Each was set off by the figure under it."
        )
    for one in answer.suggestions:
        what, because = ward_suggestion_words.suggestion_words(one, answer.ward.lad_name)
        st.markdown(f"**{plain(what)}**  \n{plain(because)}.")
    explain_popover.show_explanation(
        ("ward_measures",),
        ward_suggestion_words.how_suggested(),
        label="When do we suggest something?",
    )


def _table(table: DataTable, answer: WardAnswer) -> None:
    """A table with its caution on age, its marks, how we know and its file."""
    cells = rows(table)
    st.markdown(f"**{plain(table.title)}**")
    plain_table(table.fields, cells, table.title)
    for sentence in _old_measures(table, answer.ward.lad_code):
        st.caption(f"**{plain(sentence)}**")
    shown = {cell for row in cells for cell in row}
    used = [f"{mark}: {meaning}." for mark, meaning in MEANINGS.items() if mark in shown]
    if used:
        st.text("\n".join(used))
    notes = " ".join(ward_briefing.NOTES[number - 1] for number in table.notes)
    with st.container(horizontal=True, key=f"screen_only_{table.id}"):
        explain_popover.show_explanation(
            (table.source,), notes, label=f"How do we know? {plain(table.title)}"
        )
        downloads.csv(table.frame, f"ward-{table.id}-{answer.ward.code}")


def _old_measures(table: DataTable, council: str) -> list[str]:
    """A sentence for each measure of the table of which newer figures are published elsewhere."""
    if not {"measure", "label", "period"} <= set(table.frame.columns):
        return []
    labels: dict[str, list[str]] = {}
    for name, label, period in table.frame.select("measure", "label", "period").iter_rows():
        if name.startswith("premises"):  # each council publishes its own list
            continue
        age = ages.read_measure_age(council, name, period)
        if age is not None and age.is_marked:
            labels.setdefault(f"{period_in_words(age.sentence())}.", []).append(label)
    return [f"{joined(names)}: {sentence}" for sentence, names in labels.items()]


SHOW: Final[dict[str, Callable[[WardAnswer], None]]] = {
    "residents": _residents,
    "work": _work,
    "premises": _premises,
    "changed": _changed,
    "council": _council,
}
