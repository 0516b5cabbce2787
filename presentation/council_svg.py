"""The map of councils as SVG, by what draws ward maps: same colours, marks and legend."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
import shapely

from presentation import ward_svg
from presentation.council_map import filter_around
from presentation.legend_classes import Classes


def svg(
    outlines: pl.DataFrame,
    councils: pl.DataFrame,
    classes: Classes,
    *,
    title: str,
    chosen: str,
    focus: Collection[str] = (),
) -> str:
    """The councils in `focus` with those around them, or all; `chosen` is ringed.

    `outlines` has lad_code, outline_geojson, long and lat; `councils` area_code, value and status.
    """
    drawn = filter_around(outlines, focus)
    shapes = shapely.to_wkb(shapely.from_geojson(drawn["outline_geojson"].to_list()))
    areas = drawn.select(
        ward_code="lad_code",
        lad_code=pl.lit("all"),  # one outline around all of them
        geometry_wkb=pl.Series("geometry_wkb", list(shapes), dtype=pl.Binary),
    )
    values = councils.select(
        "value", "status", ward_code="area_code", reliability=pl.lit("")
    ).filter(pl.col("ward_code").is_in(drawn["lad_code"].implode()))  # fmt: skip
    return ward_svg.svg(
        areas, values, classes, name="councils", title=title,
        description=f"Councils shaded by: {title}", selected=chosen, noun="council",
    )  # fmt: skip
