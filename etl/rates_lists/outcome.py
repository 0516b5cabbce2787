"""What became of a list, every record accounted for, as it is told and kept beside the list."""

from __future__ import annotations

from collections.abc import Mapping as Named
from dataclasses import dataclass
from typing import Any, Final

SHOWN_PLACES: Final = 10


@dataclass(frozen=True)
class Reading:
    """What became of a list, as it is told to the person who supplied it.

    rows_count = read_count + repeated_count + rejected_count, in which `rejected_count` has the
    records that could not be read, the lines of totals and records of no property of the list.
    `rejected_lines` are places in the file such as '12' or 'Report2 12'.
    """

    lad_code: str
    list_period: str
    period_guessed: bool
    rows_count: int
    rejected_count: int
    mended_count: int
    repeated_count: int
    read_count: int
    rejected_lines: tuple[str, ...] = ()
    totals_count: int = 0
    strangers_count: int = 0
    occupancy: Named[str, int] | None = None
    sheets: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    file_sha256: str = ""

    def words(self) -> str:
        """A few sentences with every record accounted for."""
        states = ", ".join(f"{count:,} {state}" for state, count in (self.occupancy or {}).items())
        unread = self.rejected_count - self.totals_count - self.strangers_count
        lines = [
            f"{self.rows_count:,} records: {self.read_count:,} properties read ({states}), "
            f"{self.repeated_count:,} more records of the same properties, "
            f"{unread:,} we could not read.",
        ]
        if self.totals_count:
            lines.append(f"{_counted(self.totals_count, 'line')} of totals left out.")
        if self.strangers_count:
            strangers = _counted(self.strangers_count, "record")
            lines.append(f"{strangers} for properties not in the list left out.")
        if self.mended_count:
            lines.append(f"{self.mended_count:,} records had a field missing; we matched the rest.")
        ending = ", based on its dates; use --period to change it." if self.period_guessed else "."
        lines.append(f"The list of {self.list_period}{ending}")
        if self.only_empty:
            lines.append(
                "The list names only empty properties: it does not record whether the others are "
                "occupied."
            )
        if self.rejected_lines:
            shown = ", ".join(self.rejected_lines[:SHOWN_PLACES])
            lines.append(f"Not read: lines {shown}{'…' if unread > SHOWN_PLACES else ''}.")
        lines += [f"Sheet {sheet}." for sheet in self.sheets]
        lines += [f"Note: {warning}" for warning in self.warnings]
        return "\n".join(lines)

    @property
    def only_empty(self) -> bool:
        """Whether the list says which are empty and of none that it is occupied."""
        counts = self.occupancy or {}
        return (
            bool(counts.get("empty")) and not counts.get("occupied") and bool(counts.get("unknown"))
        )


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def from_json(stored: dict[str, Any]) -> Reading:
    """A reading kept as JSON; TypeError or KeyError where it is none."""
    names = Reading.__dataclass_fields__
    fields = {name: value for name, value in stored.items() if name in names}
    lists = {name: tuple(map(str, fields.get(name, ()))) for name in ("rejected_lines", "sheets")}
    return Reading(**{**fields, **lists, "warnings": tuple(fields.get("warnings", ()))})
