"""Figures of fine classes over areas and years, on which they are measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from indicators.sectors.fine_outlook import UNTESTED

LEVELS: Final = {"group": 3, "subclass": 5}
FIRST, LAST = 2015, 2021
YEARS_HELD: Final = [str(year) for year in range(FIRST, LAST + 1)]


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
