"""Wardwise as one package: what an installation puts among the packages of others.

The rooms (`catalog`, `etl`, `views` ...) have plain names that other packages may have too. So an
installation keeps them in a folder of its own, `wardwise/rooms`, which is on the module path of
Wardwise's own processes only. In a checkout they lie beside this folder. See
docs/decisions/010-installed.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

__version__ = "0.1.0"


def rooms_folder() -> Path:
    """The folder that holds the rooms: within an installation, or the top of a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "rooms"
    return installed if installed.is_dir() else here.parent


def add_rooms() -> None:
    """Puts the rooms before all else on the module path, so that no other package hides one."""
    folder = str(rooms_folder())
    sys.path[:] = [folder, *(entry for entry in sys.path if entry != folder)]
