"""Former codes of councils, and how their figures come to the councils of today."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.schema import Table
from catalog.vocabulary.status import PARTIAL, of_sum, sum_known

# A council is moved whole; below this share of its LSOAs in one council of today it was split.
WHOLE: Final = reference.read_constants("ward_constants")["council_whole"]
# Changes before 2022, which the 2022 lookup can no longer show.
BEFORE_2022: Final = reference.read("lad_changes_before_2022")


def lad_changes(
    lsoa_changes: pl.DataFrame, lsoa_wards: pl.DataFrame, councils: pl.DataFrame
) -> pl.DataFrame:
    """Former council codes with the council of today.

    Since 2022: where the LSOAs of a council whose code is gone lie now. Before: the committed list.
    Left out, as their figures cannot be moved whole, are councils that went to several (less than
    95 % in one) and those that with others make up less than 95 % of the new one.
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
        .filter(part_of_former >= WHOLE)
        .join(sizes, on="lad_code", how="left", validate="m:1")
        .filter(part_of_new >= WHOLE)
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
    """Figures under former council codes, moved to the councils of today.

    A recoded council's rows keep value and status. Those of councils that were merged are summed
    where the table is additive and the new council has no figure of its own for that cell, and
    dropped elsewhere. The second result says in words what was moved and what was dropped.
    """
    is_former = pl.col("area_code").is_in(changes["former_code"].implode())
    former = (pl.col("area_type") == "lad") & is_former
    old = frame.filter(former)
    if old.is_empty():
        return frame, []
    names = changes.rename({"lad_code": "new_code", "lad_name": "new_name"})
    old = old.join(names, left_on="area_code", right_on="former_code", validate="m:1")
    arrived_at = pl.col("area_code").is_in(old["new_code"].unique().implode())
    # Nearly every row of a large table stays as it is: those are set aside without a copy.
    touched = frame.select(former | arrived_at).to_series()
    first, last = touched.arg_max() or 0, frame.height - (touched.reverse().arg_max() or 0)
    aside = [frame.head(first), frame.slice(last)]
    between = frame.slice(first, last - first)
    aside.append(between.filter(~former & ~arrived_at))
    kept = between.filter(~former & arrived_at)
    moved = old.with_columns(area_code="new_code", area_name="new_name", area_vintage=pl.lit(""))
    recoded = moved.filter(pl.col("change_kind") == "recoded")
    merged = moved.filter(pl.col("change_kind") == "merged")
    notes = []
    if not merged.is_empty():
        notes.append(_words(merged, summed=table.additive))
        merged = _sum_merged(merged, table, changes) if table.additive else merged.clear()
    arrivals = pl.concat([recoded.select(frame.columns), merged.select(frame.columns)])
    return pl.concat([*aside, _fill(kept, arrivals, table)]), notes


def _fill(kept: pl.DataFrame, arrivals: pl.DataFrame, table: Table) -> pl.DataFrame:
    """An arrival with a value fills a cell that has none; one without fills a cell not there."""
    if table.value is None:
        return pl.concat([kept, arrivals.join(kept, on=table.key, how="anti")])
    filled = pl.col(table.value).is_not_null()
    own = kept.filter(filled)
    needed = arrivals.filter(filled).join(own, on=table.key, how="anti")
    empty = kept.filter(~filled).join(needed, on=table.key, how="anti")
    added = arrivals.filter(~filled).join(kept, on=table.key, how="anti")
    return pl.concat([own, empty, needed, added])


def _sum_merged(merged: pl.DataFrame, table: Table, changes: pl.DataFrame) -> pl.DataFrame:
    if table.value is None:
        raise ValueError(f"{table.name} is additive and has no value column")
    rest = [name for name in table.columns if name not in (*table.key, table.value, "status")]
    members = changes.group_by(area_code="lad_code").agg(former_count=pl.len())
    summed = (
        merged.group_by(table.key, maintain_order=True)
        .agg(
            sum_known(table.value).alias(table.value),
            of_sum(table.value).alias("status"),
            pl.len().alias("present"),
            *(pl.col(name).first() for name in rest),
        )
        .join(members, on="area_code", how="left", validate="m:1")
    )
    # A predecessor with no row at all is a missing part too.
    short = pl.col(table.value).is_not_null() & (pl.col("present") < pl.col("former_count"))
    return summed.with_columns(
        status=pl.when(short).then(pl.lit(PARTIAL)).otherwise("status")
    ).select(table.columns)


def _words(merged: pl.DataFrame, *, summed: bool) -> str:
    pairs = merged.select("former_name", "area_name").unique().sort("former_name").iter_rows()
    went = ", ".join(f"{old} to {new}" for old, new in pairs)
    did = "summed to" if summed else "left out, as such figures cannot be added up for"
    return f"Figures of former councils {did} the council of today: {went}."
