"""Why a sector changed, in four parts that add up, and the evidence beside its forecast."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from presentation import charts, map_summary
from presentation.numbers import change, signed
from views.parts import downloads, indicators, markdown
from views.parts.figures_table import figures_table

Row = dict[str, Any]
# What each part of a change says; the statistician's word comes after it.
PARTS: Final = {
    "national_jobs": ("Growth of all jobs in the nation", "national"),
    "mix_jobs": ("The sector's growth in the nation beyond that", "industry mix"),
    "competitive_jobs": ("This place's lead over the nation in it", "competitive"),
    "allocation_jobs": ("Having more or less of it than the nation", "allocation"),
}
GAIN, LOSS, SUM = "gain", "loss", "sum"
COLOURS: Final = {GAIN: charts.TEAL, LOSS: charts.PLUM, SUM: charts.BLUE}
EVIDENCE: Final = {
    "national_outlook": "Outlook of the sector in the nation",
    "local_slope": "Growth here beyond the nation's",
    "location_quotient": "How much of it is here (location quotient)",
    "relatedness": "Strength of related sectors here (relatedness density)",
    "adverts_trend": "Online job adverts, all sectors",
    "births_less_national": "New businesses, all sectors",
    "premises_empty": "Empty premises of its kind",
}


def decomposition(row: Row, table: pl.DataFrame) -> None:
    st.subheader("Where the change in jobs came from", anchor=False)
    of_sector = table.filter(industry_code=row["industry_code"]).drop_nulls("change_jobs")
    if of_sector.is_empty():
        st.caption("This is known for jobs by section and division where all years are held.")
        return
    parts = of_sector.row(0, named=True)
    st.write(describe_change(parts))
    rows = pl.DataFrame(
        [
            {"label": f"{words}: {change(parts[name])}", "value": parts[name],
             "kind": GAIN if parts[name] >= 0 else LOSS}
            for name, (words, _) in PARTS.items()
        ]
        + [{"label": f"Change in all: {change(parts['change_jobs'])}",
            "value": parts["change_jobs"], "kind": SUM}]
    )  # fmt: skip
    words = "The four parts of the change in jobs, and their sum"
    st.altair_chart(charts.bars(rows, "Jobs", COLOURS, words), width="stretch")
    named = [(part, term, parts[name]) for name, (part, term) in PARTS.items()]
    markdown.table(
        pl.DataFrame(
            {
                "Part": [part for part, _, _ in named] + ["All four together"],
                "Statisticians call it": [term for _, term, _ in named] + ["change"],
                "Jobs": [change(jobs) for *_, jobs in named] + [change(parts["change_jobs"])],
            }
        ),
    )
    indicators.explain_table(
        "sector_decomposition", "Why these parts?",
        period=f"{parts['period_from']} to {parts['period_to']}",
    )  # fmt: skip


def describe_change(parts: Row) -> str:
    """The change and its largest part, in a sentence."""
    largest = max(PARTS, key=lambda name: abs(parts[name]))
    return (
        f"From {parts['period_from']} to {parts['period_to']} jobs changed by "
        f"{signed(round(parts['change_jobs']))}. The largest of the four parts: "
        f"{PARTS[largest][0][0].lower()}{PARTS[largest][0][1:]} ({signed(round(parts[largest]))})."
    )


def evidence(row: Row, table: pl.DataFrame) -> None:
    st.subheader("What else speaks for it or against it", anchor=False)
    of_sector = table.filter(industry_code=row["industry_code"])
    if of_sector.is_empty():
        st.caption("Evidence is gathered by section of jobs alone.")
        return
    st.write("None of this decides the answer above: put together, it foretold nothing.")
    figures_table(
        of_sector.with_columns(indicators.round_to_three_figures("value", "shrunk_value")),
        (
            pl.col("evidence").replace_strict(EVIDENCE, return_dtype=pl.String).alias("Evidence"),
            pl.col("value").alias("Here"),
            pl.col("shrunk_value").alias("Allowing for noise"),
            pl.col("evidence_unit").alias("Unit"),
            pl.col("meaning").alias("What it says"),
            pl.col("period").alias("Period"),
            pl.col("note").alias("Note"),
            map_summary.status_words().alias("What kind of figure"),
        ),
        column_config={
            "Allowing for noise": st.column_config.NumberColumn(
                help="The figure drawn towards its group by how noisy it is (shrunk)"
            )
        },
    )
    indicators.explain_table("sector_evidence", "Why this evidence?")
    downloads.csv(of_sector, f"evidence-{row['industry_code']}", "Download evidence (CSV)")
