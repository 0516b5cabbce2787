"""Sentences of the report on skills: priorities, openings, levels and pressure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicators.skills.skill_page import Answers as SkillAnswers
from presentation.numbers import digits, estimate, percent, write_ends
from presentation.report_words import leave_out_commands, refer, write_between, write_change
from presentation.sector_summary_words import write_number
from presentation.skill_words import name_occupation, split_streams
from presentation.wording import joined, period_in_words

Row = Mapping[str, Any]


def describe_priorities(answers: SkillAnswers, place: str) -> str:
    """The first priorities by name, and how firm that is; '' where there is no rank."""
    if not answers.first:
        return ""
    names = [name_occupation(row["occupation_code"], row["occupation_name"])
             for row in answers.first]  # fmt: skip
    number = write_number(len(names)).capitalize()
    what = "priority" if len(names) == 1 else "priorities"
    return f"{number} {what} for {place}: {'; '.join(names)} {refer('priorities')}."


def describe_firmness(answers: SkillAnswers, first: int) -> str:
    """How firm the first places of the ranking are; '' where that is not known."""
    if answers.kept_draws_pct is None or min(first, answers.ranked_count) <= 1:
        return ""
    kept = percent(answers.kept_draws_pct, 0)
    return (
        f"Ranks are not exact: when we redraw the uncertain figures 1,000 times, {kept} of the "
        f"first {write_number(first) if first < 10 else 'ten'} stay there. Treat near ranks as "
        "ties."
    )


def describe_openings(row: Row, replaced_pct: float) -> str:
    """The occupation with most openings: a row of `skills_openings`."""
    name = name_occupation(row["skill_code"], row["skill_name"])
    return (
        f"The most openings are for {name}: about {estimate(row['openings_persons'])} a year "
        f"{write_between(row['lower80'], row['upper80'])}. {percent(replaced_pct, 0)} of them "
        f"replace people who leave {refer('openings')}."
    )


def describe_level(row: Row) -> str:
    """The level with most openings beside the people we count; openings alone without a gap."""
    name = row["skill_name"].partition(" (")[0]
    level = f"{name[:1].lower()}{name[1:]}"
    openings = f"about {estimate(row['openings_persons'])} openings a year"
    table = refer("gaps-qualification")
    if row["gap_persons"] is None or row["supply_persons"] is None:
        why = (
            leave_out_commands(row["note"].removesuffix("."))
            or f"{openings}; no gap, because supply is missing"
        )
        return f"Most openings are at {level}: {why} {table}."
    missing = joined(split_streams(row["missing_streams"]))
    limit = f". This is an upper limit: it leaves out {missing}" if missing else ""
    ends = write_between(row["lower80"], row["upper80"], signed=True)
    return (
        f"Most openings are at {level}: {openings}, and about {estimate(row['supply_persons'])} "
        f"new people we can count. The difference is {write_change(row['gap_persons'])} {ends}"
        f"{limit} {table}."
    )


def describe_pressure(row: Row) -> str:
    """The occupation with most adverts per jobseeker: a row with pressure_times and its ends."""
    ends = write_ends(row["pressure_lower80"], row["pressure_upper80"], lambda end: digits(end, 1))
    interval = f" (80% interval {ends[0]} to {ends[1]} times)" if ends else ""
    name = name_occupation(row["occupation_code"], row["occupation_name"])
    return (
        f"Employers advertise most per jobseeker for {name}: {digits(row['pressure_times'], 1)} "
        f"times the average of all occupations here{interval}, "
        f"{period_in_words(str(row['period']))} {refer('pressure')}."
    )
