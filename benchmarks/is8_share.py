"""What share of each section's jobs in Great Britain is in classes of the Industrial Strategy.

Run by hand: `uv run python benchmarks/is8_share.py FILE [--store]`, FILE a Parquet of BRES
employment by ITL2 area, year and 5-digit class (itl2_code, year, sic5, employment), all areas.
A class that is in two sectors of the strategy counts once; frontier and foundational industries
add nothing to their sectors. `--store` writes `reference/industries/is8_share_of_sections`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl
from reference_store import store_table

import reference
from catalog.vocabulary.industries import section_of


def measure_shares(cells: pl.DataFrame) -> pl.DataFrame:
    """section_code, share_pct of the newest year."""
    prefixes = reference.read("industrial_strategy_sectors").filter(
        pl.col("kind") == "sector", pl.col("sic_code").fill_null("") != ""
    )["sic_code"]
    newest = cells.filter(pl.col("year") == pl.col("year").max())
    sections = {f"{number:02d}": section_of(f"{number:02d}") for number in range(1, 100)}
    is_within = pl.any_horizontal(pl.col("sic5").str.starts_with(code) for code in prefixes)
    return (
        newest.with_columns(
            section_code=pl.col("sic5").str.slice(0, 2).replace_strict(sections, default=None),
            is_within=is_within,
        )
        .drop_nulls("section_code")
        .group_by("section_code")
        .agg(
            share_pct=100.0
            * pl.col("employment").filter("is_within").sum()
            / pl.col("employment").sum()
        )
        .with_columns(pl.col("share_pct").fill_nan(0.0).round(1))
        .sort("section_code")
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--store", action="store_true")
    args = parser.parse_args()
    found = measure_shares(pl.read_parquet(args.file))
    with pl.Config(tbl_rows=-1):
        print(found)
    if args.store:
        store_table("is8_share_of_sections", found)


if __name__ == "__main__":
    main()
