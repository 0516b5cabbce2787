"""Wards by postcode, from a list that users supply."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from catalog import store
from catalog.vocabulary.postcodes import postcode_key
from geo import boundaries
from views.parts import data


def has_postcodes() -> bool:
    return _postcode_root() is not None


def _postcode_root() -> Path | None:
    """The folder with `postcodes`: users supply them, so they may lie beside a sample."""
    roots = (data.settings().tables, data.settings().built)
    return next((root for root in roots if store.has("postcodes", root)), None)


def find_ward(postcode: str) -> str | None:
    """Code of the ward that a postcode lies in; "" where in none we have, None where unknown."""
    root = _postcode_root()
    if root is None:
        return None
    # Two million postcodes are searched on disk and not read into memory.
    key = pl.col("postcode_key") == postcode_key(postcode)
    match = store.scan("postcodes", root).filter(key).collect().head(1)
    if match.is_empty():
        return None
    ward = boundaries.locate(match, data.table("wards")[0])[0]
    return str(ward) if ward else ""
