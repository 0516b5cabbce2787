"""The back-test as a picture: error of each model over naive's, by horizon."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import polars as pl
from matplotlib.figure import Figure

COLUMNS: Final = 3
LIMIT: Final = 2.0


def backtest_png(table: pl.DataFrame) -> bytes:
    """One panel a family, one line a model; below 1 is better than naive, cut off at 2."""
    rows = drawn_rows(table)
    families = rows["family"].unique(maintain_order=True).to_list()
    height = max(1, -(-len(families) // COLUMNS))
    figure = Figure(figsize=(4.2 * COLUMNS, 3.4 * height), layout="constrained")
    axes = figure.subplots(height, COLUMNS, squeeze=False).ravel()
    for axis, family in zip(axes, families, strict=False):
        for (model,), line in rows.filter(pl.col("family") == family).group_by(
            "model", maintain_order=True
        ):
            line = line.drop_nulls("skill_pct").sort("horizon_to")
            ratio = (1 - line["skill_pct"] / 100).clip(upper_bound=LIMIT)
            bold = model == "shipped"
            axis.plot(line["horizon_to"].to_list(), ratio.to_list(), label=str(model), marker="o",
                      linewidth=2.5 if bold else 1.0, markersize=4 if bold else 2)  # fmt: skip
        axis.axhline(1.0, color="black", linewidth=0.8)
        axis.set(title=family, xlabel="periods ahead", ylabel="error over naive's")
        axis.legend(fontsize=6)
    for axis in axes[len(families) :]:
        axis.set_axis_off()
    written = BytesIO()
    figure.savefig(written, format="png", dpi=110)
    return written.getvalue()


def drawn_rows(table: pl.DataFrame) -> pl.DataFrame:
    """Rows of the table `backtest` of all bands and phases, by horizon.

    The span of all horizons is drawn only of a family that has no other.
    """
    rows = table.filter((pl.col("level_band") == "all") & (pl.col("phase") == "all"))
    longest = pl.col("horizon_to").max().over("family")
    whole = (pl.col("horizon_from") == 1) & (pl.col("horizon_to") == longest)
    spans = pl.struct("horizon_from", "horizon_to").n_unique().over("family")
    return rows.filter(~whole | (spans == 1))
