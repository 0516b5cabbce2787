"""Section of a report on the place: survey rates of residents, and the councils most alike."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import MODELLED
from presentation.wording import ESTIMATE
from reports.content import DataTable, Field, Section
from reports.inputs import ReportArea

PROFILE: Final = (
    "employment_rate", "unemployment_rate", "inactivity_rate", "rqf4_or_above", "rqf3_or_above",
    "rqf2_or_above", "no_qualifications",
)  # fmt: skip


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
            Field("ci95_pct_points", "95% interval (± points)", 1, "percentage points", "status"),
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
            Field("distance", "Distance (standard deviations)", 2, "standard deviations"),
            Field("features_count", "Features compared", 0),
        ),
        source=str(alike_source),
        notes=(ESTIMATE,),
    )
    return Section(
        "profile", "More about the area", (table, alike), printed="full", starts_page=True
    )


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
