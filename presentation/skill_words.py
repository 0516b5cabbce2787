"""Skills in words: priorities, openings beside supply, pressure and what is missing.

Each function takes a row (of `indicators.skills.skill_page`, or of a table of skills) and gives
plain sentences, for pages and reports alike. A figure that is missing is said to be, or left out;
it is never written as zero, and no gap is named that the table does not have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from indicators.skills import ranking
from indicators.skills.skill_page import Answers
from presentation.numbers import about, digits
from presentation.sector_summary_words import write_number
from presentation.wording import as_sentence, between, joined, period_in_words, ranked

Row = Mapping[str, Any]
PER_YEAR: Final = "people a year"
NO_DATA: Final = "no data"
WHOLE: Final = 100  # people below which three figures would have a decimal
SAME: Final = 0.05  # a ratio this near to 1 is about the same
# Our short names of the SOC 2020 sub-major groups; tables have the official ones.
SHORT: Final[dict[str, str]] = {
    "11": "senior managers", "12": "other managers and owners",
    "21": "engineers and IT professionals", "22": "nurses and health professionals",
    "23": "teachers and educators", "24": "business and legal professionals",
    "31": "engineering and IT technicians", "32": "health and care associates",
    "33": "police and fire officers", "34": "arts and sports workers",
    "35": "finance and sales associates", "41": "administrative staff",
    "42": "secretaries and receptionists", "51": "farming and gardening trades",
    "52": "metal and electrical trades", "53": "building trades",
    "54": "chefs and craft trades", "61": "care and teaching assistants",
    "62": "hairdressers and leisure staff", "63": "community wardens",
    "71": "sales assistants", "72": "customer service staff",
    "81": "plant and machine operatives", "82": "drivers",
    "91": "labourers and packers", "92": "cleaners and warehouse staff",
}  # fmt: skip
# What each stream of supply mainly gives, to say what is missing without it.
STREAM_GIVES: Final = {
    "further education": "adult education supply",
    "apprenticeships": "supply from apprenticeships",
    "school and college leavers": "supply from schools and colleges",
    "university graduates": "degree-level supply",
    "people leaving claims": "supply from people leaving claims",
}  # fmt: skip


def name_occupation(code: str, name: str = "") -> str:
    """A short name of a sub-major group, for a sentence; the official one of any other group.

    >>> name_occupation("22"), name_occupation("222", "Therapy Professionals")
    ('nurses and health professionals', 'therapy Professionals')
    """
    if code in SHORT:
        return SHORT[code]
    return f"{name[:1].lower()}{name[1:]}" if name else code


def label_occupation(code: str, name: str = "") -> str:
    """The short name as a label of a row or a bar: Nurses and health professionals."""
    return as_sentence(name_occupation(code, name))[:-1]


def title_answer(answers: Answers, place: str) -> str:
    """The page's answer in one line: the first priorities of a place, by name."""
    if not answers.first:
        return f"We cannot rank priorities for {place}"
    names = [name_occupation(row["occupation_code"], row["occupation_name"])
             for row in answers.first]  # fmt: skip
    number = write_number(len(names)).capitalize()
    what = "priority" if len(names) == 1 else "priorities"
    # A list of names with "and" in them is clear only without another "and".
    return f"{number} {what} for {place}: {', '.join(names)}"


def describe_stability(answers: Answers) -> str:
    """How firm the first ten are, over draws and over weightings; '' where that is not known."""
    first = min(ranking.FIRST, answers.ranked_count)
    if answers.kept_draws_pct is None or first <= 1:
        return ""
    words = (
        f"In 1,000 simulations, {digits(answers.kept_draws_pct)}% of the first "
        f"{write_number(first) if first < ranking.FIRST else 'ten'} stay among the first ten on "
        "average"
    )
    if answers.kept_weights_pct is not None:
        words += f", and {digits(answers.kept_weights_pct)}% if the weights are drawn at random"
    return f"{words}. Treat near ranks as ties."


