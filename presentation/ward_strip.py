"""A fact of a ward on a line: every ward of its council as a dot, similar wards and its own marked.

Drawn here as SVG and not by the chart library, which takes half a second to load. What it shows is
also said in words beside it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import Final

from presentation.charts_colours import BLUE, TEAL

WIDE: Final = 220.0
HIGH: Final = 22.0
EDGE: Final = 7.0
PALE: Final = "#b1b4b6"


def strip(own: float, council: Sequence[float], similar: Sequence[float], alt: str) -> str:
    """An `<img>` of the line; `alt` says in words what it shows. "" where there is nothing beside.

    >>> strip(1.0, [1.0], [], "") == ""
    True
    >>> strip(1.0, [1.0, 2.0, 4.0], [3.0], "Lowest of 3").startswith('<img class="ward-strip"')
    True
    """
    every = [own, *council, *similar]
    low, high = min(every), max(every)
    if high <= low:
        return ""
    middle = HIGH / 2

    def at(value: float) -> float:
        return EDGE + (value - low) / (high - low) * (WIDE - 2 * EDGE)

    parts = [
        f'<line x1="{EDGE:g}" x2="{WIDE - EDGE:g}" y1="{middle:g}" y2="{middle:g}" '
        f'stroke="{PALE}" stroke-width="1"/>'
    ]
    parts += [
        f'<circle cx="{at(value):.1f}" cy="{middle:g}" r="3" fill="{PALE}"/>' for value in council
    ]
    parts += [
        f'<circle cx="{at(value):.1f}" cy="{middle:g}" r="4" fill="none" stroke="{TEAL}" '
        'stroke-width="2"/>'
        for value in similar
    ]
    parts.append(f'<circle cx="{at(own):.1f}" cy="{middle:g}" r="6" fill="{BLUE}"/>')
    box = f'viewBox="0 0 {WIDE:g} {HIGH:g}" width="{WIDE:g}" height="{HIGH:g}"'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>'
    encoded = b64encode(text.encode()).decode()
    return f'<img class="ward-strip" alt="{escape(alt)}" src="data:image/svg+xml;base64,{encoded}">'
