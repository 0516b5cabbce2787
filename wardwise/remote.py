"""Runs work of the rooms on another machine, whose own module path has no rooms on it yet."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

from wardwise import add_rooms


def pack(function: Callable[..., Any], *arguments: object) -> bytes:
    """The call as bytes, which a scheduler can pass on without importing any room."""
    return pickle.dumps((function, arguments))


def run_packed(packed: bytes) -> Any:
    """The result of a call packed by `pack` on one of our own machines."""
    add_rooms()
    function, arguments = pickle.loads(packed)  # noqa: S301 - a cluster runs what its users send
    return function(*arguments)
