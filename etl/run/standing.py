"""Tables of all councils that come with Wardwise and stand for a while instead of a fetch."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from catalog import store
from catalog.settings import SAMPLE


def stands(module: Any) -> bool:
    """Whether a source's table that comes with Wardwise need not be fetched yet."""
    until = standing_until(module)
    return until is not None and today() < until


def standing_until(module: Any) -> date | None:
    """The day from which a table that comes with Wardwise is too old; None for other sources."""
    days = getattr(module, "STANDS_DAYS", 0)
    if not days or not store.has(module.TABLE.name, SAMPLE):
        return None
    retrieved = store.origin_of(module.TABLE.name, SAMPLE).retrieved
    return date.fromisoformat(retrieved[:10]) + timedelta(days=days)


def today() -> date:
    return datetime.now(UTC).date()


def notes(module: Any) -> list[str]:
    """When such a table was fetched and how to have a newer one, as a sentence; none for others."""
    until = standing_until(module)
    if until is None:
        return []
    retrieved = store.origin_of(module.TABLE.name, SAMPLE).retrieved[:10]
    return [
        f"{module.SOURCE.title}: as of {retrieved}; the list comes with Wardwise. `wardwise fetch` "
        f"asks for a newer one from {until.isoformat()}, or now with `--only {module.SOURCE.id}`."
    ]
