"""The browser entry: `streamlit run app.py`. Prepares the tables once, then shows a page.

Pages take no function but three kinds. The forecast record page is given what makes the forecasts,
the start page what opens another page, and every page what fetches councils (cli.job_control),
since pages may import neither the models nor the order of the steps (see pyproject.toml) and this
is the one place that knows both; everything else a page reads for itself, from stored tables and
files.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from threading import Lock
from types import ModuleType
from typing import Final

import streamlit as st

import pipeline
from catalog import builds, jobs
from catalog import settings as settings_room
from catalog.settings import Settings, SettingsError
from cli import job_control
from presentation.legend_classes import PALETTE
from views.parts import controls, data, first_visit, job_panel, page_style, sign_in
from views.parts.markdown import plain
from views.serving import turns

NAME: Final = "Wardwise"
# The navigation: groups, and in each the titles of its pages by address. An address is also the
# name of the page's file in `views`, but for those in FILES. Pages of "" stand by themselves.
PAGES: Final = {
    "": {"profile": "Profile", "sectors": "Sectors", "skills": "Skills"},
    "Wards": {"ward": "A ward", "map": "All wards"},
    "More": {
        "compare": "Compare",
        "premises": "Premises",
        "access": "Access",
        "sites": "Sites",
        "works-on": "Who works on what",
        "scenario": "Plan",
        "export": "Export",
        "forecasts": "Forecast record",
        "data-and-methods": "Data and methods",
        "start": "Change start page",
    },
}
FILES: Final = {
    "forecasts": "forecast_record", "data-and-methods": "data_and_methods", "works-on": "works_on",
}  # fmt: skip

FIRST_PAGE: Final = "profile"
# Addresses that pages had before, so that links from then still open them.
FORMER: Final = {"emerging": "sectors", "gaps": "skills", "overview": "profile"}


def _page(name: str) -> Callable[[], None]:
    """A function that loads a page of `views` when it is first opened, and shows it.

    Charts and reports need libraries that take seconds to load; the first map must not wait.
    """

    def show() -> None:
        _view(name).page()

    return show


def _view(name: str) -> ModuleType:
    return importlib.import_module(f"views.{FILES.get(name, name)}")


def main() -> None:
    st.set_page_config(page_title=NAME, page_icon=_icon(), layout="wide")
    st.html(page_style.STYLE)
    if not sign_in.is_allowed():
        return
    try:
        settings = settings_room.load()
    except SettingsError as error:
        st.error(f"Wardwise cannot start: {error}.")
        return
    _prepare(settings)
    job_panel.provide(_control(settings))
    _notice(settings)

    def start() -> None:
        _view("start").page(open_page)

    def forecasts() -> None:
        def make(on_progress: Callable[[int, int, str], None]) -> str:
            outcomes = pipeline.forecast(settings, on_progress)
            return " ".join(outcome.message for outcome in outcomes)

        _view("forecasts").page(make)

    given: dict[str, Callable[[], None]] = {"forecasts": forecasts, "start": start}
    groups = {
        group: [
            st.Page(given.get(name) or _page(name), title=title, url_path=name)
            for name, title in titles.items()
        ]
        for group, titles in PAGES.items()
    }
    pages = {page.url_path: page for group in groups.values() for page in group}

    def open_page(name: str) -> None:
        parameters = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(pages[name], query_params=parameters)

    def begin() -> None:
        """To the page of the door once chosen; a link with a place never meets the doors."""
        open_page(first_visit.read_page() or (FIRST_PAGE if st.query_params else "start"))

    # The start page only redirects, so that every page has a permanent address.
    first = st.Page(begin, title=NAME, default=True, visibility="hidden")

    def forward(name: str) -> Callable[[], None]:
        return lambda: open_page(name)

    former = [
        st.Page(forward(name), title=pages[name].title, url_path=before, visibility="hidden")
        for before, name in FORMER.items()
    ]
    groups[""] = [first, *groups[""], *former]
    page = st.navigation(groups, position="top")
    st.set_page_config(page_title=f"{page.title} | {NAME}")
    controls.restore_view(page.url_path)
    job_panel.show()
    _in_turn(page.run)
    first_visit.write_choice()
    sign_in.show_sign_out()


def _control(settings: Settings) -> job_panel.Control:
    """What pages can do about fetching, and whether this visitor may."""
    host = st.context.headers.get("Host") or ""
    address = str(st.get_option("server.address") or "")
    return job_panel.Control(
        job_control.may_fetch(settings, address, host),
        lambda councils, sources: job_control.estimate(settings, councils, sources),
        lambda: job_control.due_sources(settings),
        lambda: job_control.councils_built(settings),
        lambda job: job_control.start(job, settings),
    )


def _notice(settings: Settings) -> None:
    """Says why the sample is shown to someone who fetched; not while that is being built."""
    notice = builds.sample_notice(settings)
    job = jobs.read_job(settings) if notice else None
    if notice and (job is None or not job.is_running):
        st.warning(notice)


def _in_turn(show: Callable[[], None]) -> None:
    """Shows a page when its turn comes. If that takes long, says how many pages are before it."""
    slot = st.empty()

    def show_place(before: int) -> None:
        slot.info(
            f"Many people are using Wardwise at the moment. Pages ahead of yours: {before + 1}."
        )

    with turns.PAGES.turn(show_place):
        slot.empty()
        show()


@st.cache_resource
def _prepared() -> tuple[Lock, dict[str, tuple[data.TableStamps, list[str]]]]:
    """By folder of tables: which tables this server prepared, and what failed.

    The tables may have been built again since; the messages then no longer apply.
    """
    return Lock(), {}


def _prepare(settings: Settings) -> None:
    """Builds derived tables, unless this server has already done so, and shows progress."""
    lock, prepared = _prepared()
    folder = str(settings.tables)
    with lock:
        if folder not in prepared:
            try:
                failed = _build(settings)
                prepared[folder] = (data.stamp_tables(), failed)
            except OSError as error:
                st.error(
                    f"Could not write to {error.filename or folder} ({error.strerror}). Free some "
                    "space or set WARDWISE_DATA to another folder, then reload this page."
                )
                return
    table_stamps, failed = prepared[folder]
    for message in failed if table_stamps == data.stamp_tables() else ():
        st.warning(f"We could not prepare some figures. {plain(message)}")


def _build(settings: Settings) -> list[str]:
    bar = st.progress(0.0, "Preparing the figures for the first time")

    def show_progress(share: float, task: str) -> None:
        bar.progress(min(share, 1.0), f"Preparing the figures: {task}")

    outcomes = pipeline.prepare(settings, show_progress)
    bar.empty()
    return [outcome.message for outcome in outcomes if outcome.kind == "failed"]


def _icon() -> str:
    """Four wards in the map's colours. Drawn here because icon names are fetched from the web."""
    squares = "".join(
        f'<rect x="{16 * (number % 2)}" y="{16 * (number // 2)}" width="16" height="16" '
        f'fill="{colour}"/>'
        for number, colour in enumerate(PALETTE[1:])
    )
    return f'<svg viewBox="0 0 32 32">{squares}</svg>'


main()
