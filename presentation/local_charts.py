"""Charts of local indicators: over time, all councils in order, two indicators, what stands out.

Colour is never alone: the chosen council, its neighbours and its region differ in shape as well.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import polars as pl

from indicators.places import compare, profile
from indicators.places.limits import HIGHER, LOWER, SAME
from presentation import charts
from presentation.charts import AXIS, Layered
from presentation.charts_colours import BLUE, GREY, INK, ORANGE, PALE, PLUM, TEAL
from presentation.local_words import Row, axis_title

PLOT_PX: Final = 340
DIFFERENCES: Final = {
    "Higher than places like it": BLUE,
    "Lower than places like it": PLUM,
    "About the same": PALE,
}
KINDS: Final = dict(zip((HIGHER, LOWER, SAME), DIFFERENCES, strict=True))
# Colour, dash and shape by line.
LINES: Final[dict[str, tuple[str, list[int], str]]] = {
    profile.COUNCIL: (BLUE, [1, 0], "circle"),
    profile.NEIGHBOURS: (TEAL, [6, 3], "square"),
    profile.REGION: (PLUM, [2, 2], "diamond"),
    profile.NATION: (ORANGE, [8, 2, 2, 2], "triangle-up"),
}
# Colour, shape and size by role; those drawn last lie on top.
ROLES: Final[dict[str, tuple[str, str, int]]] = {
    compare.OTHER: (PALE, "circle", 22),
    compare.SAME_REGION: (PLUM, "diamond", 60),
    compare.NEIGHBOUR: (TEAL, "square", 60),
    compare.CHOSEN: (ORANGE, "triangle-up", 190),
}


def standing_out(rows: pl.DataFrame, words: str) -> Layered:
    """Bars from zero in spreads of the neighbours. `rows` has label, value and difference."""
    kinds = pl.col("difference").replace_strict(KINDS, return_dtype=pl.String)
    title = "How far from places like it (1 = their usual spread)"
    return charts.bars(rows.with_columns(kind=kinds), title, DIFFERENCES, words)


def trend(rows: pl.DataFrame, indicator: Row, names: dict[str, str], words: str) -> Layered:
    """Lines over time of `profile.list_trend`; `names` says what each line is called."""
    shown = {line: look for line, look in LINES.items() if line in set(rows["line"])}
    rows = rows.with_columns(
        name=pl.col("line").replace_strict(names, return_dtype=pl.String),
    )
    periods = rows.sort("period_end", "period")["period"].unique(maintain_order=True).to_list()
    labels = [names[line] for line in shown]
    legend = _legend()
    colour = alt.Color("name:N", legend=legend, scale=alt.Scale(
        domain=labels, range=[colour for colour, _, _ in shown.values()]))  # fmt: skip
    dash = alt.StrokeDash("name:N", legend=None, scale=alt.Scale(
        domain=labels, range=[dash for _, dash, _ in shown.values()]))  # fmt: skip
    shape = alt.Shape("name:N", legend=legend, scale=alt.Scale(
        domain=labels, range=[shape for _, _, shape in shown.values()]))  # fmt: skip
    axis = alt.Axis(labelOverlap=True, labelAngle=0, **AXIS)
    x = alt.X("period:O", title=None, sort=periods, axis=axis, scale=alt.Scale(type="point"))
    y = _y("value", axis_title(indicator))
    tips = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("period:N", title="period"),
        alt.Tooltip("value:Q", format=_format(indicator), title="figure"),
    ]
    of_council = rows.filter(pl.col("line") == profile.COUNCIL)
    low, high = _y("lower_limit95", axis_title(indicator)), alt.Y2("upper_limit95:Q")
    limits = alt.Chart(of_council.drop_nulls(["lower_limit95"])).mark_rule(
        color=BLUE, opacity=0.45, strokeWidth=2
    ).encode(x=x, y=low, y2=high)  # fmt: skip
    middle = alt.Chart(rows.filter(pl.col("line") == profile.NEIGHBOURS)).mark_area(
        color=TEAL, opacity=0.15
    ).encode(x=x, y=low, y2=high)  # fmt: skip
    base = alt.Chart(rows).encode(x=x, y=y, color=colour, tooltip=tips)
    lines = base.mark_line(strokeWidth=2).encode(strokeDash=dash)
    points = base.mark_point(filled=True, opacity=1, size=40).encode(shape=shape)
    height = PLOT_PX + charts.LEGEND_PX * len(shown)
    # A layer without marks is an image without a name to a screen reader.
    drawn = [
        layer
        for layer, is_needed in (
            (middle, profile.NEIGHBOURS in shown),
            (limits, of_council["lower_limit95"].count() > 0),
        )
        if is_needed
    ]
    return alt.layer(*drawn, lines, points, height=height, description=words)


def ranked_dots(rows: pl.DataFrame, indicator: Row, nation: tuple[str, float | None],
                names: dict[str, str], words: str) -> Layered:  # fmt: skip
    """All councils from the highest to the lowest figure, with their limits as thin lines.

    `rows` has area_name, role, value, limits and rank; `nation` is the name and figure of a line
    across; `names` says what each role is called.
    """
    drawn = _drawn(rows.drop_nulls("value"), names).with_row_index("place", offset=1)
    title = axis_title(indicator)
    x = alt.X(
        "place:Q",
        title="Councils, from the highest figure to the lowest",
        axis=alt.Axis(tickMinStep=1, grid=False, **AXIS),
        scale=alt.Scale(domain=[0, drawn.height + 1], nice=False),
    )
    tips = [
        alt.Tooltip("area_name:N", title=" "),
        alt.Tooltip("value:Q", format=_format(indicator), title="figure"),
        alt.Tooltip("lower_limit95:Q", format=_format(indicator), title="95% from"),
        alt.Tooltip("upper_limit95:Q", format=_format(indicator), title="95% to"),
        alt.Tooltip("rank:Q", title="rank"),
    ]
    layers: list[alt.Chart] = []
    with_limits = drawn.drop_nulls(["lower_limit95", "upper_limit95"])
    if with_limits.height:
        rules = alt.Chart(with_limits).mark_rule(strokeWidth=1, opacity=0.35, color=GREY)
        layers.append(rules.encode(x=x, y=_y("lower_limit95", title), y2=alt.Y2("upper_limit95:Q")))
    if nation[1] is not None:
        line = pl.DataFrame({"nation": [nation[1]], "label": [nation[0]]})
        layers += [
            alt.Chart(line).mark_rule(color=INK, strokeDash=[4, 3]).encode(y=alt.Y("nation:Q")),
            alt.Chart(line).mark_text(align="right", dy=-7, dx=-2, color=INK, fontSize=13).encode(
                y=alt.Y("nation:Q"), x=alt.XValue("width"), text=alt.Text("label:N")),
        ]  # fmt: skip
    layers += _dots(drawn, names, {"x": x, "y": _y("value", title), "tooltip": tips})
    layers.append(_label(drawn, x, _y("value", title)))
    return alt.layer(*layers, height=PLOT_PX + charts.LEGEND_PX * len(names), description=words)


def scatter(
    pairs: pl.DataFrame, first: Row, second: Row, names: dict[str, str], words: str
) -> Layered:
    """Two indicators against each other, a dot a council; `pairs` as of compare.pair_indicators."""
    drawn = _drawn(pairs, names)
    x = alt.X("value_first:Q", title=axis_title(first), scale=alt.Scale(zero=False),
              axis=alt.Axis(**AXIS))  # fmt: skip
    y = _y("value_second", axis_title(second))
    tips = [
        alt.Tooltip("area_name:N", title=" "),
        alt.Tooltip("value_first:Q", format=_format(first), title="across"),
        alt.Tooltip("value_second:Q", format=_format(second), title="up"),
    ]
    layers = _dots(drawn, names, {"x": x, "y": y, "tooltip": tips})
    layers.append(_label(drawn, x, y))
    return alt.layer(*layers, height=PLOT_PX + charts.LEGEND_PX * len(names), description=words)


def _drawn(rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    return rows.with_columns(
        name=pl.col("role").replace_strict(names, default="", return_dtype=pl.String)
    )


def _dots(rows: pl.DataFrame, names: dict[str, str], encoded: dict[str, Any]) -> list[alt.Chart]:
    """A layer for each role, so that those that matter lie on top, in one legend."""
    shown = {role: look for role, look in ROLES.items() if role in names}
    labels = [names[role] for role in shown]
    legend = _legend()
    colour = alt.Color("name:N", legend=legend, scale=alt.Scale(
        domain=labels, range=[colour for colour, _, _ in shown.values()]))  # fmt: skip
    shape = alt.Shape("name:N", legend=legend, scale=alt.Scale(
        domain=labels, range=[shape for _, shape, _ in shown.values()]))  # fmt: skip
    return [
        alt.Chart(rows.filter(pl.col("role") == role))
        .mark_point(filled=True, opacity=1, size=size, stroke="white", strokeWidth=0.5)
        .encode(color=colour, shape=shape, **encoded)
        for role, (_, _, size) in shown.items()
    ]


def _label(rows: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    chosen = rows.filter(pl.col("role") == compare.CHOSEN)
    base = alt.Chart(chosen).encode(x=x, y=y, text=alt.Text("area_name:N"))
    label: alt.Chart = base.mark_text(dy=-14, fontSize=13, fontWeight="bold", color=INK)
    return label


def _legend() -> alt.Legend:
    return alt.Legend(
        orient="top", direction="vertical", title=None, labelLimit=0, labelColor=INK,
        symbolOpacity=1,
        symbolSize=110,
        symbolStrokeWidth=0,
    )  # fmt: skip


def _y(column: str, title: str) -> alt.Y:
    """An axis that does not start at zero, its title laid flat above by being short."""
    return alt.Y(f"{column}:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(**AXIS))


def _format(indicator: Row) -> str:
    return f",.{indicator['decimals']}f"
