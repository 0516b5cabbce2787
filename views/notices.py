"""What a page says when something it needs is not there: a sentence and what to run."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import streamlit as st

from catalog.schema import TableError
from catalog.settings import SettingsError
from catalog.store import StoreError


def in_words(page: Callable[[], None]) -> Callable[[], None]:
    """The page, with a foreseen fault shown as a notice. What it drew before stays on screen."""

    @wraps(page)
    def guarded() -> None:
        try:
            page()
        except TableError as error:
            st.error(f"A table is not as it should be. {error}. Run `wardwise build`.")
        except (StoreError, SettingsError) as error:
            st.error(f"This page cannot be shown: {error}.")

    return guarded
