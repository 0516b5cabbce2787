"""Reach set beside need, ward by ward: do those who need work have it within reach?

A rank correlation and a sentence. It is never called a cause: where jobs are near and need is high,
distance alone does not explain who is out of work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from access.decay import SETTINGS
from catalog.vocabulary.status import MODELLED

NEEDS: Final = {
    "households_no_car_pct": "households without a car",
    "residents_no_qualifications_pct": "residents without qualifications",
    "claimants_pct": "people claiming unemployment benefits",
    "exposure_ln": "demand for the work that residents do",
}
# With fewer wards a rank correlation says little; from this one on it says something.
FEWEST_WARDS: Final = 8
CLEAR: Final = 0.4
NO_CAUSE: Final = "This shows where the two go together, not that one causes the other."


def rank_correlations(
    reach_ward: pl.DataFrame, needs: Sequence[str] = ("households_no_car_pct",)
) -> pl.DataFrame:
    """How the order of wards by reach agrees with their order by need, in each council.

    `reach_ward` has rows of that table, with a column for each of `needs` (others joined by
    ward_code). Returns lad_code, lad_name, reach_setting, need, wards_count, partial_count and
    rank_correlation (-1 to 1, Spearman): null with fewer than 8 wards with both figures, or where
    one does not vary. Partial wards take no part and are counted.
    """
    frames = []
    for need in needs:
        usable = pl.col(need).is_not_null() & (pl.col("status") == MODELLED)
        frames.append(
            reach_ward.group_by("lad_code", "lad_name", "reach_setting")
            .agg(
                need=pl.lit(need),
                wards_count=usable.sum().cast(pl.Int64),
                partial_count=(pl.col("status") == "partial").sum().cast(pl.Int64),
                rank_correlation=pl.corr(
                    pl.col("jobs_in_reach").filter(usable).rank(),
                    pl.col(need).filter(usable).rank(),
                ).fill_nan(None),
            )
            .with_columns(
                rank_correlation=pl.when(pl.col("wards_count") >= FEWEST_WARDS).then(
                    "rank_correlation"
                )
            )
        )
    return pl.concat(frames).sort("lad_code", "reach_setting", "need")


def add_claimants(reach_ward: pl.DataFrame, ward_measures: pl.DataFrame) -> pl.DataFrame:
    """Rows of `reach_ward` with claimants_pct, the newest of each ward in `ward_measures`."""
    counted = ward_measures.filter(measure="claimants_pct").sort("period_end", "ward_code")
    newest = counted.group_by("ward_code").agg(claimants_pct=pl.col("value").last())
    return reach_ward.join(newest, on="ward_code", how="left", validate="m:1")


def explain_correlation(row: dict[str, object]) -> str:
    """A row of `rank_correlations` in words: what it shows, and that it names no cause."""
    need = NEEDS.get(str(row["need"]), str(row["need"]))
    council, jobs = row["lad_name"], SETTINGS[str(row["reach_setting"])].phrase
    value = row["rank_correlation"]
    if not isinstance(value, float):
        if row["partial_count"]:
            return (
                f"We cannot compare wards of {council} by {jobs}: {_count(row)} not known in full, "
                "because jobs of neighbours are missing."
            )
        return f"{council} has too few wards to compare reach with {need}."
    basis = f"rank correlation {value:.2f} over {row['wards_count']} wards"
    partial = (
        f" We left out {_count(row).removesuffix(' are').removesuffix(' is')} more: jobs of "
        "neighbours are missing."
        if row["partial_count"] else ""
    )  # fmt: skip
    if value >= CLEAR:
        shown = (
            f"In {council}, wards with more {jobs} also have more {need} "
            f"({basis}). Distance alone does not explain the need there."
        )
    elif value <= -CLEAR:
        shown = (
            f"In {council}, wards with fewer {jobs} have more {need} "
            f"({basis}). Distance may be part of it."
        )
    else:
        shown = f"In {council}, {jobs} and {need} hardly go together ({basis})."
    return f"{shown}{partial} {NO_CAUSE}"


def _count(row: dict[str, object]) -> str:
    """'1 ward is', '3 wards are'."""
    return "1 ward is" if row["partial_count"] == 1 else f"{row['partial_count']} wards are"


def list_hard_to_reach(reach_ward: pl.DataFrame, most: int = 3) -> pl.DataFrame:
    """Wards with fewest jobs within reach and most households without a car, in each council.

    Ordered by the sum of the two places in the council's order; rows of `reach_ward` of one
    setting with `need_place` added. Partial wards take no part.
    """
    usable = reach_ward.filter(
        (pl.col("status") == MODELLED) & pl.col("households_no_car_pct").is_not_null()
    )
    council = ("lad_code", "reach_setting")
    place = pl.col("jobs_in_reach").rank("min").over(council) + pl.col(
        "households_no_car_pct"
    ).rank("min", descending=True).over(council)
    ordered = usable.with_columns(need_place=place).sort(
        "lad_code", "reach_setting", "need_place", "ward_code"
    )
    return ordered.group_by(council, maintain_order=True).head(most)
