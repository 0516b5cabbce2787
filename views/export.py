"""Export: the gap report of the place picked, in the formats picked."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Final

import streamlit as st

from catalog.project import version
from catalog.unanswered import unanswered
from presentation.numbers import digits
from reports import files, gap_report
from reports.content import DataTable, Report, Text
from reports.render import docx_template
from reports.render.paged import rows
from views.parts import area_bar, data, downloads, messages, provenance
from views.parts.markdown import plain
from views.parts.plain_table import plain_table
from views.serving import workers

TITLE: Final = "Export"
FORMATS: Final = {
    "docx": "Word, to edit",
    "xlsx": "Excel, following government guidance on accessible spreadsheets",
    "pdf": "PDF, tagged, to print or send",
    "csv": "CSV, tidy, with machine-readable metadata (CSVW)",
    "html": "Web page, one file",
}
ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the same report gives the same archive
ROWS: Final = 10  # of each table in the preview


ReportKey = tuple[tuple[str, ...], str, str, tuple[str, ...], data.TableStamps]


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
    if len(chosen.members) > 1:
        name = st.text_input("Name of the group in the report", name, max_chars=80) or name
    picked = st.pills(
        "Formats", list(FORMATS), default=list(FORMATS), selection_mode="multi",
        format_func=str.upper, help="; ".join(f"{k.upper()}: {v}" for k, v in FORMATS.items()),
    )  # fmt: skip
    report_key: ReportKey = (
        chosen.members,  # those without data too, so that the report names them
        name,
        _today(),
        unanswered(data.settings(), chosen.members),
        data.stamp_tables(),
    )
    begun = _content(*report_key)
    (report,) = workers.results([begun], "Putting the report together", _content.clear)
    _offer_report(report, [form for form in FORMATS if form in (picked or [])], report_key)
    _preview(report)
    provenance.licence()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@st.cache_resource(max_entries=10, show_spinner=False)
def _content(
    councils: tuple[str, ...],
    name: str,
    today: str,
    not_answered: tuple[str, ...],
    stamps: data.TableStamps,
) -> Future[Report]:
    return workers.start(
        gap_report.build,
        stamps.root,
        councils,
        name,
        made_on=today,
        version=version(),
        unanswered=not_answered,
    )


@st.cache_resource(max_entries=50, show_spinner=False)
def _files(
    report_key: ReportKey,  # noqa: ARG001
    form: str,
    _report: Report,
    template: bytes | None,
) -> Future[dict[str, bytes]]:
    return workers.start(files.render_files, _report, [form], template=template)


def _offer_report(report: Report, formats: list[str], report_key: ReportKey) -> None:
    """Renders on request, since PDF and Word take seconds; the finished archive stays on offer.

    It is offered only while everything in `report_key` is the same. The name alone would not do:
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
        st.session_state["report_archive"] = (key, zip_files(together))
    finished = st.session_state.get("report_archive")
    if finished and finished[0] == key:
        st.success(f"The report is ready ({digits(len(finished[1]) / 1000)} kB).")
        st.download_button(
            "Download the report (ZIP)",
            finished[1],
            f"{downloads.file_name(files.file_stem(report))}.zip",
            "application/zip",
            on_click="ignore",
        )


def zip_files(rendered: dict[str, bytes]) -> bytes:
    """The files in one ZIP archive, in order, all of the same time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in sorted(rendered):
            zipped.writestr(zipfile.ZipInfo(name, ZIP_TIME), rendered[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _preview(report: Report) -> None:
    """Each section with its words, and the first rows of its tables."""
    st.header("Preview", anchor=False)
    line = f"{report.title}: {report.subtitle}. {report.made_on}, Wardwise {report.version}."
    st.caption(plain(line))
    for section in report.sections:
        with st.expander(plain(section.title), expanded=section.id == "headlines"):
            for block in section.blocks:
                if isinstance(block, Text):
                    st.html(_words(block))
                elif isinstance(block, DataTable):
                    _table(block)
                else:
                    st.image(block.svg, caption=plain(block.title), alt=block.alt)


def _words(text: Text) -> str:
    lines = [escape(line) for line in text.lines]
    if text.listed:
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    return "".join(f"<p>{line}</p>" for line in lines)


def _table(table: DataTable) -> None:
    """The first rows as every format shows them."""
    more = table.frame.height - ROWS
    st.markdown(f"**{plain(table.title)}**" + (f" (and {more} more rows)" if more > 0 else ""))
    first = replace(table, frame=table.frame.head(ROWS))
    plain_table(table.fields, rows(first), table.title)
