"""How far off the modelled split of jobs by sector is, scored on councils in place of wards.

Run by hand: `uv run python benchmarks/ward_split_error.py TABLES`, TABLES a folder of built tables
with several councils whose business-rates lists are held.

No jobs by sector are published for wards at large, so nothing there can be scored. Councils stand
in: several together are taken for one, each of them for one of its wards. What the split is told is
what it is told of wards (jobs by section of the whole, jobs of each part, premises of each part);
what each part really has is published. Wards differ more among themselves than councils do and
have fewer jobs, so their errors must be expected to be larger than those printed here.

WAPE: sum of absolute errors over all jobs, in per cent. "jobs only" is the split without premises.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import polars as pl

from catalog import store
from catalog.measures import SECTIONS, WARD_SECTIONS
from wards import sector_split

PULLS = (0.25, 0.5, 0.75, 1.0)
PERIOD = "period"


def truth(root: Path) -> pl.DataFrame:
    """Jobs by council, year and section, of years in which every council has every section."""
    jobs = store.read("jobs", root)[0].filter(
        pl.col("area_type") == "lad",
        pl.col("job_kind") == "employment",
        pl.col("industry_code").is_in(WARD_SECTIONS),
        pl.col("jobs").is_not_null(),
    )
    every = jobs["area_code"].n_unique() * len(WARD_SECTIONS)
    complete = jobs.filter(pl.len().over(PERIOD) == every)
    return complete.select("area_name", PERIOD, "industry_code", "jobs", ward_code="area_code")


def premises(root: Path, size: str) -> pl.DataFrame:
    """Premises of each council by kind, `size` being what measures them in the split's column."""
    ward_premises = store.read("ward_premises", root)[0]
    return ward_premises.group_by("description_group", ward_code="lad_code").agg(
        rateable_value_gbp=pl.col(size).sum()
    )


def errors(known: pl.DataFrame, weights: pl.DataFrame | None) -> pl.DataFrame:
    """The true jobs of every part, year and section beside those of the split (`modelled`)."""
    parts = []
    for _, year in known.group_by(PERIOD, maintain_order=True):
        sections = year.group_by("industry_code").agg(pl.col("jobs").sum()).sort("industry_code")
        totals = year.group_by("ward_code").agg(pl.col("jobs").sum()).sort("ward_code")
        made = sector_split.split_sections(sections, totals, weights).select(
            "ward_code", "industry_code", modelled="jobs"
        )
        parts.append(year.join(made, on=["ward_code", "industry_code"], validate="1:1"))
    return pl.concat(parts)


def wape() -> pl.Expr:
    """Error in per cent of jobs, over a frame of `errors` or a group of one."""
    return 100.0 * (pl.col("modelled") - pl.col("jobs")).abs().sum() / pl.col("jobs").sum()


def ways(root: Path, known: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """What is scored, by name: the product first, then the split by jobs alone, then others."""
    own = pl.col("ward_code").is_in(known["ward_code"].implode())
    valued = premises(root, "rateable_value_gbp").filter(own)
    yield "the product", errors(known, valued)
    yield "jobs only", errors(known, None)
    counted = premises(root, "premises_count").filter(own)
    for name, weights in (("premises", counted), ("rateable value", valued)):
        for pull in PULLS:
            with patch.object(sector_split, "PREMISES_WEIGHT", pull):
                yield f"{name}, pull {pull}", errors(known, weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    root = parser.parse_args().tables
    pl.Config.set_tbl_rows(100)
    pl.Config.set_tbl_hide_dataframe_shape(True)
    pl.Config.set_tbl_hide_column_data_types(True)
    known = truth(root)
    lists = premises(root, "premises_count")["ward_code"]
    known = known.filter(pl.col("ward_code").is_in(lists.implode()))
    names = known["area_name"].unique().sort().to_list()
    if len(names) < 2:
        raise SystemExit(
            "needs two councils or more with jobs by section and a business-rates list"
        )
    print(f"{', '.join(names)}; {known[PERIOD].min()} to {known[PERIOD].max()}\n")
    for count in range(2, len(names) + 1):
        for group in combinations(names, count):
            of = known.filter(pl.col("area_name").is_in(group))
            print(" + ".join(group))
            for name, scored in ways(root, of):
                print(f"  {name:<26}{scored.select(wape()).item():>6.1f} %")
    found = dict(ways(root, known))
    product, bare = (
        found[name].group_by("industry_code").agg(wape().alias(name), pl.col("jobs").sum())
        for name in ("the product", "jobs only")
    )
    by_section = product.join(bare.drop("jobs"), on="industry_code", validate="1:1").sort(
        "jobs", descending=True
    )
    print(
        by_section.select(
            pl.col("industry_code").replace_strict(SECTIONS).alias("section, all councils"),
            pl.col("the product", "jobs only").round(1),
        )
    )


if __name__ == "__main__":
    main()
