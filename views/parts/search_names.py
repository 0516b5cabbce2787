"""Names as lists show them, so that who types a Welsh name, or one without accents, finds it.

Streamlit's lists compare letter by letter: "Mon" does not find "Môn".
"""

from __future__ import annotations

import unicodedata
from functools import cache

import reference

WALES = "W"
COUNTY = "Sir"  # before the name of a county: no other name by itself


def searchable(name: str, *others: str) -> str:
    """The name, with its others and with spellings without accents behind it.

    >>> searchable("Isle of Anglesey", "Ynys Môn")
    'Isle of Anglesey (Ynys Môn, Ynys Mon)'
    >>> searchable("Leeds")
    'Leeds'
    """
    names = [name, *others]
    behind = dict.fromkeys(
        each for one in names for each in (one, _without_accents(one)) if each != name
    )
    return f"{name} ({', '.join(behind)})" if behind else name


def searchable_council(code: str, name: str) -> str:
    """A council's name with its Welsh one, where it has another in Welsh."""
    other = _welsh_names().get(code, "") if code.startswith(WALES) else ""
    is_another = set(other.split()) - {COUNTY} - set(name.split())
    return searchable(name, *([other] if is_another else []))


@cache
def _welsh_names() -> dict[str, str]:
    """The first of the other names of each council of Wales."""
    rows = reference.read("council_other_names").select("lad_code", "other_name").rows()
    return {code: name for code, name in reversed(rows) if code.startswith(WALES)}


def _without_accents(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
