"""The headlines of a report: six at most, each with its interval and the section it is from."""

from __future__ import annotations

import math
from typing import Any, Final

import polars as pl

from catalog.vocabulary.forecast_horizons import describe_from_now
from catalog.vocabulary.status import PARTIAL
from indicators.inputs import HORIZON
from indicators.sectors.badge import BADGE
from indicators.skills import openings as openings_of
from presentation.numbers import about, digits, percent, signed
from presentation.wording import TOO_LOW, between, listed, period_in_words, ranked
from reports.inputs import ReportArea

MOST: Final = 6
ONE_JOB: Final = 0.5  # a change below this is shown as 0


def headlines(area: ReportArea) -> tuple[str, ...]:
    """In the order of what a reader asks: sectors, gaps, openings, pressure."""
    indicators = area.indicators
    sectors = indicators["emerging_sectors"].filter(
        pl.col("sector_measure") == "jobs", pl.col("industry_level") == "section"
    )
    gaps = indicators["skills_gaps"].drop_nulls("gap_persons")
    levels = gaps.filter(skill_kind="qualification")
    every_level = indicators["skills_gaps"].filter(skill_kind="qualification")
    sentences = [
        f"{_emerging(sectors)}{_caution(sectors)}",
        _falling(sectors),
        _gap(gaps.filter(skill_kind="occupation")),
        *([_gap(levels)] if levels.height == every_level.height else []),
        _openings(indicators["skills_openings"].filter(skill_kind="occupation")),
        _pressure(indicators["skills_pressure"]),
    ]
    return tuple(sentence for sentence in sentences if sentence)[:MOST]


def _caution(frame: pl.DataFrame) -> str:
    return f" {TOO_LOW}" if (frame["status"] == PARTIAL).any() else ""


def _first(frame: pl.DataFrame, by: str, *, descending: bool = True) -> dict[str, Any] | None:
    ranked_rows = frame.drop_nulls(by).sort(by, descending=descending, maintain_order=True)
    return ranked_rows.row(0, named=True) if ranked_rows.height else None


def _emerging(sectors: pl.DataFrame) -> str:
    badged = sectors.filter(badge=BADGE).sort("expected_change", descending=True)
    if sectors["expected_change"].is_null().all():
        return "No sector has a forecast here, so we cannot call any of them emerging. See Sectors."
    growing = sectors.filter(pl.col("expected_change") >= ONE_JOB)
    best = _first(badged, "expected_change") or _first(growing, "probability_emerging")
    if best is None:
        return "No sector is expected to grow, so we call none of them emerging. See Sectors."
    change = (
        f"{best['industry_name']}: {signed(best['expected_change'], 'jobs')} expected from "
        f"{best['base_period']}, the last year published, to {best['target_period']}, "
        f"{describe_from_now(HORIZON)} "
        f"{between(best['lower80'], best['upper80'])}. See Sectors."
    )
    if badged.height:
        words = "sector is" if badged.height == 1 else "sectors are"
        return f"{badged.height} {words} emerging. The largest is {change}"
    chance = digits(best["probability_emerging"], 2)
    return (
        "No sector's growth is clear enough of the noise to call it emerging. The most likely, "
        f"with a probability of {chance} (0.80 is needed), is {change}"
    )


def _falling(sectors: pl.DataFrame) -> str:
    worst = _first(sectors, "expected_change", descending=False)
    if worst is None or worst["expected_change"] >= 0:
        return ""
    sure = "" if worst["upper80"] < 0 else ", so it may grow instead"
    return (
        f"The largest expected fall is in {worst['industry_name']}: "
        f"{signed(worst['expected_change'], 'jobs')} from {worst['base_period']} to "
        f"{worst['target_period']} "
        f"{between(worst['lower80'], worst['upper80'])}{sure}. See Sectors."
    )


def _gap(gaps: pl.DataFrame) -> str:
    widest = _first(gaps, "gap_persons")
    if widest is None:
        return ""
    streams = listed(str(widest["missing_streams"] or "").split("; "), 5)
    upper = f", an upper estimate because {streams} are not counted" if streams else ""
    what = "qualification" if widest["skill_kind"] == "qualification" else "occupation"
    return (
        f"The widest gap by {what} is in {widest['skill_name']}: about "
        f"{about(widest['gap_persons'])} people a year "
        f"{between(widest['lower80'], widest['upper80'])}{upper}. Its likely rank is "
        f"{ranked(widest['rank_low'], widest['rank_high'], gaps.height)}. See Skills gaps."
    )


def _openings(openings: pl.DataFrame) -> str:
    most = _first(openings, "openings_persons")
    if most is None:
        return ""
    return (
        f"The most openings are for {most['skill_name']}: about "
        f"{about(most['openings_persons'])} people a year "
        f"{between(most['lower80'], most['upper80'])}. "
        f"{percent(openings_of.replaced_pct(most), 0)} of them replace people who leave. "
        "See Occupations."
        f"{_caution(openings)}"
    )


def _pressure(pressure: pl.DataFrame) -> str:
    fine = pressure.filter(pl.col("occupation_code").str.len_chars() == 2)
    tight = _first(fine, "pressure_ln")
    if tight is None:
        return ""
    low, times, high = (math.exp(tight[name]) for name in
                        ("lower80", "pressure_ln", "upper80"))  # fmt: skip
    return (
        f"Adverts per jobseeker are highest for {tight['occupation_name']}: "
        f"{digits(times, 1)} times the average of all occupations here in "
        f"{period_in_words(str(tight['period']))} (80% interval {digits(low, 1)} to "
        f"{digits(high, 1)} times). See Pressure now."
    )
