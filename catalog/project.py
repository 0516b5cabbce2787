"""How the project identifies itself to the services it calls."""

from __future__ import annotations

from typing import Final

from wardwise import __version__

# Where a service can contact us about our requests; the same as in pyproject.toml.
ADDRESS: Final = "https://github.com/wardwise/wardwise"


def version() -> str:
    """The version of the code that runs, whether it was installed or lies in a checkout."""
    return __version__


def agent() -> str:
    """The user agent, in the form that ONS asks for: name/version (+address)."""
    return f"wardwise/{version()} (+{ADDRESS})"
