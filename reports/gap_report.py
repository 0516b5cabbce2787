"""The gap report of a council or a group of councils: content only, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from presentation.wording import MODELLED, NOTES, listed
from reports import inputs
from reports.choices import Choices, check_choices
from reports.content import Block, DataTable, Report, Section, Text
from reports.inputs import ReportArea
from reports.reading import clean
from reports.sections import (
    ages,
    forecasts_and_methods,
    gaps,
    pictures,
    priorities,
    profile,
    sectors,
    skills,
    wards,
)
from reports.sections.headlines import headlines

TITLE: Final = "Sectors and skills gaps"
OURS: Final = Choices()
Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, what: str) -> None:
    """Progress that nobody watches."""


def build(
    root: Path,
    councils: Sequence[str],
    name: str,
    *,
    made_on: str,
    version: str,
    unanswered: Sequence[str] = (),
    choices: Choices = OURS,
    on_progress: Progress = silent,
) -> Report:
    """The report on councils (GSS codes) from the tables under `root`; `made_on` is an ISO date.

    Give every council of the place, with data or without: the report names those without, and its
    title says how many it covers. `unanswered` lists the requests that the last fetch got no
    answer to; the report lists them too.

    `choices` are the user's. The report holds every table whatever the edition; what that prints is
    `Report.in_print`.

    Raises ChoicesError for choices that cannot be, PlaceError where none of the councils has data,
    StoreError where a table is broken. A missing table is named in the report, and nothing fails
    for it. The same tables, choices, date and version give the same report.
    """
    check_choices(choices)
    on_progress(0, 2, "indicators")
    area = inputs.read_area(root, councils, name)
    on_progress(1, 2, "sections, maps and charts")
    sections = _sections(area, [clean(line) for line in unanswered], made_on)
    lines = inputs.read_source_lines(root, area.tables.read.names)
    on_progress(2, 2, "content finished")
    report = Report(
        title=choices.title or TITLE,
        subtitle=choices.subtitle or area.title,
        areas=tuple(lad_name for _, lad_name in area.councils),
        made_on=made_on,
        version=version,
        sections=tuple(_in_words(_dated(section, area.vintage)) for section in sections),
        notes=NOTES,
        sources=lines,
        coverage=_part(area) if area.absent else "",
        part=area.part,
        codes=tuple(code for code, _ in (*area.councils, *area.absent)),
        edition=choices.edition,
        logo=choices.logo,
        contact=choices.contact,
    )
    return report.with_source_titles(lines).with_numbers()


def _dated(section: Section, vintage: str) -> Section:
    """The section with the year of the councils' boundaries in tables of areas without it."""
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

    def replace_empty(block: Block) -> Block:
        if isinstance(block, DataTable) and block.frame.is_empty():
            return Text((f"{block.title}: we have no data for this place.",))
        return block

    return replace(section, blocks=tuple(replace_empty(block) for block in section.blocks))


def _sections(area: ReportArea, unanswered: Sequence[str], made_on: str) -> tuple[Section, ...]:
    missing = inputs.list_missing(area)
    absent = [_part(area)] if area.absent else []
    if missing:
        absent.append(f"Missing data: {'; '.join(missing)}.")
    old = ages.old_figures(area, made_on)
    if old:
        absent.append(f"Older than the newest published: {' '.join(old)} See Limitations.")
    if unanswered:
        absent.append(
            f"Requests that the data services did not answer: {len(unanswered)}. See Limitations."
        )
    summary = Section(
        "headlines",
        "Headlines",
        (
            Text((MODELLED,)),
            Text(headlines(area), listed=True),
            *([Text(tuple(absent))] if absent else []),
        ),
    )
    sections = (
        summary,
        profile.profile(area),
        *priorities.priorities(area, pictures.draw_priorities(area)),
        *sectors.sectors(area, pictures.draw_sectors(area)),
        sectors.decomposition(area),
        skills.occupations(area, pictures.draw_openings(area)),
        skills.supply(area),
        *gaps.gaps(area),
        skills.pressure(area),
        *forecasts_and_methods.forecasts(area, pictures.draw_forecasts(area)),
        wards.wards(area, pictures.draw_wards(area)),
        forecasts_and_methods.revisions(area),
        forecasts_and_methods.limitations(
            [*([_part(area)[:-1]] if area.absent else []), *missing],
            unanswered,
            ages.ages(area, made_on),
        ),
    )
    annex = skills.annex(area)
    # Last: the methods of what the sections have read, and of nothing else.
    return (*sections, forecasts_and_methods.methods(area.tables.read.names), annex)


def _part(area: ReportArea) -> str:
    """A sentence on which of the place's councils the report covers, and which not."""
    names = listed([name for _, name in area.councils], len(area.councils))
    absent = listed([name for _, name in area.absent], len(area.absent))
    return (
        f"This report covers {len(area.councils)} of the {area.members} councils of {area.name}: "
        f"{names}. We have no data for {absent}, so totals do not include "
        f"{'it' if len(area.absent) == 1 else 'them'}."
    )
