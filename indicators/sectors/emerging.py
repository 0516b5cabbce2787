"""Emerging sectors: how many more jobs (or how much more GVA) is expected, and how sure that is.

Headline: G = forecast three years from now less the level of the last official year. Probability
of emerging: share of draws in which the sector grows and outgrows its area. The badge needs a
probability of 0.8 (also if rounding had hidden half a step), 200 jobs and a coefficient of
variation under 20%. Whatever has no badge is not distinguishable from noise, which is an answer.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.tables.indicators import EMERGING_SECTORS
from catalog.vocabulary import reliability
from catalog.vocabulary.status import MISSING, MODELLED, partial_or
from indicators import draws
from indicators.inputs import Inputs
from indicators.sectors.badge import RULES, YEARS_BACK, assess_badges
from indicators.sectors.rounding import without_dust
from indicators.sectors.smoothing import base_levels

Array = NDArray[np.float64]

WHOLES: Final = ("section", "section_group")  # levels whose rows together are the whole area
# Models that start from a level smoothed over years.
SMOOTHED_BY: Final = ("share under parent", "carried by payrolls")
SERIES: Final = ("area_code", "sector_measure", "industry_code")


def emerging(inputs: Inputs) -> pl.DataFrame:
    """Rows of `emerging_sectors`: every series with a forecast; without a base level, missing."""
    parts = [
        _of_area(part, str(area), str(measure))
        for (area, measure), part in with_bases(inputs).group_by(
            "area_code", "sector_measure", maintain_order=True
        )
    ]
    if not parts:
        return EMERGING_SECTORS.empty()
    named = pl.concat(parts).join(inputs.areas, on="area_code", validate="m:1")
    return named.select(EMERGING_SECTORS.columns)


def with_bases(inputs: Inputs) -> pl.DataFrame:
    """Each forecast series with base_0, base_1 ...: its level in the base year and in those before.

    The level is smoothed where the forecast's model smooths, else its expected change would be
    mostly the last figure's noise going back; another model's starts from the value itself.
    """
    levels = base_levels(_with_nation_to_now(inputs), inputs.nation)
    outlook = inputs.outlook.filter(pl.col("industry_code") != "total")
    smooth = pl.any_horizontal(
        pl.col("model").str.contains(name, literal=True) for name in SMOOTHED_BY
    )
    for back in range(YEARS_BACK + 1):
        then = levels.select(*SERIES, "level", "value", base_year=pl.col("year") + back)
        outlook = (
            outlook.join(then, on=[*SERIES, "base_year"], how="left", validate="1:1")
            .with_columns(pl.when(smooth).then("level").otherwise("value").alias(f"base_{back}"))
            .drop("level", "value")
        )
    return outlook.sort(*SERIES[:2], "industry_level", "industry_code")


def _with_nation_to_now(inputs: Inputs) -> pl.DataFrame:
    """The sectors, with nowcasts where the nation's official figures end before a council's: a
    share needs both in one year."""
    key = [*SERIES, "year"]
    nowcasts = inputs.nowcasts.filter(area_code=inputs.nation).select(*key, nowcast="value")
    joined = inputs.sectors.join(
        nowcasts, on=key, how="left", validate="m:1", maintain_order="left"
    )
    return joined.with_columns(value=pl.coalesce("value", "nowcast")).drop("nowcast")


def _of_area(part: pl.DataFrame, area: str, measure: str) -> pl.DataFrame:
    bases = part.select(pl.col(f"base_{back}").cast(pl.Float64) for back in range(YEARS_BACK + 1))
    part = part.with_columns(
        without_dust(pl.col("mean") - pl.col("base_0")).alias("expected_change"),
        cv=_cv(measure),
    )
    answers = assess_badges(
        draw_forecasts(part, area, measure),
        bases.to_numpy(),
        part["industry_level"].is_in(WHOLES).to_numpy(),
        part["cv"].cast(pl.Float64).to_numpy(),
        RULES[measure],
    )
    with_change = part.filter(
        pl.col("industry_level").is_in(WHOLES), pl.col("expected_change").is_not_null()
    )
    base, change = float(with_change["base_0"].sum()), float(with_change["expected_change"].sum())
    return part.select(
        *SERIES, "industry_name", "industry_level",
        pl.col("base_year").cast(pl.String).alias("base_period"),
        pl.col("target_year").cast(pl.String).alias("target_period"),
        pl.col("base_0").alias("base_value"),
        "expected_change",
        pl.col("lower80") - pl.col("base_0"),
        pl.col("upper80") - pl.col("base_0"),
        (1000.0 * pl.col("expected_change") / (base or None)).alias("change_per_1000"),
        pl.when(pl.col("base_0") > 0)
        .then(100.0 * pl.col("expected_change") / pl.col("base_0"))
        .alias("growth_pct"),
        pl.lit(100.0 * change / base if base else None, dtype=pl.Float64).alias("area_growth_pct"),
        pl.Series("probability_emerging", answers.probability).fill_nan(None),
        (100.0 * pl.col("cv")).alias("cv_pct"),
        pl.Series("badge", answers.badge, dtype=pl.String),
        pl.when(pl.col("note") != "")
        .then("note")
        .otherwise(pl.Series("badge_reason", answers.reason, dtype=pl.String))
        .alias("badge_reason"),
        pl.Series("stability_pct", answers.stability_pct).fill_nan(None),
        pl.Series("changes_under", answers.changes_under, dtype=pl.String),
        "model",
        pl.when(pl.col("expected_change").is_null())
        .then(pl.lit(MISSING))
        .otherwise(partial_or(MODELLED))
        .alias("status"),
    )  # fmt: skip


def draw_forecasts(part: pl.DataFrame, area: str, measure: str) -> Array:
    """Draws (series x draws) of the forecast of an area's series, in the order of their codes."""
    return draws.lognormal(
        part["lower80"].cast(pl.Float64).to_numpy(),
        part["upper80"].cast(pl.Float64).to_numpy(),
        draws.stream(area, measure),
        draws.DRAWS,
    )


def _cv(measure: str) -> pl.Expr:
    """Coefficient of variation of a BRES level; none is known for GVA."""
    if measure != "jobs":
        return pl.lit(None, dtype=pl.Float64)
    return reliability.cv_of_jobs(pl.col("base_0"))
