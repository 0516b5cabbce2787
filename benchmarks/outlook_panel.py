"""Past cases of the sector outlook: what was known at each base year, and what came of it.

A case is a council, a sector and a base year. `relative` is ln of the sector's real output over its
area's; a sector outgrew its area where that rose over three years.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from catalog import store
from indicators.sectors.outlook import HOUSEHOLDS
from indicators.sectors.outlook_features import output_growth, relative_to_mix
from indicators.sectors.outlook_model import YEARS_AHEAD

KEY = ["area_code", "industry_code"]
# In which the two published series are compared: section groups and households are too erratic.
NOT_COMPARED = ("AB", "DE", HOUSEHOLDS)
SEED = 20261126


def read_levels(tables: Path) -> pl.DataFrame:
    """area_code, industry_code, year, value and relative, of sections of councils."""
    gva = store.read("gva", tables)[0].filter(
        pl.col("price_basis") == "constant", pl.col("area_type") == "lad"
    )
    gva = gva.with_columns(year=pl.col("period").cast(pl.Int32), value=pl.col("gva_gbp_m"))
    totals = gva.filter(industry_level="total").select("area_code", "year", total="value")
    sections = gva.filter(
        pl.col("industry_level").is_in(["section", "section_group"]),
        pl.col("industry_code") != HOUSEHOLDS,
    )
    joined = sections.join(totals, on=["area_code", "year"], validate="m:1")
    ratio = pl.when((pl.col("value") > 0) & (pl.col("total") > 0)).then(
        (pl.col("value") / pl.col("total")).log()
    )
    return joined.select(*KEY, "year", "value", relative=ratio).sort(*KEY, "year")


def read_output(tables: Path) -> pl.DataFrame:
    """The table of monthly output."""
    return store.read("gva_monthly", tables)[0]


def compare_series(levels: pl.DataFrame, monthly: pl.DataFrame, year: int) -> pl.DataFrame:
    """industry_code, year, output_pct (the nation's monthly output) and councils_pct (the sum of
    councils' GVA): growth of one year in two published series."""
    sums = levels.filter(pl.col("year").is_in([year - 1, year])).group_by("industry_code").agg(
        pl.col("value").filter(pl.col("year") == when).sum().alias(name)
        for when, name in ((year - 1, "before"), (year, "after"))
    )  # fmt: skip
    growth = _growth_of_year(monthly, year)
    return (
        sums.join(growth, on="industry_code", validate="1:1")
        .select(
            "industry_code",
            year=pl.lit(year),
            output_pct=(100 * (pl.col("growth").exp() - 1)).round(1),
            councils_pct=(100 * (pl.col("after") / pl.col("before") - 1)).round(1),
        )
        .sort("industry_code")
    )


def _growth_of_year(monthly: pl.DataFrame, year: int) -> pl.DataFrame:
    """ln growth of a year over the one before, by section of GVA."""
    only = monthly.filter(pl.col("period_end").dt.year() <= year)
    # A base year's own growth is the first year of `ahead` of the year before; the second year is
    # made to stand still, so that it adds nothing.
    last = only.filter(pl.col("period_end").dt.year() == year)
    still = last.with_columns(pl.col("period_end").dt.offset_by("1y"))
    grown = output_growth(pl.concat([only, still]), year - 1)
    return grown.select("industry_code", growth="ahead")


def measure_blur(compared: pl.DataFrame) -> float:
    """How far the two series are apart in a year, as ln: the root mean square over sections."""
    apart = compared.filter(~pl.col("industry_code").is_in(NOT_COMPARED)).select(
        (1 + pl.col("output_pct") / 100).log() - (1 + pl.col("councils_pct") / 100).log()
    )
    return float(np.sqrt(np.mean(apart.to_series().to_numpy() ** 2)))


def make_cases(
    levels: pl.DataFrame, monthly: pl.DataFrame, base_years: Sequence[int], blur: float, draws: int
) -> pl.DataFrame:
    """KEY, base_year, draw, output_ahead, output_trend, outgrew and later: a row for each draw.

    Each draw moves the output that was known after a base year by `blur` a year, alike in all
    councils: figures of the time had not been revised to agree with GVA, and ours have. `later`: of
    the three years that begin where the known output ends; null where those are not over.
    """
    relative = levels.select(*KEY, "year", "relative")
    parts = []
    for year in base_years:
        growth = output_growth(monthly, year)
        came = _changes(relative, year, year + YEARS_AHEAD, "change").join(
            _changes(relative, year + 2, year + 2 + YEARS_AHEAD, "change_later"),
            on=KEY, how="left", validate="1:1",
        )  # fmt: skip
        now = levels.filter(year=year).select(*KEY, "value")
        noise = np.random.default_rng([SEED, year]).normal(0, blur, (draws, 2, 40)).sum(axis=1)
        for draw in range(draws):
            blurred = growth.with_columns(
                pl.col("ahead") + pl.Series(noise[draw, : growth.height], dtype=pl.Float64)
            )
            features = relative_to_mix(now, blurred).join(came, on=KEY, validate="1:1")
            parts.append(features.select(
                *KEY, base_year=pl.lit(year), draw=pl.lit(draw), output_ahead="output_ahead",
                output_trend="output_trend", outgrew=pl.col("change") > 0,
                later=pl.col("change_later") > 0,
            ))  # fmt: skip
    return pl.concat(parts)


def make_single_years(
    levels: pl.DataFrame, monthly: pl.DataFrame, blur: float = 0.0, draws: int = 1
) -> pl.DataFrame:
    """KEY, base_year, draw, chance and outgrew of single years: what output of that same year says
    (`chance` is a ratio, of use for its order alone) and what councils' GVA does."""
    relative = levels.select(*KEY, "year", "relative")
    first, last = int(levels["year"].min()), int(levels["year"].max())  # type: ignore[arg-type]
    parts = []
    for year in range(first + 1, last + 1):
        growth = _growth_of_year(monthly, year)
        if growth.is_empty():
            continue
        before = levels.filter(year=year - 1).select(*KEY, "value")
        came = _changes(relative, year - 1, year, "change")
        noise = np.random.default_rng([SEED, year, 1]).normal(0, blur, (draws, growth.height))
        for draw in range(draws):
            ahead = pl.col("growth") + pl.Series(noise[draw], dtype=pl.Float64)
            blurred = growth.select("industry_code", ahead=ahead, trend=pl.lit(0.0))
            features = relative_to_mix(before, blurred).join(came, on=KEY, validate="1:1")
            parts.append(features.select(
                *KEY, base_year=pl.lit(year), draw=pl.lit(draw),
                chance=pl.col("output_ahead").exp(), outgrew=pl.col("change") > 0,
            ))  # fmt: skip
    return pl.concat(parts)


def _changes(relative: pl.DataFrame, begin: int, end: int, name: str) -> pl.DataFrame:
    before, after = (
        relative.filter(year=year).drop_nulls("relative").select(*KEY, value="relative")
        for year in (begin, end)
    )
    both = before.join(after, on=KEY, validate="1:1")
    return both.select(*KEY, (pl.col("value_right") - pl.col("value")).alias(name))
