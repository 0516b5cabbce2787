"""Made-up tables of who works on what, beside the sample's: names of organisations are invented."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any, Final

import factory_degraded
import polars as pl
from factory_ward_report import fill

from catalog import store
from catalog.sources import OGL, Origin
from catalog.tables import TABLES
from innovation.sectors import WITHOUT_FIRMS, WITHOUT_RESEARCH
from innovation.term_index import weigh_terms

BRADFORD, CALDERDALE, KIRKLEES = "E08000032", "E08000033", "E08000034"
NAMES: Final = {BRADFORD: "Bradford", CALDERDALE: "Calderdale", KIRKLEES: "Kirklees"}
MANNINGHAM, CITY = "E05001360", "E05001347"
# Code, name, kind, council, place on the grid (km east and north of the first), projects.
FIRM, DYER, ALONE, TRADER, UNIVERSITY, AFAR = (
    "GB-COH-00000001", "GB-COH-00000002", "GB-COH-00000003", "NAME-aaaa", "UKPRN-10000001",
    "GB-COH-00000009",
)  # fmt: skip
ORGANISATIONS: Final = (
    (FIRM, "Testweave Ltd", "business", BRADFORD, (0, 0), 3),
    (DYER, "Testdye Ltd", "business", BRADFORD, (2, 1), 2),
    (ALONE, "Testalone Ltd", "business", CALDERDALE, (10, 0), 1),
    (TRADER, "", "unincorporated", BRADFORD, None, 1),
    (UNIVERSITY, "University of Testford", "university", BRADFORD, (1, 1), 4),
    (AFAR, "Testafar Ltd", "business", "E08000035", (60, 0), 1),
)  # fmt: skip
# Organisation, partner, projects shared, newest year.
SHARED: Final = (
    (FIRM, UNIVERSITY, 2, 2025), (DYER, UNIVERSITY, 1, 2023), (FIRM, DYER, 1, 2024),
    (DYER, AFAR, 1, 2024),
)  # fmt: skip
EAST_M, NORTH_M = 416_000.0, 433_000.0


def organisations() -> pl.DataFrame:
    return fill("innovation_organisations", [
        {"organisation_code": code, "organisation_name": name, "organisation_kind": kind,
         "placed_by": "postcode" if at else "name", "lad_code": council,
         "ward_code": MANNINGHAM if code == FIRM else "",
         "position_of": "postcode" if at else "",
         "organisation_easting_m": EAST_M + 1000 * at[0] if at else None,
         "organisation_northing_m": NORTH_M + 1000 * at[1] if at else None,
         "projects_count": number, "live_projects_count": 1 if code == FIRM else 0,
         "award_offered_gbp": 100_000.0 * number, "first_year": 2018, "last_year": 2025,
         "status": "observed"}
        for code, name, kind, council, at, number in ORGANISATIONS
    ])  # fmt: skip


def links() -> pl.DataFrame:
    both_ways = [*SHARED, *((b, a, n, year) for a, b, n, year in SHARED)]
    return fill("innovation_links", [
        {"organisation_code": a, "partner_code": b, "projects_shared_count": n,
         "first_year": 2018, "last_year": year, "joint_award_gbp": 1_000.0}
        for a, b, n, year in both_ways
    ])  # fmt: skip


def council_years() -> pl.DataFrame:
    """Awards from 2016 to 2025: of Bradford one more each year, with a centre's grant in 2020."""
    rows = []
    for place, code in enumerate(NAMES):
        for year in range(2016, 2026):
            awards = (year - 2015) * (3 - place)
            for kind in ("all", "business"):
                centre = 9_000_000.0 if year == 2020 and kind == "all" and not place else 0.0
                rows.append({
                    "lad_code": code, "lad_name": NAMES[code], "award_source": "innovate_uk",
                    "start_year": year, "organisation_kind": kind, "awards_count": awards,
                    "withdrawn_count": 1, "organisations_count": awards,
                    "award_offered_gbp": 100_000.0 * awards + centre,
                    "award_without_centres_gbp": 100_000.0 * awards, "status": "observed",
                })  # fmt: skip
    return fill("innovation_council_year", rows)


def councils() -> pl.DataFrame:
    """Means of 2023 to 2025 agree with `council_years`: 27 awards a year in Bradford."""
    counts = {BRADFORD: 18_000.0, CALDERDALE: 9_000.0, KIRKLEES: 15_000.0}
    return fill("innovation_council", [
        {"lad_code": code, "lad_name": NAMES[code], "period": "2023 to 2025",
         "awards_count": 27 * (3 - place), "businesses_count": counts[code],
         "awards_per_1000_businesses": 9 * (3 - place) / counts[code] * 1_000,
         "small_firms_pct": 62.5, "newcomers_count": 4, "firms_count": 11,
         "firms_with_university_count": 5, "firms_with_local_count": 3,
         "firms_with_none_count": 4, "status": "observed"}
        for place, code in enumerate(NAMES)
    ])  # fmt: skip


