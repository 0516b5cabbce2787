"""Charts of a report, drawn from its tables without a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.measures import SECTIONS
from catalog.vocabulary.forecast_families import FAMILIES
from indicators.sectors import sector_page
from indicators.skills import ranking
from presentation import charts, forecast_words
from presentation.numbers import about, signed
from presentation.sector_charts import TIERS
from presentation.sector_words import name_sector, name_tier
from presentation.wording import dated, span
from reports.content import Block, Chart, Picture, Printed
from reports.inputs import ReportArea
from reports.sections import chart_data, place_tables, skills

MOST_DRAWN: Final = 10  # occupations, of which labels can still be read
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
    years = " to ".join(span(complete, name) for name in ("period_from", "period_to"))
    is_grown = pl.col("growth_tier").is_in([sector_page.VERY_GROWN, sector_page.GROWN])
    grown = complete.filter(is_grown)
    title = "No sector has grown beyond the noise of the survey"
    if grown.height:
        title = f"{name_sector(grown.row(0, named=True))} has grown most"
    shown = Shown(
        "sectors", title, f"Change in jobs, {years}, with 80% intervals", alt, "sectors-grown",
        chart_data.list_intervals(rows, TIERS, "Change in jobs"),
    )  # fmt: skip
    return draw(charts.intervals(rows, f"jobs, {years}", TIERS, ""), shown)


def draw_openings(area: ReportArea) -> tuple[Block, ...]:
    """Openings in their two parts by occupation, with the people counted where there is a gap."""
    judged = area.indicators["skills_gaps"].drop_nulls("gap_persons").select(
        "skill_kind", "skill_code", "supply_persons"
    )  # fmt: skip
    frame = (
        area.indicators["skills_openings"]
        .filter(skill_kind="occupation")
        .join(judged, on=["skill_kind", "skill_code"], how="left", validate="1:1")
        .sort("openings_persons", "skill_code", descending=[True, False], nulls_last=True)
        .head(MOST_DRAWN)
    )
    if frame.is_empty():
        return ()
    rows = frame.select(
        label=skills.label(frame, "skill_code", "skill_name"),
        replacement="replacement_openings_persons", growth="growth_openings_persons",
        supply="supply_persons",
    )  # fmt: skip
    has_supply = rows["supply"].drop_nulls().len()
    beside = (
        f", and for {has_supply} of them a diamond at the new people we count" if has_supply else ""
    )
    alt = (
        f"For each of {rows.height} occupations a bar of openings from replacement and from "
        f"growth{beside}. The tables have the figures."
    )
    years = span(frame, "base_period", "target_period")
    shown = Shown(
        "openings", f"{rows['label'][0]} have the most openings",
        dated(f"Openings a year{', and the new people we count' if has_supply else ''}", years),
        alt, "openings", chart_data.stack_openings(rows, "Openings a year"),
    )  # fmt: skip
    return draw(charts.openings(rows, PER_YEAR, shown.subtitle), shown)


def draw_priorities(area: ReportArea) -> tuple[Block, ...]:
    """The ranks of the first ten priorities, with their ranges and the strength of evidence."""
    frame = area.indicators["skills_priorities"].drop_nulls("priority_rank")
    first = frame.sort("priority_rank").head(ranking.FIRST)
    if first.is_empty():
        return ()
    rows = first.select(
        label=skills.label(first, "occupation_code", "occupation_name"), point="priority_rank",
        lower80="rank_low", upper80="rank_high",
        kind=pl.col("evidence_strength").replace_strict(EVIDENCE_NAMES, default=NOT_JUDGED),
    )  # fmt: skip
    alt = (
        f"A mark at the rank and a bar over its likely ranks for each of the first {rows.height} "
        f"of {frame.height} occupations, from {rows['label'][0]} to {rows['label'][-1]}. The "
        "table has the figures."
    )
    line = ranking.FIRST + 0.5
    shown = Shown(
        "priorities", f"The first {rows.height} priorities, and how sure their ranks are",
        "Rank with 80% interval; 1 comes first", alt, "priorities",
        chart_data.list_intervals(rows, EVIDENCE, "Rank"), "full",
    )  # fmt: skip
    return draw(charts.intervals(rows, "rank, 1 comes first", EVIDENCE, "", line), shown)


@dataclass(frozen=True)
class Shown:
    """What stands round a chart: its name, takeaway, what it shows, words for those who cannot
    see it, the table of its figures, and these for formats in which it can be changed."""

    name: str
    title: str
    subtitle: str
    alt: str
    table: str
    chart: Chart | None = None
    printed: Printed = "standard"


def draw(chart: charts.Layered, shown: Shown) -> tuple[Picture, ...]:
    """The chart on paper."""
    name = f"chart-{shown.name}"
    title = f"{shown.title}. {shown.subtitle}"
    svg = charts.svg(chart, name=name, title=title, alt_text=shown.alt)
    picture = Picture(
        name, shown.title, shown.alt, svg, shown.table, shown.subtitle, chart=shown.chart,
        printed=shown.printed,
    )  # fmt: skip
    return (picture,)


def draw_jobs(area: ReportArea) -> tuple[Block, ...]:
    """All jobs over time: published, our estimates up to now, then the forecast."""
    rows = place_tables.read_jobs(area)
    past = rows.filter(pl.col("horizon").is_null()).drop_nulls("jobs")
    ahead = rows.filter(pl.col("horizon").is_not_null()).with_columns(mean=pl.col("jobs"))
    if past.is_empty() or ahead.is_empty():
        return ()
    newest, last = past.row(-1, named=True), ahead.row(-1, named=True)
    now = forecast_words.find_now(ahead)
    title = f"All jobs in {area.spoken_name}"
    if now and now["horizon"] == 0:
        title = f"There are about {about(now['mean'])} jobs in {area.spoken_name} now"
    alt = (
        f"Jobs published to {newest['period']} ({about(newest['jobs'])}), then our estimates, then "
        f"the forecast {forecast_words.describe_end(last, about(last['mean']))}."
    )
    shown = Shown(
        "jobs", title, dated("Published, estimated up to now, and forecast", span(rows, "period")),
        alt, "jobs-total", chart_data.list_lines(past, ahead, "Jobs"),
    )  # fmt: skip
    return draw(charts.forecast(ahead, past.rename({"jobs": "value"}), "jobs"), shown)


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
    shown = Shown(
        f"fan-{code}", title, dated("Published, estimated and forecast", span(past, "period")),
        alt, "forecasts", printed="full",
    )  # fmt: skip
    return draw(charts.forecast(ahead, past, "jobs"), shown)
