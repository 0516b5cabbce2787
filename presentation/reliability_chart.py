"""The reliability diagram: chances that we gave, and how often such a chance came true."""

from __future__ import annotations

from typing import Final

import altair as alt
import polars as pl

from presentation.charts import AXIS, Layered
from presentation.charts_colours import BLUE, INK

PLOT_PX: Final = 340
SIZES_PX: Final = [40, 600]  # areas of the smallest and the largest mark
PERCENT: Final = alt.Scale(domain=[0, 100])
LINE: Final = pl.DataFrame({"chance_pct": [0.0, 100.0], "rate_pct": [0.0, 100.0]})


def reliability(rows: pl.DataFrame, words: str) -> Layered:
    """A mark for each row (chance_pct, rate_pct, cases_count, subset), larger with more cases, and
    the line on which chances are what came. `words` describe the picture."""
    x = alt.X("chance_pct:Q", title="Chance we gave (%)", scale=PERCENT, axis=alt.Axis(**AXIS))
    y = alt.Y("rate_pct:Q", title="Came true (%)", scale=PERCENT, axis=alt.Axis(**AXIS))
    line = alt.Chart(LINE).mark_line(color=INK, strokeDash=[4, 4], strokeWidth=1).encode(x=x, y=y)
    tips = [
        alt.Tooltip("subset:N", title="chances"),
        alt.Tooltip("chance_pct:Q", format=".1f", title="mean chance (%)"),
        alt.Tooltip("rate_pct:Q", format=".1f", title="came true (%)"),
        alt.Tooltip("cases_count:Q", format=",", title="past cases"),
    ]
    size = alt.Size(
        "cases_count:Q", scale=alt.Scale(range=SIZES_PX), title="Past cases",
        legend=alt.Legend(orient="top", labelColor=INK, titleColor=INK, tickCount=3),
    )  # fmt: skip
    marks = alt.Chart(rows).mark_point(
        filled=True, opacity=0.85, color=BLUE, stroke="white", strokeWidth=1
    ).encode(x=x, y=y, size=size, tooltip=tips)  # fmt: skip
    return alt.layer(line, marks, height=PLOT_PX, description=words)
