"""Tables of the profile: all headline figures, places like it and the ages of the figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from indicators.places.profile import Profile
from presentation.cells import Field
from presentation.local_words import (
    difference_words,
    figure_words,
    limits_words,
    rank_words,
    short_name,
    show_value,
    trend_words,
    unit_words,
)
from presentation.wording import period_in_words
from views.parts import downloads, local_data
from views.parts.plain_table import plain_table

Row = Mapping[str, Any]
WIDER_NAMES: Final = ("United Kingdom", "Great Britain")
# What a download of figures has.
COLUMNS: Final = (
    "indicator_code", "indicator_name", "unit", "period", "value", "lower_limit95",
    "upper_limit95", "status", "nation_area_name", "nation_value", "nation_difference",
    "region_value", "region_difference", "neighbours_count", "neighbours_median",
    "neighbours_lower_quarter", "neighbours_upper_quarter", "neighbours_difference", "rank_from",
    "rank_to", "rank_of", "distance_spreads", "source_name", "source_url",
)  # fmt: skip


def show_compared(found: Profile) -> None:
    area = found.area
    region = [Field("region", area.region_name)] if area.region else []
    fields = [
        Field("name", "Figure"), Field("period_shown", "Period"), Field("shown", area.name),
        Field("nation", area.nation_name), *region, Field("near", "Places like it"),
        Field("beside", f"{area.name} beside places like it"), Field("ranked", "Rank among them"),
    ]  # fmt: skip
    st.subheader("All headline figures", anchor=False)
    rows = found.headlines.rows(named=True)
    plain_table(fields, [_cells(row, bool(region)) for row in rows], "All headline figures")
    st.caption(
        "For places like it we show the median and, in brackets, the middle half. Ranks start at "
        "the highest figure; where confidence limits overlap, a rank is a range."
    )
    downloads.csv(
        found.headlines.select(COLUMNS), f"profile-{area.code}", "Download headline figures (CSV)"
    )
    downloads.csv(
        found.all_figures.select(COLUMNS), f"all-figures-{area.code}",
        "Download all figures of this council (CSV)",
    )  # fmt: skip


def _cells(row: Row, has_region: bool) -> list[str]:
    unit = unit_words(row)
    name = short_name(row["indicator_name"]) + (f" ({unit})" if unit else "")
    figure = " ".join(filter(None, [figure_words(row), limits_words(row)]))
    has_value = row["value"] is not None
    return [
        name,
        period_in_words(row["period"]),
        figure,
        _beside(row, "nation"),
        *([_beside(row, "region")] if has_region else []),
        _middle(row) if has_value else "–",
        difference_words(row["neighbours_difference"]) if has_value else "–",
        rank_words(row) if has_value else "–",
    ]


def _beside(row: Row, which: str) -> str:
    """76.0% (about the same); with its name where it stands for the nation."""
    if row[f"{which}_value"] is None:
        return "No figure"
    is_wider = which == "nation" and row["nation_area_name"] in WIDER_NAMES
    name = f"{row['nation_area_name']}: " if is_wider else ""
    figure = f"{name}{show_value(row[f'{which}_value'], row)}"
    if row["value"] is None:
        return figure
    return f"{figure} ({difference_words(row[f'{which}_difference'])})"


def _middle(row: Row) -> str:
    if row["neighbours_median"] is None:
        return "No figures"
    ends = [show_value(row[f"neighbours_{end}_quarter"], row) for end in ("lower", "upper")]
    return f"{show_value(row['neighbours_median'], row)} ({ends[0]} to {ends[1]})"


def show_alike(found: Profile, indicator: Row) -> None:
    area, name = found.area, short_name(indicator["indicator_name"])
    day = local_data.neighbours_retrieved()
    st.write(
        "ONS groups councils that are alike in many indicators. Pick another grouping at the top."
        + (f" These groups are as of {period_in_words(day)}." if day else "")
    )
    figures = local_data.rank_councils(area, indicator["indicator_code"], None)
    by_code = {row["area_code"]: row for row in figures.councils.iter_rows(named=True)}
    names = local_data.councils()
    fields = [Field("place", "Council"), Field("order", "How alike (1 = most)"),
              Field("figure", f"{name}, {period_in_words(figures.period)}")]  # fmt: skip
    rows = []
    for order, code in enumerate(("", *area.neighbours)):
        row = by_code.get(code or area.code, {"value": None, "status": "missing"})
        figure = figure_words({**indicator, **row})
        rows.append([names.get(code or area.code, code), str(order) if order else "–", figure])
    plain_table(fields, rows, f"Councils most like {area.name}")
    similar = local_data.read_tables().similar.filter(area_code=area.code)
    downloads.csv(similar, f"places-like-{area.code}", "Download places like it (CSV)")


def show_ages(found: Profile) -> None:
    st.subheader("How old the figures are", anchor=False)
    fields = [
        Field("name", "Figure"), Field("period_shown", "Period"), Field("age", "Age"),
        Field("before", "Since then"), Field("source", "Source"), Field("when", "Updated by ONS"),
    ]  # fmt: skip
    rows = [
        [
            short_name(row["indicator_name"]),
            period_in_words(row["period"]),
            describe_age(row),
            trend_words(row) or "No earlier figure",
            row["source_name"],
            period_in_words(row["updated"]),
        ]
        for row in found.headlines.iter_rows(named=True)
    ]
    plain_table(fields, rows, "How old the figures are")


def describe_age(row: Row) -> str:
    """The newest published, or how many releases behind it."""
    if row["releases_behind"] is None:
        return "No figure of this council"
    if row["age_sentence"]:
        return str(period_in_words(row["age_sentence"]))
    if row["releases_behind"]:
        return f"1 release behind: other areas have {period_in_words(row['newest_period'])}"
    return "The newest published"
