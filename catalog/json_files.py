"""Small JSON files that Wardwise keeps; a broken one is renamed with a warning, never fatal."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any, Final

from catalog.store import replacing

LOGGER: Final = logging.getLogger("wardwise")


def read_json(path: Path, consequence: str) -> Any:
    """The content of a file; None if it is missing or cannot be read.

    A broken file is renamed to NAME.broken, and a warning says so, with the `consequence`.
    """
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        set_aside(path, type(error).__name__, consequence)
        return None


def set_aside(path: Path, why: str, consequence: str) -> None:
    """Renames a broken file to NAME.broken if possible, and logs a warning."""
    broken = path.with_name(f"{path.name}.broken")
    try:
        path.replace(broken)
        where = f"It was renamed to {broken.name}"
    except OSError:
        where = "It could not be renamed"
    LOGGER.warning("%s could not be read (%s). %s; %s.", path, why, where, consequence)


def write_json(path: Path, content: Any) -> None:
    """Writes a file completely or not at all; OSError if it cannot be written."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
