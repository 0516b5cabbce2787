"""Questions that could not be answered, kept beside what was fetched until someone asks again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from catalog import store
from catalog.settings import Settings
from etl.clients.query import Query

FAILURES: Final = "failures.json"


@dataclass(frozen=True)
class Failure:
    """A question that could not be answered, as the result of a run reports it.

    `source` is "" where it is not known which question it was.
    """

    source: str
    key: str
    areas: tuple[str, ...]
    message: str


def keep_failures(
    planned: Sequence[tuple[str, Query]], failures: Sequence[Failure], settings: Settings
) -> None:
    """Keeps what could not be had, beside earlier failures that nobody has asked for since."""
    planned_keys = {(source_id, query.key) for source_id, query in planned}
    still = [f for f in failures_of(settings) if f.source and (f.source, f.key) not in planned_keys]
    with store.replacing(settings.raw / FAILURES) as temporary:
        entries = [asdict(failure) for failure in (*still, *failures)]
        temporary.write_text(json.dumps(entries, indent=1), "utf-8")


def failures_of(settings: Settings) -> list[Failure]:
    """What could not be fetched and has not been fetched since, for `status` and the app.

    Where the list itself cannot be read, that is the one failure: no run ends over it.
    """
    path = settings.raw / FAILURES
    try:
        entries = json.loads(path.read_text("utf-8"))
        return [
            Failure(
                source=str(entry["source"]),
                key=str(entry["key"]),
                areas=tuple(map(str, entry["areas"])),
                message=str(entry["message"]),
            )
            for entry in entries
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        words = (
            f"{path} cannot be read ({type(error).__name__}), so what earlier runs could not fetch "
            "is not known; run `wardwise fetch` again, which writes it anew"
        )
        return [Failure("", "", (), words)]


def unanswered(settings: Settings, councils: Sequence[str]) -> tuple[str, ...]:
    """Failures of questions on these councils, or on all, a sentence each."""
    return tuple(
        failure.message
        for failure in failures_of(settings)
        if not failure.areas or set(failure.areas) & set(councils)
    )
