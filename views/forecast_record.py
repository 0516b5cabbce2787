"""Forecasts: what we expect of a series, how sure we are, which model we use, and its record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
import streamlit as st
from polars import selectors

from catalog.vocabulary.forecast_families import FAMILIES, MODELS
from presentation import charts
from presentation.numbers import about, show
from presentation.wording import between, period_in_words
from views.parts import controls, data, indicators, messages, provenance
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

TITLE: Final = "Forecast record"
RECORD: Final = {
    "model": "Model",
    "horizon_from": "From (periods ahead)",
    "horizon_to": "To",
    "skill_pct": "Better than a naive forecast (%)",
    "skill_lower95_pct": "Lower end (95% interval)",
    "skill_upper95_pct": "Upper end (95% interval)",
    "mase": "Error relative to a naive forecast (MASE, 1 = same)",
    "wape_pct": "Average error (WAPE, %)",
    "bias_pct": "Bias (%)",
    "direction_right_pct": "Direction right (%)",
    "cover80_pct": "Inside 80% interval (%)",
    "cover95_pct": "Inside 95% interval (%)",
    "windows_count": "Forecasts tested",
}


Make = Callable[[Callable[[int, int, str], None]], str]


def page(make: Make) -> None:
    """`make` makes the forecasts, reports its progress, and returns what failed or ''."""
    messages.explain_faults(lambda: _page(make))()


def _page(make: Make) -> None:
    messages.title(TITLE)
    if "forecasts" not in data.table_names():
        _offer(make)
        return
    _shown()


def _offer(make: Make) -> None:
    st.write(
        "We have not made forecasts of these figures yet. We test every model on past data first, "
        "which takes about half a minute for the embedded sample."
    )
    if not st.button("Make the forecasts now"):
        return
    bar = st.progress(0.0, "Making the forecasts")

    def show_progress(done: int, total: int, what: str) -> None:
        bar.progress(min(done / max(total, 1), 1.0), what)

    failed = make(show_progress)
    bar.empty()
    if failed:
        st.error(f"We could not make the forecasts. {plain(failed)}")
    else:
        st.rerun()


def _shown() -> None:
    every, origin = data.table("forecasts")
    pickers = st.container(horizontal=True)
    family = controls.pick_one(
        "family", "What is forecast", _ids(every, "family"), FAMILIES.__getitem__, pickers,
        resets=("place", "series"),
    )  # fmt: skip
    of_family = every.filter(pl.col("family") == family)
    areas = dict(of_family.select("area_code", "area_name").unique(maintain_order=True).iter_rows())
    area = controls.pick_one(
        "place", "Area", list(areas), areas.__getitem__, pickers, resets=("series",)
    )
    of_area = of_family.filter(pl.col("area_code") == area)
    names = dict(of_area.select("series_code", "series_name").unique().sort("series_name").rows())
    series = controls.pick_one("series", "Series", list(names), names.__getitem__, pickers)
    chosen = of_area.filter(pl.col("series_code") == series).sort("horizon")
    past = data.table("forecast_histories")[0].filter(
        pl.col("family") == family, pl.col("area_code") == area, pl.col("series_code") == series
    )
    st.header(plain(f"{names[series]}, {areas[area]}"), anchor=False)
    if chosen["mean"].is_null().all():
        st.info(f"No forecast: {plain(chosen['reason'][0])}.")
        return
    st.write(plain(_sentence(chosen, past)))
    used = chosen["model"].unique(maintain_order=True)
    st.caption(" ".join(f"{model.capitalize()}: {MODELS[model]}." for model in used))
    st.altair_chart(
        charts.forecast(chosen, past, indicators.name_unit(chosen["unit"][0])), width="stretch"
    )
    _table(chosen)
    _record(family)
    st.header("Where these figures come from", anchor=False)
    st.markdown("**Modelled estimate, not official statistics.**")
    st.text(origin.sentence())
    for source in data.origins(origin.made_from):
        st.text(source.sentence())
    provenance.licence()


def _ids(frame: pl.DataFrame, column: str) -> list[str]:
    families = set(frame[column].unique())
    return [name for name in FAMILIES if name in families]


def _sentence(chosen: pl.DataFrame, past: pl.DataFrame) -> str:
    """What we expect at the end of the forecast, how sure we are, and the model used."""
    last = chosen.row(-1, named=True)
    unit = last["unit"]
    words = (
        f"Expected in {period_in_words(last['period'])}: about "
        f"{indicators.write_amount(about(last['mean']), unit)} "
        f"{between(last['lower80'], last['upper80'])}."
    )
    if past.height:
        newest = past.sort("period_end").row(-1, named=True)
        newest_period = period_in_words(newest["period"])
        words += f" The latest figure is {show(newest['value'], unit)} ({newest_period})."
    return f"{words} Model: {last['model']}. {last['reason'].capitalize()}."


def _table(chosen: pl.DataFrame) -> None:
    st.header("The same forecast as a table", anchor=False)
    columns = {
        "period": "Period", "mean": "Expected", "lower80": "80% from", "upper80": "80% to",
        "lower95": "95% from", "upper95": "95% to", "model": "Model",
    }  # fmt: skip
    figures_table(
        chosen,
        (pl.col(name).alias(title) for name, title in columns.items()),
        column_config={
            title: st.column_config.NumberColumn(format="localized", step=1)
            for title in list(columns.values())[1:6]
        },
    )
    st.download_button(
        "Download this forecast (CSV)", chosen.write_csv(), "forecast.csv", "text/csv"
    )


def _record(family: str) -> None:
    st.header("How well these models did on past data", anchor=False)
    _, origin = data.table("backtest")
    of_family = indicators.record_of(family)
    if of_family.is_empty():
        st.info(
            "There are too few of these series, or they are too short, to test models on past data."
        )
        return
    st.write(
        "We tested each model from many dates in the past, using only what was known at the time. "
        "We show losses as well as wins: below zero is worse than a naive forecast, "
        "which repeats the last figure (or the figure a year before)."
    )
    figures_table(
        of_family.sort(
            "horizon_from", "horizon_to", "skill_pct", descending=[False, False, True]
        ).with_columns(selectors.float().round(1)),
        (indicators.name_models(name).alias(title) for name, title in RECORD.items()),
    )
    st.caption(plain(f"Back-test: {origin.release or 'quick'}. {origin.method}"))
