"""The gap report of a council or a group of councils: content only, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from reports import held as held_room
from reports import pictures, record, sectors, skills, wards
from reports.content import DataTable, Report, Section, Text
from reports.headlines import headlines
from reports.held import Held
from reports.wording import MODELLED, NOTES

TITLE: Final = "Skills gaps and emerging sectors"
Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, what: str) -> None:
    """Tells nobody."""


def build(
    root: Path,
    councils: Sequence[str],
    name: str,
    *,
    made_on: str,
    version: str,
    unanswered: Sequence[str] = (),
    on_progress: Progress = silent,
) -> Report:
    """The report on councils (GSS codes) from the tables under `root`; `made_on` is an ISO date.

    `unanswered` says what the last fetch asked for in vain; the report says so too.

    Raises StoreError where indicators have not been made. The same tables, date and version give
    the same report.
    """
    on_progress(0, 2, "indicators")
    held = held_room.read(root, councils, name)
    on_progress(1, 2, "sections, maps and charts")
    sections = _sections(held, unanswered)
    used = {
        table
        for section in sections
        for block in section.blocks
        for table in getattr(block, "source", "").split(", ")
        if table
    }
    on_progress(2, 2, "content ready")
    return Report(
        title=TITLE,
        subtitle=held.name,
        areas=tuple(called for _, called in held.councils),
        made_on=made_on,
        version=version,
        sections=tuple(_dated(section, held.vintage) for section in sections),
        notes=NOTES,
        sources=held_room.source_lines(root, sorted(used)),
    )


def _dated(section: Section, vintage: str) -> Section:
    """The section with the year of the councils' boundaries in tables of areas that lack it."""
    return replace(
        section,
        blocks=tuple(
            replace(block, frame=block.frame.with_columns(area_vintage=pl.lit(vintage)))
            if isinstance(block, DataTable)
            and "area_code" in block.frame.columns
            and "area_vintage" not in block.frame.columns
            else block
            for block in section.blocks
        ),
    )


def _sections(held: Held, unanswered: Sequence[str]) -> tuple[Section, ...]:
    missing = held_room.missing(held)
    absent = []
    if missing:
        absent.append(f"Missing: {'; '.join(missing)}.")
    if unanswered:
        absent.append(
            f"Not answered by the data services: {len(unanswered)} of the questions asked; see "
            "Limitations."
        )
    summary = Section(
        "headlines",
        "Headlines",
        (
            Text((MODELLED,)),
            Text(headlines(held), listed=True),
            *([Text(tuple(absent))] if absent else []),
        ),
    )
    return (
        summary,
        sectors.profile(held),
        *sectors.emerging(held, pictures.of_sectors(held)),
        sectors.decomposition(held),
        skills.occupations(held, pictures.of_openings(held)),
        skills.supply(held),
        *skills.gaps(held, pictures.of_gaps(held)),
        skills.pressure(held),
        *record.forecasts(held, pictures.of_forecasts(held)),
        wards.wards(held, pictures.of_wards(held)),
        record.revisions(held),
        record.limitations(missing, unanswered),
        record.methods(),
        skills.annex(held),
    )
