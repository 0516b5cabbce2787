"""Awards placed: projects, organisations, who works with whom, councils, wards and sectors."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table
from catalog.tables.innovation import ORGANISATION_KINDS, ORGANISATION_SIZES, PRODUCT_KINDS

PLACED_BY: Final = ("postcode", "name", "none")
# What the position of an organisation is the position of; "" where it has none.
POSITIONS: Final = ("postcode", "ward", "council", "")
LIGHTS: Final = ("yes", "no", "not held")

F = pl.Float64
define("project_code", pl.String, "", "IUK- and Innovate UK's number, or GTR- and Gateway's id")
define("award_source", pl.String, "", "innovate_uk or gtr")
define("partners_count", pl.Int64, "organisations", "Organisations on the project, none withdrawn; "
       "of a record that names the lead alone, 1")  # fmt: skip
define("partners_known", pl.Boolean, "", "The record names all partners, not the lead alone")
define("has_university", pl.Boolean, "", "A university is among them")
define("placed_by", pl.String, "", "postcode, name (of the council alone) or none")
define("first_year", pl.Int64, "year", "Year in which the first shared or own project starts",
       nullable=True)  # fmt: skip
define("last_year", pl.Int64, "year", "Year in which the newest starts", nullable=True)
define("organisation_easting_m", F, "metres", "British National Grid, east, of what `position_of` "
       "says", nullable=True)  # fmt: skip
define("organisation_northing_m", F, "metres", "The same, north", nullable=True)
define("position_of", pl.String, "", "What the position is of: the postcode, the middle of its "
       "ward or of its council (where we know no more), or '' for none")  # fmt: skip
define("projects_count", pl.Int64, "projects", "Projects, none withdrawn from")
define("live_projects_count", pl.Int64, "projects", "Of them, not yet ended when last read")
define("partner_code", pl.String, "", "Organisation code of the other organisation")
define("projects_shared_count", pl.Int64, "projects", "Projects that both are on")
define("joint_award_gbp", F, "£", "Awards offered to both on them", nullable=True)
define("is_same_council", pl.Boolean, "", "Both are placed in one council", nullable=True)
define("start_year", pl.Int64, "year", "Calendar year in which a project starts")
define("awards_count", pl.Int64, "awards", "Awards: participants of projects, none withdrawn")
define("withdrawn_count", pl.Int64, "participants", "Participants who withdrew, in no other column")
define("organisations_count", pl.Int64, "organisations", "Organisations with an award")
define("award_median_gbp", F, "£", "Middle award offered", nullable=True)
define("award_without_centres_gbp", F, "£", "Awards offered without core grants of centres",
       nullable=True)  # fmt: skip
define("businesses_count", F, "businesses", "Enterprises of the council (UK Business Counts)",
       nullable=True)  # fmt: skip
define("awards_per_1000_businesses", F, "awards per 1,000 businesses a year", "Mean of three years "
       "of awards to businesses, per 1,000 enterprises", nullable=True)  # fmt: skip
define("small_firms_pct", F, "%", "Share of awards to businesses that went to micro or small ones",
       nullable=True)  # fmt: skip
define("newcomers_count", pl.Int64, "businesses", "Businesses whose first award starts in the "
       "three years")  # fmt: skip
define("firms_count", pl.Int64, "businesses", "Businesses with an award: in the three years, or of "
       "a sector those that are live or began in five years; null without a list",
       nullable=True)  # fmt: skip
define("firms_with_university_count", pl.Int64, "businesses", "Of them, with a university partner")
define("firms_with_local_count", pl.Int64, "businesses", "Of them, with another partner placed in "
       "the council")  # fmt: skip
define("firms_with_none_count", pl.Int64, "businesses", "Of them, with neither")
define("firms_light", pl.String, "", "Businesses with awards in the sector here: yes, no, not held")
define("research_light", pl.String, "", "Research on it led from here: yes, no, not held")
define("investment_light", pl.String, "", "Awards in the sector beside a private investor's money: "
       "yes, no, not held")  # fmt: skip
define("research_count", pl.Int64, "projects", "Research projects on it led from here; null "
       "without a list", nullable=True)  # fmt: skip
define("investor_awards_count", pl.Int64, "awards", "Awards beside a private investor's money; "
       "null without a list", nullable=True)  # fmt: skip
define("gap_to_bridge", pl.String, "", "firms without research (none has a university on a project "
       "of the sector), research without firms, or ''")  # fmt: skip
define("newest_title", pl.String, "", "Title of the newest project; '' for none")
define("newest_theme", pl.String, "", "Its theme; '' for none")
define("term", pl.String, "", "A word of titles and themes, cut to its stem")
define("term_weight", F, "weight", "Weight of the term in the project (TF-IDF): squares of a "
       "project's weights sum to 1")  # fmt: skip
define("term_rarity", F, "weight", "How rare the term is among all projects (inverse document "
       "frequency)")  # fmt: skip

INNOVATION_PROJECTS: Final = Table(
    name="innovation_projects",
    grain="a project of Innovate UK or of Gateway to Research",
    key=("project_code",),
    columns=(
        "project_code", "award_source", "funder_name", "project_title", "project_theme",
        "product_kind", "product_name", "project_start", "project_end", "project_status",
        "partners_count", "partners_known", "has_university", "record_url",
    ),
    allowed=(("award_source", ("innovate_uk", "gtr")), ("product_kind", PRODUCT_KINDS)),
)  # fmt: skip
INNOVATION_PARTICIPANTS: Final = Table(
    name="innovation_participants",
    grain="an organisation on a project, and where its address lies",
    key=("project_code", "participant_number"),
    columns=(
        "project_code", "participant_number", "organisation_code", "is_lead", "is_withdrawn",
        "award_offered_gbp", "placed_by", "lsoa_code", "ward_code", "lad_code", "status",
    ),
    value="award_offered_gbp",
    allowed=(("placed_by", PLACED_BY),),
)  # fmt: skip
INNOVATION_ORGANISATIONS: Final = Table(
    name="innovation_organisations",
    grain="an organisation with a project it did not withdraw from, where its newest address lies",
    key=("organisation_code",),
    columns=(
        "organisation_code", "organisation_name", "organisation_kind", "organisation_size",
        "placed_by", "lsoa_code", "ward_code", "lad_code", "organisation_easting_m",
        "organisation_northing_m", "position_of", "projects_count", "live_projects_count",
        "award_offered_gbp", "first_year", "last_year", "status",
    ),
    value="award_offered_gbp",
    allowed=(
        ("organisation_kind", ORGANISATION_KINDS), ("organisation_size", ORGANISATION_SIZES),
        ("placed_by", PLACED_BY), ("position_of", POSITIONS),
    ),
)  # fmt: skip
INNOVATION_LINKS: Final = Table(
    name="innovation_links",
    grain="two organisations that share a project, each pair both ways",
    key=("organisation_code", "partner_code"),
    columns=(
        "organisation_code", "partner_code", "projects_shared_count", "first_year", "last_year",
        "joint_award_gbp", "is_same_council",
    ),
)  # fmt: skip
INNOVATION_COUNCIL_YEAR: Final = Table(
    name="innovation_council_year",
    grain="a council, a source of awards, the year in which projects start and a kind of "
    "organisation; awards of two sources are never added up",
    key=("lad_code", "award_source", "start_year", "organisation_kind"),
    columns=(
        "lad_code", "lad_name", "award_source", "start_year", "organisation_kind", "awards_count",
        "withdrawn_count", "organisations_count", "award_offered_gbp", "award_median_gbp",
        "award_without_centres_gbp", "status",
    ),
    value="award_offered_gbp",
    allowed=(
        ("award_source", ("innovate_uk", "gtr")),
        ("organisation_kind", ("all", *ORGANISATION_KINDS)),
    ),
)  # fmt: skip
INNOVATION_COUNCIL: Final = Table(
    name="innovation_council",
    grain="a council: Innovate UK's awards of the newest three whole years together",
    key=("lad_code",),
    columns=(
        "lad_code", "lad_name", "period", "awards_count", "businesses_count",
        "awards_per_1000_businesses", "small_firms_pct", "newcomers_count", "firms_count",
        "firms_with_university_count", "firms_with_local_count", "firms_with_none_count", "note",
        "status",
    ),
    value="awards_per_1000_businesses",
)  # fmt: skip
INNOVATION_SECTORS: Final = Table(
    name="innovation_sectors",
    grain="a council and a sector: businesses, research and signs of investment, and what lacks",
    key=("lad_code", "sector_list", "sector_code"),
    columns=(
        "lad_code", "lad_name", "sector_list", "sector_code", "sector_name", "firms_light",
        "research_light", "investment_light", "firms_count", "research_count",
        "investor_awards_count", "gap_to_bridge", "note",
    ),
    allowed=(
        ("firms_light", LIGHTS), ("research_light", LIGHTS), ("investment_light", LIGHTS),
        ("gap_to_bridge", ("firms without research", "research without firms", "")),
    ),
)  # fmt: skip
INNOVATION_WARD: Final = Table(
    name="innovation_ward",
    grain="a ward: organisations with awards of Innovate UK at an address in it",
    key=("ward_code",),
    columns=(
        "ward_code", "ward_name", "lad_code", "lad_name", "organisations_count",
        "live_projects_count", "newest_title", "newest_theme", "last_year", "note", "status",
    ),
    value="organisations_count",
)  # fmt: skip
INNOVATION_TERMS: Final = Table(
    name="innovation_terms",
    grain="a word and a project whose title or theme has it, for searches",
    key=("term", "project_code"),
    columns=("term", "project_code", "term_weight", "term_rarity"),
    non_negative=("term_weight", "term_rarity"),
)
