"""Export: the report of the place picked, of the length and in the formats picked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Final

import streamlit as st

from catalog.project import version
from catalog.unanswered import unanswered
from reports import files, gap_report
from reports.choices import Choices, write_choices
from reports.content import Block, DataTable, Report, Text
from reports.render import docx_template, pdf
from reports.render.paged import rows
from reports.report_names import add_names, drop_names
from views.parts import area_bar, data, downloads, messages, provenance, report_form, ward_share
from views.parts.markdown import plain
from views.parts.plain_table import plain_table
from views.serving import workers

TITLE: Final = "Export"
FORMATS: Final = {
    "docx": "Word, to edit",
    "pdf": "PDF, tagged, to print or send",
    "xlsx": "Excel, following government guidance on accessible spreadsheets",
    "csv": "CSV, tidy, with machine-readable metadata (CSVW)",
    "html": "Web page, one file",
}
# What each file is called on its button, and its type.
KINDS: Final = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv"),
    "json": ("CSV metadata", "application/json"),
    "html": ("Web page", "text/html"),
}
ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the same report gives the same archive
PICTURE_PX: Final = 300  # width of a picture in the preview
ROWS: Final = 10  # of each table in the preview
PAGES_PPI: Final = 80  # of the pictures of pages in the preview
MADE: Final = "report_files"  # in the session: what they were made of, and the files


ReportKey = tuple[tuple[str, ...], str, str, tuple[str, ...], data.TableStamps, Choices]
SHOW: Final = ("Words and tables", "Pages as pictures")


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    st.write(
        "Download a report on skills gaps and sectors, ready to edit and to annex to a "
        "Local Skills Improvement Plan. Every format has the same figures."
    )
    name = chosen.name
    left, right = st.columns([2, 3], gap="large")
    with left:
        if len(chosen.members) > 1:
            name = st.text_input("Name of the group in the report", name, max_chars=80) or name
        choices = report_form.choose(gap_report.TITLE, name)
        picked = st.pills(
            "Formats", list(FORMATS), default=list(FORMATS), selection_mode="multi",
            format_func=lambda form: KINDS[form][0],
            help="; ".join(f"{KINDS[form][0]}: {what}" for form, what in FORMATS.items()),
        )  # fmt: skip
        _offer_briefings(chosen.places)
    if choices is None:
        return
    report_key: ReportKey = (
        chosen.members,  # those without data too, so that the report names them
        name,
        _today(),
        unanswered(data.settings(), chosen.members),
        data.stamp_tables(),
        drop_names(choices),
    )
    with right:
        begun = _content(*report_key)
        (built,) = workers.results([begun], "Putting the report together", _content.clear)
        report = add_names(built, choices)
        made_of = (*report_key[:-1], choices)
        _offer_report(report, [form for form in FORMATS if form in (picked or [])], made_of)
        _preview(report, made_of)
    provenance.licence()


def _offer_briefings(places: Sequence[data.Place]) -> None:
    """A page on each ward of a council, all at once."""
    councils = list(dict.fromkeys(code for place in places for code in place.councils))
    with st.expander("A page on each ward", icon=":material/map:"):
        names = {code: place.label for place in places for code in place.councils}
        known = data.places()
        names |= {code: known[code].label for code in councils if code in known}
        council = councils[0]
        if len(councils) > 1:
            council = st.selectbox("Council", councils, format_func=names.__getitem__)
        ward_share.offer_council(council)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@st.cache_resource(max_entries=10, show_spinner=False, hash_funcs={Choices: write_choices})
def _content(
    councils: tuple[str, ...],
    name: str,
    today: str,
    not_answered: tuple[str, ...],
    stamps: data.TableStamps,
    choices: Choices,
) -> Future[Report]:
    return workers.start(
        gap_report.build,
        stamps.root,
        councils,
        name,
        made_on=today,
        version=version(),
        unanswered=not_answered,
        choices=choices,
    )


@st.cache_resource(max_entries=50, show_spinner=False, hash_funcs={Choices: write_choices})
def _files(
    report_key: ReportKey,  # noqa: ARG001
    form: str,
    _report: Report,
    template: bytes | None,
) -> Future[dict[str, bytes]]:
    return workers.start(files.render_files, _report, [form], template=template)


@st.cache_resource(max_entries=10, show_spinner=False, hash_funcs={Choices: write_choices})
def _pages(report_key: ReportKey, _report: Report) -> Future[list[bytes]]:  # noqa: ARG001
    return workers.start(pdf.draw_pages, _report, pixels_per_inch=PAGES_PPI)


def _offer_report(report: Report, formats: list[str], report_key: ReportKey) -> None:
    """Renders on request, since PDF and Word take seconds; the finished files stay on offer.

    They are offered only while everything in `report_key` is the same. The name alone would not do:
    two places can have the same name.
    """
    if not formats:
        st.info("Pick a format to make the report.")
        return
    branded = data.settings().report_template
    template = docx_template.read_template(branded) if branded and "docx" in formats else None
    key = (report_key, tuple(formats), template)
    if st.button("Make the report", type="primary"):
        begun = [_files(report_key, form, report, template) for form in formats]
        rendered = workers.results(begun, "Making the report", _files.clear)
        together = {name: body for each in rendered for name, body in each.items()}
        st.session_state[MADE] = (key, together)
    finished = st.session_state.get(MADE)
    if finished and finished[0] == key:
        _offer_files(finished[1], files.file_stem(report))
    elif finished:
        st.caption("You have changed something since the last report. Make it again to get it.")


def _offer_files(made: dict[str, bytes], stem: str) -> None:
    """A button for each file, and one for all."""
    st.success("The report is ready. Download one file, or all.")
    with st.container(horizontal=True):
        for name, body in made.items():
            label, kind = KINDS[name.rpartition(".")[2]]
            st.download_button(
                label, body, name, kind, on_click="ignore", key=f"download-{name}",
                icon=":material/download:",
            )  # fmt: skip
        if len(made) > 1:
            st.download_button(
                "All files (ZIP)", zip_files(made), f"{downloads.file_name(stem)}.zip",
                "application/zip", on_click="ignore", icon=":material/folder_zip:",
            )  # fmt: skip


def zip_files(rendered: dict[str, bytes]) -> bytes:
    """The files in one ZIP archive, in order, all of the same time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in sorted(rendered):
            zipped.writestr(zipfile.ZipInfo(name, ZIP_TIME), rendered[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _preview(report: Report, report_key: ReportKey) -> None:
    """What the report prints, as it is chosen now."""
    st.header("Preview", anchor=False)
    line = f"{report.title}: {report.subtitle}. {report.made_on}, Wardwise {report.version}."
    st.caption(plain(line))
    shown = st.segmented_control("Show", SHOW, default=SHOW[0], label_visibility="collapsed")
    if shown == SHOW[1]:
        _show_pages(report, report_key)
    else:
        _show_words(report.in_print())


def _show_pages(report: Report, report_key: ReportKey) -> None:
    begun = _pages(report_key, report)
    (drawn,) = workers.results([begun], "Drawing the pages", _pages.clear)
    for number, each in enumerate(drawn, 1):
        st.image(each, alt=f"Page {number} of {len(drawn)} of the report", width="stretch")


def _show_words(report: Report) -> None:
    """Each section and those under it with their words, and the first rows of their tables."""
    room = st.container()
    for place, section in enumerate(report.sections):
        if section.level == 1:
            room = st.expander(plain(section.title), expanded=place == 0)
        with room:
            if section.level > 1:
                st.subheader(plain(section.title), anchor=False)
            for block in section.blocks:
                _show_block(block)


def _show_block(block: Block) -> None:
    if isinstance(block, Text):
        st.html(_words(block))
    elif isinstance(block, DataTable):
        _table(block)
    else:
        st.image(block.svg, caption=plain(block.heading), alt=block.alt, width=PICTURE_PX)


def _words(text: Text) -> str:
    lines = [escape(line) for line in text.lines]
    if text.listed:
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    return "".join(f"<p>{line}</p>" for line in lines)


def _table(table: DataTable) -> None:
    """The first rows as every format shows them."""
    more = table.frame.height - ROWS
    st.markdown(f"**{plain(table.heading)}**" + (f" (and {more} more rows)" if more > 0 else ""))
    first = replace(table, frame=table.frame.head(ROWS))
    plain_table(table.fields, rows(first), table.title)
