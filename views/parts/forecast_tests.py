"""How forecasts of a family did on past figures: councils first, losses as plain as wins."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st
from polars import selectors

from catalog.vocabulary.forecast_families import FAMILIES, YARDSTICKS
from catalog.vocabulary.forecast_horizons import describe_horizon
from indicators.places import forecast_accuracy as accuracy
from presentation.forecast_words import AREAS, describe_skill, name_tested
from presentation.wording import listed
from views.parts import data, indicators
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

Row = dict[str, Any]
PHASES: Final = {"before": "Before COVID", "covid": "COVID years", "after": "After COVID"}
RECORDS: Final = {accuracy.STORED: "Comes with Wardwise", accuracy.OWN: "Your data"}
MEMBERS: Final = {"mixed": "Anywhere in the country", "neighbours": "In one region"}
NUMBERS: Final = {
    "skill_pct": "Better than the best naive (%)",
    "skill_lower95_pct": "95% from",
    "skill_upper95_pct": "95% to",
    "cover80_pct": "Inside 80% interval (%)",
    "cover95_pct": "Inside 95% interval (%)",
}
COUNTS: Final = {
    "areas_count": "Areas", "origins_count": "Past dates", "windows_count": "Forecasts tested",
}  # fmt: skip
MODELS: Final = {
    "model": "Model",
    "skill_pct": NUMBERS["skill_pct"],
    "skill_lower95_pct": NUMBERS["skill_lower95_pct"],
    "skill_upper95_pct": NUMBERS["skill_upper95_pct"],
    "mase": "Error relative to a naive forecast (MASE, 1 = same)",
    "wape_pct": "Average error (WAPE, %)",
    "bias_pct": "Bias (%)",
    "direction_right_pct": "Direction right (%)",
    "windows_count": COUNTS["windows_count"],
}
HOW: Final = (
    "We made each forecast again from dates in the past, using only what had been published by "
    "then, and compared it with the figure that came. Every area counts alike, however large."
)
NAIVE: Final = (
    "A naive forecast costs nothing: it repeats the last figure, repeats the figure of a year "
    "before, goes half-way between the two, or carries on the average change. Each row names the "
    "best of these. Above 0% is better than that, below 0% is worse. Where the 95% interval "
    "includes 0, chance could explain the difference."
)
LIMIT: Final = (
    "Past figures are as revised since, so the forecasts tested knew a little more than they could "
    "have known at the time."
)


def show(family: str) -> None:
    """The whole record of a family, for its own page."""
    st.header("How well these forecasts did on past figures", anchor=False)
    backtest, origin = data.table("backtest")
    records = accuracy.read_records(backtest, family)
    if records.is_empty():
        st.info(
            "There are too few of these series, or they are too short, to test models on past data."
        )
        return
    st.write(plain(describe_record(records, family)))
    st.write(NAIVE)
    by_horizon = records.filter(phase=accuracy.ALL_PHASES)
    for area_type in by_horizon["area_type"].unique(maintain_order=True):
        st.subheader(AREAS.get(area_type, "Areas"), anchor=False)
        _table(by_horizon.filter(area_type=area_type), family)
    _say_whose(records, family)
    _phases(records, family)
    _groups(family)
    _models(family)
    st.caption(plain(f"{HOW} {LIMIT} Back-test: {origin.release or 'quick'}. {origin.method}"))


def describe_record(records: pl.DataFrame, family: str) -> str:
    """The nearest forecast of councils (or what there is) beside the best naive, and the losses."""
    first = records.filter(phase=accuracy.ALL_PHASES).head(1)
    kind = records.filter(
        pl.col("phase") == accuracy.ALL_PHASES,
        *(pl.col(name) == first[name][0] for name in ("area_type", "part", "record")),
    ).drop_nulls("skill_pct")
    if kind.is_empty():
        return HOW
    row = kind.row(0, named=True)
    whose = "the record that comes with Wardwise" if row["record"] == accuracy.STORED else (
        "your data alone"
    )  # fmt: skip
    words = (
        f"{name_tested(row, family)}: {_when(row, family)}, our forecasts were "
        f"{describe_skill(row)} ({whose})."
    )
    losses = kind.filter(pl.col("skill_pct").round(1) <= 0)
    unsure = kind.filter(pl.col("skill_pct").round(1) > 0, pl.col("skill_lower95_pct") <= 0)
    for rows, lead in (
        (losses, "No better than the best naive forecast"),
        (unsure, "Better, but chance could explain it"),
    ):
        spans = [_when(found, family) for found in rows.iter_rows(named=True)]
        words += f" {lead}: {listed(spans)}." if spans else ""
    return words


def _when(row: Row, family: str) -> str:
    return describe_horizon(family, row["horizon_from"], row["horizon_to"])


def label(rows: pl.DataFrame, family: str) -> pl.DataFrame:
    """The rows with `what`, `when`, `whose` and `naive` in words."""
    named = list(rows.iter_rows(named=True))
    return rows.with_columns(
        pl.Series("what", [name_tested(row, family) for row in named], dtype=pl.String),
        pl.Series("when", [_when(row, family) for row in named], dtype=pl.String),
        pl.col("record").replace(RECORDS).alias("whose"),
        pl.col("yardstick").replace(YARDSTICKS).alias("naive"),
        pl.col("phase").replace(PHASES).alias("phase_name"),
    )


def _table(rows: pl.DataFrame, family: str, *, by_phase: bool = False) -> None:
    phase = [pl.col("phase_name").alias("Years")] if by_phase else []
    figures_table(
        label(rows, family),
        [
            pl.col("what").alias("What"),
            pl.col("when").alias("When"),
            *phase,
            pl.col("whose").alias("Record"),
            *(pl.col(name).alias(title) for name, title in NUMBERS.items()),
            pl.col("naive").alias("Best naive"),
            *(pl.col(name).alias(title) for name, title in COUNTS.items()),
        ],
        column_config={
            title: st.column_config.NumberColumn(format="%.1f") for title in NUMBERS.values()
        },
    )


def _say_whose(records: pl.DataFrame, family: str) -> None:
    words = (
        "The record that comes with Wardwise is of every council whose figures we could get when "
        "it was made; that of your data is of the councils you have. With a few councils chance "
        "decides, so below 30 councils we go by the first."
    )
    stored = accuracy.recorded_family(family)
    if stored != family and records.filter(record=accuracy.STORED, area_type="lad").height:
        words += (
            f" Its councils were tested on {FAMILIES[stored].lower()}: far more of them have those "
            "figures."
        )
    st.caption(plain(words))


def _phases(records: pl.DataFrame, family: str) -> None:
    of_phases = records.filter(pl.col("phase").is_in(list(PHASES)))
    if of_phases.is_empty():
        return
    with st.expander("Before, during and after COVID"):
        _table(of_phases, family, by_phase=True)


def _groups(family: str) -> None:
    """How far intervals of groups of councils are right."""
    sharing = accuracy.read_sharing(family)
    if sharing.is_empty():
        return
    st.subheader("Groups of five councils", anchor=False)
    st.write(
        "Forecasts of several councils partly go wrong together. We measured how far, and make the "
        "interval of a group accordingly: neither the sum of the councils' intervals nor as if "
        "errors evened out. The share is 0% if they even out and 100% if they go together."
    )
    by_part = pl.when(pl.col("part") == "total").then(pl.lit("All sectors together, or one series"))
    figures_table(
        sharing,
        [
            by_part.otherwise(pl.lit("Sectors")).alias("What"),
            pl.col("members").replace(MEMBERS).alias("Councils"),
            (100 * pl.col("shared_error")).alias("Errors in common (%)"),
            pl.col("cover80_pct").alias(NUMBERS["cover80_pct"]),
            pl.col("cover95_pct").alias(NUMBERS["cover95_pct"]),
            pl.col("groups_count").alias("Groups tested"),
        ],
        column_config=dict.fromkeys(
            ("Errors in common (%)", NUMBERS["cover80_pct"], NUMBERS["cover95_pct"]),
            st.column_config.NumberColumn(format="%.1f"),
        ),
    )


def _models(family: str) -> None:
    """Every model that was tested on this data, the best of each horizon first."""
    of_family = indicators.record_of(family)
    if of_family.is_empty():
        return
    st.subheader("Every model tested on your data", anchor=False)
    rows = of_family.sort(
        "horizon_from", "horizon_to", "skill_pct", descending=[False, False, True], nulls_last=True
    ).with_columns(selectors.float().round(1))
    whens = [_when(row, family) for row in rows.iter_rows(named=True)]
    figures_table(
        rows.with_columns(pl.Series("when", whens, dtype=pl.String)),
        [
            pl.col("when").alias("When"),
            *(indicators.name_models(name).alias(title) for name, title in MODELS.items()),
        ],
    )
