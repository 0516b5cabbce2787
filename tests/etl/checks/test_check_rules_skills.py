"""Each law of sectors and skills passes what keeps it and names what breaks it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from etl.checks import skills
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

HERE = {"area_code": "E08000033"}
FIGURES = ("openings_persons", "growth_openings_persons", "replacement_openings_persons")


def openings(*cells: tuple[str, str, float | None], growth: float = 0.0) -> Tables:
    """Openings by kind and code; all of them replacement but `growth`."""
    return {
        "skills_openings": pl.DataFrame(
            {
                **HERE, "skill_kind": kind, "skill_code": code, "openings_persons": count,
                "growth_openings_persons": growth,
                "replacement_openings_persons": count,
            }
            for kind, code, count in cells
        ).cast(dict.fromkeys(FIGURES, pl.Float64), strict=True)
    }  # fmt: skip


def gap(wanted: float | None, supplied: float | None, of: float | None = None) -> Tables:
    """The gap of occupation 21: openings less supply, unless given."""
    apart = None if wanted is None or supplied is None else wanted - supplied
    row = {
        **HERE, "skill_kind": "occupation", "skill_code": "21", "openings_persons": wanted,
        "supply_persons": supplied, "gap_persons": apart if of is None else of,
    }  # fmt: skip
    return {"skills_gaps": pl.DataFrame([row], schema_overrides=dict.fromkeys(
        ("openings_persons", "supply_persons", "gap_persons"), pl.Float64))}  # fmt: skip


def needs(**by_section: float | None) -> Tables:
    return {
        "skills_needs": pl.DataFrame(
            {**HERE, "occupation_code": "21", "industry_code": code, "openings_persons": count}
            for code, count in by_section.items()
        )
    }


def streams(*counts: float | None) -> Tables:
    return {
        "skills_supply": pl.DataFrame(
            {
                **HERE, "skill_kind": "occupation", "skill_code": "21",
                "supply_stream": f"stream {number}", "supply_persons": count,
            }
            for number, count in enumerate(counts)
        ).cast({"supply_persons": pl.Float64})
    }  # fmt: skip


def supplied(occupation: float | None, level: float | None, stream: str = "x") -> Tables:
    """The same stream by occupation 21 and at level 6+."""
    rows = [
        {**HERE, "skill_kind": kind, "skill_code": code, "supply_stream": stream,
         "supply_persons": count}
        for kind, code, count in (("occupation", "21", occupation), ("qualification", "6+", level))
    ]  # fmt: skip
    return {"skills_supply": pl.DataFrame(rows, schema_overrides={"supply_persons": pl.Float64})}


def gap_at_a_degree(count: float | None) -> Tables:
    row = {**HERE, "skill_kind": "qualification", "skill_code": "6+", "gap_persons": count}
    return {"skills_gaps": pl.DataFrame([row], schema_overrides={"gap_persons": pl.Float64})}


def total(count: float | None) -> Tables:
    row = {**HERE, "supply_stream": "x", "supply_persons": count}
    return {"skills_streams": pl.DataFrame([row], schema_overrides={"supply_persons": pl.Float64})}


def change(whole: float | None, *parts: float) -> Tables:
    names = ("national_jobs", "mix_jobs", "competitive_jobs", "allocation_jobs")
    row = {**HERE, "industry_code": "C", "change_jobs": whole}
    return {"sector_decomposition": pl.DataFrame([row | dict(zip(names, parts, strict=True))])}


NURSES = ("occupation", "21", 90.0)
DEGREES = ("qualification", "6", 90.0)


def claim(gap: float | None, probability: float | None) -> Tables:
    """A level with or without a gap, and with or without a probability of it."""
    blank = dict.fromkeys(skills.OF_A_GAP)
    row = {**HERE, "skill_kind": "qualification", "skill_code": "6+",
           "gap_persons": gap, **blank, "probability_gap": probability}  # fmt: skip
    return {"skills_gaps": pl.DataFrame([row])}


CASES: list[tuple[Rule, Tables, Tables, str]] = [
    (skills.same_openings_everywhere, openings(NURSES) | gap(90.0, 10.0),
     openings(NURSES) | gap(80.0, 10.0), "openings differ from skills_openings"),
    (skills.same_openings_everywhere, openings(("occupation", "21", None)) | gap(None, 10.0),
     openings(NURSES) | gap(None, 10.0), "openings differ from skills_openings"),
    (skills.openings_are_growth_and_replacement, openings(NURSES), openings(NURSES, growth=5.0),
     "parts do not sum"),
    (skills.both_cuts_of_openings_equal, openings(NURSES, DEGREES),
     openings(NURSES, ("qualification", "6", 70.0)),
     "E08000033 has 90 openings by occupation, 70 by qualification"),
    (skills.needs_add_up_to_openings, openings(NURSES) | needs(C=30.0, Q=60.0),
     openings(NURSES) | needs(C=30.0, Q=50.0), "sectors do not sum"),
    (skills.needs_add_up_to_openings, openings(NURSES) | needs(C=30.0, Q=None),
     openings(NURSES) | needs(C=30.0), "sectors do not sum"),
    (skills.gap_is_openings_less_supply, gap(90.0, 10.0), gap(90.0, 10.0, of=90.0),
     "is not openings minus supply"),
    (skills.supply_is_the_sum_of_streams, gap(90.0, 10.0) | streams(4.0, 6.0, None),
     gap(90.0, 10.0) | streams(4.0, 5.0), "is not the sum of its streams"),
    (skills.supply_is_the_sum_of_streams, gap(90.0, None) | streams(None),
     gap(90.0, 10.0) | streams(None), "is not the sum of its streams"),
    (skills.both_cuts_of_supply_equal, supplied(9.0, 9.0), supplied(9.0, 8.0),
     "people by occupation and by qualification differ"),
    (skills.both_cuts_of_supply_equal, supplied(None, None), supplied(9.0, None), "differ"),
    (skills.no_gap_without_a_main_stream,
     supplied(None, None, "university graduates") | gap_at_a_degree(None),
     supplied(None, None, "university graduates") | gap_at_a_degree(70.0),
     "without a main stream of supply"),
    (skills.no_gap_without_a_main_stream,
     supplied(None, None, "people leaving claims") | gap_at_a_degree(70.0),
     supplied(9.0, None, "university graduates") | gap_at_a_degree(70.0),
     "without a main stream of supply"),
    # Occupation 21 is mostly graduates' work: no gap without them, and one without leavers.
    (skills.no_gap_of_an_occupation_without_a_main_stream,
     supplied(None, 9.0, "school and college leavers") | gap(90.0, 10.0),
     supplied(None, 9.0, "university graduates") | gap(90.0, 10.0),
     "without a main stream of supply"),
    (skills.nothing_is_said_of_a_gap_that_is_not_there, claim(70.0, 0.9), claim(None, 0.9),
     "no gap at"),
    (skills.streams_are_the_sum_of_their_people, supplied(9.0, 9.0) | total(9.0),
     supplied(9.0, 9.0) | total(8.0), "is not the sum of its people"),
    (skills.streams_are_the_sum_of_their_people, supplied(None, None) | total(None),
     supplied(None, None) | total(0.0), "is not the sum of its people"),
    (skills.change_is_the_sum_of_its_parts, change(10.0, 1.0, 2.0, 3.0, 4.0),
     change(11.0, 1.0, 2.0, 3.0, 4.0), "do not sum"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kept", "broken", "words"), CASES)
def test_a_rule_passes_what_keeps_it_and_names_what_breaks_it(
    rule: Any, kept: Tables, broken: Tables, words: str
) -> None:
    assert list(rule(kept)) == []
    ((_, message, _),) = rule(broken)
    assert words in message


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, *_ in CASES} == set(skills.RULES)
