"""A training plan as it is typed, linked and filed: one reader, one judge, one writer.

In a link: `plan=further education:health and care:3:60:2027:4500` (stream, subject, level, places a
year, first full year, and perhaps the cost of a place in £), as often as there are courses,
`priority=61`, and perhaps `given_at=HX1 1AB`. In a file: the same as JSON.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from indicators.skills.courses import APPRENTICESHIPS, FURTHER_EDUCATION
from indicators.skills.occupations import CODES, NAMES
from indicators.skills.qualifications import LEVEL_CODES
from indicators.skills.training import SUBJECTS

STREAMS: Final = (FURTHER_EDUCATION, APPRENTICESHIPS)
FORM: Final = (
    "STREAM:SUBJECT:LEVEL:PLACES:YEAR, such as further education:health and care:3:60:2027; add "
    ":COST for the cost of a place in £"
)
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_PLACES: Final = 100_000
MOST_COST: Final = 1_000_000.0
MOST_COURSES: Final = 20
FILE_VERSION: Final = 1
SHORT: Final = 60  # characters of a fault that are repeated
LONGEST_PLACE: Final = 80  # characters of where places are given
ALL_PCT: Final = 100.0


class PlanError(Exception):
    """A plan that cannot be read; the message lists every fault and what to do."""


@dataclass(frozen=True)
class Course:
    """Extra places a year from `year` on; `cost_gbp` of a place, None where it is not given."""

    stream: str
    subject: str
    level: str
    places: int
    year: int
    cost_gbp: float | None = None


@dataclass(frozen=True)
class Plan:
    """Occupations that matter (codes), courses, and the % of places that lead to an achievement.

    `at`: where the places are given, a site, ward or postcode as typed; "" for no place.
    """

    priorities: tuple[str, ...] = ()
    courses: tuple[Course, ...] = ()
    achieve_pct: float = ALL_PCT
    at: str = ""


def read_links(
    courses: Sequence[str], priorities: Sequence[str], achieve: str = "", at: str = ""
) -> Plan:
    """The plan of a link; PlanError lists all that cannot be read."""
    faults: list[str] = []
    read: list[Course] = []
    for text in courses:
        parts = [part.strip() for part in text.split(":")]
        if len(parts) not in (5, 6):
            faults.append(f"{_quote(text)} is not {FORM}")
            continue
        stream, subject, level, places, year = parts[:5]
        cost = parts[5] if len(parts) == 6 and parts[5] else None
        _add(read, faults, stream, subject, level, places, year, cost)
    return _finish(read, priorities, achieve or ALL_PCT, at, faults)


def read_file(text: str) -> Plan:
    """The plan of a file that `write_file` wrote; PlanError lists all that cannot be read."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise PlanError("this is not a plan that Wardwise wrote (it is no JSON)") from None
    if not isinstance(content, dict) or content.get("wardwise_plan") != FILE_VERSION:
        raise PlanError("this is not a plan that Wardwise wrote; download one from this page first")
    courses, priorities = content.get("courses", []), content.get("priorities", [])
    if not isinstance(courses, list) or not isinstance(priorities, list):
        raise PlanError("courses and priorities of a plan must be lists")
    faults: list[str] = []
    read: list[Course] = []
    for entry in courses:
        if not isinstance(entry, dict):
            faults.append(f"{_quote(str(entry))} is no course")
            continue
        stream, subject, level, places, year, cost = (
            entry.get(field)
            for field in ("stream", "subject", "level", "places", "year", "cost_gbp")
        )
        _add(read, faults, stream, subject, level, places, year, cost)
    share, at = content.get("achieve_pct"), content.get("at", "")
    return _finish(read, [str(one) for one in priorities], share, at, faults)


