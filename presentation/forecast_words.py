"""Forecasts in words: what is published, what we estimate of the time since, what is to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from catalog.vocabulary.forecast_families import (
    CARRIERS,
    FAMILIES,
    describe_model,
    describe_yardstick,
)
from catalog.vocabulary.forecast_horizons import describe_from_now
from presentation.numbers import count, in_sentence, percent
from presentation.wording import between, period_in_words

Row = Mapping[str, Any]

PUBLISHED: Final = "Published"
PAST: Final = "Our estimate (already past)"
NOW: Final = "Our estimate (now)"
AHEAD: Final = "Forecast"
AREAS: Final = {"lad": "Councils", "region": "Regions", "country": "Nations", "ward": "Wards"}
# What is counted, before "now about", where the unit is no word for it.
COUNTED: Final = {"persons": "people"}
REAL_GVA: Final = "real GVA"


def name_kind() -> pl.Expr:
    """What a figure is, by the column `horizon`: of one that is published that is null."""
    horizon = pl.col("horizon")
    return (
        pl.when(horizon.is_null())
        .then(pl.lit(PUBLISHED))
        .when(horizon < 0)
        .then(pl.lit(PAST))
        .when(horizon == 0)
        .then(pl.lit(NOW))
        .otherwise(pl.lit(AHEAD))
        .alias("kind")
    )


def find_now(ahead: pl.DataFrame) -> dict[str, Any] | None:
    """The row of today's period, or of the newest before it; None where all are still to come."""
    past = ahead.filter(pl.col("horizon") <= 0, pl.col("mean").is_not_null()).sort("horizon")
    return past.row(-1, named=True) if past.height else None


def describe_now(row: Row, amount: str) -> str:
    """A figure carried on to now, with where from, by what, and how sure that is.

    `amount` is the value as written, with its unit.

    >>> row = dict(horizon=0, period="2026", origin_period="2021", known_to="2026-03",
    ...            model="carried by payrolls", lower80=204_000.0, upper80=233_000.0)
    >>> describe_now(row, "218,000")
    'now about 218,000 (our estimate, carried from 2021 to March 2026 by employees on payrolls; \
80% interval 204,000 to 233,000)'
    """
    when = "now" if row["horizon"] == 0 else f"in {period_in_words(row['period'])}"
    return f"{when} about {amount} ({_describe_source(row)}; {_interval(row)})"


def _describe_source(row: Row) -> str:
    start = period_in_words(row["origin_period"])
    carrier = CARRIERS.get(row["model"])
    if carrier is None or not row["known_to"]:
        return f"our estimate, from the last published figure, {start}"
    return f"our estimate, carried from {start} to {period_in_words(row['known_to'])} by {carrier}"


def _interval(row: Row) -> str:
    return between(row["lower80"], row["upper80"]).strip("()")


def describe_end(row: Row, amount: str) -> str:
    """The furthest forecast: in 2029, three years from now, about 218,000 (80% interval ...)."""
    when = period_in_words(row["period"])
    away = describe_from_now(row["horizon"], row.get("family") or "jobs_section")
    return f"in {when}, {away}, about {amount} {between(row['lower80'], row['upper80'])}"


def describe_models(models: pl.Series) -> str:
    """Each model of a forecast with its meaning, in one sentence."""
    names = [name for name in models.unique(maintain_order=True) if name]
    return "; ".join(describe_model(name) for name in names)


def name_counted(family: str, unit: str) -> str:
    """What a family of forecasts counts, as the subject of a sentence.

    >>> name_counted("jobs_section", "jobs"), name_counted("claimants", "persons")
    ('jobs', 'people')
    """
    return REAL_GVA if family.startswith("gva") else COUNTED.get(unit, unit)


def describe_skill(row: Row) -> str:
    """3.3% better than repeating the last figure (95% interval 0.7% to 5.7%), on 61 councils."""
    skill, naive = row["skill_pct"], describe_yardstick(row["yardstick"])
    words = f"{percent(abs(skill))} {'better' if skill > 0 else 'worse'} than {naive}"
    if round(skill, 1) == 0:
        words = f"the same as {naive}"
    if row["skill_lower95_pct"] is not None:
        low, high = row["skill_lower95_pct"], row["skill_upper95_pct"]
        words += f" (95% interval {in_sentence(f'{percent(low)} to {percent(high)}')})"
    areas = AREAS.get(row["area_type"], "Areas").lower()
    number = row["areas_count"]
    whose = f"{count(number)} {areas if number != 1 else areas.removesuffix('s')}"
    dates = "past date" if row["origins_count"] == 1 else "past dates"
    return f"{words}, on {whose} from {count(row['origins_count'])} {dates}"


def name_tested(row: Row, family: str) -> str:
    """What a row of the record is of: the sectors of a family, or all of them together."""
    title = FAMILIES[family]
    if row["part"] == "total" and "by" in title:
        return f"{title.split(' by ')[0]}, all sectors together"
    return title
