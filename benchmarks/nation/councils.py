"""Invented figures of councils, from the sample's: mixed, shared out, with noise of their own.

A mixture of the three councils of the sample keeps what adds up in them adding up. Jobs are those
of the council's region, shared out among its councils by industry, so they add up to it. All 318
are drawn at every scale, as regions and nations are their sums; then the chosen ones are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from catalog import store
from catalog.settings import SAMPLE
from catalog.tables import TABLES
from catalog.vocabulary.areas import ENGLAND, ENGLAND_AND_WALES, UNITED_KINGDOM, WALES, WIDEST_FIRST
from catalog.vocabulary.industries import SECTION_OF
from catalog.vocabulary.rounding import round_jobs
from nation.places import Floats, Nation

# Figures whose three councils are mixed, and to what they are rounded.
MIXED: Final = {
    "gva": ("gva_gbp_m", 1.0), "adverts": ("adverts_count", 1.0),
    "adverts_by_occupation": ("adverts_count", 1.0), "population": ("residents_persons", 1.0),
    "business_demography": ("enterprises_count", 5.0),
    "business_local_units": ("business_units", 5.0),
    "business_enterprises": ("business_units", 5.0),
    "payrolled_employees": ("payrolled_employees_persons", 1.0),
    "fe_achievements": ("achievements_count", 10.0), "fe_aims": ("courses_count", 10.0),
    "apprenticeships": ("courses_count", 10.0), "leaver_destinations": ("leavers_persons", 1.0),
    "graduate_retention": ("graduates_persons", 1.0),
}  # fmt: skip
AREA: Final = ("area_code", "area_name", "area_type", "area_vintage")
YEARS: Final = tuple(range(2015, 2025))
# A company's other sites have no enterprise of their own.
ENTERPRISES_A_SITE: Final = 0.87
EMPLOYEES_A_JOB: Final = 0.96


def read_sample(name: str) -> pl.DataFrame:
    return store.read(name, SAMPLE)[0]


def mix_councils(name: str, nation: Nation, rng: np.random.Generator) -> pl.DataFrame:
    """The rows of a table for every council, mixed of the sample's three by size, and wider areas.

    Each year has noise of its own, the same for all that adds up in it.
    """
    column, step = MIXED[name]
    sample = read_sample("business_local_units" if name == "business_enterprises" else name)
    of_councils = sample.filter(area_type="lad")
    key = [part for part in TABLES[name].key if part != "area_code"]
    rest = [c for c in of_councils.columns if c not in (*AREA, column)]
    rows = of_councils.select(rest).unique(key, keep="first", maintain_order=True)
    templates = of_councils["area_code"].unique().sort()
    figures = np.column_stack([
        rows.join(of_councils.filter(area_code=code).select(*key, column), on=key, how="left",
                  validate="1:1", maintain_order="left")[column].to_numpy()
        for code in templates
    ]).astype(float).T  # fmt: skip
    figures = _without_gaps(figures, rows, key)
    if "size_band" in key:
        figures = _sum_bands(figures, rows)
    if name == "business_enterprises":
        figures *= ENTERPRISES_A_SITE
    mean_lsoas = 234.0  # of the sample's three
    sizes = nation.councils["lsoas"].to_numpy() / mean_lsoas
    parts = rng.dirichlet(np.full(len(templates), 2.0), nation.councils.height) * sizes[:, None]
    periods, at = np.unique(rows["period"].to_numpy(), return_inverse=True)
    drift = np.cumsum(rng.normal(0.0, 0.02 if len(periods) < 40 else 0.004,
                                 (nation.councils.height, len(periods))), axis=1)  # fmt: skip
    drawn = (parts @ np.nan_to_num(figures)) * np.exp(drift)[:, at]
    drawn[:, np.isnan(figures).all(axis=0)] = np.nan
    exact = spread_rows(rows, nation, column, drawn, _vintage(of_councils))
    figure = pl.col(column)
    frame = exact.with_columns((figure / step).round() * step)
    wider = sample.filter(pl.col("area_type") != "lad")
    if TABLES[name].additive and wider.height:
        sums = add_up_wider(exact, wider, key, column, nation)
        wider = sums.with_columns((figure / step).round() * step)
    elif name.startswith("business_"):
        wider = wider.drop_nulls(column)
    return _finish(pl.concat([frame, wider.select(frame.columns)]), name, column)


def _without_gaps(figures: Floats, rows: pl.DataFrame, key: Sequence[str]) -> Floats:
    """Years that the sample lacks take the figure of the year before (or after)."""
    if "period" not in key or rows["period"].n_unique() < 2:
        return figures
    series = [pl.col(part) for part in key if part != "period"] or [pl.lit(1)]
    frame = rows.with_columns(
        pl.Series(f"_{at}", line).fill_nan(None) for at, line in enumerate(figures)
    ).with_columns(
        pl.col(f"_{at}").forward_fill().backward_fill().over(series, order_by="period")
        for at in range(len(figures))
    )
    return (
        frame.select(pl.col(f"_{at}").fill_null(np.nan) for at in range(len(figures))).to_numpy().T
    )


def _sum_bands(figures: Floats, rows: pl.DataFrame) -> Floats:
    """All sizes as the sum of the size bands, which the sample rounds apart."""
    lines = [f"_{at}" for at in range(len(figures))]
    frame = rows.with_columns(map(pl.Series, lines, figures))
    all_sizes = pl.col("size_band") == "total"
    return frame.select(
        pl.when(all_sizes)
        .then(pl.col(line).filter(~all_sizes).sum().over("period", "industry_code"))
        .otherwise(line).alias(line)
        for line in lines
    ).to_numpy().T  # fmt: skip


def _vintage(of_councils: pl.DataFrame) -> str:
    return str(of_councils["area_vintage"][0])


def spread_rows(
    rows: pl.DataFrame, nation: Nation, column: str, drawn: Floats, vintage: str
) -> pl.DataFrame:
    """The rows once for each council, with the figures drawn (councils x rows)."""
    areas = nation.councils.select(
        area_code="lad_code", area_name="lad_name", area_type=pl.lit("lad"),
        area_vintage=pl.lit(vintage),
    )  # fmt: skip
    wide = areas.join(rows, how="cross", maintain_order="left_right")
    return wide.with_columns(pl.Series(column, drawn.ravel()).fill_nan(None))


def add_up_wider(
    frame: pl.DataFrame, wider: pl.DataFrame, key: Sequence[str], column: str, nation: Nation
) -> pl.DataFrame:
    """The wider areas' rows: regions, England and Wales have what their councils have together.

    Nations wider than those have at least that.
    """
    codes = nation.councils.select("lad_code", "region_code")
    nations = pl.when(region_code=WALES).then(pl.lit(WALES)).otherwise(pl.lit(ENGLAND))
    wider_still = map(pl.lit, (*WIDEST_FIRST[:2], UNITED_KINGDOM))
    wholes = (pl.col("region_code"), nations, *wider_still)
    within = pl.concat(codes.select("lad_code", whole=whole) for whole in wholes).unique()
    sums = (
        frame.join(within, left_on="area_code", right_on="lad_code")
        .group_by("whole", *key)
        .agg(pl.col(column).sum().alias("summed"))
    )
    exactly = (pl.col("area_type") == "region") | pl.col("area_code").is_in(
        [ENGLAND, WALES, ENGLAND_AND_WALES]
    )
    figure = pl.when(exactly).then("summed").otherwise(pl.max_horizontal(column, "summed"))
    return (
        wider.join(sums, left_on=["area_code", *key], right_on=["whole", *key], how="left",
                   validate="1:1", maintain_order="left")
        .with_columns(pl.coalesce(figure, column).alias(column))
        .select(wider.columns)
    )  # fmt: skip


def _finish(frame: pl.DataFrame, name: str, column: str) -> pl.DataFrame:
    """Figures of fewer than five people are suppressed, as publishers do; blanks are missing."""
    small = name in ("fe_achievements", "fe_aims", "apprenticeships")
    missing = pl.lit("suppressed" if small else "missing")
    published = frame["status"].filter(frame[column].is_not_null())
    usual = str(published.mode()[0]) if published.len() else "observed"
    blank = pl.col(column).is_null()
    return frame.with_columns(
        status=pl.when(blank).then(missing)
        .when(pl.col("status").is_in(["missing", "suppressed"])).then(pl.lit(usual))
        .otherwise("status")
    )  # fmt: skip


def draw_jobs(nation: Nation, rng: np.random.Generator) -> tuple[pl.DataFrame, Floats]:
    """The table `jobs`, and the councils' jobs (council x division x year) before rounding."""
    sample = read_sample("jobs")
    employment = sample.filter(job_kind="employment")
    divisions = employment.filter(industry_level="division")["industry_code"].unique().sort()
    of_regions = employment.filter(
        (pl.col("area_type") == "region") | (pl.col("area_code") == WALES),
        industry_level="division",
    )
    jobs = np.zeros((nation.councils.height, len(divisions), len(YEARS)))
    for (region,), members in nation.councils.partition_by("region_code", as_dict=True).items():
        theirs = of_regions.filter(area_code=region).pivot(
            "period", index="industry_code", values="jobs"
        ).sort("industry_code")  # fmt: skip
        known = theirs.select(str(year) for year in YEARS).to_numpy().astype(float)
        whole = _extend(known, rng)
        at = np.flatnonzero((nation.councils["region_code"] == region).to_numpy())
        weights = (
            members["lsoas"].to_numpy()[:, None, None]
            * rng.lognormal(0.0, 0.45, (len(at), len(divisions), 1))
            * np.exp(
                np.cumsum(rng.normal(0.0, 0.03, (len(at), len(divisions), len(YEARS))), axis=2)
            )
        )
        jobs[at] = whole * weights / weights.sum(axis=0)
    return _job_rows(sample, nation, jobs, divisions), jobs


