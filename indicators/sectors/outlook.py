"""Which sectors may outgrow their area, and what we expect of them in the nation.

The chance comes of published output alone (`outlook_features`, `outlook_model`). What a sector did
here before added nothing in tests, so councils differ only by their mix of sectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog.tables.sectors import SECTOR_OUTLOOK
from catalog.vocabulary.status import MISSING, MODELLED
from indicators.inputs import Inputs
from indicators.sectors.national_outlook import with_national_outlook
from indicators.sectors.outlook_features import output_growth, relative_to_mix
from indicators.sectors.outlook_model import (
    NAME,
    NOT_FORETOLD,
    YEARS_AHEAD,
    probability,
    tier_of,
    weights_for,
)
from indicators.sectors.outlook_record import tier_rates

LEVELS: Final = ("section", "section_group")
AREA_TYPES: Final = ("lad", "group")
KEY: Final = ("area_code", "industry_code")
HOUSEHOLDS: Final = "T"
# Of an area's output, to know its mix of sectors.
LEAST_OF_TOTAL: Final = 0.9
# Two series disagree where one rose and the other fell, and they are so many points apart.
DISPUTED_POINTS: Final = 2.0
GROUP_NOTE: Final = (
    "real output of several councils does not add up, so there is no outlook of a group: see each "
    "council"
)
HOUSEHOLDS_NOTE: Final = "households as employers: too small and erratic for an outlook"
NO_VALUE: Final = "no real output is published for this sector here in {}"
NO_OUTPUT: Final = "no monthly output of the United Kingdom is known for the years after {}"
NO_OUTPUT_HERE: Final = "we have no real output by sector of this area, so no outlook of its own"
NO_MODEL: Final = "{} is too long ago for an outlook"
FLATTERS: Final = (
    "rates rest on output as revised since, which flatters them: see the forecast record"
)
NO_MIX: Final = "too little of the area's output is published by sector in {}"


def sector_outlook(inputs: Inputs) -> pl.DataFrame:
    """Rows of `sector_outlook`: each section of real output of each council, or of a group.

    An area without real output has rows of its sections of jobs, with the nation's outlook alone.
    """
    levels = _newest_levels(inputs)
    parts = [
        _with_chance(rows, inputs.output, int(year))
        for (year,), rows in sorted(levels.group_by("year", maintain_order=True))
    ]
    without = _sections_of_jobs(inputs, set(levels["area_code"]))
    parts += [without] if without.height else []
    if not parts:
        return SECTOR_OUTLOOK.empty()
    rows = pl.concat(parts).with_columns(
        tier_of(pl.col("outlook_probability")).alias("outlook_tier")
    )
    ranked = rows.with_columns(_rank().alias("outlook_rank"))
    rated = ranked.join(
        tier_rates(), on="outlook_tier", how="left", validate="m:1", maintain_order="left"
    )
    named = _named(with_national_outlook(rated, inputs)).select(SECTOR_OUTLOOK.columns)
    is_known = ~pl.col("area_code").is_in(without["area_code"].unique().to_list())
    return named.filter(is_known | pl.col("nation_outlook_pct").is_not_null())


def _newest_levels(
    inputs: Inputs, measure: str = "real_gva", kinds: Sequence[str] = LEVELS
) -> pl.DataFrame:
    """Sections of each area in the newest year with the measure, the area's total beside them."""
    areas = inputs.areas.filter(pl.col("area_type").is_in(AREA_TYPES))
    real = inputs.sectors.filter(sector_measure=measure).join(
        areas, on="area_code", validate="m:1", maintain_order="left"
    )
    newest = real.drop_nulls("value").group_by("area_code").agg(pl.col("year").max())
    of_year = real.join(newest, on=["area_code", "year"], how="semi", maintain_order="left")
    totals = of_year.filter(industry_level="total").select("area_code", total="value")
    sections = of_year.filter(pl.col("industry_level").is_in(list(kinds)))
    return sections.join(
        totals, on="area_code", how="left", validate="m:1", maintain_order="left"
    ).sort(KEY)


def _sections_of_jobs(inputs: Inputs, with_output: set[str]) -> pl.DataFrame:
    """As `_with_chance` leaves rows, without a chance: sections of the newest year of jobs of areas
    of which no real output is known."""
    rows = _newest_levels(inputs, "jobs", ("section",)).filter(
        ~pl.col("area_code").is_in(list(with_output))
    )
    return rows.with_columns(
        has_mix=pl.lit(None, pl.Boolean),
        chance=pl.lit(None, pl.Float64),
        note=pl.lit(NO_OUTPUT_HERE),
        outlook_probability=pl.lit(None, pl.Float64),
    )


