"""Generated councils as frames: wards, LSOAs of both vintages with their changes, jobs, census.

The truth is drawn by LSOA of 2021, so that every sum is known; what is published of it, what the
map and the lookup hold, is then taken away at random. Nothing here is a real figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final

import polars as pl
import shapely

from catalog.reading import Reader
from catalog.tables import TABLES

LAD: Final = "E06999001"
OTHER: Final = "E06999002"  # a neighbour that a change of LSOAs may reach into
YEAR: Final = {"period": "2021", "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
CENSUS_DAY: Final = {"period": "2021", "period_start": date(2021, 3, 21),
                     "period_end": date(2021, 3, 21)}  # fmt: skip
OCCUPATIONS: Final = tuple("123456789")
Row = dict[str, Any]


@dataclass(frozen=True)
class Council:
    """A generated council: its tables by name, and the truth behind them.

    `jobs` and `home` are by LSOA of 2021: its jobs, and its ward. `on_map` are the wards with a
    boundary, `unlisted` those that neither map nor lookup has.
    """

    tables: dict[str, pl.DataFrame]
    jobs: dict[str, float]
    home: dict[str, str]
    on_map: tuple[str, ...]
    unlisted: tuple[str, ...]

    @property
    def total(self) -> float:
        return sum(self.jobs.values())

    def reader(self, *without: str) -> Reader:
        held = {name: frame for name, frame in self.tables.items() if name not in without}
        return Reader(Path("nowhere"), held)

    def jobs_of_ward(self, ward: str) -> float:
        return sum(jobs for lsoa, jobs in self.jobs.items() if self.home[lsoa] == ward)


def make_frame(name: str, rows: list[Row]) -> pl.DataFrame:
    """Rows of a table; text that a row does not name is '', any other value null."""
    blank = {c.name: "" if c.dtype == pl.String else None for c in TABLES[name].definitions}
    return pl.DataFrame([{**blank, **row} for row in rows], schema=TABLES[name].dtypes)


def generate_council(
    seed: int,
    *,
    wards: int | None = None,
    vintages: tuple[str, ...] | None = None,
    holes: bool = True,
) -> Council:
    """A council drawn from a seed.

    `vintages`: the LSOAs that its jobs come by. With `holes` some wards lack a boundary or are in
    no list, and some LSOAs have no figure.
    """
    rng = Random(seed)
    wards = wards or rng.choice((1, 2, 3, 8, 20))
    vintages = vintages or rng.choice((("lsoa21",), ("lsoa11",), ("lsoa11", "lsoa21")))
    codes = [f"E05999{number:03d}" for number in range(wards)]
    home = {}
    for number, code in enumerate(codes):
        for lsoa in range(rng.randint(1, 6)):
            home[f"E01{number:03d}{lsoa:03d}"] = code
    jobs = {lsoa: float(rng.choice((0, 5, 40, 300, 2500))) for lsoa in home}
    unlisted = tuple(code for code in codes if holes and rng.random() < 0.1)
    on_map = tuple(
        code for code in codes if code not in unlisted and not (holes and rng.random() < 0.3)
    )
    changes, older = _changes(rng, jobs)
    listed = {lsoa: ward for lsoa, ward in home.items() if ward not in unlisted}
    tables = {
        "wards": make_frame("wards", [_ward(code, n) for n, code in enumerate(on_map)]),
        "lsoa_wards": make_frame(
            "lsoa_wards", [_names(ward) | {"lsoa_code": lsoa} for lsoa, ward in listed.items()]
        ),
        "lsoa_changes": make_frame("lsoa_changes", changes),
        "jobs_small_areas": make_frame(
            "jobs_small_areas",
            [
                _lsoa_jobs(lsoa, kind, None if holes and rng.random() < 0.05 else count)
                for kind, counts in (("lsoa21", jobs), ("lsoa11", older))
                if kind in vintages
                for lsoa, count in counts.items()
            ],
        ),
        "jobs": make_frame("jobs", _council_jobs(rng, sum(jobs.values()))),
        "census_occupations": make_frame(
            "census_occupations",
            [row for n, code in enumerate(codes) for row in _census(rng, code, redrawn=n % 3 == 2)],
        ),
    }
    return Council(tables, jobs, home, on_map, unlisted)


def _names(ward: str) -> Row:
    return {"ward_code": ward, "ward_name": ward, "lad_code": LAD, "lad_name": "Generated",
            "ward_vintage": "2025"}  # fmt: skip


def _ward(code: str, number: int) -> Row:
    shape = shapely.box(number, 50, number + 1, 51)
    return _names(code) | {"long": number + 0.5, "lat": 50.5, "geometry_wkb": shapely.to_wkb(shape)}


def _changes(rng: Random, jobs: dict[str, float]) -> tuple[list[Row], dict[str, float]]:
    """Rows of `lsoa_changes` and the jobs of the LSOAs of 2011: unchanged, split, merged, other."""
    rows: list[Row] = []
    older: dict[str, float] = {}
    left = list(jobs)
    while left:
        lsoa = left.pop(0)
        kind = rng.choice("UUUSMX")
        if kind == "S" and left:
            parts = [lsoa, left.pop(0)]
            old = f"E0199{lsoa[-6:]}"
            rows += [_change(old, part, kind) for part in parts]
            older[old] = sum(jobs[part] for part in parts)
        elif kind == "M":
            pair = [f"E0188{lsoa[-6:]}", f"E0177{lsoa[-6:]}"]
            rows += [_change(old, lsoa, kind) for old in pair]
            first = rng.random()
            older |= {pair[0]: jobs[lsoa] * first, pair[1]: jobs[lsoa] * (1 - first)}
        elif kind == "X":
            old = f"E0166{lsoa[-6:]}"
            beyond = _change(old, f"E0155{lsoa[-6:]}", kind) | {"lad22_code": OTHER}
            rows += [_change(old, lsoa, kind), beyond]
            older[old] = jobs[lsoa]
        else:
            rows.append(_change(lsoa, lsoa, "U"))
            older[lsoa] = jobs[lsoa]
    return rows, older


def _change(old: str, new: str, kind: str) -> Row:
    return {"lsoa11_code": old, "lsoa21_code": new, "change_kind": kind, "lad22_code": LAD,
            "lad22_name": "Generated"}  # fmt: skip


def _lsoa_jobs(code: str, kind: str, jobs: float | None) -> Row:
    return {
        "area_code": code, "area_type": kind, "lad_code": LAD, **YEAR, "industry_code": "total",
        "industry_level": "total", "job_kind": "employment", "jobs": jobs,
        "status": "missing" if jobs is None else "estimated",
    }  # fmt: skip


def _council_jobs(rng: Random, total: float) -> list[Row]:
    """The council's total and three sections that make it up."""
    cut = sorted((rng.random(), rng.random()))
    sections = {"C": cut[0], "G": cut[1] - cut[0], "Q": 1 - cut[1]}
    area = {"area_code": LAD, "area_type": "lad", **YEAR, "job_kind": "employment",
            "status": "estimated"}  # fmt: skip
    return [
        area | {"industry_code": "total", "industry_level": "total", "jobs": total},
        *(
            area | {"industry_code": code, "industry_level": "section", "jobs": share * total}
            for code, share in sections.items()
        ),
    ]


def _census(rng: Random, ward: str, *, redrawn: bool) -> list[Row]:
    """Residents by occupation of a census ward; one that was redrawn had another code."""
    counts = {code: float(rng.randint(0, 200)) for code in OCCUPATIONS}
    counts["total"] = sum(counts.values())
    return [
        {
            "area_code": f"{ward}X" if redrawn else ward, "area_type": "ward", "lad_code": LAD,
            **CENSUS_DAY, "occupation_code": code, "residents_persons": count, "status": "observed",
        }
        for code, count in counts.items()
    ]  # fmt: skip
