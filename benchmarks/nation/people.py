"""Invented figures of people in councils: claimants by month, survey rates, pay, detailed jobs."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from catalog.vocabulary.rounding import round_jobs
from nation.councils import AREA, ENGLAND, WALES, read_sample
from nation.places import Floats, Nation

# Claimants a year before the first month that the sample has, against that month; the shock of
# 2020 doubled them in two months and took two years to fade.
PEAK: Final = 2.1
FADES_IN_MONTHS: Final = 14.0
ADULTS_AN_LSOA: Final = 1_040.0  # aged 16 to 64
MONTHS_OF_WARDS: Final = 24


def draw_claimants(nation: Nation, rng: np.random.Generator) -> tuple[pl.DataFrame, Floats]:
    """The table `claimants`, and persons (council x month) before rounding."""
    sample = read_sample("claimants")
    months = sample["period"].unique().sort()
    persons = sample.filter(area_code=ENGLAND, measure="claimants_persons").sort("period")
    known = persons["value"].to_numpy().astype(float)
    path = _national_path(months, known)
    councils = nation.councils
    rate = 0.038 / councils["wealth"].to_numpy()
    adults = councils["lsoas"].to_numpy() * ADULTS_AN_LSOA
    season = 1 + rng.uniform(0.0, 0.05, (len(adults), 1)) * np.cos(
        2 * np.pi * np.arange(len(months)) / 12
    )
    wander = np.exp(np.cumsum(rng.normal(0.0, 0.006, (len(adults), len(months))), axis=1))
    drawn = (adults * rate)[:, None] * path / path[-1] * season * wander
    return _claimant_rows(sample, nation, drawn, adults), drawn


def _national_path(months: pl.Series, known: Floats) -> Floats:
    """England's months that the sample has, and before them an invented path with the shock."""
    at = np.arange(len(months))
    path = known[np.isfinite(known)]
    start = len(months) - len(path)
    shock = int(np.flatnonzero((months == "2020-04").to_numpy())[0])
    earlier = np.linspace(1.15, 1.0, start) * path[0]
    since = at[:start] - shock
    fading = np.where(since >= 0, np.exp(-since / FADES_IN_MONTHS), 0.0)
    return np.concatenate([earlier * (1 + (PEAK - 1) * fading), path])


def _claimant_rows(
    sample: pl.DataFrame, nation: Nation, drawn: Floats, adults: Floats
) -> pl.DataFrame:
    regions = nation.councils["region_code"].to_numpy()
    wide = sample.filter(pl.col("area_type") != "lad").select(AREA).unique("area_code")
    areas = [(code, name, "lad", "2023", np.array([at])) for at, (code, name) in enumerate(
        nation.councils.select("lad_code", "lad_name").iter_rows())]  # fmt: skip
    members = {ENGLAND: np.flatnonzero(regions != WALES), "K03000001": np.arange(len(regions))}
    areas += [(code, name, kind, vintage, members.get(code, np.flatnonzero(regions == code)))
              for code, name, kind, vintage in wide.sort("area_code").iter_rows()]  # fmt: skip
    dates = sample.select("period", "period_start", "period_end").unique().sort("period")
    frames = []
    for code, name, kind, vintage, at in areas:
        persons = np.round(drawn[at] / 5).sum(axis=0) * 5
        for measure, values in (
            ("claimants_persons", persons),
            ("claimants_pct", np.round(100 * persons / adults[at].sum(), 1)),
        ):
            frames.append(dates.with_columns(
                area_code=pl.lit(code), area_name=pl.lit(name), area_type=pl.lit(kind),
                area_vintage=pl.lit(vintage), measure=pl.lit(measure),
                value=pl.Series(values), status=pl.lit("rounded"),
            ))  # fmt: skip
    return pl.concat(frames).select(sample.columns)


def _list_areas(nation: Nation) -> pl.DataFrame:
    return nation.councils.select(
        area_code="lad_code", area_name="lad_name",
        area_type=pl.lit("lad"), area_vintage=pl.lit("2023"),
    )  # fmt: skip


def draw_survey(nation: Nation, rng: np.random.Generator) -> pl.DataFrame:
    """The table `aps`: rates about the sample's mean, each area about a level of its own."""
    sample = read_sample("aps")
    usual = sample.group_by("variable_code").agg(
        pl.col("value_pct").mean().alias("mean"),
        pl.coalesce(pl.col("value_pct").std(), pl.lit(1.5)).clip(1.0, 4.0).alias("spread"),
    ).sort("variable_code")  # fmt: skip
    rows = sample.select("period", "period_start", "period_end", "variable_code", "variable_name")
    rows = rows.unique(["period", "variable_code"]).sort("variable_code", "period")
    rows = rows.join(usual, on="variable_code", validate="m:1", maintain_order="left")
    wide = sample.filter(pl.col("area_type") != "lad").select(AREA).unique("area_code")
    areas = pl.concat([_list_areas(nation), wide.sort("area_code")])
    count, quarters = areas.height, rows["period"].n_unique()
    variables = rows.height // quarters
    level = np.repeat(rng.normal(size=(count, variables)), quarters, axis=1)
    noise = rng.normal(0.0, 0.5, (count, rows.height))
    mean, spread = rows["mean"].fill_null(10.0).to_numpy(), rows["spread"].to_numpy()
    drawn = np.round(np.clip(mean + spread * (level + noise), 0.5, 97.0), 1)
    adults = np.concatenate([nation.councils["lsoas"].to_numpy() * ADULTS_AN_LSOA,
                             np.full(wide.height, 3.5e6)])  # fmt: skip
    frame = areas.join(rows.drop("mean", "spread"), how="cross", maintain_order="left_right")
    frame = frame.with_columns(
        value_pct=pl.Series(drawn.ravel()),
        denominator_persons=pl.Series(np.repeat(adults, rows.height)),
    )
    # Inactive are those who are not active.
    active = pl.col("value_pct").filter(variable_code="activity_rate").first().over(
        "area_code", "period"
    )  # fmt: skip
    frame = frame.with_columns(
        value_pct=pl.when(variable_code="inactivity_rate").then((100 - active).round(1))
        .otherwise("value_pct")
    )  # fmt: skip
    return frame.with_columns(
        numerator_persons=(pl.col("value_pct") * pl.col("denominator_persons") / 10_000).round()
        * 100,
        ci95_pct_points=(300 / pl.col("denominator_persons").sqrt() * 4).round(1),
        status=pl.lit("estimated"),
    ).select(sample.columns)


