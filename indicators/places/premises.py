"""The share of a place's business premises that stand empty, by kind of premises."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wards import vacancy


def shares(ward_premises: pl.DataFrame) -> pl.DataFrame:
    """area_code, description_group, period, empty_pct, empty_reason of councils with a list."""
    found = vacancy.empty_shares(ward_premises, ["lad_code", "description_group"])
    return found.rename({"lad_code": "area_code"}).drop("recorded_count")


def shares_of_group(ward_premises: pl.DataFrame, members: Sequence[str], code: str) -> pl.DataFrame:
    """The same of several councils as one place: only of lists of all of them, of one period."""
    own = ward_premises.filter(pl.col("lad_code").is_in(list(members)))
    marked = vacancy.mark_lists(own)
    lists = pl.col("lad_code").filter(pl.col("marks_both")).n_unique()
    count = len(set(members))
    found = marked.group_by("description_group", maintain_order=True).agg(
        pl.col("period").max(), *vacancy.share_aggregates()
    )
    whole = marked.select(lists).item()
    if whole < count:
        why = f"lists that mark both empty and occupied are held for {whole} of {count} councils"
        found = found.with_columns(
            empty_pct=pl.lit(None, dtype=pl.Float64), empty_reason=pl.lit(why)
        )
    return found.drop("recorded_count").select(pl.lit(code).alias("area_code"), pl.all())
