"""Charts of who works on what: partners on two sides, and a council's awards beside its like."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import polars as pl

from presentation.charts import AXIS, Layered
from presentation.charts_colours import BLUE, GREY, INK, ORANGE, TEAL
from presentation.innovation_words import UNNAMED
from presentation.wording import shortened

ROW_PX: Final = 34
HEAD_PX: Final = 30
TREND_PX: Final = 280
LETTERS: Final = 20  # of a name beside its mark
OWN, LIKE = "council", "similar"
# Share of the picture's width at which the two columns of marks stand; names stand outside.
LEFT, RIGHT = 0.42, 0.58
SIDES: Final = ("Here", "Partners")


def partners(pairs: pl.DataFrame, words: str) -> Layered:
    """Organisations here on the left, their partners on the right; a line for shared projects.

    `pairs` are those to be drawn, as of `partner_network.list_pairs`. A partner that is here too
    has a filled mark, one elsewhere a hollow one; a thicker line is more projects.
    """
    left = _rank(pairs, "organisation")
    right = _rank(pairs, "partner")
    height = ROW_PX * max(left.height, right.height, 1) + HEAD_PX
    left, right = _spread(left, LEFT), _spread(right, RIGHT)
    lines = pairs.join(
        left.select(organisation_code="code", x="x", y="y"), on="organisation_code", validate="m:1"
    ).join(right.select(partner_code="code", x2="x", y2="y"), on="partner_code", validate="m:1")
    x, y = _place("x"), _place("y")
    tips = [
        alt.Tooltip("organisation_name:N", title="here"),
        alt.Tooltip("partner_name:N", title="partner"),
        alt.Tooltip("projects_shared_count:Q", title="projects shared"),
        alt.Tooltip("last_year:Q", title="newest starts"),
    ]
    layers = [
        alt.Chart(lines).mark_rule(color=GREY, opacity=0.7).encode(
            x=alt.X("x:Q", **x), x2=alt.X2("x2:Q"), y=alt.Y("y:Q", **y), y2=alt.Y2("y2:Q"),
            strokeWidth=alt.StrokeWidth(
                "projects_shared_count:Q", legend=None,
                scale=alt.Scale(domain=[1, 6], range=[1.5, 6], clamp=True),
            ),
            tooltip=tips,
        )
    ]  # fmt: skip
    looks: tuple[dict[str, Any], ...] = ({"align": "right", "dx": -10}, {"align": "left", "dx": 10})
    for side, look in zip((left, right), looks, strict=True):
        base = alt.Chart(side).encode(x=alt.X("x:Q", **x), y=alt.Y("y:Q", **y))
        layers += [
            base.mark_point(size=90, strokeWidth=2, opacity=1, stroke=BLUE).encode(
                fill=alt.FillValue("white", condition={"test": "datum.is_here", "value": BLUE}),
                tooltip=alt.Tooltip("name:N", title=" "),
            ),
            base.mark_text(**look, fontSize=12, color=INK, limit=0).encode(
                text=alt.Text("label:N")
            ),
        ]
    return alt.layer(*layers, height=height, description=words)


def _place(axis: str) -> dict[str, Any]:
    """A scale from 0 to 1 without a drawn axis; down the page."""
    return {"axis": None, "scale": alt.Scale(domain=[0, 1], reverse=axis == "y", nice=False)}


def _rank(pairs: pl.DataFrame, side: str) -> pl.DataFrame:
    """code, name, label and is_here of one side, in the order in which they come."""
    here = pl.lit(True) if side == "organisation" else pl.col("partner_is_here")
    rows = pairs.select(code=f"{side}_code", name=f"{side}_name", is_here=here).unique(
        "code", maintain_order=True
    )
    names = [name or UNNAMED for name in rows["name"]]
    labels = [shortened(name, LETTERS) for name in names]
    return rows.with_columns(
        pl.Series("name", names, dtype=pl.String), pl.Series("label", labels, dtype=pl.String)
    )


def _spread(side: pl.DataFrame, x: float) -> pl.DataFrame:
    """The marks of a side evenly from top to bottom."""
    spaces = [(place + 0.5) / max(side.height, 1) for place in range(side.height)]
    return side.with_columns(pl.Series("y", spaces, dtype=pl.Float64), x=pl.lit(x))


def trend(rows: pl.DataFrame, title: str, number_format: str, words: str) -> Layered:
    """A line for each council and a dashed one for the middle of similar ones, by last year.

    `rows` as of `council_trend.compare_trend` of one measure, with `label`, the name of each line.
    """
    own = list(dict.fromkeys(rows.filter(series="place")["label"]))
    like = list(dict.fromkeys(rows.filter(series="similar")["label"]))
    colours = [(BLUE, TEAL, ORANGE)[place % 3] for place in range(len(own))]
    domain, scale = [*own, *like], [*colours, *[GREY for _ in like]]
    legend = alt.Legend(orient="top", direction="vertical", title=None, labelLimit=0,
                        labelColor=INK, symbolStrokeWidth=3)  # fmt: skip
    colour = alt.Color("label:N", legend=legend, scale=alt.Scale(domain=domain, range=scale))
    dashes = [*[[1, 0] for _ in own], *[[5, 4] for _ in like]]
    dash = alt.StrokeDash("label:N", legend=legend, scale=alt.Scale(domain=domain, range=dashes))
    x = alt.X("last_year:Q", title="Last of three years",
              axis=alt.Axis(format="d", tickMinStep=1, **AXIS),
              scale=alt.Scale(zero=False, nice=False))  # fmt: skip
    y = alt.Y("value:Q", title=title, axis=alt.Axis(format=number_format, **AXIS))
    tips = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("period:N", title="years"),
        alt.Tooltip("value:Q", format=number_format, title=title),
    ]
    base = alt.Chart(rows).encode(x=x, y=y, color=colour, tooltip=tips)
    return alt.layer(
        base.mark_line(strokeWidth=3).encode(strokeDash=dash),
        base.mark_point(size=45, filled=True, opacity=1),
        height=TREND_PX,
        description=words,
    )


def history(rows: pl.DataFrame, title: str, words: str) -> Layered:
    """A line for each area by year. `rows` has area_name, year and value."""
    names = list(dict.fromkeys(rows["area_name"]))
    colours = [(BLUE, TEAL, ORANGE)[place % 3] for place in range(len(names))]
    legend = alt.Legend(orient="top", direction="vertical", title=None, labelLimit=0,
                        labelColor=INK, symbolStrokeWidth=3)  # fmt: skip
    colour = alt.Color("area_name:N", legend=legend,
                       scale=alt.Scale(domain=names, range=colours))  # fmt: skip
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1, **AXIS),
              scale=alt.Scale(zero=False, nice=False))  # fmt: skip
    y = alt.Y("value:Q", title=title, axis=alt.Axis(format="~s", **AXIS))
    base = alt.Chart(rows).encode(
        x=x, y=y, color=colour,
        tooltip=[alt.Tooltip("area_name:N", title=" "), alt.Tooltip("year:Q", format="d"),
                 alt.Tooltip("value:Q", format=",.0f", title=title)],
    )  # fmt: skip
    return alt.layer(
        base.mark_line(strokeWidth=3),
        base.mark_point(size=45, filled=True, opacity=1),
        height=TREND_PX,
        description=words,
    )
