"""How many cells a Nomis question has, by which we tell how many councils fit into one request."""

from __future__ import annotations

import re
from functools import cache
from math import prod
from typing import Final

import reference
from catalog.settings import Settings
from etl.clients.nomis.client import NEWEST_WARDS, Query

# Nomis cuts what it sends to guests at so many cells, and to holders of a key at many more.
GUEST_CELLS: Final = 25_000
KEY_CELLS: Final = 100_000
# Columns of the reference table by Nomis' number of an area type.
COUNTED_AS: Final = {
    151: "lsoa21_areas", 152: "msoa21_areas", 298: "lsoa11_areas", 153: "wards_areas",
    NEWEST_WARDS: "wards_areas",
}  # fmt: skip
# Of a council that is newer than our counts: about as many as the largest has.
MANY_AREAS: Final = 700
YEARS: Final = re.compile(r"(\d{4})-(\d{4})")
BACK: Final = re.compile(r"latestMINUS(\d+)-latest")


def cells_at_once(settings: Settings) -> int:
    """The most cells that Nomis sends in one reply."""
    return KEY_CELLS if settings.nomis_uid else GUEST_CELLS


def count_cells(query: Query) -> int | None:
    """The most cells that a question can have; None where it names no number of members or areas.

    Years that Nomis has not released count too.
    """
    areas = _count_areas(query)
    members = [len(numbers) for _, numbers in query.members]
    if areas is None or not all(members):
        return None
    return prod(members) * count_periods(query.date) * areas


def count_periods(date: str) -> int:
    """The periods that a date names, as far as its words tell.

    >>> [count_periods(date) for date in ("2021", "2015-2026", "latestMINUS23-latest")]
    [1, 12, 24]
    """
    years, back = YEARS.fullmatch(date), BACK.fullmatch(date)
    if years:
        return int(years[2]) - int(years[1]) + 1
    return int(back[1]) + 1 if back else date.count(",") + 1


def _count_areas(query: Query) -> int | None:
    if query.area_type is None:
        return len(query.geography)
    column = COUNTED_AS.get(query.area_type)
    if column is None:
        return None
    return sum(_areas_of(column).get(council, MANY_AREAS) for council in query.areas)


@cache
def _areas_of(column: str) -> dict[str, int]:
    counts = reference.read("small_areas_by_council")
    return dict(counts.select("lad_code", column).iter_rows())
