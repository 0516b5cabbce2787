"""Which councils of today and of former times a Nomis dataset knows, found out for many at once."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from catalog.settings import Settings
from catalog.vocabulary.areas import UK_COUNCILS
from etl.clients.http import FetchError, Http
from etl.clients.nomis import codelists as lists

# What is said in the names of area types that hold councils, and those that hold groups of them.
OF_COUNCILS: Final = ("local authorit",)
OF_GROUPS: Final = ("combined authorit", "level 2")


def find_areas(
    http: Http, settings: Settings, dataset: str, wanted: Collection[str]
) -> frozenset[str]:
    """Of codes of councils, combined authorities and ITL2 areas those that the dataset lists.

    Each of its area types of such areas is one list, the newest first, and no more are asked for
    than are needed. Lists that are not to be had name nobody.
    """
    found: set[str] = set()
    try:
        types = lists.labels(lists.codelist(http, settings, dataset, "geography/TYPE"))
        for number in sorted(types, key=lambda n: (_year_named(types[n]), n), reverse=True):
            sought = {code for code in set(wanted) - found if _may_be_of(code, types[number])}
            if sought:
                listed = lists.areas_of_type(http, settings, dataset, number)
                found |= sought & set(listed["gss"])
    except FetchError:
        pass  # whoever is not found is asked for alone, where the fault is met again and told
    return frozenset(found)


def _may_be_of(code: str, label: str) -> bool:
    words = OF_COUNCILS if code[:3] in UK_COUNCILS else OF_GROUPS
    return any(word in label.lower() for word in words)


def _year_named(label: str) -> str:
    """The newest year in a type's name, such as '(as of April 2023)'; '' for none."""
    return max(re.findall(r"\b(?:19|20)\d\d\b", label), default="")
