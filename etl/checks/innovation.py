"""Laws of awards: parts make their sums, who withdrew is in none, links go both ways."""

from __future__ import annotations

from typing import Final

import polars as pl

from etl.checks.fault import Faults, Rule, Tables

WITHIN: Final = 0.01  # pounds, of a sum
SMALL: Final = 1e-9
YEARS: Final = 3
PER: Final = 1000
ALL: Final = "all"
YEAR_KEY: Final = ("lad_code", "award_source", "start_year")
ON_PROJECT: Final = ("innovation_participants", "innovation_projects")
PAIR: Final = ("organisation_code", "partner_code")


def _placed(tables: Tables) -> pl.DataFrame:
    """Participants placed in a council, with source and the year in which the project starts."""
    projects = tables["innovation_projects"].select(
        "project_code", "award_source", start_year=pl.col("project_start").dt.year().cast(pl.Int64)
    )
    rows = tables["innovation_participants"].filter(pl.col("lad_code") != "")
    return rows.join(projects, on="project_code", how="left").drop_nulls("start_year")


def council_years_are_the_sums_of_participants(tables: Tables) -> Faults:
    """Awards, withdrawals and pounds of a council's year are those of the participants placed in
    it, none of whom is left out and none counted who withdrew."""
    if not {"innovation_council_year", *ON_PROJECT} <= set(tables):
        return
    active = ~pl.col("is_withdrawn")
    parts = (
        _placed(tables)
        .group_by(YEAR_KEY)
        .agg(
            awards=active.sum().cast(pl.Int64),
            withdrawn=(~active).sum().cast(pl.Int64),
            pounds=pl.col("award_offered_gbp").filter(active).sum(),
        )
    )
    years = tables["innovation_council_year"].filter(organisation_kind=ALL)
    both = years.join(parts, on=list(YEAR_KEY), how="full", coalesce=True)
    wrong = both.filter(
        pl.col("awards_count").ne_missing(pl.col("awards"))
        | pl.col("withdrawn_count").ne_missing(pl.col("withdrawn"))
        | (
            pl.col("award_offered_gbp").fill_null(0.0) - pl.col("pounds").fill_null(0.0)
        ).abs().gt(WITHIN)
    ).sort(YEAR_KEY)  # fmt: skip
    if wrong.height:
        yield (
            "innovation_council_year",
            f"not the sum of its participants, {wrong.select(YEAR_KEY).row(0)}",
            wrong.height,
        )


def kinds_of_organisation_add_up(tables: Tables) -> Faults:
    """Awards of each kind of organisation make those of all."""
    if "innovation_council_year" not in tables:
        return
    counted = ("awards_count", "withdrawn_count")
    rows = tables["innovation_council_year"]
    every = rows.filter(organisation_kind=ALL)
    kinds = (
        rows.filter(pl.col("organisation_kind") != ALL)
        .group_by(YEAR_KEY)
        .agg(pl.col(counted).sum().name.suffix("_kinds"))
    )
    both = every.join(kinds, on=list(YEAR_KEY), how="full", coalesce=True)
    wrong = both.filter(
        pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_kinds")) for name in counted)
    ).sort(YEAR_KEY)
    if wrong.height:
        yield (
            "innovation_council_year",
            f"kinds do not make all, {wrong.select(YEAR_KEY).row(0)}",
            wrong.height,
        )


def links_go_both_ways(tables: Tables) -> Faults:
    """Each link has its mirror, with the same figures; none is to itself."""
    if "innovation_links" not in tables:
        return
    links = tables["innovation_links"]
    own = links.filter(pl.col("organisation_code") == pl.col("partner_code"))
    if own.height:
        yield "innovation_links", f"linked to itself, {own['organisation_code'][0]}", own.height
    figures = ("projects_shared_count", "first_year", "last_year", "joint_award_gbp")
    mirror = links.select(
        organisation_code="partner_code", partner_code="organisation_code",
        **{f"{name}_back": pl.col(name) for name in figures},
    )  # fmt: skip
    both = links.join(mirror, on=list(PAIR), how="left")
    differs = pl.any_horizontal(
        (pl.col(name) - pl.col(f"{name}_back")).abs().fill_null(0.0) > WITHIN for name in figures
    )
    wrong = both.filter(pl.col("projects_shared_count_back").is_null() | differs).sort(PAIR)
    if wrong.height:
        yield "innovation_links", f"one way only, {wrong.select(PAIR).row(0)}", wrong.height


