"""A ward on one page: found by postcode, name or a click, in the words of its briefing."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Final

import streamlit as st

from catalog.measures import DEFAULT_MEASURE
from catalog.project import version
from catalog.store import StoreError
from presentation import map_summary
from presentation.cells import MEANINGS
from presentation.wording import period_in_words
from reports import files
from reports.briefing import ward_briefing
from reports.content import DataTable, Report, Text
from reports.render import html, pdf
from reports.render.paged import rows
from views.parts import (
    ages,
    area_bar,
    controls,
    data,
    downloads,
    explain_popover,
    messages,
    postcode_field,
    provenance,
)
from views.parts.markdown import plain
from views.parts.plain_table import plain_table
from views.parts.ward_picture import ward_picture

TITLE: Final = "A ward"


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    ward = controls.ward(map_summary.ward_names(data.wards(chosen.councils)), bar.room)
    postcode_field.show(bar.room)
    if not ward:
        st.info("Enter a postcode, pick a ward by name, or select it on the map.")
        _map(chosen, ward)
        return
    try:
        report = _briefing(ward, datetime.now(UTC).date().isoformat(), data.stamp_tables())
    except StoreError as error:
        st.error(f"We could not write the briefing: {error}.")
        _map(chosen, ward)
        return
    _show_briefing(report, ward, chosen)


def _map(chosen: controls.Chosen, ward: str) -> None:
    """The small map, shaded as the map explorer is; a notice where there are no ward figures."""
    measure = _shade(chosen.councils)
    if measure:
        ward_picture(chosen, measure, ward)
    else:
        st.info(f"We cannot draw a map: we have no ward figures for {plain(chosen.name)}.")


def _shade(councils: tuple[str, ...]) -> str:
    available = [measure.id for measure in data.measures(councils)]
    requested = controls.last_shown(controls.MEASURE)
    return next(
        (name for name in (requested, DEFAULT_MEASURE, *available) if name in available), ""
    )


@st.cache_resource(max_entries=100, show_spinner="Writing the briefing")
def _briefing(ward: str, today: str, stamps: data.TableStamps) -> Report:
    return ward_briefing.content(stamps.root, ward, made_on=today, version=version())


def _show_briefing(report: Report, ward: str, chosen: controls.Chosen) -> None:
    st.header(plain(report.title), anchor=False)
    st.caption(plain(report.subtitle))
    words, picture = st.columns([3, 2], gap="medium")
    with words:
        for section in report.sections:
            for block in section.blocks:
                if isinstance(block, Text):
                    st.html(_list(block.lines))
        _link(ward, chosen)
        _offer_files(report)
    with picture:
        _map(chosen, ward)
    for table in report.tables():
        _table(table, report, ward)
    provenance.licence()


def _list(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _link(ward: str, chosen: controls.Chosen) -> None:
    """The address of this page, to copy; the browser's own address bar has it as well."""
    areas = "&".join(f"{controls.AREA}={place.code}" for place in chosen.places)
    base = (st.context.url or "").partition("?")[0]
    with st.container(key="screen_only_link"):
        st.caption("Link to this page. To print it, use your browser's print command.")
        st.code(f"{base}?{areas}&{controls.WARD}={ward}", language=None, wrap_lines=True)


def _old_measures(table: DataTable, ward: str) -> list[str]:
    """A sentence for each measure of the table of which newer figures are published elsewhere."""
    if not {"measure", "label", "period"} <= set(table.frame.columns):
        return []
    council = data.table("wards")[0].filter(ward_code=ward)["lad_code"][0]
    sentences = []
    for name, label, period in table.frame.select("measure", "label", "period").iter_rows():
        if name.startswith("premises"):  # each council publishes its own list
            continue
        age = ages.read_measure_age(council, name, period)
        if age is not None and age.is_marked:
            sentences.append(f"{label}: {period_in_words(age.sentence())}.")
    return sentences


def _offer_files(report: Report) -> None:
    """The briefing as a file, written on request."""
    name = downloads.file_name(files.file_stem(report))
    room = st.container(horizontal=True, key="screen_only_files")
    room.download_button(
        "Download the briefing (PDF)",
        lambda: pdf.render(report, compact=True),
        f"{name}.pdf",
        "application/pdf",
        on_click="ignore",
    )
    room.download_button(
        "Download the briefing (web page)",
        lambda: html.render(report, compact=True),
        f"{name}.html",
        "text/html",
        on_click="ignore",
    )


def _table(table: DataTable, report: Report, ward: str) -> None:
    st.header(plain(table.title), anchor=False)
    cells = rows(table)
    plain_table(table.fields, cells, table.title)
    for sentence in _old_measures(table, ward):
        st.caption(f"**{plain(sentence)}**")
    shown = {cell for row in cells for cell in row}
    used = [f"{mark}: {meaning}." for mark, meaning in MEANINGS.items() if mark in shown]
    if used:
        st.text("\n".join(used))
    notes = " ".join(report.notes[number - 1] for number in table.notes)
    explain_popover.show_explanation(
        (table.source,), notes, label=f"Why these figures? {plain(table.title)}"
    )
    downloads.csv(table.frame, f"ward-{table.id}-{ward}", f"Download: {plain(table.title)} (CSV)")
