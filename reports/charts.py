"""Charts of a report as SVG, by matplotlib, without a screen; the same figures give the same text.

Told apart by shape and place as well as colour, from the Government Analysis Function's palette.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape
from typing import Any, Final

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

BLUE: Final = "#12436D"
TURQUOISE: Final = "#28A197"
ORANGE: Final = "#F46A25"
GREY: Final = "#6f777b"
WIDTH_IN: Final = 7.2
ROW_IN: Final = 0.3
STYLE: Final[Any] = {
    "font.family": "DejaVu Sans", "font.size": 9.0, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "axes.edgecolor": GREY,
    "xtick.color": "#0b0c0c", "ytick.color": "#0b0c0c", "svg.fonttype": "none",
    "svg.hashsalt": "wardwise", "axes.grid": True, "grid.color": "#d9d9d9", "axes.axisbelow": True,
}  # fmt: skip
Interval = tuple[str, float, float, float]  # label, expected, lower and upper bound


def intervals(rows: Sequence[Interval], unit: str, *, name: str, title: str, alt: str) -> str:
    """A dot with its 80 % interval for each row, the first on top, and a line at zero."""
    with matplotlib.rc_context(STYLE):
        figure = _figure(len(rows))
        axes = figure.subplots()
        places = range(len(rows))
        low, middle, high = ([row[part] for row in rows] for part in (2, 1, 3))
        axes.hlines(places, low, high, color=TURQUOISE, linewidth=5, label="80 % interval")
        axes.plot(middle, places, "o", color=BLUE, markersize=6, label="Expected")
        axes.axvline(0, color="#0b0c0c", linewidth=1)
        _labelled(axes, [row[0] for row in rows], unit)
        return _svg(figure, name, title, alt)


def against(
    rows: Sequence[tuple[str, float, float, float | None]],
    unit: str,
    *,
    name: str,
    title: str,
    alt: str,
) -> str:
    """Openings from replacement and growth as bars, and supply as a diamond where it is known."""
    with matplotlib.rc_context(STYLE):
        figure = _figure(len(rows))
        axes = figure.subplots()
        places = list(range(len(rows)))
        replacement, growth = [row[1] for row in rows], [row[2] for row in rows]
        axes.barh(places, replacement, 0.6, color=BLUE, label="Openings from replacement")
        # Growth follows on replacement; where jobs are lost it starts at zero and goes left.
        start = [r if g >= 0 else 0.0 for r, g in zip(replacement, growth, strict=True)]
        axes.barh(
            places, growth, 0.6, start, color=ORANGE, hatch="//", edgecolor="white",
            label="From growth (left of zero: jobs lost)",
        )  # fmt: skip
        known = [(row[3], place) for place, row in enumerate(rows) if row[3] is not None]
        axes.plot(
            [supply for supply, _ in known], [place for _, place in known], "D",
            color="#0b0c0c", markerfacecolor="white", markersize=7, label="Supply that is counted",
        )  # fmt: skip
        axes.axvline(0, color="#0b0c0c", linewidth=1)
        _labelled(axes, [row[0] for row in rows], unit)
        return _svg(figure, name, title, alt)


def fan(
    history: Sequence[tuple[float, float]],
    ahead: Sequence[tuple[float, float, float, float, float, float]],
    unit: str,
    *,
    name: str,
    title: str,
    alt: str,
) -> str:
    """Known figures by year, then the forecast (year, mean, 80 % and 95 % bounds)."""
    with matplotlib.rc_context(STYLE):
        figure = Figure((WIDTH_IN, 3.4), layout="constrained")
        axes = figure.subplots()
        years = [row[0] for row in ahead]
        for (low, high), label, alpha in (((4, 5), "95 % interval", 0.25), ((2, 3), "80 %", 0.45)):
            lower, upper = ([row[part] for row in ahead] for part in (low, high))
            axes.fill_between(
                years, lower, upper, color=ORANGE, alpha=alpha, linewidth=0, label=label
            )
        axes.plot(years, [row[1] for row in ahead], "s--", color=ORANGE, label="Expected")
        axes.plot(*zip(*history, strict=True), "o-", color=BLUE, label="Known")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.set_ylabel(unit)
        axes.legend(frameon=False, ncols=4, loc="upper center", bbox_to_anchor=(0.5, -0.1))
        return _svg(figure, name, title, alt)


def _figure(rows: int) -> Figure:
    return Figure((WIDTH_IN, 1.1 + ROW_IN * max(rows, 1)), layout="constrained")


def _labelled(axes: Any, labels: Sequence[str], unit: str) -> None:
    axes.set_yticks(range(len(labels)), [_short(label) for label in labels])
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlabel(unit)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.legend(frameon=False, ncols=3, loc="lower center", bbox_to_anchor=(0.4, 1.0))


def _short(label: str, most: int = 44) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _svg(figure: Figure, name: str, title: str, alt: str) -> str:
    """The drawing as one SVG element with its name and description, its ids made unique."""
    held = io.StringIO()
    figure.savefig(held, format="svg", metadata={"Date": None, "Creator": None})
    text = held.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", text)
    said = (
        f'role="img" aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}'
        f'</title><desc id="{name}-d">{escape(alt)}</desc>'
    )
    return re.sub(r"<metadata>.*?</metadata>", "", text.replace(">", f" {said}", 1), flags=re.S)
