"""Measures what figures of fine classes are worth, and stores it in `reference/sectors`.

    python benchmarks/fine_classes.py FOLDER [--dry-run]

FOLDER has, as Parquet, BRES by ITL2 area and 5-digit class (2015 to 2021), full-time employees of
Great Britain by class (2009 to 2021), enterprises of Great Britain by class and size, and business
demography of the United Kingdom by 3 digits. `fine_class_noise` gets the widths of intervals,
`carriers_record` how often what was ranked first came true. The product's own functions are used,
on what was known at each origin; growth is measured from the year after it, so that the sampling
error of no year is in both.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.vocabulary.reliability import cv_of_jobs
from catalog.vocabulary.rounding import step_of
from indicators.sectors.fine_noise import SIZE, YEARS, Z80
from indicators.sectors.fine_outlook import CARRIERS, LEAST_JOBS, UNTESTED, carriers

Array = NDArray[np.float64]
LEVELS: Final = {"group": 3, "subclass": 5}
FIRST, LAST = 2015, 2021
TARGETS: Final = {2017: (2018, 2020), 2018: (2019, 2021), 2019: (2020, 2021)}
PICKED: Final = 10
TOP: Final = 0.2
LEAST: Final = 50.0  # jobs of a class below which widths are not fitted
BANDS: Final = np.geomspace(LEAST, 25_600.0, 19)
FEWEST: Final = 50  # cases in a band of size
PSEUDO: Final = 2.5  # half of the finest step


@dataclass(frozen=True)
class Panel:
    """Figures in the product's form, by level: of areas, and of the nation."""

    local: pl.DataFrame  # area_code, industry_level, industry_code, year, jobs
    full_time: pl.DataFrame  # industry_level, industry_code, year, jobs
    enterprises: pl.DataFrame  # the same with enterprises_count
    demography: pl.DataFrame  # industry_code, year, births, active


def read(folder: Path) -> Panel:
    """The panel from the files in a folder, groups as sums of classes."""
    paths = {
        name: next(folder.glob(pattern))
        for name, pattern in (
            ("local", "bres_itl2_sic5_*.parquet"), ("full_time", "bres_gb_sic5_fulltime_*.parquet"),
            ("enterprises", "ukbc_gb_enterprises_sic5_*.parquet"),
            ("demography", "ons_business_demography_uk_sic3_*.parquet"),
        )
    }  # fmt: skip
    local = pl.read_parquet(paths["local"]).rename({"itl2_code": "area_code", "employment": "jobs"})
    full_time = pl.read_parquet(paths["full_time"]).rename({"full_time_employees": "jobs"})
    enterprises = pl.read_parquet(paths["enterprises"]).rename({"enterprises": "enterprises_count"})
    demography = pl.read_parquet(paths["demography"]).filter(pl.col("sic").str.len_chars() == 3)
    return Panel(
        _by_level(local, ("area_code",), "jobs"),
        _by_level(full_time, (), "jobs"),
        _by_level(enterprises, (), "enterprises_count"),
        demography.select("year", "births", "active", industry_code="sic"),
    )


def _by_level(frame: pl.DataFrame, key: tuple[str, ...], value: str) -> pl.DataFrame:
    tested = frame.filter(~pl.col("sic5").str.contains(UNTESTED))
    return pl.concat(
        tested.group_by(
            *key,
            pl.lit(level).alias("industry_level"),
            pl.col("sic5").str.head(digits).alias("industry_code"),
            pl.col("year").cast(pl.Int32),
        ).agg(pl.col(value).sum().cast(pl.Float64))
        for level, digits in LEVELS.items()
    )


def measure_noise(panel: Panel) -> pl.DataFrame:
    """Rows of `fine_class_noise`: width = a (jobs / 2,000)^b, and what it covers."""
    rows = []
    for level in LEVELS:
        areas, local, nation = _series(panel.local, level)
        for figure, quantile in (("level", 0.8), ("change", 0.9)):
            sizes, off, whose = _comparisons(areas, local, nation, figure)
            every = np.ones(len(sizes), bool)
            even = np.isin(whose, np.unique(areas)[::2])
            fit = _fit(sizes, off, figure, quantile)
            unseen = np.concatenate(
                [
                    _inside(sizes[~k], off[~k], figure, _fit(sizes[k], off[k], figure, quantile))
                    for k in (even, ~even)
                ]
            )
            sectors = pl.select(cv_of_jobs(pl.Series(sizes))).to_series().to_numpy()
            by_sectors = (
                off
                <= Z80 * np.sqrt(sectors**2 + (step_of(sizes) / sizes) ** 2 / 12) / np.sqrt(YEARS)
            )
            rows.append(
                {
                    "industry_level": level,
                    "figure": figure,
                    "interval_pct": 100 * quantile,
                    "width_at_2000_jobs": round(fit[0], 4),
                    "slope": round(fit[1], 4),
                    "cases_count": len(sizes),
                    "cover_pct": round(100 * _inside(sizes, off, figure, fit)[every].mean(), 1),
                    "cover_unseen_pct": round(100 * unseen.mean(), 1),
                    "cover_by_sectors_pct": round(100 * by_sectors.mean(), 1)
                    if figure == "level"
                    else None,
                }
            )
    return pl.DataFrame(rows)


