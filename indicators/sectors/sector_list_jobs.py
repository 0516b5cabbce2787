"""Jobs of the sectors of a list (IS-8, DCMS, a user's own): sums of 5-digit classes.

A class belongs to a sector where the sector has a SIC code that it begins with, and counts once in
it however many codes fit. It counts in every sector that has it: sectors overlap, so they are never
added up. A sector without any code cannot be measured by SIC, and has no jobs rather than none.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.status import sum_status
from indicators.sectors.fine_levels import FARM_CLASS
from indicators.sectors.fine_noise import half_width_jobs, sum_widths

SECTOR: Final = ("sector_list", "sector_code", "sector_name")
PLACE: Final = ("area_code", "measured_code", "measured_name", "source", "year", "total",
                "nation_total")  # fmt: skip
OVERLAPS_NAMED: Final = 8
LUMP: Final = "01000"  # stands for the farm classes, which have no figure of their own


def classes_of_sectors(lists: pl.DataFrame, class_codes: pl.Series) -> pl.DataFrame:
    """Each sector and 5-digit class of it, once: SECTOR and industry_code.

    >>> lists = pl.DataFrame({
    ...     "sector_list": ["is8"] * 2, "sector_code": ["digital"] * 2,
    ...     "sector_name": ["Digital"] * 2, "sic_code": ["62", "6202"],
    ... })
    >>> classes_of_sectors(lists, pl.Series(["62011", "62020", "63110"]))["industry_code"].to_list()
    ['62011', '62020']
    """
    codes = lists.filter(pl.col("sic_code") != "")
    classes = pl.DataFrame({"industry_code": class_codes.unique().sort()})
    beginnings = pl.concat(
        [classes.with_columns(sic_code=pl.col("industry_code").str.head(n)) for n in range(2, 6)]
    )
    return (
        codes.join(beginnings, on="sic_code")
        .select(*SECTOR, "industry_code")
        .unique(maintain_order=True)
        .sort(*SECTOR, "industry_code")
    )


def sum_sectors(classes: pl.DataFrame, lists: pl.DataFrame) -> pl.DataFrame:
    """A row for each place of `classes` (rows of `levels`, 5 digits) and sector of `lists`.

    PLACE, SECTOR, jobs, half_jobs (half of the 80% interval), jobs_before, nation_jobs,
    nation_half, nation_before, classes_count (with jobs), absent_count (classes without a figure),
    codes_count, uncoded_count (lines of the list without a code), unknown_count (codes of which no
    class has figures), overlaps (names of other sectors
    of the list that have a class in common), status.
    """
    measured = classes.filter(industry_level="subclass")
    belongs = classes_of_sectors(lists, measured["industry_code"])
    in_lump = pl.col("industry_code").str.contains(FARM_CLASS)
    has_lump = (pl.col("industry_code") == LUMP).any().over("sector_list", "sector_code")
    belongs = belongs.filter(~(in_lump & has_lump))
    sums = (
        belongs.join(measured, on="industry_code")
        .with_columns(_half=half_width_jobs(pl.col("jobs"), "subclass"),
                      _nation_half=half_width_jobs(pl.col("nation_jobs"), "subclass"))
        .group_by("area_code", *SECTOR)
        .agg(*_sums())
    )  # fmt: skip
    places = measured.select(PLACE).unique("area_code").sort("area_code")
    sectors = _count_codes(lists, measured["industry_code"])
    rows = places.join(sectors, how="cross").join(
        sums, on=["area_code", *SECTOR], how="left", validate="1:1"
    )
    return rows.join(
        overlaps(belongs), on=["sector_list", "sector_code"], how="left", validate="m:1"
    ).sort("area_code", *SECTOR)


def _count_codes(lists: pl.DataFrame, class_codes: pl.Series) -> pl.DataFrame:
    """SECTOR with its codes, lines without a code, and codes of which there is no class."""
    coded = pl.col("sic_code") != ""
    digits = pl.col("sic_code").str.len_chars()
    known = pl.any_horizontal(
        pl.lit(value=False),
        *((digits == n) & pl.col("sic_code").is_in(class_codes.str.head(n).unique().implode())
          for n in range(2, 6)),
    )  # fmt: skip
    return lists.group_by(SECTOR).agg(
        codes_count=coded.sum(), uncoded_count=(~coded).sum(), unknown_count=(coded & ~known).sum()
    )


def _sums() -> list[pl.Expr]:
    """Sums over the classes of a sector that have a figure here and in the nation."""
    there = pl.col("jobs").is_not_null()
    compared = pl.all_horizontal(
        pl.col(name).is_not_null()
        for name in ("jobs", "jobs_before", "nation_jobs", "nation_before")
    )

    def sum_where(column: str, condition: pl.Expr) -> pl.Expr:
        return pl.when(condition.any()).then(pl.col(column).filter(condition).sum())

    return [
        sum_where("jobs", there).alias("jobs"),
        pl.when(there.any()).then(sum_widths(pl.col("_half").filter(there))).alias("half_jobs"),
        sum_where("nation_jobs", there & pl.col("nation_jobs").is_not_null()).alias("nation_jobs"),
        sum_widths(pl.col("_nation_half").filter(there)).alias("nation_half"),
        # A change is of the same classes in all four sums.
        *(
            sum_where(column, compared).alias(name)
            for name, column in (
                ("compared_jobs", "jobs"), ("jobs_before", "jobs_before"),
                ("compared_nation", "nation_jobs"), ("nation_before", "nation_before"),
            )
        ),
        (there & (pl.col("jobs") > 0)).sum().cast(pl.Int64).alias("classes_count"),
        pl.col("jobs").is_null().sum().cast(pl.Int64).alias("absent_count"),
        sum_status("jobs").alias("status"),
    ]  # fmt: skip


def overlaps(belongs: pl.DataFrame) -> pl.DataFrame:
    """sector_list, sector_code and overlaps: names of other sectors with a class in common, the
    first OVERLAPS_NAMED of them."""
    pairs = belongs.join(belongs, on=["sector_list", "industry_code"], suffix="_other").filter(
        pl.col("sector_code") != pl.col("sector_code_other")
    )
    others = pairs.group_by("sector_list", "sector_code").agg(
        names=pl.col("sector_name_other").unique().sort()
    )
    named = pl.col("names").list.head(OVERLAPS_NAMED).list.join(", ")
    more = pl.col("names").list.len().cast(pl.Int64) - OVERLAPS_NAMED
    return others.select(
        "sector_list", "sector_code",
        overlaps=pl.when(more > 0).then(pl.format("{} and {} more", named, more)).otherwise(named),
    )  # fmt: skip
