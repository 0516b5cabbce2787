"""Questions that could not be answered, kept beside what was fetched until someone asks again.

`catalog.unanswered` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from catalog import store
from catalog.settings import Settings
from catalog.unanswered import FAILURES, Failure, failures_of
from etl.clients.query import Query


def keep_failures(
    planned: Sequence[tuple[str, Query]], failures: Sequence[Failure], settings: Settings
) -> None:
    """Keeps what could not be had, beside earlier failures that nobody has asked for since."""
    planned_keys = {(source_id, query.key) for source_id, query in planned}
    still = [f for f in failures_of(settings) if f.source and (f.source, f.key) not in planned_keys]
    with store.replacing(settings.raw / FAILURES) as temporary:
        entries = [asdict(failure) for failure in (*still, *failures)]
        temporary.write_text(json.dumps(entries, indent=1), "utf-8")
