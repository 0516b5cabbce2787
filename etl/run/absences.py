"""When services told us to come back, kept beside what was fetched: no run asks them before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from catalog.settings import Settings
from catalog.store import replacing

FILE: Final = "come_back.json"


def load_absences(settings: Settings) -> dict[str, datetime]:
    """By service, the time (UTC) before which it is not asked; none where nothing readable is kept.

    A damaged file costs one request too early, never the run.
    """
    try:
        stored = json.loads((settings.raw / FILE).read_text("utf-8"))
        moments = {str(name): datetime.fromisoformat(text) for name, text in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    now = datetime.now(UTC)
    return {name: at for name, at in moments.items() if at.tzinfo is not None and at > now}


def keep_absences(closed_until: Mapping[str, datetime], settings: Settings) -> None:
    """Keeps what was told in this run, beside what was told before and is not over."""
    until = load_absences(settings) | dict(closed_until)
    path = settings.raw / FILE
    if not until:
        path.unlink(missing_ok=True)
        return
    with replacing(path) as temporary:
        text = json.dumps({name: at.isoformat() for name, at in until.items()}, indent=1)
        temporary.write_text(text, "utf-8")
