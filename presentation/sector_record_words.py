"""How well we said which sectors had grown, and which would, in words: losses as plain as wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from presentation.numbers import count, digits, percent
from presentation.wording import listed

Row = Mapping[str, Any]
GROWN: Final = (
    "Looked at again three years later: how often what we would have called grown was still "
    "larger, and what we would have called shrunk still smaller. It says that a change was real, "
    "not that it went on."
)
OUTLOOK_HOW: Final = (
    "We made each outlook again from years in the past, learning only from years that were over by "
    "then. A sector outgrew its area where its real output grew by more over three years. Monthly "
    "output of the past has since been revised to agree with the figures of councils, so we "
    "blurred it by as much as the two differ where they do not agree yet."
)


def describe_tier(row: Row) -> str:
    """One tier of the outlook: how often it came true, beside all sectors and its worst year.

    >>> describe_tier({"tier": "likely to outgrow", "cases_count": 3410, "rate_pct": 76.1,
    ...     "base_pct": 47.6, "worst_pct": 66.0, "worst_year": 2008, "better_years_count": 13,
    ...     "compared_years_count": 13, "rate_lower95_pct": 71.0, "rate_upper95_pct": 81.0})
    'Likely to outgrow: of 3,410 past cases 76% outgrew their area (95% interval 71% to 81%), \
against 48% of all sectors; 66% in the worst year (from 2008); better than all sectors in 13 of \
13 years'
    """
    tier = str(row["tier"])
    words = (
        f"{tier[0].upper()}{tier[1:]}: of {count(row['cases_count'])} past cases "
        f"{percent(row['rate_pct'], 0)} outgrew their area"
    )
    if row["rate_lower95_pct"] is not None:
        words += (
            f" (95% interval {percent(row['rate_lower95_pct'], 0)} to "
            f"{percent(row['rate_upper95_pct'], 0)})"
        )
    words += f", against {percent(row['base_pct'], 0)} of all sectors"
    if row["worst_pct"] is not None:
        words += f"; {percent(row['worst_pct'], 0)} in the worst year (from {row['worst_year']})"
    return (
        f"{words}; better than all sectors in {row['better_years_count']} of "
        f"{row['compared_years_count']} years"
    )


def describe_limits(one_year: Sequence[Row], later: Row, always: Row) -> list[str]:
    """What the outlook does not know, a sentence or two each: rows of the record for one year, for
    later years, and for saying Information and communication every time."""
    by_subset = {row["subset"]: row["auc"] for row in one_year}
    as_little = next(row["rate_pct"] for row in one_year if row["auc"] is None)
    return [
        "What it knows is of years already past when the figures come out. Of the three years that "
        f"follow, the same chances said nothing: {_odds(later['auc'])}.",
        "In the newest year, in which monthly output and the figures of councils have not yet been "
        "revised to agree, output did not say which sectors outgrew their area: "
        f"{_odds(by_subset['newest year'])}; in the years before {_odds(by_subset['before'])}. "
        f"Blurred as we blur it, output says as little in {percent(as_little)} of years, so the "
        "rates probably flatter still.",
        "Saying Information and communication every time would have been right in "
        f"{percent(always['rate_pct'], 0)} of cases, but in {percent(always['worst_pct'], 0)} in "
        f"its worst year (from {always['worst_year']}).",
    ]


def _odds(auc: float) -> str:
    """Right in 51 of 100 pairs of sectors (50 by chance)."""
    return f"right in {digits(100 * auc)} of 100 pairs of sectors (50 by chance)"


def describe_reliability(furthest: Row) -> str:
    """The takeaway of the diagram, from the tenth of chances that was furthest from what came.

    >>> describe_reliability({"subset": "0.2 to 0.3", "chance_pct": 27.0, "rate_pct": 36.0,
    ...     "apart_points": 9.0})
    'What came was within 9 points of the chance given: furthest at chances of 0.2 to 0.3, of \
which 36% came true'
    """
    return (
        f"What came was within {digits(furthest['apart_points'])} points of the chance given: "
        f"furthest at chances of {furthest['subset']}, of which "
        f"{percent(furthest['rate_pct'], 0)} came true"
    )


def describe_others(rows: Sequence[Row]) -> str:
    """Other ways that were tried, with how often they came true.

    >>> describe_others([{"subset": "boosted trees", "rate_pct": 70.3, "cases_count": 1262}])
    'Other ways we tried, where they said likely: boosted trees 70% of 1,262.'
    """
    ways = [
        f"{row['subset']} {percent(row['rate_pct'], 0)} of {count(row['cases_count'])}"
        for row in rows
    ]
    return f"Other ways we tried, where they said likely: {listed(ways)}."
