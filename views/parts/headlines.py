"""At most six headline figures of a place, each with its period, direction and comparator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.tables import TABLES
from catalog.vocabulary.status import PARTIAL
from indicators.places import premises as premises_of
from indicators.places import series, unemployment
from indicators.sectors import sector_page
from indicators.skills import jobseekers, skill_page
from presentation import forecast_words, sector_summary_words, skill_words
from presentation.numbers import about, digits, percent
from presentation.sector_words import name_sector
from presentation.wording import TOO_LOW, as_sentence, joined, listed, period_in_words
from views.parts import controls, data, indicators, rates, sectors_data, skills_data

NO_PRIORITIES: Final = "We cannot rank occupations here: jobs by sector have no forecast."
# What the card of skills is made from.
SKILLS: Final = ("skills_priorities", "priority_components", "skills_openings", "skills_pressure")
NO_FIGURE: Final = "No figure"


@dataclass(frozen=True)
class Card:
    """One headline: what it is about, the figure, a sentence or two, and what it rests on."""

    title: str
    figure: str
    words: str
    tables: tuple[str, ...]
    how: str
    period: str = ""
    modelled: bool = False


def cards(chosen: controls.Chosen, tables: dict[str, pl.DataFrame] | None) -> list[Card]:
    """The headlines; those on sectors and skills only where indicators have been made."""
    councils = chosen.councils
    makers: list[Callable[[], Card]] = [lambda: jobs(_read_if_built("jobs"), councils)]
    if tables is not None:
        makers += [lambda: sector(tables, chosen.name), lambda: skills(tables)]
    makers += [
        lambda: out_of_work(_read_if_built("claimants"), _read_if_built("aps"), councils),
        lambda: adverts(_read_if_built("adverts"), councils),
        lambda: premises(councils),
    ]
    return [make() for make in makers]


def _read_if_built(name: str) -> pl.DataFrame | None:
    return data.table(name)[0] if name in data.table_names() else None


def jobs(frame: pl.DataFrame | None, councils: Sequence[str]) -> Card:
    """All jobs, with their change over the year beside the nation's."""
    title, tables = "Jobs", ("jobs",)
    how = (
        "Employment at workplaces in all industries: rounded survey estimates (Business Register "
        "and Employment Survey, BRES) for the latest year we have, with the change on the year "
        "before. What we say of now is our own estimate, not official statistics: the last "
        "official figure carried on by employees on payrolls. We add up the figures of several "
        "councils."
    )
    kept = None if frame is None else frame.filter(industry_code="total", job_kind="employment")
    both = None if kept is None else series.sum_beside_nation(kept, "jobs", councils)
    of_area = None if both is None else both.filter(area_name="")
    if both is None or of_area is None or of_area.is_empty():
        return Card(title, NO_FIGURE, "Run `wardwise fetch` to get jobs by sector.", tables, how)
    period = of_area["period"][-1]
    before = str(int(period) - 1)
    changes = series.changes_pct(both, "jobs", before, period)
    # Which parts lack may differ from year to year, so between sums that lack some is no change.
    low = of_area.filter(pl.col("period").is_in([before, period]), pl.col("low"))[
        "period"
    ].to_list()
    beside = _compared([] if low else changes, f"on {before}")
    now = describe_jobs_now(councils)
    words = " ".join([
        f"Published for {period}.", *([TOO_LOW] if period in low else []), beside, *now
    ])  # fmt: skip
    rests_on = ("jobs", "forecasts") if now else tables
    return Card(title, about(of_area["jobs"][-1]), words, rests_on, how, period)


def describe_jobs_now(councils: Sequence[str]) -> list[str]:
    """Our estimate of all jobs now, as one sentence; none without a forecast of every council."""
    if "forecasts" not in data.table_names():
        return []
    ahead = indicators.forecast("jobs_section", "total", councils)
    now = None if ahead.is_empty() else forecast_words.find_now(ahead)
    if now is None:
        return []
    return [as_sentence(f"jobs {forecast_words.describe_now(now, about(now['mean']))}")]


def _compared(changes: Sequence[tuple[str, float | None]], since: str) -> str:
    """Up 1.2% on 2020; Great Britain up 0.9%."""
    changes_in_words = [
        f"{f'{name} ' if name else ''}{_direction(change)}"
        for name, change in changes
        if change is not None
    ]
    if not changes_in_words or changes[0][1] is None:
        return f"We do not know the change {since}."
    first = f"{changes_in_words[0][0].upper()}{changes_in_words[0][1:]} {since}"
    return "; ".join([first, *changes_in_words[1:]]) + "."


def _direction(change: float) -> str:
    if round(change, 1) == 0:
        return "unchanged"
    return f"{'up' if change > 0 else 'down'} {percent(abs(change))}"


def sector(tables: dict[str, pl.DataFrame], place: str) -> Card:
    """The sectors that have grown most surely, with how often the like came true."""
    title, read = "Growing sectors", ("sector_growth",)
    how = indicators.describe_method("sector_growth")
    now, growth, outlook = (
        sector_page.select_level(tables[name], sectors_data.SECTIONS)
        if name in tables
        else TABLES[name].empty()
        for name in ("sectors_now", "sector_growth", "sector_outlook")
    )
    answers = sector_page.answer(now, growth, outlook)
    if not answers.grown:
        return Card(title, NO_FIGURE, "Run `wardwise fetch` to get jobs by sector.", read, how)
    names = listed([name_sector(row) for row in answers.grown], most=1)
    figure = "None beyond the noise" if answers.tier == sector_page.CLOSE else names
    words = sector_summary_words.sentence_grown(answers, place)
    first = answers.grown[0]
    period = f"{first['period_from']} to {first['period_to']}"
    low = f" {TOO_LOW}" if (growth["status"] == PARTIAL).any() else ""
    return Card(title, figure, f"{words}{low}", read, how, period)


