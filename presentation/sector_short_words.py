"""The three answers of a place in two lines each, for the first screen; the page has all of them.

`sector_summary_words` has the same answers in full, to be pasted into a paper.
"""

from __future__ import annotations

from typing import Final

from indicators.sectors.sector_page import CLOSE, VERY_GROWN, Answers
from presentation.numbers import digits, percent, signed
from presentation.sector_summary_words import JUMP_MAKERS, name_inside, write_number
from presentation.sector_words import Row, write_times
from presentation.wording import as_sentence, joined, period_in_words

NAMED: Final = 3  # sectors named in a line


def headed_lines(answers: Answers, place: str) -> list[tuple[str, str]]:
    """A heading and a short sentence or two on now, grown and coming."""
    return [
        ("Here now", line_now(answers)),
        ("Has grown", line_grown(answers)),
        ("To come", line_coming(answers, place)),
    ]


def line_now(answers: Answers) -> str:
    """The largest sector with its jobs, and the most specialised."""
    row = answers.largest
    if row is None:
        return "No jobs by sector are published."
    name = as_sentence(name_inside(row))[:-1]
    words = f"{name} is largest: {digits(row['jobs'])} jobs ({period_in_words(row['period'])})."
    special = answers.specialised
    if special is None:
        return words
    times = f"{write_times(special['location_quotient'])} times the nation's share"
    return f"{words} Most concentrated: {name_inside(special)}, {times}."


def line_grown(answers: Answers) -> str:
    """The sectors that grew most surely with their jobs; or that none did beyond the noise."""
    if not answers.tier:
        return "We cannot say: we have too few years of jobs."
    if answers.tier == CLOSE or not answers.grown:
        return "No sector grew beyond the noise of the survey."
    sure = "Very likely" if answers.tier == VERY_GROWN else "Likely"
    named = joined([_with_change(row) for row in answers.grown[:NAMED]])
    more = len(answers.grown) - NAMED
    rest = f", and {write_number(more)} more" if more > 0 else ""
    since = period_in_words(answers.grown[0]["period_from"])
    return f"{sure}, since {since}: {named}{rest}."


def line_coming(answers: Answers, place: str) -> str:
    """What is likely to outgrow the place, or may, with how often such an outlook came true."""
    ahead = answers.outgrowing or answers.may_outgrow
    if ahead:
        first = ahead[0]
        verb = "likely to" if answers.outgrowing else "may"
        what = "is " if answers.outgrowing and len(ahead) == 1 else ""
        what = "are " if answers.outgrowing and len(ahead) > 1 else what
        names = as_sentence(joined([name_inside(row) for row in ahead[:NAMED]]))[:-1]
        words = f"{names} {what}{verb} outgrow {place} by {first['target_period']}."
        if first["tier_rate_pct"] is None or first["tier_base_pct"] is None:
            return words
        return (
            f"{words} Of such outlooks, {percent(first['tier_rate_pct'], 0)} came true "
            f"({percent(first['tier_base_pct'], 0)} by chance)."
        )
    words = "Its own figures cannot predict which sectors will grow."
    if answers.nation:
        first = answers.nation[0]
        change = f"{signed(round(first['nation_outlook_pct'], 1))}%"
        return (
            f"{words} In {first['nation_name']} we expect most of {name_inside(first)} ({change} "
            f"by {first['target_period']})."
        )
    if answers.nation_name:
        return f"{words} In {answers.nation_name} we expect none to gain jobs."
    return words


def _with_change(row: Row) -> str:
    """Manufacturing (+2,000 jobs)."""
    if row["change_jobs"] is None:
        return name_inside(row)
    jump = f"; perhaps {JUMP_MAKERS[row['jump']]}" if row["jump"] else ""
    return f"{name_inside(row)} ({signed(row['change_jobs'])}{jump})"
