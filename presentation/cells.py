"""How a cell of a table is shown: numbers rounded as its field asks, an empty one with its why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from catalog.vocabulary.status import MISSING, SUPPRESSED
from presentation.numbers import MINUS, digits, estimate, write_ends
from presentation.wording import period_in_words

# Shorthand of government statistics, for cells without a number and, beside them, in words.
SHORTHAND: Final = {SUPPRESSED: "[c]", MISSING: "[x]"}
MEANINGS: Final = {
    "[c]": "withheld by the source, to protect respondents or because it is unreliable",
    "[x]": "not available: not published for this area and period, or no file supplied",
    "[z]": "not applicable",
    "[low]": "less than half of the unit shown, but not zero",
    "[u]": "low reliability: may be wrong by more than 20%",
}
LOW: Final = "[low]"
NOT_APPLICABLE: Final = "[z]"
LOWER, UPPER = "lower80", "upper80"  # how the columns of an interval's ends are called, at the end
# What sums leave behind that should be exactly 0: no figure of ours is meant to be as small.
DUST: Final = 1e-6


@dataclass(frozen=True)
class Field:
    """A column of a table as people read it.

    `name` is the frame's column, `title` its heading with the unit in it. `decimals` None marks
    text. `status` names the column that says why a cell is empty, '' for none. `period` names the
    column, or first and last column, of the figure's own period; '' where it is the row's.

    `is_estimate` marks counts of ours, of which people read three figures. `decimals_from` names
    the column with the decimals of each row, where rows have units of their own. `is_blank` marks
    a column that is empty, for a reader to fill in.
    """

    name: str
    title: str
    decimals: int | None = None
    unit: str = ""
    status: str = ""
    signed: bool = False
    period: str | tuple[str, str] = ""
    is_estimate: bool = False
    decimals_from: str = ""
    is_blank: bool = False


def shorthand(status: str) -> str:
    """What stands in a cell that has no number: [c] withheld, [x] not available."""
    return SHORTHAND.get(status, "[x]")


def remove_dust(value: float) -> float:
    """The value, 0 where it is only the dust of sums: 1,000.1 - 1,000 - 0.1 is not a little."""
    return 0.0 if abs(value) < DUST else float(value)


def words(value: object, field: Field, status: str = "") -> str:
    """A cell as people read it. Null is never 0, and a little is not nothing.

    >>> jobs = Field("jobs", "Jobs", decimals=0, status="status")
    >>> words(1234.4, jobs), words(None, jobs, "suppressed"), words(0.2, jobs)
    ('1,234', '[c]', '[low]')
    """
    if value is None:
        return shorthand(status) if field.decimals is not None else ""
    if field.decimals is None or not isinstance(value, int | float):
        return period_in_words(str(value)) if field.name == "period" else str(value)
    if round(value, field.decimals) == 0 and remove_dust(value) != 0:
        return LOW
    if field.is_estimate:
        return estimate(value, signed=field.signed)
    return digits(value, field.decimals, signed=field.signed)


def row_words(row: Mapping[str, Any], fields: Sequence[Field]) -> list[str]:
    """The cells of a row as people read them; the two ends of an interval are never alike.

    >>> ends = (Field("lower80", "80% from", 0), Field("upper80", "80% to", 0))
    >>> row_words({"lower80": 6.1, "upper80": 6.3}, ends)
    ['6.1', '6.3']
    """
    shown = [_with_decimals(field, row) for field in fields]
    cells = [
        words(row[field.name], field, str(row[field.status]) if field.status else "")
        for field in shown
    ]
    for place, field in enumerate(shown[1:], 1):
        lower, upper = row[shown[place - 1].name], row[field.name]
        if not (shown[place - 1].name.endswith(LOWER) and field.name.endswith(UPPER)):
            continue
        if cells[place - 1] == cells[place] and lower is not None and upper is not None:
            cells[place - 1 : place + 1] = _write_apart(lower, upper, field)
    return cells


def _with_decimals(field: Field, row: Mapping[str, Any]) -> Field:
    """The field with the decimals of the row, where each row has its own."""
    decimals = row[field.decimals_from] if field.decimals_from else None
    return field if decimals is None else replace(field, decimals=decimals)


def _write_apart(lower: float, upper: float, field: Field) -> tuple[str, str]:
    ends = write_ends(lower, upper, lambda end: words(end, field))
    if ends is None:
        return NOT_APPLICABLE, NOT_APPLICABLE
    return ends[0].replace(MINUS, "-"), ends[1].replace(MINUS, "-")


def join_rows(frame: pl.DataFrame, key: str, text: pl.Expr) -> pl.DataFrame:
    """A row for each key, in the order in which they come, with the texts of its rows in one cell.

    >>> frame = pl.DataFrame({"code": ["1", "2", "1"], "text": ["a", "b", "c"]})
    >>> join_rows(frame, "code", pl.col("text")).rows()
    [('1', 'a; c'), ('2', 'b')]
    """
    return frame.group_by(key, maintain_order=True).agg(text.str.join("; "))
