"""Streamlit's own server, started in this process with everything the pages need at hand."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from streamlit.web import cli

FIRST: Final = ("overview", "map")  # they bring pydeck and Altair


def run(script: Path, options: Mapping[str, object]) -> None:
    """Serves the script until it is stopped; `options` are Streamlit's, such as server.port.

    They go before the script's own `.streamlit/config.toml` and before STREAMLIT_ variables.
    """
    # Libraries of maps and charts take seconds to load, which else the first visitor would wait.
    for page in FIRST:
        importlib.import_module(f"views.{page}")
    cli.main(["run", str(script), *flags(options)], standalone_mode=False)


def flags(options: Mapping[str, object]) -> list[str]:
    """The options as the terminal would give them."""
    return [
        f"--{name}={str(value).lower() if isinstance(value, bool) else value}"
        for name, value in options.items()
    ]
