"""Wards by postcode, from the list in use or one that users supplied beside the sample."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from indicators.places import postcode_search
from indicators.places.postcode_search import PostcodeMatch
from views.parts import data


def _roots() -> tuple[Path, ...]:
    """Folders in which a list may lie: users supply one, so it may lie beside a sample."""
    return (data.settings().tables, data.settings().built)


def has_postcodes() -> bool:
    return postcode_search.has_postcodes(_roots())


def find_wards(text: str) -> PostcodeMatch:
    """The wards that a postcode, or the beginning of one, touches."""
    return postcode_search.search_postcode(text, _roots(), name_wards(), _read_boundaries)


def name_wards() -> pl.DataFrame:
    """ward_code, ward_name, lad_code and lad_name of every ward."""
    return data.distinct("wards", postcode_search.WARD)


def _read_boundaries() -> pl.DataFrame:
    """Every ward with its boundary, for a list of postcodes that says where they lie."""
    return data.table("wards")[0]
