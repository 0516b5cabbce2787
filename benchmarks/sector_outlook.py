"""Measures the outlook of sectors on the past and stores its weights and record.

    python benchmarks/sector_outlook.py TABLES [--dry-run]

TABLES is a folder of built tables with real GVA of as many councils as can be had, and monthly
output. Written to `reference/sectors`: `sector_outlook_model` (weights by the last year learned
from), `sector_outlook_record` (hit rates) and `output_compared` (one year in two published series).

The rule: of a base year nothing is read that was not published when its GVA was. The model of a
base year learns from base years whose three years were over by then. Past output has since been
revised to agree with GVA, which would flatter whatever follows it. So it is blurred, in learning
and in testing, by as much as the two series are apart in the newest year, which has not been
revised so.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from outlook_challengers import INFORMATION, challenge
from outlook_fit import FIRST_BASE_YEAR, fit_models, forecast
from outlook_panel import (
    SEED,
    compare_series,
    make_cases,
    make_single_years,
    measure_blur,
    read_levels,
    read_output,
)
from outlook_scores import RECORD, Row, auc, score, score_bins, score_tiers
from reference_store import store_table

from indicators.sectors.outlook_model import LIKELY, MAY, TIERS, YEARS_AHEAD

DRAWS = 4
BLURRED_DRAWS = 20
AS_LITTLE = "blurred years that say as little as the newest"
# The councils of the embedded sample: a test measures these rows again from what is in it.
SAMPLE = ("E08000032", "E08000033", "E08000034")


def measure(tables: Path) -> dict[str, pl.DataFrame]:
    """The three tables by name."""
    levels, monthly = read_levels(tables), read_output(tables)
    newest = int(levels["year"].max())  # type: ignore[arg-type]
    compared = compare_series(levels, monthly, newest)
    years = range(FIRST_BASE_YEAR, newest - YEARS_AHEAD + 1)
    cases = make_cases(levels, monthly, years, measure_blur(compared), DRAWS)
    models = fit_models(cases)
    rows = [
        *score_ours(cases, models),
        *score_single_years(levels, monthly, measure_blur(compared)),
        *challenge(cases, levels, monthly, years),
    ]
    return {
        "sector_outlook_model": models,
        "sector_outlook_record": pl.DataFrame(rows, schema=RECORD),
        "output_compared": compared,
    }


def score_ours(cases: pl.DataFrame, models: pl.DataFrame) -> Iterator[Row]:
    """Every row of the record that is of our own forecasts."""
    ours = forecast(cases, models)
    yield score(ours, "all", bootstrap=True)
    yield from score_tiers(ours, "tier", bootstrap=True)
    yield from score_bins(ours)
    others = ours.filter(pl.col("industry_code") != INFORMATION)
    yield from score_tiers(others, "without Information and communication", bootstrap=True)
    for (year,), rows in sorted(ours.group_by("base_year"), key=_first):
        yield score(rows, "base year", str(year))
        yield from score_tiers(rows, "base year", str(year))
    for (code,), rows in sorted(ours.group_by("industry_code"), key=_first):
        yield from _promised(rows, "sector", str(code))
    yield from score_tiers(_unseen(cases), "councils not learned from")
    over = ours.drop_nulls("later").with_columns(outgrew="later")
    yield score(over, "the three years after")
    yield from score_tiers(over, "the three years after")
    yield from score_sample(ours)


def score_single_years(levels: pl.DataFrame, monthly: pl.DataFrame, blur: float) -> Iterator[Row]:
    """How well output of a year says which sectors outgrew their area in it: the newest, whose two
    series do not agree yet, against all before; and how often, blurred, it says as little."""
    cases = make_single_years(levels, monthly)
    newest = pl.col("base_year") == pl.col("base_year").max()
    scored = {
        name: score(rows, "one year", name) | {"chance_pct": None}
        for name, rows in (("newest year", cases.filter(newest)), ("before", cases.filter(~newest)))
    }
    yield from scored.values()
    blurred = make_single_years(levels, monthly, blur, BLURRED_DRAWS).filter(
        pl.col("base_year") < cases["base_year"].max()
    )
    areas_under = [auc(rows) for _, rows in blurred.group_by("base_year", "draw")]
    as_little = sum(each <= float(str(scored["newest year"]["auc"])) for each in areas_under)
    yield dict.fromkeys(RECORD) | {
        "part": "one year", "subset": AS_LITTLE, "tier": "", "cases_count": len(areas_under),
        "rate_pct": round(100 * as_little / len(areas_under), 1),
    }  # fmt: skip


def _first(pair: tuple[tuple[object, ...], pl.DataFrame]) -> str:
    return str(pair[0][0])


def score_sample(ours: pl.DataFrame) -> Iterator[Row]:
    """Of the councils of the embedded sample alone."""
    yield from score_tiers(ours.filter(pl.col("area_code").is_in(SAMPLE)), "sample")


def _promised(rows: pl.DataFrame, part: str, subset: str) -> Iterator[Row]:
    return (row for row in score_tiers(rows, part, subset) if row["tier"] in (LIKELY, MAY))


def _unseen(cases: pl.DataFrame) -> pl.DataFrame:
    """Each half of the councils, forecast by what was learned from the other."""
    areas = cases["area_code"].unique().sort()
    shuffled = np.random.default_rng(SEED).permutation(areas.to_numpy())
    halves = [shuffled[: len(areas) // 2], shuffled[len(areas) // 2 :]]
    parts = []
    for half, other in (halves, halves[::-1]):
        learned = fit_models(cases.filter(pl.col("area_code").is_in(list(other))))
        parts.append(forecast(cases.filter(pl.col("area_code").is_in(list(half))), learned))
    return pl.concat(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    pl.Config.set_tbl_rows(200)
    pl.Config.set_tbl_cols(-1)
    pl.Config.set_tbl_width_chars(260)
    pl.Config.set_fmt_str_lengths(60)
    pl.Config.set_tbl_hide_column_data_types(True)
    for name, table in measure(given.tables).items():
        print(name, table)
        if not given.dry_run:
            store_table(name, table)
    print(f"Tiers by the calibrated chance: {TIERS}")


if __name__ == "__main__":
    main()
