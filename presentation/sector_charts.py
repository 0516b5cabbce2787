"""Charts of sectors: the quadrant of what is specialised and what has grown.

A tier differs by shape as well as by colour. Labels are laid out for two widths of the chart, a
desk's and a phone's, and shown by the one it has: on a wider chart they only move further apart.
"""

from __future__ import annotations

import math
from typing import Any, Final

import altair as alt
import polars as pl

from indicators.sectors.sector_page import (
    AREA,
    CLOSE,
    GROWN,
    NATION,
    NO_ANSWER,
    SHRUNK,
    VERY_GROWN,
    VERY_SHRUNK,
    Quadrant,
)
from presentation.charts import AXIS, Layered
from presentation.charts_colours import BLUE, GREY, INK, ORANGE, PALE, PLUM, TEAL
from presentation.label_places import Mark, place_labels
from presentation.numbers import digits, in_sentence
from presentation.sector_words import JUMPS, name_tier, write_times
from presentation.wording import shortened

# Colour and shape by tier.
TIERS: Final[dict[str, tuple[str, str]]] = {
    name_tier(VERY_GROWN): (BLUE, "triangle-up"),
    name_tier(GROWN): (TEAL, "diamond"),
    name_tier(CLOSE): (GREY, "circle"),
    name_tier(SHRUNK): (ORANGE, "square"),
    name_tier(VERY_SHRUNK): (PLUM, "triangle-down"),
    name_tier(NO_ANSWER): (PALE, "cross"),
}
# The same of what has no test of its noise.
GREW, SHRANK, NO_CHANGE = "Grew", "Shrank", "No change"
WAYS: Final[dict[str, tuple[str, str]]] = {
    GREW: (TEAL, "diamond"), NO_CHANGE: (GREY, "circle"), SHRANK: (ORANGE, "square"),
}  # fmt: skip
NOT_SURE: Final = "About the same as the nation, or not known"
SPECIALISED: Final = {
    "more": "More specialised than the nation", "less": "Less specialised than the nation",
}  # fmt: skip
QUOTIENT_MARKS: Final = {
    SPECIALISED["more"]: (TEAL, "diamond"), NOT_SURE: (GREY, "circle"),
    SPECIALISED["less"]: (PLUM, "square"),
}  # fmt: skip
# Title of the axis and of the figure on hover, by what growth is set against.
UP: Final = {
    NATION: ("Growth beyond the nation's (points)", "points beyond the nation"),
    AREA: ("Growth beyond all jobs here (%)", "% beyond all jobs here"),
}
PICKED: Final = "picked_sector"
PLOT_PX: Final = 280
# What axis, titles and a legend of one line take of the height, and each further line of it.
AROUND_PX, LINE_PX = 108, 18
WIDE_PX, NARROW_PX = 300, 230  # of the plot: the least of a desk's, and the least of a phone's
SMALLEST_PX2, LARGEST_PX2 = 60, 1100  # area of a mark
LABEL_LETTERS: Final = 20
# What a mark of a section is labelled with: the list beside it has the whole name.
LABELS: Final[dict[str, str]] = {
    "A": "Farming", "B": "Mining", "C": "Manufacturing", "D": "Energy", "E": "Water and waste",
    "F": "Construction", "G": "Retail, wholesale", "H": "Transport", "I": "Hotels and food",
    "J": "Information, IT", "K": "Finance", "L": "Property", "M": "Professional",
    "N": "Business support", "O": "Public admin", "P": "Education", "Q": "Health and care",
    "R": "Arts and leisure", "S": "Other services",
}  # fmt: skip
POINTS: Final = 5  # up to so many points the scale is even, beyond it logarithmic: few are far out
MARGIN: Final = 0.08  # of each axis, so that no mark lies on the edge