def describe_rank(row: Row, total: int) -> str:
    """The rank with its range: rank 1, likely 1 to 16 of 26; '' without a rank."""
    if row["priority_rank"] is None:
        return ""
    if row["rank_low"] is None or row["rank_high"] is None:
        return f"rank {row['priority_rank']} of {total}"
    return f"rank {row['priority_rank']}, likely {ranked(row['rank_low'], row['rank_high'], total)}"


def describe_openings(row: Row) -> str:
    """Openings a year in their two parts, with years; a sentence.

    >>> describe_openings({"openings_persons": 391.2, "growth_openings_persons": 61.0,
    ...     "replacement_openings_persons": 330.2, "base_period": "2026", "target_period": "2029"})
    'About 391 openings a year from 2026 to 2029: 330 replace people who leave this work for good, \
and 61 are new jobs.'
    """
    if row["openings_persons"] is None:
        return "We cannot estimate openings here."
    growth, replaced = row["growth_openings_persons"], row["replacement_openings_persons"]
    openings = f"About {write_people(row['openings_persons'])} openings a year"
    if row["base_period"] and row["target_period"]:
        openings += f" from {row['base_period']} to {row['target_period']}"
    if growth is None or replaced is None:
        return f"{openings}; we have no data on how many replace people who leave."
    if growth >= 0:
        part = f"{write_people(growth)} are new jobs"
    else:
        part = f"{write_people(-growth)} jobs are lost"
    return (
        f"{openings}: {write_people(replaced)} replace people who leave this work for good, and "
        f"{part}."
    )


def write_people(persons: float) -> str:
    """Three figures of a number of people, and never a part of one.

    >>> write_people(6.04), write_people(1373.4)
    ('6', '1,370')
    """
    return digits(persons) if abs(persons) < WHOLE else about(persons)


def describe_pressure(row: Row) -> str:
    """Adverts per jobseeker beside all occupations here, with the interval; '' without one."""
    if row["pressure_times"] is None:
        return ""
    low, high = row["pressure_lower80"], row["pressure_upper80"]
    interval = (
        "" if low is None or high is None
        else f" (80% interval {digits(low, 1)} to {digits(high, 1)} times)"
    )  # fmt: skip
    when = f" in {period_in_words(row['adverts_period'])}" if row["adverts_period"] else ""
    if abs(row["pressure_times"] - 1) < SAME:
        many = "About as many"
    else:
        many = f"{digits(row['pressure_times'], 1)} times as many"
    return f"{many} online adverts per jobseeker as for all occupations here{when}{interval}."


def describe_pay(row: Row) -> str:
    """Median pay a year, or that we have none: £34,500 a year; pay: no data."""
    pay = row["pay_gbp_year"]
    return f"Median pay £{digits(pay)} a year." if pay is not None else "Pay: no data."


def describe_difference(row: Row) -> str:
    """The occupation's share of jobs here beside places like it; '' without a comparison.

    Where we have too few similar places it is set beside the nation, which is named.

    >>> describe_difference({"difference_times": 1.14, "difference_beside": "Great Britain"})
    '1.1 times the share of jobs in Great Britain.'
    """
    times, beside = row["difference_times"], row["difference_beside"]
    if times is None or not beside:
        return ""
    if abs(times - 1) < SAME:
        return f"About the same share of jobs as in {beside}."
    return f"{digits(times, 1)} times the share of jobs in {beside}."


def describe_evidence(row: Row) -> str:
    """How strong the evidence is and why; '' where the ranking is of other weights."""
    if not row["evidence_strength"]:
        return ""
    return f"Evidence: {row['evidence_strength']}, {row['evidence_reason']}."


def describe_priority(row: Row, total: int) -> str:
    """One priority in a few sentences, for a report or the head of a page."""
    name = name_occupation(row["occupation_code"], row["occupation_name"])
    return f"{name[:1].upper()}{name[1:]}. {describe_figures(row, total)}"


def describe_figures(row: Row, total: int) -> str:
    """The same without the name, under a heading that has it."""
    parts = (as_sentence(describe_rank(row, total)), describe_openings(row),
             describe_pressure(row), describe_pay(row), describe_difference(row),
             describe_evidence(row))  # fmt: skip
    return " ".join(filter(None, parts))


