"""Charts and maps of a report, drawn from its tables without a browser."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import MEASURES, SECTIONS
from catalog.vocabulary.forecast_families import FAMILIES
from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import WITHOUT_VALUE
from geo import boundaries
from indicators.places import ward_views
from indicators.sectors import sector_page
from indicators.skills import ranking
from presentation import charts, forecast_words, legend_classes, ward_svg
from presentation.numbers import about, signed
from presentation.sector_charts import TIERS
from presentation.sector_words import name_sector, name_tier
from presentation.wording import dated, span
from reports.content import Block, Picture, Text
from reports.inputs import ReportArea
from reports.sections import outlines

MOST_POINTS: Final = 4_000  # of a map's boundaries: a picture shows no more
FANS: Final = 3  # councils of which a sector is drawn
PER_YEAR: Final = "people a year"
EVIDENCE_NAMES: Final = {
    "strong": "Strong evidence", "moderate": "Moderate evidence", "weak": "Weak evidence",
}  # fmt: skip
NOT_JUDGED: Final = "Evidence not judged"
EVIDENCE: Final[charts.Marks] = {
    "Strong evidence": (charts.BLUE, "circle"), "Moderate evidence": (charts.TEAL, "diamond"),
    "Weak evidence": (charts.ORANGE, "square"), NOT_JUDGED: (charts.GREY, "cross"),
}  # fmt: skip


def draw_sectors(area: ReportArea) -> tuple[Block, ...]:
    """How jobs changed in every section, with the interval, and whether that is growth."""
    frame = sector_page.select_level(area.indicators["sector_growth"], "section")
    answered = frame.filter(pl.col("growth_tier") != "").drop_nulls("change_jobs")
    complete = answered.sort("change_jobs", "industry_code", descending=[True, False])
    if complete.is_empty():
        return ()
    rows = complete.select(
        label=pl.Series([name_sector(row) for row in complete.iter_rows(named=True)]),
        point="change_jobs", lower80="change_lower80", upper80="change_upper80",
        kind=pl.Series([name_tier(tier) for tier in complete["growth_tier"]]),
    )  # fmt: skip
    alt = (
        f"A mark and a bar for each of {rows.height} sectors, from {rows['label'][0]} "
        f"({signed(rows['point'][0])} jobs) to {rows['label'][-1]} ({signed(rows['point'][-1])}). "
        "The table has the figures."
    )
    title = "Change in jobs by sector, with 80% intervals"
    years = " to ".join(span(complete, name) for name in ("period_from", "period_to"))
    chart = charts.intervals(rows, f"jobs, {years}", TIERS, "")
    return _chart(chart, "sectors", title, alt, "sectors-grown")


def draw_openings(area: ReportArea) -> tuple[Block, ...]:
    """Openings in their two parts by occupation, with the people counted where there is a gap."""
    judged = area.indicators["skills_gaps"].drop_nulls("gap_persons").select(
        "skill_kind", "skill_code", "supply_persons"
    )  # fmt: skip
    frame = (
        area.indicators["skills_openings"]
        .filter(skill_kind="occupation")
        .join(judged, on=["skill_kind", "skill_code"], how="left", validate="1:1")
        .sort("openings_persons", descending=True)
    )
    if frame.is_empty():
        return ()
    rows = frame.select(
        label="skill_name", replacement="replacement_openings_persons",
        growth="growth_openings_persons", supply="supply_persons",
    )  # fmt: skip
    has_supply = rows["supply"].drop_nulls().len()
    beside = (
        f", and for {has_supply} of them a diamond at the new people we count" if has_supply else ""
    )
    alt = (
        f"For each of {rows.height} occupations a bar of openings from replacement and from "
        f"growth{beside}. The tables have the figures."
    )
    title = f"Openings a year{', and the new people we count' if has_supply else ''}"
    return _chart(charts.openings(rows, PER_YEAR, title), "openings", title, alt, "openings")


def draw_priorities(area: ReportArea) -> tuple[Block, ...]:
    """The ranks of the first ten priorities, with their ranges and the strength of evidence."""
    frame = area.indicators["skills_priorities"].drop_nulls("priority_rank")
    first = frame.sort("priority_rank").head(ranking.FIRST)
    if first.is_empty():
        return ()
    rows = first.select(
        label="occupation_name", point="priority_rank", lower80="rank_low", upper80="rank_high",
        kind=pl.col("evidence_strength").replace_strict(EVIDENCE_NAMES, default=NOT_JUDGED),
    )  # fmt: skip
    alt = (
        f"A mark at the rank and a bar over its likely ranks for each of the first {rows.height} "
        f"of {frame.height} occupations, from {rows['label'][0]} to {rows['label'][-1]}. The "
        "table has the figures."
    )
    title = f"Ranks of the first {rows.height} occupations, with 80% intervals"
    line = ranking.FIRST + 0.5
    chart = charts.intervals(rows, "rank, 1 comes first", EVIDENCE, "", line)
    return _chart(chart, "priorities", title, alt, "priorities")


def _chart(
    chart: charts.Layered, name: str, title: str, alt: str, table: str
) -> tuple[Picture, ...]:
    svg = charts.svg(chart, name=f"chart-{name}", title=title, alt_text=alt)
    return (Picture(f"chart-{name}", title, alt, svg, table),)


def draw_forecasts(area: ReportArea) -> tuple[Block, ...]:
    """For each council the sector that has grown most surely, or the largest: past and forecast."""
    tables = [
        sector_page.select_level(area.read_councils(name), "section")
        for name in ("sectors_now", "sector_growth", "sector_outlook")
    ]
    blocks: list[Block] = []
    for code, name in area.councils[:FANS]:
        answers = sector_page.answer(*(table.filter(area_code=code) for table in tables))
        grown = answers.grown[0] if answers.grown and answers.tier != sector_page.CLOSE else None
        leading = grown or answers.largest
        if leading:
            blocks += _fan(area, code, name, leading["industry_code"])
    return tuple(blocks)


def _fan(area: ReportArea, code: str, council: str, section: str) -> tuple[Picture, ...]:
    def read_series(table: str) -> pl.DataFrame:
        return area.read_councils(table).filter(
            area_code=code, family="jobs_section", series_code=section
        )

    past = read_series("forecast_histories").drop_nulls("value").sort("period")
    ahead = read_series("forecasts").drop_nulls("mean").sort("period")
    if past.is_empty() or ahead.is_empty():
        return ()
    last, first = ahead.row(-1, named=True), past.row(-1, named=True)
    title = f"{FAMILIES['jobs_section']}: {SECTIONS.get(section, section)}, {council}"
    now = forecast_words.find_now(ahead)
    estimate = "" if now is None else (
        f"; {forecast_words.describe_now(now, about(now['mean']))}"
    )  # fmt: skip
    alt = (
        f"Jobs published to {first['period']} ({about(first['value'])}){estimate}; "
        f"then the forecast {forecast_words.describe_end(last, about(last['mean']))}."
    )
    return _chart(charts.forecast(ahead, past, "jobs"), f"fan-{code}", title, alt, "forecasts")


def draw_wards(area: ReportArea) -> tuple[Block, ...]:
    """Maps of all the wards: exposure to demand, level 4 and above, jobs of the largest sector.

    A map that cannot be drawn is a sentence that says why.
    """
    wards = area.read_councils("wards")
    drawable = outlines.filter_valid_areas(wards)
    if drawable.is_empty():
        return (Text(("We have no ward boundaries for this place, so there is no map.",)),)
    light = boundaries.simplify_boundaries(drawable.sort("ward_code"), MOST_POINTS)
    exposure = area.indicators["ward_exposure"].with_columns(value=pl.col("exposure_ln"))
    blocks: list[Block] = [
        _map(light, exposure, "index", "map-exposure",
             "Exposure to council demand: above 0, residents' work is in more demand than most"),
    ]  # fmt: skip
    jobs = area.indicators["ward_sector_jobs"]
    largest = ward_views.largest_sectors(jobs.drop_nulls("jobs"))
    measures = area.read_councils("ward_measures")
    names = ["residents_qualification_4_pct"]
    if largest.height:
        names.append(f"jobs_section_{largest['industry_code'][0].lower()}")
    for name in names:
        of_measure = measures.filter(measure=name)
        newest = filter_newest(of_measure, on="period_end")
        measure = MEASURES.get(name)
        if measure:
            blocks.append(_map(light, newest, measure.unit, f"map-{name}", measure.label))
    left = wards.height - drawable.height
    if left:
        words = f"{left} of {wards.height} wards have no boundary, so the maps do not show them."
        blocks.append(Text((words,)))
    return tuple(blocks)


def _map(wards: pl.DataFrame, values: pl.DataFrame, unit: str, name: str, title: str) -> Block:
    """One map; its words are the highest and lowest ward. A sentence where none has a figure."""
    drawn = values.filter(pl.col("ward_code").is_in(wards["ward_code"].implode()))
    with_figure = drawn.drop_nulls("value").sort("value", "ward_code")
    if with_figure.is_empty():
        return Text((f"{title}: no ward has a figure, so there is no map.",))
    classes = legend_classes.classify(drawn["value"], unit)
    heading = dated(title, span(drawn, "period"))
    high, low = with_figure.row(-1, named=True), with_figure.row(0, named=True)
    alt = (
        f"Map of {wards.height} ward{'s' * (wards.height > 1)}. Highest in {high['ward_name']} "
        f"({high['lad_name']}), lowest in {low['ward_name']} ({low['lad_name']})."
    )
    absent = wards.height - with_figure.height
    if absent:
        alt += f" {absent} without a figure."
    svg = ward_svg.svg(
        wards, drawn.filter(pl.col("value").is_not_null() | pl.col("status").is_in(WITHOUT_VALUE)),
        classes, name=name, title=heading, description=alt,
    )  # fmt: skip
    return Picture(name, heading, alt, svg, "wards")
