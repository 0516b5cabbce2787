"""A briefing of one page for a councillor on one ward: what is told, compared and shown of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.measures import MEASURES
from catalog.sources import OS_ATTRIBUTION
from geo import ward_picture
from geo.boundaries import simplified
from geo.classes import classify
from reports import ward_facts
from reports.content import DataTable, Field, Picture, Report, Section, SourceLine, Text
from reports.ward_facts import SHARES, Ward
from reports.ward_words import sentences
from reports.wording import MODELLED

SUBTITLE: Final = "Ward briefing"
COMPARED: Final = (
    "The ward's figure is the newest of its kind. The council's is that of all its wards together, "
    "or as published. Wards like it are the five nearest over residents' occupations and "
    "qualifications, jobs per resident and claimants; the middle one of their figures is shown, "
    "which may be of another year."
)
SECTORS: Final = (
    f"{MODELLED} The council's jobs in a sector, shared among its wards, so that they add up to "
    "the council's published figure. Shares of council, region and nation are survey estimates."
)
MAP_POINTS: Final = 2000  # more are not seen in a picture a hand wide
LETTERS: Final = 19.0  # of its legend, so that they can be read
READ: Final = ("wards", "claimants", "jobs")
MADE: Final = ("ward_measures", "ward_skills", "skills_pressure")
NOTES: Final = (COMPARED, SECTORS, OS_ATTRIBUTION)


def content(root: Path, ward_code: str, *, made_on: str, version: str) -> Report:
    """The briefing from the tables under `root`; what is not held is left out of it.

    Raises UnknownWardError where no council held has the ward, and StoreError where nothing has
    been built. As PDF it is of one page with `pdf.render(report, compact=True)`.
    """
    ward = ward_facts.find(root, ward_code)
    measures = ward_facts.newest(ward)
    compared = ward_facts.compared(measures, ward)
    sectors = ward_facts.sectors(ward)
    told = Text(sentences(ward, measures, compared, sectors), listed=True)
    tables = [
        *([_comparison(ward, compared)] if compared.height else []),
        *([_sectors(ward, sectors)] if sectors.height else []),
    ]
    return Report(
        title=f"{ward.name}, {ward.lad_name}",
        subtitle=f"{SUBTITLE}: {ward.code}, boundaries of {ward.vintage}",
        areas=(ward.lad_name,),
        made_on=made_on,
        version=version,
        sections=(
            Section("brief", "In brief", (told, *_map(ward, measures))),
            *([Section("compared", "How it compares", tuple(tables))] if tables else []),
        ),
        notes=NOTES,
        sources=sources(root),
    )


def _map(ward: Ward, measures: pl.DataFrame) -> list[Picture]:
    """The council's wards with this one ringed, shaded by a share that is told of it."""
    council = measures.filter(lad_code=ward.lad_code).drop_nulls("value")
    shaded = [name for name in SHARES if name in council["measure"]]
    if not shaded:
        return []
    measure = MEASURES[shaded[0]]
    values = measures.filter(lad_code=ward.lad_code, measure=measure.id)
    wards = ward.table("wards", pl.col("lad_code") == ward.lad_code).sort("ward_code")
    title = f"{measure.label}, {values['period'][0]}"
    alt = (
        f"Map of the {wards.height} wards of {ward.lad_name}, shaded by: {title}. {ward.name} is "
        "ringed; its figure is in the table."
    )
    drawn = ward_picture.svg(
        simplified(wards, MAP_POINTS),
        values,
        classify(values["value"], measure.unit),
        name="map",
        title=title,
        description=alt,
        selected=ward.code,
        letters=LETTERS,
    )
    return [Picture("map", title, alt, drawn, table="shares")]


def _comparison(ward: Ward, compared: pl.DataFrame) -> DataTable:
    areas = {"council": ward.lad_name, "similar": "Wards like it", "nation": ward.nation[1]}
    fields = (
        Field("label", "Share"),
        Field("value_pct", f"{ward.name} (%)", 1, "%", "status"),
        *_beside(compared, areas),
        Field("period", "Period"),
        Field("reliability", "Reliability"),
    )
    return DataTable("shares", "Residents and premises", compared, fields, "ward_measures", (1,))


def _sectors(ward: Ward, sectors: pl.DataFrame) -> DataTable:
    areas = {"council": ward.lad_name, "region": ward.region[1], "nation": ward.nation[1]}
    fields = (
        Field("industry_name", "Sector"),
        Field("jobs", "Jobs", 0, "jobs", "status"),
        Field("ward_pct", f"{ward.name} (%)", 1, "%", "status"),
        *_beside(sectors, areas),
        Field("reliability", "Reliability"),
    )
    title = f"Largest sectors by jobs at workplaces, {sectors['period'][0]}"
    return DataTable("sectors", title, sectors, fields, "ward_sector_jobs", (2,))


def _beside(frame: pl.DataFrame, areas: dict[str, str]) -> list[Field]:
    """A column of shares for each area of which something is held."""
    return [
        Field(f"{name}_pct", f"{title} (%)", 1, "%", f"{name}_status")
        for name, title in areas.items()
        if frame[f"{name}_pct"].is_not_null().any()
    ]


def sources(root: Path) -> tuple[SourceLine, ...]:
    """The published tables behind what is told, a short line each; one where datasets are alike."""
    read = [name for name in (*READ, *_behind(root)) if store.has(name, root)]
    origins = [store.origin_of(name, root) for name in dict.fromkeys(read)]
    published = {origin.dataset_id: origin for origin in origins if not origin.made_from}
    return tuple(
        SourceLine(
            table=origin.table,
            sentence=f"{origin.title} ({origin.dataset_id}), {origin.publisher}"
            f"{', release ' + origin.release if origin.release else ''}.",
            publisher=origin.publisher,
            dataset_id=origin.dataset_id,
            url=origin.url,
            release=origin.release,
            retrieved=origin.retrieved[:10],
            licence=origin.licence,
            sha256=origin.sha256,
        )
        for origin in published.values()
    )


def _behind(root: Path) -> list[str]:
    """Tables that those made by Wardwise come from, at first hand."""
    made = [name for name in MADE if store.has(name, root)]
    return [table for name in made for table in store.origin_of(name, root).made_from]