# Openings beside supply


def describe_gap(row: Row) -> str:
    """The gap with its interval, or openings alone and what to add: a row of `skills_gaps`."""
    if row["gap_persons"] is None:
        return describe_no_gap(row)
    words = f"Gap: about {write_people(row['gap_persons'])} {PER_YEAR}"
    if row["lower80"] is not None and row["upper80"] is not None:
        words += f" {between(row['lower80'], row['upper80'])}"
    missing = split_streams(row["missing_streams"])
    return f"{words}, an upper limit: {joined(missing)} not counted." if missing else f"{words}."


def describe_no_gap(row: Row) -> str:
    """Openings alone, why there is no gap and what to add, as the table's note has it."""
    if row["openings_persons"] is None:
        return "We cannot estimate openings here."
    if row["note"]:
        return as_sentence(row["note"])
    openings = write_people(row["openings_persons"])
    return f"About {openings} openings a year; no gap, since supply is missing."


def split_streams(missing: str) -> list[str]:
    """Streams of a list as it is stored."""
    return [name for name in missing.split("; ") if name]


def describe_missing(rows: pl.DataFrame) -> str:
    """What no gap can be given for, and which streams are missing; '' where none is.

    `rows` are rows of `skills_gaps`.
    """
    missing = dict.fromkeys(
        name for streams in rows["missing_streams"] for name in split_streams(streams)
    )
    if not missing:
        return ""
    without = rows.filter(pl.col("gap_persons").is_null()).height
    names = joined([STREAM_GIVES.get(name, name) for name in missing])
    words = f"We have no data on {names}"
    if not without:
        return f"{words}, so each gap is an upper limit."
    which = (
        "there is no gap" if without == rows.height else "where it is a main source there is no gap"
    )
    return f"{words}: {which}, only openings. Add it with `wardwise supply FILE`."


def describe_stream(row: Row) -> str:
    """One stream of a place: its people and period, or what its absence costs; `skills_streams`."""
    name = as_sentence(row["supply_stream"])[:-1]
    served = row["served_openings_persons"]
    if row["supply_persons"] is None:
        cost = (
            f" Without it we cannot judge {write_people(served)} openings a year." if served
            else " No gap depends on it alone."
        )  # fmt: skip
        return f"{name}: {NO_DATA}.{cost}"
    interval = (
        "" if row["lower80"] is None or row["upper80"] is None
        else f" {between(row['lower80'], row['upper80'])}"
    )  # fmt: skip
    partial = "; part of it is not counted" if row["status"] == "partial" else ""
    return (
        f"{name}: about {write_people(row['supply_persons'])} {PER_YEAR}{interval}, {row['period']}"
        f"{partial}."
    )


def name_status(status: str, value: float | None) -> str:
    """How a stream's figure comes about, in a word: missing, modelled, partial."""
    return "missing" if value is None else status


def describe_match(rows: pl.DataFrame, place: str) -> str:
    """The level at which jobs ask for more than residents have, from `qualification_match`."""
    known = rows.drop_nulls("difference_points").sort("difference_points")
    if known.is_empty():
        return f"We cannot compare qualifications of residents and jobs in {place}."
    row = known.row(0, named=True)
    residents, who = row["survey_share_pct"], "aged 16 to 64"
    if residents is None:
        residents, who = row["residents_share_pct"], "aged 16 and over"
    level = row["skill_name"].partition(" (")[0]
    if row["difference_points"] >= 0 or residents is None or row["jobs_share_pct"] is None:
        return f"At no level do jobs in {place} ask for more people than its residents have."
    return (
        f"{level}: {digits(residents)}% of residents {who} have it, "
        f"{digits(row['jobs_share_pct'])}% of jobs in {place} usually ask for it."
    )


def list_missing_components(priorities: pl.DataFrame) -> Sequence[str]:
    """Components that no occupation of the place has, so that the others weigh more."""
    lists = [set(split_streams(words)) for words in priorities["missing_components"]]
    return sorted(set.intersection(*lists)) if lists else []