def _add(
    read: list[Course], faults: list[str], stream: Any, subject: Any, level: Any, places: Any,
    year: Any, cost: Any,
) -> None:  # fmt: skip
    """Adds a course, or what is wrong with it."""
    name = _quote(f"{stream}: {subject}")
    wrong = [
        *_not_among(stream, STREAMS, "stream", name),
        *_not_among(subject, SUBJECTS, "subject", name),
        *_not_among(level, LEVEL_CODES, "level", name),
    ]
    counts = [_whole(places, 1, MOST_PLACES), _whole(year, FIRST_YEAR, LAST_YEAR)]
    if counts[0] is None:
        wrong.append(f"{name}: places must be a whole number from 1 to {MOST_PLACES:,}")
    if counts[1] is None:
        wrong.append(f"{name}: the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    amount = None if cost is None else _number(cost, 0.0, MOST_COST)
    if cost is not None and amount is None:
        wrong.append(f"{name}: the cost of a place must be from £0 to £{MOST_COST:,.0f}")
    if wrong:
        faults += wrong
    elif counts[0] is not None and counts[1] is not None:
        read.append(Course(str(stream), str(subject), str(level), counts[0], counts[1], amount))


def _finish(
    courses: list[Course], priorities: Sequence[str], achieve: Any, at: Any, faults: list[str]
) -> Plan:
    unknown = [code for code in priorities if code not in CODES]
    if unknown:
        faults.append(
            f"{', '.join(map(_quote, unknown[:5]))}: no occupation (two digits of SOC 2020)"
        )
    if len(courses) > MOST_COURSES:
        faults.append(f"a plan has at most {MOST_COURSES} courses, this one {len(courses)}")
    share = _number(achieve, 1.0, ALL_PCT)
    if share is None:
        faults.append("the share of places that are achieved must be from 1 to 100%")
    place = at.strip() if isinstance(at, str) else None
    if place is None or len(place) > LONGEST_PLACE or not place.isprintable():
        faults.append(
            "where the places are given must be the name of a site, a ward or a postcode, at most "
            f"{LONGEST_PLACE} characters"
        )
    if faults or share is None or place is None:
        raise PlanError("; ".join(faults))
    return Plan(tuple(dict.fromkeys(priorities)), tuple(courses), share, place)


def _not_among(value: Any, allowed: Sequence[str], what: str, name: str) -> list[str]:
    if value in allowed:
        return []
    return [f"{name}: {what} {_quote(str(value))} is not one of {', '.join(allowed)}"]


def _number(value: Any, least: float, most: float) -> float | None:
    """A finite number within bounds, written in plain figures; None for anything else."""
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    # Nought has no sign: "-0" would be written so.
    return number + 0.0 if math.isfinite(number) and least <= number <= most else None


def _whole(value: Any, least: int, most: int) -> int | None:
    number = _number(value, least, most)
    return int(number) if number is not None and number == int(number) else None


def _quote(text: str) -> str:
    return repr(text if len(text) <= SHORT else f"{text[:SHORT]}...")


def write_links(plan: Plan) -> list[str]:
    """The courses of a plan as a link has them.

    >>> write_links(Plan(courses=(Course("apprenticeships", "construction", "3", 60, 2027),)))
    ['apprenticeships:construction:3:60:2027']
    """
    return [
        ":".join(
            [course.stream, course.subject, course.level, str(course.places), str(course.year)]
            + ([] if course.cost_gbp is None else [f"{course.cost_gbp:g}"])
        )
        for course in plan.courses
    ]


def write_share(plan: Plan) -> str:
    """The % of places that are achieved as a link has it: '' for all.

    >>> write_share(Plan(achieve_pct=80.0)), write_share(Plan())
    ('80', '')
    """
    return "" if plan.achieve_pct == ALL_PCT else f"{plan.achieve_pct:g}"


def write_file(plan: Plan, place: str, notes: Sequence[str] = ()) -> str:
    """The plan as JSON, with the names of its occupations; `read_file` reads it.

    `notes`: what the plan came to when it was saved, for whoever opens the file; not read again.
    """
    content = {
        "wardwise_plan": FILE_VERSION,
        "place": place,
        "priorities": list(plan.priorities),
        "priority_names": [NAMES[code] for code in plan.priorities],
        "achieve_pct": plan.achieve_pct,
        "at": plan.at,
        "courses": [asdict(course) for course in plan.courses],
        **({"notes": list(notes)} if notes else {}),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
