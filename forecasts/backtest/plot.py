"""The back-test as a picture: error of each model over naive's, by horizon."""

from __future__ import annotations

from typing import Final

import altair as alt
import polars as pl
import vl_convert

COLUMNS: Final = 3
LIMIT: Final = 2.0


def backtest_png(table: pl.DataFrame) -> bytes:
    """One panel a family, one line a model; below 1 is better than naive, cut off at 2."""
    rows = drawn_rows(table).drop_nulls("skill_pct")
    ratio = (1 - pl.col("skill_pct") / 100).clip(upper_bound=LIMIT)
    base = alt.Chart(rows.select("family", "model", "horizon_to", ratio=ratio))
    lines = base.mark_line(point=True).encode(
        x=alt.X("horizon_to:Q", title="periods ahead", axis=alt.Axis(tickMinStep=1)),
        y=alt.Y("ratio:Q", title="error over naive's"),
        color=alt.Color("model:N", scale=alt.Scale(scheme="tableau20")),
        strokeWidth=alt.condition(alt.datum.model == "shipped", alt.value(3), alt.value(1)),
    )
    panels = alt.layer(base.mark_rule().encode(y=alt.datum(1.0)), lines).properties(
        width=300, height=220
    )
    chart = panels.facet(facet=alt.Facet("family:N", title=None), columns=COLUMNS)
    spec = chart.resolve_scale(x="independent", y="independent").to_dict()
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    return bytes(vl_convert.vegalite_to_png(spec, vl_version=version, scale=1.5))


def drawn_rows(table: pl.DataFrame) -> pl.DataFrame:
    """Rows of `backtest` of all phases, by horizon: sectors of councils, or what there is.

    The span of all horizons is drawn only of a family that has no other.
    """
    order = (
        pl.struct(pl.col("area_type").replace({"lad": "0", "region": "1"}), pl.col("part"))
        .rank("dense")
        .over("family")
    )
    rows = table.filter(phase="all").filter(order == order.min().over("family"))
    longest = pl.col("horizon_to").max().over("family")
    is_full_span = (pl.col("horizon_from") == 1) & (pl.col("horizon_to") == longest)
    spans = pl.struct("horizon_from", "horizon_to").n_unique().over("family")
    return rows.filter(~is_full_span | (spans == 1))
