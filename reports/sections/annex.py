"""Annex of a report: needs coded by SOC, SIC and sector of the Industrial Strategy."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import SECTIONS
from indicators.skills import main_needs
from presentation.numbers import count, percent
from presentation.wording import ESTIMATE, NEEDS, dated, joined, span
from reports.content import DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections import skills
from reports.sections.priorities import PER_YEAR, SPAN

# Short forms of the strategy's sectors, so that a row stays on one line.
SHORT: Final = {
    "Advanced Manufacturing": "AM", "Clean Energy Industries": "CE", "Creative Industries": "CI",
    "Defence": "DE", "Digital and Technologies": "DT", "Financial Services": "FS",
    "Life Sciences": "LS", "Professional and Business Services": "PB",
}  # fmt: skip
FIELDS: Final = (
    Field("occupation_code", "SOC"),
    Field("label", "Occupation"),
    Field("occupation_name", "Official name"),
    Field("industry_code", "SIC"),
    Field("industry_name", "Sector"),
    Field("strategy", "IS-8"),
    Field("strategy_pct", "In IS-8 (%)", 1, "%", "strategy_status"),
    Field("jobs", "Jobs", 0, "jobs", "status", period="base_period", is_estimate=True),
    Field("openings_persons", "Openings", 0, PER_YEAR, "status", is_estimate=True),
    Field("cumulative_pct", "So far (%)", 1, "%", "status"),
    Field("status", "Status"),
)
PRINTED: Final = (
    "occupation_code", "label", "industry_code", "industry_name", "strategy",
    "strategy_pct", "openings_persons",
)  # fmt: skip

LEAD: Final = (
    "Occupations are coded by SOC 2020, sectors by SIC 2007. IS-8 names the Industrial Strategy's "
    "sectors that lie in the sector in part, and the share of its jobs in Great Britain that is in "
    "them."
)
LETTERS: Final = "IS-8 letters:"


def annex(area: ReportArea) -> Section:
    """Every pair of occupation and sector; printed are those that hold 80% of openings."""
    with area.tables.read.source() as source:
        needs = area.indicators["skills_needs"]
    ranked = main_needs.rank_needs(needs)
    main = main_needs.count_main(ranked)
    frame = ranked.with_columns(
        industry_name=pl.col("industry_code").replace_strict(
            SECTIONS, default=pl.col("industry_name"), return_dtype=pl.String
        ),
        label=skills.label(ranked, "occupation_code", "occupation_name"),
        strategy=pl.Series(
            [_shorten(section) for section in ranked["industry_code"]], dtype=pl.String
        ),
    )
    words = (
        f"{count(main)} of the {count(ranked.height)} pairs of occupation and sector hold "
        f"{percent(main_needs.MOST_PCT, 0)} of openings. They are printed here; the workbook has "
        "all."
    )
    letters = joined([f"{short} {name}" for name, short in SHORT.items()])
    table = DataTable(
        "needs",
        dated("Needs by occupation, sector and Industrial Strategy sector", span(frame, *SPAN)),
        frame, FIELDS, str(source), (ESTIMATE, NEEDS),
        print_fields=PRINTED, print_rows=main, full_rows=main, keeps_upright=True,
    )  # fmt: skip
    blocks = (Text((words, LEAD, f"{LETTERS} {letters}.")), table)
    return Section(
        "annex", "Annex: needs by occupation and sector", blocks if main else (table,),
        printed="standard",
    )  # fmt: skip


def _shorten(section: str) -> str:
    """AM CE: the short forms of the strategy's sectors in a section; '' for none."""
    return " ".join(SHORT.get(name, name) for name in main_needs.name_strategy(section))
