"""The gap report of a council or a group of councils: content only, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from presentation.wording import NOTES
from reports import inputs
from reports.choices import TEXTS, Choices, check_choices
from reports.content import Block, DataTable, Report, Section, Text
from reports.inputs import ReportArea
from reports.reading import clean
from reports.sections import (
    access,
    ages,
    annex,
    forecasts_and_methods,
    innovation,
    limits,
    pictures,
    place,
    priorities,
    profile,
    sectors,
    skills,
    training,
    ward_maps,
    wards,
)

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
    return compose(
        area, made_on=made_on, version=version, unanswered=unanswered, choices=choices,
        on_progress=on_progress,
    )  # fmt: skip


def compose(
    area: ReportArea,
    *,
    made_on: str,
    version: str,
    unanswered: Sequence[str] = (),
    choices: Choices = OURS,
    on_progress: Progress = silent,
) -> Report:
    """As `build`, of an area that has been read."""
    on_progress(1, 2, "sections, maps and charts")
    sections = _sections(area, [clean(line) for line in unanswered], made_on, choices)
    lines = inputs.read_source_lines(area.tables.root, area.tables.read.names)
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
        coverage=place.name_absent(area) if area.absent else "",
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


def _sections(
    area: ReportArea, unanswered: Sequence[str], made_on: str, choices: Choices
) -> tuple[Section, ...]:
    """The sections that are wanted, each with the user's own text first, in order of reading."""
    missing = inputs.list_missing(area)
    absent = [place.name_absent(area)[:-1]] if area.absent else []
    parts: dict[str, Callable[[], tuple[Section, ...]]] = {
        "priorities": lambda: (priorities.priorities(area, pictures.draw_priorities(area)),),
        "sectors": lambda: sectors.sectors(area, {
            "sectors-now": pictures.draw_jobs(area), "sectors-grown": pictures.draw_sectors(area),
        }),
        "skills": lambda: skills.skills(area, pictures.draw_openings(area)),
        "training": lambda: (training.training(area),),
        "wards": lambda: wards.wards(area, ward_maps.draw_wards(area)),
        "access": lambda: access.access(area),
        "innovation": lambda: innovation.innovation(area),
    }  # fmt: skip
    first = (place.place(area, made_on, choices, inputs.count_missing(area), len(unanswered)),)
    chosen = [first, _only_text("introduction", choices)]
    chosen += [_with_text(name, make(), choices) for name, make in parts.items()
               if choices.has(name)]  # fmt: skip
    limit = limits.limits([*absent, *missing], unanswered, ages.ages(area, made_on))
    chosen += [_only_text("next-steps", choices), _with_text("limits", (limit,), choices)]
    if choices.has("annex"):
        chosen.append(_with_text("annex", (annex.annex(area),), choices))
    # Drawn for the edition that prints them alone, since drawing takes most of the time.
    fans = pictures.draw_forecasts(area) if choices.edition == "full" else ()
    chosen.append((
        profile.profile(area),
        *forecasts_and_methods.forecasts(area, fans),
        forecasts_and_methods.revisions(area),
    ))  # fmt: skip
    # Last: the methods of what the sections have read, and of nothing else.
    chosen.append((forecasts_and_methods.methods(area.tables.read.names),))
    return tuple(section for sections in chosen for section in sections)


def _with_text(name: str, sections: tuple[Section, ...], choices: Choices) -> tuple[Section, ...]:
    """The sections with the user's own words for them first."""
    words = choices.paragraphs(name)
    if not words or not sections:
        return sections
    first = replace(sections[0], blocks=(Text(words), *sections[0].blocks))
    return (first, *sections[1:])


def _only_text(name: str, choices: Choices) -> tuple[Section, ...]:
    """A section of the user's own words alone; none without them."""
    words = choices.paragraphs(name)
    return (Section(name, TEXTS[name], (Text(words),)),) if words else ()
