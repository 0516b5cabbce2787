"""How far the errors of councils go together, so that a group's interval is neither the sum of
theirs nor as if chance evened them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl

from forecasts.series.matrix import Matrix
from forecasts.series.series_groups import SeriesGroup

SEED: Final = 20261126
SIZE: Final = 5  # councils of a group
DRAWS: Final = 60  # groups drawn at an origin
TRIED: Final = np.linspace(0.0, 1.0, 41)
# Kinds of groups: councils drawn from everywhere, or from one region.
MIXED: Final = "mixed"
NEIGHBOURS: Final = "neighbours"
WINDOW: Final = ("area_code", "series_code", "origin", "horizon")
SHARING: Final = {
    "family": pl.String, "part": pl.String, "members": pl.String, "shared_error": pl.Float64,
    "cover80_pct": pl.Float64, "cover95_pct": pl.Float64, "groups_count": pl.Int64,
}  # fmt: skip


def measure_sharing(
    cv_windows: pl.DataFrame, group: SeriesGroup, regions: Mapping[str, Sequence[str]]
) -> pl.DataFrame:
    """The share of errors that makes 80% intervals of groups of SIZE councils cover 80%.

    A row for totals and for sectors, and for groups drawn from everywhere and from one region:
    SHARING, with the coverage that this share gives. No rows for data of few councils.
    """
    known = cv_windows.filter(
        pl.col("area_type") == "lad", pl.col("upper80").is_not_null(), pl.col("phase") != "covid"
    )
    if known.is_empty() or group.grid:
        # Of surveys of jobs every year counts: their intervals leave none out.
        known = cv_windows.filter(pl.col("area_type") == "lad", pl.col("upper80").is_not_null())
    region_of = {lad: code for code, lads in regions.items() for lad in lads}
    rows = []
    for (part,), windows in sorted(known.partition_by("part", as_dict=True).items()):
        for kind, place in ((MIXED, {}), (NEIGHBOURS, region_of)):
            groups = draw_groups(windows, place)
            if groups is None:
                continue
            share = next(
                (s for s in TRIED if covered(groups, float(s), 80) >= 0.80), float(TRIED[-1])
            )
            rows.append((group.name, part, kind, float(share), 100 * covered(groups, share, 80),
                         100 * covered(groups, share, 95), len(groups["actual"])))  # fmt: skip
    return pl.DataFrame(rows, schema=SHARING, orient="row")


def draw_groups(windows: pl.DataFrame, region_of: Mapping[str, str]) -> dict[str, Matrix] | None:
    """Groups of SIZE councils at each origin, series and horizon: sums of forecasts and actual
    values, and of widths as if shared wholly and not at all. None with fewer councils."""
    random = np.random.default_rng(SEED)
    areas = windows["area_code"].unique().sort().to_list()
    by_place: dict[str, list[str]] = {}
    for area in areas:
        by_place.setdefault(region_of.get(area, ""), []).append(area)
    places = [members for members in by_place.values() if len(members) >= SIZE]
    if not places:
        return None
    weights = np.array([len(members) for members in places], dtype=float)
    drawn = [
        (number, area)
        for number in range(DRAWS)
        for area in random.choice(
            places[random.choice(len(places), p=weights / weights.sum())], SIZE, replace=False
        )
    ]
    members = pl.DataFrame(drawn, schema=["group", "area_code"], orient="row")
    sides = [
        (pl.col(f"{side}{level}") - pl.col("published")).abs().alias(f"{side}{level}")
        for side in ("lower", "upper") for level in (80, 95)
    ]  # fmt: skip
    summed = (
        windows.select(*WINDOW, "published", "actual", *sides)
        .join(members, on="area_code")
        .group_by("group", "series_code", "origin", "horizon")
        .agg(
            pl.len().alias("size"), pl.col("published", "actual").sum(),
            *(pl.col(f"{s}{n}").sum() for s in ("lower", "upper") for n in (80, 95)),
            *(pl.col(f"{s}{n}").pow(2).sum().sqrt().alias(f"{s}{n}_apart")
              for s in ("lower", "upper") for n in (80, 95)),
        )
        .filter(pl.col("size") == SIZE)
    )  # fmt: skip
    return {name: summed[name].to_numpy() for name in summed.columns if name != "series_code"}


def covered(groups: Mapping[str, Matrix], share: float, level: int) -> float:
    """The share of groups whose sum lies within the interval that this sharing gives."""
    below, above = (
        np.sqrt(
            share * groups[f"{side}{level}"] ** 2
            + (1 - share) * groups[f"{side}{level}_apart"] ** 2
        )
        for side in ("lower", "upper")
    )
    actual, middle = groups["actual"], groups["published"]
    return float(np.mean((actual >= middle - below) & (actual <= middle + above)))
