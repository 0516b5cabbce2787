"""The letters that reports are set in: DejaVu Sans, which comes with matplotlib, one of ours."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

FAMILY: Final = "DejaVu Sans"


def folder() -> Path:
    """Fonts that come with a Python package, so that a report looks the same on every machine."""
    package = importlib.util.find_spec("matplotlib")
    if package is None or package.origin is None:
        raise RuntimeError("matplotlib, whose DejaVu fonts reports use, is not installed")
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"
