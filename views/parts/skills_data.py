"""The tables of skills of a place, and names of occupations."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from presentation.skill_words import name_occupation
from views.parts import controls, data, indicators

Tables = dict[str, pl.DataFrame]
Row = dict[str, Any]
READS: Final = (
    "skills_openings", "skills_gaps", "skills_supply", "skills_streams", "skills_pressure",
    "skills_needs", "skills_courses", "skills_openings_fine", "skills_priorities",
    "priority_components", "qualification_match",
)  # fmt: skip
COMPUTED: Final = (*READS, "shortage_check", "mismatch")
NO_OPENINGS: Final = (
    "We cannot estimate openings for {}: jobs by sector, their forecast or their occupations are "
    "missing. `wardwise status` says what we lack and why; after `wardwise fetch` run `wardwise "
    "build`."
)
OF_WARDS: Final = ("ward_skills", "ward_exposure", "ward_qualification_match")


def read_tables(chosen: controls.Chosen) -> Tables | None:
    """Tables of indicators of the place, by name; None, with a notice, where none are built."""
    tables = indicators.read_tables_or_explain(chosen, COMPUTED)
    if tables is None:
        return None
    stored = {name: data.peek(name, (chosen.code,)) for name in READS}
    of_wards = {name: data.peek(name, chosen.councils) for name in OF_WARDS}
    return stored | of_wards | tables


def with_name(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `occupation`, a short name of each with a capital at its start."""
    names = [
        capital(name_occupation(code, name))
        for code, name in frame.select("occupation_code", "occupation_name").iter_rows()
    ]
    return frame.with_columns(occupation=pl.Series(names, dtype=pl.String))


def capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def find_row(frame: pl.DataFrame, **values: str) -> Row | None:
    """The first row with these values; None without one."""
    rows = frame.filter(**values)
    return rows.row(0, named=True) if rows.height else None
