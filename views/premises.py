"""Business premises: occupied and empty, rateable value by kind and ward, longest empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.measures import MEASURES
from catalog.tables.premises import GROUPS, TOTAL
from indicators.places import premises
from presentation import map_summary
from presentation.numbers import percent, show
from views.parts import (
    area_bar,
    controls,
    data,
    downloads,
    explain_popover,
    messages,
    provenance,
    rates,
    tabs,
    ward_picture,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

TITLE: Final = "Premises"
HOW_COUNTED: Final = (
    "We count premises by ward from the lists that councils publish. We drop names of ratepayers "
    "and addresses when we read a list, and never show single properties. Many lists leave out "
    "sole traders. Each council decides what it records as empty. Rateable value is the estimated "
    "yearly rent, not the rates paid."
)
# The answer first: on a phone only the first columns are seen.
HEADINGS: Final = {
    "premises_count": "Premises",
    "empty_pct": "Empty (%)",
    "empty_count": "Empty",
    "occupied_count": "Occupied",
    "unknown_count": "Not recorded",
    "rateable_value_gbp": "Rateable value (£)",
}
MOST_LONGEST: Final = 10
TAB: Final = "premises_tab"
WARDS, KINDS, LONGEST, LISTS = "wards", "kinds", "longest", "lists"
TABS: Final = {
    WARDS: "Wards",
    KINDS: "Kinds of premises",
    LONGEST: "Longest empty",
    LISTS: "How much of the lists we could use",
}


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    frame = _read_or_explain(chosen)
    if frame is None:
        return
    kinds = [kind for kind in GROUPS if kind in set(frame["description_group"])]
    ward = controls.ward(map_summary.ward_names(data.wards(chosen.councils)), bar.room)
    kind = controls.pick_one("kind", "Kind of premises", [TOTAL, *kinds], _kind, bar.room)
    # The first is shown at the start, so it must be one that the lists can give.
    share, *counts = rates.FIGURES
    figures = [share, *counts] if frame["marks_both"].any() else [*counts, share]
    figure = controls.pick_one("figure", "Figure", figures, _label, bar.room)
    st.header(plain(_takeaway(frame, chosen)), anchor=False)
    picture, beside = st.columns([3, 2], gap="medium")
    with beside:
        _headline(frame)
    _map(frame, kind, figure, ward, chosen, picture, beside)
    tab, room = tabs.pick_tab(TAB, TABS)
    with room:
        if tab == WARDS:
            _by_ward(frame, kind, chosen)
        elif tab == KINDS:
            _by_kind(frame, chosen)
        elif tab == LONGEST:
            _longest(frame, kind)
        else:
            _list_quality(chosen)
    provenance.licence()


def _kind(kind: str) -> str:
    return "All kinds" if kind == TOTAL else kind.capitalize()


def _label(measure: str) -> str:
    return MEASURES[measure].label


def _read_or_explain(chosen: controls.Chosen) -> pl.DataFrame | None:
    """The premises of the councils; None, with a notice on the page, where none has a list."""
    listed = "ward_premises" in data.table_names()
    frame = rates.read_premises(chosen.councils) if listed else None
    if frame is None or frame.is_empty():
        st.info(
            f"We have no business-rates list for {plain(chosen.name)}. Councils publish them as "
            "open data: add one with `wardwise rates FILE --council NAME`, then run `wardwise "
            "build`."
        )
        return None
    without = set(chosen.councils) - set(frame["lad_code"])
    if without:
        names = data.table("councils", without)[0]
        st.warning(
            f"We have no list for {plain(map_summary.joined(names['lad_name'].sort().to_list()))}. "
            "Totals cover the other councils only."
        )
    return frame


def _takeaway(frame: pl.DataFrame, chosen: controls.Chosen) -> str:
    """Bradford: 12.4% of 19,251 business premises are recorded as empty."""
    row = premises.total_of_place(frame)
    total = show(row["premises_count"], "premises")
    if row["empty_pct"] is None:
        return f"{chosen.name}: {total} business premises; the lists do not say which are empty"
    recorded = show(row["recorded_count"], "premises")
    share = percent(row["empty_pct"])
    return f"{chosen.name}: {share} of {recorded} business premises are recorded as empty"


def _headline(frame: pl.DataFrame) -> None:
    row = premises.total_of_place(frame)
    figures = {
        "Premises": show(row["premises_count"], "premises"),
        "Recorded as empty": show(row["empty_count"], "premises"),
        "Occupation not recorded": show(row["unknown_count"], "premises"),
        "Rateable value": show(row["rateable_value_gbp"], "GBP"),
    }
    rooms = [*st.columns(2), *st.columns(2)]
    for room, (title, words) in zip(rooms, figures.items(), strict=True):
        room.metric(title, words)
    st.caption(plain(f"Lists: {map_summary.periods(frame)}. {_share_is_of(frame)}"))
    explain_popover.show_explanation(
        ("ward_premises",), f"{rates.HOW_EMPTY} {HOW_COUNTED}", label="How do we know? Premises"
    )


def _share_is_of(frame: pl.DataFrame) -> str:
    """Which councils the share empty covers, where it does not cover all."""
    silent = frame.filter(~pl.col("marks_both"))["lad_name"].unique().sort().to_list()
    if not silent:
        return ""
    follows = (
        "the vacancy rate covers the others only"
        if frame["marks_both"].any()
        else "we cannot show a vacancy rate"
    )
    return f"{_lists(silent)} not record which premises are occupied, so {follows}."


def _lists(councils: Sequence[str]) -> str:
    one = len(councils) == 1
    return (
        f"The list{'' if one else 's'} for {map_summary.joined(councils)} {'does' if one else 'do'}"
    )


def _map(
    frame: pl.DataFrame, kind: str, figure: str, ward: str, chosen: controls.Chosen,
    picture: DeltaGenerator, beside: DeltaGenerator,
) -> None:  # fmt: skip
    """The map in `picture`; what it shows, its legend and the ward picked in `beside`."""
    measure = MEASURES[figure]
    counted = premises.sum_by_ward(frame, kind)
    values = rates.ward_values(data.wards(chosen.councils), counted, measure)
    about = "" if kind == TOTAL else f" ({_kind(kind).lower()})"
    classes = ward_picture.classify_values(values, measure)
    with beside:
        st.subheader(f"{measure.label}{about} by ward", anchor=False)
        st.write(plain(map_summary.sentences(values, measure)))
        st.html(ward_picture.legend_html(values, classes))
        if ward:
            row = values.row(by_predicate=pl.col("ward_code") == ward, named=True)
            st.markdown(f"**{plain(map_summary.figure(row, measure))}**")
            st.text("\n".join(map_summary.facts(row, values)))
    with picture:
        ward_picture.draw(values, measure, classes, ward, chosen)
        ward_picture.download(values, measure, classes, ward, chosen)


def _by_kind(frame: pl.DataFrame, chosen: controls.Chosen) -> None:
    st.header("By kind of premises", anchor=False)
    table = premises.sum_by_kind(frame)
    _table(table, {"description_group": "Kind"}, {})
    downloads.csv(table, f"premises-by-kind-{chosen.file_part}",
                  "Download kinds of premises (CSV)")  # fmt: skip


def _by_ward(frame: pl.DataFrame, kind: str, chosen: controls.Chosen) -> None:
    st.header(f"By ward: {_kind(kind).lower()}", anchor=False)
    table = premises.sum_by_ward(frame, kind).sort(
        "premises_count", "ward_name", descending=[True, False]
    )
    _table(table, {"ward_name": "Ward"}, {"lad_name": "Council", "period": "List year"})
    downloads.csv(
        table.with_columns(description_group=pl.lit(kind)),
        f"premises-by-ward-{kind}-{chosen.file_part}",
        "Download wards (CSV)",
    )


def _table(table: pl.DataFrame, first: dict[str, str], last: dict[str, str]) -> None:
    """Counts under headings; a share that is not known is a dash, and so never reads as 0."""
    number = st.column_config.NumberColumn(format="localized")
    figures_table(
        table.with_columns(pl.col("empty_pct").round(1)),
        (pl.col(name).alias(title) for name, title in (first | HEADINGS | last).items()),
        column_config=dict.fromkeys(HEADINGS.values(), number)
        | {"Empty (%)": st.column_config.NumberColumn(format="%.1f")},
    )


def _longest(frame: pl.DataFrame, kind: str) -> None:
    st.header("Longest empty", anchor=False)
    days = premises.sum_by_ward(frame, kind).drop_nulls("longest_days_empty")
    silent = sorted(set(frame["lad_name"]) - set(days["lad_name"]))
    if silent:
        st.caption(f"{plain(_lists(silent))} not record how long premises have been empty.")
    if days.is_empty():
        return
    top = days.sort("longest_days_empty", "ward_name", descending=[True, False]).head(MOST_LONGEST)
    st.write("Wards with the premises empty for longest, up to the end of the list's year.")
    figures_table(
        top,
        (
            pl.col("ward_name").alias("Ward"),
            (pl.col("longest_days_empty") / 365.25).round(1).alias("Longest empty (years)"),
            (pl.col("median_days_empty") / 365.25).round(1).alias("Median (years)"),
            pl.col("empty_count").alias("Empty"),
            pl.col("lad_name").alias("Council"),
            pl.col("period").alias("List year"),
        ),
        column_config=dict.fromkeys(
            ("Longest empty (years)", "Median (years)"),
            st.column_config.NumberColumn(format="%.1f"),
        ),
    )
    downloads.csv(top, f"premises-longest-empty-{kind}", "Download longest empty (CSV)")


def _list_quality(chosen: controls.Chosen) -> None:
    """How much of each list we could use."""
    st.header("How much of the lists we could use", anchor=False)
    report = data.peek("premises_report", chosen.councils)
    if report.is_empty():
        st.write("The lists were read without a report of what could be used.")
        return
    figures_table(
        report,
        (
            pl.col("lad_name").alias("Council"),
            pl.col("list_period").alias("List year"),
            pl.col("rows_count").alias("Records"),
            pl.col("rejected_count").alias("Could not be read"),
            pl.col("read_count").alias("Properties"),
            pl.col("not_placed_count").alias("Not placed in a ward"),
        ),
    )
