"""Organisations with awards of Innovate UK by ward, and the newest project there."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables.innovation_places import INNOVATION_WARD
from catalog.vocabulary.status import OBSERVED
from innovation.awards import IUK
from innovation.projects import LIVE

WARD: Final = ("ward_code", "ward_name", "lad_code", "lad_name")


def make_wards(
    awards: pl.DataFrame, wards: pl.DataFrame, postcode_wards: pl.DataFrame
) -> pl.DataFrame:
    """Rows of `innovation_ward`: each ward that our postcodes reach; a ward without any is 0.

    Without Innovate UK's list there are no rows: what is not there is not 0.
    """
    listed = awards.filter(award_source=IUK)
    if listed.is_empty():
        return INNOVATION_WARD.empty()
    here = (
        listed.filter(~pl.col("is_withdrawn"), pl.col("ward_code") != "")
        .with_columns(
            year=pl.col("project_start").dt.year().cast(pl.Int64),
            live=pl.col("project_status") == LIVE,
        )
        .sort("project_start", "project_code", descending=[True, False], nulls_last=True)
    )
    project = pl.col("project_code")
    counted = here.group_by("ward_code", maintain_order=True).agg(
        organisations_count=pl.col("organisation_code").n_unique().cast(pl.Int64),
        live_projects_count=project.filter("live").n_unique().cast(pl.Int64),
        newest_title=pl.col("project_title").first(),
        newest_theme=pl.col("project_theme").first(),
        last_year=pl.col("year").max(),
        began=pl.col("year").min(),
    )
    reached = wards.select(WARD).join(postcode_wards, on="ward_code", how="semi")
    begins = listed["project_start"].dt.year().cast(pl.String).min()
    note = f"Awards in our list, which begins in {begins!s}."
    return (
        reached.join(counted, on="ward_code", how="left", validate="1:1")
        .with_columns(
            pl.col("organisations_count", "live_projects_count").fill_null(0),
            pl.col("newest_title", "newest_theme").fill_null(""),
            note=pl.lit(note),
            status=pl.lit(OBSERVED),
        )
        .select(INNOVATION_WARD.columns)
    )
