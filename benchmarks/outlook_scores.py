"""Scores of forecast cases: hit rates by tier with their base, worst year and interval."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from indicators.sectors.outlook_model import TIERS, tier_of

RESAMPLES = 1000
SEED = 20261126
LEAST_CASES = 100  # of a base year, to count as its worst
RECORD = {
    "part": pl.String, "subset": pl.String, "tier": pl.String, "cases_count": pl.Int64,
    "areas_count": pl.Int64, "base_years_count": pl.Int64, "rate_pct": pl.Float64,
    "rate_lower95_pct": pl.Float64, "rate_upper95_pct": pl.Float64, "base_pct": pl.Float64,
    "chance_pct": pl.Float64, "recall_pct": pl.Float64, "worst_pct": pl.Float64,
    "worst_year": pl.Int64, "better_years_count": pl.Int64, "compared_years_count": pl.Int64,
    "auc": pl.Float64,
}  # fmt: skip
Row = dict[str, object]


def score(
    cases: pl.DataFrame, part: str, subset: str = "", tier: str = "", *,
    of: pl.DataFrame | None = None, bootstrap: bool = False,
) -> Row:  # fmt: skip
    """One row of RECORD for `cases` (outgrew, chance, draw); `of` has all cases, for base and
    recall. A case counts once however often it was drawn."""
    whole = cases if of is None else of
    draws = whole["draw"].n_unique()
    base_of = dict(whole.group_by("base_year").agg(pl.col("outgrew").mean()).iter_rows())
    years = cases.group_by("base_year").agg(pl.col("outgrew").mean().alias("rate"), pl.len())
    large = years.filter(pl.col("len") >= LEAST_CASES * draws).sort("rate")
    better = sum(rate > base_of[year] for year, rate, _ in large.iter_rows())
    low, high = interval(cases) if bootstrap else (None, None)
    return {
        "part": part, "subset": subset, "tier": tier,
        "cases_count": round(cases.height / draws),
        "areas_count": cases["area_code"].n_unique(),
        "base_years_count": cases["base_year"].n_unique(),
        "rate_pct": _pct(cases["outgrew"].mean()), "rate_lower95_pct": low,
        "rate_upper95_pct": high, "base_pct": _pct(whole["outgrew"].mean()),
        "chance_pct": _pct(cases["chance"].mean()),
        "recall_pct": _pct(cases["outgrew"].sum() / max(whole["outgrew"].sum(), 1)),
        "worst_pct": _pct(large["rate"][0]) if large.height else None,
        "worst_year": large["base_year"][0] if large.height else None,
        "better_years_count": better, "compared_years_count": large.height,
        "auc": round(auc(cases), 3) if of is None else None,
    }  # fmt: skip


def _pct(value: object) -> float | None:
    return None if value is None else round(100 * float(value), 1)  # type: ignore[arg-type]


def score_tiers(cases: pl.DataFrame, part: str, subset: str = "", **options: bool) -> Iterator[Row]:
    """A row for each tier that has cases."""
    tiered = cases.with_columns(tier=tier_of(pl.col("chance")))
    for tier in TIERS:
        of_tier = tiered.filter(tier=tier)
        if of_tier.height:
            yield score(of_tier, part, subset, tier, of=cases, **options)


def score_bins(cases: pl.DataFrame, width: float = 0.1) -> Iterator[Row]:
    """What came of each tenth of the chances: the reliability diagram."""
    bins = cases.with_columns(bin=(pl.col("chance") / width).floor().cast(pl.Int32))
    for (number,), rows in sorted(bins.group_by("bin"), key=lambda pair: pair[0]):
        low, high = number * width, (number + 1) * width
        yield score(rows, "chance", f"{low:.1f} to {high:.1f}", of=cases)


def auc(cases: pl.DataFrame) -> float:
    """Chance that a case that came true had the higher probability; 0.5 is none the wiser."""
    came = cases["outgrew"].to_numpy()
    if came.all() or not came.any():
        return float("nan")
    ranks = rankdata(cases["chance"].to_numpy())
    hits = came.sum()
    return float((ranks[came].sum() - hits * (hits + 1) / 2) / (hits * (len(came) - hits)))


def interval(cases: pl.DataFrame) -> tuple[float, float]:
    """95% interval of the rate, areas and base years drawn together (two-way bootstrap)."""
    areas = cases["area_code"].unique().sort()
    years = cases["base_year"].unique().sort()
    counts = cases.group_by("area_code", "base_year").agg(pl.col("outgrew").sum(), pl.len())
    hits, sizes = np.zeros((len(areas), len(years))), np.zeros((len(areas), len(years)))
    at = (
        areas.search_sorted(counts["area_code"]).to_numpy(),
        years.search_sorted(counts["base_year"]).to_numpy(),
    )
    hits[at], sizes[at] = counts["outgrew"].to_numpy(), counts["len"].to_numpy()
    rng = np.random.default_rng(SEED)
    drawn: NDArray[np.float64] = np.empty(RESAMPLES)
    for number in range(RESAMPLES):
        rows = rng.multinomial(len(areas), np.full(len(areas), 1 / len(areas)))
        columns = rng.multinomial(len(years), np.full(len(years), 1 / len(years)))
        size = rows @ sizes @ columns
        drawn[number] = rows @ hits @ columns / size if size else np.nan
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return round(100 * float(low), 1), round(100 * float(high), 1)