def sectors() -> pl.DataFrame:
    rows = (
        ("is8", "manufacturing", "Advanced Manufacturing", 6, 0, 1, WITHOUT_RESEARCH),
        ("is8", "creative", "Creative Industries", 0, 12, 0, WITHOUT_FIRMS),
        ("is8", "life-sciences", "Life Sciences", 2, 3, None, ""),
        ("is8", "defence", "Defence", 0, 0, 0, ""),
        ("section", "C", "Manufacturing", 7, 2, 1, ""),
    )  # fmt: skip
    return fill("innovation_sectors", [
        {"lad_code": BRADFORD, "lad_name": "Bradford", "sector_list": which, "sector_code": code,
         "sector_name": name, "firms_count": firms, "research_count": research,
         "investor_awards_count": money or 0, "firms_light": "yes" if firms else "no",
         "research_light": "yes" if research else "no",
         "investment_light": "not held" if money is None else "yes" if money else "no",
         "gap_to_bridge": gap}
        for which, code, name, firms, research, money, gap in rows
    ])  # fmt: skip


def wards(every: pl.DataFrame) -> pl.DataFrame:
    """Each ward of the sample: six organisations in Manningham, else none."""
    return fill("innovation_ward", [
        {**row, "organisations_count": 6 if row["ward_code"] == MANNINGHAM else 0,
         "live_projects_count": 0,
         "newest_title": "Cleaner dyes for wool" if row["ward_code"] == MANNINGHAM else "",
         "newest_theme": "Manufacturing" if row["ward_code"] == MANNINGHAM else "",
         "last_year": 2025 if row["ward_code"] == MANNINGHAM else None, "status": "observed"}
        for row in every.select("ward_code", "ward_name", "lad_code", "lad_name").rows(named=True)
    ])  # fmt: skip


def projects() -> pl.DataFrame:
    titles = {
        "IUK-1": ("innovate_uk", "Cleaner dyes for wool", "Manufacturing", 2025),
        "IUK-2": ("innovate_uk", "Woven carbon fibre for aircraft", "Advanced Manufacturing", 2024),
        "IUK-3": ("innovate_uk", "Batteries for buses", "Transport", 2023),
        "GTR-1": ("gtr", "Textile archives of the north", "", 2022),
    }
    return fill("innovation_projects", [
        {"project_code": code, "award_source": source, "project_title": title,
         "funder_name": "AHRC" if source == "gtr" else "Innovate UK",
         "project_theme": theme, "product_kind": "grant", "project_start": date(year, 4, 1),
         "project_end": None if source == "gtr" else date(year + 3, 3, 31),
         "project_status": "" if source == "gtr" else "live", "partners_count": 2,
         "partners_known": source != "gtr", "has_university": True,
         "record_url": "https://gtr.ukri.org/projects?ref=X" if source == "gtr" else ""}
        for code, (source, title, theme, year) in titles.items()
    ])  # fmt: skip


PARTICIPANTS: Final = (
    ("IUK-1", DYER), ("IUK-1", UNIVERSITY), ("IUK-2", FIRM), ("IUK-2", UNIVERSITY),
    ("IUK-2", AFAR), ("IUK-3", ALONE), ("IUK-3", TRADER), ("GTR-1", UNIVERSITY),
)  # fmt: skip


def participants() -> pl.DataFrame:
    lads = {code: council for code, _, _, council, _, _ in ORGANISATIONS}
    return fill("innovation_participants", [
        {"project_code": project, "participant_number": number, "organisation_code": code,
         "is_lead": False, "is_withdrawn": False, "placed_by": "postcode",
         "lad_code": lads[code], "award_offered_gbp": 50_000.0, "status": "observed"}
        for number, (project, code) in enumerate(PARTICIPANTS)
    ])  # fmt: skip


def write_tables(source: Path, target: Path) -> Path:
    """A folder of data with the tables of `source` and made-up ones of innovation; its path."""
    folder = factory_degraded.link_tables(source, target)
    frames: dict[str, Any] = {
        "innovation_organisations": organisations(), "innovation_links": links(),
        "innovation_council_year": council_years(), "innovation_council": councils(),
        "innovation_sectors": sectors(), "innovation_projects": projects(),
        "innovation_participants": participants(),
        "innovation_terms": weigh_terms(projects()),
        "innovation_ward": wards(store.read("wards", source)[0]),
    }  # fmt: skip
    for name, frame in frames.items():
        path = store.path_of(name, folder / "tables")
        if path.exists():
            os.unlink(path)  # noqa: PTH108
        origin = Origin(
            table=name, title=name, publisher="Wardwise", dataset_id=name, url="", licence=OGL,
            retrieved="2026-11-01",
        )  # fmt: skip
        store.write(frame, TABLES[name], origin, path.parent)
    return folder
