"""What universities earn with and for others, and their spin-outs (HESA, the HE-BCI survey)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.innovation import HE_BCI
from catalog.vocabulary.status import OBSERVED
from etl.areas import Areas
from etl.clients import hesa
from etl.clients.files import published, uploads
from etl.clients.hesa import ExpectedTable, TableQuery
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="he_bci",
        title="Higher education provider data: business and community interaction",
        publisher="Higher Education Statistics Agency (HESA, part of Jisc)",
        dataset_id="HE-BCI tables 1, 2a, 4d and 4e",
        service="hesa",
        url="https://www.hesa.ac.uk/data-and-analysis/business-community",
        cadence="yearly",
        release_months=(3, 4, 5),
        licence="Creative Commons Attribution 4.0 International (CC BY 4.0)",
        caveats=(
            "Universities report these figures themselves.",
            "Counted where the university is, not where its partners are.",
        ),
    )
)
TABLE: Final = HE_BCI
LAYOUT: Final = hesa.LAYOUT
TAKES_FILES: Final = True
ADDS_FILES: Final = True
EXPECTED: Final = (
    ExpectedTable("table-1", ("income", "funding")),
    ExpectedTable("table-2a", ("service", "partner")),
    ExpectedTable("table-4d", ("category",)),
    ExpectedTable("table-4e", ("category", "metric")),
)
TOTAL: Final = r"(?i)^(all|total)\b"
THOUSAND: Final = 1000.0


def requests(areas: Areas, settings: Settings) -> Sequence[TableQuery]:  # noqa: ARG001
    """Four tables of all universities, once for all councils."""
    return [TableQuery(expected.key) for expected in EXPECTED]


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """What the files say of themselves above their columns."""
    return published.read_preambles(parts, LAYOUT, SOURCE.id)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `he_bci`: money in pounds, spin-outs by their kind; no sum over kinds is made."""
    reading = published.Reading(SOURCE.id)
    rows = pl.concat([_measured(published.read(part, LAYOUT, SOURCE.id).frame) for part in parts])
    rows = rows.filter(pl.col("ukprn").str.contains(r"^\d{8}$"))
    if rows.is_empty():
        names = ", ".join(part.note.release for part in parts)
        raise RawError(
            f"{SOURCE.id}: {names} has none of the rows that we read: contract research and "
            "consultancy (table 2a), collaborative research (1), total IP revenues (4d), spin-outs "
            "(4e); if HESA has changed its wording, tell us"
        )
    rows = reading.add_periods(rows, "year", published.academic_year)
    reading.check_marks(rows, ["value"])
    reading.finish()
    count = uploads.count()
    return (
        rows.unique(TABLE.key, keep="last", maintain_order=True)
        .with_columns(
            exchange_value=pl.when("is_thousands").then(count * THOUSAND).otherwise(count),
            status=uploads.status(OBSERVED),
        )
        .select(TABLE.columns)
    )


def _measured(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of one table that are a measure of ours, each with its measure and kind of partner.

    Of a cut into parts only the total is taken, where there is one; kinds are never added up.
    """
    text = {name: pl.col(name).fill_null("") for name in (*LAYOUT.columns, *LAYOUT.optional)}
    metric, category = text["metric"].str.to_lowercase(), text["category"].str.to_lowercase()
    service, unit = text["service"].str.to_lowercase(), text["unit"].str.to_lowercase()
    is_value = (text["marker"] == "") | text["marker"].str.contains("(?i)^value")
    is_total_partner = text["partner"].str.contains(TOTAL) | (text["partner"] == "")
    is_money = is_value & ~unit.str.contains("count|number|days")
    measures = (
        (is_money & (service == "contract research"), "contract_research"),
        (is_money & (service == "consultancy"), "consultancy"),
        (is_money & text["funding"].str.contains(TOTAL) & text["income"].str.contains(TOTAL),
         "collaborative_research"),
        ((metric == "") & is_total_partner & category.str.contains("^total ip (revenue|income)"),
         "ip_income"),
        (metric.str.contains("^number of active"), "spinouts_active"),
        (metric.str.contains("^number of new"), "spinouts_new"),
        (metric.str.contains("external investment"), "spinout_investment"),
    )  # fmt: skip
    measure: pl.Expr = pl.lit("")
    for condition, name in reversed(measures):
        measure = pl.when(condition).then(pl.lit(name)).otherwise(measure)
    of_spinouts = pl.col("exchange_measure").str.starts_with("spinout")
    counted = pl.col("exchange_measure").is_in(["spinouts_active", "spinouts_new"])
    of_services = pl.col("exchange_measure").is_in(["contract_research", "consultancy"])
    return (
        frame.with_columns(exchange_measure=measure)
        .filter(pl.col("exchange_measure") != "")
        .select(
            "ukprn",
            "year",
            "value",
            "exchange_measure",
            provider_name=text["provider_name"],
            partner_kind=pl.when(of_spinouts)
            .then(category)
            .when(of_services)
            .then(_partner_kind(text["partner"]))
            .otherwise(pl.lit("")),
            is_thousands=~counted & ~unit.str.contains(r"^£$|^pounds$"),
        )
    )


def _partner_kind(partner: pl.Expr) -> pl.Expr:
    """HESA's kinds of partner in plain words; a kind that we do not know stays as it is."""
    low = partner.str.to_lowercase()
    return (
        pl.when(low.str.contains("non-sme"))
        .then(pl.lit("other firms"))
        .when(low.str.contains("^sme|small"))
        .then(pl.lit("small firms"))
        .when(low.str.contains("non-commercial"))
        .then(pl.lit("public bodies and charities"))
        .when(partner.str.contains(TOTAL))
        .then(pl.lit("all"))
        .otherwise(low)
    )
