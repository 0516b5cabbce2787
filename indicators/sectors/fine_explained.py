"""How fine classes and sectors of lists are calculated, in words."""

from __future__ import annotations

from typing import Final

from indicators.explanation import Explanation
from indicators.sectors import fine_record

FORMULA: Final = (
    "Jobs = mean of the two newest years, of the council where the survey gives them, else of the "
    "ITL2 area round it. Sector of a list = sum of the 5-digit classes that begin with one of its "
    "SIC codes, each counted once. Location quotient = share of jobs here / share in the nation, "
    "of the published total, or of the sum of 3-digit groups where we have no total of the same "
    "release. More or less specialised: the 80% interval is above or below 1. Grown or shrunk: the "
    "change between means of two years, less the nation's, is beyond what nine in ten classes of "
    "its size do. Outlook of a class = mean rank, among the nation's classes, of the growth of "
    "enterprises in two years, new enterprises per enterprise, and the trend of jobs in six years; "
    "the highest fifth is stronger, the lowest fifth weaker"
)
READS: Final = (
    "jobs", "jobs_fine", "enterprises_fine", "business_demography_fine", "sector_lists", "councils",
)  # fmt: skip
ASSUMPTIONS: Final = (
    "a council's figures are as noisy as those of an ITL2 area with as many jobs",
    "classes are sampled and rounded independently of each other",
)
LIMITS: Final = (
    fine_record.outlook_sentence(),
    fine_record.unusual_sentence(),
    "The outlook is of the class in the nation, for classes with 200 jobs or more. We offer none "
    "for sums of classes, none in jobs, and no ranking by local growth: that foretells nothing.",
    "Sectors of a list overlap, so they do not add up. A sector without a SIC code has no figure.",
    "5-digit classes with fewer than 50 jobs are shown only where the area is specialised in them.",
    "By the way it is made, one in ten classes is marked as grown or shrunk.",
    "Farms are one figure, from another survey.",
)
REFERENCE: Final = (
    "fine_class_noise", "unusual_record", "carriers_record", "bres_rounding_steps",
    "itl2_of_2025_in_2021", "itl2_of_2021_of_councils",
)  # fmt: skip
EXPLANATION: Final = Explanation(
    "Fine classes and lists of sectors",
    "How many jobs are in classes finer than sectors, and in the sectors of a list such as the "
    "Industrial Strategy's?",
    FORMULA, READS, ASSUMPTIONS, LIMITS, REFERENCE,
)  # fmt: skip
