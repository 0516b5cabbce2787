"""The steps of who works on what: read tables, compute, write tables with their origin."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.graph import Progress, Step
from catalog.reading import Reader
from catalog.schema import Table
from catalog.tables.innovation_places import (
    INNOVATION_COUNCIL,
    INNOVATION_COUNCIL_YEAR,
    INNOVATION_LINKS,
    INNOVATION_ORGANISATIONS,
    INNOVATION_PARTICIPANTS,
    INNOVATION_PROJECTS,
    INNOVATION_SECTORS,
    INNOVATION_TERMS,
    INNOVATION_WARD,
)
from innovation import awards as award_lists
from innovation import councils, placing, projects, sectors, ward_counts
from innovation.term_index import weigh_terms

READS: Final = (
    *award_lists.READS, *placing.READS, "business_enterprises", "sector_lists",
)  # fmt: skip
SOURCES: Final = {award_lists.IUK: "Innovate UK", award_lists.GTR: "Gateway to Research"}
TITLES: Final = {
    INNOVATION_PROJECTS: "Projects with public research and innovation awards",
    INNOVATION_PARTICIPANTS: "Organisations on projects, placed",
    INNOVATION_ORGANISATIONS: "Organisations with research and innovation awards",
    INNOVATION_LINKS: "Organisations that share a project",
    INNOVATION_COUNCIL_YEAR: "Awards by council and year",
    INNOVATION_COUNCIL: "Awards to businesses by council, three years",
    INNOVATION_SECTORS: "Businesses, research and investment by sector of a council",
    INNOVATION_WARD: "Organisations with awards of Innovate UK by ward",
    INNOVATION_TERMS: "Words of projects with their weights",
}
# Tables that say nothing of where anybody is, and what others are made of besides awards.
NOT_PLACED: Final = (INNOVATION_PROJECTS,)
ALSO: Final = {
    INNOVATION_COUNCIL: ("business_enterprises",), INNOVATION_SECTORS: ("sector_lists",),
}  # fmt: skip
METHOD: Final = (
    "Participants are placed by postcode, else by the name of their council; organisations are one "
    "by company number, provider number, or name and postcode; participants who withdrew are in no "
    "sum; centres' core grants are apart"
)
TERMS_METHOD: Final = (
    "Words of titles and themes cut to their stems and weighed by TF-IDF (scikit-learn, sublinear)"
)
LIMITS: Final = (
    "Awards are what was offered, which is not what was paid.",
    "The address is the registered or main one, which need not be where the work is done.",
    "An organisation that is not listed may still innovate.",
    "A partnership for knowledge transfer is led by a university and serves the firm: the money "
    "counts at the university, the award at both.",
)


def build_awards(root: Path, on_progress: Progress) -> None:
    """Writes the derived tables of awards from the tables under a folder; empty without awards."""
    on_progress(0, 2, "placing research and innovation awards")
    reader = Reader(root)
    awards = award_lists.read_awards(reader)
    as_of = find_days(root, awards)
    awards = projects.settle_status(awards, as_of)
    council_list = reader.table("councils")
    participants = projects.make_participants(awards)
    placed = count_placed(awards)
    frames = {
        INNOVATION_PROJECTS: projects.make_projects(awards),
        INNOVATION_PARTICIPANTS: participants,
        INNOVATION_ORGANISATIONS: projects.make_organisations(awards),
        INNOVATION_LINKS: projects.make_links(awards),
        INNOVATION_COUNCIL_YEAR: councils.make_council_years(awards, council_list),
    }
    on_progress(1, 2, "awards by council, sector and ward")
    whole_until = as_of.get(award_lists.IUK, date.min).year - 1
    frames |= {
        INNOVATION_COUNCIL: councils.make_councils(
            awards, council_list, reader.table("business_enterprises"), whole_until
        ),
        INNOVATION_SECTORS: sectors.make_sectors(
            awards, reader.table("wards"), reader.table("sector_lists")
        ),
        INNOVATION_WARD: ward_counts.make_wards(
            awards, reader.table("wards"), reader.table("postcode_wards")
        ),
    }  # fmt: skip
    for table, frame in frames.items():
        is_placed = table not in NOT_PLACED
        read = (*award_lists.READS, *(placing.READS if is_placed else ()), *ALSO.get(table, ()))
        _write(frame, table, METHOD, read, root, (*(placed if is_placed else ()), *LIMITS))


def build_terms(root: Path, on_progress: Progress) -> None:
    """Writes `innovation_terms` from `innovation_projects`."""
    on_progress(0, 1, "words of research and innovation projects")
    frame = weigh_terms(store.read(INNOVATION_PROJECTS.name, root)[0])
    _write(frame, INNOVATION_TERMS, TERMS_METHOD, (INNOVATION_PROJECTS.name,), root, ())


def find_days(root: Path, awards: pl.DataFrame) -> dict[str, date]:
    """The day on which each source was read; without a record of that, its newest start."""
    days = {}
    for source in (award_lists.IUK, award_lists.GTR):
        of_source = awards.filter(award_source=source)
        if of_source.is_empty():
            continue
        retrieved = store.origin_of(source, root).retrieved
        newest = of_source["project_start"].max()
        if retrieved:
            days[source] = date.fromisoformat(retrieved[:10])
        elif isinstance(newest, date):
            days[source] = newest
    return days


def count_placed(awards: pl.DataFrame) -> tuple[str, ...]:
    """How many participants of each source were placed how, a sentence each."""
    return tuple(
        _describe_placed(name, rows)
        for source, name in SOURCES.items()
        if not (rows := awards.filter(award_source=source)).is_empty()
    )


def _describe_placed(source: str, rows: pl.DataFrame) -> str:
    counts = dict(rows.group_by("placed_by").len().iter_rows())
    by_postcode, by_name, nowhere = (counts.get(how, 0) for how in ("postcode", "name", "none"))
    return (
        f"{source}: of {rows.height} participants {by_postcode} are placed by postcode, {by_name} "
        f"by the name of their council and {nowhere} not at all; "
        f"{rows['is_withdrawn'].sum()} withdrew."
    )


def _write(
    frame: pl.DataFrame,
    table: Table,
    method: str,
    read: tuple[str, ...],
    root: Path,
    notes: tuple[str, ...],
) -> None:
    origin = store.derive_origin(table, TITLES[table], method, read, root)
    kept = dict.fromkeys((*notes, *origin.notes))
    store.write(frame, table, replace(origin, notes=tuple(kept)), root)


def list_steps() -> list[Step]:
    """The step that makes the tables of awards; quick, and empty where there are no awards."""
    return [
        Step(
            "innovation",
            reads=READS,
            writes=tuple(table.name for table in TITLES if table is not INNOVATION_TERMS),
            code=(sys.modules[__name__],),
            run=build_awards,
            needs=("councils",),
        )
    ]


def terms_step() -> Step:
    """The step that weighs words. The sample holds its table as made: scikit-learn takes 3 s and
    130 MB to load, which the first page must not wait for."""
    return Step(
        INNOVATION_TERMS.name,
        reads=(INNOVATION_PROJECTS.name,),
        writes=(INNOVATION_TERMS.name,),
        code=(sys.modules[__name__],),
        run=build_terms,
        needs=(INNOVATION_PROJECTS.name,),
        also_reads=lambda _root: (("scikit-learn", version("scikit-learn")),),
    )
