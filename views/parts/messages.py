"""What a page says when something it needs is not there: a sentence and what to run."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.schema import TableError
from catalog.settings import SettingsError
from catalog.store import StoreError
from views.parts import missing_tables
from views.serving import workers

_room: ContextVar[DeltaGenerator | None] = ContextVar(
    "room", default=None
)  # of the page that this thread shows


def explain_faults(page: Callable[[], None]) -> Callable[[], None]:
    """The page, with a notice under its title on missing tables, and on a foreseen fault.

    What it drew before a fault stays on screen.
    """

    @wraps(page)
    def guarded() -> None:
        _room.set(None)
        with missing_tables.noting() as noted:
            try:
                page()
            except TableError as error:
                st.error(f"There is a fault in the data. {error}. Run `wardwise build`.")
            except (StoreError, SettingsError) as error:
                st.error(f"We cannot show this page: {error}.")
            except workers.LostWorkError as error:
                st.error(str(error))
            room = _room.get()
            room = st.container() if room is None else room
            if sentences := missing_tables.missing_sentences(noted):
                room.info("\n\n".join(sentences))
            if sentences := missing_tables.damaged_sentences(noted):
                room.warning("\n\n".join(sentences))

    return guarded


def make_room() -> None:
    """Room, where the page is, for a notice on what turns out to be missing."""
    _room.set(st.container())
