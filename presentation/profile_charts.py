"""Charts of the profile beside those of local_charts: small lines over time, and dots in strips."""

from __future__ import annotations

from typing import Final

import altair as alt
import polars as pl

from indicators.places import compare, profile
from presentation import charts
from presentation.charts import AXIS, Layered
from presentation.charts_colours import BLUE, ORANGE, TEAL
from presentation.local_words import Row, axis_title, short_name

SMALL_PX: Final = 130
BAND: Final = 2.0  # spreads either way
FURTHEST: Final = 5.0  # spreads at which a dot is drawn at the edge, with its figure on hover
LINES: Final = {profile.COUNCIL: (BLUE, [1, 0]), profile.NATION: (ORANGE, [4, 3])}
DOTS: Final = {compare.NEIGHBOUR: (TEAL, "square"), compare.CHOSEN: (ORANGE, "triangle-up")}


def small_trend(rows: pl.DataFrame, indicator: Row, words: str) -> Layered:
    """The council's line and the nation's, small; `rows` as of `profile.list_trend`."""
    of_lines = rows.filter(pl.col("line").is_in(list(LINES)))
    periods = rows.sort("period_end", "period")["period"].unique(maintain_order=True).to_list()
    axis = alt.Axis(labelOverlap=True, labelAngle=0, **AXIS)
    x = alt.X("period:O", title=None, sort=periods, axis=axis, scale=alt.Scale(type="point"))
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False),
              axis=alt.Axis(tickCount=4, **AXIS))  # fmt: skip
    tips = [
        alt.Tooltip("period:N", title="period"),
        alt.Tooltip("value:Q", format=f",.{indicator['decimals']}f", title=axis_title(indicator)),
    ]
    layers = [
        alt.Chart(of_lines.filter(line=line))
        .mark_line(color=colour, strokeDash=dash, strokeWidth=2)
        .encode(x=x, y=y, tooltip=tips)
        for line, (colour, dash) in LINES.items()
        if of_lines.filter(line=line).height
    ]
    return alt.layer(*layers, height=SMALL_PX, description=words)


def strip(rows: pl.DataFrame, names: dict[str, str], words: str) -> Layered:
    """A row of dots for each indicator, by distance from the neighbours' median.

    `rows` as of `neighbour_strip.place_neighbours`; `names` says what each role is called.
    """
    order = rows.unique("indicator_code", keep="first", maintain_order=True)
    labels = order.select(
        "indicator_code", label=pl.Series(
            [short_name(name) for name in order["indicator_name"]], dtype=pl.String)
    ).with_row_index("row")  # fmt: skip
    drawn = rows.join(labels, on="indicator_code", validate="m:1").with_columns(
        kind=pl.col("role").replace_strict(names, return_dtype=pl.String),
        at=pl.col("distance_spreads").clip(-FURTHEST, FURTHEST),
    )
    marks = {names[role]: look for role, look in DOTS.items()}
    colour, shape = charts.legend_of(marks, 2)
    title = "Distance from the median of places like it (1 = their usual spread)"
    tips = [
        alt.Tooltip("area_name:N", title=" "),
        alt.Tooltip("label:N", title="of"),
        alt.Tooltip("value:Q", format=",.3~r", title="figure"),
    ]
    band = alt.Chart(labels).mark_rule(color="#b1b4b6", opacity=0.4, strokeWidth=10).encode(
        x=alt.XDatum(-BAND), x2=alt.X2Datum(BAND), y=charts.place_in_row(0.72)
    )  # fmt: skip
    dots = [
        alt.Chart(drawn.filter(role=role))
        .mark_point(filled=True, opacity=0.8 if role == compare.NEIGHBOUR else 1, size=size)
        .encode(
            x=charts.on_top("at", title), y=charts.place_in_row(0.72), color=colour, shape=shape,
            tooltip=tips,
        )
        for role, size in ((compare.NEIGHBOUR, 40), (compare.CHOSEN, 130))
    ]  # fmt: skip
    return charts.frame_rows([band, *dots], labels, words, 1)
