"""Change of jobs and of their share between two pairs of years, beside the noise of the survey.

A pair of years is averaged, which halves the noise of its mean. The noise of a figure is the
sampling error of BRES at its size and its rounding; z is the change over the noise of the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

import polars as pl

import reference
from catalog.tables.sectors import GROWTH_TIERS
from catalog.vocabulary.reliability import variance_of_jobs
from catalog.vocabulary.status import MODELLED, NOWCAST, PARTIAL
from indicators.inputs import Inputs

_CONSTANTS = reference.read_constants("sector_constants")
VERY_LIKELY: Final = NormalDist().inv_cdf(_CONSTANTS["growth_very_likely_probability"])
LIKELY: Final = NormalDist().inv_cdf(_CONSTANTS["growth_likely_probability"])
VERY_GROWN, GROWN, TOO_CLOSE, SHRUNK, VERY_SHRUNK, NO_TIER = GROWTH_TIERS
LEVELS: Final = ("section", "division")
# Years between the starts of the two pairs: three where there are such figures, else two.
GAPS: Final = (3, 2)
SPAN: Final = ("area_code", "industry_level", "before_year", "after_year")
EMPLOYEES_ONLY: Final = "employees only: working owners are not published here"
CELL: Final = ("area_code", "industry_code")


def cells_by_kind(inputs: Inputs) -> list[tuple[pl.DataFrame, str]]:
    """Published jobs, and a note on them: of all jobs, and of areas without those, employees.

    The nation's are in both, to be compared with; those of the second are listed once, in the first
    where it has them.
    """
    every = observed_jobs(inputs.sectors)
    covered = every.filter(pl.col("industry_level").is_in(LEVELS))["area_code"].unique()
    is_left = ~pl.col("area_code").is_in(covered.implode()) | (pl.col("area_code") == inputs.nation)
    return [(every, ""), (observed_jobs(inputs.employees).filter(is_left), EMPLOYEES_ONLY)]


def observed_jobs(sectors: pl.DataFrame) -> pl.DataFrame:
    """Published jobs of every area, by industry and year, the total among them.

    Our own estimates are left out, and years in which a level has nothing but zeros: BRES publishes
    those where it has no figures.
    """
    jobs = sectors.filter(
        pl.col("sector_measure") == "jobs",
        pl.col("value").is_not_null(),
        ~pl.col("status").is_in([NOWCAST, MODELLED]),
    )
    some = (pl.col("value") > 0).any().over("area_code", "industry_level", "year")
    return jobs.filter(some).drop("sector_measure")


def list_spans(cells: pl.DataFrame) -> pl.DataFrame:
    """Every two pairs of years that an area has: SPAN, the first year of either pair.

    Both pairs are of neighbouring years; they start two or three years apart.
    """
    years = cells.filter(pl.col("industry_level").is_in(LEVELS)).select(
        "area_code", "industry_level", "year"
    ).unique()  # fmt: skip
    by = ["area_code", "industry_level"]
    following = years.with_columns(pl.col("year") - 1)
    pairs = years.join(following, on=[*by, "year"], how="semi")
    return pl.concat(
        [
            pairs.rename({"year": "after_year"}).join(
                pairs.select(*by, after_year=pl.col("year") + gap, before_year="year"),
                on=[*by, "after_year"],
                validate="1:1",
            )
            for gap in GAPS
        ]
    ).select(SPAN)


def newest_spans(cells: pl.DataFrame) -> pl.DataFrame:
    """The newest two pairs of years of each area and level, of those the farthest apart."""
    return (
        list_spans(cells)
        .sort("after_year", "before_year", descending=[True, False])
        .unique(["area_code", "industry_level"], keep="first", maintain_order=True)
        .sort("area_code", "industry_level")
    )


def measure_changes(cells: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """SPAN and each industry: means before and after, their change, share and z of both.

    jobs_before, jobs_after, change_jobs, change_sd, share_before_pct, share_after_pct, z_jobs,
    z_share, z (see `join_z`), is_partial and is_uneven. Changes are null where one of the four
    years is not published, or where part of the area is missing in some of them (is_uneven).
    """
    names = cells.filter(pl.col("industry_level").is_in(LEVELS)).select(
        *CELL, "industry_name", "industry_level"
    ).unique(CELL, keep="first", maintain_order=True)  # fmt: skip
    rows = spans.join(names, on=["area_code", "industry_level"], maintain_order="left_right")
    totals = cells.filter(pl.col("industry_level") == "total")
    for moment in ("before", "after"):
        rows = with_pair_mean(rows, cells, CELL, moment)
        rows = with_pair_mean(rows, totals, ("area_code",), moment, "total")
    before, after = pl.col("jobs_before"), pl.col("jobs_after")
    # A part that is missing in some of the years alone would be read as a change.
    same_parts, same_totals = (~_is_uneven(name) for name in ("jobs", "total"))
    rows = rows.with_columns(
        is_uneven=~same_parts,
        change_jobs=pl.when(same_parts).then(after - before),
        change_sd=(pl.col("jobs_before_variance") + pl.col("jobs_after_variance")).sqrt(),
        share_before_pct=pl.when(same_parts & same_totals).then(_share("before")),
        share_after_pct=pl.when(same_parts & same_totals).then(_share("after")),
        share_sd=(_share_variance("before") + _share_variance("after")).sqrt(),
        is_partial=pl.any_horizontal(f"jobs_{moment}_partial" for moment in ("before", "after")),
    )
    is_there = (before > 0) | (after > 0)
    share_change = pl.col("share_after_pct") - pl.col("share_before_pct")
    rows = rows.with_columns(
        z_jobs=pl.when(is_there).then(pl.col("change_jobs") / pl.col("change_sd")),
        z_share=pl.when(is_there).then(share_change / pl.col("share_sd")),
    )
    return rows.with_columns(z=join_z(pl.col("z_jobs"), pl.col("z_share")))


def _is_uneven(what: str) -> pl.Expr:
    """Whether some of the four years are too low, for lack of a part, and some are not."""
    return (
        pl.col(f"{what}_before_mixed")
        | pl.col(f"{what}_after_mixed")
        | (pl.col(f"{what}_before_partial") != pl.col(f"{what}_after_partial"))
    )


def with_pair_mean(
    rows: pl.DataFrame, cells: pl.DataFrame, on: Sequence[str], moment: str, what: str = "jobs"
) -> pl.DataFrame:
    """`rows` with the mean of a pair of years, its variance, and whether a part is too low.

    `moment` is before or after, of which `rows` has the first year; null without both years.
    """
    year, name = f"{moment}_year", f"{what}_{moment}"
    for number in (0, 1):
        then = cells.select(
            *on, (pl.col("year") - number).alias(year), pl.col("value").alias(f"value_{number}"),
            (pl.col("status") == PARTIAL).alias(f"partial_{number}"),
        )  # fmt: skip
        rows = rows.join(then, on=[*on, year], how="left", validate="m:1", maintain_order="left")
    values = [pl.col(f"value_{number}") for number in (0, 1)]
    return rows.with_columns(
        ((values[0] + values[1]) / 2.0).alias(name),
        ((variance_of_jobs(values[0]) + variance_of_jobs(values[1])) / 4.0).alias(
            f"{name}_variance"
        ),
        (pl.col("partial_0") | pl.col("partial_1")).fill_null(value=False).alias(f"{name}_partial"),
        (pl.col("partial_0") != pl.col("partial_1")).fill_null(value=False).alias(f"{name}_mixed"),
    ).drop("value_0", "value_1", "partial_0", "partial_1")


def _share(moment: str) -> pl.Expr:
    total = pl.col(f"total_{moment}")
    return pl.when(total > 0).then(100.0 * pl.col(f"jobs_{moment}") / total)


def _share_variance(moment: str) -> pl.Expr:
    """Of a share in %; the noise of sector and total taken as independent, which is cautious."""
    jobs, total = pl.col(f"jobs_{moment}_variance"), pl.col(f"total_{moment}_variance")
    per_cent = 100.0 / pl.col(f"total_{moment}")
    return per_cent**2 * jobs + (_share(moment) / pl.col(f"total_{moment}")) ** 2 * total


def join_z(jobs: pl.Expr, share: pl.Expr) -> pl.Expr:
    """The z of jobs and share together: the one nearer to no change; 0 where they disagree.

    >>> both = pl.DataFrame({"jobs": [3.0, -2.0, 1.0], "share": [2.0, -3.0, -1.0]})
    >>> both.select(join_z(pl.col("jobs"), pl.col("share"))).to_series().to_list()
    [2.0, -2.0, 0.0]
    """
    return (
        pl.when(jobs.is_null() | share.is_null())
        .then(None)
        .when((jobs > 0) & (share > 0))
        .then(pl.min_horizontal(jobs, share))
        .when((jobs < 0) & (share < 0))
        .then(pl.max_horizontal(jobs, share))
        .otherwise(0.0)
    )


def tier_of(z: pl.Expr) -> pl.Expr:
    """The tier of a change over its noise; '' where there is none.

    >>> pl.select(tier_of(pl.Series([2.0, 1.0, 0.0, -1.0, -2.0]))).to_series().to_list()
    ... # doctest: +NORMALIZE_WHITESPACE
    ['very likely grown', 'likely grown', 'too close to call', 'likely shrunk',
     'very likely shrunk']
    """
    return (
        pl.when(z.is_null())
        .then(pl.lit(NO_TIER))
        .when(z >= VERY_LIKELY)
        .then(pl.lit(VERY_GROWN))
        .when(z >= LIKELY)
        .then(pl.lit(GROWN))
        .when(z > -LIKELY)
        .then(pl.lit(TOO_CLOSE))
        .when(z > -VERY_LIKELY)
        .then(pl.lit(SHRUNK))
        .otherwise(pl.lit(VERY_SHRUNK))
    )
