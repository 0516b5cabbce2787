"""Rows of the portal's lists of places: a row that lacks its codes costs itself, and is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from etl.clients.arcgis.client import features
from etl.raw import RawPart

YEAR: Final = "vintage"
# A name that is not there is stood in for by the code beside it: the place is known all the same.
CODE_OF_NAME: Final = ("_name", "_code")


@dataclass(frozen=True)
class PlaceRows:
    """Rows with strings alone, `vintage` ('2025') last; their geometries, in the same order.

    `dropped` counts the features that lacked a code, `example` is what one of them holds.
    """

    frame: pl.DataFrame
    geometries: list[dict[str, Any] | None]
    dropped: int = 0
    example: str = ""

    def notes(self, what: str) -> list[str]:
        """What was left out, as a sentence; none where nothing was."""
        if not self.dropped:
            return []
        rows = f"{self.dropped:,} row{'' if self.dropped == 1 else 's'}"
        return [f"Left out: {rows} of {what} without a code, such as {self.example}."]


def read_rows(parts: Sequence[RawPart], fields: Mapping[str, str]) -> PlaceRows:
    """The features of some parts as rows; `fields` maps a column to its attribute (`WD{yy}CD`).

    A feature without one of the codes is left out. A `_name` that is blank is its code instead.
    """
    rows: list[dict[str, str]] = []
    geometries: list[dict[str, Any] | None] = []
    dropped, example = 0, ""
    for attributes, geometry, yy in features(parts):
        row = {
            column: text_of(attributes.get(attribute.format(yy=yy)))
            for column, attribute in fields.items()
        }
        if all(value for column, value in row.items() if not column.endswith("_name")):
            rows.append(row | _named(row) | {YEAR: f"20{yy}"})
            geometries.append(geometry if isinstance(geometry, dict) else None)
        else:
            dropped += 1
            example = (
                example or ", ".join(value for value in row.values() if value) or "a blank one"
            )
    frame = pl.DataFrame(rows, schema=dict.fromkeys([*fields, YEAR], pl.String))
    return PlaceRows(frame, geometries, dropped, example)


def text_of(value: object) -> str:
    """A code or a name without blanks around it; '' where it is not there."""
    return "" if value is None else str(value).strip()


def _named(row: Mapping[str, str]) -> dict[str, str]:
    ending, code = CODE_OF_NAME
    return {
        column: row.get(column.removesuffix(ending) + code, "")
        for column, value in row.items()
        if column.endswith(ending) and not value
    }


def drop_repeats(
    frame: pl.DataFrame, key: Sequence[str], what: str
) -> tuple[pl.DataFrame, list[str]]:
    """Each key once, the first row standing, and a sentence on those left out that differ."""
    kept = frame.unique(key, keep="first", maintain_order=True)
    other = frame.unique(maintain_order=True).height - kept.height
    if not other:
        return kept, []
    return kept, [f"Left out: {other:,} rows of {what} for a code that already had another row."]
