"""The ward map: pick an area and a measure, see it by ward, with the same figures in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st

from catalog.measures import Measure, rounded
from catalog.sources import OGL_URL, OS_ATTRIBUTION
from geo import classes as classes_room
from geo import ward_map
from geo.classes import Classes, mark_of
from views import controls, data, legend, notices, summary

TITLE: Final = "Ward map"
# A map is laid out for a box of 620 pixels; a narrower screen gets the same map, made smaller.
NARROW: Final = """<style>
.stMainBlockContainer {max-width: 1240px; padding-top: 4.5rem}
@media (max-width: 700px) {.st-key-ward_map .stDeckGlJsonChart {zoom: .56}
.st-key-ward_map .deck-tooltip {zoom: 1.6}}
</style>"""
VALUE_TITLES: Final = {
    "persons": "People", "jobs": "Jobs", "%": "Share (%)", "premises": "Premises", "GBP": "Value (£)",
    "index": "Index",
}  # fmt: skip


@notices.in_words
def page() -> None:
    st.html(NARROW)
    st.title(TITLE, anchor=False)
    places = data.places()
    if not places:
        st.error("No council has wards here yet. Run `wardwise fetch --council NAME`, then build.")
        return
    chosen = controls.areas(places)
    councils = controls.councils_of(chosen)
    available = data.measures(councils)
    area = summary.joined([place.name for place in chosen])
    if not available:
        st.info(f"There are no ward figures for {area} yet. Run `wardwise build`.")
        return
    measure = controls.measure(available)
    values = data.values(councils, measure.id)
    st.header(f"{measure.label}, {area}", anchor=False)
    st.write(summary.sentences(values, measure))
    picture, beside = st.columns([5, 3], gap="medium")
    with beside:
        ward = controls.ward(_names(values))
        _details(values, measure, ward)
        st.subheader("Colours", anchor=False)
        room = st.empty()
        method = controls.colours()
    made = classes_room.classify(values["value"], measure.unit, method)
    room.html(legend.legend_html(classes_room.legend(made, _marked(values))))
    with picture:
        _map(values, measure, made, ward, councils, summary.alternative(values, measure, area))
    _table(values, measure, ward, councils)
    _origin(values, measure)


def _names(values: pl.DataFrame) -> dict[str, str]:
    """What each ward is called; with its council's name where there are several councils."""
    several = values["lad_code"].n_unique() > 1
    return {
        row["ward_code"]: f"{row['ward_name']}, {row['lad_name']}" if several else row["ward_name"]
        for row in values.iter_rows(named=True)
    }


def _marked(values: pl.DataFrame) -> list[tuple[float | None, str]]:
    rows = values.select("value", "status", "reliability").iter_rows()
    return [(value, mark_of(status, reliability)) for value, status, reliability in rows]


def _details(values: pl.DataFrame, measure: Measure, ward: str) -> None:
    """What is known of the ward picked."""
    if not ward:
        return
    row = values.filter(pl.col("ward_code") == ward).row(0, named=True)
    with st.container(border=True):
        st.subheader(row["ward_name"], anchor=False)
        st.markdown(f"**{summary.figure(row, measure)}**")
        words = values.filter(pl.col("ward_code") == ward).select(
            status=summary.status_words(), reliability=summary.reliability_words()
        )
        facts = [
            row["lad_name"],
            row["period"],
            summary.rank(values, ward),
            words["status"].item(),
            f"reliability {words['reliability'].item()}" if row["reliability"] else "",
            row["note"],
            f"ward code {ward}",
        ]
        st.text("\n".join(fact for fact in facts if fact))


def _map(
    values: pl.DataFrame,
    measure: Measure,
    made: Classes,
    ward: str,
    councils: tuple[str, ...],
    alternative: str,
) -> None:
    tips = [summary.tip(row, measure) for row in values.iter_rows(named=True)]
    deck = ward_map.deck(
        data.wards(councils),
        values.with_columns(pl.Series("tip", tips, dtype=pl.String)),
        made,
        selected=ward,
        basemap=data.settings().basemap,
    )
    key = _key(
        "map", councils, ward, lambda state: ward_map.clicked(state["selection"]), follows=False
    )
    with st.container(key="ward_map"):
        st.pydeck_chart(
            deck,
            height=ward_map.HEIGHT_PX,
            key=key,
            alt=alternative,
            on_select=lambda: controls.keep(
                ward=ward_map.clicked(st.session_state[key]["selection"])
            ),
        )
    st.caption("Click a ward to read about it. Double-click or pinch to look closer, drag to move.")


def _key(
    kind: str, parts: Sequence[str], ward: str, picked: Callable[[Any], str], *, follows: bool
) -> str:
    """Key of a widget in which a ward can be picked; a new one, so a fresh widget, to unpick it.

    Streamlit keeps what was picked in a widget and lets nobody change it. So where the ward now
    comes from elsewhere, a widget that still holds another one starts anew; one that `follows`
    starts anew also where it holds none.
    """
    name = "-".join([kind, *parts])
    rounds = st.session_state.setdefault("rounds", {})
    key = f"{name}-{rounds.get(name, 0)}"
    held = picked(st.session_state[key]) if key in st.session_state else ward
    if held != ward and (held or follows):
        rounds[name] = rounds.get(name, 0) + 1
        key = f"{name}-{rounds[name]}"
    return key


def _table(values: pl.DataFrame, measure: Measure, ward: str, councils: tuple[str, ...]) -> None:
    st.header("The same figures as a table", anchor=False)
    ordered = values.sort("value", "ward_name", descending=[True, False], nulls_last=True)
    codes = ordered["ward_code"].to_list()

    def picked(state: Any) -> str:
        rows = state["selection"]["rows"]
        return codes[rows[0]] if rows else ""

    key = _key("table", [*councils, measure.id], ward, picked, follows=True)
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


def _origin(values: pl.DataFrame, measure: Measure) -> None:
    st.header("Where these figures come from", anchor=False)
    vintage = summary.joined(sorted(values["ward_vintage"].unique().to_list()))
    st.markdown(
        f"**{summary.KINDS[measure.kind]}.** Period: {summary.periods(values)}. "
        f"Ward boundaries: {vintage}."
    )
    for origin in data.origins([*measure.tables, "wards"]):
        st.text(origin.sentence())
    with st.expander("How this measure is made, and what statisticians call it"):
        st.text(f"{measure.term}. {measure.formula}.")
    st.caption(f"{OS_ATTRIBUTION} [Open Government Licence v3.0]({OGL_URL})")
