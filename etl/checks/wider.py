"""The law of wider areas: councils add up to their region, and regions to their nation.

Parts that are missing can only lower a sum, so a sum with a missing part may fall short of the
whole and never exceed it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables import TABLES
from catalog.vocabulary.areas import (
    ENGLAND,
    ENGLAND_AND_WALES,
    ENGLISH_REGIONS,
    GREAT_BRITAIN,
    NORTHERN_IRELAND,
    SCOTLAND,
    UNITED_KINGDOM,
    WALES,
)
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

# Scotland and Northern Ireland are in few tables: what is theirs is missing from the others' sums.
PARTS: Final = {
    ENGLAND: tuple(ENGLISH_REGIONS),
    ENGLAND_AND_WALES: (*ENGLISH_REGIONS, WALES),
    GREAT_BRITAIN: (*ENGLISH_REGIONS, WALES, SCOTLAND),
    UNITED_KINGDOM: (*ENGLISH_REGIONS, WALES, SCOTLAND, NORTHERN_IRELAND),
}
# Tables that also hold what cannot be added up, and their rows that can.
ADDITIVE_ROWS: Final = {"claimants": pl.col("measure") == "claimants_persons"}


def areas_against_wider(tables: Tables) -> Faults:
    """Councils never exceed their region, nor regions their nation; all together they are it."""
    if "councils" not in tables:
        return
    former = former_districts(tables)
    for name, frame in tables.items():
        table = TABLES.get(name)
        if table is None or not (table.additive or name in ADDITIVE_ROWS):
            continue
        kinds = set(frame["area_type"].unique()) if "area_type" in frame.columns else set()
        if table.value is None or "period" not in table.key or not kinds & {"region", "country"}:
            continue
        rest = [column for column in table.key if column not in ("area_code", "area_type")]
        rows = frame.filter(ADDITIVE_ROWS.get(name, True)).select(
            "area_code", *rest, figure=pl.col(table.value), too_low=pl.col("status") == PARTIAL
        )
        within = _within(tables["councils"], by_region="region" in kinds).join(
            former, on="area_code", how="left", validate="m:1"
        )
        yield from _against_wider(name, rows, within, rest)


def _within(councils: pl.DataFrame, *, by_region: bool) -> pl.DataFrame:
    """area_code, whole, parts, members: each area, the wider one it is in, and how many are.

    Without regions councils are within England, of which some part is always placed in none.
    """
    nation = pl.when(region_code=WALES).then(pl.lit(WALES)).otherwise(pl.lit(ENGLAND))
    of_councils = councils.select(
        area_code="lad_code", whole="region_code" if by_region else nation, parts=pl.lit("councils")
    )
    of_regions = pl.DataFrame(
        {"area_code": code, "whole": whole, "parts": "regions"}
        for whole, codes in PARTS.items()
        for code in codes
    )
    both = pl.concat([of_councils, of_regions])
    placed = (pl.col("parts") == "regions") | pl.lit(by_region)
    return both.with_columns(members=pl.when(placed).then(pl.len().over("whole", "parts")))


def _against_wider(name: str, rows: pl.DataFrame, within: pl.DataFrame, rest: list[str]) -> Faults:
    figure, whole = pl.col("figure"), pl.col("whole_figure")
    times = pl.col("former").fill_null(1)
    summed = (
        rows.drop_nulls("figure")
        .join(within, on="area_code")
        .group_by("parts", "whole", *rest)
        .agg(
            figure.sum().alias("summed"),
            ((~pl.col("too_low")).sum() == pl.col("members").first()).alias("is_whole"),
            times.sum().alias("cells"),
            spread_of_roundings(figure, times).alias("spread"),
            most_of_roundings(figure, times).alias("most"),
        )
        .join(
            rows.filter(~pl.col("too_low"), figure.is_not_null()).select(
                *rest, whole="area_code", whole_figure="figure"
            ),
            on=["whole", *rest],
            validate="m:1",
        )
    )
    step = rounded_to(name)
    if step is None:
        by_size = room_for_roundings(pl.col("spread"), pl.col("most"), whole)
        room = pl.max_horizontal(by_size, ROUNDING_PER_CELL * (pl.col("cells") + 1))
        below = pl.max_horizontal(room, ROUNDING_SHARE * whole)
    else:
        room = below = step * (pl.col("cells") + 1)
    beyond = pl.col("summed") - whole
    off = summed.filter((beyond > room) | (pl.col("is_whole") & (beyond < -below)))
    if off.height:
        example = off.sort("parts", "whole", *rest).row(0, named=True)
        where = ", ".join(str(example[part]) for part in rest)
        yield (
            name,
            f"{example['parts']} sum to {example['summed']:,.0f}, {example['whole']} has "
            f"{example['whole_figure']:,.0f} ({where})",
            off.height,
        )


RULES: Final[tuple[Rule, ...]] = (areas_against_wider,)
