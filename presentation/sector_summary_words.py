"""The three sentences that answer for a place: what is here, what has grown, what may come."""

from __future__ import annotations

from typing import Final

from indicators.sectors.changes import EMPLOYEES_ONLY
from indicators.sectors.sector_page import CLOSE, VERY_GROWN, Answers
from presentation.numbers import digits, percent, signed
from presentation.sector_words import (
    Row,
    describe_change_jobs,
    describe_outlook_rate,
    describe_quotient,
    describe_rate,
    name_sector,
)
from presentation.wording import as_sentence, joined, period_in_words

MOST: Final = 5  # sectors named in a sentence
NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
JUMP_MAKERS: Final = {
    "one employer": "one employer", "reclassification": "a reclassification of businesses",
}  # fmt: skip
GROWTH_KIND: Final = "published survey estimates, means of two years"


def write_number(number: int) -> str:
    """A small number as a word: three; 12.

    >>> write_number(3), write_number(12)
    ('three', '12')
    """
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def title_answer(answers: Answers, place: str) -> str:
    """The page's answer in one line: what has grown, and what is to come."""
    return as_sentence(f"{_title_grown(answers, place)}{_title_coming(answers)}")[:-1]


def _title_grown(answers: Answers, place: str) -> str:
    number = len(answers.grown)
    if not answers.tier:
        return f"We cannot say which sectors have grown in {place}"
    if answers.tier == CLOSE or not number:
        return f"no sector in {place} has grown beyond the noise of the survey"
    verb = f"{'has' if number == 1 else 'have'} {answers.tier}"
    return f"{write_number(number)} sector{'' if number == 1 else 's'} {verb} in {place}"


def _title_coming(answers: Answers) -> str:
    number = len(answers.outgrowing)
    if number:
        return f"; {write_number(number)} {'is' if number == 1 else 'are'} likely to outgrow it"
    if answers.nation:
        first = answers.nation[0]
        return f"; in {first['nation_name']} we expect most growth in {name_inside(first)}"
    return ""


def headed_sentences(answers: Answers, place: str) -> list[tuple[str, str]]:
    """A heading and a sentence or two on now, grown and coming."""
    return [
        ("Here now", sentence_now(answers, place)),
        ("Has grown", sentence_grown(answers, place)),
        ("To come", sentence_coming(answers, place)),
    ]


def three_sentences(answers: Answers, place: str) -> list[str]:
    """The three without headings, to be pasted into a paper."""
    return [sentence for _, sentence in headed_sentences(answers, place)]


def sentence_now(answers: Answers, place: str) -> str:
    """The largest sector, and the most specialised; or that we have no jobs."""
    row = answers.largest
    if row is None:
        return f"We have no jobs by sector for {place}."
    is_same_year = row["share_period"] == row["period"] and row["share_pct"] is not None
    share = f" ({percent(row['share_pct'])} of all)" if is_same_year else ""
    words = (
        f"In {period_in_words(row['period'])} the largest sector in {place} was "
        f"{name_inside(row)}, with {digits(row['jobs'])} jobs{share}"
    )
    special = answers.specialised
    if special is not None and (quotient := describe_quotient(special)):
        year = special["share_period"]
        when = f"in {year} " if year != row["period"] else ""
        words += f"; {when}jobs were most concentrated in {name_inside(special)}, with {quotient}"
    return f"{words} ({_add_kind('published survey estimates', row)})."


def sentence_grown(answers: Answers, place: str) -> str:
    """The sectors that grew, with how often the like came true; or that none can be judged."""
    if not answers.tier:
        return f"We cannot say which sectors have grown in {place}: we have too few years of jobs."
    if not answers.grown:
        return f"No sector in {place} grew beyond the noise of the survey ({GROWTH_KIND})."
    first = answers.grown[0]
    after, before = (period_in_words(first[name]) for name in ("period_to", "period_from"))
    span = f"Comparing {after} with {before},"
    rate = describe_rate(first)
    if answers.tier == CLOSE:
        return (
            f"{span} no sector in {place} grew beyond the noise of the survey; the largest rise, "
            f"in {name_inside(first)}, is too close to call: {describe_change_jobs(first)} "
            f"({_add_kind(GROWTH_KIND, first)}). {rate}"
        ).strip()
    sure = "very likely" if answers.tier == VERY_GROWN else "likely"
    number = len(answers.grown)
    named = "; ".join(_with_change(row) for row in answers.grown[:MOST])
    more = f"; and {write_number(number - MOST)} more" if number > MOST else ""
    subject = f"{write_number(number)} sector{'' if number == 1 else 's'}"
    kind = _add_kind(GROWTH_KIND, first)
    return f"{span} {subject} {sure} grew in {place}: {named}{more} ({kind}). {rate}".strip()


def sentence_coming(answers: Answers, place: str) -> str:
    """What is likely to outgrow the area, or may; else what we expect of the nation's sectors."""
    ahead = answers.outgrowing or answers.may_outgrow
    if ahead:
        first = ahead[0]
        names = " and of ".join(name_inside(row) for row in ahead[:MOST])
        rest = len(ahead) - MOST
        names += f" and of {write_number(rest)} more" if rest > 0 else ""
        verb = "is likely to" if answers.outgrowing else "may"
        words = (
            f"From {first['base_period']} to {first['target_period']} real output of {names} "
            f"{verb} grow faster than that of all {place} (modelled estimate)."
        )
        return f"{words} {describe_outlook_rate(first)}".strip()
    lead = f"Which sectors will grow in {place} over the next three years cannot be predicted"
    if answers.nation:
        first = answers.nation[0]
        named = joined([f"{name_inside(row)} ({_percent(row)})" for row in answers.nation])
        return (
            f"{lead} from its own figures; in {first['nation_name']} we expect the most growth of "
            f"jobs from {first['base_period']} to {first['target_period']} in {named} (modelled "
            "estimate)."
        )
    if answers.nation_name:
        return f"{lead} from its own figures; in {answers.nation_name} we expect none to gain jobs."
    return f"{lead}, and we have no forecast of the nation's sectors."


def _add_kind(kind: str, row: Row) -> str:
    """The kind of a figure, and that it leaves out working owners where it does."""
    return f"{kind}; {EMPLOYEES_ONLY}" if EMPLOYEES_ONLY in row["note"] else kind


def _with_change(row: Row) -> str:
    """Manufacturing (+2,000 jobs)."""
    jump = f", which {JUMP_MAKERS[row['jump']]} could have made" if row["jump"] else ""
    change = "" if row["change_jobs"] is None else f" ({signed(row['change_jobs'])} jobs{jump})"
    return f"{name_inside(row)}{change}"


def _percent(row: Row) -> str:
    return f"{signed(round(row['nation_outlook_pct'], 1))}%"


def name_inside(row: Row) -> str:
    """The sector's name inside a sentence: its first letter small."""
    name = name_sector(row)
    return name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"
