"""Measures what figures of fine classes are worth, and stores it in `reference/sectors`.

    python benchmarks/fine_classes.py FOLDER [--dry-run]

FOLDER has, as Parquet, BRES by ITL2 area and 5-digit class (2015 to 2021), full-time employees of
Great Britain by class (2009 to 2021), enterprises of Great Britain by class and size, and business
demography of the United Kingdom by 3 digits. Written are `fine_class_noise` (widths of intervals),
`unusual_record` (what became of changes beyond the noise) and `carriers_record` (how often what was
ranked first came true).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import fine_panel
import polars as pl
from fine_noise_measured import measure_noise, measure_unusual
from fine_outlook_measured import measure_carriers
from reference_store import store_table


def measure(folder: Path) -> dict[str, pl.DataFrame]:
    """The tables by name."""
    panel = fine_panel.read(folder)
    noise = measure_noise(panel)
    return {
        "fine_class_noise": noise,
        "unusual_record": measure_unusual(panel, noise),
        "carriers_record": measure_carriers(panel),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    pl.Config.set_tbl_rows(200)
    pl.Config.set_tbl_cols(-1)
    for name, table in measure(given.folder).items():
        print(name, table)
        if not given.dry_run:
            store_table(name, table)


if __name__ == "__main__":
    main()
