"""What the page of skills and the reports show first: priorities, and openings beside supply.

All is selected and put in order from the tables of skills; the few figures made here are ratios out
of logarithms, how firm the first ten are, and where the bars of supply begin and end. A figure that
is missing stays null, and there is a gap only where `skills_gaps` has one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from indicators.skills import ranking
from indicators.skills.supply import STREAMS

Row = dict[str, Any]
Tables = Mapping[str, pl.DataFrame]
TOP: Final = 5  # priorities that are named first
OCCUPATION: Final = "occupation_code"
LEVEL_ORDER: Final = ("below 2", "2", "3", "4-5", "4+", "6+")
COMPONENT_COLUMNS: Final = {
    "pay": "pay_gbp_year", "difference": "difference_ln", "industrial strategy": "strategy_pct",
}  # fmt: skip

# What the difference is from, in the note of its component: similar places, or the nation.
BESIDE: Final = r"beside that in ([^,:;]+)"


@dataclass(frozen=True)
class Answers:
    """The first priorities of a place, and how firm its first ten are.

    `kept_draws_pct` and `kept_weights_pct`: of the first ten, the share that stays among them, in
    the mean of all draws and of all weightings; null where there is no rank or no draw.
    """

    first: tuple[Row, ...]
    ranked_count: int
    kept_draws_pct: float | None
    kept_weights_pct: float | None


def list_priorities(tables: Tables, weights: Mapping[str, float] | None = None) -> pl.DataFrame:
    """A row an occupation, by rank, with the figures behind it; of one place.

    Columns of `skills_priorities`, openings (with growth, replacement, bounds and years),
    adverts_count, tightness, pressure_times with its bounds, pay_gbp_year, difference_times,
    difference_beside (what it is from) and strategy_pct. With `weights` it is ranked anew: then
    the bands of ranks, the shares of draws and the strength of evidence, which are of our weights,
    are empty.
    """
    ranked = tables["skills_priorities"]
    if weights is not None:
        ranked = _rank_anew(ranked, tables["priority_components"], weights)
    return (
        ranked.join(_openings(tables["skills_openings"]), on=OCCUPATION, how="left",
                    validate="1:1")
        .join(_pressure(tables["skills_pressure"]), on=OCCUPATION, how="left", validate="1:1")
        .join(_components(tables["priority_components"]), on=OCCUPATION, how="left",
              validate="1:1")
        .sort("priority_rank", OCCUPATION, nulls_last=True)
    )  # fmt: skip


def answer(priorities: pl.DataFrame) -> Answers:
    """The first priorities and how firm the first ten are, from rows of `list_priorities`."""
    ranked = priorities.drop_nulls("priority_rank").sort("priority_rank")
    ten = ranked.head(ranking.FIRST)
    return Answers(
        tuple(ranked.head(TOP).rows(named=True)),
        ranked.height,
        _mean_of_all(ten["top_ten_pct"]),
        _mean_of_all(ten["top_ten_weights_pct"]),
    )


def _mean_of_all(shares: pl.Series) -> float | None:
    """The mean; None where one is missing, since the others would speak for it."""
    mean = shares.mean() if shares.len() and not shares.null_count() else None
    return mean if isinstance(mean, float) else None


def _rank_anew(
    ranked: pl.DataFrame, components: pl.DataFrame, weights: Mapping[str, float]
) -> pl.DataFrame:
    new = ranking.rank_priorities(components, weights).unique(OCCUPATION, maintain_order=True)
    blank = [pl.lit(None, pl.Float64).alias(name) for name in (
        "rank_low", "rank_high", "top_ten_pct", "top_ten_weights_pct")]  # fmt: skip
    words = [pl.lit("").alias(name) for name in ("evidence_strength", "evidence_reason")]
    # An occupation that has nothing of what these weights count has no rank, and not our own.
    order = new.select(OCCUPATION, "priority_rank", "priority_score")
    return (
        ranked.drop("priority_rank", "priority_score")
        .with_columns(*blank, *words)
        .join(order, on=OCCUPATION, how="left", validate="1:1")
    )


def _openings(openings: pl.DataFrame) -> pl.DataFrame:
    return openings.filter(skill_kind="occupation").select(
        pl.col("skill_code").alias(OCCUPATION), "base_period", "target_period", "jobs",
        "openings_persons", "growth_openings_persons", "replacement_openings_persons",
        openings_lower80="lower80", openings_upper80="upper80", openings_status="status",
        openings_note="note",
    )  # fmt: skip


def add_times(pressure: pl.DataFrame) -> pl.DataFrame:
    """Rows of `skills_pressure` with pressure as a ratio: pressure_times and its two ends."""
    return pressure.with_columns(
        pressure_times=pl.col("pressure_ln").exp(), pressure_lower80=pl.col("lower80").exp(),
        pressure_upper80=pl.col("upper80").exp(),
    )  # fmt: skip


def _pressure(pressure: pl.DataFrame) -> pl.DataFrame:
    """Adverts per jobseeker as a ratio to that of all occupations here."""
    return add_times(pressure).select(
        OCCUPATION, "adverts_count", "tightness", "pressure_times", "pressure_lower80",
        "pressure_upper80", adverts_period="period",
    )  # fmt: skip


def _components(components: pl.DataFrame) -> pl.DataFrame:
    of_each = components.group_by(OCCUPATION, maintain_order=True).agg(
        pl.col("component_value").filter(pl.col("component") == name).first().alias(column)
        for name, column in COMPONENT_COLUMNS.items()
    )
    beside = components.filter(component="difference").select(
        OCCUPATION, difference_beside=pl.col("note").str.extract(BESIDE)
    )
    return (
        of_each.with_columns(difference_times=pl.col("difference_ln").exp())
        .drop("difference_ln")
        .join(beside, on=OCCUPATION, how="left", validate="1:1")
    )


@dataclass(frozen=True)
class Balance:
    """What the picture of openings beside supply draws, in the order of the rows.

    `rows`: skill_code, skill_name, openings_persons, supply_persons (all streams that are counted),
    gap_persons with its bounds, note. `segments`: skill_code, supply_stream, start, end: supply by
    stream, one after another. `missing`: streams that no row has a figure of.
    """

    rows: pl.DataFrame
    segments: pl.DataFrame
    missing: tuple[str, ...]


def balance(tables: Tables, kind: str, codes: Sequence[str]) -> Balance:
    """Openings beside supply by stream, for the occupations or levels of these codes."""
    order = pl.DataFrame({"skill_code": list(codes)}, schema={"skill_code": pl.String})
    gaps = order.join(
        tables["skills_gaps"].filter(skill_kind=kind).select(
            "skill_code", "skill_name", "openings_persons", "supply_persons", "gap_persons",
            "lower80", "upper80", "probability_gap", "missing_streams", "note", "status",
        ),
        on="skill_code", how="inner", validate="1:1", maintain_order="left",
    )  # fmt: skip
    supply = tables["skills_supply"].filter(
        pl.col("skill_kind") == kind, pl.col("skill_code").is_in(gaps["skill_code"].to_list())
    )
    end = pl.col("supply_persons").cum_sum().over("skill_code")
    segments = (
        supply.drop_nulls("supply_persons")
        .sort("skill_code", pl.col("supply_stream").cast(pl.Enum(_streams(supply))))
        .select("skill_code", "supply_stream", "supply_persons", "status", start=end
                - pl.col("supply_persons"), end=end)
    )  # fmt: skip
    there = set(segments["supply_stream"])
    return Balance(gaps, segments, tuple(name for name in _streams(supply) if name not in there))


def _streams(supply: pl.DataFrame) -> list[str]:
    """The streams in our order, then any other that the table has."""
    others = sorted(set(supply["supply_stream"]) - set(STREAMS))
    return [*(name for name in STREAMS if name in set(supply["supply_stream"])), *others]


def select_codes(gaps: pl.DataFrame, kind: str) -> list[str]:
    """Codes of a kind, the most openings first; of levels, the lowest first."""
    rows = gaps.filter(skill_kind=kind)
    if kind == "qualification":
        order = {code: number for number, code in enumerate(LEVEL_ORDER)}
        return sorted(rows["skill_code"], key=lambda code: (order.get(code, len(order)), code))
    ordered = rows.sort("openings_persons", "skill_code", descending=[True, False], nulls_last=True)
    return ordered["skill_code"].to_list()


def widest_gaps(gaps: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Rows of a kind that have a gap, the widest first: never one whose main stream is missing."""
    return (
        gaps.filter(skill_kind=kind)
        .drop_nulls("gap_persons")
        .sort("gap_persons", "skill_code", descending=[True, False])
    )


def sort_levels(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of levels of qualification, the lowest first."""
    order = pl.col("skill_code").replace_strict(
        {code: number for number, code in enumerate(LEVEL_ORDER)}, default=len(LEVEL_ORDER)
    )
    return rows.sort(order, "skill_code")
