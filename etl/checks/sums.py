"""Laws of sums: sectors and sizes to the total, premises to their list.

Parts that are missing can only lower a sum, so a sum with a missing part may fall short of the
whole and never exceed it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables import TABLES
from catalog.vocabulary.industries import SECTION_OF
from catalog.vocabulary.status import PARTIAL
from etl.checks.fault import Faults, Rule, Tables
from etl.checks.rounding import (
    ROUNDING_PER_CELL,
    ROUNDING_SHARE,
    former_districts,
    most_of_roundings,
    room_for_roundings,
    rounded_to,
    spread_of_roundings,
)

# Sums of cells that had been rounded before they were published together.
DIVISION_SHARE: Final = 0.06
BUSINESSES: Final = ("business_local_units", "business_enterprises")
SECTION: Final = pl.col("industry_code").replace_strict(
    SECTION_OF, default=None, return_dtype=pl.String
)
# Rounding makes many figures alike. 2026-11: at most 93% of an area's of a hundred jobs and more.
LARGE_JOBS, MANY_FIGURES = 100.0, 40
SIZE_BANDS: Final = ("micro", "small", "medium", "large")


def sectors_against_totals(tables: Tables) -> Faults:
    """Sections add up to all industries, and divisions to them and to their section."""
    for name in (*BUSINESSES, "jobs", "workforce_jobs", "workforce_jobs_uk", "payrolled_employees"):
        if name not in tables:
            continue
        frame, level = tables[name], pl.col("industry_level")
        sections = frame.filter(level.str.starts_with("section")).with_columns(
            whole_code=pl.lit("total")
        )
        # Businesses in each size band are few; those of all sizes say what all bands would.
        sections = sections.filter(size_band="total") if "size_band" in frame.columns else sections
        share = ROUNDING_SHARE if rounded_to(name) is None else 0.0
        yield from parts_against_wholes(name, "sections", sections, "industry_code", share, tables)
        divisions = frame.filter(level == "division")
        for whole, of_whole in (("total", pl.lit("total")), ("section", SECTION)):
            parts = divisions.with_columns(whole_code=of_whole)
            share = DIVISION_SHARE if whole == "total" else 0.0
            yield from parts_against_wholes(
                name, "divisions", parts, "industry_code", share, tables
            )


def sizes_against_totals(tables: Tables) -> Faults:
    """Businesses by size band add up to all sizes within rounding to 5."""
    for name in (*BUSINESSES, "enterprises_fine"):
        if name in tables:
            parts = tables[name].filter(pl.col("size_band").is_in(SIZE_BANDS))
            parts = parts.with_columns(whole_code=pl.lit("total"))
            yield from parts_against_wholes(name, "size bands", parts, "size_band", 0.0, tables)


def parts_against_wholes(
    name: str, words: str, parts: pl.DataFrame, part: str, share: float, tables: Tables
) -> Faults:
    """Sums of `parts` that differ from the row that each names in `whole_code`.

    `part` is the column in which parts and wholes differ. What lacks a part may fall short.
    """
    table = TABLES[name]
    value = str(table.value)
    key = [column for column in table.key if column != part]
    summed = parts.group_by(*key, "whole_code").agg(
        pl.col(value).sum().alias("summed"),
        (pl.col(value).is_not_null() & (pl.col("status") != PARTIAL)).sum().alias("with_value"),
        pl.len().alias("cells"),
        spread_of_roundings(pl.col(value)).alias("spread"),
        most_of_roundings(pl.col(value)).alias("most"),
    )
    known = parts.group_by("whole_code").agg(pl.col(part).n_unique().alias("known"))
    total = (
        tables[name]
        # What is itself too low, such as a sum of former districts, is no whole to compare with.
        .filter(pl.col(part).is_in(known["whole_code"].implode()), pl.col("status") != PARTIAL)
        .select(*key, whole_code=part, total=value)
        .drop_nulls("total")
        .join(former_districts(tables), on="area_code", how="left", validate="m:1")
    )
    times, step = pl.col("former").fill_null(1), rounded_to(name)
    per_cell = ROUNDING_PER_CELL if step is None else step
    room = share * pl.col("total") + per_cell * (pl.col("cells") + 1) * times
    if step is None:
        by_size = room_for_roundings(pl.col("spread"), pl.col("most"), pl.col("total"))
        room = pl.max_horizontal(room, by_size * times.sqrt())
    beyond = pl.col("summed") - pl.col("total")
    off = (
        summed.join(total, on=[*key, "whole_code"], validate="1:1")
        .join(known, on="whole_code", validate="m:1")
        .filter((beyond > room) | ((pl.col("with_value") == pl.col("known")) & (beyond < -room)))
    )
    if off.height:
        worst = off.sort((beyond / pl.col("total")).abs(), *key, descending=True)
        example = worst.row(0, named=True)
        yield (
            name,
            f"{words} sum to {example['summed']:,.0f} and the {example['whole_code']} is "
            f"{example['total']:,.0f} ({', '.join(str(example[column]) for column in key)}): more "
            "than rounding",
            off.height,
        )


def kinds_of_jobs_differ(tables: Tables) -> Faults:
    """Employees are not all of employment, which has working owners too, in every industry."""
    if "jobs" not in tables:
        return
    place = ["area_code", "period"]
    alike = (
        tables["jobs"]
        .filter(pl.col("jobs") >= LARGE_JOBS)
        .group_by(*place, "industry_code")
        .agg(pl.len().alias("kinds"), pl.col("jobs").n_unique().alias("figures"))
        .filter(kinds=2)
        .group_by(place)
        .agg(pl.len().alias("industries"), (pl.col("figures") == 1).all().alias("alike"))
    )
    off = alike.filter(pl.col("industries") >= MANY_FIGURES, "alike").sort(place)
    if off.height:
        area, period, industries, _ = off.row(0)
        yield (
            "jobs",
            f"employees are all of employment in each of {industries} industries of {area} "
            f"in {period}",
            off.height,
        )


def premises_add_up(tables: Tables) -> Faults:
    """Premises in wards and premises not placed add up to the rows read from each list."""
    if not {"ward_premises", "premises_report"} <= set(tables):
        return
    placed = (
        tables["ward_premises"]
        .filter(pl.col("description_group") == "total")
        .group_by("lad_code")
        .agg(pl.col("premises_count").sum().alias("in_wards"))
    )
    report = tables["premises_report"].join(placed, on="lad_code", how="left", validate="1:1")
    off = report.filter(
        pl.col("in_wards").fill_null(0) + pl.col("not_placed_count") != pl.col("read_count")
    )
    for row in off.iter_rows(named=True):
        yield (
            "ward_premises",
            f"{row['lad_code']}: {row['in_wards']} in wards and {row['not_placed_count']} not "
            f"placed, of {row['read_count']} read",
            1,
        )


def occupancy_adds_up(tables: Tables) -> Faults:
    """Occupied, empty and unknown premises are all the premises, and kinds are all kinds."""
    if "ward_premises" not in tables:
        return
    premises = tables["ward_premises"]
    states = pl.col("occupied_count") + pl.col("empty_count") + pl.col("unknown_count")
    off = premises.filter(states != pl.col("premises_count"))
    if off.height:
        yield "ward_premises", f"states do not sum in {off['ward_code'][0]}", off.height
    is_total = pl.col("description_group") == "total"
    counted = pl.col("premises_count")
    wards = premises.group_by("ward_code").agg(
        counted.filter(is_total).sum().alias("all"), counted.filter(~is_total).sum().alias("kinds")
    )
    off = wards.filter(pl.col("all") != pl.col("kinds")).sort("ward_code")
    if off.height:
        yield "ward_premises", f"kinds do not sum in {off['ward_code'][0]}", off.height


RULES: Final[tuple[Rule, ...]] = (
    sectors_against_totals,
    sizes_against_totals,
    kinds_of_jobs_differ,
    premises_add_up,
    occupancy_adds_up,
)
