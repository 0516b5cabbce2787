"""Measures how often sectors that had grown, or shrunk, were still so three years later.

    python benchmarks/growth_tiers.py TABLES [--nomis URL] [--later YEARS] [--dry-run]

TABLES is a folder of built tables with as many councils as can be had. The sections of councils and
the divisions of regions are measured from its jobs; the divisions of councils, which BRES gives for
few of them here, from the ITL2 areas of Nomis. Every two pairs of years are taken as an origin,
judged by the functions of the product, and looked at again three years later. Two tables are
written to `reference/sectors`: `growth_tier_rates` and `growth_jump_rates`.
"""

from __future__ import annotations

import argparse
import io
import urllib.request
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
from reference_store import store_table

from catalog.tables.sectors import GROWTH_TIERS
from catalog.vocabulary.areas import GREAT_BRITAIN
from indicators.sectors import changes
from indicators.sectors.growth_record import BOTH
from indicators.sectors.jumps import mark_jumps, related_industries

LATER = 3  # years after the newer pair
HALVES = 200
SEED = 20261126
COMPARED = {BOTH: "z", "jobs": "z_jobs", "share": "z_share"}
CELLS = ("area_code", "industry_code", "industry_name", "industry_level", "year", "value", "status")
NO_UNITS = pl.DataFrame(
    schema={"area_code": pl.String, "industry_code": pl.String, "year": pl.Int32,
            "size_band": pl.String, "business_units": pl.Float64}
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--nomis", default="https://www.nomisweb.co.uk")
    parser.add_argument("--later", type=int, default=LATER, help="other years are not stored")
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    later, keep = given.later, not given.dry_run and given.later == LATER
    jobs = pl.read_parquet(given.tables / "jobs.parquet").drop_nulls("jobs")
    itl2 = read_itl2(given.nomis)
    councils = cells_of(jobs, "employees", "lad")
    panels = [
        ("lad", "section", "employees", councils),
        ("lad", "division", "all jobs, ITL2 areas", itl2),
        ("region", "section", "employees", cells_of(jobs, "employees", "region")),
        ("region", "division", "all jobs", cells_of(jobs, "employment", "region")),
        ("itl2", "section", "all jobs", itl2),
        ("lad_all_jobs", "section", "all jobs", cells_of(jobs, "employment", "lad")),
    ]
    # Some panels are too short to look so many years later.
    rates = [
        _headed(cells, kind, level, what, later)
        for kind, level, what, cells in panels
        if judge_origins(cells, later).filter(industry_level=level).height
    ]
    nation = cells_of(jobs, "employees", "country").filter(area_code=GREAT_BRITAIN)
    tables = {
        "growth_tier_rates": pl.concat(rates),
        "growth_jump_rates": measure_jumps(councils, nation),
    }
    pl.Config.set_tbl_rows(200)
    pl.Config.set_tbl_cols(-1)
    pl.Config.set_tbl_width_chars(200)
    for name, table in tables.items():
        print(name, table)
        if keep:
            store_table(name, table)


def cells_of(jobs: pl.DataFrame, job_kind: str, area_type: str) -> pl.DataFrame:
    """Jobs of one kind in areas of one type, in the form of `changes.observed_jobs`."""
    return jobs.filter(job_kind=job_kind, area_type=area_type).select(
        "area_code", "industry_code", "industry_name", "industry_level",
        pl.col("period").cast(pl.Int32).alias("year"), pl.col("jobs").alias("value"), "status",
    ).select(CELLS)  # fmt: skip


def read_itl2(url: str) -> pl.DataFrame:
    """All jobs of the ITL2 areas of 2021, their sections and divisions, as BRES publishes them."""
    codes = {
        "total": ("37748736", "9"),
        "section": ("150994945...150994965", "36"),
        "division": ("146800641...146800739", "35"),
    }
    parts = []
    for level, (industries, kind) in codes.items():
        offset, rows = 0, 25_000
        while rows == 25_000:
            query = (
                f"{url}/api/v01/dataset/NM_189_1.data.csv?geography=TYPE429&industry={industries}"
                f"&employment_status=4&measure=1&measures=20100&recordoffset={offset}"
                "&select=date_name,geography_code,industry_code,industry_name,industry_typecode,obs_value"
            )
            with urllib.request.urlopen(query, timeout=120) as reply:  # noqa: S310
                part = pl.read_csv(io.BytesIO(reply.read()), infer_schema=False)
            rows, offset = part.height, offset + 25_000
            # An unknown number comes back as the total.
            of_level = part.filter(pl.col("INDUSTRY_TYPECODE") == kind)
            parts.append(of_level.with_columns(industry_level=pl.lit(level)))
    frame = pl.concat(parts)
    is_total = pl.col("industry_level") == "total"
    code = pl.when(is_total).then(pl.lit("total")).otherwise("INDUSTRY_CODE")
    return frame.select(
        "industry_level",
        area_code="GEOGRAPHY_CODE",
        industry_code=code,
        industry_name="INDUSTRY_NAME",
        year=pl.col("DATE_NAME").cast(pl.Int32),
        value=pl.col("OBS_VALUE").cast(pl.Float64),
        status=pl.lit("estimated"),
    ).drop_nulls("value").unique(["area_code", "industry_code", "year"]).select(CELLS)  # fmt: skip


def judge_origins(cells: pl.DataFrame, later: int = LATER) -> pl.DataFrame:
    """Every change of every origin, with what was so `later` years after it.

    For each of COMPARED: larger_NAME and smaller_NAME against the years before the change, and
    further_NAME: whether it went on the same way after the change.
    """
    rows = changes.measure_changes(cells, changes.list_spans(cells))
    rows = rows.with_columns(later_year=pl.col("after_year") + later)
    rows = changes.with_pair_mean(rows, cells, changes.CELL, "later")
    totals = cells.filter(industry_level="total")
    rows = changes.with_pair_mean(rows, totals, ("area_code",), "later", "total")
    rows = rows.with_columns(
        share_later_pct=100.0 * pl.col("jobs_later") / pl.col("total_later")
    ).drop_nulls(["z", "share_later_pct"])
    figures = {"jobs": "jobs_{}", "share": "share_{}_pct"}
    signs = []
    for name, figure in figures.items():
        before, after, then = (pl.col(figure.format(m)) for m in ("before", "after", "later"))
        further = pl.when(after > before).then(then > after).otherwise(then < after)
        signs += [
            (then > before).alias(f"larger_{name}"),
            (then < before).alias(f"smaller_{name}"),
            further.alias(f"further_{name}"),
        ]
    rows = rows.with_columns(signs)
    return rows.with_columns(
        (pl.col(f"{what}_jobs") & pl.col(f"{what}_share")).alias(f"{what}_{BOTH}")
        for what in ("larger", "smaller", "further")
    )


def _headed(cells: pl.DataFrame, kind: str, level: str, what: str, later: int) -> pl.DataFrame:
    of_level = cells.filter(pl.col("industry_level").is_in([level, "total"]))
    rates = measure_rates(of_level, later)
    return rates.select(
        pl.lit(kind).alias("area_type"),
        pl.lit(level).alias("industry_level"),
        pl.lit(what).alias("measured_on"),
        pl.all(),
    )


def measure_rates(cells: pl.DataFrame, later: int = LATER) -> pl.DataFrame:
    """For each of COMPARED and each tier: how often it came true, and how sure that rate is."""
    rows = judge_origins(cells, later)
    parts = []
    for compared, z in COMPARED.items():
        tiers = rows.select(
            "area_code", "later_year", growth_tier=changes.tier_of(pl.col(z)),
            larger=f"larger_{compared}", smaller=f"smaller_{compared}",
            further=f"further_{compared}",
        )  # fmt: skip
        falls = pl.col("growth_tier").str.ends_with("shrunk")
        base = {way: 100.0 * float(tiers[way].mean()) for way in ("larger", "smaller")}  # type: ignore[arg-type]
        judged = tiers.with_columns(
            came=pl.when(falls).then("smaller").otherwise("larger"),
            base_pct=pl.when(falls).then(base["smaller"]).otherwise(base["larger"]),
        )
        by_year = judged.group_by("growth_tier", "later_year").agg(
            year_pct=100.0 * pl.col("came").mean()
        )
        rates = judged.group_by("growth_tier").agg(
            rate_pct=100.0 * pl.col("came").mean(),
            cases_count=pl.len().cast(pl.Int64),
            areas_count=pl.lit(judged["area_code"].n_unique(), pl.Int64),
            base_pct=pl.col("base_pct").first(),
            further_pct=100.0 * pl.col("further").mean(),
        )
        spread = by_year.group_by("growth_tier").agg(
            lowest_year_pct=pl.col("year_pct").min(), highest_year_pct=pl.col("year_pct").max()
        )
        unseen = _unseen(judged)
        joined = rates.join(spread, on="growth_tier").join(unseen, on="growth_tier", how="left")
        order = {tier: place for place, tier in enumerate(GROWTH_TIERS)}
        parts.append(
            joined.filter(pl.col("growth_tier") != "")
            .sort(pl.col("growth_tier").replace_strict(order))
            .select(pl.lit(compared).alias("compared"), pl.all())
        )
    return pl.concat(parts).with_columns(pl.col(pl.Float64).round(1))


def _unseen(judged: pl.DataFrame) -> pl.DataFrame:
    """For each tier: the rate of half of the areas, against that of the others, many times over."""
    areas = judged["area_code"].unique().sort().to_list()
    by_area = judged.group_by("area_code", "growth_tier").agg(
        pl.col("came").sum().cast(pl.Float64), pl.len()
    )
    rng, parts = np.random.default_rng(SEED), []
    for number in range(HALVES):
        half = set(rng.choice(areas, len(areas) // 2, replace=False).tolist())
        sums = by_area.group_by("growth_tier", pl.col("area_code").is_in(half).alias("used")).agg(
            rate=100.0 * pl.col("came").sum() / pl.col("len").sum()
        )
        used, others = (sums.filter(used=flag).drop("used") for flag in (True, False))
        parts.append(
            used.join(others, on="growth_tier", suffix="_other").with_columns(number=pl.lit(number))
        )
    apart = (pl.col("rate") - pl.col("rate_other")).abs()
    return (
        pl.concat(parts)
        .group_by("growth_tier")
        .agg(
            unseen_pct=pl.col("rate_other").mean(),
            unseen_apart_points=apart.median(),
            unseen_within5_pct=100.0 * (apart <= 5.0).mean(),
        )
    )


def measure_jumps(councils: pl.DataFrame, nation: pl.DataFrame) -> pl.DataFrame:
    """How often a called change is marked as a jump, how often by chance, and what came of it.

    Chance: sections that have nothing to do with each other in place of related ones. Without
    local units, which we have for few councils: so any jump that one unit could make is marked.
    """
    cells = pl.concat([councils, nation]).filter(pl.col("industry_level") != "division")
    rows = judge_origins(cells).filter(
        pl.col("area_code") != GREAT_BRITAIN, pl.col("z").abs() >= changes.LIKELY
    )
    rises = pl.col("z") > 0
    rows = rows.with_columns(
        came=pl.when(rises).then(f"larger_{BOTH}").otherwise(f"smaller_{BOTH}")
    )
    marked = mark_jumps(rows, cells, NO_UNITS, GREAT_BRITAIN)
    related = related_industries().filter(pl.col("industry_code").str.len_chars() == 1)
    pairs = {frozenset(pair) for pair in related.iter_rows()}
    every = {frozenset(pair) for pair in combinations("ABCDEFGHIJKLMNOPQRS", 2)}
    unrelated, by_chance = sorted(tuple(sorted(pair)) for pair in every - pairs), []
    for number in range(20):
        rng = np.random.default_rng(SEED + number)
        drawn = [unrelated[n] for n in rng.choice(len(unrelated), len(pairs), replace=False)]
        both_ways = pl.DataFrame(
            [way for one, other in drawn for way in ((one, other), (other, one))],
            schema=["industry_code", "related_code"], orient="row",
        )  # fmt: skip
        placebo = mark_jumps(rows, cells, NO_UNITS, GREAT_BRITAIN, both_ways)
        by_chance.append(placebo.filter(jump="reclassification").height)
    chance = {"reclassification": 100.0 * float(np.mean(by_chance)) / rows.height}
    name = pl.when(pl.col("jump") == "").then(pl.lit("no jump")).otherwise("jump")
    return (
        marked.group_by(jump=name)
        .agg(
            cases_count=pl.len().cast(pl.Int64),
            marked_pct=100.0 * pl.len() / rows.height,
            rate_pct=100.0 * pl.col("came").mean(),
        )
        .with_columns(
            by_chance_pct=pl.col("jump").replace_strict(
                chance, default=None, return_dtype=pl.Float64
            )
        )
        .sort("jump")
        .with_columns(pl.col(pl.Float64).round(1))
    )


if __name__ == "__main__":
    main()
