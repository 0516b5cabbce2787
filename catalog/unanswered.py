"""Questions to the data services that were not answered, as the last fetch left them on disk.

Written by `etl.run.failures`, read by whoever says what is missing: the terminal, pages, reports.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from catalog.settings import Settings

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
