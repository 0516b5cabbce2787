"""How noisy jobs of fine classes are, and what becomes of changes beyond the noise."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
from fine_panel import FIRST, LAST, LEVELS, YEARS_HELD, Panel
from numpy.typing import NDArray

from catalog.vocabulary.reliability import cv_of_jobs
from catalog.vocabulary.rounding import rounding_step, step_of
from etl.sector_lists.official import official_lists
from indicators.sectors.fine_noise import SIZE, YEARS, Z80
from indicators.sectors.fine_sectors import LEAST_JUDGED, PSEUDO
from indicators.sectors.sector_list_jobs import classes_of_sectors

Array = NDArray[np.float64]
LEAST: Final = 50.0  # jobs of a class below which widths are not fitted
# Rounded, since many sizes lie on an edge, which machines place a hair to either side of it.
BANDS: Final = np.round(np.geomspace(LEAST, 25_600.0, 19), 6)
FEWEST: Final = 50  # cases in a band of size


def measure_noise(panel: Panel) -> pl.DataFrame:
    """Rows of `fine_class_noise`: width = a (jobs / 2,000)^b of classes, and of sums of classes."""
    rows = []
    for level in LEVELS:
        areas, local, nation = _series(panel.local, level)
        for figure, quantile in (("level", 0.8), ("change", 0.9)):
            sizes, off, whose, _ = _comparisons(areas, local, nation, figure)
            fit = _fit(sizes, off, figure, quantile)
            unseen = [
                _inside(sizes[~k], off[~k], figure, _fit(sizes[k], off[k], figure, quantile))
                for k in _halves(whose)
            ]
            rows.append({
                "industry_level": level, "figure": figure, "interval_pct": 100 * quantile,
                "width_at_2000_jobs": round(fit[0], 4), "slope": round(fit[1], 4), "times": 1.0,
                "cases_count": len(sizes),
                "cover_pct": _per_cent(_inside(sizes, off, figure, fit)),
                "cover_unseen_pct": _per_cent(np.concatenate(unseen)),
                "cover_by_sectors_pct": _per_cent(off <= _by_sectors(sizes))
                if figure == "level" else None,
            })  # fmt: skip
            if (level, figure) == ("subclass", "level"):
                of_sums = _measure_sums(panel, fit)
    return pl.DataFrame([*rows, of_sums], infer_schema_length=None)


def _halves(whose: NDArray[np.str_]) -> list[NDArray[np.bool_]]:
    """Which cases are of every second area, and which are not."""
    even = np.isin(whose, np.unique(whose)[::2])
    return [even, ~even]


def _per_cent(inside: NDArray[np.bool_]) -> float:
    return round(100 * float(inside.mean()), 1)


def _by_sectors(sizes: Array) -> Array:
    """Half-widths by the curve for sectors of councils."""
    cv = pl.select(cv_of_jobs(pl.Series(sizes))).to_series().to_numpy()
    return np.asarray(Z80 * np.sqrt((cv**2 + (step_of(sizes) / sizes) ** 2 / 12) / YEARS))


def _measure_sums(panel: Panel, fit: tuple[float, float]) -> dict[str, object]:
    """What widths of sums of classes, as roots of sums of squares, must be multiplied by."""
    classes = panel.local.filter(industry_level="subclass")
    belongs = classes_of_sectors(official_lists(), classes["industry_code"])
    key = ["area_code", "sector_list", "sector_code"]
    wide = classes.pivot(
        on="year", index=["area_code", "industry_code"], values="jobs", sort_columns=True
    ).join(belongs, on="industry_code")
    of_class = pl.col("size")
    square = (of_class * fit[0] * (of_class / SIZE) ** fit[1]) ** 2
    square += Z80**2 * rounding_step(of_class) ** 2 / (12.0 * YEARS)
    sums = wide.group_by(key).agg(pl.col(YEARS_HELD).sum(), pl.len().alias("classes")).sort(key)
    relative = []
    for start in range(LAST - FIRST - 2):
        size = pl.mean_horizontal(YEARS_HELD[start : start + 4])
        halves = wide.with_columns(size=size).filter(pl.col("size") > 0).group_by(key).agg(
            square.sum().sqrt().alias("half"), (pl.col("size") > 0).sum().alias("with_jobs")
        )  # fmt: skip
        joined = sums.join(halves, on=key, how="left", maintain_order="left")
        several = joined["with_jobs"].fill_null(0).to_numpy() > 1
        half = (joined["half"] / joined.select(size).to_series()).to_numpy()
        relative.append(np.where(several, half, np.nan))
    local = sums.select(YEARS_HELD).to_numpy()
    whole = sums.select(pl.col(YEARS_HELD).sum().over("sector_list", "sector_code")).to_numpy()
    sizes, off, whose, used = _comparisons(sums["area_code"].to_numpy(), local, whole, "level")
    width = np.concatenate([half[k] for half, k in zip(relative, used, strict=True)])
    known = np.isfinite(width)
    ratio, areas = off[known] / width[known], whose[known]
    times = float(np.quantile(ratio, 0.8))
    unseen = [ratio[~k] <= np.quantile(ratio[k], 0.8) for k in _halves(areas)]
    return {
        "industry_level": "list", "figure": "level", "interval_pct": 80.0,
        "width_at_2000_jobs": None, "slope": None, "times": round(times, 2),
        "cases_count": len(ratio), "cover_pct": _per_cent(ratio <= round(times, 2)),
        "cover_unseen_pct": _per_cent(np.concatenate(unseen)),
        "cover_by_sectors_pct": _per_cent(off[known] <= _by_sectors(sizes[known])),
    }  # fmt: skip


def _series(local: pl.DataFrame, level: str) -> tuple[NDArray[np.str_], Array, Array]:
    """Area of each series, its jobs by year, and those of its class in all areas together."""
    wide = (
        local.filter(industry_level=level)
        .pivot(on="year", index=["area_code", "industry_code"], values="jobs", sort_columns=True)
        .sort("area_code", "industry_code")
    )
    nation = wide.group_by("industry_code").agg(pl.col(YEARS_HELD).sum())
    beside = wide.select("industry_code").join(
        nation, on="industry_code", how="left", maintain_order="left"
    )
    return (
        wide["area_code"].to_numpy(),
        wide.select(YEARS_HELD).to_numpy(),
        beside.select(YEARS_HELD).to_numpy(),
    )


def _comparisons(
    areas: NDArray[np.str_], local: Array, nation: Array, figure: str
) -> tuple[Array, Array, NDArray[np.str_], list[NDArray[np.bool_]]]:
    """Size, distance and area of each comparison of two means of two years; and which were used.

    A change: the third and fourth of four years against the first two, beside the nation's. A
    level: the outer two against the inner two. There a steady change cancels out, so that what is
    left is the noise of two means, of which one has 1/sqrt(2).
    """
    outer, inner = ((2, 3), (0, 1)) if figure == "change" else ((0, 3), (1, 2))
    one = 1.0 if figure == "change" else 1.0 / np.sqrt(2.0)
    sizes, off, whose, kept = [], [], [], []
    for start in range(LAST - FIRST - 2):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = [
                np.log(sum(panel[:, start + n] for n in outer))
                - np.log(sum(panel[:, start + n] for n in inner))
                for panel in (local, nation)
            ]
            distance = ratios[0] - ratios[1]
        size = local[:, start : start + 4].mean(axis=1)
        used = np.isfinite(distance) & (size >= LEAST)
        sizes.append(size[used])
        off.append(np.abs(distance[used]) * one)
        whose.append(areas[used])
        kept.append(used)
    return np.concatenate(sizes), np.concatenate(off), np.concatenate(whose), kept


def _rounded(sizes: Array, figure: str) -> Array:
    """What rounding adds to the width of a level, which the product adds by itself."""
    step = step_of(sizes) / sizes / np.sqrt(12.0 * YEARS)
    return np.asarray(Z80 * step if figure == "level" else 0.0 * step)


def _fit(sizes: Array, off: Array, figure: str, quantile: float) -> tuple[float, float]:
    """a and b of the line through the quantiles of bands of size, in logarithms."""
    at, widths = [], []
    for low, high in pairwise(BANDS):
        band = (sizes >= low) & (sizes < high)
        if band.sum() >= FEWEST:
            squared = np.quantile(off[band], quantile) ** 2
            squared -= np.mean(_rounded(sizes[band], figure)) ** 2
            at.append(np.log(np.median(sizes[band]) / SIZE))
            widths.append(np.log(np.sqrt(max(squared, 1e-6))))
    slope, level = np.polyfit(at, widths, 1)
    return float(np.exp(level)), float(slope)


def _inside(sizes: Array, off: Array, figure: str, fit: tuple[float, float]) -> NDArray[np.bool_]:
    width = fit[0] * (sizes / SIZE) ** fit[1]
    return np.asarray(off <= np.sqrt(width**2 + _rounded(sizes, figure) ** 2))


def measure_unusual(panel: Panel, noise: pl.DataFrame) -> pl.DataFrame:
    """Rows of `unusual_record`: of classes marked as grown or shrunk, what they were later.

    Means of two years: before, two years after it (by which they are marked), and the last two.
    Sums of two years stand for means.
    """
    rows = []
    for level in LEVELS:
        _, local, nation = _series(panel.local, level)
        curve = noise.filter(industry_level=level, figure="change").row(0, named=True)
        for start in range(LAST - FIRST - 4):
            before, after, last = (
                [panel[:, n] + panel[:, n + 1] + 2 * PSEUDO for panel in (local, nation)]
                for n in (start, start + 2, LAST - FIRST - 1)
            )
            change, came, further = (
                np.log(now[0] / then[0]) - np.log(now[1] / then[1])
                for now, then in ((after, before), (last, before), (last, after))
            )
            size = (before[0] + after[0] - 4 * PSEUDO) / 4
            width = curve["width_at_2000_jobs"] * (np.maximum(size, 1) / SIZE) ** curve["slope"]
            judged = size >= LEAST_JUDGED
            for mark, sign in (("grown", 1.0), ("shrunk", -1.0)):
                marked = judged & (sign * change > width)
                rows.append({
                    "industry_level": level, "unusual": mark,
                    "years": f"{FIRST + start} to {FIRST + start + 3}",
                    "cases_count": int(marked.sum()),
                    "marked_pct": _per_cent(marked[judged]),
                    "still_pct": _per_cent(sign * came[marked] > 0),
                    "base_pct": _per_cent(sign * came[judged] > 0),
                    "further_pct": _per_cent(sign * further[marked] > 0),
                })  # fmt: skip
    return pl.DataFrame(rows)