def quadrant(placed: Quadrant, chosen: str, nation: str, words: str, noun: str = "jobs") -> Layered:
    """Sectors by how specialised they are (across) and growth beyond the nation's (up).

    The rows have `sector`, the name of each, too. A click picks one. `noun` is what `jobs` counts;
    rows with `kind` are marked by that (WAYS) and not by their tier.
    """
    rows, (title, tip) = placed.rows, UP[placed.against]
    x_ends, y_ends = _domain_across(rows), _domain_up(rows)
    largest = float(rows["jobs"].max() or 1)  # type: ignore[arg-type]
    drawn = rows.with_columns(
        tier=pl.Series([_name_kind(row) for row in rows.iter_rows(named=True)], dtype=pl.String),
        label=pl.Series(
            [LABELS.get(code) or shortened(name, LABEL_LETTERS)
             for code, name in rows.select("industry_code", "sector").iter_rows()],
            dtype=pl.String,
        ),
        words=pl.Series(
            [_describe(row, tip, noun) for row in rows.iter_rows(named=True)], dtype=pl.String
        ),
        is_chosen=pl.col("industry_code") == chosen,
    )  # fmt: skip
    drawn = drawn.with_columns(
        *_label_columns(drawn, x_ends, y_ends, WIDE_PX, largest, "wide"),
        *_label_columns(drawn, x_ends, y_ends, NARROW_PX, largest, "narrow"),
    )
    x = _across("location_quotient", nation, x_ends, noun)
    y = alt.Y(
        "beyond_pct:Q",
        title=title,
        scale=alt.Scale(type="symlog", constant=POINTS, domain=list(y_ends), nice=False),
        axis=alt.Axis(values=_ticks_up(y_ends), format="+d", grid=False, **AXIS),
    )
    legend_lines = math.ceil(drawn["tier"].n_unique() / 2)
    height = PLOT_PX + AROUND_PX + LINE_PX * legend_lines
    layers = [
        _line({"x": alt.X("location_quotient:Q")}, {"location_quotient": 1.0}),
        _line({"y": alt.Y("beyond_pct:Q")}, {"beyond_pct": 0.0}),
        *_whiskers(drawn, nation, y, x_ends),
        _points(drawn, x, y, largest),
        *_labels(drawn, x, y, "wide"),
        *_labels(drawn, x, y, "narrow"),
    ]
    return alt.layer(*layers, height=height, description=words)


def _name_kind(row: dict[str, Any]) -> str:
    return str(row.get("kind") or name_tier(row["growth_tier"]))


def _describe(row: dict[str, Any], beyond: str, noun: str) -> str:
    """What a mark says on hover, and to those who cannot see it."""
    jump = f"; {JUMPS[row['jump']]}" if row["jump"] else "."
    growth = in_sentence(digits(row["beyond_pct"], 1, signed=True))
    return (
        f"{row['sector']}: {_name_kind(row).lower()}; {digits(row['jobs'])} {noun}; "
        f"{write_times(row['location_quotient'])} times the nation's share; {growth} {beyond}{jump}"
    )


def _line(encoded: dict[str, Any], at: dict[str, float]) -> alt.Chart:
    base = alt.Chart(alt.InlineData(values=[at]))
    line: alt.Chart = base.mark_rule(color=GREY, strokeWidth=1, aria=False).encode(**encoded)
    return line


def _across(column: str, nation: str, ends: tuple[float, float], noun: str = "jobs") -> alt.X:
    return alt.X(
        f"{column}:Q",
        title=f"Times the share of {noun} in {nation}",
        scale=alt.Scale(type="log", domain=list(ends), nice=False),
        axis=alt.Axis(values=_ticks(ends), format="~g", grid=False, **AXIS),
    )


def _whiskers(
    drawn: pl.DataFrame, nation: str, y: alt.Y, ends: tuple[float, float]
) -> list[alt.Chart]:
    """The 80% interval of each location quotient, as far as it is inside the plot."""
    with_bounds = drawn.drop_nulls(["quotient_lower80", "quotient_upper80"]).with_columns(
        pl.col("quotient_lower80", "quotient_upper80").clip(*ends)
    )
    if with_bounds.is_empty():
        return []
    rule = alt.Chart(with_bounds).mark_rule(strokeWidth=1.5, opacity=0.6, color=GREY, aria=False)
    low = _across("quotient_lower80", nation, ends)
    return [rule.encode(x=low, x2=alt.X2("quotient_upper80:Q"), y=y)]


def _points(drawn: pl.DataFrame, x: alt.X, y: alt.Y, largest: float) -> alt.Chart:
    looks = {**TIERS, **WAYS}
    shown = {tier: look for tier, look in looks.items() if tier in set(drawn["tier"])}
    legend = alt.Legend(
        orient="top", direction="horizontal", columns=2, title=None, labelLimit=0,
        labelColor=INK, symbolOpacity=1, symbolSize=110, symbolStrokeWidth=0,
    )  # fmt: skip
    picked = alt.selection_point(name=PICKED, fields=["industry_code"], toggle="false")
    points: alt.Chart = (
        alt.Chart(drawn)
        .mark_point(filled=True, opacity=0.9, cursor="pointer")
        .encode(
            x=x,
            y=y,
            size=alt.Size(
                "jobs:Q", legend=None,
                scale=alt.Scale(domain=[0, largest], range=[SMALLEST_PX2, LARGEST_PX2]),
            ),
            color=alt.Color("tier:N", legend=legend, scale=alt.Scale(
                domain=list(shown), range=[colour for colour, _ in shown.values()])),
            shape=alt.Shape("tier:N", legend=legend, scale=alt.Scale(
                domain=list(shown), range=[shape for _, shape in shown.values()])),
            description=alt.Description("words:N"),
            stroke=alt.StrokeValue("white", condition={"test": "datum.is_chosen", "value": INK}),
            strokeWidth=alt.StrokeWidthValue(1, condition={"test": "datum.is_chosen", "value": 3}),
            tooltip=[alt.Tooltip("words:N", title=" ")],
        )
        .add_params(picked)
    )  # fmt: skip
    return points


