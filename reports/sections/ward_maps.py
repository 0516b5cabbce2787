"""Maps of a report's wards, from the classes and colours of the app's map."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from catalog.measures import MEASURES
from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import WITHOUT_VALUE
from geo import boundaries
from presentation import legend_classes, ward_svg
from presentation.local_words import name_in_sentence
from presentation.wording import listed, span
from reports.content import Block, Picture, Text
from reports.inputs import ReportArea
from reports.sections import outlines

HALF_LETTERS: Final = 24.0  # of the legend of a map half a page wide: 9 points in print
MOST_POINTS: Final = 4_000  # of a map's boundaries: a picture shows no more
PLACE: Final = "jobs_total"  # what the map of the first page shows
SHOWN: Final = ("residents_qualification_none_pct", "claimants_pct", "premises_empty_pct")
SIDE_BY_SIDE: Final = 2
NO_MAP: Final = "We have no ward boundaries for this place, so there is no map."
EXPOSED: Final = "exposure"
EXPOSURE: Final = "Exposure to council demand"


def draw_place(area: ReportArea) -> tuple[Block, ...]:
    """Where the jobs are, for the first page; a sentence where it cannot be drawn."""
    drawable = _read_drawable(area)
    if drawable.is_empty():
        return (Text((NO_MAP,)),)
    return (_map(area, drawable, _newest(area, PLACE), PLACE, "map-place", width="half"),)


def draw_wards(area: ReportArea) -> tuple[Block, ...]:
    """Two maps side by side of measures that wards are compared on, then exposure to demand."""
    drawable = _read_drawable(area)
    if drawable.is_empty():
        return (Text((NO_MAP,)),)
    with_figures = [name for name in SHOWN if _newest(area, name)["value"].count()]
    blocks: list[Block] = [
        _map(area, drawable, _newest(area, name), name, f"map-{name}", width="half")
        for name in with_figures[:SIDE_BY_SIDE]
    ]
    exposure = area.indicators["ward_exposure"].with_columns(value=pl.col("exposure_ln"))
    if exposure["value"].count():
        blocks.append(_map(area, drawable, exposure, EXPOSED, "map-exposure"))
    wards = area.read_councils("wards")
    left = wards.height - drawable.height
    if left:
        words = f"{left} of {wards.height} wards have no boundary, so the maps do not show them."
        blocks.append(Text((words,)))
    return tuple(blocks)


def _read_drawable(area: ReportArea) -> pl.DataFrame:
    """The wards that have a boundary, with few points."""
    drawable = outlines.filter_valid_areas(area.read_councils("wards"))
    if drawable.is_empty():
        return drawable
    return boundaries.simplify_boundaries(drawable.sort("ward_code"), MOST_POINTS)


def _newest(area: ReportArea, measure: str) -> pl.DataFrame:
    rows = area.read_councils("ward_measures").filter(measure=measure)
    return filter_newest(rows, ["lad_code"], "period_end")


def _map(
    area: ReportArea,
    wards: pl.DataFrame, values: pl.DataFrame, measure: str, name: str,
    *, width: Literal["whole", "half"] = "whole",
) -> Block:  # fmt: skip
    """One map; its title is the highest and lowest ward. A sentence where none has a figure."""
    is_exposure = measure == EXPOSED
    label = EXPOSURE if is_exposure else MEASURES[measure].label
    drawn = values.filter(pl.col("ward_code").is_in(wards["ward_code"].implode()))
    with_figure = drawn.drop_nulls("value").sort("value", "ward_code")
    if with_figure.is_empty():
        return Text((f"{label}: no ward has a figure, so there is no map.",))
    classes = legend_classes.classify(
        drawn["value"], "index" if is_exposure else MEASURES[measure].unit
    )
    high, low = with_figure.row(-1, named=True), with_figure.row(0, named=True)
    title = f"{label}: highest in {high['ward_name']}, lowest in {low['ward_name']}"
    shown = set(with_figure["lad_code"])
    absent_councils = [council for code, council in area.councils if code not in shown]
    without = f"; without {listed(absent_councils)}" if absent_councils else ""
    what = f"By ward, {span(drawn, 'period')}{without}"
    if is_exposure:
        what = f"Above 0, residents' work is in more demand than most; {name_in_sentence(what)}"
    alt = (
        f"Map of {wards.height} ward{'s' * (wards.height > 1)}. Highest in {high['ward_name']} "
        f"({high['lad_name']}), lowest in {low['ward_name']} ({low['lad_name']})."
    )
    absent = wards.height - with_figure.height
    if absent:
        alt += f" {absent} without a figure."
    svg = ward_svg.svg(
        wards, drawn.filter(pl.col("value").is_not_null() | pl.col("status").is_in(WITHOUT_VALUE)),
        classes, name=name, title=f"{title}. {what}", description=alt,
        letters=HALF_LETTERS if width == "half" else ward_svg.LETTERS,
    )  # fmt: skip
    return Picture(
        name, title, alt, svg, f"wards-{high['lad_code']}", what, width=width,
        printed="full" if is_exposure else "brief",
    )  # fmt: skip
