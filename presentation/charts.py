"""Charts of pages and reports, in the Analysis Function's colours, distinguished by shape as well.

Labels stand above their marks, not beside them, so that a phone and a sheet of paper have the whole
width for the marks. Each chart has a table beside it with the same figures. A null is not drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any, Final

import altair as alt
import polars as pl
import vl_convert

from presentation import fonts, paper_charts
from presentation.charts_colours import BLUE as BLUE
from presentation.charts_colours import GREY as GREY
from presentation.charts_colours import INK as INK
from presentation.charts_colours import ORANGE as ORANGE
from presentation.charts_colours import PLUM as PLUM
from presentation.charts_colours import TEAL as TEAL
from presentation.wording import shortened

# Streamlit's own greys are too faint for text.
AXIS: Final[dict[str, Any]] = {"labelColor": INK, "titleColor": INK}
ROW_PX: Final = 36
HEAD_PX: Final = 90  # axis and its title, which Streamlit counts in a chart's height
LEGEND_PX: Final = 24  # a line of a legend
PAPER_PX: Final = 640  # width on paper
PLOT_PX: Final = 320  # height of a chart without rows, its legend left out
LONGEST: Final = 80  # characters of a label, as many as fit beside each other on paper
Layered = alt.LayerChart | alt.FacetChart
Marks = Mapping[str, tuple[str, str]]  # colour and shape by kind
EXPECTED: Final = "Expected, with its 80% interval"
ON_PAPER: Final[Marks] = {EXPECTED: (BLUE, "circle")}
REPLACEMENT, GROWTH, COUNTED = (
    "Openings from replacement",
    "Openings from growth (negative: lost)",
    "Supply we can count",
)
OPENINGS: Final[Marks] = {
    REPLACEMENT: (BLUE, "square"), GROWTH: (ORANGE, "square"), COUNTED: (INK, "diamond"),
}  # fmt: skip
SOLID, DOTTED, DASHED = (
    "Published (solid line)", "Our estimate up to now (dotted line)", "Forecast (dashed line)",
)  # fmt: skip
FORECAST: Final[Marks] = {
    SOLID: (BLUE, "circle"), DOTTED: (TEAL, "diamond"), DASHED: (ORANGE, "square"),
    "80% interval": ("#f9b18f", "square"), "95% interval": ("#fddfd0", "square"),
}  # fmt: skip
# Of the parts, which have no names: the picture has one.
ROLES: Final = re.compile(r'(<[^<>]*?) role="[^"<>]*"(?: aria-roledescription="[^"<>]*")?')
VERSION: Final = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


def intervals(
    rows: pl.DataFrame, x_title: str, marks: Marks, words: str, line: float = 0.0
) -> Layered:
    """Points with 80% intervals, one row each from the top, and a line at `line`.

    `rows` has label, point, lower80, upper80 and kind, which is a key of `marks`. A row without one
    of its bounds has a point alone.
    """
    shown = {kind: look for kind, look in marks.items() if kind in set(rows["kind"])}
    colour, shape = legend_of(shown)
    tips = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("point:Q", format=",.3~r", title="expected"),
        alt.Tooltip("lower80:Q", format=",.3~r", title="80% from"),
        alt.Tooltip("upper80:Q", format=",.3~r", title="80% to"),
    ]
    rows = rows.with_row_index("row")
    base = alt.Chart(rows)
    bars = alt.Chart(rows.drop_nulls(["lower80", "upper80"])).mark_rule(strokeWidth=3).encode(
        x=on_top("lower80", x_title), x2=alt.X2("upper80:Q"), y=place_in_row(0.72), color=colour,
        tooltip=tips,
    )  # fmt: skip
    points = base.mark_point(size=90, filled=True, opacity=1).encode(
        x=on_top("point", x_title), y=place_in_row(0.72), color=colour, shape=shape, tooltip=tips
    )
    return frame_rows([bars, points], rows, words, len(shown), line)


def bars(rows: pl.DataFrame, x_title: str, colours: Mapping[str, str], words: str) -> Layered:
    """Bars from zero, one row each from the top. `rows` has label, value and kind."""
    kinds = {kind: colour for kind, colour in colours.items() if kind in set(rows["kind"])}
    rows = rows.with_row_index("row")
    # Rules and not bars, which ignore the place in the row that is set for them.
    rules = alt.Chart(rows.drop_nulls("value")).mark_rule(strokeWidth=12).encode(
        x=on_top("value", x_title),
        x2=alt.X2Datum(0),
        y=place_in_row(0.72),
        color=alt.Color(
            "kind:N",
            legend=None,
            scale=alt.Scale(domain=list(kinds), range=list(kinds.values())),
        ),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("value:Q", format=",.3~r", title=x_title),
        ],
    )  # fmt: skip
    return frame_rows([rules], rows, words)


def openings(rows: pl.DataFrame, x_title: str, words: str) -> Layered:
    """Bars of openings from replacement, then from growth, and a diamond at the supply.

    `rows` has label, replacement, growth and supply. Growth follows on replacement; where jobs are
    lost it starts at zero and goes left.
    """
    colour, shape = legend_of(OPENINGS)
    rows = rows.with_row_index("row")
    start = pl.when(pl.col("growth") >= 0).then(pl.col("replacement").fill_null(0)).otherwise(0)
    parts = [
        rows.select("row", kind=pl.lit(REPLACEMENT), start=0.0, end="replacement"),
        rows.select("row", kind=pl.lit(GROWTH), start=start, end=start + pl.col("growth")),
    ]
    layers = [
        alt.Chart(part.drop_nulls("end")).mark_rule(strokeWidth=width).encode(
            x=on_top("start", x_title), x2=alt.X2("end:Q"), y=place_in_row(0.72), color=colour
        )
        for part, width in zip(parts, (12, 6), strict=True)
    ]  # fmt: skip
    supply = rows.select("row", "supply", kind=pl.lit(COUNTED)).drop_nulls("supply")
    points = alt.Chart(supply).mark_point(
        size=110, filled=True, opacity=1, stroke="white", strokeWidth=1.5
    ).encode(
        x=on_top("supply", x_title), y=place_in_row(0.72), color=colour, shape=shape
    )  # fmt: skip
    return frame_rows([*layers, points], rows, words, len(OPENINGS))


def forecast(ahead: pl.DataFrame, past: pl.DataFrame, unit: str) -> Layered:
    """Published figures, our estimates up to now, then the forecast; by year, quarter or month.

    `ahead` has period, period_end, horizon, mean and the four bounds; `past` period, period_end and
    value. Each part has its own line and mark; intervals are round all that is not published.
    """
    yearly = len(ahead["period"][0]) == len("2024")
    at = pl.col("period_end").dt.truncate("1y" if yearly else "1mo").alias("at")
    years: dict[str, Any] = {"format": "%Y", "tickCount": "year"} if yearly else {}
    x = alt.X("at:T", title=None, axis=alt.Axis(labelOverlap=True, **years, **AXIS))
    y_axis: dict[str, Any] = {
        "title": unit, "scale": alt.Scale(zero=False), "axis": alt.Axis(**AXIS)
    }  # fmt: skip
    columns = [f"{end}{level}" for level in (80, 95) for end in ("lower", "upper")]
    published = past.sort("period_end").select("period", at, "value")
    rows = ahead.sort("period_end").select(
        "period", at, "horizon", *columns, pl.col("mean").alias("value")
    )
    before, after = rows.filter(pl.col("horizon") <= 0), rows.filter(pl.col("horizon") > 0)
    joint = published.tail(1)
    parts = {SOLID: (published, published.head(0), [1, 0]), DOTTED: (before, joint, [1, 4]),
             DASHED: (after, before.select("period", "at", "value").tail(1)
                      if before.height else joint, [6, 3])}  # fmt: skip
    parts = {kind: part for kind, part in parts.items() if part[0].height}
    marks = {kind: look for kind, look in FORECAST.items() if kind in parts or "interval" in kind}
    colour, shape = legend_of(marks)
    layers = [
        alt.Chart(rows.with_columns(kind=pl.lit(f"{level}% interval"))).mark_area(
            stroke=ORANGE, strokeWidth=0.8
        ).encode(
            x=x, color=colour, y=alt.Y(f"lower{level}:Q", **y_axis), y2=alt.Y2(f"upper{level}:Q")
        )
        for level in (95, 80)
    ]  # fmt: skip
    for kind, (points, joined_from, dash) in parts.items():
        points = points.select("period", "at", "value").with_columns(kind=pl.lit(kind))
        # The line starts where the one before it ends, so that there is no gap.
        line = pl.concat([joined_from.with_columns(kind=pl.lit(kind)), points])
        tips = [alt.Tooltip("period:N"), alt.Tooltip("value:Q", format=",.3~r", title=kind)]
        base = {"x": x, "color": colour, "y": alt.Y("value:Q", **y_axis)}
        layers += [
            alt.Chart(line).mark_line(strokeDash=dash, strokeCap="round").encode(**base),
            alt.Chart(points).mark_point(filled=True, opacity=1, size=45).encode(
                **base, shape=shape, tooltip=tips
            ),
        ]  # fmt: skip
    return alt.layer(
        *layers,
        height=PLOT_PX + LEGEND_PX * len(marks),
        description="Published figures as a solid blue line with circles, our estimates up to now "
        "as a dotted teal line with diamonds, then the forecast as a dashed orange line with "
        "squares; 80 and 95% intervals round all that is not published. The table has the figures.",
    )


def svg(chart: Layered, *, name: str, title: str, alt_text: str) -> str:
    """The chart on paper as one SVG element, with its name and description; needs no browser.

    The same figures give the same text. `name` makes the ids unique in a page with several charts.
    """
    spec = lay_out_paper(chart)
    if not _has_rows(chart):
        spec["height"] = paper_charts.PLOT_PX
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VERSION)
    text = ROLES.sub(r"\1", drawn)
    names = (
        f' role="img" aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}'
        f'</title><desc id="{name}-d">{escape(alt_text)}</desc>'
    )
    return text.replace(">", names, 1)


def lay_out_paper(chart: Layered) -> dict[str, Any]:
    """The chart's description as wide as paper; one of rows is as high as they need."""
    _register_fonts()
    # 2026-11: neither fitted into a size nor its labels limited to one. Measuring texts takes most
    # of the time, 5 ms a label, and each of the two has every label measured again.
    height = alt.Step(ROW_PX) if _has_rows(chart) else PLOT_PX
    fitted = chart.properties(width=PAPER_PX, height=height)
    looks = fitted.configure(font=fonts.FAMILY, aria=False).configure_view(stroke=None)
    spec = paper_charts.set_letters(looks.to_dict(validate=False))
    if not _has_rows(chart):
        return spec
    labels: Any = chart.layer[-1].data
    return paper_charts.set_beside(spec, labels["label"].to_list())


