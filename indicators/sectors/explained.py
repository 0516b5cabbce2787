"""How each table of sectors is calculated, in words."""

from __future__ import annotations

from typing import Final

from indicators.explanation import Explanation
from indicators.sectors import fine_explained, growth_record
from indicators.sectors.changes import LIKELY, VERY_LIKELY

NOISE: Final = ("sector_constants", "survey_constants")
EXPLAINED: Final[dict[str, Explanation]] = {
    "sectors_now": Explanation(
        "Sectors now",
        "How many jobs are in each sector here, and is the area specialised in it?",
        "Jobs = the newest figure published (BRES), and beside it our estimate for this year. "
        "Share = jobs in the sector / all jobs of the area in one year. Location quotient = that "
        "share / the nation's share of the same year; specialised where its 80% interval, from "
        "survey noise and rounding, lies above 1 (or below)",
        ("jobs", "forecasts", "business_local_units", "payrolled_pay"),
        ("noise goes by the size of a figure, as measured on councils",),
        (
            "The share can be of an earlier year than the jobs: the newest that the nation has "
            "too.",
            "Pay is of the industry in the United Kingdom. No pay by industry is published for "
            "councils.",
            "Births and survival of businesses are published for all industries together.",
        ),
        reference=("survey_constants", "bres_rounding_steps"),
    ),
    "sector_growth": Explanation(
        "Sectors that have grown",
        "Has the sector really grown or shrunk here, or could survey noise explain it?",
        "Change = mean jobs of the two newest years minus the mean of two years before, three "
        "years apart where published, else two. z = change / its noise (sampling error by size, "
        "and rounding), for jobs and for the share of all jobs; the headline takes the one nearer "
        f"to no change, and none where they disagree. Very likely from {VERY_LIKELY:.2f}, likely "
        f"from {LIKELY:.2f}. The rate beside it is measured: how often a past change in that tier "
        "was still there three years later",
        ("jobs", "business_local_units"),
        (
            "rates measured on employees by section hold for all jobs: six councils with both "
            "agree",
            "rates of councils' divisions are those of ITL2 areas, for which divisions are "
            "published",
        ),
        (
            growth_record.further_sentence(),
            growth_record.jump_sentence(),
            "Survey noise (BRES) hides small changes: too close to call is the usual answer.",
        ),
        reference=(
            "growth_tier_rates",
            "growth_jump_rates",
            "related_sections",
            *NOISE,
            "bres_rounding_steps",
        ),
    ),
    "sector_decomposition": Explanation(
        "Where the change in jobs came from",
        "Did jobs in a sector change because of the nation, the sector or the place?",
        "Calculated for each year and added up (Esteban-Marquillas): national = jobs x growth of "
        "all jobs in the nation; mix = jobs x (the sector's national growth minus that of all "
        "jobs); competitive = jobs that the place would have with the nation's mix x (local minus "
        "national growth of the sector); allocation = the jobs beyond those x the same difference. "
        "The four parts add up to the change",
        ("jobs",),
        (),
        (
            "This describes the past, not causes; survey noise is in every part.",
            "Jobs only: we have no national GVA by sector.",
        ),
    ),
    "fine_sectors": fine_explained.EXPLANATION,
}
