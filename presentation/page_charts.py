"""Charts that several pages share, in the Analysis Function's colours.

Labels stand above their marks, not beside them, so that a phone has the whole width for the marks.
Each chart has a table on its page with the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import polars as pl

BLUE: Final = "#12436D"
TEAL: Final = "#28A197"
PLUM: Final = "#801650"
ORANGE: Final = "#F46A25"
GREY: Final = "#505a5f"
INK: Final = "#0b0c0c"
# Streamlit's own greys are too faint for text.
AXIS: Final[dict[str, Any]] = {"labelColor": INK, "titleColor": INK}
ROW_PX: Final = 36
HEAD_PX: Final = 90  # axis and its title, which Streamlit counts in a chart's height
LEGEND_PX: Final = 24  # a line of a legend
Layered = alt.LayerChart | alt.FacetChart
Marks = Mapping[str, tuple[str, str]]  # colour and shape by kind


def intervals(
    rows: pl.DataFrame, x_title: str, marks: Marks, words: str, line: float = 0.0
) -> Layered:
    """Points with 80 % intervals, one row each from the top, and a line at `line`.

    `rows` has label, point, lower80, upper80 and kind, which is a key of `marks`.
    """
    shown = {kind: look for kind, look in marks.items() if kind in set(rows["kind"])}
    kinds = list(shown)
    legend = alt.Legend(
        orient="top", direction="vertical", title=None, labelLimit=0, labelColor=INK
    )
    colour = alt.Color(
        "kind:N", legend=legend, scale=alt.Scale(domain=kinds, range=[c for c, _ in shown.values()])
    )
    shape = alt.Shape(
        "kind:N", legend=legend, scale=alt.Scale(domain=kinds, range=[s for _, s in shown.values()])
    )
    tips = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("point:Q", format=",.3~r", title="expected"),
        alt.Tooltip("lower80:Q", format=",.3~r", title="80 % from"),
        alt.Tooltip("upper80:Q", format=",.3~r", title="80 % to"),
    ]
    base = alt.Chart(rows.to_pandas())
    bars = base.mark_rule(strokeWidth=3).encode(
        x=_x("lower80", x_title), x2="upper80:Q", y=_row(0.72), color=colour, tooltip=tips
    )
    points = base.mark_point(size=90, filled=True, opacity=1).encode(
        x=_x("point", x_title), y=_row(0.72), color=colour, shape=shape, tooltip=tips
    )
    height = ROW_PX * rows.height + HEAD_PX + LEGEND_PX * len(kinds)
    return _framed([bars, points, *_labels(base)], height, words, line)


def bars(rows: pl.DataFrame, x_title: str, colours: Mapping[str, str], words: str) -> Layered:
    """Bars from zero, one row each from the top. `rows` has label, value and kind."""
    kinds = {kind: colour for kind, colour in colours.items() if kind in set(rows["kind"])}
    base = alt.Chart(rows.to_pandas())
    # Rules and not bars, which ignore where in the row they are told to lie.
    made = base.mark_rule(strokeWidth=12).encode(
        x=_x("value", x_title),
        x2=alt.datum(0),
        y=_row(0.72),
        color=alt.Color(
            "kind:N",
            legend=None,
            scale=alt.Scale(domain=list(kinds), range=list(kinds.values())),
        ),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("value:Q", format=",.3~r", title=x_title),
        ],
    )
    return _framed([made, *_labels(base)], ROW_PX * rows.height + HEAD_PX, words)


def _x(column: str, title: str) -> alt.X:
    axis = alt.Axis(orient="top", tickCount=5, labelOverlap=True, grid=True, **AXIS)
    return alt.X(f"{column}:Q", title=title, axis=axis)


def _row(place: float) -> alt.Y:
    """A row for each label, in the order given; `place` is how far down in the row a mark lies."""
    return alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(type="band"), bandPosition=place)


def _labels(base: alt.Chart) -> list[alt.Chart]:
    """The labels, on a halo of paper that keeps grid lines from running through them."""
    looks: tuple[dict[str, Any], ...] = (
        {"stroke": "white", "strokeWidth": 4, "color": "white"},
        {"color": INK},
    )
    return [
        base.mark_text(align="left", baseline="middle", fontSize=13, limit=0, **look).encode(
            x=alt.value(2), y=_row(0.3), text="label:N"
        )
        for look in looks
    ]


def _framed(layers: list[alt.Chart], height: int, words: str, line: float = 0.0) -> Layered:
    rule = (
        alt.Chart(alt.InlineData(values=[{"line": line}]))
        .mark_rule(color=GREY, strokeWidth=1.5)
        .encode(x="line:Q")
    )
    return alt.layer(rule, *layers).properties(height=height, description=words)


def forecast(ahead: pl.DataFrame, past: pl.DataFrame, unit: str) -> Layered:
    """Known figures, then the forecast with its 80 and 95 % intervals; by year or by month.

    `ahead` has period, period_end, mean and the four bounds; `past` period, period_end and value.
    """
    yearly = len(ahead["period"][0]) == len("2024")
    at = pl.col("period_end").dt.truncate("1y" if yearly else "1mo").alias("at")
    years: dict[str, Any] = {"format": "%Y", "tickCount": "year"} if yearly else {}
    x = alt.X("at:T", title=None, axis=alt.Axis(labelOverlap=True, **years, **AXIS))
    scale = alt.Scale(zero=False)
    base = alt.Chart(ahead.with_columns(at).to_pandas()).encode(x=x)
    bands = [
        base.mark_area(color=ORANGE, opacity=opacity).encode(
            y=alt.Y(f"lower{level}:Q", title=unit, scale=scale, axis=alt.Axis(**AXIS)),
            y2=f"upper{level}:Q",
        )
        for level, opacity in ((95, 0.2), (80, 0.35))
    ]
    line = base.mark_line(color=ORANGE, strokeDash=[6, 3], point={"color": ORANGE}).encode(
        y=alt.Y("mean:Q", title=unit),
        tooltip=["period:N", alt.Tooltip("mean:Q", format=",.3~r", title="expected")],
    )
    known = (
        alt.Chart(past.with_columns(at).to_pandas())
        .mark_line(color=BLUE, point={"color": BLUE})
        .encode(
            x=x,
            y=alt.Y("value:Q", title=unit),
            tooltip=["period:N", alt.Tooltip("value:Q", format=",.3~r", title="known")],
        )
    )
    return alt.layer(*bands, known, line).properties(
        height=320,
        description="Known figures as a solid blue line, then the forecast as a dashed orange line "
        "with its 80 and 95 % intervals; the same figures stand in the table below.",
    )
