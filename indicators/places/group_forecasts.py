"""The forecast of a group of councils: the sum of its members' forecasts, or none.

The one place where forecasts are added up: for the indicators of a group, and for its charts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

import reference
from catalog.vocabulary.forecast_families import RECORDED_AS
from catalog.vocabulary.status import PARTIAL, worst_status

ORIGINS_DIFFER: Final = "the councils' forecasts start from different years"
BOUNDS: Final = ("lower80", "upper80", "lower95", "upper95")
SHARING: Final = reference.read("forecast_sharing")
ALL_SHARED: Final = 1.0  # the widest: errors never even out
FIGURES: Final = ("mean", *BOUNDS)
DATED: Final = ("period_end", "unit", "steps", "horizon", "known_to", "family")


def shared_error(family: str, series_code: str, regions: Sequence[str]) -> float:
    """The measured share of errors that councils have in common; ALL_SHARED where none is known.

    `regions` of the members: neighbours, all of one region, have more in common.
    """
    part = "total" if series_code in ("total", "claimants_persons") else "sector"
    members = "neighbours" if len(set(regions)) == 1 else "mixed"
    rows = SHARING.filter(
        family=RECORDED_AS.get(family, family), part=part, members=members
    )["shared_error"]  # fmt: skip
    return float(rows[0]) if rows.len() else ALL_SHARED


def forecast_of_place(
    rows: pl.DataFrame, councils: Sequence[str], regions: Sequence[str]
) -> pl.DataFrame:
    """The forecast of one series: of one council as stored, of several added up, by period.

    `rows` are those of `forecasts` of one family and series; `regions` those of the councils. No
    rows where some council has none, or where they start from different years.
    """
    of_place = rows.filter(pl.col("area_code").is_in(list(councils)))
    if len(councils) == 1 or of_place.is_empty():
        return of_place.drop_nulls(FIGURES).sort("period_end")
    family, code = of_place.select("family", "series_code").row(0)
    # What is rounded as published does not add up; `mean_exact` does.
    exact = of_place.with_columns(mean=pl.col("mean_exact"))
    total = sum_forecasts(
        exact, {lad: lad for lad in councils}, ["period"], values=FIGURES, firsts=DATED,
        shared=shared_error(family, code, regions),
    ).join(_reasons(of_place), on="period", validate="1:1", maintain_order="left")  # fmt: skip
    return total.drop_nulls(FIGURES).sort("period_end")


def _reasons(of_place: pl.DataFrame) -> pl.DataFrame:
    """period and `reason`: the councils', each once."""
    return of_place.group_by("period", maintain_order=True).agg(
        pl.col("reason").unique(maintain_order=True).str.join("; ")
    )


def sum_forecasts(
    rows: pl.DataFrame,
    members: Mapping[str, str],
    by: Sequence[str],
    *,
    values: Sequence[str] = ("mean", "lower80", "upper80"),
    origin: str = "origin_period",
    firsts: Sequence[str] = (),
    shared: str | float = ALL_SHARED,
) -> pl.DataFrame:
    """`by`, `firsts`, `origin`, the sums of `values`, model, status and note of each group of rows.

    `rows` has a row for each member (area_code) and `by`; `members` gives their names, in the
    order of messages. A sum is of every member, all of one period (where `by` does not say which,
    all from one origin): else `values` are null,
    and `note` says whose forecast lacks ('' where nobody's is there, or nothing lacks). Distances
    of bounds from the mean are added up for the `shared` part of errors (a number, or the column
    that has it), and as roots of squares for the rest, which evens out.
    """
    of_members = rows.filter(pl.col("area_code").is_in(list(members)))
    absent = _members_lacking(of_members, members, by, values)
    one = pl.lit(True) if "period" in by else pl.col(origin).n_unique() == 1
    whose = pl.col("without").first()
    total = of_members.join(absent, on=list(by), how="left", validate="m:1", maintain_order="left")
    share = pl.col(shared).first() if isinstance(shared, str) else pl.lit(shared)
    return total.group_by(list(by), maintain_order=True).agg(
        *(pl.col(name).first() for name in firsts),
        pl.col(origin).max(),
        *(pl.when(one & whose.is_null()).then(_sum(name, share)).alias(name) for name in values),
        pl.col("model").unique().sort().str.join(", "),
        pl.when((pl.col("status") == PARTIAL).any())
        .then(pl.lit(PARTIAL))
        .otherwise(worst_status())
        .alias("status"),
        pl.when(whose == "")
        .then(pl.lit(""))
        .when(whose.is_not_null())
        .then(pl.format("no forecast for {}", whose))
        .when(~one)
        .then(pl.lit(ORIGINS_DIFFER))
        .otherwise(pl.lit(""))
        .alias("note"),
    )


def _sum(name: str, share: pl.Expr) -> pl.Expr:
    """The sum of a value over members; of a bound, the sum of means and the joint distance."""
    if name not in BOUNDS:
        return pl.col(name).sum()
    distance = pl.col(name) - pl.col("mean")
    joint = (share * distance.sum() ** 2 + (1.0 - share) * (distance**2).sum()).sqrt()
    sign = -1.0 if name.startswith("lower") else 1.0
    return (pl.col("mean").sum() + sign * joint).clip(0.0)


def _members_lacking(
    of_members: pl.DataFrame, members: Mapping[str, str], by: Sequence[str], values: Sequence[str]
) -> pl.DataFrame:
    """`by` and `without`: the names of members without a forecast, '' where all are without."""
    names = pl.DataFrame(
        {"area_code": list(members), "area_name": list(members.values())},
        schema={"area_code": pl.String, "area_name": pl.String},
    ).with_row_index("order")
    return (
        of_members.select(by)
        .unique(maintain_order=True)
        .join(names, how="cross")
        .join(of_members.drop_nulls(values), on=[*by, "area_code"], how="anti")
        .sort("order")
        .group_by(list(by), maintain_order=True)
        .agg(pl.col("area_name").str.join(", ").alias("without"), absent_count=pl.len())
        .select(
            *by,
            pl.when(pl.col("absent_count") < len(members)).then("without").otherwise(pl.lit("")),
        )
    )
