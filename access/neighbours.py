"""Neighbours that we do not have at all: councils without a single small area in our tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
import shapely

from access.decay import ANY, SETTINGS, Floats
from access.distances import Points
from geo.os_grid import to_metres

MOST_NAMED: Final = 6


def list_bare_councils(outlines: pl.DataFrame, listed: pl.Series, points: Points) -> pl.DataFrame:
    """The rows of `council_boundaries` of councils that have no small area with a centre here.

    `listed`: codes of councils that a lookup gives a small area with a centre. Without a lookup, a
    centre inside the outline counts too. So a council beyond a border, in Scotland say, is bare,
    and so are all around a council that stands alone.
    """
    unlisted = outlines.filter(~pl.col("lad_code").is_in(listed.implode()))
    shapes = _shapes_km(unlisted)
    tree = shapely.STRtree(shapely.points(points.km))
    bare = np.ones(unlisted.height, dtype=bool)
    bare[tree.query(shapes, predicate="intersects")[0]] = False
    return unlisted.filter(pl.Series(bare, dtype=pl.Boolean))


def measure_to_bare(km: Floats, bare: pl.DataFrame) -> Floats:
    """Km from each place to the nearest of the bare councils; infinite where there is none."""
    if bare.is_empty() or not len(km):
        return np.full(len(km), np.inf)
    tree = shapely.STRtree(_shapes_km(bare))
    found = tree.query_nearest(shapely.points(km), all_matches=False, return_distance=True)
    nearest = np.full(len(km), np.inf)
    nearest[found[0][0]] = found[1]
    return nearest


def describe_bare(km: Floats, bare: pl.DataFrame) -> list[str]:
    """In a sentence, the bare councils so near some places that they matter; none without any."""
    if bare.is_empty() or not len(km):
        return []
    near = shapely.STRtree(shapely.points(km)).query(
        _shapes_km(bare), predicate="dwithin", distance=SETTINGS[ANY].matters_km
    )[0]
    if not len(near):
        return []
    names = bare["lad_name"].gather(np.unique(near)).sort()
    return [
        f"We have no small areas of {_name_some(list(names))}, so jobs there do not count, and "
        "wards close to them are partial."
    ]


def describe_unknown(
    codes: Sequence[str], km: Floats, lsoa_wards: pl.DataFrame, outlines: pl.DataFrame
) -> list[str]:
    """In a sentence, the councils of small areas without a figure of jobs, the most first.

    A council is that of the lookup, or else the one whose outline the centre lies in.
    """
    by_lookup = pl.Series("lsoa_code", codes, dtype=pl.String).to_frame().join(
        lsoa_wards.select("lsoa_code", "lad_name"), on="lsoa_code", how="left",
        maintain_order="left",
    )["lad_name"]  # fmt: skip
    unlisted = by_lookup.is_null().to_numpy()
    shapes = _shapes_km(outlines)
    inside = shapely.STRtree(shapes).query(shapely.points(km[unlisted]), predicate="within")[1]
    names = pl.concat([by_lookup.drop_nulls(), outlines["lad_name"].gather(inside)])
    if names.is_empty():
        return []
    counts = names.value_counts(name="lsoas")
    ordered = counts.sort("lsoas", "lad_name", descending=[True, False]).rows()
    named = [f"{name} ({lsoas:,} LSOA{'' if lsoas == 1 else 's'})" for name, lsoas in ordered]
    return [
        f"We lack the jobs of small areas in {_name_some(named)}, so wards close to them are "
        "partial: what they reach is more than we show."
    ]


def _name_some(names: list[str]) -> str:
    """'York, Leeds and 3 other councils'."""
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} other councils"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _shapes_km(outlines: pl.DataFrame) -> Any:
    shapes = shapely.from_geojson(outlines["outline_geojson"].to_list())
    return shapely.transform(shapes, _to_km)


def _to_km(degrees: Any) -> Any:
    east, north = to_metres(pl.Series(degrees[:, 0]), pl.Series(degrees[:, 1]))
    return np.column_stack([east, north]) / 1000.0
