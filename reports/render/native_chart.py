"""Charts that readers of Word and Excel can change: their figures on a sheet, and what draws them.

One library draws both: Word holds the same description of a chart as Excel does, with a workbook of
the figures inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any, Final

from xlsxwriter.utility import xl_range_abs

from presentation.charts_colours import INK
from presentation.wording import shortened
from reports.blocks import Chart, Series

WIDTH_PX: Final = 640  # as drawn in Excel; in Word as wide as the text
ROW_PX: Final = 24  # of a category with one bar
BAR_PX: Final = 12  # more for each bar beside it
HEAD_PX: Final = 70  # axis and its name
LEGEND_PX: Final = 26
LINES_PX: Final = 340
STEPS: Final = 7  # of an axis, at most about
LONGEST: Final = 60  # letters of a category: more are cut by the readers themselves, anywhere
POINTS: Final = 9  # size of the letters, in points
FAINT: Final = "#D9D9D9"
FONT: Final[dict[str, Any]] = {"name": "Arial", "size": POINTS, "color": INK}
TYPES: Final[dict[str, dict[str, str]]] = {
    "bars": {"type": "bar"}, "intervals": {"type": "bar"},
    "stacked": {"type": "bar", "subtype": "stacked"}, "lines": {"type": "line"},
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of the chart's sheet: its heading and figures."""

    heading: str
    values: tuple[float | None, ...]


def columns(chart: Chart) -> tuple[Column, ...]:
    """The columns behind the categories: each series and its bounds."""
    return tuple(column for series in chart.series for column in _columns(series))


def _columns(series: Series) -> Iterator[Column]:
    yield Column(series.name, series.values)
    for heading, bounds in (("80% from", series.lower), ("80% to", series.upper)):
        if bounds:
            yield Column(f"{series.name}, {heading}", bounds)


def height_px(chart: Chart) -> int:
    """How high it must be for each category to be read."""
    if chart.kind == "lines":
        return LINES_PX
    beside = 1 if chart.kind == "stacked" or _is_apart(chart) else len(chart.series)
    rows = len(chart.categories) * (ROW_PX + BAR_PX * (beside - 1))
    return rows + HEAD_PX + LEGEND_PX * (len(chart.series) > 1)


def draw(book: Any, chart: Chart, sheet: str, first: int, title: str = "") -> Any:
    """The chart of figures that stand on `sheet` from row `first` on, categories in column 0.

    Behind them are the `columns`, in order. Not yet inserted anywhere.
    """
    drawn = book.add_chart(TYPES[chart.kind])
    last = first + len(chart.categories) - 1

    def reference(column: int) -> str:
        return f"='{sheet}'!{xl_range_abs(first, column, last, column)}"

    def heading(column: int) -> str:
        return f"='{sheet}'!{xl_range_abs(first - 1, column, first - 1, column)}"

    place = 1
    for series in chart.series:
        look: dict[str, Any] = {
            "name": heading(place),
            "categories": reference(0),
            "values": reference(place),
        }
        look |= _line(series) if chart.kind == "lines" else _bar(chart, series)
        place += 1
        bounds = [list(values) for values in (series.lower, series.upper) if values]
        if len(bounds) == 2 and chart.kind != "lines":
            look["y_error_bars"] = _error_bars(series)
        drawn.add_series(look)
        for _ in bounds:
            if chart.kind == "lines":
                drawn.add_series(_bound(series, heading(place), reference(0), reference(place)))
            place += 1
    _dress(drawn, chart, title)
    return drawn


def _is_apart(chart: Chart) -> bool:
    """Whether no category has figures of two series, so that their bars need no room beside."""
    return all(
        sum(value is not None for value in values) <= 1
        for values in zip(*(series.values for series in chart.series), strict=True)
    )


def _bar(chart: Chart, series: Series) -> dict[str, Any]:
    overlap = 100 if chart.kind == "stacked" or _is_apart(chart) else 0
    # An interval is drawn over its bar, and is seen on it.
    fill = {"color": series.colour, "transparency": 35 if series.lower else 0}
    return {"fill": fill, "border": {"none": True}, "gap": 60,
            "overlap": overlap}  # fmt: skip


def _line(series: Series) -> dict[str, Any]:
    marker = {"type": "circle", "size": 5, "fill": {"color": series.colour},
              "border": {"color": series.colour}}  # fmt: skip
    return {"line": {"color": series.colour, "width": 2.25}, "marker": marker}


