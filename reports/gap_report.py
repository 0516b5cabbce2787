"""The gap report of a council or a group of councils: content only, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from presentation.wording import MODELLED, NOTES, listed
from reports import forecasts_and_methods, gaps, pictures, sectors, skills, wards
from reports import inputs as held_room
from reports.content import Block, DataTable, Report, Section, Text
from reports.headlines import headlines
from reports.inputs import Held
from reports.reading import clean

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

    Give every council of the place, held or not: those of which nothing is held are named, and
    the title says how many of them the report is of. `unanswered` says what the last fetch asked
    for in vain; the report says so too.

    Raises PlaceError where nothing is held of any of them, StoreError where a table is broken. A
    table that is not there is said, and nothing fails for it. The same tables, date and version
    give the same report.
    """
    on_progress(0, 2, "indicators")
    held = held_room.read(root, councils, name)
    on_progress(1, 2, "sections, maps and charts")
    sections = _sections(held, [clean(line) for line in unanswered])
    on_progress(2, 2, "content ready")
    return Report(
        title=TITLE,
        subtitle=held.title,
        areas=tuple(called for _, called in held.councils),
        made_on=made_on,
        version=version,
        sections=tuple(_in_words(_dated(section, held.vintage)) for section in sections),
        notes=NOTES,
        sources=held_room.source_lines(root, held.tables.read.names),
        lacking=_part(held) if held.absent else "",
        codes=tuple(code for code, _ in (*held.councils, *held.absent)),
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


def _in_words(section: Section) -> Section:
    """The section with a sentence for each table that has no row."""

    def said(block: Block) -> Block:
        if isinstance(block, DataTable) and block.frame.is_empty():
            return Text((f"{block.title}: we have no data for this place.",))
        return block

    return replace(section, blocks=tuple(said(block) for block in section.blocks))


def _sections(held: Held, unanswered: Sequence[str]) -> tuple[Section, ...]:
    missing = held_room.missing(held)
    absent = [_part(held)] if held.absent else []
    if missing:
        absent.append(f"Missing data: {'; '.join(missing)}.")
    if unanswered:
        absent.append(
            "Requests that the data services did not answer: "
            f"{len(unanswered)}. See Limitations."
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
        *gaps.gaps(held, pictures.of_gaps(held)),
        skills.pressure(held),
        *forecasts_and_methods.forecasts(held, pictures.of_forecasts(held)),
        wards.wards(held, pictures.of_wards(held)),
        forecasts_and_methods.revisions(held),
        forecasts_and_methods.limitations(
            [*([_part(held)[:-1]] if held.absent else []), *missing], unanswered
        ),
        forecasts_and_methods.methods(),
        skills.annex(held),
    )


def _part(held: Held) -> str:
    """That the report is of some of a place's councils alone, and of which."""
    names = listed([name for _, name in held.councils], len(held.councils))
    absent = listed([name for _, name in held.absent], len(held.absent))
    return (
        f"This report covers {len(held.councils)} of the {held.members} councils of {held.name}: "
        f"{names}. We have no data for {absent}, so totals do not include "
        f"{'it' if len(held.absent) == 1 else 'them'}."
    )
