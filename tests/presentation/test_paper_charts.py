"""Charts as SVG: named, escaped, the same each time, and a null is not drawn as zero."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from presentation import paper_charts
from presentation.ward_map import luminance

NASTY = "Sales & <b>$x</b> $ \\frac"


def intervals(label: str = "Cooks", low: float | None = -5.0, high: float | None = 9.0) -> str:
    return paper_charts.intervals(
        [(label, 2.0, low, high), ("Clerks", -1.0, -3.0, 1.0)],
        "jobs", name="chart-i", title=f"Change, {label}", alt=f"Dots of {label}",
    )  # fmt: skip


def against(label: str = "Cooks", growth: float | None = -4.0, supply: float | None = None) -> str:
    return paper_charts.against(
        [(label, 10.0, growth, supply), ("Clerks", 6.0, 3.0, 5.0)],
        "persons", name="chart-a", title=f"Openings, {label}", alt=f"Bars of {label}",
    )  # fmt: skip


def fan(label: str = "Cooks") -> str:
    return paper_charts.fan(
        [(2020.0, 5.0), (2021.0, 6.0)],
        [(2022.0, 6.0, 5.0, 7.0, 4.0, 8.0), (2023.0, 7.0, 5.0, 9.0, 3.0, 11.0)],
        "jobs", name="chart-f", title=f"Jobs, {label}", alt=f"A line of {label}",
    )  # fmt: skip


DRAWN = pytest.mark.parametrize("draw", [intervals, against, fan])


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> str:
    """Its letters in the order of the drawing, without the title and the description."""
    root = parsed(svg)
    return " ".join(t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text"))


def paths(svg: str, group: str) -> int:
    """How many shapes or markers are drawn in groups whose id starts so."""
    found = [each for each in parsed(svg).iter() if group in each.get("id", "")]
    return sum(1 for each in found for part in each.iter() if part.tag.endswith(("path", "use")))


@DRAWN
def test_it_is_named_and_what_data_says_is_no_markup(draw: Callable[[str], str]) -> None:
    svg = draw(NASTY)
    root = parsed(svg)
    title, description = root[0], root[1]
    assert (root.get("aria-labelledby") or "").split() == [title.get("id"), description.get("id")]
    assert (title.text or "").endswith(NASTY)
    assert (description.text or "").endswith(NASTY)
    assert not [each.tag for each in root.iter() if each.tag.rsplit("}")[-1] in ("b", "script")]


def test_a_dollar_sign_of_a_name_is_a_dollar_sign() -> None:
    assert "$x" in texts(intervals(NASTY))


@DRAWN
def test_the_same_figures_give_the_same_text_and_nothing_is_fetched(
    draw: Callable[[], str],
) -> None:
    assert draw() == draw()
    addresses = re.findall(r'(?:href|url)[="(]+([^")]+)', draw())
    assert all(address.startswith("#") for address in addresses)


@DRAWN
def test_its_ids_are_its_own(draw: Callable[[], str]) -> None:
    ids = re.findall(r' id="([^"]*)"', draw())
    assert len(ids) == len(set(ids))
    assert all(each.startswith("chart-") for each in ids)


def test_an_interval_that_is_not_known_is_not_drawn() -> None:
    assert paths(intervals(), "LineCollection") - paths(intervals(low=None, high=None),
                                                        "LineCollection") == 1  # fmt: skip


def test_supply_and_growth_that_are_not_known_are_not_drawn() -> None:
    assert paths(against(supply=0.0), "line2d") == paths(against(supply=None), "line2d") + 1
    assert paths(against(growth=0.0), "patch") > paths(against(growth=None), "patch")


def test_a_long_name_is_on_two_lines_and_says_that_it_goes_on() -> None:
    assert paper_charts._short("Science, research, engineering and technology professionals") == (
        "Science, research, engineering and\ntechnology professionals"
    )
    assert paper_charts._short("word " * 40).endswith("…")
    assert paper_charts._short("word " * 40).count("\n") == 1


@pytest.mark.parametrize(
    "colour", [paper_charts.BLUE, paper_charts.TURQUOISE, paper_charts.ORANGE, paper_charts.GREY]
)
def test_what_is_drawn_stands_out_from_the_paper(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 3


def test_labels_of_rows_have_no_ticks_beside_them() -> None:
    figure = paper_charts._figure(2)
    axes = figure.subplots()
    axes.plot([1.0, 2.0], [0, 1], label="Expected")
    paper_charts._labelled(figure, axes, ["one", "two"], "jobs")
    assert axes.yaxis.get_tick_params()["length"] == 0
    assert axes.xaxis.get_tick_params().get("length") != 0


def test_a_bound_without_the_other_is_no_interval() -> None:
    rows = [("one", 1.0, 0.5, None), ("two", 2.0, None, 3.0), ("three", 3.0, 2.0, 4.0)]
    drawn = paper_charts.intervals(rows, "jobs", name="c", title="T", alt="A")
    assert drawn.startswith("<svg")
