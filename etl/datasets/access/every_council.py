"""Lists of every council, by which what lies around one is found before anything is asked."""

from __future__ import annotations

import polars as pl

from catalog import store
from catalog.settings import SAMPLE, Settings
from catalog.store import StoreError


def read_places(name: str, settings: Settings) -> pl.DataFrame:
    """A table of every council as fetched, else as it comes with Wardwise."""
    try:
        return store.read(name, settings.built)[0]
    except StoreError:
        return store.read(name, SAMPLE)[0]
