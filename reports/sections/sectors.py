"""Sections of a report on the place and its sectors: profile, emerging sectors, decomposition."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from catalog.vocabulary.forecast_horizons import describe_from_now
from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import MODELLED
from indicators.inputs import HORIZON
from presentation.wording import ESTIMATE, NOISE, dated, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea

PROFILE: Final = (
    "employment_rate", "unemployment_rate", "inactivity_rate", "rqf4_or_above", "rqf3_or_above",
    "rqf2_or_above", "no_qualifications",
)  # fmt: skip
EMERGING: Final = (
    Field("industry_name", "Sector"),
    Field("base_value", "Last published level", 0, status="status", period="base_period"),
    Field("expected_change", "Expected change", 0, status="status", signed=True),
    Field("lower80", "80% from", 0, status="status", signed=True),
    Field("upper80", "80% to", 0, status="status", signed=True),
    Field("growth_pct", "Growth (%)", 1, status="status", signed=True),
    Field("probability_emerging", "Probability of emerging", 2, status="status"),
    Field("badge", "Badge"),
    Field("stability_pct", "Same answer in (% of variants)", 0, status="status"),
    Field("status", "Status"),
)
PARTS: Final = (
    Field("industry_name", "Sector"),
    Field("change_jobs", "Change in jobs", 0, "jobs", "status", signed=True),
    Field("national_jobs", "Nation", 0, "jobs", "status", signed=True),
    Field("mix_jobs", "Mix", 0, "jobs", "status", signed=True),
    Field("competitive_jobs", "Place", 0, "jobs", "status", signed=True),
    Field("allocation_jobs", "Specialisation", 0, "jobs", "status", signed=True),
    Field("status", "Status"),
)


def profile(area: ReportArea) -> Section:
    """Survey rates of residents beside region and nation, and the councils that are most alike."""
    with area.tables.read.source() as rates_source:
        rates = _rates(area)
    with area.tables.read.source() as alike_source:
        similar = area.indicators["similar_places"].with_columns(status=pl.lit(MODELLED))
    table = DataTable(
        id="profile",
        title="Residents aged 16 to 64, compared with the region and nation",
        frame=rates,
        fields=(
            Field("variable_name", "Measure"),
            Field("area_name", "Area"),
            Field("period", "Year to"),
            Field("value_pct", "Value (%)", 1, "%", "status"),
            Field("ci95_pct_points", "95% interval (± points)", 1, status="status"),
            Field("status", "Status"),
        ),
        source=str(rates_source),
    )
    alike = DataTable(
        id="similar",
        title="Most similar councils in our data",
        frame=similar,
        fields=(
            Field("area_name", "Council"),
            Field("similar_name", "Similar council"),
            Field("similar_rank", "Rank", 0),
            Field("distance", "Distance (standard deviations)", 2),
            Field("features_count", "Features compared", 0),
        ),
        source=str(alike_source),
        notes=(ESTIMATE,),
    )
    return Section("profile", "The area", (table, alike))


def _rates(area: ReportArea) -> pl.DataFrame:
    """The newest rates of the councils, their regions and their country."""
    lads = area.read_councils("councils")
    wide = list(lads["region_code"].drop_nulls().unique().sort())
    rates = area.table("aps").filter(
        pl.col("variable_code").is_in(PROFILE),
        pl.col("area_code").is_in([*area.codes, *wide])
        | pl.col("area_name").is_in(lads["country_name"].unique().to_list()),
    )
    with_value = rates.drop_nulls("value_pct")
    newest = filter_newest(with_value, ["area_code", "variable_code"], "period_end")
    order = pl.col("area_type").replace_strict({"lad": 0, "region": 1}, default=2)
    return newest.sort(
        pl.col("variable_code").replace_strict({code: n for n, code in enumerate(PROFILE)}),
        order,
        "area_name",
    )


def emerging(area: ReportArea, pictures: tuple[Block, ...] = ()) -> tuple[Section, Section]:
    """The answer with its chart, then the tables, which are wide."""
    with area.tables.read.source() as source:
        jobs, gva = (_changes(area, measure) for measure in ("jobs", "real_gva"))
    years = span(jobs, "base_period", "target_period")
    words = (
        f"Expected change in jobs, {years}: from the last year published to "
        f"{describe_from_now(HORIZON)}. We call a sector emerging only where its growth is clear "
        "of the noise; most are not."
        if years
        else "We cannot show expected change in jobs by sector: we have no forecast of it."
    )
    of_jobs = DataTable(
        "emerging-jobs", dated("Jobs by sector", years), jobs, _in("jobs"), str(source),
        (ESTIMATE, NOISE),
    )  # fmt: skip
    of_gva = DataTable(
        "emerging-gva",
        dated("Real GVA by sector (£ million)", span(gva, "base_period", "target_period")),
        gva, _in("GBP million"), str(source), (ESTIMATE,),
    )  # fmt: skip
    return (
        Section("sectors", "Sectors", (Text((words,)), *pictures)),
        Section("sectors-tables", "Sectors in figures", (of_jobs, of_gva), level=2),
    )


def _in(unit: str) -> tuple[Field, ...]:
    """The fields of EMERGING with the unit of what is counted."""
    counted = ("base_value", "expected_change", "lower80", "upper80")
    return tuple(
        replace(field, unit=unit) if field.name in counted else field for field in EMERGING
    )


def _changes(area: ReportArea, measure: str) -> pl.DataFrame:
    frame = area.indicators["emerging_sectors"].filter(
        pl.col("sector_measure") == measure,
        pl.col("industry_level").is_in(["section", "section_group"]),
    )
    return frame.sort("expected_change", descending=True, nulls_last=True, maintain_order=True)


def decomposition(area: ReportArea) -> Section:
    with area.tables.read.source() as source:
        frame = area.indicators["sector_decomposition"].filter(industry_level="section")
    spans = frame.drop_nulls("change_jobs").select("period_from", "period_to").unique().rows()
    years = " to ".join(spans[0]) if len(spans) == 1 else "available years"
    words = (
        "Jobs in a sector can change because jobs changed nationally (nation), because the sector "
        "changed everywhere (mix), because the place does better or worse in it (place), or "
        "because the place specialises where it does so (specialisation). The four parts add up "
        "to the change."
    )
    table = DataTable(
        "decomposition",
        f"Where the change in jobs came from, {years}",
        frame.sort("change_jobs", descending=True, nulls_last=True, maintain_order=True),
        PARTS,
        str(source),
        (NOISE,),
    )
    return Section("decomposition", "Where change came from", (Text((words,)), table))
