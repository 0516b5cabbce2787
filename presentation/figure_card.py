"""A headline figure as HTML: the number, its past as a small line, and others' figures as marks.

Drawn here as SVG and not by the chart library, which takes half a second to load: the first page
must not wait. Everything drawn is also said in words beside it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any, Final

from presentation.charts_colours import BLUE, GREY, ORANGE, TEAL
from presentation.local_words import (
    PLACES_LIKE_IT,
    difference_words,
    figure_words,
    limits_words,
    short_name,
    show_value,
    unit_words,
)
from presentation.wording import period_in_words

Row = Mapping[str, Any]
LINE_WIDE: Final = 120.0
LINE_HIGH: Final = 34.0
STRIP_WIDE: Final = 260.0
STRIP_HIGH: Final = 26.0
EDGE: Final = 6.0


def card_html(row: Row, series: Sequence[tuple[date, float]]) -> str:
    """One headline: name, figure and period, past, and how it stands beside others."""
    name, figure = short_name(row["indicator_name"]), figure_words(row)
    unit = unit_words(row) if row["value"] is not None else ""
    lines = [
        f'<h3 class="figure-name">{escape(name)}</h3>',
        f'<p class="figure-value">{escape(figure)}'
        + (f' <span class="figure-unit">{escape(unit)}</span>' if unit else "")
        + f"{sparkline(series)}</p>",
    ]
    details = " ".join(filter(None, [period_in_words(row["period"]), limits_words(row)]))
    lines.append(f'<p class="figure-small">{escape(details)}</p>')
    if row["age_sentence"]:
        lines.append(f'<p class="figure-small"><b>{escape(sentence_of(row))}</b></p>')
    lines.append(strip(row))
    lines += [f'<p class="figure-small">{mark}{escape(words)}</p>' for mark, words in beside(row)]
    return f'<div class="figure-card">{"".join(lines)}</div>'


def sentence_of(row: Row) -> str:
    """How many releases the figure is behind, as a sentence."""
    return f"{period_in_words(row['age_sentence'])}."


def beside(row: Row) -> list[tuple[str, str]]:
    """The nation and the neighbours, each with its mark and how the council stands beside it."""
    lines = []
    if row["value"] is not None and row["nation_value"] is not None:
        words = f"{row['nation_area_name']} {show_value(row['nation_value'], row)}"
        lines.append(
            (_key(ORANGE, "tick"), f"{words}: {difference_words(row['nation_difference'])}")
        )
    if row["value"] is not None and row["neighbours_difference"] is not None:
        words = f"{PLACES_LIKE_IT.capitalize()} {show_value(row['neighbours_median'], row)}"
        difference = difference_words(row["neighbours_difference"])
        lines.append((_key(TEAL, "band"), f"{words}: {difference}"))
    elif row["value"] is not None:
        lines.append(("", "Cannot be compared with places like it"))
    return lines


def sparkline(series: Sequence[tuple[date, float]]) -> str:
    """The figures over time as a line with its last point marked; "" of fewer than three."""
    if len(series) < 3:
        return ""
    days = [end.toordinal() for end, _ in series]
    values = [value for _, value in series]
    points = [
        (
            _place(day, min(days), max(days), LINE_WIDE),
            LINE_HIGH - _place(value, min(values), max(values), LINE_HIGH),
        )
        for day, value in zip(days, values, strict=True)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return _picture(
        "figure-line",
        (LINE_WIDE, LINE_HIGH),
        f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="1.8"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{BLUE}"/>',
    )


def strip(row: Row) -> str:
    """The figure with its limits, the nation's and the neighbours' middle half, on one line."""
    if row["value"] is None:
        return ""
    has_neighbours = row["neighbours_difference"] is not None
    names = ["value", "lower_limit95", "upper_limit95", "nation_value"]
    names += ["neighbours_lower_quarter", "neighbours_upper_quarter"] if has_neighbours else []
    ends = [row[name] for name in names if row[name] is not None]
    low, high = min(ends), max(ends)

    def at(value: float) -> float:
        return _place(value, low, high, STRIP_WIDE)

    middle = STRIP_HIGH / 2
    parts = [_rule(EDGE, STRIP_WIDE - EDGE, middle, "#b1b4b6", 1)]
    if has_neighbours:
        left, right = (at(row[f"neighbours_{end}_quarter"]) for end in ("lower", "upper"))
        wide = max(right - left, 2)
        parts.append(
            f'<rect x="{left:.1f}" y="{middle - 6:.1f}" width="{wide:.1f}" height="12" '
            f'fill="{TEAL}" opacity="0.35"/>'
        )
    if row["nation_value"] is not None:
        x = at(row["nation_value"])
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{middle - 9:.1f}" y2="{middle + 9:.1f}" '
            f'stroke="{ORANGE}" stroke-width="3"/>'
        )
    if row["lower_limit95"] is not None and row["upper_limit95"] is not None:
        left, right = at(row["lower_limit95"]), at(row["upper_limit95"])
        parts.append(_rule(left, right, middle, BLUE, 2))
    parts.append(f'<circle cx="{at(row["value"]):.1f}" cy="{middle:g}" r="5" fill="{BLUE}"/>')
    return _picture("figure-strip", (STRIP_WIDE, STRIP_HIGH), "".join(parts))


def _picture(name: str, size: tuple[float, float], drawn: str) -> str:
    """A drawing as a picture within the page: Streamlit takes SVG elements out of HTML."""
    box = f'viewBox="0 0 {size[0]:g} {size[1]:g}" width="{size[0]:g}" height="{size[1]:g}"'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{drawn}</svg>'
    encoded = b64encode(text.encode()).decode()
    return f'<img class="{name}" alt="" src="data:image/svg+xml;base64,{encoded}">'


def _place(value: float, low: float, high: float, length: float) -> float:
    """Where a value lies on a line of that length; in its middle where all are equal."""
    share = (value - low) / (high - low) if high > low else 0.5
    return EDGE + share * (length - 2 * EDGE)


def _rule(left: float, right: float, y: float, colour: str, width: float) -> str:
    return (
        f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{y:g}" y2="{y:g}" stroke="{colour}" '
        f'stroke-width="{width:g}"/>'
    )


def _key(colour: str, kind: str) -> str:
    look = "opacity:.5;width:.9em;height:.6em" if kind == "band" else "width:.25em;height:.9em"
    return (
        f'<span aria-hidden="true" style="display:inline-block;background:{colour};{look};'
        'margin-right:.35em"></span>'
    )


STYLE: Final = f"""<style>
.figure-card h3.figure-name {{font-size: 1rem; font-weight: 600; margin: 0; padding: 0;
  line-height: 1.25}}
.figure-card p {{margin: 0}}
.figure-value {{font-size: 1.55rem; font-weight: 600; line-height: 1.25; display: flex;
  flex-wrap: wrap; align-items: baseline; gap: .4rem}}
.figure-unit {{font-size: .85rem; font-weight: 400}}
.figure-line {{width: 110px; height: 34px; margin-left: auto; align-self: center}}
.figure-strip {{width: 100%; height: 22px; display: block}}
.figure-small {{font-size: .85rem; line-height: 1.3; color: {GREY}}}
</style>"""
