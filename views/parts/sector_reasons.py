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
# What each part of a change means, and the statistician's word for it.
PARTS: Final = {
    "national_jobs": ("Growth of all jobs nationally", "national"),
    "mix_jobs": ("The sector's national growth beyond that", "industry mix"),
    "competitive_jobs": ("This place's growth beyond the sector's national growth", "competitive"),
    "allocation_jobs": ("Having a larger or smaller share of it than the nation", "allocation"),
}
GAIN, LOSS, SUM = "gain", "loss", "sum"
COLOURS: Final = {GAIN: charts.TEAL, LOSS: charts.PLUM, SUM: charts.BLUE}
EVIDENCE: Final = {
    "national_outlook": "National outlook of the sector",
    "local_slope": "Growth here beyond national growth",
    "location_quotient": "Concentration here (location quotient)",
    "relatedness": "Strength of related sectors here (relatedness density)",
    "adverts_trend": "Online job adverts, all sectors",
    "births_less_national": "New businesses, all sectors",
    "premises_empty": "Empty premises of its kind",
}


def decomposition(row: Row, table: pl.DataFrame) -> None:
    st.subheader("Where the change in jobs came from", anchor=False)
    of_sector = table.filter(industry_code=row["industry_code"]).drop_nulls("change_jobs")
    if of_sector.is_empty():
        st.caption(
            "We can show this only for jobs by section and division, where we have every year."
        )
        return
    parts = of_sector.row(0, named=True)
    st.write(describe_change(parts))
    rows = pl.DataFrame(
        [
            {"label": f"{words}: {change(parts[name])}", "value": parts[name],
             "kind": GAIN if parts[name] >= 0 else LOSS}
            for name, (words, _) in PARTS.items()
        ]
        + [{"label": f"Total change: {change(parts['change_jobs'])}",
            "value": parts["change_jobs"], "kind": SUM}]
    )  # fmt: skip
    words = "The four parts of the change in jobs, and their sum"
    st.altair_chart(charts.bars(rows, "Jobs", COLOURS, words), width="stretch")
    named = [(part, term, parts[name]) for name, (part, term) in PARTS.items()]
    markdown.table(
        pl.DataFrame(
            {
                "Part": [part for part, _, _ in named] + ["Total"],
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
        f"{signed(round(parts['change_jobs']))}. The largest of four parts is: "
        f"{PARTS[largest][0][0].lower()}{PARTS[largest][0][1:]} ({signed(round(parts[largest]))})."
    )


def evidence(row: Row, table: pl.DataFrame) -> None:
    st.subheader("Other evidence", anchor=False)
    of_sector = table.filter(industry_code=row["industry_code"])
    if of_sector.is_empty():
        st.caption("We have other evidence only for sectors measured by jobs.")
        return
    st.write("This is context only. In our tests it did not help to predict growth.")
    figures_table(
        of_sector.with_columns(indicators.round_to_three_figures("value", "shrunk_value")),
        (
            pl.col("evidence").replace_strict(EVIDENCE, return_dtype=pl.String).alias("Evidence"),
            pl.col("value").alias("Here"),
            pl.col("shrunk_value").alias("Allowing for noise"),
            pl.col("evidence_unit").alias("Unit"),
            pl.col("meaning").alias("What it means"),
            pl.col("period").alias("Period"),
            pl.col("note").alias("Note"),
            map_summary.status_words().alias("What kind of figure"),
        ),
        column_config={
            "Allowing for noise": st.column_config.NumberColumn(
                help="The figure moved towards the average of its group: more where it is noisier"
            )
        },
    )
    indicators.explain_table("sector_evidence", "Why this evidence?")
    downloads.csv(of_sector, f"evidence-{row['industry_code']}", "Download evidence (CSV)")