def rates_of_awards_follow_from_their_parts(tables: Tables) -> Faults:
    """Awards per 1,000 businesses are awards of three years, a year, over the businesses."""
    if "innovation_council" not in tables:
        return
    per = PER * pl.col("awards_count") / YEARS / pl.col("businesses_count")
    rate = pl.col("awards_per_1000_businesses")
    rows = tables["innovation_council"].filter(rate.is_not_null())
    wrong = rows.filter(per.is_null() | ((rate - per).abs() > SMALL)).sort("lad_code")
    if wrong.height:
        yield (
            "innovation_council",
            f"awards per 1,000 businesses are not those of their parts, {wrong['lad_name'][0]}",
            wrong.height,
        )


def counts_of_firms_lie_within_bounds(tables: Tables) -> Faults:
    """Shares are from 0 to 100; firms with partners, with none, and newcomers are among firms."""
    if "innovation_council" not in tables:
        return
    firms = pl.col("firms_count").fill_null(0)
    partnered = ("firms_with_university_count", "firms_with_local_count")
    parts = (*partnered, "firms_with_none_count", "newcomers_count")
    outside = ~pl.col("small_firms_pct").is_between(0, 100).fill_null(value=True)
    lacking = pl.sum_horizontal(*partnered, "firms_with_none_count") < firms
    wrong = tables["innovation_council"].filter(
        outside
        | lacking
        | pl.any_horizontal(pl.col(name) > firms for name in parts)
        | (pl.max_horizontal(*partnered) + pl.col("firms_with_none_count") > firms)
    ).sort("lad_code")  # fmt: skip
    if wrong.height:
        yield (
            "innovation_council",
            f"shares or counts of firms out of bounds, {wrong['lad_name'][0]}",
            wrong.height,
        )


def organisations_count_what_they_did_not_leave(tables: Tables) -> Faults:
    """An organisation's projects are those that it did not withdraw from; others are not listed."""
    if not {"innovation_organisations", *ON_PROJECT} <= set(tables):
        return
    counted = (
        tables["innovation_participants"]
        .filter(~pl.col("is_withdrawn"))
        .group_by("organisation_code")
        .agg(counted=pl.col("project_code").n_unique().cast(pl.Int64))
    )
    both = tables["innovation_organisations"].join(
        counted, on="organisation_code", how="full", coalesce=True
    )
    wrong = both.filter(pl.col("projects_count").ne_missing(pl.col("counted"))).sort(
        "organisation_code"
    )
    if wrong.height:
        yield (
            "innovation_organisations",
            f"projects are not those of its participants, {wrong['organisation_code'][0]}",
            wrong.height,
        )


def placed_addresses_say_how(tables: Tables) -> Faults:
    """By postcode: a ward and its council. By name: a council alone. Else: neither."""
    if "innovation_participants" not in tables:
        return
    ward, lad = pl.col("ward_code") != "", pl.col("lad_code") != ""
    how = pl.col("placed_by")
    wrong = tables["innovation_participants"].filter(
        ~(
            ((how == "postcode") & ward & lad)
            | ((how == "name") & ~ward & lad)
            | ((how == "none") & ~ward & ~lad)
        )
    )
    if "wards" in tables:
        councils = tables["wards"].select("ward_code", ward_lad="lad_code")
        elsewhere = (
            tables["innovation_participants"]
            .join(councils, on="ward_code")
            .filter(pl.col("lad_code") != pl.col("ward_lad"))
        )
        wrong = pl.concat([wrong, elsewhere.drop("ward_lad")])
    if wrong.height:
        code = wrong.sort("project_code")["project_code"][0]
        yield "innovation_participants", f"placed in another way than said, {code}", wrong.height


def wards_count_the_organisations_in_them(tables: Tables) -> Faults:
    """A ward's organisations are those of Innovate UK's list with an address in it."""
    if not {"innovation_ward", *ON_PROJECT} <= set(tables):
        return
    listed = tables["innovation_projects"].filter(award_source="innovate_uk")
    counted = (
        tables["innovation_participants"]
        .filter(~pl.col("is_withdrawn"))
        .join(listed, on="project_code", how="semi")
        .group_by("ward_code")
        .agg(counted=pl.col("organisation_code").n_unique().cast(pl.Int64))
    )
    both = tables["innovation_ward"].join(counted, on="ward_code", how="left")
    wrong = both.filter(pl.col("organisations_count") != pl.col("counted").fill_null(0))
    if wrong.height:
        name = wrong.sort("ward_code")["ward_name"][0]
        yield "innovation_ward", f"organisations are not those placed in it, {name}", wrong.height


RULES: Final[tuple[Rule, ...]] = (
    council_years_are_the_sums_of_participants,
    kinds_of_organisation_add_up,
    links_go_both_ways,
    rates_of_awards_follow_from_their_parts,
    counts_of_firms_lie_within_bounds,
    organisations_count_what_they_did_not_leave,
    placed_addresses_say_how,
    wards_count_the_organisations_in_them,
)
