"""The picture of openings beside supply: what each stream gives, and how many people are needed."""

from __future__ import annotations

import math
from typing import Final

import altair as alt
import polars as pl

from indicators.skills.skill_page import Balance
from presentation.charts import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PLUM,
    TEAL,
    Layered,
    Marks,
    frame_rows,
    legend_of,
    on_top,
    place_in_row,
)
from presentation.numbers import signed
from presentation.skill_words import SHORT

OPENINGS: Final = "openings"
STREAMS: Final[Marks] = {
    "further education": (TEAL, "square"),
    "apprenticeships": (BLUE, "square"),
    "school and college leavers": (ORANGE, "square"),
    "university graduates": (PLUM, "square"),
    "people leaving claims": ("#A285D1", "square"),
}
LOOKS: Final[Marks] = {**STREAMS, OPENINGS: (INK, "diamond")}
COLUMNS: Final = 2  # kinds in a line of the legend
AXIS_TITLE: Final = "People a year"
ALT_TEXT: Final = (
    "For each row a bar of the people that each stream of supply gives a year, one after another, "
    "and a diamond at its openings a year; the table has the same figures."
)


def balance(shown: Balance) -> Layered:
    """Bars of supply by stream, a diamond at the openings, and a line between where there is a gap.

    A row whose main stream is missing has no line, and its label says so.
    """
    rows = shown.rows.with_row_index("row").with_columns(
        label=pl.Series([label_row(row) for row in shown.rows.iter_rows(named=True)],
                        dtype=pl.String)
    )  # fmt: skip
    there = {*shown.segments["supply_stream"], OPENINGS}
    marks = {kind: look for kind, look in LOOKS.items() if kind in there}
    marks |= dict.fromkeys(sorted(there - set(marks)), (GREY, "square"))
    colour, shape = legend_of(marks, COLUMNS)
    at = rows.select("row", "skill_code")
    segments = shown.segments.join(at, on="skill_code", validate="m:1").rename(
        {"supply_stream": "kind"}
    )
    tips = [
        alt.Tooltip("kind:N", title=" "),
        alt.Tooltip("supply_persons:Q", format=",.3~r", title=AXIS_TITLE),
    ]
    bars = alt.Chart(segments).mark_rule(strokeWidth=12).encode(
        x=on_top("start", AXIS_TITLE), x2=alt.X2("end:Q"), y=place_in_row(0.72), color=colour,
        tooltip=tips,
    )  # fmt: skip
    judged = rows.drop_nulls(["gap_persons", "supply_persons", "openings_persons"])
    between = alt.Chart(judged).mark_rule(color=INK, strokeWidth=1.5).encode(
        x=on_top("supply_persons", AXIS_TITLE), x2=alt.X2("openings_persons:Q"),
        y=place_in_row(0.72),
    )  # fmt: skip
    wanted = rows.drop_nulls("openings_persons").with_columns(kind=pl.lit(OPENINGS))
    points = alt.Chart(wanted).mark_point(
        size=110, filled=True, opacity=1, stroke="white", strokeWidth=1.5
    ).encode(
        x=on_top("openings_persons", AXIS_TITLE), y=place_in_row(0.72), color=colour, shape=shape,
        tooltip=[alt.Tooltip("label:N", title=" "),
                 alt.Tooltip("openings_persons:Q", format=",.3~r", title="Openings a year")],
    )  # fmt: skip
    lines = math.ceil(len(marks) / COLUMNS)
    return frame_rows([bars, between, points], rows, ALT_TEXT, lines)


def label_row(row: dict[str, object]) -> str:
    """Whose row it is, and its gap, or that supply is incomplete so that there is none."""
    name = SHORT.get(str(row["skill_code"]), str(row["skill_name"]).partition(" (")[0])
    name = f"{name[:1].upper()}{name[1:]}"
    gap = row["gap_persons"]
    if not isinstance(gap, float):
        return f"{name}: supply incomplete, no gap"
    low, high = row["lower80"], row["upper80"]
    is_sure = isinstance(low, float) and isinstance(high, float) and (low > 0 or high < 0)
    return f"{name}: gap {signed(gap)}{'' if is_sure else ', uncertain'}"


RESIDENTS, ADULTS, JOBS, WANTED = (
    "Residents aged 16 to 64", "All adult residents (Census)", "Jobs", "Openings",
)  # fmt: skip
SHARES: Final[dict[str, tuple[str, str, str]]] = {
    RESIDENTS: ("survey_share_pct", TEAL, "square"),
    ADULTS: ("residents_share_pct", TEAL, "square"),
    JOBS: ("jobs_share_pct", BLUE, "circle"),
    WANTED: ("openings_share_pct", ORANGE, "diamond"),
}


def levels(match: pl.DataFrame) -> Layered:
    """Shares by level of qualification, of residents, jobs and openings: a mark for each.

    `match` has rows of `qualification_match`. A share that is missing has no mark.
    """
    rows = match.with_row_index("row").with_columns(label="skill_name")
    # The Census stands in where there is no survey of this place at all.
    apart = ADULTS if match["survey_share_pct"].count() else RESIDENTS
    kinds = {column: kind for kind, (column, *_) in SHARES.items() if kind != apart}
    marks = rows.unpivot(list(kinds), index="row", value_name="share_pct").drop_nulls("share_pct")
    marks = marks.with_columns(
        kind=pl.col("variable").replace_strict(kinds, return_dtype=pl.String)
    )
    looks = {kind: SHARES[kind][1:] for kind in kinds.values()}
    colour, shape = legend_of(looks, 1)
    points = alt.Chart(marks).mark_point(size=110, filled=True, opacity=1).encode(
        x=on_top("share_pct", "Share (%)"), y=place_in_row(0.72), color=colour, shape=shape,
        tooltip=[alt.Tooltip("kind:N", title=" "),
                 alt.Tooltip("share_pct:Q", format=".1f", title="Share (%)")],
    )  # fmt: skip
    words = (
        "For each level of qualification a square at the share of residents, a circle at that of "
        "jobs and a diamond at that of openings; the table has the same figures."
    )
    return frame_rows([points], rows, words, len(looks))
