"""Invented priorities and what stands beside them, of Testham: two occupations and two levels."""

from __future__ import annotations

from typing import Any

from factory_tables import TESTHAM, WARDS, ward_code

AREA = {"area_code": TESTHAM, "area_name": "Testham", "area_type": "lad"}
CARING = {"occupation_code": "61", "occupation_name": "Caring occupations"}
BUILDING = {"occupation_code": "53", "occupation_name": "Building trades"}
MODELLED = {"status": "modelled"}
Rows = list[dict[str, Any]]


def priority(occupation: dict[str, str], rank: int, **values: Any) -> dict[str, Any]:
    """A row of skills_priorities, its place among the first ten held in 60% of draws."""
    return {
        **AREA, **occupation, "priority_rank": rank, "priority_score": 1.0 / rank,
        "rank_low": 1.0, "rank_high": 2.0, "top_ten_pct": 60.0, "top_ten_weights_pct": 70.0,
        "evidence_strength": "moderate", "evidence_reason": "in the first 10 in 60% of draws",
        "missing_components": "pay", "status": "partial", **values,
    }  # fmt: skip


def component(
    occupation: dict[str, str], name: str, value: float | None, z: float | None, **values: Any
) -> dict[str, Any]:
    return {
        **AREA, **occupation, "component": name, "component_value": value, "component_z": z,
        "component_weight": None if z is None else 0.25,
        "contribution": None if z is None else 0.25 * z,
        "status": "missing" if value is None else "modelled", **values,
    }  # fmt: skip


def course(stream: str, subject: str, level: str, count: float | None, **values: Any) -> Any:
    return {
        **AREA, **CARING, "supply_stream": stream, "subject_area": subject, "level_code": level,
        "level_name": f"Level {level}", "weight": 0.6, "achievements_count": count,
        "period": "2022-23", "status": "missing" if count is None else "modelled", **values,
    }  # fmt: skip


def match(code: str, name: str, residents: float, jobs: float, **values: Any) -> dict[str, Any]:
    return {
        "skill_code": code, "skill_name": name, "residents_share_pct": residents,
        "survey_share_pct": residents, "jobs_share_pct": jobs,
        "difference_points": residents - jobs, **MODELLED, **values,
    }  # fmt: skip


def tables() -> dict[str, Rows]:
    """Rows of the tables of skills that priorities brought."""
    beside = {"note": "the occupation's share of jobs here set beside that in Great Britain, since"}
    levels = (("2", "Level 2", 30.0, 20.0), ("4+", "Level 4 or above (a degree)", 40.0, 55.0))
    ward = {
        "ward_code": ward_code(TESTHAM, 0), "ward_name": WARDS[TESTHAM][0], "lad_code": TESTHAM,
        "lad_name": "Testham", "ward_vintage": "2025",
    }  # fmt: skip
    return {
        "skills_priorities": [priority(CARING, 1), priority(BUILDING, 2)],
        "priority_components": [
            component(CARING, "openings", 200.0, 1.0), component(BUILDING, "openings", 200.0, -1.0),
            component(CARING, "pay", None, None), component(BUILDING, "pay", None, None),
            component(CARING, "difference", 0.2, -1.0, **beside),
            component(BUILDING, "difference", 0.0, 1.0, **beside),
            component(CARING, "industrial strategy", 10.0, 0.0),
            component(BUILDING, "industrial strategy", 30.0, 0.0),
        ],
        "skills_streams": [
            {**AREA, "supply_stream": "further education", "period": "2021-22",
             "published_number": 100.0, "read_number": 100.0, "uncounted_number": 10.0,
             "count_unit": "courses", "supply_persons": 50.0, "lower80": 40.0, "upper80": 60.0,
             "served_openings_persons": 150.0, **MODELLED},
            {**AREA, "supply_stream": "university graduates", "served_openings_persons": 90.0,
             "count_unit": "people", "note": "add ONS's graduate retention", "status": "missing"},
        ],
        "skills_courses": [
            course("further education", "health and care", "3", 120.0),
            course("university graduates", "Medicine", "6+", 30.0, ukprn="10000001",
                   provider_name="University of Mocktown"),
        ],
        "skills_openings_fine": [
            {**AREA, "occupation_code": "613", "occupation_name": "Care workers",
             "detail_level": "minor group", "parent_code": "61",
             "parent_name": "Caring occupations", "jobs": 3000.0, "growth_openings_persons": -5.0,
             "replacement_openings_persons": 125.0, "openings_persons": 120.0, "lower80": 90.0,
             "upper80": 150.0, **MODELLED}
        ],
        "shortage_check": [
            {**AREA, "occupation_code": "6", "occupation_name": "Caring and leisure occupations",
             "pressure_ln": 0.4, "pressure_rank": 1, "survey_vacancies_count": 800.0,
             "shortage_vacancies_count": 320.0, "shortage_pct": 40.0, "shortage_rank": 1,
             "survey_area_code": "E12000003", "survey_area_name": "Northshire", "period": "2024",
             "note": "employers report shortages in much the same occupations (Northshire, 2024)",
             "status": "estimated"}
        ],
        "qualification_match": [
            match(*level, **AREA, openings_share_pct=level[3]) for level in levels
        ],
        "ward_qualification_match": [match(*level, **ward) for level in levels],
    }  # fmt: skip