def draw_pay(nation: Nation, rng: np.random.Generator) -> pl.DataFrame:
    """The table `ashe`: pay about the sample's one figure, richer councils above it."""
    sample = read_sample("ashe")
    usual = float(sample["pay_gbp"].drop_nulls()[0])
    rows = sample.filter(area_code="E08000034").drop(*AREA).sort("period")
    wealth = nation.councils["wealth"].to_numpy()[:, None] ** 0.5
    growth = 1.035 ** np.arange(-rows.height + 1, 1)
    drawn = np.round(usual * wealth * growth * rng.normal(1.0, 0.02, (len(wealth), rows.height)))
    areas = _list_areas(nation)
    frame = areas.join(rows, how="cross", maintain_order="left_right").with_columns(
        pay_gbp=pl.Series(drawn.ravel()), status=pl.lit("estimated"),
        cv_pct=pl.Series(np.round(rng.uniform(1.5, 9.0, drawn.size), 1)),
    )  # fmt: skip
    wider = sample.filter(pl.col("area_type") != "lad")
    return pl.concat([frame.select(sample.columns), wider])


def draw_density(nation: Nation, jobs: Floats) -> pl.DataFrame:
    """The table `jobs_density`, of the years that `jobs` (council x division x year) has."""
    sample = read_sample("jobs_density")
    rows = sample.filter(area_code="E08000032").drop(*AREA).sort("period")
    of_year = rows["period"].cast(pl.Int64).to_numpy() - 2015
    total = jobs.sum(axis=1)
    drawn = np.where((of_year >= 0) & (of_year < total.shape[1]),
                     total[:, np.clip(of_year, 0, total.shape[1] - 1)], total[:, :1])  # fmt: skip
    adults = nation.councils["lsoas"].to_numpy()[:, None] * ADULTS_AN_LSOA
    areas = _list_areas(nation)
    frame = areas.join(rows, how="cross", maintain_order="left_right").with_columns(
        jobs=pl.Series(np.round(drawn, -3).ravel()),
        jobs_per_resident=pl.Series(np.round(drawn / adults, 2).ravel()),
        status=pl.lit("estimated"),
    )
    return pl.concat([
        frame.select(sample.columns), sample.filter(pl.col("area_type") != "lad")
    ])  # fmt: skip


def draw_fine_jobs(nation: Nation, rng: np.random.Generator) -> pl.DataFrame:
    """The table `jobs_fine`: the sample's area of ITL level 2, its classes as a council has them.

    Few classes are in every council, so most cells are 0, as published.
    """
    sample = read_sample("jobs_fine")
    template = sample.filter(area_type="itl2").sort("industry_code", "period")
    rows = template.drop("jobs", *AREA)
    figures = template["jobs"].to_numpy().astype(float)
    councils = nation.chosen
    years = rows["period"].n_unique()
    classes = rows.height // years
    lsoas_here = 1_400.0
    frames = [sample.filter(pl.col("area_type") != "lad")]
    sizes: dict[str, float] = {}
    for code, name, itl2, lsoas in councils.select(
        "lad_code", "lad_name", "itl2_code", "lsoas"
    ).iter_rows():
        size = lsoas / lsoas_here
        sizes[itl2] = sizes.get(itl2, 0.0) + size
        there = rng.gamma(0.7, 1 / 0.7, classes) * size
        drawn = round_jobs(figures * np.repeat(there, years))
        frames.append(_fine_rows(rows, code, name, "lad", "2023", drawn))
    for code, name in councils.drop_nulls("itl2_code").select(
        "itl2_code", "itl2_name"
    ).unique().sort("itl2_code").iter_rows():  # fmt: skip
        if code != "TLE4":
            spread = np.repeat(rng.lognormal(0.0, 0.5, classes), years)
            drawn = round_jobs(figures * sizes[code] * spread)
            frames.append(_fine_rows(rows, code, name, "itl2", "2021", drawn))
    return pl.concat(frame.select(sample.columns) for frame in frames)


def _fine_rows(
    rows: pl.DataFrame, code: str, name: str, kind: str, vintage: str, drawn: Floats
) -> pl.DataFrame:
    return rows.with_columns(
        area_code=pl.lit(code), area_name=pl.lit(name), area_type=pl.lit(kind),
        area_vintage=pl.lit(vintage), jobs=pl.Series(drawn), status=pl.lit("estimated"),
    )  # fmt: skip
