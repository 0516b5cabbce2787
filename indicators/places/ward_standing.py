"""Where a ward's figures stand: among the wards of its council, and among the wards most like it.

Only figures of one measure and one period are compared: a ward of another council whose list of
premises is of another year is left aside.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import polars as pl

from catalog.vocabulary.status import MISSING, PARTIAL

# The first facts of a ward, in order; the later ones where earlier ones have no figure.
FACTS: Final = (
    "jobs_total",
    "residents_qualification_4_pct",
    "residents_qualification_none_pct",
    "claimants_pct",
    "premises_empty_pct",
    "residents_occupation_2_pct",
    "premises_count",
    "residents_occupation_9_pct",
    "residents_adults_persons",
)
MOST_FACTS: Final = 6
PLACES: Final = ("rank", "low_rank", "count")
LEAST_SIMILAR: Final = 3  # other wards, below which a rank among them says nothing
REACH_SETTING: Final = "no_car"
OUTER_PART: Final = 0.2  # of the wards of a council: the highest or lowest fifth is unusual


def rank_measures(
    measures: pl.DataFrame, ward_code: str, similar: Collection[str] = ()
) -> pl.DataFrame:
    """A row for each measure that the ward has a figure of, with its place among others.

    `measures` has the newest rows of `ward_measures` of all the council's wards and of the
    `similar` ones. Adds council_rank (1 for the highest; equal figures share it), council_low_rank
    (1 for the lowest) and council_count, the number of the council's wards with a figure; and
    similar_rank, similar_low_rank and similar_count, of the ward and the similar ones together.
    Null where there is nothing to compare.

    >>> rows = [("W1", "L", 30.0), ("W2", "L", 10.0), ("W3", "L", 20.0)]
    >>> frame = pl.DataFrame(rows, schema=["ward_code", "lad_code", "value"], orient="row")
    >>> frame = frame.with_columns(measure=pl.lit("claimants_pct"), period=pl.lit("2025"))
    >>> rank_measures(frame, "W3")["council_rank", "council_count"].row(0)
    (2, 3)
    """
    of_ward = measures.filter(ward_code=ward_code).drop_nulls("value")
    own = of_ward.select("measure", "period", own="value", own_lad="lad_code")
    alike = measures.drop_nulls("value").join(own, on=["measure", "period"], validate="m:1")
    council = _stand(alike.filter(pl.col("lad_code") == pl.col("own_lad")), "council", 1)
    together = alike.filter(pl.col("ward_code").is_in([ward_code, *similar]))
    beside = _stand(together, "similar", LEAST_SIMILAR)
    return of_ward.join(
        council, on="measure", how="left", validate="1:1", maintain_order="left"
    ).join(beside, on="measure", how="left", validate="1:1", maintain_order="left")


def _stand(rows: pl.DataFrame, name: str, least: int) -> pl.DataFrame:
    """Rank of the ward's figure among the rows and their number, by measure; `least` others."""
    placed = rows.group_by("measure", maintain_order=True).agg(
        rank=1 + (pl.col("value") > pl.col("own")).sum().cast(pl.Int64),
        low_rank=1 + (pl.col("value") < pl.col("own")).sum().cast(pl.Int64),
        count=pl.len().cast(pl.Int64),
    )
    is_enough = pl.col("count") > least
    return placed.select(
        "measure",
        *(pl.when(is_enough).then(one).alias(f"{name}_{one}") for one in PLACES),
    )


def choose_facts(ranked: pl.DataFrame, most: int = MOST_FACTS) -> pl.DataFrame:
    """The rows of `rank_measures` that a reader sees first, at most `most`, as FACTS has them."""
    order = pl.Enum(list(FACTS))
    listed = ranked.filter(pl.col("measure").is_in(list(FACTS)))
    return listed.sort(pl.col("measure").cast(order)).head(most)


def describe_reach(
    reach: pl.DataFrame, ward_code: str, setting: str = REACH_SETTING
) -> dict[str, Any] | None:
    """The ward's row of `reach_ward`, with the middle, number and values of the council's wards.

    `reach` has rows of `reach_ward` of the ward's council. None where the ward has no figure. There
    is no middle, and no value to compare with, where the figure of some ward is partial: too low.
    """
    of_setting = reach.filter(reach_setting=setting).drop_nulls("jobs_in_reach")
    of_ward = of_setting.filter(ward_code=ward_code)
    if of_ward.is_empty():
        return None
    row = of_ward.row(0, named=True)
    council = of_setting.filter(lad_code=row["lad_code"])
    is_whole = not (council["status"] == PARTIAL).any()
    more = council.select(
        council_middle=pl.when(is_whole).then(pl.col("jobs_in_reach").median()),
        no_car_middle=pl.col("households_no_car_pct").median(),
        council_count=pl.len().cast(pl.Int64),
    )
    others = council.filter(pl.col("ward_code") != ward_code, is_whole)
    rank = row["rank_in_council"]
    return {
        **row,
        **more.row(0, named=True),
        "low_rank": None if rank is None else council.height + 1 - rank,
        "council_values": others["jobs_in_reach"].to_list(),
    }


def list_scope(wards: pl.DataFrame) -> tuple[int, Sequence[str]]:
    """How many wards similar ones are looked for among, and the councils that those are of."""
    return wards.height, wards["lad_name"].unique().sort().to_list()


def largest_group(groups: pl.DataFrame) -> dict[str, Any] | None:
    """The ward's group of sectors with most jobs, of `ward_groups.rank_groups`; None without any.

    Nor where a group is missing or partial, which could be the largest, or where the figure is of
    low reliability, which is no headline.
    """
    has_gap = groups["jobs"].is_null() | groups["status"].is_in([PARTIAL, MISSING])
    if groups.is_empty() or has_gap.any():
        return None
    first = groups.sort("jobs", "sector_code", descending=[True, False]).row(0, named=True)
    return first if first["reliability"] != "low" and first["jobs"] > 0 else None


def most_unusual(compared: pl.DataFrame, most: int = 2) -> pl.DataFrame:
    """The shares of a ward that lie furthest out among its council's wards, at most `most`.

    `compared` has measure, value_pct, council_pct, council_rank, council_low_rank and
    council_count. Only those in the highest or lowest fifth, and on the same side of the council's
    own figure.
    """
    rank, low_rank, wards = (pl.col(f"council_{name}") for name in PLACES)
    from_end = pl.min_horizontal(rank, low_rank)
    is_high = rank <= low_rank
    agrees = (pl.col("value_pct") > pl.col("council_pct")) == is_high
    return (
        compared.filter((from_end <= wards * OUTER_PART) & agrees.fill_null(False))
        .with_columns(from_end=from_end)
        .sort("from_end", maintain_order=True)
        .head(most)
        .drop("from_end")
    )
