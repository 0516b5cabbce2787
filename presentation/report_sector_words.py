"""Sentences of the report on sectors: what is here now, what has grown, what may come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from indicators.sectors.changes import EMPLOYEES_ONLY
from indicators.sectors.sector_page import CLOSE, VERY_GROWN
from indicators.sectors.sector_page import Answers as SectorAnswers
from presentation.numbers import digits, in_sentence, percent
from presentation.report_words import refer, write_between, write_change
from presentation.sector_summary_words import name_inside, write_number
from presentation.sector_words import STILL, describe_outlook_rate, describe_quotient
from presentation.wording import as_sentence, joined, period_in_words

Row = Mapping[str, Any]
REVISED_SINCE: Final = (
    "rates rest on output as revised since, which flatters them: see the forecast record"
)
SAID: Final = {
    REVISED_SINCE: "The rates were measured on figures revised later, so they look better than "
    "they were",
}
NAMED: Final = 3  # sectors named in a sentence


def describe_now(answers: SectorAnswers, place: str) -> str:
    """The largest sector and the most specialised, a sentence each."""
    row = answers.largest
    if row is None:
        return f"We have no jobs by sector for {place}."
    words = (
        f"The largest sector in {place} is {name_inside(row)}, with {digits(row['jobs'])} jobs in "
        f"{period_in_words(row['period'])}{_employees(row)} {refer('sectors-now')}."
    )
    special = answers.specialised
    quotient = describe_quotient(special) if special is not None else ""
    if special is None or not quotient:
        return words
    return (
        f"{words} The most specialised sector is {name_inside(special)}, with {quotient} in "
        f"{special['share_period']}."
    )


def describe_grown(answers: SectorAnswers, place: str) -> str:
    """The sectors that grew, with how often the like proved right; or that none can be judged."""
    if not answers.tier:
        return f"We cannot say which sectors have grown in {place}: we have too few years of jobs."
    if not answers.grown:
        return f"No sector in {place} grew beyond the noise of the survey {refer('sectors-grown')}."
    first = answers.grown[0]
    before, after = (period_in_words(first[name]) for name in ("period_from", "period_to"))
    years = f"Comparing {after} with {before},"
    rate = describe_rate(first)
    if answers.tier == CLOSE:
        return (
            f"{years} no sector in {place} grew beyond the noise of the survey. The largest rise, "
            f"{write_change(first['change_jobs'])} jobs in {name_inside(first)}, is too close to "
            f"call {refer('sectors-grown')}."
        )
    sure = "very likely" if answers.tier == VERY_GROWN else "likely"
    number = len(answers.grown)
    named = "; ".join(
        f"{name_inside(row)} ({write_change(row['change_jobs'])} jobs)"
        for row in answers.grown[:NAMED]
    )
    more = f"; and {write_number(number - NAMED)} more" if number > NAMED else ""
    subject = f"{write_number(number)} sector{'' if number == 1 else 's'}"
    words = f"{years} {subject} {sure} grew in {place}: {named}{more} {refer('sectors-grown')}."
    return f"{words} {rate}".strip()


def describe_rate(row: Row) -> str:
    """How often the like was still so three years later, in few words; '' if not measured."""
    if row["tier_rate_pct"] is None:
        return ""
    still = STILL[row["growth_tier"]]
    return (
        f"Of past sectors that looked like this, {percent(row['tier_rate_pct'], 0)} were {still} "
        "three years later."
    )


def describe_coming(answers: SectorAnswers, place: str) -> str:
    """What is likely to outgrow the area, or may; else what we expect of the nation's sectors."""
    ahead = answers.outgrowing or answers.may_outgrow
    if ahead:
        first = ahead[0]
        names = joined([name_inside(row) for row in ahead[:NAMED]])
        verb = "is likely to" if answers.outgrowing else "may"
        words = (
            f"From {first['base_period']} to {first['target_period']} real output of {names} "
            f"{verb} grow faster than all output in {place} {refer('sectors-outlook')}."
        )
        return f"{words} {describe_outlook_rate(first)}".strip()
    lead = f"Which sectors will grow in {place} over the next three years cannot be predicted"
    if answers.nation:
        first = answers.nation[0]
        named = joined([
            f"{name_inside(row)} ({_percent(row['nation_outlook_pct'])})" for row in answers.nation
        ])  # fmt: skip
        return (
            f"{lead}. In {first['nation_name']} we expect most growth of jobs from "
            f"{first['base_period']} to {first['target_period']} in {named} "
            f"{refer('sectors-outlook')}."
        )
    if answers.nation_name:
        return f"{lead}. In {answers.nation_name} we expect no sector to gain jobs."
    return f"{lead}, and we have no forecast of the nation's sectors."


def _percent(value: float) -> str:
    return f"{in_sentence(digits(value, 1, signed=True))}%"


def _employees(row: Row) -> str:
    return " (employees only)" if EMPLOYEES_ONLY in row["note"] else ""


def describe_fall(row: Row) -> str:
    """The clearest fall: a row of `sector_growth`."""
    rate = describe_rate(row)
    ends = write_between(row["change_lower80"], row["change_upper80"], signed=True)
    words = (
        f"The clearest fall is in {name_inside(row)}: {write_change(row['change_jobs'])} jobs "
        f"{ends} {refer('sectors-grown')}."
    )
    return f"{words} {rate}".strip()


def describe_caution(note: str) -> str:
    """What speaks against an outlook, in sentences: the note of a row of `sector_outlook`.

    >>> describe_caution(f"{REVISED_SINCE}; two official series disagree on 2023")
    'The rates were measured on figures revised later, so they look better than they were. Two \
official series disagree on 2023.'
    """
    parts = [SAID.get(f"{part[:1].lower()}{part[1:]}", part) for part in note.split("; ")]
    return " ".join(as_sentence(part) for part in parts if part)
