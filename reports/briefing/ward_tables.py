"""The tables on one ward, as its page and its briefing show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from presentation import ward_words
from presentation.wording import dated, period_in_words, span
from reports.briefing.ward_answer import WardAnswer
from reports.briefing.ward_facts import Ward
from reports.content import DataTable, Field

# How the measures of each table begin, its name and its title.
RESIDENTS: Final = (
    ("residents_qualification_", "qualifications", "Highest qualification of adults"),
    ("residents_occupation_", "occupations", "Occupations of working residents"),
)
PREFIX: Final = "^(Working residents who are: |Residents with )"  # what the table's title says


def compared_table(answer: WardAnswer) -> DataTable:
    """The shares of a briefing beside the council, similar wards and the nation."""
    title = "Residents and premises"
    return _shares(answer.ward, answer.compared, answer.wards_count, "shares", title)


def residents_tables(answer: WardAnswer) -> list[DataTable]:
    """All qualifications of adults, and all occupations of working residents, beside the same."""
    tables = []
    for start, name, title in RESIDENTS:
        of_kind = answer.residents.filter(pl.col("measure").str.starts_with(start))
        if of_kind.is_empty():
            continue
        short = of_kind.with_columns(pl.col("label").str.replace(PREFIX, "")).with_columns(
            label=pl.col("label").str.slice(0, 1).str.to_uppercase() + pl.col("label").str.slice(1)
        )
        table = _shares(
            answer.ward, short, answer.wards_count, name, dated(title, span(short, "period"))
        )
        shown = [field for field in table.fields if field.name not in ("period", "reliability")]
        tables.append(replace(table, fields=tuple(shown)))
    return tables


def _shares(ward: Ward, shares: pl.DataFrame, wards_count: int, name: str, title: str) -> DataTable:
    areas = {"council": ward.lad_name, "similar": "Similar wards", "nation": ward.nation[1]}
    shares, heading = _with_places(shares, wards_count)
    fields = (
        Field("label", "Share"),
        Field("value_pct", f"{ward.name} (%)", 1, "%", "status"),
        *_beside(shares, areas),
        *([Field("place", heading)] if (shares["place"] != "").any() else []),
        Field("period", "Period"),
        Field("reliability", "Reliability"),
    )
    return DataTable(name, title, shares, fields, "ward_measures", (1,))


def _with_places(shares: pl.DataFrame, wards_count: int) -> tuple[pl.DataFrame, str]:
    """The shares with `place`, each one's place in the council in words, and its heading."""
    rows = shares.rows(named=True)
    counts = {row["council_count"] for row in rows}
    if counts == {wards_count}:
        places = [ward_words.place_from_end(row) for row in rows]
        heading = f"Place among the {wards_count} wards"
    else:
        places = [ward_words.fact_rank(row, wards_count) for row in rows]
        heading = "Place in council"
    return shares.with_columns(place=pl.Series(places, dtype=pl.String)), heading


def sectors_table(ward: Ward, sectors: pl.DataFrame) -> DataTable:
    """The groups of sectors in the ward, beside the council, its region and the nation."""
    areas = {"council": ward.lad_name, "region": ward.region[1], "nation": ward.nation[1]}
    fields = (
        Field("sector_name", "Sectors"),
        Field("jobs", "Jobs", 0, "jobs", "status"),
        Field("council_share_pct", f"Of {ward.lad_name}'s in it (%)", 1, "%", "status"),
        Field("ward_pct", f"{ward.name} (%)", 1, "%", "status"),
        *_beside(sectors, areas),
        Field("reliability", "Reliability"),
    )
    title = dated("Jobs at workplaces by group of sectors", span(sectors, "period"))
    return DataTable("sectors", title, sectors, fields, "ward_sector_groups", (2,))


def premises_table(answer: WardAnswer) -> DataTable:
    """The ward's premises by kind; without a share where the list does not mark what is empty."""
    kinds = answer.kinds.with_columns(
        kind=pl.col("description_group").str.slice(0, 1).str.to_uppercase()
        + pl.col("description_group").str.slice(1)
    )
    optional = (
        Field("occupied_count", "Occupied", 0),
        Field("empty_count", "Empty", 0),
        Field("empty_pct", "Empty (%)", 1, "%"),
        Field("council_empty_pct", f"{answer.ward.lad_name}, empty (%)", 1, "%"),
    )
    fields = (
        Field("kind", "Kind of premises"),
        Field("premises_count", "Premises", 0),
        *(optional if kinds["empty_pct"].is_not_null().any() else ()),
        Field("rateable_value_gbp", "Rateable value (£)", 0, "GBP", "status"),
    )
    title = dated("Business premises by kind", period_in_words(answer.premises_period))
    return DataTable("premises", title, kinds, fields, "ward_premises")


def _beside(frame: pl.DataFrame, areas: Mapping[str, str]) -> list[Field]:
    """A column of shares for each area with a figure."""
    return [
        Field(f"{name}_pct", f"{title} (%)", 1, "%", f"{name}_status")
        for name, title in areas.items()
        if frame[f"{name}_pct"].is_not_null().any()
    ]
