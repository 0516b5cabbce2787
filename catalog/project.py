"""How the project identifies itself to the services it calls."""

from __future__ import annotations

from importlib import metadata
from typing import Final

# Where a service can contact us about our requests; the same as in pyproject.toml.
ADDRESS: Final = "https://github.com/wardwise/wardwise"


def version() -> str:
    """The installed version; "0" if the package is not installed."""
    try:
        return metadata.version("wardwise")
    except metadata.PackageNotFoundError:
        return "0"


def agent() -> str:
    """The user agent, in the form that ONS asks for: name/version (+address)."""
    return f"wardwise/{version()} (+{ADDRESS})"
