"""How a number is written, for page and paper: the one place where digits are laid out.

Every other function says what a number is (a share, pounds, an estimate) and leaves its digits to
`digits`. In a sentence a number below zero has a true minus, since a hyphen could be parted from
its number at the end of a line; in a cell it has a hyphen, which spreadsheets read as a number.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context
from typing import Final

MINUS: Final = "\u2212"
NONE: Final = "–"
THREE_FIGURES: Final = Context(prec=3, rounding=ROUND_HALF_UP)  # an estimate deserves no more
ONE_DECIMAL: Final = "one decimal"  # a unit for figures whose own is written beside them
# Decimals of each unit, in every table and sentence; of other units none.
DECIMALS: Final = {
    "%": 1, "percentage points": 1, "ratio": 1, "index": 2, "log ratio": 2,
    "standard deviations": 2, ONE_DECIMAL: 1,
}  # fmt: skip
NARROWEST: Final = 3  # decimals beyond which the ends of an interval are the same


def digits(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """The number with that many decimals, thousands set apart: 1,230.4; never -0.

    >>> digits(1230.44, 1), digits(-0.04, 1), digits(12, signed=True)
    ('1,230.4', '0.0', '+12')
    """
    rounded = round(value, decimals) + 0.0
    sign = "+" if signed and rounded > 0 else ""
    return f"{sign}{rounded:,.{decimals}f}"


def count(number: int) -> str:
    """How many things there are: 1,230."""
    return f"{number:,}"


def in_sentence(text: str) -> str:
    """A number written by `digits` as a sentence has it, with a true minus."""
    return text.replace("-", MINUS)


def percent(value: float, decimals: int = 1) -> str:
    """A share in per cent, with its sign: 23.4%.

    >>> percent(23.44), percent(80, 0)
    ('23.4%', '80%')
    """
    return f"{digits(value, decimals)}%"


def about(value: float, unit: str = "") -> str:
    """An estimate in three figures: 1,230 jobs. A half goes up, as in tables.

    >>> about(1234.5, "jobs"), about(2625.0), about(-0.0)
    ('1,230 jobs', '2,630', '0')
    """
    rounded = float(THREE_FIGURES.create_decimal(repr(float(value)))) + 0.0
    decimals = 0 if abs(rounded) >= 10 or rounded == int(rounded) else 1
    space = "" if unit in ("", "%") else " "
    return f"{in_sentence(digits(rounded, decimals))}{space}{unit}"


def estimate(value: float, *, signed: bool = False) -> str:
    """A count that we estimate, as a table has it: three figures, and never a part of one.

    >>> estimate(1373.4), estimate(6.04), estimate(-2625.0), estimate(12.0, signed=True)
    ('1,370', '6', '-2,630', '+12')
    """
    rounded = float(THREE_FIGURES.create_decimal(repr(float(value))))
    return digits(rounded, signed=signed)


def write_ends(lower: float, upper: float, write: Callable[[float], str]) -> tuple[str, str] | None:
    """The ends of an interval as `write` has them; never the same, since no interval has no width.

    Ends that it would write alike get decimals until they differ; None for ends that are one.

    >>> write_ends(317.2, 1019.6, about), write_ends(6.1, 6.3, digits), write_ends(6.0, 6.0, digits)
    (('317', '1,020'), ('6.1', '6.3'), None)
    """
    ends = write(lower), write(upper)
    for decimals in range(1, NARROWEST + 1):
        if ends[0] != ends[1]:
            return ends
        ends = in_sentence(digits(lower, decimals)), in_sentence(digits(upper, decimals))
    return None if ends[0] == ends[1] else ends


def signed(value: float, unit: str = "") -> str:
    """An estimate of a change: +1,230 jobs."""
    return ("+" if value > 0 else "") + about(value, unit)


def change(value: float) -> str:
    """A whole change with its sign, in full, so that parts can be added up by hand: +1,234."""
    return in_sentence(digits(value, signed=True))


def show(value: float | None, unit: str, *, signed: bool = False) -> str:
    """A value as people read it: 1,230 jobs; 23.4%; £1.2 million. Null is '–', never 0.

    >>> show(1230.2, "jobs"), show(23.44, "%"), show(999_999, "GBP"), show(None, "%")
    ('1,230', '23.4%', '£1 million', '–')
    """
    if value is None:
        return NONE
    value = rounded(value, unit) + 0.0  # -0.04 reads as 0.0, and £999,999 as £1 million
    if unit == "GBP":
        return ("+" if signed and value > 0 else "") + _pounds(value)
    written = digits(value, _decimals(unit), signed=signed)
    return f"{written}%" if unit == "%" else written


def rounded(value: float, unit: str) -> float:
    """The number that `show` prints, so that what compares values can go by what people read."""
    if unit == "GBP":
        size, _ = _scale(value)
        return float(round(round(value / size, 1 if size > 1 else 0) * size))
    return round(value, _decimals(unit))


def _decimals(unit: str) -> int:
    return DECIMALS.get(unit, 0)


def _pounds(value: float) -> str:
    """As GOV.UK writes money: £12,300; £1.2 million; £1 billion. `value` is rounded already."""
    sign = "-" if value < 0 else ""
    size, word = _scale(value)
    if not word:
        return f"{sign}£{digits(abs(value))}"
    return f"{sign}£{digits(abs(value) / size, 1).removesuffix('.0')} {word}"


def _scale(value: float) -> tuple[float, str]:
    for size, word in ((1e9, "billion"), (1e6, "million"), (1e3, "")):
        if abs(value) >= size:
            return size, word
    return 1.0, ""
