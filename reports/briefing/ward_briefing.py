"""A briefing of one page for a councillor on one ward: summary, comparison and map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from catalog.measures import MEASURES
from catalog.sources import OS_ATTRIBUTION
from geo.boundaries import simplify_boundaries
from presentation import ward_suggestion_words, ward_svg
from presentation.legend_classes import classify
from presentation.wording import MODELLED, dated, span
from reports.briefing import ward_answer, ward_facts, ward_tables
from reports.briefing.ward_answer import WardAnswer
from reports.briefing.ward_facts import SHARES, Ward
from reports.briefing.ward_sentences import sentences
from reports.content import Block, Picture, Report, Section, SourceLine, Text
from reports.inputs import read_source_lines
from reports.sections import outlines

SUBTITLE: Final = "Ward briefing"
COMPARED: Final = (
    "The ward's figure is the latest available. The council's covers all its wards together, or is "
    "as published. Similar wards are the five nearest by residents' occupations and "
    "qualifications, jobs per resident and claimants. We show the middle one of their figures "
    "of the same period. A place in the council counts from the nearer end."
)
SECTORS: Final = (
    f"{MODELLED} We share the council's jobs in a sector among its wards, so that they add up to "
    "the council's published figure. Sectors that work in the same kind of premises are taken "
    "together, since nothing tells them apart in a ward; where jobs are counted by industry for "
    "small areas, these are shown instead. Figures are for one year, so we show no change. "
    "Council, regional and national shares are survey estimates."
)
MAP_POINTS: Final = 2000  # more are not seen in a picture a hand wide
LETTERS: Final = 19.0  # of its legend, so that they can be read
NOTES: Final = (COMPARED, SECTORS, OS_ATTRIBUTION)


def content(root: Path, ward_code: str, *, made_on: str, version: str) -> Report:
    """The briefing from the tables under `root`; missing figures are left out of it.

    Raises UnknownWardError where no council in our data has the ward, StoreError where nothing has
    been built. As PDF it is of one page with `briefing_pdf.render`.
    """
    return describe(ward_answer.read_answer(root, ward_code), made_on=made_on, version=version)


def describe(answer: WardAnswer, *, made_on: str, version: str) -> Report:
    """The briefing of what was read of a ward."""
    ward, measures, compared = answer.ward, answer.measures, answer.compared
    sectors = answer.sectors.head(ward_facts.MOST_SECTORS)
    summary = Text(sentences(ward, measures, compared, sectors), listed=True)
    tables = [
        *([ward_tables.compared_table(answer)] if compared.height else []),
        *([ward_tables.sectors_table(ward, sectors)] if sectors.height else []),
    ]
    lines = read_source_lines(ward.tables.root, ward.tables.read.names)
    return Report(
        title=title(ward),
        subtitle=f"{SUBTITLE}: {ward.code}, boundaries of {ward.vintage}",
        areas=(ward.lad_name,),
        made_on=made_on,
        version=version,
        codes=(ward.code,),
        sections=(
            Section("brief", "In brief", (summary, *_map(ward, measures))),
            *([Section("compared", "How it compares", tuple(tables))] if tables else []),
            *_suggestions(answer),
        ),
        notes=NOTES,
        sources=shorten_sources(lines),
    ).with_source_titles(lines)


def title(ward: Ward) -> str:
    """Manningham, Bradford."""
    return f"{ward.name}, {ward.lad_name}"


def _suggestions(answer: WardAnswer) -> list[Section]:
    """What the council could look at, each with the figure that set it off; none without any."""
    lines = [
        f"{what} Why: {because}."
        for what, because in (
            ward_suggestion_words.suggestion_words(one, answer.ward.lad_name)
            for one in answer.suggestions
        )
    ]
    if not lines:
        return []
    heading = "What the council could look at (suggestions, not findings)"
    return [Section("look", heading, (Text(tuple(lines), listed=True),))]


def _map(ward: Ward, measures: pl.DataFrame) -> list[Block]:
    """The council's wards with this one ringed, shaded by a share in the summary."""
    council = measures.filter(lad_code=ward.lad_code).drop_nulls("value")
    shaded = [name for name in SHARES if name in council["measure"]]
    if not shaded:
        return []
    measure = MEASURES[shaded[0]]
    values = measures.filter(lad_code=ward.lad_code, measure=measure.id)
    every = ward.table("wards", pl.col("lad_code") == ward.lad_code).sort("ward_code")
    wards = outlines.filter_valid_areas(every)
    if wards.is_empty():
        return [Text(("We have no boundaries for these wards, so there is no map.",))]
    words = dated(measure.label, span(values, "period"))
    alt = (
        f"Map of {wards.height} of the {every.height} wards of {ward.lad_name}, shaded by: "
        if wards.height < every.height
        else f"Map of the {every.height} wards of {ward.lad_name}, shaded by: "
    ) + f"{words}. {ward.name} is ringed; its figure is in the table."
    drawn = ward_svg.svg(
        simplify_boundaries(wards, MAP_POINTS),
        values,
        classify(values["value"], measure.unit),
        name="map",
        title=words,
        description=alt,
        selected=ward.code,
        letters=LETTERS,
    )
    return [Picture("map", words, alt, drawn, table="shares")]


def shorten_sources(lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """The published tables among the sources, a short line each; one line for each dataset."""
    published: dict[str, SourceLine] = {}
    for line in lines:
        if not line.derived:
            published.setdefault(line.dataset_id, line)
    return tuple(
        replace(
            line,
            sentence=f"{line.title} ({line.dataset_id}), {shorten_publisher(line.publisher)}"
            f"{', release ' + line.release if line.release else ''}.",
        )
        for line in published.values()
    )


def shorten_publisher(publisher: str) -> str:
    """ONS, as everyone who reads sources knows it."""
    return publisher.replace("Office for National Statistics", "ONS").replace(
        "Open Geography Portal", "Geography Portal"
    )
