"""The browser entry: `streamlit run app.py`. Prepares the tables once, then shows a page."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Final

import streamlit as st

import pipeline
from catalog import settings as settings_room
from catalog.settings import Settings, SettingsError
from etl import registry
from geo.classes import PALETTE
from views import controls, frame, sources
from views import forecasts as forecasts_page
from views import map as map_page

NAME: Final = "Wardwise"


def main() -> None:
    st.set_page_config(page_title=NAME, page_icon=_icon(), layout="wide")
    st.html(frame.STYLE)
    try:
        settings = settings_room.load()
    except SettingsError as error:
        st.error(f"Wardwise cannot start: {error}.")
        return
    _prepare(settings)

    def data_and_methods() -> None:
        sources.page([failure.message for failure in registry.failures_of(settings)])

    def forecasts() -> None:
        def make(on_progress: Callable[[int, int, str], None]) -> str:
            made = pipeline.forecast(settings, on_progress)
            return " ".join(outcome.message for outcome in made)

        forecasts_page.page(make)

    page = st.navigation(
        [
            st.Page(map_page.page, title=map_page.TITLE, url_path="map", default=True),
            st.Page(forecasts, title=forecasts_page.TITLE, url_path="forecasts"),
            st.Page(data_and_methods, title=sources.TITLE, url_path="data-and-methods"),
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{page.title} | {NAME}")
    controls.arrive(page.url_path)
    page.run()


@st.cache_resource
def _prepared() -> tuple[Lock, dict[str, list[str]]]:
    """What could not be made, by folder of tables that this server has prepared."""
    return Lock(), {}


def _prepare(settings: Settings) -> None:
    """Builds what is derived where this server has not done so yet, showing how far it is."""
    lock, prepared = _prepared()
    folder = str(settings.tables)
    with lock:
        if folder not in prepared:
            try:
                prepared[folder] = _build(settings)
            except OSError as error:
                st.error(
                    f"The disk refused {error.filename or folder} ({error.strerror}). Make room or "
                    "set WARDWISE_DATA to a folder that can be written to, then load this again."
                )
                return
    for message in prepared[folder]:
        st.warning(f"Some figures could not be prepared. {message}")


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
