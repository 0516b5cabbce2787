"""A chart as a picture to be pasted into a paper: PNG with its title and where it is from."""

from __future__ import annotations

import textwrap
from typing import Final

import altair as alt
import vl_convert

from presentation import charts
from presentation.charts_colours import GREY, INK

LETTERS: Final = 84  # of a line of the title
SMALL_LETTERS: Final = 110  # of a line under it
SCALE: Final = 2.0  # pixels to a point, so that print is sharp


def png(chart: charts.Layered, title: str, note: str = "") -> bytes:
    """The chart under its title; `note` says in small letters what a reader must know of it.

    The same figures give the same bytes, on every machine.
    """
    headed = chart.properties(
        title=alt.Title(
            text=textwrap.wrap(title, LETTERS) or [""],
            subtitle=textwrap.wrap(note, SMALL_LETTERS),
            anchor="start",
            frame="bounds",
            offset=14,
            color=INK,
            subtitleColor=GREY,
            fontSize=15,
            subtitleFontSize=12,
            subtitlePadding=6,
        ),
        background="white",
        padding=14,
    )
    spec = charts.lay_out_paper(headed)
    return bytes(vl_convert.vegalite_to_png(spec, vl_version=charts.VERSION, scale=SCALE))
