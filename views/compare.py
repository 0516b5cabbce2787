"""Compare: one indicator for all councils, on a map and in order; or two against each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from catalog.vocabulary.status import SUPPRESSED
from indicators.places import compare
from indicators.places.compare import METHOD, Ranking
from indicators.places.local_figures import Area
from presentation import local_charts
from presentation.cells import Field
from presentation.local_words import (
    figure_words,
    limits_range,
    limits_words,
    name_in_sentence,
    short_name,
    show_value,
    unit_words,
)
from presentation.numbers import count
from presentation.wording import ordinal, period_in_words
from views.parts import (
    area_bar,
    chart_panel,
    comparison,
    controls,
    council_picker,
    council_picture,
    downloads,
    indicator_explained,
    local_data,
    messages,
    provenance,
    tabs,
)
from views.parts.markdown import plain
from views.parts.plain_table import plain_table

TITLE: Final = "Compare"
VIEW: Final = "beside"
COUNCILS, PLACES = "councils", "places"
VIEWS: Final = {COUNCILS: "All councils", PLACES: "Nation, region and groups"}
Row = Mapping[str, Any]


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    view, room = tabs.pick_tab(VIEW, VIEWS)
    with room:
        if view == PLACES:
            _places(bar)
        else:
            _councils(bar)
    provenance.licence()


def _places(bar: area_bar.Bar) -> None:
    """The council or group beside its nation, its region, and other places that we have here."""
    chosen = area_bar.pick_place(bar)
    if chosen is not None:
        comparison.show(chosen)


def _councils(bar: area_bar.Bar) -> None:
    """The council among all councils."""
    code = council_picker.pick_council(bar.room)
    if code is None:
        return
    indicators = local_data.list_indicators()
    grouping = council_picker.pick_grouping(bar.room)
    indicator = council_picker.pick_indicator("Indicator", indicators, bar.room)
    against = council_picker.pick_against(indicators, indicator["indicator_code"], bar.room)
    period = _period(indicator["indicator_code"], bar.room)
    area = local_data.find_area(code, grouping)
    ranking = local_data.rank_councils(area, indicator["indicator_code"], period)
    name = short_name(indicator["indicator_name"])
    st.header(plain(_takeaway(area, ranking, indicator)), anchor=False)
    st.write(plain(explain_figure(area, ranking, indicator)))
    if note := local_data.embedded_sentence():
        st.caption(plain(note).replace(r"\`", "`"))
    chart, picture = st.columns([3, 2], gap="medium")
    with chart:
        if against is None:
            _ranked(area, ranking, indicator)
        else:
            _scatter(area, ranking, indicator, against)
    with picture:
        st.subheader(plain(f"{name}, {period_in_words(ranking.period)}"), anchor=False)
        council_picture.draw(ranking, indicator, code)
    _table(area, ranking, indicator)


def _period(indicator: str, room: st.delta_generator.DeltaGenerator) -> str | None:
    """The period picked; None for the newest that the council has."""
    newest = "newest"
    options = [newest, *local_data.list_periods(indicator)]
    picked = controls.pick_one(
        council_picker.PERIOD, "Period", options,
        lambda one: "Newest of the council" if one == newest else period_in_words(one), room,
    )  # fmt: skip
    return None if picked == newest else picked


def _chosen(area: Area, ranking: Ranking) -> Row:
    rows = ranking.councils.filter(area_code=area.code)
    return rows.row(0, named=True) if rows.height else {"value": None, "status": "missing"}


def _takeaway(area: Area, ranking: Ranking, indicator: Row) -> str:
    """Leeds: employment rate 74.7% in 2023, 215th highest of 348 councils."""
    row = _chosen(area, ranking)
    name = name_in_sentence(short_name(indicator["indicator_name"]))
    period = period_in_words(ranking.period)
    if row["value"] is None:
        return f"{area.name}: no figure of {name} for {period}"
    place = "the highest" if row["rank"] == 1 else f"{ordinal(row['rank'])} highest"
    total = count(ranking.ranked_count)
    figure = show_value(row["value"], indicator)
    return f"{area.name}: {name} {figure} in {period}, {place} of {total} councils"


def explain_figure(area: Area, ranking: Ranking, indicator: Row) -> str:
    """What a figure is of, what it is not, and which period is shown where it is not the newest."""
    row = _chosen(area, ranking)
    unit = unit_words(indicator)
    sentences = [f"{indicator['indicator_measures']}{f', {unit}' if unit else ''}."]
    if limits := limits_words({**indicator, **row}):
        sentences[0] += f" {area.name}: {show_value(row['value'], indicator)} {limits}."
    if row["value"] is None:
        if area.code[0] not in indicator["countries"].split(", "):
            absent = f"It is not published for {area.nation_name}."
        elif row["status"] == SUPPRESSED:
            absent = f"The figure of {area.name} is withheld."
        else:
            absent = f"ONS has no figure of {area.name} for this period."
        sentences.append(absent)
    if ranking.period != ranking.newest_period:
        sentences.append(
            f"The newest published is {period_in_words(ranking.newest_period)}; all figures here "
            f"are for {period_in_words(ranking.period)}."
        )
    if not indicator["is_rate"]:
        sentences.append("This is a total: larger areas have more, so a rank says little.")
    if indicator["in_development"]:
        sentences.append("These are official statistics in development.")
    return " ".join(sentences)


def _roles(area: Area, councils: pl.DataFrame) -> dict[str, str]:
    """What each role is called in a legend, of those that are shown."""
    names = {
        compare.CHOSEN: area.name,
        compare.NEIGHBOUR: "Places like it",
        compare.SAME_REGION: f"Others in {area.region_name or area.nation_name}",
        compare.OTHER: "Other councils",
    }
    with_figure = set(councils["role"])
    return {role: words for role, words in names.items() if role in with_figure}


def _ranked(area: Area, ranking: Ranking, indicator: Row) -> None:
    st.subheader("All councils in order", anchor=False)
    if not ranking.ranked_count:
        st.write("No council has a figure for this period.")
        return
    rows = ranking.councils.drop_nulls("value")
    nation = ranking.nation_name, ranking.nation_value
    words = "Dots of all councils from the highest figure to the lowest; the table has the same."
    chart_panel.draw_chart(
        local_charts.ranked_dots(rows, indicator, nation, _roles(area, rows), words)
    )
    if rows["lower_limit95"].null_count() < rows.height:
        st.caption("Thin lines are 95% confidence limits: councils whose lines overlap may not "
                   "really differ.")  # fmt: skip
    indicator_explained.show_indicator(indicator, ranking.period)


def _scatter(area: Area, ranking: Ranking, first: Row, second: Row) -> None:
    pairs, period = local_data.pair_indicators(ranking, second["indicator_code"])
    names = [short_name(row["indicator_name"]) for row in (first, second)]
    st.subheader(plain(f"{names[0]} against {names[1]}"), anchor=False)
    if pairs.is_empty():
        st.write("No council has both figures.")
        return
    same = "Both are" if period == ranking.period else (
        f"{names[1]} is for {period_in_words(period)}, the nearest period there is; {names[0]} is"
    )  # fmt: skip
    st.write(plain(
        f"{same} for {period_in_words(ranking.period)}. {count(pairs.height)} councils have both. "
        "That two figures go together does not mean that one causes the other."
    ))  # fmt: skip
    words = f"Dots of councils: {names[0]} across, {names[1]} up. The download has the same."
    chart_panel.draw_chart(local_charts.scatter(pairs, first, second, _roles(area, pairs), words))
    for row, of_period in ((first, ranking.period), (second, period)):
        indicator_explained.show_indicator(row, of_period)
    file = f"{first['indicator_code']}-against-{second['indicator_code']}-{area.code}"
    downloads.csv(pairs, file, "Download both indicators (CSV)")


def _table(area: Area, ranking: Ranking, indicator: Row) -> None:
    st.header("All councils", anchor=False)
    names = _roles(area, ranking.councils)
    fields = [
        Field("council", "Council"), Field("place", "Rank"),
        Field("shown", f"{short_name(indicator['indicator_name'])}"),
        Field("limits", "95% limits"), Field("kind", "Which"),
    ]  # fmt: skip
    with st.expander("Show the table of all councils"):
        rows = [
            [
                row["area_name"],
                "–" if row["rank"] is None else ordinal(row["rank"]),
                figure_words({**indicator, **row}),
                limits_range({**indicator, **row}) or "–",
                names[row["role"]],
            ]
            for row in ranking.councils.iter_rows(named=True)
        ]
        plain_table(fields, rows, "All councils")
    indicator_explained.show_method(METHOD, "Ranks")
    period = pl.lit(ranking.period).alias("period")
    downloads.csv(
        ranking.councils.select(
            pl.lit(ranking.indicator).alias("indicator_code"), period, pl.all()
        ),
        f"{ranking.indicator}-{ranking.period}-all-councils",
        "Download all councils (CSV)",
    )
