"""How the outlook of sectors is calculated, in words."""

from __future__ import annotations

from typing import Final

from indicators.explanation import Explanation
from indicators.sectors.outlook_features import SECOND_YEAR_MONTHS, TREND_YEARS
from indicators.sectors.outlook_model import LIKELY, MAY, TIERS, YEARS_AHEAD

EXPLANATION: Final = Explanation(
    "Outlook of sectors",
    "Will real output of this sector grow more than that of its area over three years, and what "
    "do we expect of the sector in the nation?",
    f"Chance that real gross value added of the sector outgrows its area's in the {YEARS_AHEAD} "
    "years after the last official one. A logistic model of two figures, each for the sector in "
    "the United Kingdom minus the area's own mix of sectors: growth of published monthly output "
    f"since (the year after, and {SECOND_YEAR_MONTHS} months of the next), and its trend over the "
    f"{TREND_YEARS} years before. Then calibrated on past forecasts. From {TIERS[LIKELY]} it is "
    f"likely to outgrow, from {TIERS[MAY]} it may, below that it cannot be predicted. The rates "
    "beside it are those of the past. Nation: forecast change of jobs in the sector over the same "
    "years",
    ("gva", "gva_monthly", "jobs", "forecasts"),
    (
        "weights are fixed: learned from 312 councils, so that one council gets the answer that "
        "all together would",
        "past output has been revised since to agree with official figures of councils, so we "
        "blurred it, in learning and testing, by as much as the two differ where they do not",
    ),
    (
        "The rates probably flatter: in 2023, the one year in which the two had not been revised "
        "to agree, output did not say which sectors outgrew their area. One year is all we have.",
        "Two of the three years have passed when the figures come out, and what we know is of "
        "those. Of the three years that follow, the same chances said nothing in tests.",
        "Councils differ only by their mix of sectors, so their rankings are much alike: no local "
        "history that we tried helped to predict local growth.",
        "Most sectors called likely in tests were Information and communication, which outgrew its "
        "area three times in four in any case, but in fewer than half of councils from 2020 to "
        "2023.",
        "Real output of several councils does not add up, so a group has no outlook of its own.",
    ),
    reference=(
        "sector_outlook_model",
        "sector_outlook_record",
        "output_compared",
        "sector_constants",
        "release_calendar",
    ),
)