def _series(local: pl.DataFrame, level: str) -> tuple[NDArray[np.str_], Array, Array]:
    """Area of each series, its jobs by year, and those of its class in all areas together."""
    years = [str(year) for year in range(FIRST, LAST + 1)]
    wide = (
        local.filter(industry_level=level)
        .pivot(on="year", index=["area_code", "industry_code"], values="jobs", sort_columns=True)
        .sort("area_code", "industry_code")
    )
    nation = wide.group_by("industry_code").agg(pl.col(years).sum())
    beside = wide.select("industry_code").join(
        nation, on="industry_code", how="left", maintain_order="left"
    )
    return (
        wide["area_code"].to_numpy(),
        wide.select(years).to_numpy(),
        beside.select(years).to_numpy(),
    )


def _comparisons(
    areas: NDArray[np.str_], local: Array, nation: Array, figure: str
) -> tuple[Array, Array, NDArray[np.str_]]:
    """Size, distance and area of each comparison of two means of two years.

    A change: the third and fourth of four years against the first two, beside the nation's. A
    level: the outer two against the inner two. There a steady change cancels out, so that what is
    left is the noise of two means, of which one has 1/sqrt(2).
    """
    outer, inner = ((2, 3), (0, 1)) if figure == "change" else ((0, 3), (1, 2))
    one = 1.0 if figure == "change" else 1.0 / np.sqrt(2.0)
    sizes, off, whose = [], [], []
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
    return np.concatenate(sizes), np.concatenate(off), np.concatenate(whose)


def _rounded(sizes: Array, figure: str) -> Array:
    """What rounding adds to the width of a level, which the product adds by itself."""
    step = step_of(sizes) / sizes / np.sqrt(12.0 * YEARS)
    return np.asarray(Z80 * step if figure == "level" else 0.0 * step)


def _fit(sizes: Array, off: Array, figure: str, quantile: float) -> tuple[float, float]:
    """a and b of the line through the quantiles of bands of size, in logarithms."""
    at, widths = [], []
    for low, high in zip(BANDS[:-1], BANDS[1:], strict=True):
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


def measure_carriers(panel: Panel) -> pl.DataFrame:
    """Rows of `carriers_record`: of the ten ranked first in an area, how many came true."""
    parts = []
    for origin, (start, end) in TARGETS.items():
        cells = _cells(panel, origin, start, end)
        parts += [
            _score(cells, name, key, descending=descending)
            for name, (key, descending) in RANKINGS.items()
        ]
        parts.append(_tiers(cells))
    every = pl.concat(parts)
    counts = ("cells_count", "picked_count", "hits", "lows")
    key = ("industry_level", "ranked_by")
    together = every.group_by(key, maintain_order=True).agg(
        pl.lit("all").alias("origin"), pl.lit("").alias("growth_years"),
        pl.col("areas_count").max(), pl.col(counts).sum(),
        pl.col("base_pct").mean(), pl.col("correlation").mean(),
    )  # fmt: skip
    shares = {"hit_pct": "hits", "low_pct": "lows"}
    table = pl.concat([every, together.select(every.columns)]).with_columns(
        (100 * pl.col(counted) / pl.col("picked_count")).round(1).alias(name)
        for name, counted in shares.items()
    )
    described = [column.name for column in reference.describe("carriers_record").columns]
    return (
        table.with_columns(pl.col("base_pct").round(1), pl.col("correlation").round(3))
        .select(described)
        .sort("industry_level", "ranked_by", "origin")
    )


# What is ranked, by what column, and whether from the highest.
RANKINGS: Final = {
    "carriers": ("carriers_score", True),
    "carriers and smallness": ("with_smallness", True),
    **{name.replace("_", " "): (name, True) for name in CARRIERS},
    "smallness": ("size", False),
    "size": ("size", True),
    "local growth": ("local_growth", True),
    "location quotient": ("quotient", True),
}


