"""Runs work of the rooms on another machine, whose own module path has no rooms on it yet."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

from wardwise import add_rooms


def pack(function: Callable[..., Any], *arguments: object) -> bytes:
    """The call as bytes, which a scheduler can pass on without importing any room."""
    return pickle.dumps((function, arguments))


def run_packed(packed: bytes, install: tuple[tuple[str, str], ...]) -> Any:
    """The result of a call packed by `pack` on one of our own machines.

    `install` is what that machine has installed; another code or library here could give other
    figures, so it is refused (ClusterError).
    """
    add_rooms()
    from catalog.cluster_install import check_install  # the first import that needs the rooms

    check_install(install)
    function, arguments = pickle.loads(packed)  # noqa: S301 - a cluster runs what its users send
    return function(*arguments)
