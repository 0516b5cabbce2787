"""The browser entry: `streamlit run app.py`. Prepares the tables once, then shows a page.

Pages take no function but one. The forecast record page is given what makes the forecasts, since
pages may import neither the models nor the order of the steps (see pyproject.toml) and this is the
one place that knows both; everything else a page reads for itself, from stored tables and files.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from threading import Lock
from types import ModuleType
from typing import Final

import streamlit as st

import pipeline
from catalog import builds
from catalog import settings as settings_room
from catalog.settings import Settings, SettingsError
from presentation.legend_classes import PALETTE
from views.parts import controls, data, page_style, sign_in
from views.parts.markdown import plain
from views.serving import turns

NAME: Final = "Wardwise"
# Pages by address, which is that of their file in the room of views, with their titles.
PAGES: Final = {
    "overview": "Overview",
    "emerging": "Emerging sectors",
    "gaps": "Skills gaps",
    "ward": "Ward",
    "map": "Map explorer",
    "premises": "Premises",
    "scenario": "Scenario",
    "export": "Export",
}


def _page(name: str) -> Callable[[], None]:
    """Shows a page of the room of views, which is loaded when it is first opened.

    Charts and reports bring libraries that take seconds, for which the first map must not wait.
    """

    def show() -> None:
        _view(name).page()

    return show


def _view(name: str) -> ModuleType:
    return importlib.import_module(f"views.{name}")


def main() -> None:
    st.set_page_config(page_title=NAME, page_icon=_icon(), layout="wide")
    st.html(page_style.STYLE)
    if not sign_in.allowed():
        return
    try:
        settings = settings_room.load()
    except SettingsError as error:
        st.error(f"Wardwise cannot start: {error}.")
        return
    _prepare(settings)
    notice = builds.sample_notice(settings)
    if notice:
        st.warning(notice)

    def forecasts() -> None:
        def make(on_progress: Callable[[int, int, str], None]) -> str:
            made = pipeline.forecast(settings, on_progress)
            return " ".join(outcome.message for outcome in made)

        _view("forecast_record").page(make)

    pages = {
        name: st.Page(_page(name), title=title, url_path=name) for name, title in PAGES.items()
    }
    pages["forecasts"] = st.Page(forecasts, title="Forecast record", url_path="forecasts")
    pages["data-and-methods"] = st.Page(
        _page("data_and_methods"), title="Data and methods", url_path="data-and-methods"
    )

    def start() -> None:
        # Every table of indicators is made whatever is missing; the overview needs rows in them.
        name = "map" if data.peek("emerging_sectors").is_empty() else "overview"
        asked = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(pages[name], query_params=asked)

    # The start has no page of its own, so that every page has an address that stays.
    first = st.Page(start, title=NAME, default=True, visibility="hidden")
    page = st.navigation([first, *pages.values()], position="top")
    st.set_page_config(page_title=f"{page.title} | {NAME}")
    controls.arrive(page.url_path)
    _in_turn(page.run)
    sign_in.way_out()


def _in_turn(show: Callable[[], None]) -> None:
    """Shows a page when it is its turn; where that takes long, says how many are before it."""
    slot = st.empty()

    def say(before: int) -> None:
        slot.info(f"Many people are using Wardwise at the moment: {before + 1} pages before yours.")

    with turns.PAGES.turn(say):
        slot.empty()
        show()


@st.cache_resource
def _prepared() -> tuple[Lock, dict[str, tuple[data.Held, list[str]]]]:
    """What could not be made, by folder of tables that this server has prepared; and of which
    tables that was said, since they may have been made again since."""
    return Lock(), {}


def _prepare(settings: Settings) -> None:
    """Builds what is derived where this server has not done so yet, showing how far it is."""
    lock, prepared = _prepared()
    folder = str(settings.tables)
    with lock:
        if folder not in prepared:
            try:
                failed = _build(settings)
                prepared[folder] = (data.held(), failed)
            except OSError as error:
                st.error(
                    f"The disk refused {error.filename or folder} ({error.strerror}). Make room or "
                    "set WARDWISE_DATA to a folder that can be written to, then load this again."
                )
                return
    held, failed = prepared[folder]
    for message in failed if held == data.held() else ():
        st.warning(f"Some figures could not be prepared. {plain(message)}")


def _build(settings: Settings) -> list[str]:
    bar = st.progress(0.0, "Preparing the figures for the first time")

    def tell(share: float, what: str) -> None:
        bar.progress(min(share, 1.0), f"Preparing the figures: {what}")

    outcomes = pipeline.prepare(settings, tell)
    bar.empty()
    return [outcome.message for outcome in outcomes if outcome.what == "failed"]


def _icon() -> str:
    """Four wards in the map's colours; drawn here, since icon names are fetched from elsewhere."""
    squares = "".join(
        f'<rect x="{16 * (number % 2)}" y="{16 * (number // 2)}" width="16" height="16" '
        f'fill="{colour}"/>'
        for number, colour in enumerate(PALETTE[1:])
    )
    return f'<svg viewBox="0 0 32 32">{squares}</svg>'


main()
