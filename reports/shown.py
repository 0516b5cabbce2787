"""How a cell of a report is shown: numbers rounded as its field asks, an empty one with its why."""

from __future__ import annotations

from typing import Final

from catalog.status import MISSING, SUPPRESSED
from reports.content import Field

# Shorthand of government statistics, for cells without a number and, beside them, in words.
SHORTHAND: Final = {SUPPRESSED: "[c]", MISSING: "[x]"}
MEANINGS: Final = {
    "[c]": "held by the source but withheld, to protect respondents or as unreliable",
    "[x]": "not available: not published for this area and period, or no file was supplied",
    "[z]": "not applicable",
    "[low]": "less than half of the unit that is shown, but not zero",
    "[u]": "of low reliability: may be off by more than 20 %",
}
LOW: Final = "[low]"
# What sums leave behind that should be exactly 0: no figure of ours is meant to be as small.
DUST: Final = 1e-6


def shorthand(status: str) -> str:
    """What stands in a cell that has no number: [c] withheld, [x] not available."""
    return SHORTHAND.get(status, "[x]")


def whole(value: float) -> float:
    """The value, 0 where it is but the dust of sums: 1,000.1 - 1,000 - 0.1 is not a little."""
    return 0.0 if abs(value) < DUST else float(value)


def words(value: object, field: Field, status: str = "") -> str:
    """A cell as people read it: 1,230; +4.5; [c]. Null is never 0, and a little is not nothing."""
    if value is None:
        return shorthand(status) if field.decimals is not None else ""
    if field.decimals is None or not isinstance(value, int | float):
        return str(value)
    rounded = round(value, field.decimals) + 0.0
    if rounded == 0 and whole(value) != 0:
        return LOW
    sign = "+" if field.signed and rounded > 0 else ""
    return f"{sign}{rounded:,.{field.decimals}f}"
