"""Places and links a made-up list of awards as long as the nation's: CPU-seconds and memory.

52,000 participants of 24,000 projects, made up from numbers alone: names such as "Made-up Works
17 Ltd", postcodes of the embedded sample, titles of random words. For size only; never shown.

    uv run python benchmarks/innovation_size.py [--participants 52000]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from catalog import store
from catalog.settings import SAMPLE
from catalog.sources import OGL, Origin
from catalog.tables import TABLES
from etl.sector_lists import table as sector_lists
from innovation import steps

COPIED: Final = (
    "councils", "lad_changes", "wards", "postcode_wards", "council_boundaries",
    "business_enterprises",
)  # fmt: skip
MEAN_PARTICIPANTS: Final = 52 / 24
WORDS_OF_A_TITLE: Final = 9


def make_awards(participants: int, seed: int = 1) -> pl.DataFrame:
    """Rows in the shape of `innovate_uk`: firms repeat, some projects are large, 3% withdraw."""
    rng = np.random.default_rng(seed)
    projects = rng.integers(0, int(participants / MEAN_PARTICIPANTS), participants)
    firm = rng.zipf(1.3, participants) % (participants // 2)
    postcodes = store.read("postcode_wards", SAMPLE)[0]["postcode_compact"]
    councils = store.read("councils", SAMPLE)[0]["lad_name"]
    words = [f"{start}{end}" for start in _syllables(rng, 90) for end in _syllables(rng, 60)]
    titles = rng.integers(0, len(words), (int(projects.max()) + 1, WORDS_OF_A_TITLE))
    themes = ("Advanced Manufacturing", "Clean energy", "Health", "Digital", "Creative industries")
    start = date(2016, 1, 1).toordinal()
    known = rng.random(participants) < 0.3
    rows = pl.DataFrame({"project_number": projects, "firm": firm}).with_columns(
        order=pl.int_range(1, pl.len() + 1)
    )
    return rows.select(
        project_number=pl.format("9{}", "project_number"),
        participant_number=pl.col("order").rank("ordinal").over("project_number").cast(pl.Int64),
        organisation_code=pl.when(pl.col("firm") % 9 == 0)
        .then(pl.format("NAME-{}", "firm"))
        .otherwise(pl.format("GB-COH-{}", 90_000_000 + pl.col("firm"))),
        organisation_name=pl.when(pl.col("firm") % 9 == 0)
        .then(pl.format("University of Made-up {}", "firm"))
        .otherwise(pl.format("Made-up Works {} Ltd", "firm")),
        organisation_kind=pl.when(pl.col("firm") % 9 == 0)
        .then(pl.lit("university"))
        .otherwise(pl.lit("business")),
        organisation_size=pl.when(pl.col("firm") % 3 == 0)
        .then(pl.lit("large"))
        .otherwise(pl.lit("micro or small")),
        organisation_postcode=pl.when(pl.lit(pl.Series(known)))
        .then(pl.lit(pl.Series(postcodes.gather(firm % postcodes.len()))))
        .otherwise(pl.lit("ZZ99 9ZZ")),
        address_lad_name=pl.lit(pl.Series(councils.gather(firm % councils.len()))),
        address_region_name=pl.lit(""),
        is_lead=pl.col("order") == pl.col("order").min().over("project_number"),
        is_withdrawn=pl.lit(pl.Series(rng.random(participants) < 0.03)),
        award_offered_gbp=pl.lit(pl.Series(rng.integers(0, 900_000, participants).astype(float))),
        project_costs_gbp=pl.lit(None, dtype=pl.Float64),
        project_title=pl.lit(pl.Series([" ".join(words[w] for w in titles[p]) for p in projects])),
        project_theme=pl.lit(pl.Series([themes[p % len(themes)] for p in projects])),
        product_kind=pl.lit("grant"),
        product_name=pl.lit("Collaborative R&D"),
        project_start=pl.lit(
            pl.Series([date.fromordinal(start) + timedelta(days=int(p) % 3900) for p in projects])
        ),
        project_end=pl.lit(None, dtype=pl.Date),
        project_status=pl.when(pl.col("project_number") % 3 == 0)
        .then(pl.lit("live"))
        .otherwise(pl.lit("closed")),
    )


def _syllables(rng: np.random.Generator, count: int) -> list[str]:
    letters = np.array(list("bcdfgklmnprst")), np.array(list("aeiou"))
    picked = [[rng.choice(letters[at % 2]) for at in range(4)] for _ in range(count)]
    return ["".join(letters) for letters in picked]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--participants", type=int, default=52_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in COPIED:
            shutil.copy(SAMPLE / f"{name}.parquet", root)
        store.write(sector_lists.build_table(()), TABLES["sector_lists"], sector_lists.ORIGIN, root)
        origin = Origin(
            "innovate_uk", "Made up", "nobody", "made-up", "", OGL, retrieved="2026-11-20T00:00:00Z"
        )
        store.write(make_awards(options.participants), TABLES["innovate_uk"], origin, root)
        for name, run in (("tables", steps.build_awards), ("words", steps.build_terms)):
            began, before = time.perf_counter(), time.process_time()
            run(root, lambda *_: None)
            print(
                f"{name}: {time.process_time() - before:.1f} CPU-seconds, "
                f"{time.perf_counter() - began:.1f} s, at most "
                f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
            )
        for table in steps.TITLES:
            print(f"  {table.name}: {store.read(table.name, root)[0].height:,} rows")


if __name__ == "__main__":
    main()