def _has_rows(chart: Layered) -> bool:
    """Whether it is made by `frame_rows`, whose last layer are the labels."""
    return any(getattr(layer.encoding.y, "shorthand", "") == "row:O" for layer in chart.layer[1:])


@cache
def _register_fonts() -> None:
    """Tells the drawing how wide the letters are that the report is then set in."""
    vl_convert.register_font_directory(str(fonts.folder()))


def legend_of(marks: Marks, columns: int = 1) -> tuple[alt.Color, alt.Shape]:
    """Colour and shape by kind, in one legend above the chart, so many kinds a line."""
    legend = alt.Legend(
        orient="top", direction="vertical", columns=columns, title=None, labelLimit=0,
        labelColor=INK,
    )  # fmt: skip
    colours, shapes = (list(part) for part in zip(*marks.values(), strict=True))
    return (
        alt.Color("kind:N", legend=legend, scale=alt.Scale(domain=list(marks), range=colours)),
        alt.Shape("kind:N", legend=legend, scale=alt.Scale(domain=list(marks), range=shapes)),
    )


def on_top(column: str, title: str) -> alt.X:
    axis = alt.Axis(orient="top", tickCount=5, labelOverlap=True, grid=True, **AXIS)
    return alt.X(f"{column}:Q", title=title, axis=axis)


