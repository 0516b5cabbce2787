"""When a period's figures are usually published, so that nothing is read before its day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import reference

_CALENDAR: Final = reference.read("release_calendar")
MONTHS_BY_SOURCE: Final[dict[str, int]] = dict(
    _CALENDAR.select("source_id", "months_until_release").iter_rows()
)
MONTHS_BY_TABLE: Final[dict[str, int]] = dict(
    _CALENDAR.select("table_name", "months_until_release").iter_rows()
)


class ReleaseCalendarError(Exception):
    """A source or table that is not in the calendar; the message lists those that are."""


def months_until_release(source_id: str) -> int:
    """Whole months from the end of a period until a source usually publishes it.

    ReleaseCalendarError where the calendar does not have the source.

    >>> months_until_release("bres")
    10
    """
    return _look_up(MONTHS_BY_SOURCE, source_id, "source")


def months_until_table_release(table: str) -> int:
    """The same by the name of our table of the source: BRES is `jobs`."""
    return _look_up(MONTHS_BY_TABLE, table, "table")


def _look_up(months: Mapping[str, int], name: str, what: str) -> int:
    if name not in months:
        raise ReleaseCalendarError(
            f"the release calendar has no {what} {name!r}, only {', '.join(months)}; add a row to "
            "reference/periods/release_calendar.csv"
        )
    return months[name]
