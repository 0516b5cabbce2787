"""Who works on what near here: projects that share words with a question, and who is on them.

A project is near a question as the cosine of their words' weights (TF-IDF) says. Weights lie in
`innovation_terms`, of which a search reads the rows of its own words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog import store
from catalog.reading import Reader
from catalog.tables.innovation_places import INNOVATION_TERMS
from innovation.awards import GTR, IUK
from innovation.centre import Centre, measure_distances
from innovation.matching import SearchError as SearchError
from innovation.matching import SearchTables as SearchTables
from innovation.matching import search_projects as search_projects
from innovation.projects import list_recent

NEEDS: Final = (
    "innovation_projects", "innovation_participants", "innovation_organisations",
    "innovation_links", INNOVATION_TERMS.name,
)  # fmt: skip
NEAR_KM: Final = 30.0
MOST_SHOWN: Final = 50
# Each further project of an organisation counts half of the one before.
FURTHER: Final = 0.5
PARTNERS_NAMED: Final = 5
PART: Final = "In the sample: part only"
FOUND: Final = {
    "rank": pl.Int64, "organisation_code": pl.String, "organisation_name": pl.String,
    "organisation_kind": pl.String, "organisation_size": pl.String, "lad_code": pl.String,
    "lad_name": pl.String, "ward_code": pl.String, "distance_km": pl.Float64,
    "position_of": pl.String, "shared_words": pl.String, "match_score": pl.Float64,
    "matching_projects_count": pl.Int64, "matching_live_count": pl.Int64,
    "project_code": pl.String, "project_title": pl.String, "project_theme": pl.String,
    "project_year": pl.Int64, "funder_name": pl.String, "record_url": pl.String,
    "partners_count": pl.Int64, "partner_names": pl.String, "source": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """Organisations (FOUND), best first, and sentences on how the answer is to be read."""

    found: pl.DataFrame
    notes: tuple[str, ...]


def read_tables(reader: Reader) -> SearchTables:
    """The tables of a search; SearchError says what to do where there are none."""
    if not all(reader.has(name) for name in NEEDS) or reader.table(NEEDS[0]).is_empty():
        raise SearchError(
            "we have no records of research and innovation awards: run `wardwise fetch --only "
            "innovate_uk --only gtr`, then `wardwise build`"
        )
    projects, participants, organisations, links = (reader.table(name) for name in NEEDS[:4])
    terms = store.scan(INNOVATION_TERMS.name, reader.root)
    return SearchTables(
        projects, participants, organisations, links, terms, reader.table("councils"),
        {name: _describe_source(name, reader) for name in (IUK, GTR) if reader.has(name)},
    )  # fmt: skip


def _describe_source(name: str, reader: Reader) -> str:
    origin = store.origin_of(name, reader.root)
    named = (origin.publisher, origin.title, origin.release, origin.retrieved[:10])
    listed = ", ".join(part for part in named if part)
    parts = [note for note in origin.notes if note.startswith(PART)]
    return " ".join([f"{listed} ({origin.licence}).", *parts])


def search_organisations(
    words: str,
    tables: SearchTables,
    centre: Centre,
    km: float = NEAR_KM,
    *,
    recent_only: bool = True,
    most: int = MOST_SHOWN,
) -> Answer:
    """Organisations within `km` with live or recent projects on `words`: rows of FOUND.

    `recent_only`: projects that are live, or began in the five years before the newest of their
    source. match_score is that of the best project, and half as much of each further one; the
    order is by match_score / (1 + distance / km). project_* is the project that fits best, and
    shared_words are those of all that fit. Where we know no more than the council of an
    organisation, position_of is 'council', and the distance is to the council's middle; it is 0
    where that is the council asked about. partners_count is null where no record names partners.
    """
    if not 0 < km < math.inf:
        raise SearchError(
            f"a distance of {km:g} km cannot be searched; give a number of km above 0"
        )
    matches = search_projects(words, tables)
    fitting = _fit_projects(matches, tables, recent_only=recent_only)
    near = _find_near(tables, centre, km)
    rows = fitting.join(near, on="organisation_code", validate="m:1")
    found = _rank(_sum_up(rows), km).head(most)
    found = _name_partners(found, tables).join(
        tables.councils.select("lad_code", "lad_name"), on="lad_code", how="left",
        maintain_order="left", validate="m:1",
    )  # fmt: skip
    found = found.with_columns(pl.col("lad_name").fill_null(""))
    shaped = found.select(pl.col(name).cast(kind) for name, kind in FOUND.items())
    return Answer(shaped, _describe(shaped, tables, centre))


def list_projects_of(
    words: str, tables: SearchTables, organisation_code: str, *, recent_only: bool = True
) -> pl.DataFrame:
    """The projects on `words` of one organisation, best first: project_code, match_score,
    shared_words, project_title, project_theme, project_year, live, funder_name, record_url,
    source."""
    fitting = _fit_projects(search_projects(words, tables), tables, recent_only=recent_only)
    return fitting.filter(organisation_code=organisation_code).drop("organisation_code")


def _fit_projects(
    matches: pl.DataFrame, tables: SearchTables, *, recent_only: bool
) -> pl.DataFrame:
    """A row for each organisation that is on a project of `matches`, once a project."""
    dated = tables.projects.with_columns(
        project_year=pl.col("project_start").dt.year().cast(pl.Int64),
        live=pl.col("project_status") == "live",
    )
    projects = list_recent(tables.projects) if recent_only else dated
    members = (
        tables.participants.filter(~pl.col("is_withdrawn"))
        .select("project_code", "organisation_code")
        .unique()
    )
    return (
        matches.join(
            projects.select(
                "project_code", "project_title", "project_theme", "project_year", "live",
                "funder_name", "record_url",
                source=pl.col("award_source").replace_strict(
                    dict(tables.sources), default="", return_dtype=pl.String
                ),
            ),
            on="project_code", validate="1:1",
        )
        .join(members, on="project_code")
        .sort("match_score", "project_code", "organisation_code", descending=[True, False, False])
    )  # fmt: skip


def _find_near(tables: SearchTables, centre: Centre, km: float) -> pl.DataFrame:
    """Organisations with a name within `km`, with distance_km."""
    named = tables.organisations.filter(pl.col("organisation_name") != "")
    distances = named.with_columns(measure_distances(named, centre))
    inside = (pl.col("position_of") == "council") & pl.col("lad_code").is_in(list(centre.lad_codes))
    return distances.with_columns(
        distance_km=pl.when(inside).then(0.0).otherwise("distance_km")
    ).filter(pl.col("distance_km") <= km)


def _sum_up(rows: pl.DataFrame) -> pl.DataFrame:
    """A row for each organisation; `rows` come best project first."""
    weight = FURTHER ** pl.int_range(pl.len())
    return rows.group_by("organisation_code", maintain_order=True).agg(
        pl.col(
            "organisation_name", "organisation_kind", "organisation_size", "lad_code",
            "ward_code", "distance_km", "position_of", "project_code", "project_title",
            "project_theme", "project_year", "funder_name", "record_url", "source",
        ).first(),
        match_score=(pl.col("match_score") * weight).sum(),
        shared_words=pl.col("shared_words").str.split(", ")
        .list.explode(keep_nulls=False, empty_as_null=False)
        .unique(maintain_order=True).str.join(", "),
        matching_projects_count=pl.len(),
        matching_live_count=pl.col("live").sum(),
    )  # fmt: skip


def _rank(found: pl.DataFrame, km: float) -> pl.DataFrame:
    nearness = pl.col("match_score") / (1 + pl.col("distance_km") / km)
    return (
        found.with_columns(nearness=nearness.round(9))
        .sort("nearness", "organisation_name", "organisation_code", descending=[True, False, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1))
        .drop("nearness")
    )


def _name_partners(found: pl.DataFrame, tables: SearchTables) -> pl.DataFrame:
    """Adds partners_count, and partner_names: those with the most shared projects first.

    partners_count is null where every record of the organisation names the lead alone.
    """
    names = tables.organisations.select(partner_code="organisation_code", name="organisation_name")
    partners = (
        tables.links.join(found.select("organisation_code"), on="organisation_code", how="semi")
        .join(names, on="partner_code", how="left", validate="m:1")
        .sort("projects_shared_count", "name", "partner_code", descending=[True, False, False])
        .group_by("organisation_code", maintain_order=True)
        .agg(
            partners_count=pl.len().cast(pl.Int64),
            partner_names=pl.col("name").filter(pl.col("name") != "").head(PARTNERS_NAMED)
            .str.join("; "),
        )
    )  # fmt: skip
    recorded = tables.participants.join(
        tables.projects.filter("partners_known"), on="project_code", how="semi"
    )
    named = pl.col("organisation_code").is_in(recorded["organisation_code"].unique().implode())
    count = pl.col("partners_count")
    return found.join(
        partners, on="organisation_code", how="left", maintain_order="left", validate="1:1"
    ).with_columns(
        partners_count=pl.when(count.is_null() & named).then(0).otherwise(count),
        partner_names=pl.col("partner_names").fill_null(""),
    )


def _describe(found: pl.DataFrame, tables: SearchTables, centre: Centre) -> tuple[str, ...]:
    notes = [
        "The address is that of the registered or main office, and an organisation that is not "
        "listed may still innovate.",
        centre.note,
    ]
    unplaced = tables.organisations["position_of"].eq("").sum()
    if unplaced:
        notes.append(f"Organisations that we could not place, which are not listed: {unplaced}.")
    if (found["position_of"] == "council").any():
        notes.append(
            "Where we know only the council of an organisation, the distance is to the middle of "
            "that council."
        )
    if not (tables.projects["award_source"] == IUK).any():
        notes.append(
            "We have no awards of Innovate UK, so few businesses are listed, and no partners."
        )
    return tuple(notes)
