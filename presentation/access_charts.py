"""Charts of access: reach beside need, and coverage by the number of sites."""

from __future__ import annotations

from typing import Final

import altair as alt
import polars as pl

from presentation.charts import AXIS, Layered
from presentation.charts_colours import BLUE, GREY, INK, ORANGE, TEAL

HEIGHT_PX: Final = 380
CURVE_PX: Final = 300
BEST, GREEDY = "Best set", "One after another, each the best at the time"


def reach_beside_need(
    rows: pl.DataFrame, need: str, ward: str, titles: tuple[str, str], words: str
) -> Layered:
    """A dot a ward: `need` (%) across, jobs in reach up; a hollow dot where reach is partial.

    `rows` as of `reach_ward` with the column `need`; `titles` of the axes across and up; the ward
    with the code `ward` is named and set apart, and those with most and fewest jobs are named
    unless a figure is partial: then nobody can say which they are.
    """
    drawn = rows.drop_nulls([need, "jobs_in_reach"]).with_columns(
        is_partial=pl.col("status") == "partial"
    )
    x = alt.X(
        f"{need}:Q",
        title=titles[0],
        scale=alt.Scale(domain=_widen(drawn[need])),
        axis=alt.Axis(**AXIS),
    )
    y = alt.Y("jobs_in_reach:Q", title=titles[1],
              scale=alt.Scale(domain=_widen(drawn["jobs_in_reach"])),
              axis=alt.Axis(format=",.0f", **AXIS))  # fmt: skip
    tips = [
        alt.Tooltip("ward_name:N", title=" "),
        alt.Tooltip("lad_name:N", title="council"),
        alt.Tooltip("jobs_in_reach:Q", format=",.0f", title="jobs in reach"),
        alt.Tooltip(f"{need}:Q", format=".1f", title="%"),
    ]
    base = alt.Chart(drawn).encode(x=x, y=y, tooltip=tips)
    dots = base.mark_point(size=80, strokeWidth=1.5, stroke=BLUE).encode(
        fill=alt.FillValue(BLUE, condition={"test": "datum.is_partial", "value": "white"}),
    )
    picked = drawn.filter(ward_code=ward)
    others = drawn.sort("jobs_in_reach").with_row_index("place").filter(
        (pl.col("place") == 0) | (pl.col("place") == pl.len() - 1), pl.col("ward_code") != ward,
        ~pl.col("is_partial").any(),
    )  # fmt: skip
    diamond = alt.Chart(picked).mark_point(
        size=170, filled=True, opacity=1, color=ORANGE, shape="diamond"
    )
    named = [
        (shown, alt.Chart(shown).encode(x=x, y=y, text=alt.Text("ward_name:N")).mark_text(
            dy=down, fontSize=13, color=INK))
        for shown, down in (
            (picked, -13), (others.filter(pl.col("place") > 0), -13), (others.filter(place=0), 15),
        )
    ]  # fmt: skip
    layers = [(picked, diamond.encode(x=x, y=y, tooltip=tips)), *named]
    # A layer without rows would be an empty drawing with a role, which a screen reader stops at.
    return alt.layer(
        dots,
        *(layer for shown, layer in layers if shown.height),
        height=HEIGHT_PX,
        description=words,
    )


def _widen(values: pl.Series) -> list[float]:
    """From the least to the most with a margin for names, but not below zero."""
    if values.is_empty():
        return [0.0, 1.0]
    least, most = pl.select(pl.lit(values.min()), pl.lit(values.max()).alias("most")).row(0)
    margin = 0.1 * (most - least) or 1.0
    return [max(0.0, least - margin), most + margin]


def coverage_curve(curve: pl.DataFrame, chosen: int, unit: str, words: str) -> Layered:
    """Share covered by the number of new sites: the best sets and one after another; `chosen`
    is marked. `curve` as of `siting.trace_coverage`."""
    long = pl.concat(
        [
            curve.select("sites_count", share=column, kind=pl.lit(name))
            for name, column in ((GREEDY, "greedy_pct"), (BEST, "covered_pct"))
        ]
    )
    x = alt.X("sites_count:Q", title="New sites", axis=alt.Axis(tickMinStep=1, **AXIS))
    y = alt.Y("share:Q", title=f"% within {unit}", scale=alt.Scale(domain=[0, 100]),
              axis=alt.Axis(**AXIS))  # fmt: skip
    legend = alt.Legend(orient="top", direction="vertical", title=None, labelLimit=0,
                        labelColor=INK, symbolStrokeWidth=3)  # fmt: skip
    colour = alt.Color("kind:N", legend=legend,
                       scale=alt.Scale(domain=[BEST, GREEDY], range=[TEAL, GREY]))  # fmt: skip
    dashes = alt.Scale(domain=[BEST, GREEDY], range=[[1, 0], [5, 4]])
    dash = alt.StrokeDash("kind:N", legend=legend, scale=dashes)
    tips = [
        alt.Tooltip("sites_count:Q", title="new sites"),
        alt.Tooltip("share:Q", format=".1f", title="% covered"),
        alt.Tooltip("kind:N", title=" "),
    ]
    lines = alt.Chart(long).encode(x=x, y=y, color=colour, tooltip=tips)
    picked = alt.Chart(curve.filter(sites_count=chosen)).encode(
        x=x, y=alt.Y("covered_pct:Q", title=f"% within {unit}")
    )
    return alt.layer(
        lines.mark_line(strokeWidth=3).encode(strokeDash=dash),
        lines.mark_point(size=60, filled=True, opacity=1),
        picked.mark_point(size=200, color=ORANGE, strokeWidth=3),
        height=CURVE_PX,
        description=words,
    )
