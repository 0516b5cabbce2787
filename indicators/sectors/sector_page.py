"""What the page of sectors and the reports show first: the picture, the list and three answers.

All is selected and put in order from the tables of sectors; the few figures made here are the
growth beyond the nation's, and the jobs by year of a place. A figure that is missing stays null.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from catalog.tables.sectors import GROWTH_TIERS, OUTLOOK_TIERS
from catalog.vocabulary.periods import sum_members

Row = dict[str, Any]
WHOLES: Final = ("section", "section_group")
LEVELS: Final = {"section": WHOLES, "division": ("division", "division_group")}
VERY_GROWN, GROWN, CLOSE, SHRUNK, VERY_SHRUNK, NO_ANSWER = GROWTH_TIERS
OUTGROWS, MAY_OUTGROW, NOT_FORETOLD, _ = OUTLOOK_TIERS
KEYS: Final = ("industry_code", "industry_name", "industry_level")
# Below this a change in per cent is mostly rounding: such sectors are in the list alone.
SMALLEST_DRAWN_JOBS: Final = 200
# A sector is called the most specialised only from this share of jobs on.
SMALLEST_SHARE_PCT: Final = 1.0
NATION, AREA = "nation", "area"
LISTED: Final = (
    *KEYS, "period", "jobs", "nowcast_jobs", "growth_tier", "change_jobs", "change_lower80",
    "change_upper80", "change_pct", "nation_change_pct", "jump", "location_quotient",
    "outlook_tier", "outlook_rank",
)  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """What is here now, what has grown and what may come: rows of the tables of sectors.

    `grown` are those of the best tier that any sector has, the largest change first, and `tier` is
    that tier; `outgrowing` those likely to outgrow the area, `may_outgrow` those that may; `nation`
    those of which we expect the most growth in the nation, none where we expect no sector to grow
    there, and `nation_name` that nation, '' without a forecast of it; `answered_count` counts
    sectors beyond "too close to call".
    """

    largest: Row | None
    specialised: Row | None
    grown: tuple[Row, ...]
    tier: str
    outgrowing: tuple[Row, ...]
    may_outgrow: tuple[Row, ...]
    nation: tuple[Row, ...]
    answered_count: int
    nation_name: str


@dataclass(frozen=True)
class Quadrant:
    """What the quadrant draws, and what growth in it is set against: the nation or the area.

    `rows`: KEYS, location_quotient with its bounds, beyond_pct (percentage points beyond the
    nation's growth, or % beyond that of all jobs of the area), jobs, growth_tier and jump.
    """

    rows: pl.DataFrame
    against: str


def select_level(frame: pl.DataFrame, level: str) -> pl.DataFrame:
    """Rows of a level: "section" (with groups of sections), or "division"."""
    return frame.filter(pl.col("industry_level").is_in(LEVELS[level]))


def answer(now: pl.DataFrame, growth: pl.DataFrame, outlook: pl.DataFrame) -> Answers:
    """The three answers for a place, from its rows of a level in the three tables."""
    jobs = now.drop_nulls("jobs").sort("jobs", "industry_code", descending=[True, False])
    above = now.filter(
        pl.col("specialised") == "more", pl.col("share_pct") >= SMALLEST_SHARE_PCT
    ).sort("quotient_lower80", "industry_code", descending=[True, False], nulls_last=True)
    tier, grown = _best_grown(growth)
    likely, may = (
        tuple(outlook.filter(outlook_tier=tier).sort("outlook_rank").rows(named=True))
        for tier in (OUTGROWS, MAY_OUTGROW)
    )
    expected = outlook.drop_nulls("nation_outlook_pct")
    nation = expected.filter(pl.col("nation_outlook_pct") > 0).sort(
        "nation_outlook_pct", "industry_code", descending=[True, False]
    )
    return Answers(
        _first(jobs), _first(above), tuple(grown.rows(named=True)), tier,
        likely, may, tuple(nation.head(2).rows(named=True)),
        growth.filter(~pl.col("growth_tier").is_in([CLOSE, NO_ANSWER])).height,
        str(expected["nation_name"][0]) if expected.height else "",
    )  # fmt: skip


def _best_grown(growth: pl.DataFrame) -> tuple[str, pl.DataFrame]:
    """The best tier that any sector has, of those that grew, and its sectors; else the largest rise
    that is too close to call, if any."""
    order = ["change_jobs", "industry_code"]
    for tier in (VERY_GROWN, GROWN):
        rows = growth.filter(growth_tier=tier)
        if rows.height:
            return tier, rows.sort(order, descending=[True, False], nulls_last=True)
    rest = growth.filter(pl.col("growth_tier") == CLOSE, pl.col("change_jobs") > 0)
    largest = rest.sort(order, descending=[True, False], nulls_last=True).head(1)
    # Where all shrank none has grown: that is an answer too.
    answered = growth.filter(pl.col("growth_tier") != NO_ANSWER).height
    return (CLOSE if answered else NO_ANSWER), largest


def _first(frame: pl.DataFrame) -> Row | None:
    return frame.row(0, named=True) if frame.height else None


def list_sectors(now: pl.DataFrame, growth: pl.DataFrame, outlook: pl.DataFrame) -> pl.DataFrame:
    """A row a sector (LISTED): those most surely grown first, then by change in jobs.

    Sectors without an answer come last; a figure that a table lacks is null. Groups of sections of
    which only output is published are not among them.
    """
    keys = pl.concat([frame.select(KEYS) for frame in (now, growth)])
    rows = keys.unique("industry_code", keep="first", maintain_order=True)
    for frame in (now, growth, outlook):
        new = [name for name in LISTED if name in frame.columns and name not in rows.columns]
        rows = rows.join(
            frame.select("industry_code", *new), on="industry_code", how="left", validate="1:1",
            maintain_order="left",
        )  # fmt: skip
    rows = rows.with_columns(pl.col("growth_tier", "outlook_tier", "jump", "period").fill_null(""))
    tier_order = pl.col("growth_tier").cast(pl.Enum(GROWTH_TIERS))
    return rows.sort(
        tier_order, "change_jobs", "jobs", "industry_code",
        descending=[False, True, True, False], nulls_last=True,
    ).select(LISTED)  # fmt: skip


def place_in_quadrant(now: pl.DataFrame, growth: pl.DataFrame) -> Quadrant:
    """Sectors to draw: how specialised (across), growth beyond the nation's (up), jobs, tier.

    Where no growth of the nation is known, growth is set beside that of all jobs of the area. Left
    out are sectors without either figure, and those of under SMALLEST_DRAWN_JOBS jobs.
    """
    beyond_nation = pl.col("change_pct") - pl.col("nation_change_pct")
    before = pl.col("share_before_pct")
    beyond_area = pl.when(before > 0).then(100 * (pl.col("share_after_pct") / before - 1))
    against = NATION if growth["nation_change_pct"].count() else AREA
    both = growth.select(
        "industry_code", "growth_tier", "jump", "jobs_after",
        beyond_pct=beyond_nation if against == NATION else beyond_area,
    ).join(now, on="industry_code", validate="1:1", maintain_order="left")  # fmt: skip
    drawn = both.with_columns(jobs=pl.coalesce("jobs", "jobs_after")).filter(
        pl.col("location_quotient") > 0,
        pl.col("beyond_pct").is_not_null(),
        pl.col("jobs") >= SMALLEST_DRAWN_JOBS,
    )
    low = pl.when(pl.col("quotient_lower80") > 0).then("quotient_lower80")
    rows = drawn.select(
        *KEYS, "location_quotient", low.alias("quotient_lower80"), "quotient_upper80",
        "beyond_pct", "jobs", "growth_tier", "jump",
    ).sort("jobs", descending=True)  # fmt: skip
    return Quadrant(rows, against)


def jobs_by_year(jobs: pl.DataFrame, councils: Sequence[str]) -> pl.DataFrame:
    """industry_code and `yearly_jobs`, the published jobs by year, oldest first; `jobs` as stored.

    Of several councils added up, only years that all of them have.
    """
    kept = jobs.filter(job_kind="employment")
    yearly = sum_members(kept, "jobs", councils, ["industry_code", "period"]).sort("period")
    return yearly.group_by("industry_code", maintain_order=True).agg(yearly_jobs=pl.col("jobs"))


def find_outlook(outlook: pl.DataFrame, code: str) -> Row | None:
    """The outlook of a section, or of the group of sections it is in; None where there is none.

    >>> rows = pl.DataFrame({"industry_code": ["C", "DE"],
    ...     "industry_level": ["section", "section_group"]})
    >>> [find_outlook(rows, code)["industry_code"] for code in "CE"], find_outlook(rows, "J")
    (['C', 'DE'], None)
    """
    is_group = pl.col("industry_level") == "section_group"
    exact = outlook.filter(pl.col("industry_code") == code)
    within = outlook.filter(is_group, pl.col("industry_code").str.contains(code, literal=True))
    return _first(exact if exact.height else within)


def order_outlook(outlook: pl.DataFrame) -> pl.DataFrame:
    """All sectors by the area's outlook, those without one by the nation's, the best first."""
    some = pl.any_horizontal(pl.col("outlook_rank", "nation_outlook_pct").is_not_null())
    return outlook.filter(some).sort(
        "outlook_rank", "nation_outlook_pct", "industry_code",
        descending=[False, True, False], nulls_last=True,
    )  # fmt: skip
