"""The terminal entry: `wardwise fetch`, `build`, `status`, `check`, `probe`, `show` and more."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from catalog import settings as settings_room
from catalog.faults import (
    describe_error,
    describe_unforeseen_error,
    is_fault,
    is_foreseen,
    log_fault,
)
from catalog.settings import SettingsError
from cli import (
    access,
    data,
    documents,
    forecast,
    graph,
    groups,
    indicators,
    innovation,
    plans,
    reporting,
    sectors,
    serving,
    status,
    transparency,
)
from cli.terminal import app, err, settle_streams

FAMILIES = (
    data, status, graph, forecast, indicators, plans, transparency, documents, serving, reporting,
    groups, sectors, access, innovation,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command, by default the one that was typed. A fault is one message, never a traceback.

    Exit codes: 2 where the fault was foreseen, 3 where it was not (its traceback is in a log file).
    """
    settle_streams()
    try:
        app(args=None if arguments is None else list(arguments))
    except BaseException as error:
        if not is_fault(error):
            raise
        if is_foreseen(error) or isinstance(error, OSError):
            _print_error(describe_error(error))
            sys.exit(2)
        _print_error(describe_unforeseen_error(error, log_fault(error, _log_folder())))
        sys.exit(3)


def _print_error(sentence: str) -> None:
    err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)


def _log_folder() -> Path:
    try:
        return settings_room.load().data
    except SettingsError:
        return Path(tempfile.gettempdir())