def _labels(drawn: pl.DataFrame, x: alt.X, y: alt.Y, which: str) -> list[alt.Chart]:
    """The labels laid out for one of the two widths, shown at that width alone, on white."""
    shown = drawn.filter(pl.col(f"shown_{which}"))
    if shown.is_empty():
        return []
    at_width = f"width >= {WIDE_PX}" if which == "wide" else f"width < {WIDE_PX}"
    look: dict[str, Any] = {
        "fontSize": 11, "aria": False, "baseline": "middle", "dx": alt.ExprRef(f"datum.dx_{which}"),
        "dy": alt.ExprRef(f"datum.dy_{which}"), "align": alt.ExprRef(f"datum.align_{which}"),
        "opacity": alt.ExprRef(f"{at_width} ? 1 : 0"),
    }  # fmt: skip
    base = alt.Chart(shown).encode(x=x, y=y, text=alt.Text("label:N"))
    return [
        base.mark_text(stroke="white", strokeWidth=3, **look),
        base.mark_text(color=INK, **look),
    ]


def _label_columns(
    drawn: pl.DataFrame, x_ends: tuple[float, float], y_ends: tuple[float, float], width: int,
    largest: float, which: str,
) -> list[pl.Series]:  # fmt: skip
    """dx, dy, align and whether shown, of the labels on a plot so wide; the chosen one first."""
    marks = []
    for row in drawn.iter_rows(named=True):
        share = _share(math.log(row["location_quotient"]), *(math.log(end) for end in x_ends))
        height = _share(_bend(row["beyond_pct"]), *(_bend(end) for end in y_ends))
        area = SMALLEST_PX2 + (LARGEST_PX2 - SMALLEST_PX2) * row["jobs"] / largest
        radius = math.sqrt(area / math.pi) + 1
        marks.append(Mark(width * share, PLOT_PX * (1 - height), radius, row["label"]))
    first = sorted(range(len(marks)), key=lambda number: not drawn["is_chosen"][number])
    placed = dict(zip(first, place_labels([marks[n] for n in first], width, PLOT_PX), strict=True))
    places = [placed[number] for number in range(len(marks))]
    return [
        pl.Series(f"dx_{which}", [place.dx for place in places], dtype=pl.Float64),
        pl.Series(f"dy_{which}", [place.dy for place in places], dtype=pl.Float64),
        pl.Series(f"align_{which}", [place.align for place in places], dtype=pl.String),
        pl.Series(f"shown_{which}", [place.is_shown for place in places], dtype=pl.Boolean),
    ]


def _share(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low)


def _domain_across(rows: pl.DataFrame) -> tuple[float, float]:
    """From a little below the least quotient to a little above the largest, with 1 inside."""
    logs = [math.log(value) for value in rows["location_quotient"]]
    low, high = min([*logs, math.log(0.8)]), max([*logs, math.log(1.25)])
    margin = MARGIN * (high - low)
    return math.exp(low - margin), math.exp(high + margin)


def _domain_up(rows: pl.DataFrame) -> tuple[float, float]:
    values = [_bend(value) for value in rows["beyond_pct"]]
    low, high = min([*values, _bend(-10.0)]), max([*values, _bend(10.0)])
    margin = MARGIN * (high - low)
    return _straighten(low - margin), _straighten(high + margin)


def _bend(points: float) -> float:
    """Where a growth lies on the scale, as Vega's symlog has it."""
    return math.copysign(math.log1p(abs(points) / POINTS), points)


def _straighten(place: float) -> float:
    return math.copysign(POINTS * math.expm1(abs(place)), place)


def _ticks_up(ends: tuple[float, float]) -> list[int]:
    every = (0, 5, 10, 20, 50, 100, 200, 500)
    return [tick for tick in sorted({*every, *(-one for one in every)})
            if ends[0] <= tick <= ends[1]]  # fmt: skip


def _ticks(ends: tuple[float, float]) -> list[float]:
    every = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0)
    return [tick for tick in every if ends[0] <= tick <= ends[1]]


def read_picked(state: Any) -> str:
    """Code of the sector clicked in the chart; "" where none is."""
    rows = state["selection"].get(PICKED, []) if state else []
    return str(rows[0]["industry_code"]) if rows else ""
