"""Sentences of the report: short, each with its figure, how sure it is, and the table it is from.

A table is named as [[its id]], which becomes its number when the report is put together. Figures
are rounded as in the tables, so that each can be found there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from indicators.places.limits import HIGHER, LOWER
from presentation.local_words import name_in_sentence, short_name, show_value
from presentation.numbers import count, digits, estimate, in_sentence, percent, write_ends
from presentation.wording import NO_INTERVAL, listed, period_in_words

Row = Mapping[str, Any]
COMMAND: Final = re.compile(r",? with `wardwise [^`]*`")
COMMAND_SENTENCE: Final = re.compile(r" Add it with `wardwise [^`]*`\.")
NAMED: Final = 3  # figures named in a sentence


def refer(table: str) -> str:
    """The mark of a table in a sentence, behind it: ([[openings]])."""
    return f"([[{table}]])"


def write_between(lower: float, upper: float, *, signed: bool = False) -> str:
    """(80% interval 317 to 1,020), each end as its table has it; `signed` those of a change."""
    ends = write_ends(lower, upper, lambda end: in_sentence(estimate(end, signed=signed)))
    return f"(80% interval {ends[0]} to {ends[1]})" if ends else NO_INTERVAL


def write_change(value: float) -> str:
    """+2,000; −1,500: a change in jobs, as its table has it."""
    return in_sentence(estimate(value, signed=True))


def leave_out_commands(words: str) -> str:
    """The words without commands of the terminal, which readers of a report do not have.

    >>> leave_out_commands("no data; add DfE's aims with `wardwise supply FILE`. Without it")
    "no data; add DfE's aims. Without it"
    """
    return COMMAND.sub("", COMMAND_SENTENCE.sub("", words))


# Jobs


def describe_jobs(
    now: Row | None, published: Row | None, place: str, *, is_low: bool = False
) -> str:
    """All jobs: our estimate of now with the published figure that it starts from.

    `is_low`: part of the place has no figure, so that we say what we can count and no more.
    """
    table = refer("chart-jobs|jobs-total")
    counted = "we can count " if is_low else "there were "
    if now is None:
        if published is None:
            return ""
        figure = f"{digits(published['jobs'])} jobs in {place}"
        return f"In {published['period']} {counted}{figure} (published) {table}."
    is_now = now["horizon"] == 0
    when = "now" if is_now else f"in {period_in_words(now['period'])}"
    lead = "We can count" if is_low else "There are" if is_now else "There were"
    ends = write_between(now["lower80"], now["upper80"])
    words = f"{lead} about {estimate(now['jobs'])} jobs in {place} {when} {ends}: our estimate"
    if published is None:
        return f"{words} {table}."
    return (
        f"{words}. The published figure for {published['period']} is "
        f"{digits(published['jobs'])} {table}."
    )


# Beside other places


def describe_standing(rows: Sequence[Row], compared: int, same: int, place: str) -> str:
    """Which headline figures differ from those of places like it; '' where none was compared."""
    if not compared:
        return ""
    higher, lower = (
        [name_in_sentence(short_name(row["indicator_name"])) for row in rows
         if row["neighbours_difference"] == side]
        for side in (HIGHER, LOWER)
    )  # fmt: skip
    words = (
        f"{place} is about the same as places like it on {count(same)} of {count(compared)} "
        "headline figures"
    )
    parts = [f"{side} on {listed(names, NAMED)}" for side, names in
             (("higher", higher), ("lower", lower)) if names]  # fmt: skip
    more = f". It is {', and '.join(parts)}" if parts else ""
    return f"{words}{more} {refer('place')}."


def describe_range(row: Row) -> str:
    """The lowest and the highest of several councils, of the first headline figure.

    >>> describe_range({"indicator_name": "Employment rate (Great Britain)", "value_prefix": "",
    ...     "value_suffix": "%", "decimals": 1, "period": "2023", "lowest_name": "A",
    ...     "highest_name": "B", "lowest_value": 69.7, "highest_value": 75.0})
    'The employment rate runs from 69.7% (A) to 75.0% (B), 2023 ([[place]]).'
    """
    low, high = (show_value(row[f"{end}_value"], row) for end in ("lowest", "highest"))
    return (
        f"The {name_in_sentence(short_name(row['indicator_name']))} runs from {low} "
        f"({row['lowest_name']}) to {high} ({row['highest_name']}), "
        f"{period_in_words(row['period'])} {refer('place')}."
    )


# Wards


def describe_wards(rows: Sequence[Row]) -> str:
    """The wards that stand out first: ward_name, figure, value and middle_value of each.

    >>> describe_wards([{"ward_name": "City", "figure": "Premises empty", "value": 21.04,
    ...     "middle_value": 9.0, "period": "2025"}])
    'City stands out most: premises empty, 21.0% (middle ward 9.0%), 2025 ([[wards-standing-out]]).'
    """
    parts = [
        f"{name_in_sentence(row['figure'])}, {percent(row['value'])} (middle ward "
        f"{percent(row['middle_value'])}), {period_in_words(row['period'])}"
        for row in rows
    ]
    names = [f"{row['ward_name']}: {part}" for row, part in zip(rows, parts, strict=True)]
    table = refer("wards-standing-out")
    first = f"{rows[0]['ward_name']} stands out most: {parts[0]}"
    return (
        f"{first} {table}." if len(rows) == 1 else f"{first}. Then {'; '.join(names[1:])} {table}."
    )


def describe_reach(row: Row) -> str:
    """The ward with the fewest jobs within reach of residents without a car: `reach_ward`."""
    cars = row["households_no_car_pct"]
    without = f" {percent(cars)} of its households have no car." if cars is not None else ""
    return (
        f"Without a car, residents of {row['ward_name']} have the fewest jobs within reach: about "
        f"{estimate(row['jobs_in_reach'])} {refer('access')}.{without}"
    )
