"""Invented sectors of Testham: one grown, one too close to call, one shrunk, and finer classes."""

from __future__ import annotations

from typing import Any

from factory_tables import TESTHAM, WARDS, ward_code

from indicators.sectors import fine_words

Rows = list[dict[str, Any]]
AREA = {"area_code": TESTHAM, "area_name": "Testham", "area_type": "lad"}
NATION = {"nation_name": "Great Britain"}


def industry(code: str, name: str, level: str = "section") -> dict[str, str]:
    return {"industry_code": code, "industry_name": name, "industry_level": level}


J, C, G = industry("J", "Information"), industry("C", "Manufacturing"), industry("G", "Trade")
CODING = industry("62", "Computer programming", "division")
YEARS = {"period_from": "2017 and 2018", "period_to": "2020 and 2021"}


def now(sector: dict[str, str], jobs: float | None, quotient: float | None) -> dict[str, Any]:
    """A sector as it is; without jobs the estimate of now is missing too."""
    specialised = "" if quotient is None else "more" if quotient > 1.2 else "about the same"
    return {
        **AREA, **sector, **NATION, "period": "2021", "jobs": jobs, "nowcast_period": "2026",
        "nowcast_jobs": None if jobs is None else jobs * 1.1,
        "nowcast_lower80": None if jobs is None else jobs, "nowcast_upper80": None if jobs is None
        else jobs * 1.2, "share_period": "2021", "share_pct": None if jobs is None else jobs / 100,
        "nation_share_pct": 5.0,
        "location_quotient": quotient, "quotient_lower80": quotient and quotient * 0.9,
        "quotient_upper80": quotient and quotient * 1.1, "specialised": specialised,
        "micro_units": 90.0, "small_units": 20.0, "medium_units": 5.0, "large_units": 1.0,
        "units_period": "2025", "status": "missing" if jobs is None else "estimated",
    }  # fmt: skip


def grown(sector: dict[str, str], tier: str, change: float, **other: Any) -> dict[str, Any]:
    """A change from 4,000 jobs, with an interval of 250 either way; the nation's is +5%."""
    rate = {"very likely grown": 86.0, "likely grown": 75.0, "too close to call": 43.0,
            "very likely shrunk": 84.0}[tier]  # fmt: skip
    return {
        **AREA, **sector, **NATION, **YEARS, "jobs_before": 4000.0, "jobs_after": 4000.0 + change,
        "change_jobs": change, "change_lower80": change - 250, "change_upper80": change + 250,
        "change_pct": change / 40, "nation_change_pct": 5.0, "share_before_pct": 4.0,
        "share_after_pct": 4.0 + change / 1000, "growth_tier": tier, "jobs_tier": tier,
        "share_tier": tier, "tier_rate_pct": rate, "tier_cases": 438.0, "tier_base_pct": 47.0,
        "status": "estimated", **other,
    }  # fmt: skip


def outlook(sector: dict[str, str], rank: int, tier: str, nation: float | None) -> dict[str, Any]:
    with_rate = tier == "likely to outgrow"
    return {
        **AREA, **sector, **NATION, "base_period": "2023", "target_period": "2026",
        "outlook_probability": 0.8 - rank / 10, "outlook_tier": tier, "outlook_rank": rank,
        "tier_rate_pct": 68.0 if with_rate else None, "tier_cases": 240.0 if with_rate else None,
        "tier_base_pct": 45.0, "tier_worst_pct": 50.0 if with_rate else None,
        "nation_outlook_pct": nation, "nation_outlook_lower80": -1.0, "nation_outlook_upper80": 7.0,
        "model": "frozen", "status": "modelled",
    }  # fmt: skip


def fine(name: str, jobs: float | None, quotient: float | None, **other: Any) -> dict[str, Any]:
    """A sector of IS-8, of the larger area round Testham; without jobs it has no codes."""
    has = jobs is not None
    return {
        **AREA, **NATION, "sector_list": "is8", "sector_code": name, "sector_name": name,
        "measured_code": "TLZ9", "measured_name": "West Testshire", "period_from": "2020",
        "period_to": "2021", "jobs": jobs, "lower80": jobs and jobs * 0.9,
        "upper80": jobs and jobs * 1.1, "share_pct": 2.5 if has else None,
        "location_quotient": quotient, "quotient_lower80": quotient and quotient * 0.9,
        "quotient_upper80": quotient and quotient * 1.1, "specialised": "more" if has else "",
        "classes_count": 3 if has else 0, "carriers_tier": "stronger" if has else "",
        "carriers_rank": 1 if has else None, "carriers_hit_pct": 31.0, "carriers_base_pct": 20.0,
        "note": "" if has else fine_words.UNMEASURABLE, "status": "estimated" if has else
        "missing", **other,
    }  # fmt: skip


def groups() -> Rows:
    return [
        {"ward_code": ward_code(TESTHAM, number), "ward_name": name, "lad_code": TESTHAM,
         "lad_name": "Testham", "ward_vintage": "2025", "sector_code": "services",
         "sector_name": "Public services", "period": "2021", "jobs": 10.0 * number,
         "council_share_pct": 5.0, "status": "modelled", "reliability": "fair"}
        for number, name in enumerate(WARDS[TESTHAM])
    ]  # fmt: skip


def tables() -> dict[str, Rows]:
    """Rows of every table of sectors: information grew, trade shrank, manufacturing is unclear."""
    return {
        "sectors_now": [now(C, 4012.0, 1.5), now(J, 912.0, 1.1), now(G, 2500.0, 0.8),
                        now(CODING, 400.0, 1.3)],
        "sector_growth": [
            grown(C, "too close to call", 100.0), grown(J, "very likely grown", 900.0),
            grown(G, "very likely shrunk", -800.0, jump="one employer", note="half in one year"),
            grown(CODING, "likely grown", 300.0),
        ],
        "sector_outlook": [
            outlook(J, 1, "likely to outgrow", 4.0), outlook(C, 2, "cannot be foretold", -1.0),
            outlook(G, 3, "cannot be foretold", None),
        ],
        "fine_sectors": [
            fine("Digital & *tech*", 12_345.0, 1.6, unusual="grown"), fine("Life Sciences", 800.0,
            0.9), fine("Clean Energy", None, None),
            fine("Our health-tech", 90.0, 1.1, sector_list="Our own", carriers_tier=""),
        ],
        "ward_sector_groups": groups(),
    }  # fmt: skip