def _with_chance(rows: pl.DataFrame, output: pl.DataFrame, year: int) -> pl.DataFrame:
    """`rows` of one base year with outlook_probability and note, which says why there is none."""
    growth, weights = output_growth(output, year), weights_for(year)
    mixed = relative_to_mix(rows.filter(pl.col("industry_code") != HOUSEHOLDS), growth)
    enough = pl.col("mix_value") >= LEAST_OF_TOTAL * pl.col("total")
    chance = probability(weights) if weights else pl.lit(None, pl.Float64)
    chances = mixed.select(
        *KEY, has_mix=enough.fill_null(False), chance=pl.when(enough).then(chance)
    )
    joined = rows.join(chances, on=KEY, how="left", validate="1:1", maintain_order="left")
    is_group = pl.col("area_type") == "group"
    # The first reason that holds.
    reason = (
        pl.when(is_group).then(pl.lit(GROUP_NOTE))
        .when(pl.col("industry_code") == HOUSEHOLDS).then(pl.lit(HOUSEHOLDS_NOTE))
        .when(pl.lit(growth.is_empty())).then(pl.lit(NO_OUTPUT.format(year)))
        .when(pl.lit(weights is None)).then(pl.lit(NO_MODEL.format(year)))
        .when(pl.col("has_mix").is_null()).then(pl.lit(NO_VALUE.format(year)))
        .when(~pl.col("has_mix")).then(pl.lit(NO_MIX.format(year)))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    return joined.with_columns(note=reason).with_columns(
        outlook_probability=pl.when(pl.col("note") == "").then("chance")
    )


def _rank() -> pl.Expr:
    """1 for the best chance of an area; sectors of one chance go by code."""
    worst_last = (-pl.col("outlook_probability")).fill_null(1.0)
    order = pl.struct(worst_last, "industry_code").rank("ordinal")
    return (
        pl.when(pl.col("outlook_probability").is_not_null())
        .then(order.over("area_code"))
        .cast(pl.Int64)
    )


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with periods, model, status and what must be said beside them."""
    has_chance = pl.col("outlook_probability").is_not_null()
    disputes = list_disputes().select("industry_code", "dispute", disputed_year="year")
    joined = rows.join(
        disputes, on="industry_code", how="left", validate="m:1", maintain_order="left"
    )
    promised = has_chance & (pl.col("outlook_tier") != NOT_FORETOLD)
    # The trend reads the base year and those before it, so a later dispute does not touch it.
    disputed = promised & (pl.col("disputed_year") <= pl.col("year"))
    note = pl.concat_str(
        pl.col("note").replace("", None),
        pl.when(promised).then(pl.lit(FLATTERS)),
        pl.when(disputed).then("dispute"),
        pl.col("national_note").replace("", None),
        separator="; ",
        ignore_nulls=True,
    )
    return joined.with_columns(
        base_period=pl.col("year").cast(pl.String),
        target_period=(pl.col("year") + YEARS_AHEAD).cast(pl.String),
        model=pl.when(has_chance).then(pl.lit(NAME)).otherwise(pl.lit("")),
        status=pl.when(has_chance).then(pl.lit(MODELLED)).otherwise(pl.lit(MISSING)),
        note=note,
    )


def list_disputes() -> pl.DataFrame:
    """industry_code, year and `dispute`, a sentence: sectors that grew in one published series and
    shrank in another in the newest year that both have."""
    compared = reference.read("output_compared")
    output, councils = pl.col("output_pct"), pl.col("councils_pct")
    apart = (output * councils < 0) & ((output - councils).abs() > DISPUTED_POINTS)
    up_or_down = [
        pl.when(value > 0).then(pl.lit("up ")).otherwise(pl.lit("down "))
        + value.abs().round(1).cast(pl.String)
        for value in (output, councils)
    ]
    sentence = pl.format(
        "two official series disagree on {}: output in the United Kingdom {}%, real output summed "
        "over 312 councils {}%",
        "year", *up_or_down,
    )  # fmt: skip
    return compared.filter(apart).select("industry_code", "year", dispute=sentence)
