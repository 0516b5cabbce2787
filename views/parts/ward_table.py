"""The table of a ward map: the same figures, sortable, to pick a ward in, and to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from catalog.measures import Measure
from presentation import map_summary
from presentation.numbers import rounded
from views.parts import controls, downloads, measure_sources
from views.parts.figures_table import with_meanings

VALUE_TITLES: Final = {
    "persons": "People",
    "jobs": "Jobs",
    "%": "Share (%)",
    "premises": "Premises",
    "GBP": "Value (£)",
    "index": "Index",
}
# The column behind each heading that is not a measure's.
NAMES: Final = {
    "Ward": "ward_name",
    "Council": "lad_name",
    "Period": "period",
    "What kind of figure": "status",
    "Reliability": "reliability",
    "Note": "note",
    "Ward code": "ward_code",
}
Figures = tuple[pl.DataFrame, Measure]


def ward_table(
    figures: Sequence[Figures], ward: str, councils: tuple[str, ...], members_count: int = 0
) -> None:
    """The table of one measure, or of two side by side, in the order of the first."""
    values, first = figures[0]
    order = values.sort("value", "ward_name", descending=[True, False], nulls_last=True)
    codes = order["ward_code"].to_list()
    ids = [measure.id for _, measure in figures]

    def picked(state: Any) -> str:
        rows = state["selection"]["rows"]
        return codes[rows[0]] if rows else ""

    key = controls.widget_key("table", [*councils, *ids], ward, picked, follows=True)
    table = (
        displayed_rows(order, first)
        if len(figures) == 1
        else displayed_pairs(order, first, *figures[1])
    )
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        placeholder="–",
        on_select=lambda: controls.update_address(ward=picked(st.session_state[key])),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [codes.index(ward)] if ward in codes else []}},
        column_config=with_meanings(NAMES, _value_configs([measure for _, measure in figures])),
    )
    ordered = [frame.sort(pl.col("ward_code").cast(pl.Enum(codes))) for frame, _ in figures]
    downloads.csv(
        pl.concat(
            [download_rows(frame, m) for frame, (_, m) in zip(ordered, figures, strict=True)]
        ),
        f"{'-'.join(ids)}-{downloads.name_places(councils, members_count)}",
    )


def _value_configs(measures: Sequence[Measure]) -> dict[str, ColumnConfig]:
    """How the columns of figures are written, and how each measure is made."""
    return {
        title: st.column_config.NumberColumn(
            format="%.1f" if unit == "%" else "localized",
            help=f"{measure.label}: {measure.term}. {measure.formula}.",
        )
        for measure, (title, unit) in zip(measures, _value_columns(measures).items(), strict=True)
    }


def _value_columns(measures: Sequence[Measure]) -> dict[str, str]:
    """Headings of the columns of figures, with their units."""
    if len(measures) == 1:
        return {VALUE_TITLES[measures[0].unit]: measures[0].unit}
    return {f"{measure.label}: {VALUE_TITLES[measure.unit]}": measure.unit for measure in measures}


def displayed_rows(values: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """The table under the map: figures rounded as they are read, and status in words."""
    noted = bool((values["note"] != "").any())
    return values.select(
        *_names(values),
        _rounded(values, measure).alias(VALUE_TITLES[measure.unit]),
        pl.col("period").alias("Period"),
        map_summary.status_words().alias("What kind of figure"),
        map_summary.reliability_words().alias("Reliability"),
        *([pl.col("note").alias("Note")] if noted else []),
        pl.col("ward_code").alias("Ward code"),
    )


def displayed_pairs(
    values: pl.DataFrame, first: Measure, others: pl.DataFrame, second: Measure
) -> pl.DataFrame:
    """Two measures side by side, in the order of the first's wards."""
    joined = values.select("ward_code").join(
        others, on="ward_code", how="left", validate="1:1", maintain_order="left"
    )
    one, two = _value_columns([first, second])
    return values.select(
        *_names(values),
        _rounded(values, first).alias(one),
        _rounded(joined, second).alias(two),
        pl.col("period").alias("Period"),
        joined["period"].alias("Period of the second measure"),
        map_summary.status_words().alias("What kind of figure"),
        joined.select(map_summary.status_words()).to_series().alias("Kind of the second measure"),
        pl.col("ward_code").alias("Ward code"),
    )


def _names(values: pl.DataFrame) -> list[pl.Expr]:
    several = values["lad_code"].n_unique() > 1
    return [
        pl.col("ward_name").alias("Ward"),
        *([pl.col("lad_name").alias("Council")] if several else []),
    ]


def _rounded(values: pl.DataFrame, measure: Measure) -> pl.Series:
    figures = [None if value is None else rounded(value, measure.unit) for value in values["value"]]
    return pl.Series(figures, dtype=pl.Float64)


def download_rows(values: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """The rows of the table as an analyst wants them: figures in full, codes, status and source."""
    sources = measure_sources.sentences_by_council(values["lad_code"].unique(), measure.id)
    return values.with_columns(
        measure_name=pl.lit(measure.label),
        unit=pl.lit(measure.unit),
        kind=pl.lit(map_summary.KINDS[measure.kind]),
        source=pl.col("lad_code").replace_strict(sources, return_dtype=pl.String),
    ).select(
        "ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage", "measure",
        "measure_name", "unit", "period", "period_start", "period_end", "value", "status",
        "reliability", "note", "kind", "source",
    )  # fmt: skip
