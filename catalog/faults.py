"""Faults as people read them: those we foresaw in their own words, others named and logged.

A fault that nobody foresaw is a mistake in Wardwise. It is told in one sentence; its traceback goes
to a log file in the data folder, which can be sent to those who can mend it.
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
# Ends of a process that are no faults.
STOPS: Final = (KeyboardInterrupt, SystemExit, GeneratorExit)
# A log that grows beyond this begins anew.
LARGEST_LOG_BYTES: Final = 1_000_000
LONGEST_SENTENCE: Final = 600


def is_foreseen(error: BaseException) -> bool:
    """True of errors of our own kinds, whose message says what, where and what to do next."""
    return type(error).__module__.split(".")[0] in OURS


def sentence_of(error: BaseException) -> str:
    """What a person reads of a fault, without its traceback."""
    if is_foreseen(error):
        return str(error)
    if isinstance(error, OSError):
        return disk_sentence(error)
    first = next(iter(str(error).strip().splitlines()), "")
    kind = type(error).__name__
    return f"{kind}: {first[:LONGEST_SENTENCE]}" if first else kind


def disk_sentence(error: OSError) -> str:
    """A refusal of the disk or the system, with the file that was meant."""
    # A copy names both ends; what could not be written is the second.
    target = error.filename2 or error.filename
    where = f" {target}" if target else ""
    return (
        f"The disk refused{where}: {error.strerror or error}. What was stored stands; make "
        "room or give another folder (WARDWISE_DATA), then run the same command again."
    )


def log_fault(error: BaseException, folder: Path) -> Path | None:
    """Adds the traceback to the log in `folder`, else in the folder of temporary files.

    None where neither can be written to.
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


def unforeseen_sentence(error: BaseException, log: Path | None) -> str:
    """One sentence for a fault that nobody foresaw, with what to send."""
    send = f"please report it with the file {log}" if log else "please report it"
    return (
        f"Something went wrong that Wardwise did not foresee ({sentence_of(error)}). "
        f"Nothing already stored was lost; {send}."
    )


def is_fault(error: BaseException) -> bool:
    """True of every error and of a panic inside polars, which Python counts with the stops."""
    return not isinstance(error, STOPS)
