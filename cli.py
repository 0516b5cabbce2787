"""The terminal entry: `wardwise fetch`, `build`, `status`, `check`, `probe`, `show` and more."""

from __future__ import annotations

import sys

from catalog.schema import TableError
from catalog.settings import SettingsError
from catalog.store import StoreError
from commands import data, foresee, indicate, look, record, reporting, serving
from commands.terminal import app, err
from etl.areas import AreaError
from etl.http import FetchError
from etl.postcodes import PostcodeError
from etl.rates import RatesError
from etl.raw import RawError
from indicators.what_if import ScenarioError
from reports.ward_facts import UnknownWardError

FAMILIES = (data, look, foresee, indicate, record, serving, reporting)
EXPECTED_FAULTS = (
    AreaError,
    FetchError,
    PostcodeError,
    RatesError,
    RawError,
    ScenarioError,
    SettingsError,
    StoreError,
    TableError,
    UnknownWardError,
    OSError,
)


def main() -> None:
    """Runs a command; a foreseen fault is one message and exit code 2, never a traceback."""
    try:
        app()
    except EXPECTED_FAULTS as error:
        err.print(_sentence(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return (
            f"The disk refused{where}: {error.strerror or error}. What was stored stands; make "
            "room or give another folder (WARDWISE_DATA), then run the same command again."
        )
    return str(error)


if __name__ == "__main__":
    main()
