"""Removes temporary files that a killed run left behind, when the next run starts."""

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
    """Removes temporary files whose process has ended, and returns their paths.

    Looks in `folders` and up to `depth` levels below. Leaves a file that is being written now: its
    process is alive and it is less than an hour old. Leaves what it cannot remove (another user's
    file, a read-only disk).
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
        return True  # on Windows os.kill would end the process, so we go by the file's age
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
