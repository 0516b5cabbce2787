"""Makes an invented nation of real size and shape, to measure builds on: nothing in it is a figure.

    uv run python benchmarks/national.py --scale 0.1 --to FOLDER [--seed 20261127]

At scale 1: 318 councils, 7,400 wards and 35,672 LSOAs, with every table that the services give for
them; at 0.1 a tenth of the councils, of every region and size. Tables stand in FOLDER/tables as
`wardwise build` finds them after it has tidied what was fetched; it then makes all the others:

    WARDWISE_DATA=FOLDER uv run wardwise build

Figures of nations that do not grow with the number of councils are the sample's. Those of councils,
wards and LSOAs are drawn from a seed, by the distributions of the sample, with the faults that
published figures have (nation.faults). Each table's origin says that it is invented.

`--next-month FOLDER` adds one invented month of claimants to a nation made before.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from nation.census import draw_census
from nation.councils import MIXED, draw_jobs, mix_councils, read_sample
from nation.faults import add_faults
from nation.months import change_councils, change_small_areas
from nation.people import (
    draw_claimants,
    draw_density,
    draw_fine_jobs,
    draw_pay,
    draw_survey,
)
from nation.places import Nation, draw_places
from nation.points import draw_points, list_places
from nation.small_areas import draw_claimants as draw_small_claimants
from nation.small_areas import draw_jobs as draw_small_jobs
from nation.small_areas import draw_premises

from catalog import store
from catalog.settings import SAMPLE
from catalog.sources import OGL, Origin
from catalog.tables import TABLES

SEED: Final = 20261127
# As in the sample, since they are of nations.
AS_IN_SAMPLE: Final = (
    "business_demography_fine", "enterprises_fine", "graduate_activities", "graduate_qualifiers",
    "gva_monthly", "national_rates", "occupation_matrix", "payrolled_pay", "vacancies",
    "workforce_jobs", "workforce_jobs_uk", "local_indicators",
)  # fmt: skip
LABEL: Final = "Invented figures for measuring how fast Wardwise builds: of no real place"
RETRIEVED: Final = "2026-11-27T00:00:00+00:00"
CLAIMANT_TABLES: Final = ("claimants", "claimants_small_areas")


def write_table(name: str, frame: pl.DataFrame, root: Path) -> None:
    """Writes one table, labelled as invented (those of the sample as what they are)."""
    if name in AS_IN_SAMPLE:
        store.write(frame, TABLES[name], store.read(name, SAMPLE)[1], root)
        return
    origin = Origin(
        table=name, title=f"Invented: {name}", publisher="Invented for a benchmark of Wardwise",
        dataset_id=name, url="", licence=OGL, retrieved=RETRIEVED, notes=(LABEL,),
    )  # fmt: skip
    store.write(frame.select(TABLES[name].columns), TABLES[name], origin, root)


def make(scale: float, root: Path, seed: int = SEED) -> dict[str, int]:
    """Writes every table of a nation under `root`; its rows by table."""
    nation = draw_places(scale, seed)
    rows: dict[str, int] = {}

    def keep(name: str, frame: pl.DataFrame, at: int) -> None:
        if "area_code" in frame.columns:
            frame = nation.keep_chosen(frame)
            frame = add_faults(name, frame, nation, np.random.default_rng([seed, 100 + at]))
        write_table(name, frame, root)
        rows[name] = frame.height
        print(f"{name}: {frame.height:,} rows", file=sys.stderr)

    for name, frame in list_places(nation).items():
        keep(name, frame, 0)
    for name in AS_IN_SAMPLE:
        keep(name, read_sample(name), 0)
    for at, name in enumerate(MIXED):
        keep(name, mix_councils(name, nation, np.random.default_rng([seed, 3, at])), at)
    _keep_people(nation, seed, keep)
    return rows


def _keep_people(nation: Nation, seed: int, keep: Callable[[str, pl.DataFrame, int], None]) -> None:
    rng = [np.random.default_rng([seed, 4, at]) for at in range(12)]
    jobs, of_divisions = draw_jobs(nation, rng[0])
    keep("jobs", jobs, 20)
    claimants, persons = draw_claimants(nation, rng[1])
    keep("claimants", claimants, 21)
    months = claimants.select("period", "period_start", "period_end").unique().sort("period")
    keep("claimants_small_areas", draw_small_claimants(nation, persons, months, rng[2]), 22)
    keep("aps", draw_survey(nation, rng[3]), 23)
    keep("ashe", draw_pay(nation, rng[4]), 24)
    keep("jobs_density", draw_density(nation, of_divisions), 25)
    keep("jobs_fine", draw_fine_jobs(nation, rng[5]), 26)
    groups = (
        draw_small_jobs(nation, of_divisions, rng[6]), draw_census(nation, rng[7]),
        draw_premises(nation, rng[8]), draw_points(nation, rng[9]),
    )  # fmt: skip
    for tables in groups:
        for name, frame in tables.items():
            keep(name, frame, 40)


def add_month(root: Path, seed: int = SEED) -> date:
    """Adds a month of claimants to the tables under `root`, near the last; its first day."""
    councils = store.read("councils", root)[0].select("lad_code", "region_code")
    rng = np.random.default_rng([seed, 9])
    for name in CLAIMANT_TABLES:
        frame, origin = store.read(name, root)
        last = frame.filter(period_end=frame["period_end"].max())
        if name == "claimants":
            rates, theirs = change_councils(last, councils, rng)
            last = last.join(rates, on="area_code", how="left", validate="m:1")
        else:
            last = change_small_areas(last, theirs, rng)
        start = pl.col("period_start").dt.offset_by("1mo")
        step = pl.when(measure="claimants_persons").then(5.0).otherwise(0.1)
        added = last.with_columns(
            period_start=start, period_end=start.dt.month_end(),
            period=start.dt.strftime("%Y-%m"),
            value=((pl.col("value") * pl.col("times").fill_null(1.0) / step).round() * step),
        ).select(frame.columns)  # fmt: skip
        # Services give a window of two years of small areas, which moves on.
        kept = frame if name == "claimants" else frame.filter(
            pl.col("period_end") > frame["period_end"].min()
        )  # fmt: skip
        store.write(pl.concat([kept, added]), TABLES[name], replace(origin, fingerprint=""), root)
    first = added["period_start"].max()
    assert isinstance(first, date)
    return first


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the councils, to 1")
    parser.add_argument("--to", type=Path, help="an empty or new data folder")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--next-month", type=Path, help="a data folder made before")
    given = parser.parse_args()
    if given.next_month:
        print(f"added {add_month(given.next_month / 'tables', given.seed):%B %Y}")
        return
    if not given.to or not 0 < given.scale <= 1:
        parser.error("give --to FOLDER, and a --scale above 0 and up to 1")
    root = given.to / "tables"
    if root.is_dir() and any(root.iterdir()):
        parser.error(f"{root} is not empty; give a new folder")
    began = time.perf_counter()
    rows = make(given.scale, root, given.seed)
    (given.to / "INVENTED.txt").write_text(f"{LABEL}.\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in root.glob("*.parquet"))
    print(f"scale {given.scale:g}: {len(rows)} tables, {sum(rows.values()):,} rows, "
          f"{size / 1e6:.1f} MB, in {time.perf_counter() - began:.1f} s")  # fmt: skip


if __name__ == "__main__":
    main()
