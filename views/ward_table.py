"""The table of a ward map: the same figures, sortable, to pick a ward in, and to take away."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from catalog.measures import Measure, rounded
from views import controls, data, summary

VALUE_TITLES: Final = {
    "persons": "People",
    "jobs": "Jobs",
    "%": "Share (%)",
    "premises": "Premises",
    "GBP": "Value (£)",
    "index": "Index",
}


def ward_table(
    values: pl.DataFrame, measure: Measure, ward: str, councils: tuple[str, ...]
) -> None:
    st.header("The same figures as a table", anchor=False)
    ordered = values.sort("value", "ward_name", descending=[True, False], nulls_last=True)
    codes = ordered["ward_code"].to_list()

    def picked(state: Any) -> str:
        rows = state["selection"]["rows"]
        return codes[rows[0]] if rows else ""

    key = controls.widget_key("table", [*councils, measure.id], ward, picked, follows=True)
    number = "%.1f" if measure.unit == "%" else "localized"
    st.dataframe(
        shown(ordered, measure),
        key=key,
        hide_index=True,
        placeholder="–",
        on_select=lambda: controls.keep(ward=picked(st.session_state[key])),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [codes.index(ward)] if ward else []}},
        column_config={
            VALUE_TITLES[measure.unit]: st.column_config.NumberColumn(format=number),
        },
    )
    st.download_button(
        "Download this table (CSV)",
        csv(ordered, measure),
        file_name=f"{measure.id}-{'-'.join(councils)}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def shown(values: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """The table under the map: figures rounded as they are read, and status in words."""
    several = values["lad_code"].n_unique() > 1
    noted = bool((values["note"] != "").any())
    figures = [None if value is None else rounded(value, measure.unit) for value in values["value"]]
    return values.select(
        pl.col("ward_name").alias("Ward"),
        *([pl.col("lad_name").alias("Council")] if several else []),
        pl.Series(VALUE_TITLES[measure.unit], figures, dtype=pl.Float64),
        pl.col("period").alias("Period"),
        summary.status_words().alias("What kind of figure"),
        summary.reliability_words().alias("Reliability"),
        *([pl.col("note").alias("Note")] if noted else []),
        pl.col("ward_code").alias("Ward code"),
    )


def csv(values: pl.DataFrame, measure: Measure) -> bytes:
    """The rows of the table as an analyst wants them: figures in full, codes, status and source."""
    sources = " ".join(origin.sentence() for origin in data.origins(measure.tables))
    return (
        values.with_columns(
            measure_name=pl.lit(measure.label),
            unit=pl.lit(measure.unit),
            kind=pl.lit(summary.KINDS[measure.kind]),
            source=pl.lit(sources),
        )
        .select(
            "ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage", "measure",
            "measure_name", "unit", "period", "period_start", "period_end", "value", "status",
            "reliability", "note", "kind", "source",
        )
        .write_csv()
        # With the mark that lets a spreadsheet see that it is UTF-8.
        .encode("utf-8-sig")
    )  # fmt: skip
