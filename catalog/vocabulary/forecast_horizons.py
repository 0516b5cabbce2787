"""How far ahead a forecast looks, in words: counted from now, never from the year of the data.

Two counts are in use. `steps` are periods after the last official figure, by which models are
tested; `horizon` are periods from the day of forecasting, by which forecasts are read. What is
official is old when it comes out, so the first steps of carried figures are already past.
"""

from __future__ import annotations

from typing import Final

from catalog.vocabulary.release_calendar import months_until_release

YEAR, QUARTER, MONTH = "year", "quarter", "month"
# The unit of a period, by family; the rest are months.
PERIODS: Final = {
    "jobs_section": YEAR, "jobs_division": YEAR, "employees_section": YEAR,
    "employees_division": YEAR, "gva_section": YEAR, "gva_division": YEAR,
    "workforce_section": QUARTER,
}  # fmt: skip
# The source in the release calendar of families that monthly figures carry on to now.
CARRIED: Final = {
    "jobs_section": "bres", "jobs_division": "bres", "employees_section": "bres",
    "employees_division": "bres", "gva_section": "gva", "gva_division": "gva",
}  # fmt: skip
NUMBERS: Final = ("", "one", "two", "three", "four", "five")
MONTHS_IN: Final = {YEAR: 12, QUARTER: 3, MONTH: 1}


def count_steps_to_now(family: str) -> int:
    """Periods that are over, or have begun, when an official figure comes out; 0 of families that
    nothing carries on.

    >>> count_steps_to_now("jobs_section"), count_steps_to_now("gva_section")
    (1, 2)
    """
    if family not in CARRIED:
        return 0
    months = months_until_release(CARRIED[family]) + 1
    return -(-months // MONTHS_IN[PERIODS[family]])


def find_tested_steps(family: str, horizon: int) -> int:
    """The steps whose record goes for a forecast so far from now.

    >>> find_tested_steps("jobs_section", 3)
    4
    """
    return count_steps_to_now(family) + horizon


def describe_horizon(family: str, steps_from: int, steps_to: int) -> str:
    """When the forecast of these steps is for, as seen on the day the last figure came out.

    >>> describe_horizon("jobs_section", 1, 1), describe_horizon("jobs_section", 4, 4)
    ('now, when the figure comes out', 'three years from then')
    >>> describe_horizon("gva_section", 1, 1)
    'the year before, already past'
    >>> describe_horizon("adverts", 2, 6)
    '2 to 6 months after the last figure'
    """
    unit, now = PERIODS.get(family, MONTH), count_steps_to_now(family)
    if now and steps_from == steps_to:
        ahead = steps_from - now
        if ahead == 0:
            return "now, when the figure comes out"
        if ahead < 0:
            before = f"the {unit} before" if ahead == -1 else f"{_counted(-ahead, unit)} before"
            return f"{before}, already past"
        return f"{_counted(ahead, unit)} from then"
    if steps_from == steps_to:
        return f"{_counted(steps_from, unit)} after the last figure"
    return f"{steps_from} to {steps_to} {unit}s after the last figure"


def describe_from_now(horizon: int, family: str = "jobs_section") -> str:
    """A horizon counted from now, in words.

    >>> describe_from_now(3), describe_from_now(0), describe_from_now(12, "adverts")
    ('three years from now', 'now', '12 months from now')
    """
    unit = PERIODS.get(family, MONTH)
    if horizon == 0:
        return "now"
    where = "from now" if horizon > 0 else "ago"
    return f"{_counted(abs(horizon), unit)} {where}"


def _counted(number: int, unit: str) -> str:
    words = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{words} {unit}{'s' * (number > 1)}"
