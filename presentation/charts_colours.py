"""The Analysis Function's colours for charts, apart from the chart library, which loads slowly."""

from __future__ import annotations

from typing import Final

BLUE: Final = "#12436D"
TEAL: Final = "#28A197"
PLUM: Final = "#801650"
ORANGE: Final = "#F46A25"
GREY: Final = "#505a5f"
INK: Final = "#0b0c0c"
PALE: Final = "#b1b4b6"