def _cells(panel: Panel, origin: int, start: int, end: int) -> pl.DataFrame:
    """Classes of areas with LEAST_JOBS or more at the origin: what is ranked, and what came."""
    years = [str(year) for year in range(FIRST, LAST + 1)]
    wide = panel.local.pivot(
        on="year", index=["area_code", "industry_level", "industry_code"], values="jobs",
        sort_columns=True,
    ).filter(pl.all_horizontal(pl.col(years).is_not_null()))  # fmt: skip
    known = carriers(panel.full_time, panel.enterprises, panel.demography, origin)
    size = pl.mean_horizontal(str(origin), str(origin - 1))
    return (
        wide.with_columns(
            size=size,
            came=((pl.col(str(end)) + PSEUDO) / (pl.col(str(start)) + PSEUDO)).log(),
            local_growth=(
                (pl.col(str(origin)) + PSEUDO) / (pl.col(str(origin - 2)) + PSEUDO)
            ).log(),
            quotient=size / size.sum().over("industry_level", "industry_code"),
        )
        .filter(pl.col("size") >= LEAST_JOBS)
        .join(known, on=["industry_level", "industry_code"], how="left", validate="m:1")
        .with_columns(
            with_smallness=(
                len(CARRIERS) * pl.col("carriers_score")
                + 1
                - pl.col("size").rank().over("area_code", "industry_level")
                / pl.len().over("area_code", "industry_level")
            ),
            is_top=_rank_in_area("came") > 1 - TOP,
            is_low=_rank_in_area("came") <= TOP,
            origin=pl.lit(str(origin)),
            growth_years=pl.lit(f"{start} to {end}"),
        )
        .sort("area_code", "industry_level", "industry_code")
    )


def _rank_in_area(name: str) -> pl.Expr:
    ranked = pl.col(name).rank().over("area_code", "industry_level")
    return ranked / pl.len().over("area_code", "industry_level")


def _score(cells: pl.DataFrame, name: str, key: str, *, descending: bool) -> pl.DataFrame:
    """The first PICKED of each area by a column; what is not known comes last."""
    sign = 1.0 if descending else -1.0
    ranked = (
        cells.with_columns(ranked=sign * pl.col(key))
        .sort("ranked", "industry_code", descending=[True, False], nulls_last=True)
        .with_columns(order=pl.int_range(pl.len()).over("area_code", "industry_level"))
    )
    picked = pl.col("order") < PICKED
    return _counted(ranked, name, picked)


def _tiers(cells: pl.DataFrame) -> pl.DataFrame:
    """The same for all classes of a tier."""
    return pl.concat(
        _counted(
            cells.with_columns(ranked=pl.col("carriers_score")),
            f"tier {tier}",
            (pl.col("carriers_tier") == tier).fill_null(value=False),
        )
        for tier in ("stronger", "middling", "weaker")
    )


def _counted(cells: pl.DataFrame, name: str, picked: pl.Expr) -> pl.DataFrame:
    relative = pl.col("came") - pl.col("came").mean().over("area_code", "industry_level")
    return (
        cells.with_columns(relative=relative)
        .group_by("industry_level", "origin", "growth_years", maintain_order=True)
        .agg(
            pl.lit(name).alias("ranked_by"),
            pl.col("area_code").n_unique().cast(pl.Int64).alias("areas_count"),
            pl.len().cast(pl.Int64).alias("cells_count"),
            picked.sum().cast(pl.Int64).alias("picked_count"),
            (100 * pl.col("is_top").mean()).alias("base_pct"),
            *(
                (picked & pl.col(column)).sum().cast(pl.Int64).alias(counted)
                for column, counted in (("is_top", "hits"), ("is_low", "lows"))
            ),
            pl.corr("ranked", "relative").alias("correlation"),
        )
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    panel = read(given.folder)
    pl.Config.set_tbl_rows(200)
    pl.Config.set_tbl_cols(-1)
    for name, measure in (
        ("fine_class_noise", measure_noise), ("carriers_record", measure_carriers),
    ):  # fmt: skip
        table = measure(panel)
        print(name, table)
        if not given.dry_run:
            _store(name, table)


def _store(name: str, table: pl.DataFrame) -> None:
    path = reference.path_of(name)
    table.select(column.name for column in reference.describe(name).columns).write_csv(path)
    sidecar = path.with_suffix(".toml")
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    text = re.sub(r'sha256 = "[^"]*"', f'sha256 = "{checksum}"', sidecar.read_text("utf-8"))
    sidecar.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
