"""What a council could look at in a ward: suggestions, each set off by a figure of that ward.

A suggestion is no finding: it says which figure differs from the council's, and by how much, and
leaves what to do to those who know the ward. Where no figure differs enough there is none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import reference

Rule = Literal["reach", "claimants", "premises", "skills", "level4", "demand", "sector"]
Row = Mapping[str, Any]
LIMITS: Final = reference.read_constants("ward_suggestion_limits")


@dataclass(frozen=True)
class WardFigures:
    """What the rules look at; None or no entry where there is no figure.

    `shares` has a row for each compared measure (value_pct, council_pct, period, status, places).
    `premises` is the ward's total row of `ward_premises`, `exposure` its row of
    `ward_exposure`, `match` that of level 4 in `ward_qualification_match`, `groups` its rows of
    `rank_groups`, and `reach` as from `describe_reach`. `adults` counts residents aged 16 and over.
    """

    shares: Mapping[str, Row]
    adults: float | None = None
    premises: Row | None = None
    exposure: Row | None = None
    match: Row | None = None
    groups: tuple[Row, ...] = ()
    reach: Row | None = None


@dataclass(frozen=True)
class Suggestion:
    """One suggestion: the rule, the ward's figure that set it off, and what it was set beside.

    `count` is how many people, premises or jobs the figure is of, null where that is not known;
    `name` is the group of sectors it is about, if any.
    """

    rule: Rule
    ward_value: float
    beside_value: float
    period: str
    status: str
    count: float | None = None
    name: str = ""


def suggest(figures: WardFigures) -> tuple[Suggestion, ...]:
    """Every suggestion that a figure of the ward sets off, in the order of the rules."""
    made = (rule(figures) for rule in RULES)
    return tuple(suggestion for suggestion in made if suggestion is not None)


def _share(figures: WardFigures, measure: str) -> Row | None:
    """The row of a share, where both the ward and the council have it."""
    row = figures.shares.get(measure)
    has_both = row is not None and None not in (row["value_pct"], row["council_pct"])
    return row if has_both else None


def _from_share(rule: Rule, row: Row, count: float | None = None) -> Suggestion:
    return Suggestion(
        rule, row["value_pct"], row["council_pct"], row["period"], row["status"], count
    )


def _reach(figures: WardFigures) -> Suggestion | None:
    """Few jobs within reach, and more households without a car than in half of the wards."""
    row = figures.reach
    needed = ("rank_in_council", "households_no_car_pct", "council_middle", "no_car_middle")
    if row is None or None in [row[name] for name in needed]:
        return None
    fewest = row["rank_in_council"] > row["council_count"] * (1 - LIMITS["reach_lowest_part"])
    if not fewest or row["households_no_car_pct"] <= row["no_car_middle"]:
        return None
    return Suggestion(
        "reach", row["jobs_in_reach"], row["council_middle"], row["period"], row["status"],
        row["households_no_car_pct"],
    )  # fmt: skip


def _claimants(figures: WardFigures) -> Suggestion | None:
    row = _share(figures, "claimants_pct")
    if row is None or row["value_pct"] < LIMITS["claimants_ratio"] * row["council_pct"]:
        return None
    return _from_share("claimants", row)


def _premises(figures: WardFigures) -> Suggestion | None:
    """More empty premises than the council's share, by more than chance would have it."""
    row, counts = _share(figures, "premises_empty_pct"), figures.premises
    if row is None or counts is None or None in (counts["empty_count"], counts["occupied_count"]):
        return None
    recorded = counts["empty_count"] + counts["occupied_count"]
    expected = row["council_pct"] / 100
    if counts["empty_count"] < LIMITS["empty_least"] or not 0 < expected < 1:
        return None
    noise = math.sqrt(expected * (1 - expected) / recorded)
    if row["value_pct"] / 100 - expected < LIMITS["empty_noise"] * noise:
        return None
    return _from_share("premises", row, counts["empty_count"])


def _skills(figures: WardFigures) -> Suggestion | None:
    """Among the wards with the largest shares of adults without qualifications."""
    row = _share(figures, "residents_qualification_none_pct")
    if row is None or row["council_rank"] is None:
        return None
    largest = row["council_rank"] <= row["council_count"] * LIMITS["skills_outer_part"]
    if not largest or row["value_pct"] <= row["council_pct"]:
        return None
    adults = figures.adults
    return _from_share("skills", row, None if adults is None else adults * row["value_pct"] / 100)


def _level4(figures: WardFigures) -> Suggestion | None:
    """Among the wards with fewest adults at level 4, and far below what the council's jobs ask."""
    row, share = figures.match, _share(figures, "residents_qualification_4_pct")
    if row is None or row["difference_points"] is None or share is None:
        return None
    rank, wards = share["council_low_rank"], share["council_count"]
    if rank is None or rank > wards * LIMITS["skills_outer_part"]:
        return None
    if row["difference_points"] > -LIMITS["level4_points"]:
        return None
    # Without the survey the census share was set beside the jobs.
    have = row["survey_share_pct"]
    have = row["residents_share_pct"] if have is None else have
    return Suggestion("level4", have, row["jobs_share_pct"], row["period"], row["status"])


def _demand(figures: WardFigures) -> Suggestion | None:
    """Clearly fewer adverts for each jobseeker in residents' kinds of work than in the council."""
    row = figures.exposure
    if row is None or None in (row["exposure_ln"], row["upper80"]) or row["upper80"] >= 0:
        return None
    return Suggestion("demand", math.exp(row["exposure_ln"]), 1.0, row["period"], row["status"])


def _sector(figures: WardFigures) -> Suggestion | None:
    """The ward has far more of the council's jobs in a group of sectors than of all its jobs."""
    for row in figures.groups:
        shares = (row["council_share_pct"], row["all_jobs_share_pct"], row["jobs"])
        if None in shares or row["reliability"] == "low" or not row["all_jobs_share_pct"]:
            continue
        ratio = row["council_share_pct"] / row["all_jobs_share_pct"]
        if row["jobs"] >= LIMITS["sector_least_jobs"] and ratio >= LIMITS["sector_ratio"]:
            return Suggestion(
                "sector", row["council_share_pct"], row["all_jobs_share_pct"], row["period"],
                row["status"], row["jobs"], row["sector_name"],
            )  # fmt: skip
    return None


RULES: Final[tuple[Callable[[WardFigures], Suggestion | None], ...]] = (
    _reach, _claimants, _premises, _skills, _level4, _demand, _sector,
)  # fmt: skip
