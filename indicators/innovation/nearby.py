"""Organisations near a place with live or recent projects, whatever these are on."""

from __future__ import annotations

from typing import Final

import polars as pl

from innovation.centre import Centre, measure_distances
from innovation.projects import list_recent
from innovation.search import FOUND, SearchTables

COUNCIL: Final = "council"


def list_nearby(tables: SearchTables, centre: Centre, km: float) -> pl.DataFrame:
    """Rows of `innovation.search.FOUND` without words: the most live projects first, then the most
    recent ones, then the nearest.

    The project that stands for each is its newest. An organisation of which we know the council
    alone is at 0 km where that is the council asked about, else at its council's middle.
    """
    named = tables.organisations.filter(pl.col("organisation_name") != "")
    inside = (pl.col("position_of") == COUNCIL) & pl.col("lad_code").is_in(list(centre.lad_codes))
    near = (
        named.with_columns(measure_distances(named, centre))
        .with_columns(distance_km=pl.when(inside).then(0.0).otherwise("distance_km"))
        .filter(pl.col("distance_km") <= km)
    )
    recent = list_recent(tables.projects).with_columns(
        source=pl.col("award_source").replace_strict(
            dict(tables.sources), default="", return_dtype=pl.String
        )
    )
    codes = near.select("organisation_code")
    on_projects = (
        tables.participants.filter(~pl.col("is_withdrawn"))
        .select("project_code", "organisation_code")
        .join(codes, on="organisation_code", how="semi")
        .unique()
        .join(recent, on="project_code", validate="m:1")
        .sort("project_start", "project_code", descending=[True, False], nulls_last=True)
    )
    projects = on_projects.group_by("organisation_code", maintain_order=True).agg(
        pl.col(
            "project_code", "project_title", "project_theme", "project_year", "funder_name",
            "record_url", "source",
        ).first(),
        matching_projects_count=pl.len(),
        matching_live_count=pl.col("live").sum(),
    )  # fmt: skip
    councils = tables.councils.select("lad_code", "lad_name")
    found = (
        near.join(projects, on="organisation_code", validate="1:1")
        .join(_name_partners(tables, codes), on="organisation_code", how="left", validate="1:1")
        .join(councils, on="lad_code", how="left", validate="m:1")
        .with_columns(
            pl.col("lad_name", "partner_names").fill_null(""),
            shared_words=pl.lit(""),
            match_score=pl.lit(None, pl.Float64),
        )
        .sort(
            "matching_live_count", "matching_projects_count", "distance_km", "organisation_name",
            "organisation_code", descending=[True, True, False, False, False],
        )
        .with_columns(rank=pl.int_range(1, pl.len() + 1))
    )  # fmt: skip
    return found.select(pl.col(name).cast(kind) for name, kind in FOUND.items())


def _name_partners(tables: SearchTables, codes: pl.DataFrame) -> pl.DataFrame:
    """Of the organisations of `codes`: organisation_code, partners_count and partner_names, the
    most shared projects first."""
    names = tables.organisations.select(partner_code="organisation_code", name="organisation_name")
    return (
        tables.links.join(codes, on="organisation_code", how="semi")
        .join(names, on="partner_code", how="left", validate="m:1")
        .sort("projects_shared_count", "name", "partner_code", descending=[True, False, False])
        .group_by("organisation_code", maintain_order=True)
        .agg(
            partners_count=pl.len().cast(pl.Int64),
            partner_names=pl.col("name").filter(pl.col("name") != "").head(5).str.join("; "),
        )
    )
