"""A small world of awards: four councils, three wards, and lists that tests change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from catalog import store
from catalog.reading import Reader
from catalog.sources import OGL, Origin
from catalog.tables import TABLES
from innovation import steps

BRADFORD, LEEDS, YORK, NORTH = "E08000032", "E08000035", "E06000014", "E06000065"
NAMES = {BRADFORD: "Bradford", LEEDS: "Leeds", YORK: "York", NORTH: "North Yorkshire"}
MIDDLES = {BRADFORD: (-1.75, 53.79), LEEDS: (-1.55, 53.80), YORK: (-1.08, 53.96),
           NORTH: (-1.60, 54.20)}  # fmt: skip
CITY, BAILDON, HEADINGLEY = "E05000001", "E05000002", "E05000003"
WARDS = {CITY: ("City", BRADFORD), BAILDON: ("Baildon", BRADFORD),
         HEADINGLEY: ("Headingley", LEEDS)}  # fmt: skip
POSTCODES = {"BD11HX": CITY, "BD175AA": BAILDON, "LS63AA": HEADINGLEY}
READ = "2026-11-20T09:00:00+00:00"


def award(project: str = "1", name: str = "Loom Ltd", **changes: Any) -> dict[str, Any]:
    """A participant of a project of Innovate UK; `code` stands for its company number."""
    number = changes.pop("code", f"GB-COH-{sum(map(ord, name)):08d}")
    return {
        "project_number": project, "organisation_code": number, "organisation_name": name,
        "organisation_kind": "business", "organisation_size": "micro or small",
        "organisation_postcode": "BD1 1HX", "address_lad_name": "Bradford",
        "address_region_name": "", "is_lead": True, "is_withdrawn": False,
        "award_offered_gbp": 1000.0, "project_costs_gbp": None,
        "project_title": "Weaving carbon fibre", "project_theme": "", "product_kind": "grant",
        "product_name": "", "project_start": date(2024, 5, 1), "project_end": None,
        "project_status": "live",
    } | changes  # fmt: skip


def university(project: str, name: str = "University of Leeds", **changes: Any) -> dict[str, Any]:
    defaults = {
        "code": f"NAME-{name}", "organisation_kind": "university", "organisation_size": "academic",
        "organisation_postcode": "", "address_lad_name": "Leeds",
    }  # fmt: skip
    return award(project, name, **(defaults | changes))


def research(code: str = "P1", title: str = "Film and cinema", **changes: Any) -> dict[str, Any]:
    """A project of the Gateway."""
    return {
        "research_award_code": code, "grant_reference": code, "organisation_code": "GTR-LEEDS",
        "organisation_name": "The University of Leeds", "organisation_kind": "university",
        "address_region_name": "", "funder_name": "AHRC", "product_name": "Research Grant",
        "project_title": title, "project_theme": "", "project_start": date(2024, 1, 1),
        "project_end": None, "project_status": "live", "award_gbp": 500.0,
        "record_url": "https://gtr.ukri.org/projects?ref=" + code,
    } | changes  # fmt: skip


def write(name: str, rows: list[dict[str, Any]], root: Path) -> None:
    """A table of the catalogue with these rows, columns not named being blank or null."""
    table = TABLES[name]
    blank = {
        column.name: None if column.nullable else ("" if column.dtype == pl.String else 0)
        for column in table.definitions
    }
    frame = pl.DataFrame([blank | row for row in rows], schema=table.dtypes)
    origin = Origin(name, name, "Nobody", name, "", OGL, retrieved=READ)
    store.write(frame, table, origin, root)


def build(
    root: Path,
    awards: list[dict[str, Any]] | None = None,
    projects: list[dict[str, Any]] | None = None,
) -> Reader:
    """The tables of this world under `root`, with what is made of them; None: no such list."""
    write(
        "councils",
        [{"lad_code": code, "lad_name": name, "country_name": "England"}
         for code, name in NAMES.items()], root,
    )  # fmt: skip
    write(
        "lad_changes",
        [{"former_code": "E07000163", "former_name": "Craven", "lad_code": NORTH,
          "lad_name": "North Yorkshire", "change_kind": "merged"}], root,
    )  # fmt: skip
    write(
        "wards",
        [{"ward_code": code, "ward_name": name, "lad_code": lad, "lad_name": NAMES[lad],
          "long": MIDDLES[lad][0], "lat": MIDDLES[lad][1]}
         for code, (name, lad) in WARDS.items()], root,
    )  # fmt: skip
    placed = [{"postcode_compact": code, "ward_code": ward} for code, ward in POSTCODES.items()]
    write("postcode_wards", placed, root)
    write("council_boundaries",
          [{"lad_code": code, "lad_name": NAMES[code], "long": long, "lat": lat}
           for code, (long, lat) in MIDDLES.items()], root)  # fmt: skip
    write(
        "business_enterprises",
        [{"area_code": BRADFORD, "area_type": "lad", "period": "2025",
          "industry_code": "total", "industry_level": "total",
          "period_start": date(2025, 3, 1), "period_end": date(2025, 3, 31),
          "size_band": "total", "business_units": 2000.0, "status": "rounded"}], root,
    )  # fmt: skip
    if awards is not None:
        counts: dict[str, int] = {}
        for row in awards:
            counts[row["project_number"]] = counts.get(row["project_number"], 0) + 1
            row.setdefault("participant_number", counts[row["project_number"]])
        write("innovate_uk", awards, root)
    if projects is not None:
        write("gtr", projects, root)
    steps.build_awards(root, lambda *_: None)
    return Reader(root)
