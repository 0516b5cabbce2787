"""Charts on paper: named, escaped, the same each time, and a null is not drawn as zero."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import polars as pl
import pytest

from presentation import charts, paper_charts
from presentation.ward_map import luminance

NASTY = "Sales & <b>$x</b> $ \\frac {datum.x} https://evil.example"
SVG = "{http://www.w3.org/2000/svg}"


def intervals(label: str = "Cooks", low: float | None = -5.0, high: float | None = 9.0) -> str:
    rows = pl.DataFrame(
        {"label": [label, "Clerks"], "point": [2.0, -1.0], "lower80": [low, -3.0],
         "upper80": [high, 1.0], "kind": [charts.EXPECTED] * 2},
        schema_overrides={"lower80": pl.Float64, "upper80": pl.Float64},
    )  # fmt: skip
    chart = charts.intervals(rows, "jobs", charts.ON_PAPER, "")
    return charts.svg(chart, name="chart-i", title=f"Change, {label}", alt_text=f"Dots of {label}")


def openings(
    label: str = "Cooks", replacement: float | None = 10.0, growth: float | None = -4.0,
    supply: float | None = 5.0,
) -> str:  # fmt: skip
    rows = pl.DataFrame(
        {"label": [label, "Clerks"], "replacement": [replacement, 6.0], "growth": [growth, 3.0],
         "supply": [supply, 5.0]},
        schema_overrides=dict.fromkeys(("replacement", "growth", "supply"), pl.Float64),
    )  # fmt: skip
    chart = charts.openings(rows, "persons", "")
    return charts.svg(chart, name="chart-o", title=f"Openings, {label}", alt_text=f"Bars: {label}")


def forecast(label: str = "Cooks") -> str:
    past = pl.DataFrame(
        {"period": ["2020", "2021"], "period_end": [date(2020, 12, 31), date(2021, 12, 31)],
         "value": [5.0, 6.0]}
    )  # fmt: skip
    ahead = pl.DataFrame(
        {"period": ["2022", "2023"], "period_end": [date(2022, 12, 31), date(2023, 12, 31)],
         "horizon": [0, 1], "mean": [6.0, 7.0], "lower80": [5.0, 5.0],
         "upper80": [7.0, 9.0], "lower95": [4.0, 3.0],
         "upper95": [8.0, 11.0]}
    )  # fmt: skip
    chart = charts.forecast(ahead, past, "jobs")
    return charts.svg(chart, name="chart-f", title=f"Jobs, {label}", alt_text=f"A line of {label}")


DRAWN = pytest.mark.parametrize("draw", [intervals, openings, forecast])


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> list[str]:
    """Its letters in the order of the drawing, without the title and the description."""
    return [_words(text) for text in parsed(svg).iter(f"{SVG}text")]


def _words(text: ElementTree.Element) -> str:
    """The lines of a label as one."""
    return " ".join(filter(None, text.itertext()))


def drawn(svg: str, colour: str, tag: str) -> int:
    """How many lines or shapes have the colour, those of the legend too."""
    return sum(
        1 for part in parsed(svg).iter(f"{SVG}{tag}")
        if colour in (part.get("stroke"), part.get("fill"))
    )  # fmt: skip


@DRAWN
def test_it_is_named_and_what_data_says_is_no_markup(draw: Callable[[str], str]) -> None:
    root = parsed(draw(NASTY))
    title, description = root[0], root[1]
    assert (root.get("aria-labelledby") or "").split() == [title.get("id"), description.get("id")]
    assert root.get("role") == "img"
    assert (title.text or "").endswith(NASTY)
    assert (description.text or "").endswith(NASTY)
    assert not [
        each.tag for each in root.iter() if each.tag.rsplit("}")[-1] in ("b", "script", "a")
    ]


@DRAWN
def test_the_same_figures_give_the_same_text_and_nothing_is_fetched(
    draw: Callable[[], str],
) -> None:
    svg = draw()
    assert svg == draw()
    assert not re.findall(r'(?:href|src)="|url\((?!#)', svg)


@DRAWN
def test_its_ids_are_its_own_and_only_the_whole_is_named(draw: Callable[[], str]) -> None:
    svg = draw()
    ids = re.findall(r' id="([^"]*)"', svg)
    assert len(ids) == len(set(ids)) == 2
    assert all(each.startswith("chart-") for each in ids)
    assert "aria-label=" not in svg
    assert re.findall(r' role="([^"]*)"', svg) == ["img"], "parts without names have no roles"


@DRAWN
def test_its_letters_are_those_of_reports(draw: Callable[[], str]) -> None:
    assert set(re.findall(r'font-family="([^"]*)"', draw())) == {"DejaVu Sans"}


def test_a_name_is_words_and_nothing_is_worked_out_of_it() -> None:
    assert NASTY in texts(intervals(NASTY))


def test_a_name_that_reads_like_a_role_stays_as_it_is() -> None:
    name = 'Cooks role="img" aria-roledescription="x"'
    assert name in texts(intervals(name))


def heights(svg: str) -> list[tuple[str, float]]:
    """The labels of rows and how far down each stands, from the top."""
    found = [
        (_words(text), float(re.findall(r",([^)]*)\)", text.get("transform") or "")[0]))
        for text in parsed(svg).iter(f"{SVG}text")
        if _words(text) in ("Clerks", "Zoo")
    ]
    return sorted(found, key=lambda pair: pair[1])


@pytest.mark.parametrize("draw", [intervals, openings])
def test_rows_stand_in_the_order_given_and_those_called_alike_apart(
    draw: Callable[[str], str],
) -> None:
    for name in ("Zoo", "Clerks"):
        (first, top), (second, below) = heights(draw(name))
        assert (first, second) == (name, "Clerks")
        assert below - top == pytest.approx(paper_charts.ROW_PX[0])


def test_an_interval_of_which_a_bound_is_not_known_is_not_drawn() -> None:
    for low, high in ((None, None), (None, 9.0), (-5.0, None)):
        svg = intervals(low=low, high=high)
        assert drawn(svg, charts.BLUE, "line") == drawn(intervals(), charts.BLUE, "line") - 1
        assert drawn(svg, charts.BLUE, "path") == drawn(intervals(), charts.BLUE, "path"), "a point"


def test_what_is_not_known_of_openings_is_not_drawn() -> None:
    whole = openings()
    for missing, colour, tag in (
        ("replacement", charts.BLUE, "line"), ("growth", charts.ORANGE, "line"),
        ("supply", charts.INK, "path"),
    ):  # fmt: skip
        without, zero = openings(**{missing: None}), openings(**{missing: 0.0})  # type: ignore[arg-type]
        assert drawn(without, colour, tag) == drawn(whole, colour, tag) - 1
        assert drawn(zero, colour, tag) == drawn(whole, colour, tag), "zero is a figure"


def ends(svg: str, colour: str) -> list[tuple[float, float]]:
    """Start and end of each bar of the colour, in order, in pixels from the left."""
    found = []
    for line in parsed(svg).iter(f"{SVG}line"):
        if line.get("stroke") == colour:
            start = float(re.findall(r"translate\(([^,]*)", line.get("transform") or "")[0])
            found.append((start, start + float(line.get("x2") or 0)))
    return found


def test_growth_follows_on_replacement_and_lost_jobs_go_left_of_zero() -> None:
    svg = openings(replacement=10.0, growth=-4.0)
    (zero, cooks), (_, clerks) = ends(svg, charts.BLUE)
    lost, more = (sorted(pair) for pair in ends(svg, charts.ORANGE))
    person = (cooks - zero) / 10
    assert lost == pytest.approx([zero - 4 * person, zero])
    assert more == pytest.approx([clerks, clerks + 3 * person])


def test_a_forecast_shows_both_intervals_and_what_each_line_is() -> None:
    svg = forecast()
    assert set(charts.FORECAST) <= set(texts(svg))
    assert {"Published (solid line)", "Forecast (dashed line)"} < set(charts.FORECAST)
    assert drawn(svg, charts.FORECAST["95% interval"][0], "path") == 2, "the area and its legend"
    assert drawn(svg, charts.FORECAST["80% interval"][0], "path") == 2


def test_a_long_name_says_that_it_goes_on() -> None:
    (label,) = [text for text in texts(intervals("word " * 40)) if text.startswith("word")]
    assert label.endswith("…")
    assert len(label) <= 2 * paper_charts.LINE + 1
    name = "Science, research, engineering and technology professionals"
    assert name in texts(intervals(name))


@DRAWN
def test_letters_are_nine_points_or_more_when_it_is_as_wide_as_a_page(
    draw: Callable[[str], str],
) -> None:
    for label in ("Cooks", "Science, research, engineering and technology professionals"):
        svg = draw(label)
        wide = float(parsed(svg).get("width") or 0)
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
        page_pt = 17.2 / 2.54 * 72
        assert min(sizes) * page_pt / wide >= 9.0 - 0.05


@pytest.mark.parametrize(
    "colour", [charts.BLUE, charts.TEAL, charts.PLUM, charts.ORANGE, charts.GREY]
)
def test_what_is_drawn_stands_out_from_the_paper(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 3
