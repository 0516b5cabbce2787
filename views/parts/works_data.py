"""What the page on who works on what reads, and what it says where there is nothing to read."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import Measure
from catalog.vocabulary.status import MISSING
from innovation import search
from presentation.innovation_words import ADDRESS, NOT_LISTED, OFFERED
from presentation.wording import joined, period_in_words
from views.parts import controls, data

DERIVED: Final = (
    "innovation_organisations", "innovation_projects", "innovation_links", "innovation_ward",
    "innovation_sectors", "innovation_council", "innovation_council_year",
)  # fmt: skip
PUBLISHED: Final = ("innovate_uk", "gtr")
NOT_HERE: Final = (
    "We have no public awards for research and innovation yet. To get them, select “Get the "
    "newest figures” above where it is offered, or run `wardwise fetch --only innovate_uk` and "
    "`wardwise fetch --only gtr`, then `wardwise build`."
)
PART_ONLY: Final = (
    "Part only: {parts}. To get the rest, select “Get the newest figures” above where it is "
    "offered, or run {run}."
)
NO_MAP: Final = "There is no map yet: we cannot place organisations in wards. {next}"
ADD_POSTCODES: Final = (
    "Add a list of postcodes with `wardwise postcodes`, then run `wardwise build`."
)
FETCH: Final = "`wardwise fetch --only {}`"
FEW_FUNDERS: Final = 2  # the whole Gateway has more than ten
MEASURE: Final = Measure(
    "innovation_organisations", "Innovation", "Organisations with awards", "organisations",
    "organisations", "observed",
    f"Organisations with an award of Innovate UK, by address. {ADDRESS} {OFFERED} {NOT_LISTED}",
)  # fmt: skip


def is_built() -> bool:
    """Whether there is any organisation to show."""
    return not data.distinct("innovation_organisations", ("organisation_kind",)).is_empty()


def has_awards() -> bool:
    """Whether Innovate UK's list was read, which has businesses and their partners."""
    return "innovate_uk" in set(_list_lists()["award_source"])


def describe_no_map() -> str:
    """What organisations by ward lack, and what to do."""
    if has_awards():
        return NO_MAP.format(next=ADD_POSTCODES)
    lacking = "That needs Innovate UK's list of awards and a list of postcodes."
    return NO_MAP.format(next=lacking)


def _list_lists() -> pl.DataFrame:
    """Sources and funders of projects, with the days on which those begin."""
    return data.distinct("innovation_projects", ("award_source", "funder_name", "project_start"))


def describe_part() -> str:
    """That the lists are a part only, and of what; '' where both look whole."""
    projects = _list_lists()
    funders = sorted(set(projects.filter(award_source="gtr")["funder_name"]))
    parts, runs = [], []
    if not has_awards():
        parts.append("we have no list of Innovate UK's awards to businesses")
        runs.append(FETCH.format("innovate_uk"))
    if not funders:
        parts.append("we have no research projects of UKRI's Gateway to Research")
    elif sampled := _describe_sample():
        parts.append(f"of research {sampled}")
    elif len(funders) <= FEW_FUNDERS:
        years = projects.filter(award_source="gtr")["project_start"].dt.year().drop_nulls().sort()
        until = f", to {years[-1]}" if years.len() else ""
        parts.append(f"of research only what {joined(funders)} funds{until}")
    if len(funders) <= FEW_FUNDERS:
        runs.append(FETCH.format("gtr"))
    return PART_ONLY.format(parts="; ".join(parts), run=joined(runs)) if parts else ""


def _describe_sample() -> str:
    """What of the research projects the sample has; '' for a list that was fetched."""
    notes = [note for origin in data.origins(["gtr"]) for note in origin.notes]
    of_sample = [note for note in notes if note.startswith(search.PART)]
    words = of_sample[0].removeprefix(search.PART).strip(", ") if of_sample else ""
    return period_in_words(words.partition(";")[0])


def read_ward_values(chosen: controls.Chosen) -> pl.DataFrame:
    """Organisations by ward, as `data.values` gives a measure; missing where we have no list."""
    rows = data.peek("innovation_ward", chosen.councils).select(
        "ward_code", "status", "note", value=pl.col("organisations_count").cast(pl.Float64)
    )
    years = data.peek("innovation_ward", chosen.councils)["last_year"].drop_nulls().sort().to_list()
    return (
        data.wards(chosen.councils)
        .select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
        .join(rows, on="ward_code", how="left", validate="1:1", maintain_order="left")
        .with_columns(
            status=pl.when(pl.col("value").is_null()).then(pl.lit(MISSING)).otherwise("status"),
            period=pl.lit(f"awards to {years[-1]}" if years else ""),
            reliability=pl.lit(""),
            note=pl.col("note").fill_null(""),
        )
    )
