"""How sub-major groups of occupations divide into minor groups, and how much places differ in it.

Run by hand: `uv run python benchmarks/minor_groups.py FILE [--store]`, FILE a CSV of the Census of
2021, occupation by minor group (TS064, NM_2081_1 on Nomis), with area_code, occupation (the minor
group's name) and value, for a whole region's councils or for England. `--store` writes
`reference/occupations/minor_group_shares`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl
from reference_store import store_table

import reference

# The Census writes two names of minor groups otherwise than the classification of 2025.
OTHER_NAMES = {
    "nursing and midwifery professionals": "nursing professionals",
    "teaching and other educational professionals": "teaching professionals",
}


def measure_shares(cells: pl.DataFrame) -> pl.DataFrame:
    """occupation_code, residents_persons, between_places_ln_sd of each minor group.

    The last is the standard deviation over councils of ln(share of the sub-major group there over
    the share in all of them).
    """
    groups = reference.read("soc2020_minor_groups")
    name = pl.col("occupation").str.to_lowercase().str.strip_chars().replace(OTHER_NAMES)
    coded = cells.with_columns(name=name).join(
        groups.select("occupation_code", name=pl.col("occupation_name").str.to_lowercase()),
        on="name", how="inner", validate="m:1",
    )  # fmt: skip
    missing = set(groups["occupation_code"]) - set(coded["occupation_code"])
    if missing:
        raise SystemExit(f"the file lacks the minor groups {sorted(missing)}")
    parent = pl.col("occupation_code").str.slice(0, 2)
    shares = coded.with_columns(
        share=pl.col("value") / pl.col("value").sum().over("area_code", parent),
    )
    whole = coded.group_by("occupation_code").agg(residents_persons=pl.col("value").sum())
    whole = whole.with_columns(
        whole=pl.col("residents_persons") / pl.col("residents_persons").sum().over(parent)
    )
    lead = (pl.col("share") / pl.col("whole")).log()
    return (
        shares.join(whole, on="occupation_code", validate="m:1")
        .filter(pl.col("value") > 0)
        .group_by("occupation_code")
        .agg(pl.col("residents_persons").first(), between_places_ln_sd=(lead**2).mean().sqrt())
        .with_columns(pl.col("between_places_ln_sd").round(3))
        .sort("occupation_code")
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--store", action="store_true")
    args = parser.parse_args()
    found = measure_shares(pl.read_csv(args.file))
    with pl.Config(tbl_rows=-1):
        print(found)
    if args.store:
        store_table("minor_group_shares", found)


if __name__ == "__main__":
    main()
