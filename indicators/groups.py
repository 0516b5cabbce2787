"""A group of councils as one place: inputs summed, so that every formula is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from catalog.status import MODELLED, PARTIAL, of_sum, sum_known
from indicators.inputs import NATIONS, Inputs


def for_group(inputs: Inputs, members: Sequence[str], code: str, name: str) -> Inputs:
    """The inputs of one place, made of members; the nations stay beside it for comparison.

    Counts are summed, and where a member lacks one the sum is partial. Forecast bounds are summed
    too: the members err together, which is the widest interval.
    """
    nation = pl.col("area_code").is_in(list(NATIONS))
    own = pl.col("area_code").is_in(list(members))

    def summed(frame: pl.DataFrame, value: str, by: Sequence[str], *firsts: str) -> pl.DataFrame:
        if "status" not in frame.columns:
            frame = frame.with_columns(status=pl.lit(MODELLED))
        total = (
            frame.filter(own)
            .with_columns(area_code=pl.lit(code))
            .group_by("area_code", *by, maintain_order=True)
            .agg(
                pl.when(pl.len() < len(members))
                .then(pl.lit(PARTIAL))
                .otherwise(of_sum(value))
                .alias("status"),
                sum_known(value),
                *(pl.col(first).first() for first in firsts),
            )
            .drop_nulls(value)
        )
        return pl.concat([frame.filter(nation), total.select(frame.columns)])

    industry = ["sector_measure", "industry_code"]
    names = ("industry_name", "industry_level")
    return replace(
        inputs,
        areas=pl.concat(
            [
                inputs.areas.filter(nation),
                pl.DataFrame([(code, name, "group")], schema=inputs.areas.schema, orient="row"),
            ]
        ),
        sectors=summed(inputs.sectors, "value", [*industry, "year"], *names),
        outlook=_outlook(inputs.outlook, members, code, nation),
        adverts=summed(inputs.adverts, "adverts_count", ["occupation_code"],
                       "months_count", "period"),
        adverts_total=summed(inputs.adverts_total, "adverts_count", ["period"]),
        seekers=summed(inputs.seekers, "seekers_persons", [], "period", "note"),
        leavers=summed(inputs.leavers, "leavers_persons", [], "period"),
        residents=summed(inputs.residents, "residents_persons", ["skill_kind", "skill_code"]),
        achievements=summed(
            inputs.achievements, "achievements_count",
            ["achievement_measure", "breakdown", "breakdown_code"], "period",
        ),
        itl2=inputs.itl2.filter(own).select(area_code=pl.lit(code), itl2_code="itl2_code").unique(),
        businesses=_businesses(inputs.businesses, own, nation, code),
        ward_measures=inputs.ward_measures.filter(pl.col("lad_code").is_in(list(members))),
        ward_premises=inputs.ward_premises.filter(pl.col("lad_code").is_in(list(members))),
        wards=inputs.wards.filter(pl.col("lad_code").is_in(list(members))),
    )  # fmt: skip


def _outlook(
    outlook: pl.DataFrame, members: Sequence[str], code: str, nation: pl.Expr
) -> pl.DataFrame:
    """Forecasts of the group; a series that some member lacks is left out, as is its history."""
    by = ["sector_measure", "industry_code", "base_year", "target_year"]
    total = (
        outlook.filter(pl.col("area_code").is_in(list(members)))
        .drop_nulls(["mean", "lower80", "upper80"])
        .group_by(by, maintain_order=True)
        .agg(
            pl.col("mean", "lower80", "upper80").sum(),
            pl.col("model").unique().sort().str.join(", "),
            pl.len().alias("members"),
            pl.col("industry_name", "industry_level").first(),
        )
        .filter(pl.col("members") == len(members))
        .with_columns(area_code=pl.lit(code), status=pl.lit(MODELLED))
    )
    return pl.concat([outlook.filter(nation), total.select(outlook.columns)])


def _businesses(table: pl.DataFrame, own: pl.Expr, nation: pl.Expr, code: str) -> pl.DataFrame:
    total = (
        table.filter(own)
        .group_by("period")
        .agg(pl.col("births", "active").sum())
        .with_columns(
            area_code=pl.lit(code),
            births_pct=pl.when(pl.col("active") > 0).then(
                100 * pl.col("births") / pl.col("active")
            ),
        )
    )
    return pl.concat([table.filter(nation), total.select(table.columns)])