def _extend(known: Floats, rng: np.random.Generator) -> Floats:
    """Years that the sample lacks, each from the year before."""
    whole = np.nan_to_num(known).copy()
    for year in range(1, whole.shape[1]):
        if np.isnan(known[:, year]).all():
            whole[:, year] = whole[:, year - 1] * np.exp(rng.normal(0.008, 0.025, len(whole)))
    return whole


def _job_rows(
    sample: pl.DataFrame, nation: Nation, jobs: Floats, divisions: pl.Series
) -> pl.DataFrame:
    template = sample.filter(area_code="E08000032").drop("jobs", *AREA).unique(
        ["period", "industry_code", "job_kind"]
    ).sort("period", "industry_code", "job_kind")  # fmt: skip
    members = {
        code: np.array([level == "total" or code in (d, SECTION_OF[d]) for d in divisions])
        for code, level in template.select("industry_code", "industry_level").unique().iter_rows()
    }  # fmt: skip
    pick = np.array([members[code] for code in template["industry_code"]], dtype=float)
    year = template["period"].cast(pl.Int64).to_numpy() - YEARS[0]
    share = np.where(template["job_kind"] == "employees", EMPLOYEES_A_JOB, 1.0)
    drawn = np.stack([
        np.einsum("rd,rd->r", pick, jobs[council][:, year].T) for council in range(len(jobs))
    ]) * share  # fmt: skip
    regions = nation.councils["region_code"].to_numpy()
    areas = [(code, name, "lad", "2023", np.array([at])) for at, (code, name) in enumerate(
        nation.councils.select("lad_code", "lad_name").iter_rows())]  # fmt: skip
    england = np.flatnonzero(regions != WALES)
    of_areas = {ENGLAND: england, "K03000001": np.arange(len(jobs))}
    wide = (
        sample.filter(pl.col("area_type") != "lad")
        .select(AREA)
        .unique("area_code")
        .sort("area_code")
    )
    areas += [(code, name, kind, vintage, of_areas.get(code, np.flatnonzero(regions == code)))
              for code, name, kind, vintage in wide.iter_rows()]  # fmt: skip
    frames = [
        template.with_columns(
            area_code=pl.lit(code), area_name=pl.lit(name), area_type=pl.lit(kind),
            area_vintage=pl.lit(vintage), jobs=pl.Series(round_jobs(drawn[at].sum(axis=0))),
            status=pl.lit("estimated"),
        )
        for code, name, kind, vintage, at in areas
    ]  # fmt: skip
    return pl.concat(frames).select(sample.columns)
