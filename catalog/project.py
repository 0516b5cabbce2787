"""What the project calls itself, to the services that it asks."""

from __future__ import annotations

from importlib import metadata
from typing import Final

# Where a service that minds our requests finds us; the same as in pyproject.toml.
ADDRESS: Final = "https://github.com/wardwise/wardwise"


def version() -> str:
    """The installed version; "0" where the code runs without having been installed."""
    try:
        return metadata.version("wardwise")
    except metadata.PackageNotFoundError:
        return "0"


def agent() -> str:
    """The user agent, in the form that ONS asks of programs: name/version (+address)."""
    return f"wardwise/{version()} (+{ADDRESS})"
