"""Occupational standards that lead to an occupation, from a list that a user supplies.

A standard names unit groups of SOC 2020; an occupation of ours is the sub-major group they are in.
"""

from __future__ import annotations

import polars as pl

KEY = ("standard_code", "standard_title", "standard_level")


def list_standards(standards: pl.DataFrame, occupation: str) -> pl.DataFrame:
    """Rows of `occupational_standards` in a sub-major group, a row a standard, by level and title.

    `leads_to` names its unit or minor groups, and `occupation_codes` has their codes.
    """
    within = standards.filter(pl.col("occupation_code").str.slice(0, 2) == occupation)
    return (
        within.sort("occupation_code")
        .group_by(KEY, maintain_order=True)
        .agg(
            pl.col("occupation_name").str.join("; ").alias("leads_to"),
            pl.col("occupation_code").str.join(", ").alias("occupation_codes"),
        )
        .sort("standard_level", "standard_title", "standard_code", nulls_last=True)
    )
