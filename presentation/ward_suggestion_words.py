"""What a council could look at in a ward, in words: each with the figure that set it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from indicators.places.ward_suggestions import LIMITS, Suggestion
from presentation.numbers import about, digits, percent
from presentation.ward_words import lower_first
from presentation.wording import period_in_words

NO_SUGGESTIONS: Final = (
    "No figure for this ward differs enough from the council's to suggest something to look at."
)


def suggestion_words(suggestion: Suggestion, council: str) -> tuple[str, str]:
    """What to look at, and the figure that set it off."""
    return SUGGEST[suggestion.rule](suggestion, council)


def _against(one: Suggestion, council: str, what: str) -> str:
    period = period_in_words(one.period)
    return f"{percent(one.ward_value)} {what}; {council} {percent(one.beside_value)} ({period})"


def _of(one: Suggestion, noun: str) -> str:
    return f"about {about(one.count)} {noun}" if one.count is not None else noun


SUGGEST: Final[dict[str, Callable[[Suggestion, str], tuple[str, str]]]] = {
    "reach": lambda one, council: (
        "Ask the transport authority whether buses reach the nearest large workplaces at the hours "
        "that people work.",
        f"About {about(one.ward_value)} jobs count as within reach without a car; the middle ward "
        f"of {council} has {about(one.beside_value)}. {percent(one.count or 0, 0)} of households "
        f"have no car, more than in the middle ward ({period_in_words(one.period)})",
    ),
    "claimants": lambda one, council: (
        "Ask the jobcentre and adult learning whether they hold sessions in this ward.",
        _against(one, council, "of residents aged 16 to 64 claim unemployment benefits"),
    ),
    "premises": lambda one, council: (
        f"Ask the regeneration team which of the {about(one.count or 0)} empty premises could be "
        "let or used for something else.",
        _against(one, council, "of business premises are recorded as empty"),
    ),
    "skills": lambda one, council: (
        f"Ask adult learning what it offers here, and how many of {_of(one, 'adults')} without "
        "qualifications it reaches.",
        _against(one, council, "of adults have no qualifications"),
    ),
    "level4": lambda one, council: (
        "Ask colleges and employers about routes to level 4 from here, such as higher "
        "apprenticeships.",
        f"By our estimate {percent(one.ward_value, 0)} of working-age residents have level 4 or "
        f"above; {percent(one.beside_value, 0)} of the jobs in {council} ask for it "
        f"({period_in_words(one.period)})",
    ),
    "demand": lambda one, council: (
        "Look at the occupations that the Skills page puts first, and which of them residents "
        "could move into.",
        "Residents' kinds of work have clearly fewer adverts for each jobseeker than all work in "
        f"{council}: {digits(one.ward_value, 2)} times ({period_in_words(one.period)}, our "
        "estimate)",
    ),
    "sector": lambda one, council: (
        f"Ask employers here first about skills and premises in {lower_first(one.name)}.",
        f"{percent(one.ward_value, 0)} of {council}'s jobs in it are in this ward, which has "
        f"{percent(one.beside_value, 0)} of all jobs ({_of(one, 'jobs')}, "
        f"{period_in_words(one.period)}, our estimate)",
    ),
}  # fmt: skip


def how_suggested() -> str:
    """When a figure makes a suggestion, in words, from the limits themselves."""
    fifth, outer = LIMITS["reach_lowest_part"], LIMITS["skills_outer_part"]
    return (
        "A suggestion appears where a figure of the ward crosses a limit that we chose. "
        f"Buses: the ward is among the {percent(100 * fifth, 0)} of the council's wards with "
        "fewest jobs within reach without a car, and more households have no car than in the "
        "middle ward. "
        f"Claimants: at least {digits(LIMITS['claimants_ratio'], 2)} times the council's rate. "
        f"Empty premises: at least {digits(LIMITS['empty_least'])}, and a larger share than the "
        "council's by more than chance. "
        f"Qualifications: among the {percent(100 * outer, 0)} of wards furthest from the council "
        f"on the wrong side; for level 4 also {digits(LIMITS['level4_points'])} points below what "
        "the council's jobs ask for. Demand: the 80% interval lies below the council's. "
        f"Sectors: at least {digits(LIMITS['sector_least_jobs'])} jobs and "
        f"{digits(LIMITS['sector_ratio'])} times the ward's share of all jobs."
    )
