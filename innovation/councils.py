"""Awards by council: a year at a time, and the newest three whole years together."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables.innovation_places import INNOVATION_COUNCIL, INNOVATION_COUNCIL_YEAR
from catalog.vocabulary.status import MISSING, OBSERVED, ROUNDED, sum_or_null, sum_status
from innovation.awards import CENTRE, IUK
from innovation.organisations import UNIVERSITY

ALL: Final = "all"
YEARS: Final = 3
BUSINESS, SMALL = "business", "micro or small"
COUNCIL: Final = ("lad_code", "lad_name")
PER: Final = 1000


def make_council_years(awards: pl.DataFrame, councils: pl.DataFrame) -> pl.DataFrame:
    """Rows of `innovation_council_year`: awards placed in a council, by source, year and kind.

    Awards of a project without a start, or placed in no council, are in no row.
    """
    placed = awards.with_columns(
        start_year=pl.col("project_start").dt.year().cast(pl.Int64),
        status=pl.when(pl.col("award_offered_gbp").is_null())
        .then(pl.lit(MISSING)).otherwise(pl.lit(OBSERVED)),
    ).filter(pl.col("lad_code") != "").drop_nulls("start_year")  # fmt: skip
    both = pl.concat([placed, placed.with_columns(organisation_kind=pl.lit(ALL))])
    active = ~pl.col("is_withdrawn")
    key = ("lad_code", "award_source", "start_year", "organisation_kind")
    counts = both.group_by(key).agg(
        awards_count=active.sum().cast(pl.Int64), withdrawn_count=(~active).sum().cast(pl.Int64)
    )
    sums = both.filter(active).group_by(key).agg(
        sum_or_null("award_offered_gbp"),
        organisations_count=pl.col("organisation_code").n_unique().cast(pl.Int64),
        award_median_gbp=pl.col("award_offered_gbp").median(),
        without=_sum_without_centres(),
        status=sum_status("award_offered_gbp"),
    )  # fmt: skip
    return (
        counts.join(sums, on=list(key), how="left", validate="1:1")
        .join(councils.select(COUNCIL), on="lad_code", validate="m:1")
        .with_columns(
            pl.col("organisations_count").fill_null(0), pl.col("status").fill_null(MISSING)
        )
        .rename({"without": "award_without_centres_gbp"})
        .select(INNOVATION_COUNCIL_YEAR.columns)
        .sort(key)
    )


def _sum_without_centres() -> pl.Expr:
    kept = pl.col("award_offered_gbp").filter(pl.col("product_kind") != CENTRE).drop_nulls()
    return pl.when(kept.len() > 0).then(kept.sum())


def count_enterprises(enterprises: pl.DataFrame) -> pl.DataFrame:
    """lad_code, businesses_count and businesses_period: all industries and sizes, newest figure."""
    totals = enterprises.filter(
        pl.col("area_type") == "lad", pl.col("industry_code") == "total",
        pl.col("size_band") == "total",
    ).drop_nulls("business_units")  # fmt: skip
    return (
        totals.sort("period_end")
        .unique("area_code", keep="last", maintain_order=True)
        .select(lad_code="area_code", businesses_count="business_units", businesses_period="period")
    )


def make_councils(
    awards: pl.DataFrame, councils: pl.DataFrame, enterprises: pl.DataFrame, whole_until: int
) -> pl.DataFrame:
    """Rows of `innovation_council`: all councils, businesses' awards of three whole years.

    `whole_until`: the newest calendar year that was over when Innovate UK's list was read. Without
    that list there are no rows. Centres' core grants are left out.
    """
    listed = awards.filter(award_source=IUK)
    if listed.is_empty():
        return INNOVATION_COUNCIL.empty()
    first = whole_until - YEARS + 1
    dated = listed.filter(~pl.col("is_withdrawn")).with_columns(
        year=pl.col("project_start").dt.year().cast(pl.Int64)
    )
    earliest = dated["year"].min()
    firms = dated.filter(pl.col("organisation_kind") == BUSINESS, pl.col("product_kind") != CENTRE)
    recent = firms.filter(pl.col("year").is_between(first, whole_until), pl.col("lad_code") != "")
    counted = _count_firms(recent, dated, firms, first)
    rows = (
        councils.select(COUNCIL)
        .join(counted, on="lad_code", how="left", validate="1:1")
        .join(count_enterprises(enterprises), on="lad_code", how="left", validate="1:1")
        .with_columns(pl.col("^.*_count$").exclude("businesses_count").fill_null(0))
    )
    per = PER * pl.col("awards_count") / YEARS / pl.col("businesses_count")
    usable = pl.col("businesses_count") > 0
    return rows.with_columns(
        period=pl.lit(f"{first} to {whole_until}"),
        awards_per_1000_businesses=pl.when(usable).then(per),
        note=pl.when(usable)
        .then(pl.format("Businesses are enterprises in {}. " + _describe(earliest),
                        "businesses_period"))
        .otherwise(pl.lit("We have no count of businesses here. " + _describe(earliest))),
        # Counts of enterprises are rounded to 5.
        status=pl.when(usable).then(pl.lit(ROUNDED)).otherwise(pl.lit(MISSING)),
    ).select(INNOVATION_COUNCIL.columns)  # fmt: skip


def _describe(earliest: object) -> str:
    return f"A newcomer has no earlier award in our list, which begins in {earliest}."


def _count_firms(
    recent: pl.DataFrame, dated: pl.DataFrame, firms: pl.DataFrame, first: int
) -> pl.DataFrame:
    """Counts by lad_code of the awards and firms of `recent`, with the partners they have."""
    began = firms.group_by("organisation_code").agg(began=pl.col("year").min())
    sizes = pl.col("organisation_size")
    sized = sizes != ""
    of_awards = recent.group_by("lad_code").agg(
        awards_count=pl.len().cast(pl.Int64),
        small_firms_pct=pl.when(sized.any()).then(
            100 * (sizes == SMALL).sum() / sized.sum().cast(pl.Float64)
        ),
    )
    of_firms = (
        find_partners(recent, dated)
        .join(began, on="organisation_code", how="left", validate="m:1")
        .group_by("lad_code")
        .agg(
            firms_count=pl.len().cast(pl.Int64),
            newcomers_count=(pl.col("began") >= first).sum().cast(pl.Int64),
            firms_with_university_count=pl.col("university").sum().cast(pl.Int64),
            firms_with_local_count=pl.col("local").sum().cast(pl.Int64),
            firms_with_none_count=(~pl.col("university") & ~pl.col("local")).sum().cast(pl.Int64),
        )
    )
    return of_awards.join(of_firms, on="lad_code", how="full", coalesce=True, validate="1:1")


def find_partners(recent: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    """lad_code and organisation_code of each firm, with `university` and `local`: has it, on one
    of its projects in `recent`, a university, or another organisation placed in its council?"""
    members = dated.select(
        "project_code", partner="organisation_code", partner_lad="lad_code",
        is_university=pl.col("organisation_kind") == UNIVERSITY,
    )  # fmt: skip
    own = recent.select("project_code", "lad_code", "organisation_code").unique()
    other = pl.col("partner") != pl.col("organisation_code")
    return (
        own.join(members, on="project_code", how="left")
        .group_by("lad_code", "organisation_code")
        .agg(
            university=(other & pl.col("is_university")).any(),
            local=(other & (pl.col("partner_lad") == pl.col("lad_code"))).any(),
        )
    )
