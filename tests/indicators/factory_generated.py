"""Councils that nobody has seen: tidy tables of random figures, gaps, noughts and silences."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any, Final

import factory_generated_fine
import factory_training
import polars as pl
from factory_generated_occupations import by_occupation
from factory_ward_inputs import frame, measure

from catalog.tables import TABLES
from catalog.vocabulary.periods import month_before
from indicators.inputs import HORIZON, READS
from indicators.skills.industry_mix import SECTIONS
from indicators.skills.occupations import CODES, MAJORS
from indicators.skills.qualifications import OF_CENSUS
from indicators.skills.training import GENERAL, SUBJECTS

Rows = list[dict[str, Any]]
NAMES: Final = {
    "E07000901": "Hartfield", "E07000902": "Milton", "E92000001": "England",
    "K03000001": "Great Britain",
}  # fmt: skip
COUNCILS: Final = tuple(NAMES)[:2]
DAYS: Final = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}


def tables(seed: int) -> dict[str, pl.DataFrame]:
    """Every table that indicators read, each absent now and then; the same for the same seed."""
    rng = Random(seed)
    made = {
        "councils": councils(), "jobs": jobs(rng), "adverts": adverts(rng),
        "claimants": claimants(rng), "aps": survey(rng), "fe_achievements": achievements(rng),
        "census_occupations": census(rng, "occupation", MAJORS),
        "census_qualifications": census(rng, "qualification", tuple(OF_CENSUS)),
        "business_demography": businesses(rng), "ward_measures": wards_measured(rng),
        "business_local_units": local_units(rng), "payrolled_pay": pay(rng),
        "pay_by_occupation": by_occupation(rng, "pay_by_occupation", NAMES, "pay_gbp_year", 9e4),
        "unemployment_by_occupation": by_occupation(
            rng, "unemployment_by_occupation", NAMES, "unemployment_rate_pct", 120.0
        ),
    }  # fmt: skip
    # Figures of their own, so that the rest stays the same for a seed.
    made |= factory_generated_fine.tables(Random(seed), COUNCILS)
    made |= factory_training.tables(rng, [area(code) for code in NAMES])
    made["forecasts"] = forecasts(rng, made["jobs"])
    made["wards"] = (
        made["ward_measures"]
        .select(TABLES["ward_measures"].columns[:5])
        .unique("ward_code", maintain_order=True)
        .with_columns(long=0.0, lat=0.0, geometry_wkb=pl.lit(b""))
        .select(TABLES["wards"].columns)
    )
    return {
        name: made[name]
        if name in made and (name == "councils" or rng.random() > 0.1)
        else TABLES[name].empty()
        for name in READS
    }


def some(rng: Random, most: float) -> float | None:
    """A figure: now and then none, nought, or tiny."""
    return rng.choice([None, 0.0, 1.0, *(rng.uniform(0, most) for _ in range(9))])


def valued(name: str, value: float | None, rng: Random) -> dict[str, Any]:
    silent = rng.choice(["missing", "suppressed"])
    return {name: value, "status": silent if value is None else "rounded"}


def area(code: str) -> dict[str, Any]:
    return {"area_code": code, "area_name": NAMES[code], "area_vintage": "2024",
            "area_type": "lad" if code in COUNCILS else "country"}  # fmt: skip


def councils() -> pl.DataFrame:
    rows = [{"lad_code": code, "lad_name": NAMES[code], "region_code": "E12000009",
             "country_name": "England", "itl2_code": "TLK1"} for code in COUNCILS]  # fmt: skip
    return frame("councils", rows)


def jobs(rng: Random) -> pl.DataFrame:
    rows: Rows = []
    for code in NAMES:
        held = rng.sample(SECTIONS, rng.randint(1, len(SECTIONS)))
        for year in range(rng.randint(2015, 2019), rng.randint(2020, 2023)):
            rows += [
                {**area(code), **DAYS, "period": str(year), "industry_code": section,
                 "industry_name": section, "industry_level": "section", "job_kind": "employment",
                 **valued("jobs", some(rng, 5e4), rng)}
                for section in held
                if rng.random() > 0.05
            ]  # fmt: skip
            rows.append(
                {**area(code), **DAYS, "period": str(year), "industry_code": "total",
                 "industry_name": "All industries", "industry_level": "total",
                 "job_kind": "employment", **valued("jobs", rng.choice([None, 3e6, 4e6]), rng)}
            )  # fmt: skip
    return frame("jobs", rows)


def local_units(rng: Random) -> pl.DataFrame:
    return frame("business_local_units", [
        {**area(code), **DAYS, "period": str(year), "industry_code": section,
         "industry_name": section, "industry_level": "section", "size_band": band,
         "size_band_name": band, **valued("business_units", some(rng, 500), rng)}
        for code in NAMES for year in (2019, 2020, 2022) for section in SECTIONS
        for band in ("micro", "small", "medium", "large") if rng.random() > 0.1
    ])  # fmt: skip


def pay(rng: Random) -> pl.DataFrame:
    return frame("payrolled_pay", [
        {"area_code": "K02000001", "area_name": "United Kingdom", "area_vintage": "",
         "area_type": "country", **DAYS, "period": month, "industry_code": section,
         "industry_name": section, "industry_level": "section",
         **valued("pay_gbp_month", some(rng, 4e3), rng)}
        for month in ("2022-10", "2022-11") for section in SECTIONS
    ])  # fmt: skip


def forecasts(rng: Random, history: pl.DataFrame) -> pl.DataFrame:
    rows: Rows = []
    newest = history.filter(pl.col("period") == pl.col("period").max().over("area_code"))
    for code, section, year in newest.select("area_code", "industry_code", "period").iter_rows():
        model = rng.choice(["naive", "share under parent", "none"])
        figures = ("mean", "mean_exact", "lower80", "upper80")
        for horizon in (0, HORIZON):
            low, mean, high = sorted(rng.uniform(0, 5e4) for _ in range(3))
            values = (mean, mean, low, high) if model != "none" else (None,) * 4
            period = 2024 + horizon
            rows.append(
                {**area(code), **dict(zip(figures, values, strict=True)),
                 "period_start": date(period, 1, 1), "period_end": date(period, 12, 31),
                 "family": "jobs_section", "series_code": section, "series_name": section,
                 "unit": "jobs", "origin_period": year, "steps": period - int(year),
                 "horizon": horizon, "known_to": "", "period": str(period), "model": model,
                 "status": "missing" if model == "none" else "modelled"}
            )  # fmt: skip
    return frame("forecasts", rows)


def months(rng: Random) -> list[str]:
    """Months up to one in 2025, some of them lost."""
    last = f"2025-{rng.randint(1, 12):02}"
    held = [month_before(last, back) for back in range(rng.randint(1, 40))]
    return [month for month in held if rng.random() > 0.1]


def adverts(rng: Random) -> pl.DataFrame:
    rows: Rows = []
    for code in NAMES:
        minor = [f"{occupation}1" for occupation in CODES if rng.random() > 0.1]
        for month in months(rng)[:15]:
            rows += [
                {**area(code), **DAYS, "period": month, "occupation_code": occupation,
                 "occupation_name": occupation, **valued("adverts_count", some(rng, 90), rng)}
                for occupation in (*minor, "total")
            ]  # fmt: skip
    return frame("adverts", rows)


def claimants(rng: Random) -> pl.DataFrame:
    rows = [
        {**area(code), **DAYS, "period": month, "measure": "claimants_persons",
         **valued("value", some(rng, 9e3), rng)}
        for code in NAMES
        for month in months(rng)
    ]  # fmt: skip
    return frame("claimants", rows)


def survey(rng: Random) -> pl.DataFrame:
    rows: Rows = []
    for code in NAMES:
        for period in ("2024-12", "2025-09"):
            shared = {f"occupation_{major}": some(rng, 20) for major in MAJORS}
            for variable, pct in {"unemployment_rate": some(rng, 9), **shared}.items():
                persons = None if pct is None else 900 * pct
                rows.append(
                    {**area(code), **DAYS, "period": period, "variable_code": variable,
                     "numerator_persons": persons, **valued("value_pct", pct, rng)}
                )  # fmt: skip
    return frame("aps", rows)


def achievements(rng: Random) -> pl.DataFrame:
    breakdowns = {
        ("total", "total", m): None for m in ("learners", "aims")
    } | {("subject_area", name, "aims"): None for name in (*SUBJECTS, *GENERAL[:2])} | {
        ("level", name, "learners"): None for name in ("below 2", "2", "3", "4+")
    }  # fmt: skip
    rows = [
        {**area(code), **DAYS, "period": year, "achievement_measure": of, "breakdown": kind,
         "breakdown_code": name, "breakdown_name": name,
         **valued("achievements_count", some(rng, 900), rng)}
        for code in NAMES
        for year in ("2022-23", "2023-24")
        for kind, name, of in breakdowns
        if rng.random() > 0.05
    ]  # fmt: skip
    return frame("fe_achievements", rows)


def census(rng: Random, what: str, members: tuple[str, ...]) -> pl.DataFrame:
    rows = [
        {**area(code), **DAYS, "period": "2021", f"{what}_code": member, f"{what}_name": member,
         **valued("residents_persons", some(rng, 5e4), rng)}
        for code in NAMES
        if rng.random() > 0.2
        for member in members
    ]  # fmt: skip
    return frame(f"census_{what}s", rows)


def businesses(rng: Random) -> pl.DataFrame:
    rows = [
        {**area(code), **DAYS, "period": year, "event": event,
         **valued("enterprises_count", some(rng, 900), rng)}
        for code in NAMES
        for year in ("2022", "2023", "2024")
        for event in ("births", "active")
        if rng.random() > 0.1
    ]  # fmt: skip
    return frame("business_demography", rows)


def of_wards(rng: Random) -> list[tuple[str, str]]:
    return [(f"{lad}W{n}", lad) for lad in COUNCILS for n in range(rng.choice([1, 2, 5]))]


def wards_measured(rng: Random) -> pl.DataFrame:
    rows: Rows = []
    for ward, lad in of_wards(rng):
        named = {"lad_code": lad, "lad_name": NAMES[lad]}
        parts = [rng.choice([0.0, 1.0, rng.random()]) + 0.01 for _ in MAJORS]
        rows += [
            measure(ward, f"residents_occupation_{major}_pct", 100 * part / sum(parts), **named)
            for major, part in zip(MAJORS, parts, strict=True)
        ]
        rows.append(measure(ward, "residents_employed_persons", some(rng, 9e3), **named))
        rows += [
            measure(ward, f"jobs_section_{section.lower()}", some(rng, 900), **named)
            for section in SECTIONS[:19]
            if rng.random() > 0.1
        ]
    return frame("ward_measures", rows)
