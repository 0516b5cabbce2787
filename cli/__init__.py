"""The terminal: `wardwise fetch`, `build`, `status` and more, one file a group of commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from reference import ReferenceTableError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command; see cli.entry.main.

    Reference tables are read as the commands are loaded, so a damaged one is reported here.
    """
    try:
        from cli.entry import main as run
    except ReferenceTableError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    run(arguments)
