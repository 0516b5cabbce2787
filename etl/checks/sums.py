"""Laws of sums: councils to their region, sectors and sizes to the total, premises to their list.

Parts that are missing can only lower a sum, so a sum with a missing part may fall short of the
whole and never exceed it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.schema import Table
from catalog.tables import TABLES
from etl.checks.fault import Faults, Rule, Tables
from etl.checks.rounding import (
    ROUNDING_PER_CELL,
    ROUNDING_SHARE,
    most_of_roundings,
    room_for_roundings,
    spread_of_roundings,
)

# 2026-11: businesses of a council were seen 15 off with five cells, so each may be off by its step.
BUSINESSES_PER_CELL: Final = 5.0
# Sums of cells that had been rounded before they were published together.
DIVISION_SHARE: Final = 0.06
SIZE_BANDS: Final = ("micro", "small", "medium", "large")


def sectors_against_totals(tables: Tables) -> Faults:
    """Sections and divisions of BRES add up to the total within what rounding can explain."""
    if "jobs" in tables:
        members = _members(tables)
        key = ("area_code", "period", "job_kind")
        for level, share in (("section", ROUNDING_SHARE), ("division", DIVISION_SHARE)):
            parts = tables["jobs"].filter(industry_level=level)
            total = tables["jobs"].filter(industry_level="total")
            yield from _parts("jobs", f"{level}s", parts, total, key, "jobs", share, members)


def sizes_against_totals(tables: Tables) -> Faults:
    """Businesses by size band add up to all sizes within rounding to 5."""
    for name in ("business_local_units", "business_enterprises", "enterprises_fine"):
        if name in tables:
            key = ("area_code", "period", "industry_code")
            parts = tables[name].filter(pl.col("size_band").is_in(SIZE_BANDS))
            complete = pl.col("size_band").n_unique().over(key) == len(SIZE_BANDS)
            total = tables[name].filter(size_band="total")
            yield from _parts(
                name, "size bands", parts.filter(complete), total, key, "business_units", 0.0,
                _members(tables), BUSINESSES_PER_CELL,
            )  # fmt: skip


def _members(tables: Tables) -> pl.DataFrame:
    """area_code, members: of how many former districts a council's figure may be the sum.

    Each of theirs is rounded by itself, so the sum is off by as many roundings.
    """
    changes = tables.get("lad_changes", pl.DataFrame(schema={"lad_code": pl.String}))
    return changes.group_by(area_code="lad_code").agg(members=pl.len())


def _parts(
    name: str,
    parts_are: str,
    parts: pl.DataFrame,
    total: pl.DataFrame,
    key: tuple[str, ...],
    value: str,
    share: float,
    members: pl.DataFrame,
    per_cell: float = ROUNDING_PER_CELL,
) -> Faults:
    summed = parts.group_by(key).agg(
        pl.col(value).sum().alias("summed"),
        pl.col(value).is_null().any().alias("gap"),
        pl.len().alias("cells"),
        spread_of_roundings(pl.col(value)).alias("spread"),
        most_of_roundings(pl.col(value)).alias("most"),
    )
    total = (
        total.select(*key, total=pl.col(value))
        .drop_nulls("total")
        .join(members, on="area_code", how="left", validate="m:1")
    )
    times = pl.col("members").fill_null(1)
    room = share * pl.col("total") + per_cell * (pl.col("cells") + 1) * times
    if value == "jobs":
        by_size = room_for_roundings(pl.col("spread"), pl.col("most"), pl.col("total"))
        room = pl.max_horizontal(room, by_size * times.sqrt())
    beyond = pl.col("summed") - pl.col("total")
    off = summed.join(total, on=key, validate="1:1").filter(
        (beyond > room) | (~pl.col("gap") & (beyond < -room))
    )
    if off.height:
        worst = off.sort((beyond / pl.col("total")).abs(), *key, descending=True)
        example = worst.row(0, named=True)
        yield (
            name,
            f"{parts_are} sum to {example['summed']:,.0f} and the total is "
            f"{example['total']:,.0f} ({', '.join(str(example[part]) for part in key)}): more "
            "than rounding",
            off.height,
        )


def councils_against_regions(tables: Tables) -> Faults:
    """Councils of a region never exceed its own figure, and add up to it where each has one."""
    if "councils" not in tables:
        return
    regions = tables["councils"].select("lad_code", "region_code")
    sizes = regions.group_by("region_code").agg(pl.len().alias("members"))
    for name, frame in tables.items():
        table = TABLES.get(name)
        if table is None or not table.additive or not {"area_type", "period"} <= set(table.columns):
            continue
        if table.value is not None and {"lad", "region"} <= set(frame["area_type"].unique()):
            yield from _against_region(frame, table, table.value, regions, sizes)


def _against_region(
    frame: pl.DataFrame, table: Table, value: str, regions: pl.DataFrame, sizes: pl.DataFrame
) -> Faults:
    rest = [name for name in table.key if name not in ("area_code", "area_type")]
    summed = (
        frame.filter(area_type="lad")
        .join(regions, left_on="area_code", right_on="lad_code", validate="m:1")
        .group_by("region_code", *rest)
        .agg(
            pl.col(value).sum().alias("summed"),
            pl.col(value).count().alias("with_value"),
            spread_of_roundings(pl.col(value)).alias("spread"),
            most_of_roundings(pl.col(value)).alias("most"),
        )
        .join(sizes, on="region_code", validate="m:1")
    )
    of_region = frame.filter(area_type="region").select(
        "area_code", *rest, region=pl.col(value)
    ).drop_nulls("region")  # fmt: skip
    room = ROUNDING_SHARE * pl.col("region").abs() + ROUNDING_PER_CELL * (pl.col("members") + 1)
    if value == "jobs":
        by_size = room_for_roundings(pl.col("spread"), pl.col("most"), pl.col("region"))
        room = pl.max_horizontal(room, by_size)
    beyond = pl.col("summed") - pl.col("region")
    is_whole = pl.col("with_value") == pl.col("members")
    off = summed.join(
        of_region, left_on=["region_code", *rest], right_on=["area_code", *rest], validate="1:1"
    ).filter((beyond > room) | (is_whole & (beyond < -room)))
    if off.height:
        example = off.sort("region_code", *rest).row(0, named=True)
        where = ", ".join(str(example[part]) for part in ("region_code", *rest))
        yield (
            table.name,
            f"councils sum to {example['summed']:,.0f}, their region has {example['region']:,.0f} "
            f"({where})",
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
    councils_against_regions,
    premises_add_up,
    occupancy_adds_up,
)
