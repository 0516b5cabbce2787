"""Random tables of training, leavers and graduates, with gaps, noughts and silences."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any, Final

import polars as pl
from factory_ward_inputs import frame

from indicators.skills.training import GENERAL, SUBJECTS

Areas = list[dict[str, Any]]


def tables(rng: Random, areas: Areas) -> dict[str, pl.DataFrame]:
    """Every table that supply is made from but for achievements; the same for the same seed."""
    return {
        "fe_aims": courses(rng, areas, "fe_aims"),
        "apprenticeships": courses(rng, areas, "apprenticeships"),
        "leaver_destinations": leavers(rng, areas),
        "graduate_qualifiers": qualifiers(rng),
        "graduate_activities": activities(rng),
        "graduate_retention": retention(rng, areas),
    }


def some(rng: Random) -> float | None:
    """A figure: now and then none, nought, or tiny."""
    return rng.choice([None, 0.0, 1.0, *(rng.uniform(0, 900) for _ in range(9))])


def valued(name: str, value: float | None, rng: Random) -> dict[str, Any]:
    silent = rng.choice(["missing", "suppressed"])
    return {name: value, "status": silent if value is None else "rounded"}


ACADEMIC: Final = {"period_start": date(2021, 8, 1), "period_end": date(2022, 7, 31)}
LEVELS: Final = {
    "fe_aims": ("entry", "1", "2", "3", "4+", "no level", "total"),
    "apprenticeships": ("intermediate", "advanced", "higher", "total"),
}


def courses(rng: Random, areas: Areas, name: str) -> pl.DataFrame:
    rows = [
        {**place, **ACADEMIC, "period": period, "course_measure": "achievements",
         "subject_area": subject, "subject_name": subject, "course_level": level,
         **valued("courses_count", some(rng), rng)}
        for place in areas
        for period in ("2021-22", "2022-23")[: rng.randint(1, 2)]
        for subject in (*SUBJECTS, *GENERAL, "total")
        for level in LEVELS[name]
        if rng.random() > 0.1
    ]  # fmt: skip
    return frame(name, rows)


def leavers(rng: Random, areas: Areas) -> pl.DataFrame:
    rows = [
        {**place, **ACADEMIC, "period": "2021-22", "cohort_level": level,
         "destination": destination, **valued("leavers_persons", some(rng), rng)}
        for place in areas
        for level in ("3", "2", "below 2", "total")
        for destination in ("work", "higher education")
        if rng.random() > 0.1
    ]  # fmt: skip
    return frame("leaver_destinations", rows)


def _of_providers(rng: Random, **more: Any) -> dict[str, Any]:
    return {**ACADEMIC, **more, **valued("graduates_persons", some(rng), rng)}


def qualifiers(rng: Random) -> pl.DataFrame:
    rows = [
        _of_providers(rng, ukprn=ukprn, provider_name=f"University of {name}", period="2021-22",
                      subject_area=subject, graduate_level=level)
        for ukprn, name in (("1", "Hartfield"), ("2", "Elsewhere"))
        for subject in ("Computing", "Law", "Alchemy", "total")
        for level in ("First degree", "Foundation degree", "Masters taught")
    ]  # fmt: skip
    return frame("graduate_qualifiers", rows)


def activities(rng: Random) -> pl.DataFrame:
    rows = [
        _of_providers(rng, ukprn="1", provider_name="Hartfield", period="2021-22",
                      subject_area=subject, domicile=domicile, graduate_level="undergraduate",
                      activity=activity)
        for subject in ("Computing", "total")
        for domicile in ("all", "uk")
        for activity in ("full-time employment", "total with known outcomes", "total")
    ]  # fmt: skip
    return frame("graduate_activities", rows)


def retention(rng: Random, areas: Areas) -> pl.DataFrame:
    rows = [
        {**place, **ACADEMIC, "period": "2018-19", "retention_measure": measure,
         **valued("graduates_persons", some(rng), rng)}
        for place in areas
        for measure in ("graduates", "living here")
        if rng.random() > 0.1
    ]  # fmt: skip
    return frame("graduate_retention", rows)
