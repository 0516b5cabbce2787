"""Former codes of councils, and how we move their figures to current councils."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.schema import Table
from catalog.vocabulary.status import PARTIAL, sum_or_null, sum_status

# We move a council as a whole; with less than this share of its LSOAs in one council it was split.
NEARLY_ALL: Final = reference.read_constants("ward_constants")["council_whole"]
# Changes before 2022, which the 2022 lookup does not show.
BEFORE_2022: Final = reference.read("lad_changes_before_2022")


def lad_changes(
    lsoa_changes: pl.DataFrame, lsoa_wards: pl.DataFrame, councils: pl.DataFrame
) -> pl.DataFrame:
    """Former council codes with the current council.

    Since 2022: we look up where the LSOAs of a council without a current code are now. Before: the
    list above. Leaves out councils whose figures cannot be moved as a whole: those that were
    divided (less than 95% in one council), and those that make up, with others, less than 95% of
    the new one.
    """
    gone = lsoa_changes.unique("lsoa21_code", keep="first", maintain_order=True).join(
        councils, left_on="lad22_code", right_on="lad_code", how="anti"
    )
    now = lsoa_wards.select(lsoa21_code="lsoa_code", lad_code="lad_code")
    sizes = now.group_by("lad_code").agg(lad_lsoas=pl.len())
    part_of_former = pl.col("lsoas") / pl.col("lsoas").sum().over("former_code")
    part_of_new = pl.col("lsoas").sum().over("lad_code") / pl.col("lad_lsoas")
    moved = (
        gone.join(now, on="lsoa21_code", how="inner", validate="1:1")
        .group_by(former_code="lad22_code", former_name="lad22_name", lad_code="lad_code")
        .agg(lsoas=pl.len())
        .filter(part_of_former >= NEARLY_ALL)
        .join(sizes, on="lad_code", how="left", validate="m:1")
        .filter(part_of_new >= NEARLY_ALL)
        .select("former_code", "former_name", "lad_code")
    )
    older = BEFORE_2022.select(moved.columns)
    names = councils.select("lad_code", "lad_name")
    alone = pl.len().over("lad_code") == 1
    return (
        pl.concat([moved, older])
        .join(names, on="lad_code", how="inner", validate="m:1")
        .with_columns(
            change_kind=pl.when(alone).then(pl.lit("recoded")).otherwise(pl.lit("merged"))
        )
        .sort("former_code")
    )


def to_current_lads(
    frame: pl.DataFrame, changes: pl.DataFrame, table: Table
) -> tuple[pl.DataFrame, list[str]]:
    """Moves figures under former council codes to current councils.

    Rows of a recoded council keep their value and status. Rows of merged councils are summed if
    the table is additive and the new council has no figure of its own for that cell; otherwise they
    are dropped. The second result describes what was moved or dropped, in sentences.
    """
    is_former = pl.col("area_code").is_in(changes["former_code"].implode())
    former = (pl.col("area_type") == "lad") & is_former
    old = frame.filter(former)
    if old.is_empty():
        return frame, []
    names = changes.rename({"lad_code": "new_code", "lad_name": "new_name"})
    old = old.join(names, left_on="area_code", right_on="former_code", validate="m:1")
    arrived_at = pl.col("area_code").is_in(old["new_code"].unique().implode())
    # In a large table nearly every row is unchanged: we set those aside without a copy.
    touched = frame.select(former | arrived_at).to_series()
    first, last = touched.arg_max() or 0, frame.height - (touched.reverse().arg_max() or 0)
    aside = [frame.head(first), frame.slice(last)]
    between = frame.slice(first, last - first)
    aside.append(between.filter(~former & ~arrived_at))
    existing = between.filter(~former & arrived_at)
    moved = old.with_columns(area_code="new_code", area_name="new_name", area_vintage=pl.lit(""))
    recoded = moved.filter(pl.col("change_kind") == "recoded")
    merged = moved.filter(pl.col("change_kind") == "merged")
    notes = []
    if not merged.is_empty():
        notes.append(_describe_move(merged, summed=table.additive))
        merged = _sum_merged(merged, table, changes) if table.additive else merged.clear()
    arrivals = pl.concat([recoded.select(frame.columns), merged.select(frame.columns)])
    return pl.concat([*aside, _fill_gaps(existing, arrivals, table)]), notes


def _fill_gaps(existing: pl.DataFrame, arrivals: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Moved rows with a value fill empty cells; moved rows without one only fill absent cells."""
    if table.value is None:
        return pl.concat([existing, arrivals.join(existing, on=table.key, how="anti")])
    filled = pl.col(table.value).is_not_null()
    with_value = existing.filter(filled)
    needed = arrivals.filter(filled).join(with_value, on=table.key, how="anti")
    empty = existing.filter(~filled).join(needed, on=table.key, how="anti")
    added = arrivals.filter(~filled).join(existing, on=table.key, how="anti")
    return pl.concat([with_value, empty, needed, added])


def _sum_merged(merged: pl.DataFrame, table: Table, changes: pl.DataFrame) -> pl.DataFrame:
    if table.value is None:
        raise ValueError(f"{table.name} is additive but has no value column")
    rest = [name for name in table.columns if name not in (*table.key, table.value, "status")]
    members = changes.group_by(area_code="lad_code").agg(former_count=pl.len())
    summed = (
        merged.group_by(table.key, maintain_order=True)
        .agg(
            sum_or_null(table.value).alias(table.value),
            sum_status(table.value).alias("status"),
            pl.len().alias("present"),
            *(pl.col(name).first() for name in rest),
        )
        .join(members, on="area_code", how="left", validate="m:1")
    )
    # A former council with no row at all is a missing part too.
    incomplete = pl.col(table.value).is_not_null() & (pl.col("present") < pl.col("former_count"))
    return summed.with_columns(
        status=pl.when(incomplete).then(pl.lit(PARTIAL)).otherwise("status")
    ).select(table.columns)


def _describe_move(merged: pl.DataFrame, *, summed: bool) -> str:
    pairs = merged.select("former_name", "area_name").unique().sort("former_name").iter_rows()
    moves = ", ".join(f"{old} to {new}" for old, new in pairs)
    action = "summed to" if summed else "left out, as such figures cannot be added up for"
    return f"Figures of former councils {action} the council of today: {moves}."
