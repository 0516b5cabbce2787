"""Invented councils of square wards, with every kind of figure that a page must cope with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import shapely

from catalog import store
from catalog.schema import Table
from catalog.sources import OGL, Origin
from catalog.tables import TABLES

TESTHAM, MOCKFORD = "E06999901", "E06999902"
DEGREES, CLAIMANTS, JOBS = "residents_qualification_4_pct", "claimants_persons", "jobs_section_c"
TOTAL_JOBS = "jobs_total"
NAMES = {TESTHAM: "Testham", MOCKFORD: "Mockford"}
WARDS = {
    TESTHAM: ("Alder", "Birch & <b>Beech</b>", "Cedar", "Damson", "Elm", "Fir"),
    MOCKFORD: ("Gorse", "Heather", "Ivy", "Juniper"),
}
SIDE = 0.02


def ward_code(lad: str, number: int) -> str:
    return f"E05{lad[-3:]}{number:03d}"


def councils() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "lad_code": lad, "lad_name": name, "lad_vintage": "2025",
                "region_code": "E12999999", "region_name": "Invented Region",
                "country_name": "England", "cauth_code": "E47999999",
                "cauth_name": "Invented Authority", "lsip_code": None, "lsip_name": None,
                "itl2_code": None, "itl2_name": None,
            }
            for lad, name in NAMES.items()
        ],
        schema=TABLES["councils"].dtypes,
    )  # fmt: skip


def wards() -> pl.DataFrame:
    """Two rows of squares for each council, the second council to the east of the first."""
    rows: list[dict[str, Any]] = []
    for council, (lad, names) in enumerate(WARDS.items()):
        for number, name in enumerate(names):
            west = -1.8 + SIDE * (3 * council + number // 2)
            south = 53.7 + SIDE * (number % 2)
            box = shapely.box(west, south, west + SIDE, south + SIDE)
            rows.append(
                {
                    "ward_code": ward_code(lad, number), "ward_name": name, "lad_code": lad,
                    "lad_name": NAMES[lad], "ward_vintage": "2025", "long": west + SIDE / 2,
                    "lat": south + SIDE / 2, "geometry_wkb": shapely.to_wkb(box),
                }
            )  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["wards"].dtypes)


def figures(
    lad: str, measure: str, period: str, cells: Sequence[tuple[float | None, str, str]]
) -> pl.DataFrame:
    """A figure for each ward of a council: value, status and reliability."""
    year = int(period)
    rows = [
        {
            "measure": measure, "period": period, "period_start": date(year, 1, 1),
            "period_end": date(year, 12, 31), "value": value, "status": status,
            "reliability": reliability, "note": "", "ward_code": ward_code(lad, number),
        }
        for number, (value, status, reliability) in enumerate(cells)
    ]  # fmt: skip
    names = wards().select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
    frame = pl.DataFrame(rows).join(names, on="ward_code", validate="1:1")
    return frame.cast({"value": pl.Float64}).select(TABLES["ward_measures"].columns)


def ward_measures() -> pl.DataFrame:
    def firm(*values: float) -> list[tuple[float | None, str, str]]:
        return [(value, "observed", "good") for value in values]

    missing, withheld = (None, "missing", ""), (None, "suppressed", "")
    return pl.concat(
        [
            figures(TESTHAM, DEGREES, "2021", firm(12.34, 23.45, 34.56, 45.67, 20.0, 30.0)),
            figures(MOCKFORD, DEGREES, "2021", firm(15, 25, 35, 45)),
            figures(TESTHAM, CLAIMANTS, "2024", firm(1, 2, 3, 4, 5, 6)),
            figures(TESTHAM, CLAIMANTS, "2025", [*firm(100, 250, 325), withheld, missing,
                                                 (90.0, "partial", "good")]),
            figures(TESTHAM, JOBS, "2024", [(40.0 + 900 * n, "modelled", "low" if n < 2 else "fair")
                                            for n in range(6)]),
            figures(MOCKFORD, TOTAL_JOBS, "2024", firm(1000, 1000, 1000, 1000)),
        ]
    )  # fmt: skip


def origin(table: str, title: str) -> Origin:
    return Origin(
        table=table, title=title, publisher="Invented Publisher", dataset_id=f"XX_{table}",
        url="http://127.0.0.1/none", licence=OGL, release="June 2026",
        retrieved="2026-11-02T10:00:00+00:00", notes=(f"A caveat of {title}.",),
    )  # fmt: skip


def write(root: Path) -> Path:
    """Writes the invented tables under a folder of tables and returns it."""
    held: list[tuple[Table, pl.DataFrame, str]] = [
        (TABLES["councils"], councils(), "Invented councils"),
        (TABLES["wards"], wards(), "Invented wards"),
        (TABLES["ward_measures"], ward_measures(), "Invented ward measures"),
        (
            TABLES["census_qualifications"],
            TABLES["census_qualifications"].empty(),
            "Qualifications",
        ),
    ]
    for table, frame, title in held:
        store.write(frame, table, origin(table.name, title), root)
    return root
