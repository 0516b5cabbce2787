"""Laws of fine classes and lists of sectors."""

from __future__ import annotations

from typing import Final

import polars as pl

from etl.checks.fault import Faults, Rule, Tables

FINE: Final = "fine_sectors"
LISTS: Final = "sector_lists"
CLASS_LISTS: Final = ("group", "subclass")
ROOM: Final = 1e-6


def _example(rows: pl.DataFrame) -> str:
    return " ".join(rows.select("area_code", "sector_list", "sector_code").row(0))


def fine_bounds_enclose(tables: Tables) -> Faults:
    """Jobs and location quotient lie between their bounds, which come only with a figure."""
    if FINE not in tables:
        return
    for value, low, high in (
        ("jobs", "lower80", "upper80"),
        ("location_quotient", "quotient_lower80", "quotient_upper80"),
    ):
        figure, lower, upper = pl.col(value), pl.col(low), pl.col(high)
        outside = (lower > figure + ROOM) | (upper < figure - ROOM) | (lower < 0)
        uneven = (figure.is_null() != lower.is_null()) | (figure.is_null() != upper.is_null())
        wrong = tables[FINE].filter(outside.fill_null(value=False) | uneven)
        if wrong.height:
            yield FINE, f"{value} of {_example(wrong)} is not within its bounds", wrong.height


def fine_shares_within_all(tables: Tables) -> Faults:
    """No class or sector has more jobs than the whole area, here or in the nation."""
    if FINE not in tables:
        return
    for share in ("share_pct", "nation_share_pct"):
        wrong = tables[FINE].filter(~pl.col(share).is_between(0, 100 + ROOM))
        if wrong.height:
            yield FINE, f"{share} of {_example(wrong)} is not from 0 to 100", wrong.height


def fine_quotients_are_of_shares(tables: Tables) -> Faults:
    """A location quotient is the share here over the share in the nation, and says so in words."""
    if FINE not in tables:
        return
    quotient = pl.col("share_pct") / pl.col("nation_share_pct")
    scale = pl.max_horizontal(quotient.abs(), 1.0)
    apart = (pl.col("location_quotient") - quotient).abs() > ROOM * scale
    # A quotient without both its shares is not theirs either.
    wrong = tables[FINE].drop_nulls("location_quotient").filter(apart.fill_null(value=True))
    if wrong.height:
        yield FINE, f"the quotient of {_example(wrong)} is not that of its shares", wrong.height
    words = (
        pl.when(pl.col("quotient_lower80") > 1)
        .then(pl.lit("more"))
        .when(pl.col("quotient_upper80") < 1)
        .then(pl.lit("less"))
        .when(pl.col("location_quotient").is_not_null())
        .then(pl.lit("about the same"))
        .otherwise(pl.lit(""))
    )
    other = tables[FINE].filter(pl.col("specialised") != words)
    if other.height:
        yield FINE, f"{_example(other)} is called '{other['specialised'][0]}'", other.height


def unmeasurable_sectors_have_no_jobs(tables: Tables) -> Faults:
    """A sector without a SIC code has no jobs: nobody can count them, which is not none."""
    if not {FINE, LISTS} <= set(tables):
        return
    key = ["sector_list", "sector_code"]
    without = tables[LISTS].group_by(key).agg((pl.col("sic_code") == "").all()).filter("sic_code")
    wrong = tables[FINE].join(without, on=key, how="semi").filter(pl.col("jobs").is_not_null())
    if wrong.height:
        yield FINE, f"jobs of {_example(wrong)}, which has no SIC code", wrong.height


def outlook_of_classes_alone(tables: Tables) -> Faults:
    """An outlook is of a single class, comes with its record, and ranks 1 to n without gaps."""
    if FINE not in tables:
        return
    frame = tables[FINE]
    answered = pl.col("carriers_tier") != ""
    uneven = pl.any_horizontal(
        pl.col(name).is_null() == answered
        for name in ("carriers_rank", "carriers_hit_pct", "carriers_base_pct")
    )
    wrong = frame.filter(uneven | (answered & ~pl.col("sector_list").is_in(list(CLASS_LISTS))))
    if wrong.height:
        yield FINE, f"the outlook of {_example(wrong)} is not whole", wrong.height
    ranks = frame.filter(answered).group_by("area_code", "sector_list").agg(
        pl.col("carriers_rank").n_unique().alias("different"),
        pl.col("carriers_rank").max().alias("last"), pl.len().alias("rows"),
    )  # fmt: skip
    gaps = ranks.filter(
        (pl.col("different") != pl.col("rows")) | (pl.col("last") != pl.col("rows"))
    )
    if gaps.height:
        where = " ".join(gaps.select("area_code", "sector_list").row(0))
        yield FINE, f"ranks of {where} are not 1 to {gaps['rows'][0]}", gaps.height


RULES: Final[tuple[Rule, ...]] = (
    fine_bounds_enclose,
    fine_shares_within_all,
    fine_quotients_are_of_shares,
    unmeasurable_sectors_have_no_jobs,
    outlook_of_classes_alone,
)
