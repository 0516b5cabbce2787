"""Local indicators in words: figures with their units as ONS writes them, ranks, comparisons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from indicators.places.limits import HIGHER, LOWER, SAME
from presentation.numbers import NONE, count, digits, in_sentence
from presentation.wording import listed, ordinal, period_in_words

Row = Mapping[str, Any]
PLACES_LIKE_IT: Final = "places like it"
UNSURE: Final = "too uncertain to compare"
# A nation that ONS names behind an indicator, since others have one of their own.
OF_NATION: Final = re.compile(r" \((Great Britain|England|Scotland|Wales|Northern Ireland)\)$")
CAPITALS: Final = ("Claimant Count",)  # which are of a title, and no name
GROUPING_NAMES: Final = {
    "global": "all indicators",
    "economic": "economic indicators",
    "demographic": "demographic indicators",
}
NO_FIGURE: Final = {"suppressed": "Withheld", "missing": "No figure"}


def short_name(name: str) -> str:
    """The indicator's name without the nation behind it.

    >>> short_name("Employment rate (Great Britain)")
    'Employment rate'
    """
    return OF_NATION.sub("", name)


def show_value(value: float | None, indicator: Row, decimals: int | None = None) -> str:
    """A figure as ONS writes it; '–' for none, never zero.

    >>> pay = {"value_prefix": "£", "value_suffix": "", "decimals": 0}
    >>> show_value(610.7, pay), show_value(None, pay)
    ('£611', '–')
    """
    if value is None:
        return NONE
    places = indicator["decimals"] if decimals is None else decimals
    written = in_sentence(digits(abs(value), places))
    sign = in_sentence("-") if round(value, places) < 0 else ""
    return f"{sign}{indicator['value_prefix']}{written}{indicator['value_suffix']}"


def unit_words(indicator: Row) -> str:
    """What a figure is of, behind it or in an axis: per 100,000 population; "" where it is plain.

    >>> unit_words({"value_note": "", "unit": "%"})
    ''
    """
    return str(indicator["value_note"])


def axis_title(indicator: Row) -> str:
    """Employment rate (%)."""
    unit = indicator["value_note"] or indicator["unit"]
    return f"{short_name(indicator['indicator_name'])}{f' ({unit})' if unit else ''}"


def limits_words(row: Row) -> str:
    """(95% limits 71.0% to 78.4%); "" where the figure has none."""
    limits = limits_range(row)
    return f"(95% limits {limits})" if limits else ""


def limits_range(row: Row) -> str:
    """71.0% to 78.4%; "" where the figure has no limits."""
    lower, upper = row["lower_limit95"], row["upper_limit95"]
    if lower is None or upper is None:
        return ""
    return f"{show_value(lower, row)} to {show_value(upper, row)}"


def rank_words(row: Row) -> str:
    """The place among neighbours, the highest first: 3 of 21; 3 to 9 of 21 where limits overlap.

    >>> rank_words({"rank_from": 3, "rank_to": 9, "rank_of": 21})
    '3rd to 9th highest of 21'
    """
    first, last, total = row["rank_from"], row["rank_to"], row["rank_of"]
    if first is None or last is None:
        return "too few with a figure"
    if first == 1 and last == total:
        return f"could be any of {total}"
    place = ordinal(first) if first == last else f"{ordinal(first)} to {ordinal(last)}"
    return f"{'highest' if place == '1st' else f'{place} highest'} of {total}"


def difference_words(difference: str | None) -> str:
    return difference or UNSURE


def trend_words(row: Row) -> str:
    """Up from £574 in 2021; about the same as in 2018; "" where there is nothing earlier."""
    earlier, difference = row["earlier_value"], row["trend_difference"]
    if earlier is None:
        return ""
    period = period_in_words(row["earlier_period"])
    before = show_value(earlier, row)
    if difference is None:
        return f"{before} in {period}; {UNSURE}"
    if difference == SAME:
        return f"About the same as in {period} ({before})"
    return f"{'Up' if difference == HIGHER else 'Down'} from {before} in {period}"


def figure_words(row: Row) -> str:
    """The figure of a card; why there is none where there is none."""
    if row["value"] is None:
        return NO_FIGURE.get(row["status"], "No figure")
    return show_value(row["value"], row)


def takeaway(name: str, counts: Mapping[str, int], compared: int) -> str:
    """A council's headlines beside places like it, as a heading; `compared` is how many could be.

    >>> takeaway("Testham", {"higher": 4, "lower": 0, "about the same": 12}, 16)
    'Testham: higher than places like it on 4 of 16 headline figures, lower on none'
    """
    if not compared:
        return f"{name}: headline figures"
    if counts[SAME] == compared:
        return f"{name}: about the same as places like it on all {count(compared)} figures"
    higher, lower = (count(counts[kind]) if counts[kind] else "none" for kind in (HIGHER, LOWER))
    return (
        f"{name}: higher than places like it on {higher} of {count(compared)} headline figures, "
        f"lower on {lower}"
    )


def lead_sentence(name: str, same: int, compared: int, grouping: str) -> str:
    """How many headlines are about the same as those of its neighbours, and who those are."""
    alike = f"the 20 councils most like it by {GROUPING_NAMES[grouping]} (ONS)"
    if not compared:
        return f"Too few of {alike} have figures to compare {name} with."
    return f"Beside {alike}, {count(same)} of {count(compared)} are about the same."


def standing_sentence(name: str, rows: Sequence[Row]) -> str:
    """What stands out, by name, the furthest first; that nothing does where nothing does."""
    higher = _names(rows, HIGHER)
    lower = _names(rows, LOWER)
    if not higher and not lower:
        return f"Nothing stands out: where we can compare, {name} is about the same."
    parts = [f"{words} {listed(names, 5)}" for words, names in
             (("higher on", higher), ("lower on", lower)) if names]  # fmt: skip
    return f"What stands out most: {'; '.join(parts)}."


def _names(rows: Sequence[Row], difference: str) -> list[str]:
    return [
        name_in_sentence(short_name(row["indicator_name"]))
        for row in rows
        if row["stands_out"] and row["neighbours_difference"] == difference
    ]


def name_in_sentence(name: str) -> str:
    """The name with a small first letter, unless it is an abbreviation.

    >>> name_in_sentence("Claimant Count"), name_in_sentence("GCSEs in English and Maths")
    ('claimant count', 'GCSEs in English and Maths')
    """
    if name in CAPITALS:
        return name.lower()
    return name[0].lower() + name[1:] if name[1:2].islower() and name[0].isupper() else name
