"""Forecasts: what we expect of a series, how sure we are, which model we use, and its record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.vocabulary.forecast_families import FAMILIES
from catalog.vocabulary.status import WORDS as STATUS_WORDS
from presentation import charts, forecast_words
from presentation.numbers import about, show
from presentation.wording import as_sentence, period_in_words
from views.parts import (
    area_bar,
    chart_panel,
    controls,
    data,
    downloads,
    forecast_tests,
    indicators,
    messages,
    provenance,
    sector_tests,
    tabs,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

TITLE: Final = "Forecast record"
TAB: Final = "record"
FORECAST, PAST, GROWN, OUTLOOK = "forecast", "past", "grown", "outlook"
TABS: Final = {
    FORECAST: "The forecast",
    PAST: "How well such forecasts did",
    GROWN: "Sectors that have grown",
    OUTLOOK: "Outlook of sectors",
}
Make = Callable[[Callable[[int, int, str], None]], str]


class Picked(NamedTuple):
    """The series that the bar picks."""

    area_code: str
    area_name: str
    family: str
    series_code: str
    series_name: str


def page(make: Make) -> None:
    """`make` makes the forecasts, reports its progress, and returns what failed or ''."""
    messages.explain_faults(lambda: _page(make))()


def _page(make: Make) -> None:
    bar = area_bar.open_page(TITLE)
    picked = _pick(bar.room) if "forecasts" in data.table_names() else None
    tab, room = tabs.pick_tab(TAB, TABS)
    with room:
        if tab == GROWN:
            sector_tests.show_growth()
        elif tab == OUTLOOK:
            sector_tests.show_outlook()
        elif picked is None:
            _offer(make)
        elif tab == FORECAST:
            _forecast(picked)
            _sources()
        else:
            forecast_tests.show(picked.family)


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


def _pick(room: DeltaGenerator) -> Picked | None:
    # In the order of the families, so that those of which most is forecast come first.
    every = data.distinct("forecasts", ("family", "area_code", "area_name"))
    if every.is_empty():
        data.table("forecasts", ())  # so that the page says where its file cannot be read
        return None
    areas = dict(every.select("area_code", "area_name").unique(maintain_order=True).iter_rows())
    area = controls.pick_one(
        "place", "Council or area", list(areas), areas.__getitem__, room,
        resets=("family", "series"),
    )  # fmt: skip
    of_place = data.table("forecasts", (area,))[0]
    family = controls.pick_one(
        "family", "What is forecast", _ids(of_place, "family"), FAMILIES.__getitem__, room,
        resets=("series",),
    )  # fmt: skip
    of_area = of_place.filter(pl.col("family") == family)
    names = dict(of_area.select("series_code", "series_name").unique().sort("series_name").rows())
    series = controls.pick_one("series", "Series", list(names), names.__getitem__, room)
    return Picked(area, areas[area], family, series, names[series])


def _forecast(picked: Picked) -> None:
    chosen, past = (
        data.table(name, (picked.area_code,))[0].filter(
            family=picked.family, series_code=picked.series_code
        )
        for name in ("forecasts", "forecast_histories")
    )
    chosen = chosen.sort("horizon")
    st.header(plain(f"{picked.series_name}, {picked.area_name}"), anchor=False)
    if chosen["mean"].is_null().all():
        st.info(f"No forecast: {plain(chosen['reason'][0])}.")
        return
    st.write(plain(describe_forecast(chosen, past)))
    st.caption(plain(describe_choice(chosen)))
    chart_panel.draw_chart(charts.forecast(chosen, past, indicators.name_unit(chosen["unit"][0])))
    _table(chosen, past)


def _sources() -> None:
    origin = data.table("forecasts", ())[1]
    st.header("Where these figures come from", anchor=False)
    st.markdown("**Modelled estimate, not official statistics.**")
    st.text(origin.sentence())
    for source in data.origins(origin.made_from):
        st.text(source.sentence())
    provenance.licence()


def _ids(frame: pl.DataFrame, column: str) -> list[str]:
    families = set(frame[column].unique())
    return [name for name in FAMILIES if name in families]


def describe_forecast(chosen: pl.DataFrame, past: pl.DataFrame) -> str:
    """The last published figure, our estimate of now, and what we expect at the end."""
    known = chosen.drop_nulls("mean")
    last, now = known.row(-1, named=True), forecast_words.find_now(known)
    unit = last["unit"]
    sentences = []
    if past.height:
        newest = past.sort("period_end").row(-1, named=True)
        value = indicators.write_amount(show(newest["value"], unit), unit)
        sentences.append(f"Last published figure: {value} ({period_in_words(newest['period'])})")
    if now is not None:
        counted = forecast_words.name_counted(now["family"], unit)
        words = forecast_words.describe_now(now, indicators.write_estimate(now["mean"], unit))
        sentences.append(f"{counted} {words}")
    if last["horizon"] > 0:
        amount = indicators.write_amount(about(last["mean"]), unit)
        sentences.append(f"forecast: {forecast_words.describe_end(last, amount)}")
    return " ".join(as_sentence(words) for words in sentences)


def describe_choice(chosen: pl.DataFrame) -> str:
    """The models used, with what they do, and why the one of now and the one of the end are."""
    known = chosen.drop_nulls("mean")
    reasons = [as_sentence(known["reason"][-1])]
    now = forecast_words.find_now(known)
    if now is not None and now["reason"] != known["reason"][-1]:
        reasons = [f"For now: {as_sentence(now['reason'])}",
                   f"For {period_in_words(known['period'][-1])}: {reasons[0]}"]  # fmt: skip
    return " ".join([f"Model: {forecast_words.describe_models(known['model'])}.", *reasons])


def _table(chosen: pl.DataFrame, past: pl.DataFrame) -> None:
    st.header("The same as a table", anchor=False)
    columns = {
        "period": "Period", "kind": "What it is", "mean": "Figure", "lower80": "80% from",
        "upper80": "80% to", "lower95": "95% from", "upper95": "95% to", "status": "Status",
        "model": "Model",
    }  # fmt: skip
    published = past.sort("period_end").select("period", "status", mean="value")
    both = pl.concat([published, chosen], how="diagonal_relaxed").with_columns(
        forecast_words.name_kind()
    )
    figures_table(
        both,
        (pl.col(name).alias(title) for name, title in columns.items()),
        column_config={
            title: st.column_config.NumberColumn(format="localized", step=1)
            for title in list(columns.values())[2:7]
        },
    )
    st.caption(" ".join(f"{name.capitalize()}: {STATUS_WORDS[name]}." for name in both["status"]
                        .unique(maintain_order=True).drop_nulls()))  # fmt: skip
    downloads.csv(chosen, "forecast", "Download this forecast (CSV)")