def place_in_row(place: float) -> alt.Y:
    """The row of the chart, in the order given; `place` is how far down in it a mark lies."""
    return alt.Y("row:O", axis=None, scale=alt.Scale(type="band"), bandPosition=place)


def frame_rows(
    layers: list[alt.Chart], rows: pl.DataFrame, words: str, kinds: int = 0, line: float = 0.0
) -> Layered:
    """The marks with a label above each row, on paper that no line of the grid runs through."""
    labels = alt.Chart(rows.select("row", label=pl.Series(
        [shortened(" ".join(label.split()), LONGEST) for label in rows["label"]], dtype=pl.String
    )))  # fmt: skip
    paper = labels.mark_rule(color="white", strokeWidth=ROW_PX / 2).encode(
        x=alt.XValue(0), x2=alt.X2Value("width"), y=place_in_row(0.3)
    )
    text = labels.mark_text(
        align="left", baseline="middle", fontSize=13, limit=0, color=INK
    ).encode(x=alt.XValue(2), y=place_in_row(0.3), text=alt.Text("label:N"))
    rule = (
        alt.Chart(alt.InlineData(values=[{"line": line}]))
        .mark_rule(color=GREY, strokeWidth=1.5)
        .encode(x=alt.X("line:Q"))
    )
    height = ROW_PX * rows.height + HEAD_PX + LEGEND_PX * kinds
    return alt.layer(rule, paper, *layers, text, height=height, description=words)
