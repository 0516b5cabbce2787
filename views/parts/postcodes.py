"""Wards by postcode, from the list in use or one that users supplied beside the sample."""

from __future__ import annotations

from pathlib import Path

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
    return postcode_search.search_postcode(text, _roots(), data.table("wards")[0])
