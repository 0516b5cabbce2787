"""Net commuting, roughly: jobs here beside residents in work, of one year.

Nobody in our data counts who travels in and who out, nor their qualifications. Only the balance can
be had, and it is rough: somebody can have two jobs, and the survey of residents is of people aged
16 to 64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from indicators.inputs import Inputs

UNKNOWN: Final = "who commutes in and out is not in our data"
EVEN_PCT: Final = 2.0  # of residents in work; a smaller balance is within the survey's noise


@dataclass(frozen=True)
class Commuting:
    """Jobs and residents in work of an area, and the survey's period."""

    jobs: float
    residents_in_work: float
    period: str

    @property
    def net_persons(self) -> float:
        """How many more come in than leave; below zero more leave."""
        return self.jobs - self.residents_in_work


def list_members(inputs: Inputs, areas: Sequence[str]) -> pl.DataFrame:
    """area_code, member_code, members_count: the councils of each area, or itself where it is one
    place."""
    asked = pl.DataFrame({"area_code": list(areas)}, schema={"area_code": pl.String})
    return (
        asked.join(
            inputs.members.drop("member_name"), on="area_code", how="left", maintain_order="left"
        )
        .with_columns(pl.col("member_code").fill_null(pl.col("area_code")))
        .with_columns(members_count=pl.len().over("area_code"))
    )


def find_commuting(inputs: Inputs, areas: Sequence[str]) -> dict[str, Commuting]:
    """By area the balance of the newest year of which we have both jobs and the survey.

    A group needs the survey of every council, and jobs of every section that it has in any year.
    Areas without such a year are not in it.
    """
    surveyed = (
        inputs.aps.filter(variable_code="employment_rate")
        .drop_nulls("numerator_persons")
        .join(
            list_members(inputs, areas).rename({"area_code": "area"}),
            left_on="area_code", right_on="member_code", maintain_order="left",
        )
        .group_by("area", "period")
        .agg(
            persons=pl.col("numerator_persons").sum(), count=pl.col("area_code").n_unique(),
            members_count=pl.col("members_count").first(),
        )
        .filter(pl.col("count") == pl.col("members_count"))
        .with_columns(year=pl.col("period").str.slice(0, 4).cast(pl.Int32))
    )  # fmt: skip
    jobs = (
        inputs.sectors.filter(
            pl.col("area_code").is_in(list(areas)), pl.col("sector_measure") == "jobs",
            pl.col("industry_level") == "section",
        )
        .group_by(area="area_code", year="year")
        .agg(jobs=pl.col("value").sum(), known=pl.col("value").count())
        .filter((pl.col("known") > 0) & (pl.col("known") == pl.col("known").max().over("area")))
    )  # fmt: skip
    both = surveyed.join(jobs, on=["area", "year"], how="inner", validate="m:1").sort("period")
    # Of an area the last row stands, of the newest period.
    return {area: Commuting(*row) for area, *row in both.select(
        "area", "jobs", "persons", "period"
    ).rows()}  # fmt: skip


def describe_commuting(found: Commuting | None) -> str:
    """The balance in words, and what is not known, without a full stop."""
    if found is None:
        return UNKNOWN
    net = found.net_persons
    beside = (
        f"about {_about(found.jobs)} jobs here beside {_about(found.residents_in_work)} residents "
        f"aged 16 to 64 in work (survey to {found.period})"
    )
    if abs(net) < EVEN_PCT / 100.0 * found.residents_in_work:
        balance = "so about as many commute in as out"
    else:
        more, less = ("in", "out") if net > 0 else ("out", "in")
        balance = f"so on balance about {_about(abs(net))} more commute {more} than {less}"
    return (
        f"{beside}, {balance} (net commuting, roughly: jobs are not people); who they are, and "
        "what they are qualified for, is not in our data"
    )


def _about(count: float) -> str:
    return f"{round(count, -3):,.0f}" if count >= 10_000 else f"{round(count, -2):,.0f}"
