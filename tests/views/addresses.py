"""Addresses as nobody means them: values of links cut, swapped, doubled, and made of odd signs."""

from __future__ import annotations

import random
import re
from pathlib import Path

import factory_degraded
from factory_degraded import BRADFORD, CALDERDALE, PAGES

GOOD = {
    "area": [BRADFORD, CALDERDALE, "E08000034"], "ward": ["E05001371", "E05001341"],
    "measure": ["jobs_total", "claimants_persons"], "second": ["jobs_total"],
    "colours": ["quantiles", "natural breaks"], "jobs": ["F:500:2029", "C:-400:2028:E05001371"],
    "course": ["construction:60:3"], "kind": ["retail"], "figure": ["premises_count"],
    "sector": ["F", "Q"], "by": ["jobs", "real_gva"],
    "level": ["section", "division", "is8", "subclass", "sector"],
    "tab": ["past", "change", "wards", "businesses", "skills"], "order": ["jobs", "quotient"],
    "shade": ["jobs"], "occupation": ["24", "61"], "skill": ["occupation-2", "exposure"],
    "weights": ["50:0:0:20:30"], "evidence": ["supply", "training", "levels"],
    "plan": ["further education:health and care:3:60:2027:4500"], "priority": ["61"],
    "achieve": ["80"], "plan_tab": ["training", "jobs"],
    "given_at": ["Town", "HX1 1AB"], "plan_shows": ["openings", "reach", "courses"],
    "about": ["residents", "premises", "changed", "council"], "under": ["list", "sources"],
    "find": ["words", "is8", "occupation"], "words": ["wool and dyes"], "km": ["60"],
    "subject": ["is8-defence", "61"], "works_tab": ["partners", "trend", "investors"],
    "family": ["jobs_section"], "place": [BRADFORD], "series": ["F"],
}  # fmt: skip
# Former and other councils' codes, numbers that are none, Markdown, paths, and no text at all.
ODD = (
    "", " ", "E08000999", "E07000163", "K04000001", "E05009999", "W05000001", "inf", "-inf", "nan",
    "1e400", "1e308", "-1", "0", "9" * 40, "٣", "²", "F:inf:2029", "F:nan:2029", "F:1e308:2029",
    "F:500:99999999999", "F:500:²", "F:500:-1", "F::", ":::", "ZZ:5:2026", "F:500:2026:E05009999",
    "F:5_0:2026", "F:99999999:2026", "F:500:2026:x:y:z", "construction:1e400:3",
    "construction:inf:3", "construction:60:nine", "construction:-99999999:3", "*b*", "$x^2$",
    ":red[z]", "<script>alert(1)</script>", "../../etc/passwd", "\x00", "a" * 5000, "\ud7ff",
    "\u202e", "None", "null", "true", "[]", "{}", "%00", "group", "total", "🙂",
)  # fmt: skip
JOBS = re.compile(r" *[A-Ua-u] *: *[+-]?[0-9.]+(e[+-]?[0-9]+)? *: *[0-9]{4} *(:.*)?", re.DOTALL)


def mutated(chance: random.Random, text: str) -> str:
    if not text:
        return chance.choice(ODD)
    at = chance.randrange(len(text))
    return chance.choice(
        [
            text[:at], text[:at] + chance.choice(ODD) + text[at:], text * 2, text[::-1],
            text.lower(), text[:at] + chr(chance.randrange(1, 0xD7FF)) + text[at + 1 :],
        ]
    )  # fmt: skip


def address(chance: random.Random) -> dict[str, list[str]]:
    """One to four parameters, half of them as they should be; one name in three is given twice."""
    parameters: dict[str, list[str]] = {}
    for name in chance.sample(list(GOOD), chance.randint(1, 4)):
        good = chance.choice(GOOD[name])
        value = chance.choice([good, chance.choice(ODD), mutated(chance, good)])
        parameters[name] = [value] if chance.random() < 0.67 else [value, chance.choice(ODD)]
    return parameters


def faults(page: str, folder: Path, address_given: dict[str, list[str]]) -> list[str]:
    """What is wrong with a page at an address: an exception, an odd figure, a wrong acceptance."""
    areas = address_given.get("area", [CALDERDALE])
    more = {name: values for name, values in address_given.items() if name != "area"}
    test = factory_degraded.run_page(page, folder, areas, alone=True, **more)
    # A page names what a link asks for in vain, so odd words alone are no fault here.
    faults_found = [
        fault for fault in factory_degraded.list_faults(test) if not fault.startswith("reads oddly")
    ]
    computed = any(header.value.startswith("What it would do") for header in test.header)
    wanted = more.get("jobs", [""])[-1]
    unread = computed and wanted and not JOBS.fullmatch(wanted) and "course" not in more
    if page == "scenario" and unread:
        faults_found.append(f"accepted {wanted[:60]!r}")
    return faults_found


def seeded(seed: int, pages: list[str] | None = None) -> tuple[str, dict[str, list[str]]]:
    chance = random.Random(seed)
    return chance.choice(pages or list(PAGES)), address(chance)
