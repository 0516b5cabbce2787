"""Charts on paper: labels beside their rows, so that twenty rows take half a page, and letters of
nine points or more where the chart is as wide as the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from presentation.charts_colours import INK

ROW_PX: Final = 21
LABEL_PX: Final = 250  # room for the labels of rows; a longer one ends in an ellipsis
LETTERS_PX: Final = 12  # 9 points, as 640 px are 17 cm
FONT: Final = {"labelFontSize": LETTERS_PX, "titleFontSize": LETTERS_PX, "titleFontWeight": "normal"}
PLACE: Final = 0.5  # of marks in their row


def set_beside(spec: dict[str, Any], labels: list[str]) -> dict[str, Any]:
    """The chart of rows with `labels` at the left; on a screen they stand above their marks.

    `spec` is a Vega-Lite chart of layers whose y is the row, with a layer of texts and one of white
    paper behind those: both are left out.
    """
    layers = [layer for layer in spec["layer"] if not _is_label(layer)]
    axis = {
        "title": None, "domain": False, "ticks": False, "labelPadding": 8, "labelColor": INK,
        "labelLimit": LABEL_PX, "labelFontSize": LETTERS_PX,
        "labelExpr": f"{json.dumps(labels)}[datum.value]",
    }  # fmt: skip
    for layer in layers:
        place = layer.get("encoding", {}).get("y")
        if place and place.get("field") == "row":
            layer["encoding"]["y"] = {**place, "axis": axis, "bandPosition": PLACE}
    return {**spec, "layer": layers}


def _is_label(layer: Mapping[str, Any]) -> bool:
    mark = layer["mark"]
    return mark["type"] == "text" or mark.get("color") == "white"
