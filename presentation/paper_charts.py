"""Charts on paper: labels beside their rows, so that twenty rows take half a page, and letters of
nine points or more where the chart is as wide as the page."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

from presentation.charts_colours import INK
from presentation.wording import shortened

PLOT_PX: Final = 250  # height of a chart without rows
ROW_PX: Final = (20, 30)  # of a row whose label has one line, or two
LETTERS_PX: Final = 13  # 9 points, as up to 700 px are 17 cm
LINE: Final = 40  # letters of a line of a label
LINES: Final = 2
LEGEND: Final = 84  # letters of a line of the legend
LETTER_PX: Final = 7.0  # width of a letter, at most about
PLACE: Final = 0.5  # of marks in their row
FONT: Final = {
    "labelFontSize": LETTERS_PX, "titleFontSize": LETTERS_PX, "titleFontWeight": "normal",
}  # fmt: skip


def set_letters(spec: dict[str, Any]) -> dict[str, Any]:
    """The chart with letters on its axes and in its legend that can be read when printed.

    The legend has two columns where its words leave room for them.
    """
    config = {**spec.get("config", {}), "axis": FONT, "legend": FONT}
    for layer in spec["layer"]:
        for channel in layer.get("encoding", {}).values():
            names = channel.get("scale", {}).get("domain", []) if isinstance(channel, dict) else []
            if names and channel.get("legend") and 2 * max(map(len, names)) <= LEGEND:
                channel["legend"] = {**channel["legend"], "columns": 2}
    return {**spec, "config": config}


def set_beside(spec: dict[str, Any], labels: Sequence[str]) -> dict[str, Any]:
    """The chart of rows with `labels` at the left; on a screen they stand above their marks.

    `spec` is a Vega-Lite chart of layers whose y is the row, with a layer of texts and one of white
    paper behind those: both are left out.
    """
    lines = [wrap(label) for label in labels]
    axis = {
        "title": None, "domain": False, "ticks": False, "labelPadding": 8, "labelColor": INK,
        "labelLimit": 0, "labelFontSize": LETTERS_PX, "labelLineHeight": LETTERS_PX + 1,
        # The names are texts of the expression, and nothing in them is worked out.
        "labelExpr": f"{json.dumps(lines)}[datum.value]",
    }  # fmt: skip
    layers = [layer for layer in spec["layer"] if not _is_label(layer)]
    for layer in layers:
        place = layer.get("encoding", {}).get("y", {})
        if place.get("field") == "row":
            layer["encoding"]["y"] = {**place, "axis": axis, "bandPosition": PLACE}
    step = ROW_PX[max(map(len, lines), default=1) > 1]
    # With the labels it is as wide as a chart without them, or its letters would shrink in print.
    room = max((len(line) for label in lines for line in label), default=0) * LETTER_PX
    return {**spec, "layer": layers, "height": {"step": step}, "width": spec["width"] - room}


def wrap(label: str) -> list[str]:
    """A label in one line or two; what is longer ends in an ellipsis.

    >>> wrap("Science, engineering and technology associate professionals")
    ['Science, engineering and technology', 'associate professionals']
    """
    parts = textwrap.wrap(label, LINE, break_on_hyphens=False)
    if len(parts) <= LINES:
        return parts or [""]
    return [parts[0], shortened(" ".join(parts[1:]), LINE)]


def _is_label(layer: Mapping[str, Any]) -> bool:
    mark = layer["mark"]
    return bool(mark["type"] == "text" or mark.get("color") == "white")
