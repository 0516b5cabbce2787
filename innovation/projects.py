"""Projects, who is on them, organisations, and who works with whom."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.tables.innovation_places import (
    INNOVATION_LINKS,
    INNOVATION_ORGANISATIONS,
    INNOVATION_PARTICIPANTS,
    INNOVATION_PROJECTS,
)
from catalog.vocabulary.status import MISSING, OBSERVED, PARTIAL, sum_or_null
from innovation.awards import IUK
from innovation.organisations import UNIVERSITY

LIVE: Final = "live"
RECENT_YEARS: Final = 5


def make_projects(awards: pl.DataFrame) -> pl.DataFrame:
    """Rows of `innovation_projects`; of a project that all have left the partners are 0."""
    active = ~pl.col("is_withdrawn")
    return (
        awards.sort("project_code", "participant_number")
        .group_by("project_code", maintain_order=True)
        .agg(
            pl.col(
                "award_source", "funder_name", "project_title", "project_theme", "product_kind",
                "product_name", "project_start", "project_end", "project_status",
                "partners_known", "record_url",
            ).first(),
            partners_count=pl.col("organisation_code").filter(active).n_unique().cast(pl.Int64),
            has_university=((pl.col("organisation_kind") == UNIVERSITY) & active).any(),
        )
        .select(INNOVATION_PROJECTS.columns)
    )  # fmt: skip


def make_participants(awards: pl.DataFrame) -> pl.DataFrame:
    """Rows of `innovation_participants`."""
    return awards.with_columns(status=_status_of("award_offered_gbp")).select(
        INNOVATION_PARTICIPANTS.columns
    )


def _status_of(value: str) -> pl.Expr:
    return pl.when(pl.col(value).is_null()).then(pl.lit(MISSING)).otherwise(pl.lit(OBSERVED))


def settle_status(awards: pl.DataFrame, as_of: dict[str, date]) -> pl.DataFrame:
    """The awards with a project_status where it follows from the end of the project.

    `as_of`: the day on which each source was read. What the source itself says stands.
    """
    day = pl.col("award_source").replace_strict(as_of, default=None, return_dtype=pl.Date)
    ended = pl.col("project_end") < day
    settled = pl.when(ended).then(pl.lit("closed")).when(~ended).then(pl.lit(LIVE))
    return awards.with_columns(
        project_status=pl.when(pl.col("project_status") == "")
        .then(settled.otherwise(pl.lit("")))
        .otherwise("project_status")
    )


def list_recent(projects: pl.DataFrame) -> pl.DataFrame:
    """Rows of projects that are live, or began in the five years before the newest of their
    source, with project_year and live."""
    year = pl.col("project_start").dt.year().cast(pl.Int64)
    dated = projects.with_columns(project_year=year, live=pl.col("project_status") == LIVE)
    newest = pl.col("project_year").max().over("award_source")
    return dated.filter(pl.col("live") | (pl.col("project_year") > newest - RECENT_YEARS))


def make_organisations(awards: pl.DataFrame) -> pl.DataFrame:
    """Rows of `innovation_organisations`: award_offered_gbp is of Innovate UK alone.

    Of a project of the Gateway the lead has the whole value, also the partners' part, so the two
    are never added up.
    """
    active = awards.filter(~pl.col("is_withdrawn")).with_columns(
        year=pl.col("project_start").dt.year().cast(pl.Int64),
        live=pl.col("project_status") == LIVE,
        offered=pl.when(pl.col("award_source") == IUK).then("award_offered_gbp"),
        has_address=pl.col("position_of").replace_strict(
            {"postcode": 0, "ward": 1, "council": 2}, default=3, return_dtype=pl.Int8
        ),
    )
    ordered = active.with_columns(status=_status_of("offered")).sort(
        pl.col("has_address") == 3, pl.col("project_start"), "has_address", "project_code",
        "participant_number", descending=[False, True, False, False, False], nulls_last=True,
    )  # fmt: skip
    of_projects = pl.col("project_code")
    size = pl.col("organisation_size")
    offers = pl.col("award_source") == IUK
    return (
        ordered.group_by("organisation_code", maintain_order=True)
        .agg(
            pl.col("organisation_name").filter(pl.col("organisation_name") != "").first()
            .fill_null(""),
            pl.col("organisation_kind").first(),
            size.filter(size != "").first().fill_null(""),
            pl.col(
                "placed_by", "lsoa_code", "ward_code", "lad_code", "organisation_easting_m",
                "organisation_northing_m", "position_of",
            ).first(),
            projects_count=of_projects.n_unique().cast(pl.Int64),
            live_projects_count=of_projects.filter("live").n_unique().cast(pl.Int64),
            award_offered_gbp=sum_or_null("offered"),
            first_year=pl.col("year").min(),
            last_year=pl.col("year").max(),
            # Awards of the Gateway are no part that is missing from a sum of Innovate UK's.
            status=pl.when(offers.any() & pl.col("offered").filter(offers).is_not_null().any())
            .then(
                pl.when(pl.col("offered").filter(offers).is_null().any())
                .then(pl.lit(PARTIAL)).otherwise(pl.lit(OBSERVED))
            )
            .otherwise(pl.lit(MISSING)),
        )
        .select(INNOVATION_ORGANISATIONS.columns)
    )  # fmt: skip


def make_links(awards: pl.DataFrame) -> pl.DataFrame:
    """Rows of `innovation_links`: a project of n organisations makes n(n-1)/2 pairs, both ways."""
    active = awards.filter(~pl.col("is_withdrawn") & pl.col("partners_known"))
    members = active.group_by("project_code", "organisation_code").agg(
        sum_or_null("award_offered_gbp"),
        pl.col("lad_code").max(),
        year=pl.col("project_start").dt.year().cast(pl.Int64).first(),
    )
    # Most projects have one organisation, which is linked with none.
    shared = members.filter(pl.len().over("project_code") > 1)
    others = shared.select(
        "project_code", partner_code="organisation_code", partner_gbp="award_offered_gbp",
        partner_lad="lad_code",
    )  # fmt: skip
    pairs = shared.join(others, on="project_code").filter(
        pl.col("organisation_code") != pl.col("partner_code")
    )
    both_placed = (pl.col("lad_code") != "") & (pl.col("partner_lad") != "")
    return (
        pairs.with_columns(
            joint=pl.sum_horizontal("award_offered_gbp", "partner_gbp", ignore_nulls=False),
            same=pl.when(both_placed).then(pl.col("lad_code") == pl.col("partner_lad")),
        )
        .sort("year", "project_code", nulls_last=True)
        .group_by("organisation_code", "partner_code", maintain_order=True)
        .agg(
            projects_shared_count=pl.len().cast(pl.Int64),
            first_year=pl.col("year").min(),
            last_year=pl.col("year").max(),
            joint_award_gbp=sum_or_null("joint"),
            is_same_council=pl.col("same").drop_nulls().last(),
        )
        .select(INNOVATION_LINKS.columns)
    )
