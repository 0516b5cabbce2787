"""How many cells a Nomis question has, by which we tell how many councils fit into one request."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from math import prod
from typing import Final

import reference
from catalog import store
from catalog.settings import SAMPLE, Settings
from etl.clients.nomis.client import NEWEST_WARDS, Query

# Nomis cuts what it sends to guests at so many cells, and to holders of a key at many more.
GUEST_CELLS: Final = 25_000
KEY_CELLS: Final = 100_000
# A request of several replies has so many cells at most, some 100 MB: all but the last of its
# replies are full, where requests of one reply each would have room left over.
MOST_CELLS: Final = 300_000
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

    A year that may not have been released yet counts too, this year apart.
    """
    areas = _count_areas(query)
    members = [len(numbers) for _, numbers in query.members]
    if areas is None or not all(members):
        return None
    return prod(members) * count_periods(query.date) * areas


def count_periods(asked: str) -> int:
    """The periods that a date names, as far as its words tell; figures of a year come after it.

    >>> [count_periods(asked) for asked in ("2021", "2015-2024", "latestMINUS23-latest")]
    [1, 10, 24]
    """
    years, back = YEARS.fullmatch(asked), BACK.fullmatch(asked)
    if years:
        newest = min(int(years[2]), date.today().year - 1)
        return max(1, newest - int(years[1]) + 1)
    return int(back[1]) + 1 if back else asked.count(",") + 1


def _count_areas(query: Query) -> int | None:
    if query.area_type is None:
        return len(query.geography)
    column = COUNTED_AS.get(query.area_type)
    if column is None:
        return None
    if query.areas:
        return sum(_areas_of(column).get(council, MANY_AREAS) for council in query.areas)
    regions = region_by_council()
    within = [council for council, region in regions.items() if region in query.geography]
    return sum(_areas_of(column).get(council, MANY_AREAS) for council in within) or None


@cache
def region_by_council() -> dict[str, str]:
    """The region, or Wales, in which each council lies."""
    councils = store.read("councils", SAMPLE)[0]
    return dict(councils.select("lad_code", "region_code").drop_nulls().iter_rows())


@cache
def _areas_of(column: str) -> dict[str, int]:
    counts = reference.read("small_areas_by_council")
    return dict(counts.select("lad_code", column).iter_rows())
