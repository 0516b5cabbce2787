"""Error messages: expected errors explain themselves, unexpected ones are named and logged.

An unexpected error is a mistake in Wardwise. The user reads one sentence; the traceback goes to a
log file in the data folder, which they can send to the maintainers.
"""

from __future__ import annotations

import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from catalog.fingerprint import ROOMS

OURS: Final = (*ROOMS, "app", "cli")
LOG: Final = "wardwise.log"
# Ways to end a process that are not errors.
STOPS: Final = (KeyboardInterrupt, SystemExit, GeneratorExit)
# A larger log is started again.
LARGEST_LOG_BYTES: Final = 1_000_000
LONGEST_SENTENCE: Final = 600


def is_foreseen(error: BaseException) -> bool:
    """True for our own error classes, whose message says what, where and what to do next."""
    return type(error).__module__.split(".")[0] in OURS


def describe_error(error: BaseException) -> str:
    """The message that a user reads, without a traceback."""
    if is_foreseen(error):
        return str(error)
    if isinstance(error, OSError):
        return describe_os_error(error)
    first = next(iter(str(error).strip().splitlines()), "")
    kind = type(error).__name__
    return f"{kind}: {first[:LONGEST_SENTENCE]}" if first else kind


def describe_os_error(error: OSError) -> str:
    """What the disk or operating system could not do, with the file in question."""
    # A copy names both files; the second is the one that could not be written.
    target = error.filename2 or error.filename
    where = target or "the data folder"
    return (
        f"Could not read or write {where}: {error.strerror or error}. Nothing already saved was "
        "lost. Free some space or set WARDWISE_DATA to another folder, then run the command again."
    )


def log_fault(error: BaseException, folder: Path) -> Path | None:
    """Adds the traceback to the log in `folder`, or else in the temporary folder.

    None if we cannot write to either.
    """
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    text = "".join(traceback.format_exception(error))
    for place in (folder, Path(tempfile.gettempdir())):
        path = place / LOG
        try:
            place.mkdir(parents=True, exist_ok=True)
            full = path.is_file() and path.stat().st_size > LARGEST_LOG_BYTES
            with path.open("w" if full else "a", encoding="utf-8", errors="replace") as log:
                log.write(f"{stamp}\n{text}\n")
        except OSError:
            continue
        return path
    return None


def describe_unforeseen_error(error: BaseException, log: Path | None) -> str:
    """One sentence for an unexpected error, with what to send."""
    send = f"please report it with the file {log}" if log else "please report it"
    return (
        f"Something went wrong that Wardwise did not expect ({describe_error(error)}). "
        f"Nothing already saved was lost; {send}."
    )


def is_fault(error: BaseException) -> bool:
    """True for every error, and for a panic inside polars, which Python does not class as one."""
    return not isinstance(error, STOPS)
