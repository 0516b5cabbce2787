"""Which tables the ward figures shown were made from, as noted while they were made."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.sources import Origin
from catalog.tables.wards import WARD_MEASURE_SOURCES, WARD_MEASURES
from views.parts import data


def tables_behind(councils: Iterable[str], measure: str) -> list[str]:
    """Names of the tables read for a measure of the councils' wards, sorted.

    Where there is no note of it, as in tables built by an earlier version, those behind all ward
    measures together.
    """
    if WARD_MEASURE_SOURCES.name not in data.table_names():
        origins = data.origins([WARD_MEASURES.name])
        return sorted({name for origin in origins for name in origin.made_from})
    stated, _ = data.table(WARD_MEASURE_SOURCES.name, councils)
    return stated.filter(measure=measure)["table_name"].unique().sort().to_list()


def origins_behind(councils: Iterable[str], measure: str) -> list[Origin]:
    """The origins of those tables."""
    return data.origins(tables_behind(councils, measure))


def sentences_by_council(councils: Iterable[str], measure: str) -> dict[str, str]:
    """For each council, the origins of its figures as one text."""
    return {
        lad: " ".join(origin.sentence() for origin in origins_behind([lad], measure))
        for lad in councils
    }
