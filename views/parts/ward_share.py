"""What a reader takes from a ward's page: its link, a print, and briefings as files."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.project import version
from presentation.numbers import count
from reports.briefing import ward_briefing, ward_briefings
from reports.briefing.ward_answer import WardAnswer
from reports.content import Report
from views.parts import controls, data
from views.parts.chosen import Chosen
from views.parts.markdown import plain
from views.serving import workers

AT_A_TIME: Final = 5  # wards, between two steps of progress
# Fixed text: nothing that a visitor or a table says gets into it.
PRINT: Final = (
    '<button type="button" class="print-button">Print</button>'
    "<script>document.querySelectorAll('.print-button').forEach("
    "button => { button.onclick = () => window.print(); })</script>"
)
STYLE: Final = """<style>
.print-button {font: inherit; background: transparent; border: 1px solid #505a5f; color: inherit;
  border-radius: .5rem; padding: .25rem .75rem; min-height: 2.5rem; font-size: .875rem;
  cursor: pointer}
[data-testid="stPopoverBody"] [data-testid="stCodeCopyButton"] {opacity: 1 !important}
</style>"""


def show_share(answer: WardAnswer, chosen: Chosen, below: DeltaGenerator) -> None:
    """Buttons to share, print and take a briefing; `below` is room for files that were made."""
    st.html(STYLE)
    with st.popover("Share", width="content"):
        st.markdown("Copy this link with the button in the box.")
        st.code(address(answer.ward.code, chosen), language=None, wrap_lines=True)
    st.html(PRINT, width="content", unsafe_allow_javascript=True)
    with st.popover("Briefing", width="content"):
        _offer_one(answer)
        wants_all = _ask_for_all(answer)
    # A window closes at a click on a button in it, so what comes of it stands under the row.
    with below:
        _offer_all(answer.ward.lad_code, wants_all)


def address(ward: str, chosen: Chosen) -> str:
    """The address of this page: the areas and the ward, whatever else is in the browser's own."""
    areas = "&".join(f"{controls.AREA}={place.code}" for place in chosen.places)
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{areas}&{controls.WARD}={ward}"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _content(answer: WardAnswer) -> Report:
    return ward_briefing.describe(answer, made_on=_today(), version=version())


def _render_one(form: str, answer: WardAnswer) -> bytes:
    return ward_briefings.RENDER[form](_content(answer))


def _offer_one(answer: WardAnswer) -> None:
    """The ward's briefing, one page; written when it is asked for."""
    st.markdown(f"**{plain(answer.ward.name)}**: one page, to hand out")
    title = ward_briefing.title(answer.ward)
    stem = ward_briefings.name_files(title, answer.ward.code, _today())
    for form, label, kind in (
        ("pdf", "PDF", "application/pdf"),
        ("html", "Web page", "text/html"),
    ):
        st.download_button(
            f"Download the briefing ({label})",
            partial(_render_one, form, answer),
            f"{stem}.{form}",
            kind,
            on_click="ignore",
        )


def _ask_for_all(answer: WardAnswer) -> bool:
    """The button that has the briefings of every ward of the council made."""
    st.markdown(f"**All {count(answer.wards_count)} wards of {plain(answer.ward.lad_name)}**")
    return _ask()


def _ask() -> bool:
    st.caption("This takes up to a minute. They come as one PDF, a page a ward, and as a ZIP.")
    return st.button("Make the briefings of all wards")


def offer_council(council: str) -> None:
    """The briefings of every ward of a council (GSS code), to make and to download."""
    _offer_all(council, _ask())


def _offer_all(council: str, wants_all: bool) -> None:
    """Makes the briefings of all wards where that is wanted, and offers them once they are made."""
    key = (council, _today(), data.stamp_tables())
    if wants_all:
        parts = workers.results(_parts(*key), "Making the briefings", _parts.clear)
        st.session_state["ward_briefings"] = (key, _join(key, parts))
    finished = st.session_state.get("ward_briefings")
    if not finished or finished[0] != key:
        return
    with st.container(horizontal=True, key="screen_only_all"):
        for name, content in finished[1].items():
            is_pdf = name.endswith(".pdf")
            st.download_button(
                "Download all as one PDF" if is_pdf else "Download all as single files (ZIP)",
                content,
                name,
                "application/pdf" if is_pdf else "application/zip",
                on_click="ignore",
            )


Part = tuple[dict[str, Report], dict[str, bytes]]
Key = tuple[str, str, data.TableStamps]


@st.cache_resource(max_entries=5, show_spinner=False)
def _parts(council: str, today: str, stamps: data.TableStamps) -> list[Future[Part]]:
    """The council's briefings a few wards at a time, so that the page can say how far they are."""
    codes = ward_briefings.list_wards(stamps.root, [council])
    return [
        workers.start(_write_some, stamps.root, codes[first : first + AT_A_TIME], today)
        for first in range(0, len(codes), AT_A_TIME)
    ]


def _write_some(root: Path, codes: Sequence[str], today: str) -> Part:
    reports = ward_briefings.read_reports(root, codes, made_on=today, version=version())
    return reports, ward_briefings.render_single(reports, list(ward_briefings.RENDER))


def _join(key: Key, parts: Sequence[Part]) -> dict[str, bytes]:
    reports = {code: report for each, _ in parts for code, report in each.items()}
    single = {name: body for _, each in parts for name, body in each.items()}
    (made,) = workers.results([_joined(key, reports, single)], "Joining them", _joined.clear)
    return made


@st.cache_resource(max_entries=5, show_spinner=False)
def _joined(
    key: Key,  # noqa: ARG001
    _reports: dict[str, Report],
    _single: dict[str, bytes],
) -> Future[dict[str, bytes]]:
    return workers.start(ward_briefings.render_together, _reports, _single)
