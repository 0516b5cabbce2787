"""Sectors: what is here now, what has grown, what is coming, and classes finer than sections."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

AREA: Final = ("area_code", "area_name", "area_type")
TIDY_AREA: Final = (*AREA, "area_vintage")
PERIOD: Final = ("period", "period_start", "period_end")
INDUSTRY: Final = ("industry_code", "industry_name", "industry_level")
SECTOR: Final = ("sector_list", "sector_code", "sector_name")
BOUNDS: Final = ("lower80", "upper80")
QUOTIENT: Final = ("location_quotient", "quotient_lower80", "quotient_upper80")
# From "very likely grown" down; "" where we have no answer.
GROWTH_TIERS: Final = (
    "very likely grown", "likely grown", "too close to call", "likely shrunk",
    "very likely shrunk", "",
)  # fmt: skip
OUTLOOK_TIERS: Final = ("likely to outgrow", "may outgrow", "cannot be foretold", "")
# From what is known of a class in the whole nation.
CARRIER_TIERS: Final = ("stronger", "middling", "weaker", "")

F = pl.Float64
define("nowcast_jobs", F, "jobs", "Our estimate of jobs now", nullable=True)
define("nowcast_lower80", F, "jobs", "Lower end of the 80% interval of jobs now", nullable=True)
define("nowcast_upper80", F, "jobs", "Upper end of the 80% interval of jobs now", nullable=True)
define("nowcast_period", pl.String, "", "Period of the estimate of now; '' where there is none")
define("share_pct", F, "%", "Share of the area's jobs that are in the sector", nullable=True)
define("nation_share_pct", F, "%", "The same for the nation named in `nation_name`", nullable=True)
define("nation_name", pl.String, "", "The nation that the area is set beside")
define("location_quotient", F, "ratio", "Share here over the share in the nation; 1 is the same",
       nullable=True)  # fmt: skip
define("quotient_lower80", F, "ratio", "Lower end of its 80% interval", nullable=True)
define("quotient_upper80", F, "ratio", "Upper end of its 80% interval", nullable=True)
define("specialised", pl.String, "", "more, about the same or less than in the nation, beyond "
       "the noise; '' where not known")  # fmt: skip
define("micro_units", F, "units", "Local units with 0 to 9 employees", nullable=True)
define("small_units", F, "units", "Local units with 10 to 49 employees", nullable=True)
define("medium_units", F, "units", "Local units with 50 to 249 employees", nullable=True)
define("large_units", F, "units", "Local units with 250 employees or more", nullable=True)
define("units_period", pl.String, "", "Year of the local units; '' where there are none")
define("pay_note", pl.String, "", "What the pay is of, and when; or why there is none")
define("jobs_before", F, "jobs", "Mean of the two years before", nullable=True)
define("jobs_after", F, "jobs", "Mean of the two newest years", nullable=True)
define("change_pct", F, "%", "Change over the figure before", nullable=True)
define("change_lower80", F, "jobs", "Lower end of the 80% interval of the change", nullable=True)
define("change_upper80", F, "jobs", "Upper end of the 80% interval of the change", nullable=True)
define("nation_change_pct", F, "%", "Change of the sector in the nation over the same years",
       nullable=True)  # fmt: skip
define("share_before_pct", F, "%", "Share of the area's jobs, in the two years before",
       nullable=True)  # fmt: skip
define("share_after_pct", F, "%", "Share of the area's jobs, in the two newest years",
       nullable=True)  # fmt: skip
define("growth_tier", pl.String, "", "Whether jobs and share have grown beyond the noise")
define("jobs_tier", pl.String, "", "The same for jobs alone")
define("share_tier", pl.String, "", "The same for the share of the area's jobs alone")
define("tier_rate_pct", F, "%", "How often what looked like this in the past came true",
       nullable=True)  # fmt: skip
define("tier_cases", F, "cases", "Past cases from which the rate was measured", nullable=True)
define("tier_base_pct", F, "%", "How often it came true of all cases", nullable=True)
define("jump", pl.String, "", "Why a change may be no growth: one employer, reclassification, "
       "or ''")  # fmt: skip
define("outlook_probability", F, "probability", "Calibrated chance that real output of the sector "
       "outgrows its area", nullable=True)  # fmt: skip
define("outlook_tier", pl.String, "", "What the outlook is worth, by its record on the past")
define("outlook_rank", pl.Int64, "rank", "1 is the sector of the area with the best outlook",
       nullable=True)  # fmt: skip
define("tier_worst_pct", F, "%", "The rate in its worst year", nullable=True)
define("nation_outlook_pct", F, "%", "Change that we forecast for the sector in the nation",
       nullable=True)  # fmt: skip
define("nation_outlook_lower80", F, "%", "Lower end of its 80% interval", nullable=True)
define("nation_outlook_upper80", F, "%", "Upper end of its 80% interval", nullable=True)
define("sector_list", pl.String, "", "The list that the sector is of: group (3-digit SIC), "
       "subclass (5-digit), is8, is8_frontier, dcms or a list of the user's own")  # fmt: skip
define("sector_code", pl.String, "", "Code of the sector in its list")
define("sector_name", pl.String, "", "Name of the sector in its list")
define("sic_code", pl.String, "", "SIC 2007 digits, 2 to 5 of them, of which all classes below "
       "belong; '' where SIC cannot measure the sector")  # fmt: skip
define("list_source", pl.String, "", "Who made the list, and when")
define("measured_code", pl.String, "", "GSS or ITL code of the area that the figure is of: the "
       "council, or the larger area round it")  # fmt: skip
define("measured_name", pl.String, "", "Name of the area that the figure is of")
define("classes_count", pl.Int64, "classes", "5-digit classes with jobs that were added up")
define("carriers_tier", pl.String, "", "Outlook of the class, from what is known of it in the whole "
       "nation; '' where there is none")  # fmt: skip
define("carriers_rank", pl.Int64, "rank", "1 is the best outlook in the area and list",
       nullable=True)  # fmt: skip
define("carriers_hit_pct", F, "%", "Of the ten ranked first in past tests, how many were among the "
       "fifth of classes that grew most", nullable=True)  # fmt: skip
define("carriers_base_pct", F, "%", "The same of all classes, as by chance", nullable=True)
define("unusual", pl.String, "", "grown or shrunk against the nation, beyond what nine in ten "
       "classes of this size do; ''")  # fmt: skip

SECTORS_NOW: Final = Table(
    name="sectors_now",
    grain="an area and an industry, as it is now",
    key=("area_code", "industry_code"),
    columns=(
        *AREA, *INDUSTRY, "period", "jobs", "nowcast_jobs", "nowcast_lower80", "nowcast_upper80",
        "nowcast_period", "share_pct", "nation_name", "nation_share_pct", *QUOTIENT, "specialised",
        "micro_units", "small_units", "medium_units", "large_units", "units_period",
        "pay_gbp_month", "pay_note", "note", "status",
    ),
    value="jobs",
    non_negative=("jobs", "nowcast_jobs", "share_pct", "location_quotient"),
    allowed=(("specialised", ("more", "about the same", "less", "")),),
)  # fmt: skip
SECTOR_GROWTH: Final = Table(
    name="sector_growth",
    grain="an area and an industry, over the newest years",
    key=("area_code", "industry_code"),
    columns=(
        *AREA, *INDUSTRY, "period_from", "period_to", "jobs_before", "jobs_after", "change_jobs",
        "change_lower80", "change_upper80", "change_pct", "nation_name", "nation_change_pct",
        "share_before_pct", "share_after_pct", "growth_tier", "jobs_tier", "share_tier",
        "tier_rate_pct", "tier_cases", "tier_base_pct", "jump", "note", "status",
    ),
    value="change_jobs",
    non_negative=("jobs_before", "jobs_after", "share_before_pct", "share_after_pct"),
    allowed=tuple((name, GROWTH_TIERS) for name in ("growth_tier", "jobs_tier", "share_tier")),
)  # fmt: skip
SECTOR_OUTLOOK: Final = Table(
    name="sector_outlook",
    grain="an area and a sector of real output",
    key=("area_code", "industry_code"),
    columns=(
        *AREA, *INDUSTRY, "base_period", "target_period", "outlook_probability", "outlook_tier",
        "outlook_rank", "tier_rate_pct", "tier_cases", "tier_base_pct", "tier_worst_pct",
        "nation_name", "nation_outlook_pct", "nation_outlook_lower80", "nation_outlook_upper80",
        "model", "note", "status",
    ),
    value="outlook_probability",
    non_negative=("outlook_probability",),
    allowed=(("outlook_tier", OUTLOOK_TIERS),),
)  # fmt: skip
JOBS_FINE: Final = Table(
    name="jobs_fine",
    grain="an area, a year and a 3- or 5-digit industry",
    key=("area_code", "period", "industry_code"),
    columns=(*TIDY_AREA, *PERIOD, *INDUSTRY, "jobs", "status"),
    value="jobs",
    non_negative=("jobs",),
    # Cells are rounded apart from each other, so they are never added up to headline totals.
    allowed=(
        ("area_type", ("lad", "cauth", "itl2", "country")),
        ("industry_level", ("group", "subclass")),
    ),
)
ENTERPRISES_FINE: Final = Table(
    name="enterprises_fine",
    grain="a nation, a year, a 3- or 5-digit industry and a size band of enterprises",
    key=("area_code", "period", "industry_code", "size_band"),
    columns=(*TIDY_AREA, *PERIOD, *INDUSTRY, "size_band", "business_units", "status"),
    value="business_units",
    non_negative=("business_units",),
    allowed=(
        ("area_type", ("country",)),
        ("industry_level", ("group", "subclass")),
        ("size_band", ("total", "micro", "small", "medium", "large")),
    ),
)
BUSINESS_DEMOGRAPHY_FINE: Final = Table(
    name="business_demography_fine",
    grain="the United Kingdom, a year, a 3-digit industry and an event",
    key=("area_code", "period", "industry_code", "event"),
    columns=(*TIDY_AREA, *PERIOD, *INDUSTRY, "event", "enterprises_count", "status"),
    value="enterprises_count",
    non_negative=("enterprises_count",),
    allowed=(
        ("area_type", ("country",)),
        ("industry_level", ("group",)),
        ("event", ("births", "deaths", "active")),
    ),
)
SECTOR_LISTS: Final = Table(
    name="sector_lists",
    grain="a list of sectors, a sector and a SIC code that belongs to it",
    key=("sector_list", "sector_code", "sic_code"),
    columns=(*SECTOR, "sic_code", "list_source"),
)
FINE_SECTORS: Final = Table(
    name="fine_sectors",
    grain="an area, a list and a sector of it (a fine class is a sector of its own list)",
    key=("area_code", "sector_list", "sector_code"),
    columns=(
        *AREA, *SECTOR, "measured_code", "measured_name", "period_from", "period_to", "jobs",
        *BOUNDS, "share_pct", "nation_name", "nation_share_pct", *QUOTIENT, "specialised",
        "classes_count", "unusual",
        "carriers_tier", "carriers_rank", "carriers_hit_pct", "carriers_base_pct",
        "note", "status",
    ),
    value="jobs",
    non_negative=("jobs", "share_pct", "location_quotient"),
    allowed=(
        ("specialised", ("more", "about the same", "less", "")),
        ("carriers_tier", CARRIER_TIERS),
        ("unusual", ("grown", "shrunk", "")),
    ),
)  # fmt: skip
WARD_SECTOR_GROUPS: Final = Table(
    name="ward_sector_groups",
    grain="a ward and a group of sectors that differs from ward to ward",
    key=("ward_code", "sector_code"),
    columns=(
        "ward_code",
        "ward_name",
        "lad_code",
        "lad_name",
        "ward_vintage",
        "sector_code",
        "sector_name",
        "period",
        "jobs",
        "share_pct",
        "note",
        "status",
        "reliability",
    ),
    value="jobs",
    non_negative=("jobs", "share_pct"),
)
