"""A place beside the nation, its region, and other councils and groups that we have data for."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.vocabulary.group_kinds import REGION
from indicators.places import comparators
from indicators.places.comparators import Compared
from presentation.cells import MEANINGS, Field, words
from presentation.numbers import about
from presentation.wording import describe_coverage, period_in_words
from views.parts import controls, data, downloads, explain_popover
from views.parts.data import Place
from views.parts.markdown import plain
from views.parts.plain_table import plain_table

COMPARE: Final = "compare"
MOST: Final = 6  # places beside it, so that the table fits a screen
HOW: Final = (
    "All figures in a row are of one period, the newest of the place on this page. Figures of "
    "regions and nations are as published. Those of a group are of its councils that have data: "
    "counts are added up, and shares are worked out from the sums. A group that lacks one of the "
    "figures in that period has none."
)


def show(chosen: controls.Chosen) -> None:
    """The table, with what it is compared with to pick; nothing where there are no figures."""
    st.header("Compared with other places", anchor=False)
    standing = comparators.list_standing(chosen.members, data.peek("councils", chosen.members))
    others = _pick(chosen)
    place = Compared(chosen.name, chosen.councils)
    beside = [*standing, *map(_as_compared, others)]
    codes = dict.fromkeys(code for each in (place, *beside) for code in each.codes)
    tables = {name: data.peek(name, codes) for name in comparators.READS}
    frame = comparators.compare_places(place, beside, tables)
    if frame.is_empty():
        st.write("There are no figures of this place to compare.")
        return
    names = list(frame["place"].unique(maintain_order=True))
    fields = [Field("label", "Figure"), Field("period", "Period"), *(Field(n, n) for n in names)]
    cells = [_cells(rows) for rows in frame.partition_by("measure", maintain_order=True)]
    plain_table(fields, cells, "Compared with other places")
    used = {cell for row in cells for cell in row}
    meanings = [f"{mark}: {meaning}." for mark, meaning in MEANINGS.items() if mark in used]
    if meanings:
        st.text("\n".join(meanings))
    for each in others_in_part(others):
        st.caption(plain(each))
    explain_popover.show_explanation(
        [name for name in comparators.READS if name in data.table_names()],
        HOW,
        label="Why these figures? Compared with other places",
    )
    downloads.csv(frame, f"compared-{chosen.file_part}", "Download this comparison (CSV)")


def _pick(chosen: controls.Chosen) -> list[Place]:
    """The councils and groups to set beside it, kept in the address; at the start none."""
    shown = {place.code for place in chosen.places}
    places = {code: place for code, place in data.places().items() if code not in shown}
    return [places[code] for code in controls.pick_several(
        COMPARE, "Compare with (optional)", list(places), lambda code: places[code].label, MOST
    )]  # fmt: skip


def _as_compared(place: Place) -> Compared:
    """A region as published; any other group as the sum of its councils that have data."""
    codes = (place.code,) if place.kind == REGION.label else place.councils
    return Compared(place.name, codes)


def others_in_part(others: list[Place]) -> list[str]:
    """A sentence for each group that is compared and of which some councils have no data."""
    sentences = []
    for place in others:
        absent = [name for _, name in place.absent]
        if absent and place.kind != REGION.label:
            sentences.append(f"{place.name}: {describe_coverage(len(place.councils), absent)}")
    return sentences


def _cells(rows: pl.DataFrame) -> list[str]:
    """The cells of a figure: what it is, its period, then the value of each place."""
    measure, label, unit, period = rows.select("measure", "label", "unit", "period").row(0)
    field = Field(
        "value", label, 0 if measure == "jobs" else 1, signed=measure.endswith("change_pct")
    )
    values = [
        about(value)
        if measure == "jobs" and value is not None  # estimates: no page shows them to the last job
        else words(value, field, status) + ("%" if unit == "%" and value is not None else "")
        for value, status in rows.select("value", "status").iter_rows()
    ]
    return [label, period_in_words(period), *values]