def skills(tables: dict[str, pl.DataFrame]) -> Card:
    """The first priorities of skills, with the openings of the first and how firm the order is."""
    title, read = "Skills priorities", ("skills_priorities",)
    how = indicators.describe_method("skills_priorities")
    built = {name: tables.get(name, TABLES[name].empty()) for name in SKILLS}
    answers = skill_page.answer(skill_page.list_priorities(built))
    if not answers.first:
        return Card(title, NO_FIGURE, NO_PRIORITIES, read, how)
    names = [skill_words.name_occupation(row["occupation_code"], row["occupation_name"])
             for row in answers.first]  # fmt: skip
    first = answers.first[0]
    words = f"{as_sentence(names[0])[:-1]}: {_uncapital(skill_words.describe_openings(first))}"
    gap = skills_data.find_row(
        tables["skills_gaps"], skill_kind="occupation", skill_code=first["occupation_code"]
    )
    if gap is not None:
        words += f" {skill_words.describe_gap(gap)}"
    firm = skill_words.describe_stability(answers)
    known_from = first["base_period"] and first["target_period"]
    period = f"{first['base_period']} to {first['target_period']}" if known_from else ""
    figure = as_sentence("; ".join(names[:3]))[:-1]
    return Card(title, figure, f"{words} {firm}".strip(), read, how, period, modelled=True)


def _uncapital(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def out_of_work(
    claimants: pl.DataFrame | None, survey: pl.DataFrame | None, councils: Sequence[str]
) -> Card:
    """The claimant rate beside the nation's; without one, the survey's unemployment rate."""
    how = (
        "People claiming unemployment benefits as a share of residents aged 16 to 64, as "
        "published. For several councils we add up claimants and divide by the residents that the "
        "published shares imply. Where there are no claimant figures we use the unemployment rate "
        "of a survey (Annual Population Survey), which has a wide margin of error for one council."
    )
    rate = None if claimants is None else unemployment.claimant_rate(claimants, councils)
    title, tables = "Claiming unemployment benefits", ("claimants",)
    if rate is None and survey is not None:
        rate = unemployment.survey_rate(survey, councils)
        title, tables = "Unemployment (survey)", ("aps",)
    if rate is None:
        return Card("Out of work", NO_FIGURE, _why_none(claimants, councils), tables, how)
    words = f"In {period_in_words(rate.period)}."
    if rate.nation_pct is not None:
        beside = _beside(rate.pct, rate.nation_pct)
        words += f" {beside} {rate.nation} ({percent(rate.nation_pct)})."
    else:
        words += " No national figure is available for that period."
    if rate.margin_points is not None:
        words += (
            f" The survey's margin of error is {digits(rate.margin_points, 1)} points either way."
        )
    return Card(title, percent(rate.pct), words, tables, how, rate.period)


def _why_none(frame: pl.DataFrame | None, councils: Sequence[str]) -> str:
    """Of claimants: not fetched, or fetched and without a figure that all councils have."""
    covered = set() if frame is None else set(frame["area_code"]) & set(councils)
    if len(covered) < len(councils):
        return "Run `wardwise fetch` to get claimants."
    return "We have claimants, but the source publishes no figure for this place."


def _beside(rate: float, nation: float) -> str:
    if round(rate, 1) == round(nation, 1):
        return "The same as in"
    return "Higher than in" if rate > nation else "Lower than in"


def adverts(frame: pl.DataFrame | None, councils: Sequence[str]) -> Card:
    """Online adverts: the mean of three months beside the same months of the year before."""
    title, tables = "Online job adverts", ("adverts",)
    how = (
        f"The average of the latest {jobseekers.MONTHS} months of adverts, and its change on the "
        "same months a year before. Adverts are postings, not vacancies. We add up the figures of "
        "several councils."
    )
    kept = None if frame is None else frame.filter(occupation_code="total")
    both = None if kept is None else series.sum_beside_nation(kept, "adverts_count", councils)
    means = None if both is None else jobseekers.adverts_trend(both, "area_name")
    of_area = None if means is None else means.filter(area_name="")
    if means is None or of_area is None or of_area.is_empty():
        return Card(title, NO_FIGURE, "Run `wardwise fetch` to get adverts.", tables, how)
    period = of_area["period"][-1]
    newest = means.filter(period=period).select("area_name", "change_pct")
    changes: list[tuple[str, float | None]] = list(newest.iter_rows())
    words = (
        f"Monthly average for the three months to {period_in_words(period)}. "
        f"{_compared(changes, 'on the year before')}"
    )
    return Card(title, about(of_area["adverts_count"][-1]), words, tables, how, period)


def premises(councils: Sequence[str]) -> Card:
    """The share of business premises that stand empty, where the lists say so."""
    title, tables = "Empty business premises", ("ward_premises",)
    frame = rates.read_premises(councils) if "ward_premises" in data.table_names() else None
    row = {} if frame is None else premises_of.total_of_place(frame)
    if frame is None or row.get("empty_pct") is None:
        words = "We have no list that records which premises are empty; see the Premises page."
        return Card(title, NO_FIGURE, words, tables, rates.HOW_EMPTY)
    marked = frame.filter(pl.col("marks_both"))
    periods = marked["period"].unique().sort().to_list()
    period = joined(periods)
    words = f"Of {about(row['recorded_count'])} premises listed for {period}."
    silent = set(councils) - set(marked["lad_code"])
    if silent:
        words += f" We have no such list for {len(silent)} of the councils."
    words += " No national figure is available."
    return Card(title, percent(row["empty_pct"]), words, tables, rates.HOW_EMPTY, period)
