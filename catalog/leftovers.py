"""Temporary files that a killed run left behind, removed when the next one starts."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import Final

# As catalog.store.replacing names them: .NAME.PID-RANDOM.tmp
TEMPORARY: Final = re.compile(r"\..+\.(?P<pid>\d+)-[0-9a-f]{8}\.tmp")
OLD_SECONDS: Final = 3600.0


def remove_leftovers(*folders: Path, depth: int = 2) -> list[Path]:
    """Removes temporary files in these folders whose writer is gone, and says which; also in the
    folders below them, so many levels down.

    A file that is being written now is left alone: its process lives and it is less than an hour
    old. What cannot be removed (another user's, a read-only disk) stays.
    """
    removed = []
    patterns = ["*/" * level + ".*.tmp" for level in range(depth + 1)]
    for folder in folders:
        for path in (path for pattern in patterns for path in folder.glob(pattern)):
            match = TEMPORARY.fullmatch(path.name)
            if not match:
                continue
            try:
                old = time.time() - path.stat().st_mtime > OLD_SECONDS
                if old or not _is_alive(int(match["pid"])):
                    path.unlink()
                    removed.append(path)
            except OSError:
                continue
    return removed


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # there, asking with os.kill would end it: only the age speaks
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
