"""How each table of sectors is calculated, in words."""

from __future__ import annotations

from typing import Final

from indicators.explanation import Explanation
from indicators.sectors import fine_record
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
            "It says that a change was real, not that it will go on: of the sectors that had "
            "very likely grown, about one in three grew further in the next three years.",
            "A change marked as a jump came mostly in one year and could be one employer, or one "
            "counted in another sector: we cannot see which. About half of the marks of "
            "reclassification arise by chance.",
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
    "fine_sectors": Explanation(
        "Fine classes and lists of sectors",
        "How many jobs are in classes finer than sectors, and in the sectors of a list such as the "
        "Industrial Strategy's?",
        "Jobs = mean of the two newest years, of the council where the survey gives them, else of "
        "the ITL2 area round it. Sector of a list = sum of the 5-digit classes that begin with one "
        "of its SIC codes, each counted once. Location quotient = share of jobs here / share in "
        "the nation, of the published total, or of the sum of 3-digit groups where no total of the "
        "same release is held. More or less specialised: the 80% interval is above or below 1. "
        "Grown or shrunk: the change between means of two years, less the nation's, is beyond what "
        "nine in ten classes of its size do. Outlook of a class = mean rank, among the nation's "
        "classes, of the growth of enterprises in two years, new enterprises per enterprise, and "
        "the trend of jobs in six years; the fifth with the highest is stronger, the lowest weaker",
        (
            "jobs",
            "jobs_fine",
            "enterprises_fine",
            "business_demography_fine",
            "sector_lists",
            "councils",
        ),
        (
            "a council's figures are as noisy as those of an ITL2 area with as many jobs",
            "classes are sampled and rounded independently of each other",
        ),
        (
            fine_record.outlook_sentence(),
            fine_record.unusual_sentence(),
            "The outlook is of the class in the nation, for classes with 200 jobs or more; we "
            "offer none for sums of classes, and no ranking by local growth, which foretells "
            "nothing.",
            "Sectors of a list overlap, so they do not add up. A sector without a SIC code has no "
            "figure.",
            "5-digit classes with fewer than 50 jobs are shown only where the area is specialised "
            "in them; classes do not add up to published totals.",
            "By the way it is made, one in ten classes is beyond what nine in ten do.",
            "Farms are one figure, from another survey.",
        ),
        reference=(
            "fine_class_noise",
            "unusual_record",
            "carriers_record",
            "bres_rounding_steps",
            "itl2_of_2025_in_2021",
        ),
    ),
}
