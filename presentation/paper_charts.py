"""Charts of a report as SVG, by matplotlib, without a screen; the same figures give the same text.

Told apart by shape and place as well as colour, from the Government Analysis Function's palette.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from threading import RLock
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
LABEL_CHARACTERS: Final = 36  # of a line of a row's label, which has two at most
LABEL_POINTS: Final = 8
STYLE: Final[Any] = {
    "font.family": "DejaVu Sans", "font.size": 9.0, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "axes.edgecolor": GREY,
    "xtick.color": "#0b0c0c", "ytick.color": "#0b0c0c", "svg.fonttype": "none",
    "svg.hashsalt": "wardwise", "axes.grid": True, "grid.color": "#d9d9d9", "axes.axisbelow": True,
    "text.parse_math": False,  # names may hold dollar signs
}  # fmt: skip
DRAWING: Final = RLock()  # matplotlib's settings are the whole process's, not a thread's
# Label, expected, lower and upper bound; without bounds there is a dot alone.
Interval = tuple[str, float, float | None, float | None]


@contextmanager
def _style() -> Iterator[None]:
    """Our settings of matplotlib, for one chart at a time: visitors are drawn for side by side."""
    with DRAWING, matplotlib.rc_context(STYLE):
        yield


def intervals(rows: Sequence[Interval], unit: str, *, name: str, title: str, alt: str) -> str:
    """A dot with its 80 % interval for each row, the first on top, and a line at zero."""
    with _style():
        figure = _figure(len(rows))
        axes = figure.subplots()
        places, middle = _known(rows, 1)
        bounded = [row if None not in row[2:] else (row[0], row[1], None, None) for row in rows]
        (at, low), (_, high) = (_known(bounded, part) for part in (2, 3))
        axes.hlines(at, low, high, color=TURQUOISE, linewidth=5, label="80 % interval")
        axes.plot(middle, places, "o", color=BLUE, markersize=6, label="Expected")
        axes.axvline(0, color="#0b0c0c", linewidth=1)
        _labelled(figure, axes, [row[0] for row in rows], unit)
        return _svg(figure, name, title, alt)


def against(
    rows: Sequence[tuple[str, float | None, float | None, float | None]],
    unit: str,
    *,
    name: str,
    title: str,
    alt: str,
) -> str:
    """Bars of openings from replacement and growth, supply as a diamond; a null is not drawn.

    A row is its label, replacement, growth and supply.
    """
    with _style():
        figure = _figure(len(rows))
        axes = figure.subplots()
        (at, replaced), (where, grown), (places, supply) = (_known(rows, n) for n in (1, 2, 3))
        axes.barh(at, replaced, 0.6, color=BLUE, label="From replacement")
        # Growth follows on replacement; where jobs are lost it starts at zero and goes left.
        ends = dict(zip(at, replaced, strict=True))
        start = [ends.get(row, 0.0) if change >= 0 else 0.0
                 for row, change in zip(where, grown, strict=True)]  # fmt: skip
        axes.barh(
            where, grown, 0.6, start, color=ORANGE, hatch="//", edgecolor="white",
            label="From growth (left of zero: jobs lost)",
        )  # fmt: skip
        axes.plot(
            supply, places, "D", color="#0b0c0c", markerfacecolor="white", markersize=7,
            label="Supply that is counted",
        )  # fmt: skip
        axes.axvline(0, color="#0b0c0c", linewidth=1)
        _labelled(figure, axes, [row[0] for row in rows], unit)
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
    with _style():
        figure = Figure((WIDTH_IN, 3.4), layout="constrained")
        axes = figure.subplots()
        years = [row[0] for row in ahead]
        for (low, high), label, alpha in (((4, 5), "95 % interval", 0.25), ((2, 3), "80 %", 0.45)):
            lower, upper = ([row[part] for row in ahead] for part in (low, high))
            axes.fill_between(
                years, lower, upper, color=ORANGE, alpha=alpha, linewidth=0, label=label
            )
            for bound in (lower, upper):
                axes.plot(years, bound, color=ORANGE, linewidth=0.8)
        axes.plot(years, [row[1] for row in ahead], "s--", color=ORANGE, label="Expected")
        axes.plot(*zip(*history, strict=True), "o-", color=BLUE, label="Known")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.set_ylabel(unit)
        figure.legend(frameon=False, ncols=4, loc="outside lower center")
        return _svg(figure, name, title, alt)


def _known(rows: Sequence[Sequence[Any]], part: int) -> tuple[list[int], list[float]]:
    """Places of the rows that have that part, and its values."""
    held = [(place, row[part]) for place, row in enumerate(rows) if row[part] is not None]
    return [place for place, _ in held], [value for _, value in held]


def _figure(rows: int) -> Figure:
    return Figure((WIDTH_IN, 1.1 + ROW_IN * max(rows, 1)), layout="constrained")


def _labelled(figure: Figure, axes: Any, labels: Sequence[str], unit: str) -> None:
    """Labels of the rows, the unit under them, and a legend that is no wider than the picture."""
    axes.set_yticks(range(len(labels)), [_short(label) for label in labels], fontsize=LABEL_POINTS)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlabel(unit)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    figure.legend(frameon=False, ncols=3, loc="outside upper center", fontsize=LABEL_POINTS)


def _short(label: str) -> str:
    """The label on two lines at most."""
    plain = " ".join(label.split())
    return textwrap.fill(plain, LABEL_CHARACTERS, max_lines=2, placeholder="…")


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
