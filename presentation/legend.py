"""The legend of a map as HTML: a list of swatches, patterns drawn as the map's hatch lines are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from presentation.legend_classes import LegendEntry, Pattern
from presentation.ward_map import ink_on

ANGLES: Final[dict[Pattern, tuple[int, ...]]] = {"": (), "/": (135,), "\\": (45,), "x": (135, 45)}


def legend_html(entries: Sequence[LegendEntry], noun: str = "ward") -> str:
    """A list with one line for each entry: its swatch, its label and its number of wards.

    `noun` is what the map is of, where that is not wards.
    """
    lines = "".join(
        f'<li style="display:flex;align-items:center;gap:.6rem;margin:.3rem 0">'
        f'<span aria-hidden="true" style="{_swatch(entry)}"></span>'
        f"<span>{escape(entry.label)} "
        f'<span style="color:#505a5f">({_wards(entry.wards, noun)})</span></span></li>'
        for entry in entries
    )
    return f'<ul style="list-style:none;padding:0;margin:0">{lines}</ul>'


def _wards(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _swatch(entry: LegendEntry) -> str:
    ink = ink_on(entry.fill)
    stripes = [
        f"repeating-linear-gradient({angle}deg,{ink} 0 1.2px,transparent 1.2px 6px)"
        for angle in ANGLES[entry.pattern]
    ]
    layers = ",".join([*stripes, f"linear-gradient({entry.fill},{entry.fill})"])
    return f"flex:none;width:2rem;height:1.2rem;border:1px solid #505a5f;background:{layers}"
