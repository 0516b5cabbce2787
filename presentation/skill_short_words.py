"""Skills in a line each, for the first screen; `skill_words` has the same in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.skills import ranking
from indicators.skills.skill_page import Answers
from presentation.numbers import digits
from presentation.sector_summary_words import write_number
from presentation.skill_words import write_people
from presentation.wording import joined

Row = Mapping[str, Any]


def line_firmness(answers: Answers) -> str:
    """How firm the first ten are; '' where that is not known.

    >>> line_firmness(Answers((), 26, 69.2, 68.0))
    'In simulations 69% of the first ten stay there: treat near ranks as ties.'
    """
    first = min(ranking.FIRST, answers.ranked_count)
    if answers.kept_draws_pct is None or first <= 1:
        return ""
    number = write_number(first) if first < ranking.FIRST else "ten"
    return (
        f"In simulations {digits(answers.kept_draws_pct)}% of the first {number} stay there: treat "
        "near ranks as ties."
    )


def line_missing(titles: Sequence[str]) -> str:
    """What the order is made without: 'No data on pay.'; '' where it has everything."""
    return f"No data on {joined(list(titles))}, so the rest weighs more." if titles else ""


def line_openings(row: Row) -> str:
    """Openings a year and how many of them are new jobs, in half a line.

    >>> line_openings({"openings_persons": 693.0, "growth_openings_persons": 46.0})
    'about 693 openings a year, of which 46 from growth'
    >>> line_openings({"openings_persons": 693.0, "growth_openings_persons": -46.0})
    'about 693 openings a year, after 46 jobs lost'
    """
    openings, growth = row["openings_persons"], row["growth_openings_persons"]
    if openings is None:
        return "no estimate of openings"
    words = f"about {write_people(openings)} openings a year"
    if growth is None:
        return words
    part = f"of which {write_people(growth)} from growth" if growth >= 0 else (
        f"after {write_people(-growth)} jobs lost"
    )  # fmt: skip
    return f"{words}, {part}"


def list_range(row: Row, total: int) -> list[int] | None:
    """The ranks of an occupation as bars to be drawn: 2 at its rank, 1 where it likely is, else 0.

    >>> list_range({"priority_rank": 2, "rank_low": 1.0, "rank_high": 3.0}, 5)
    [1, 2, 1, 0, 0]
    """
    rank, low, high = row["priority_rank"], row["rank_low"], row["rank_high"]
    if rank is None or low is None or high is None:
        return None
    return [
        2 if place == rank else int(round(low) <= place <= round(high))
        for place in range(1, total + 1)
    ]
