"""What the page on who works on what reads, and what it says where there is nothing to read."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import Measure
from catalog.vocabulary.status import MISSING
from presentation.innovation_words import ADDRESS, NOT_LISTED, OFFERED
from presentation.wording import joined
from views.parts import controls, data

DERIVED: Final = (
    "innovation_organisations", "innovation_projects", "innovation_links", "innovation_ward",
    "innovation_sectors", "innovation_council", "innovation_council_year",
)  # fmt: skip
PUBLISHED: Final = ("innovate_uk", "gtr")
NOT_HERE: Final = (
    "We have no public awards for research and innovation yet. Select “Get the rest” above, or run "
    "`wardwise fetch --only innovate_uk` and `wardwise fetch --only gtr`, then `wardwise build`."
)
PART_ONLY: Final = (
    "Part only: {parts}. Select “Get the rest” above for the full lists, or run "
    "`wardwise fetch --only innovate_uk`."
)
FEW_FUNDERS: Final = 2  # the whole Gateway has more than ten
MEASURE: Final = Measure(
    "innovation_organisations", "Innovation", "Organisations with awards", "organisations",
    "organisations", "observed",
    f"Organisations with an award of Innovate UK, by address. {ADDRESS} {OFFERED} {NOT_LISTED}",
)  # fmt: skip


def is_built() -> bool:
    """Whether there is any organisation to show."""
    return not data.peek("innovation_organisations").is_empty()


def has_awards() -> bool:
    """Whether Innovate UK's list was read, which has businesses and their partners."""
    return not data.peek("innovation_projects").filter(award_source="innovate_uk").is_empty()


def describe_part() -> str:
    """That the lists are a part only, and of what; '' where both look whole."""
    projects = data.peek("innovation_projects")
    funders = sorted(set(projects.filter(award_source="gtr")["funder_name"]))
    parts = []
    if not has_awards():
        parts.append("we have no list of Innovate UK's awards to businesses")
    if not funders:
        parts.append("we have no research projects of UKRI's Gateway to Research")
    elif len(funders) <= FEW_FUNDERS:
        parts.append(f"research funded by {joined(funders)} alone")
    return PART_ONLY.format(parts="; ".join(parts)) if parts else ""


def read_ward_values(chosen: controls.Chosen) -> pl.DataFrame:
    """Organisations by ward, as `data.values` gives a measure; missing where we have no list."""
    rows = data.peek("innovation_ward").select(
        "ward_code", "status", "note", value=pl.col("organisations_count").cast(pl.Float64)
    )
    newest = data.peek("innovation_ward")["last_year"].max()
    return (
        data.wards(chosen.councils)
        .select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
        .join(rows, on="ward_code", how="left", validate="1:1", maintain_order="left")
        .with_columns(
            status=pl.when(pl.col("value").is_null()).then(pl.lit(MISSING)).otherwise("status"),
            period=pl.lit("" if newest is None else f"awards to {newest}"),
            reliability=pl.lit(""),
            note=pl.col("note").fill_null(""),
        )
    )
