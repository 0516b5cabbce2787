"""Tables of sectors of one made-up council, small enough to check a report's sentences by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import polars as pl
from factory_ward_report import fill

from catalog.schema import check
from catalog.tables import TABLES
from reports.inputs import ReportArea
from reports.reading import Recorded, Tables

HARTFIELD: Final = "E06000001"
NATION: Final = "Great Britain"
AREA: Final = {"area_code": HARTFIELD, "area_name": "Hartfield", "area_type": "lad"}
RATES: Final = {
    "very likely grown": (87.0, 650.0), "likely grown": (75.0, 400.0),
    "too close to call": (39.0, 900.0), "likely shrunk": (67.0, 400.0),
    "very likely shrunk": (84.0, 450.0),
}  # fmt: skip
# Section: jobs, share here and in the nation (%).
NOW: Final = {"C": (12_000.0, 12.0, 8.0), "J": (3_000.0, 3.0, 4.5), "Q": (20_000.0, 20.0, 14.0)}
# Section: before, after, tier, jump.
GROWTH: Final = {
    "C": (10_000.0, 12_000.0, "very likely grown", ""),
    "J": (2_500.0, 3_100.0, "likely grown", "one employer"),
    "Q": (20_000.0, 20_100.0, "too close to call", ""),
    "G": (9_000.0, 8_000.0, "very likely shrunk", "reclassification"),
}  # fmt: skip
# Section: tier, rank, and change in the nation (%).
OUTLOOK: Final = {
    "J": ("likely to outgrow", 1, 4.0),
    "C": ("cannot be foretold", 2, -1.5),
    "Q": ("cannot be foretold", 3, 6.0),
}


def industry(code: str) -> dict[str, Any]:
    return {**AREA, "industry_code": code, "industry_name": f"Section {code}",
            "industry_level": "section", "nation_name": NATION}  # fmt: skip


def sectors_now() -> pl.DataFrame:
    return fill("sectors_now", [
        {**industry(code), "period": "2024", "jobs": jobs, "nowcast_jobs": jobs * 1.02,
         "nowcast_lower80": jobs * 0.9, "nowcast_upper80": jobs * 1.1, "nowcast_period": "2026",
         "share_pct": share, "share_period": "2023", "nation_share_pct": there,
         "location_quotient": share / there,
         "quotient_lower80": 0.9 * share / there, "quotient_upper80": 1.1 * share / there,
         "specialised": "more" if share > there else "less", "status": "estimated"}
        for code, (jobs, share, there) in NOW.items()
    ])  # fmt: skip


def sector_growth() -> pl.DataFrame:
    return fill("sector_growth", [
        {**industry(code), "period_from": "2020 and 2021", "period_to": "2023 and 2024",
         "jobs_before": before, "jobs_after": after, "change_jobs": after - before,
         "change_lower80": after - before - 300, "change_upper80": after - before + 300,
         "change_pct": 100 * (after / before - 1), "nation_change_pct": 3.0,
         "share_before_pct": 10.0, "share_after_pct": 11.0, "growth_tier": tier,
         "jobs_tier": tier, "share_tier": tier, "tier_rate_pct": RATES[tier][0],
         "tier_cases": RATES[tier][1], "tier_base_pct": 48.0, "jump": jump, "status": "estimated"}
        for code, (before, after, tier, jump) in GROWTH.items()
    ])  # fmt: skip


def sector_outlook() -> pl.DataFrame:
    return fill("sector_outlook", [
        {**industry(code), "base_period": "2023", "target_period": "2026",
         "outlook_probability": 0.75 if tier == "likely to outgrow" else 0.4,
         "outlook_tier": tier, "outlook_rank": rank,
         "tier_rate_pct": 68.0 if tier == "likely to outgrow" else None,
         "tier_cases": 2_100.0 if tier == "likely to outgrow" else None,
         "tier_base_pct": 45.0 if tier == "likely to outgrow" else None,
         "tier_worst_pct": 55.0 if tier == "likely to outgrow" else None,
         "nation_outlook_pct": nation, "nation_outlook_lower80": nation - 2,
         "nation_outlook_upper80": nation + 2, "status": "modelled",
         "note": "in 2023 two series disagree" if rank == 1 else ""}
        for code, (tier, rank, nation) in OUTLOOK.items()
    ])  # fmt: skip


def fine_sectors() -> pl.DataFrame:
    """Two sectors of the Industrial Strategy, one of an own list and two classes, of ITL2 area."""
    measured = {"measured_code": "TLX1", "measured_name": "Hartshire", "period_from": "2020",
                "period_to": "2021", "nation_name": NATION, "classes_count": 3}  # fmt: skip
    figures = {"lower80": 900.0, "upper80": 1_100.0, "share_pct": 2.0, "location_quotient": 1.4,
               "quotient_lower80": 1.2, "quotient_upper80": 1.6, "specialised": "more",
               "status": "estimated"}  # fmt: skip
    carriers = {"carriers_tier": "stronger", "carriers_hit_pct": 31.0, "carriers_base_pct": 20.0}
    return fill("fine_sectors", [
        {**AREA, **measured, **figures, "sector_list": "is8", "sector_code": "digital",
         "sector_name": "Digital and Technologies", "jobs": 1_000.0, "unusual": "grown",
         "note": "Figures are of Hartshire. SIC has no code for a part, so it may be too low."},
        {**AREA, **measured, "sector_list": "is8", "sector_code": "clean",
         "sector_name": "Clean Energy Industries", "jobs": None, "status": "missing",
         "classes_count": 0,
         "note": "Cannot be measured by SIC"},
        {**AREA, **measured, **figures, "sector_list": "Our health-tech", "sector_code": "kit",
         "sector_name": "Medical kit", "jobs": 1_000.0},
        {**AREA, **measured, **figures, "sector_list": "dcms", "sector_code": "arts",
         "sector_name": "Arts", "jobs": 1_000.0},
        *(
            {**AREA, **measured, **figures, **carriers, "sector_list": "subclass",
             "sector_code": code, "sector_name": name, "jobs": 1_000.0, "carriers_rank": rank}
            for code, name, rank in (("62012", "Software", 2), ("32500", "Instruments", 1))
        ),
    ])  # fmt: skip


def sector_frames() -> dict[str, pl.DataFrame]:
    return {
        "sectors_now": sectors_now(), "sector_growth": sector_growth(),
        "sector_outlook": sector_outlook(), "fine_sectors": fine_sectors(),
    }  # fmt: skip


def report_area(root: Path, frames: dict[str, pl.DataFrame]) -> ReportArea:
    """Hartfield with these indicators; the others have no rows."""
    tables = Tables(root)
    for name, frame in frames.items():
        check(frame, TABLES[name])
    every = {name: table.empty() for name, table in TABLES.items()} | frames
    return ReportArea(
        tables, "Hartfield", ((HARTFIELD, "Hartfield"),), (), Recorded(every, tables.read)
    )