def _bound(series: Series, name: str, categories: str, values: str) -> dict[str, Any]:
    """An end of an interval over time: a thin line, which the legend leaves to the text."""
    line = {"color": series.colour, "width": 1, "dash_type": "dash"}
    return {"name": name, "categories": categories, "values": values, "line": line,
            "marker": {"type": "none"}}  # fmt: skip


def _error_bars(series: Series) -> dict[str, Any]:
    """From the figure to its bounds; nothing where one of them is missing."""
    below, above = (
        [
            0.0 if value is None or bound is None else max(0.0, sign * (bound - value))
            for value, bound in zip(series.values, bounds, strict=True)
        ]
        for sign, bounds in ((-1, series.lower), (1, series.upper))
    )
    return {"type": "custom", "plus_values": above, "minus_values": below,
            "line": {"color": INK, "width": 1.5}}  # fmt: skip


def _dress(drawn: Any, chart: Chart, title: str) -> None:
    bare = {"num_font": FONT, "major_tick_mark": "none", "minor_tick_mark": "none"}
    along: dict[str, Any] = {
        **bare, "name": chart.axis, "name_font": {**FONT, "bold": False}, "line": {"none": True},
        "num_format": "#,##0.##;-#,##0.##" if _is_fine(chart) else "#,##0",
        "major_gridlines": {"visible": True, "line": {"color": FAINT, "width": 0.75}},
    }  # fmt: skip
    across: dict[str, Any] = {
        **bare, "label_position": "low", "line": {"color": INK, "width": 0.75},
    }  # fmt: skip
    if chart.kind == "lines":
        drawn.set_x_axis(across)
        drawn.set_y_axis(along)
    else:
        drawn.set_x_axis(along | _span(chart))
        # Reversed, so that the first stands at the top; the figures' axis then crosses at the last.
        drawn.set_y_axis({**across, "reverse": True, "crossing": "max", "interval_unit": 1})
    if title:
        drawn.set_title({"name": title, "name_font": {**FONT, "size": 11, "bold": True},
                         "overlay": False})  # fmt: skip
    else:
        drawn.set_title({"none": True})
    if len(chart.series) > 1:
        drawn.set_legend({"position": "bottom", "font": FONT, **_delete_bounds(chart)})
    else:
        drawn.set_legend({"none": True})
    drawn.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})
    drawn.set_size({"width": WIDTH_PX, "height": height_px(chart)})


def _span(chart: Chart) -> dict[str, float]:
    """Ends of the axis where there are intervals, which no program makes room for by itself."""
    ends = [
        value
        for series in chart.series
        for value in (*series.lower, *series.upper, *series.values)
        if value is not None
    ]
    if not any(series.lower for series in chart.series) or not ends:
        return {}
    low, high = min(0.0, *ends), max(0.0, *ends)
    step = _round_up((high - low) / STEPS) or 1.0
    return {"min": floor(low / step) * step, "max": ceil(high / step) * step, "major_unit": step}


def _round_up(step: float) -> float:
    """A step that people count in: 1, 2 or 5 with noughts behind or before it.

    >>> _round_up(130.0), _round_up(0.03), _round_up(6.0)
    (200.0, 0.05, 10.0)
    """
    if step <= 0:
        return 0.0
    size = 10.0 ** floor(log10(step))
    return next(round(size * by, 12) for by in (1, 2, 5, 10) if size * by >= step)


def _delete_bounds(chart: Chart) -> dict[str, Any]:
    """Ends of intervals that the legend leaves out."""
    if chart.kind != "lines":
        return {}
    left_out: list[int] = []
    place = 0
    for series in chart.series:
        bounds = bool(series.lower) + bool(series.upper)
        left_out += range(place + 1, place + 1 + bounds)
        place += 1 + bounds
    return {"delete_series": left_out} if left_out else {}


def _is_fine(chart: Chart) -> bool:
    """Whether its figures are so small that whole numbers would not tell them apart."""
    numbers = [abs(v) for series in chart.series for v in series.values if v is not None]
    return bool(numbers) and max(numbers) < 10


def write_figures(sheet: Any, chart: Chart, first: int, absent: str = "") -> None:
    """A row for each category behind row `first`, that of the headings; `absent` for no figure."""
    for place, column in enumerate(columns(chart), 1):
        for row, value in enumerate(column.values, first + 1):
            if value is not None:
                sheet.write_number(row, place, value)
            elif absent:
                sheet.write_string(row, place, absent)
    for row, name in enumerate(chart.categories, first + 1):
        sheet.write_string(row, 0, shortened(name, LONGEST))
