"""Evidence beside a sector's expected change: each piece with its unit, meaning and doubt.

None of it decides the badge: as a score these pieces did not help to predict growth. What is noisy
is drawn towards its group by how noisy it is (`shrunk_value`), with the weight of its own value.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.tables.indicators import SECTOR_EVIDENCE
from catalog.vocabulary import periods
from catalog.vocabulary.areas import WIDEST_FIRST
from catalog.vocabulary.reliability import BRES_CV_AT_2000_JOBS
from catalog.vocabulary.status import (
    ESTIMATED,
    MISSING,
    MODELLED,
    OBSERVED,
    partial_or,
    worst_status,
)
from indicators.inputs import Inputs
from indicators.skills import jobseekers
from wards.sector_split import SECTION_PREMISES

Array = NDArray[np.float64]
_CONSTANTS = reference.read_constants("sector_constants")
LEAST_AREAS: Final = int(_CONSTANTS["relatedness_least_areas"])
LEAST_YEARS: Final = int(_CONSTANTS["slope_least_years"])
LEAST_VARIANCE: Final = _CONSTANTS["least_variance_of_quotients"]
PIECES: Final = {
    "national_outlook": ("% to three years from now", "Growth forecast for the sector nationally"),
    "local_slope": ("% a year", "How much faster the sector has grown here than in the nation"),
    "location_quotient": ("ratio", "Share of jobs here over the nation's share; 1 is the same"),
    "relatedness": (
        "fraction",
        "Share of the sectors it usually occurs with that are strong here",
    ),
    "adverts_trend": ("% a year", "Change in all online adverts of the area; not split by sector"),
    "births_less_national": (
        "percentage points",
        "New businesses per 100 active ones, minus the nation's; all sectors together",
    ),
    "premises_empty": ("%", "Share of the kind of premises the sector mostly uses that is empty"),
}
FOUND: Final = ("area_code", "industry_code", "evidence", "value", "shrunk_value", "shrink_weight",
                "period", "note", "status")  # fmt: skip
# Why a piece is missing where nothing better is known of it.
MISSING_WHY: Final = {
    "national_outlook": "the nation has no forecast of the sector",
    "local_slope": f"needs {LEAST_YEARS} years with jobs in the sector, here and in the nation",
    "location_quotient": "no jobs in the sector here and in the nation for the same year",
    "relatedness": f"needs jobs for {LEAST_AREAS} areas or more",
    "adverts_trend": "we have no adverts for this area",
    "births_less_national": "we have no births for this area and the nation in the same year",
    "premises_empty": "we have no business-rates list for this area, or none with such premises",
}


def evidence(inputs: Inputs) -> pl.DataFrame:
    """Rows of `sector_evidence`: all pieces for every area's sections; absent ones are missing."""
    jobs = inputs.sectors.filter(
        pl.col("sector_measure") == "jobs", pl.col("industry_level") == "section"
    )
    if jobs.is_empty() or not inputs.nation:
        return SECTOR_EVIDENCE.empty()
    grid = (
        jobs.select("area_code", "industry_code", "industry_name", "industry_level")
        .unique(["area_code", "industry_code"], keep="first", maintain_order=True)
        .join(pl.DataFrame({"evidence": list(PIECES)}), how="cross")
    )
    pieces = [
        _outlook(inputs, jobs), _slopes(jobs, inputs.nation), _quotients(jobs, inputs.nation),
        _adverts(inputs, jobs), _births(inputs, jobs), _premises(inputs, jobs),
    ]  # fmt: skip
    rows = pl.concat([piece.select(FOUND) for piece in pieces])
    silent = pl.col("value").is_null() | ~pl.col("value").is_finite()
    why = pl.col("note").replace("", None)
    usual = pl.col("evidence").replace_strict(MISSING_WHY, return_dtype=pl.String)
    words = pl.DataFrame(
        [(name, *texts) for name, texts in PIECES.items()],
        schema=["evidence", "evidence_unit", "meaning"],
        orient="row",
    )
    return (
        grid.join(rows, on=["area_code", "industry_code", "evidence"], how="left", validate="1:1")
        .join(words, on="evidence", validate="m:1")
        .join(inputs.areas, on="area_code", validate="m:1")
        .with_columns(
            *(
                pl.when(~silent).then(name).alias(name)
                for name in ("value", "shrunk_value", "shrink_weight")
            ),
            status=pl.when(silent).then(pl.lit(MISSING)).otherwise("status"),
            period=pl.when(silent).then(pl.lit("")).otherwise("period"),
            note=pl.when(silent).then(pl.coalesce(why, usual)).otherwise("note"),
        )
        .select(SECTOR_EVIDENCE.columns)
    )


def _piece(frame: pl.DataFrame, name: str, status: str) -> pl.DataFrame:
    """The frame in the form of FOUND; a row that rests on partial figures is partial."""
    absent = {
        column: pl.lit("") if column == "note" else pl.lit(None, dtype=pl.Float64)
        for column in ("shrunk_value", "shrink_weight", "note")
        if column not in frame.columns
    }
    rests_on = partial_or(status) if "status" in frame.columns else pl.lit(status)
    return frame.with_columns(**absent, evidence=pl.lit(name), status=rests_on)


def _outlook(inputs: Inputs, jobs: pl.DataFrame) -> pl.DataFrame:
    nation = inputs.outlook.filter(
        pl.col("area_code") == inputs.nation, pl.col("sector_measure") == "jobs"
    )
    last = jobs.filter(pl.col("area_code") == inputs.nation).select(
        "industry_code", "value", base_year="year"
    )
    growth = nation.join(last, on=["industry_code", "base_year"], validate="1:1").select(
        "industry_code",
        "status",
        value=pl.when(pl.col("value") > 0).then(100.0 * (pl.col("mean") / pl.col("value") - 1.0)),
        period=pl.format("{} to {}", "base_year", "target_year"),
    )
    sectors = jobs.select("area_code", "industry_code").unique()
    rows = sectors.join(growth, on="industry_code", validate="m:1")
    return _piece(rows, "national_outlook", MODELLED)


def _slopes(jobs: pl.DataFrame, nation: str) -> pl.DataFrame:
    """Slope of ln(local / nation) in % a year, drawn towards 0: kappa = t2 / (t2 + s2)."""
    national = jobs.filter(pl.col("area_code") == nation).select(
        "industry_code", "year", of="value"
    )
    relative = (
        jobs.join(national, on=["industry_code", "year"], validate="m:1")
        .filter(pl.col("value") > 0, pl.col("of") > 0, pl.col("area_code") != nation)
        .with_columns(y=100.0 * (pl.col("value") / pl.col("of")).log(), x=pl.col("year"))
    )
    x, y, n = pl.col("x"), pl.col("y"), pl.len()
    spread = x.var() * (n - 1)
    slope = pl.cov("x", "y") / x.var()
    fits = (
        relative.group_by("area_code", "industry_code", maintain_order=True)
        .agg(
            slope.alias("value"),
            (((y - y.mean()) - slope * (x - x.mean())).pow(2).sum() / (n - 2) / spread).alias("s2"),
            pl.format("{} to {}", x.min(), x.max()).alias("period"),
            n.alias("n"),
            worst_status(),
        )
        .filter(pl.col("n") >= LEAST_YEARS)
    )
    true = (pl.col("value").var() - pl.col("s2").mean()).clip(lower_bound=0.0).over("area_code")
    weight = pl.when(true + pl.col("s2") > 0).then(true / (true + pl.col("s2"))).otherwise(0.0)
    shrunk = fits.with_columns(shrink_weight=weight).with_columns(
        shrunk_value=pl.col("shrink_weight") * pl.col("value")
    )
    return _piece(shrunk, "local_slope", ESTIMATED)


def _quotients(jobs: pl.DataFrame, nation: str) -> pl.DataFrame:
    """Location quotients of each area's newest year, and relatedness where there are many areas."""
    newest = periods.filter_newest(jobs.drop_nulls("value"), ["area_code"], "year")
    there = jobs.filter(pl.col("area_code") == nation, pl.col("value").is_not_null()).select(
        "industry_code", "year", of="value"
    )
    # Both shares are of the sectors that the area and the nation have, so of one whole.
    cells = newest.join(there, on=["industry_code", "year"], validate="m:1").with_columns(
        expected=pl.col("value").sum().over("area_code")
        * pl.col("of")
        / pl.col("of").sum().over("area_code")
    )
    has_expected = pl.col("expected").is_finite() & (pl.col("expected") > 0)
    cells = cells.filter(has_expected, pl.col("area_code") != nation).with_columns(
        (pl.col("value") / pl.col("expected")).alias("lq"),
        pl.col("year").cast(pl.String).alias("period"),
    )
    if cells.is_empty():
        return _piece(cells.with_columns(value=pl.lit(None, pl.Float64)), "location_quotient", "")
    alpha = prior_jobs(cells["lq"].to_numpy(), cells["expected"].to_numpy())
    quotients = cells.select(
        "area_code", "industry_code", "period", "status",
        value="lq",
        shrunk_value=(pl.col("value") + alpha) / (pl.col("expected") + alpha),
        shrink_weight=pl.col("expected") / (pl.col("expected") + alpha),
    )  # fmt: skip
    return pl.concat(
        [
            _piece(quotients, "location_quotient", ESTIMATED).select(FOUND),
            _piece(relatedness(quotients), "relatedness", ESTIMATED).select(FOUND),
        ]
    )


def prior_jobs(quotients: Array, expected: Array) -> float:
    """The alpha of (e + alpha) / (expected + alpha), in jobs: how much one cell's noise counts.

    A cell of mu jobs has a variance of about (0.108)^2 2000 / mu; alpha is where that equals the
    variance of true quotients, found as the variance of all less their mean noise.
    """
    at_one = 2000.0 * BRES_CV_AT_2000_JOBS**2
    noise = np.minimum(at_one / np.maximum(expected, 1.0), 1.0)
    true = max(float(np.var(quotients) - noise.mean()), LEAST_VARIANCE)
    return at_one / true


def relatedness(quotients: pl.DataFrame) -> pl.DataFrame:
    """Density omega of each area and sector: area_code, industry_code, period, value.

    phi of two sectors is the lesser of the chances that one is strong (quotient above 1) where the
    other is; omega the phi-weighted share of the other sectors that are strong in the area.
    """
    wide = quotients.pivot(on="industry_code", index="area_code", values="shrunk_value")
    codes = wide.columns[1:]
    schema = {"area_code": pl.String, "industry_code": pl.String, "period": pl.String,
              "value": pl.Float64}  # fmt: skip
    if wide.height < LEAST_AREAS:
        return pl.DataFrame(schema=schema)
    strong = (wide.select(codes).fill_null(0.0).to_numpy() > 1.0).astype(float)
    both, each = strong.T @ strong, strong.sum(axis=0)
    phi = both / np.maximum(np.maximum.outer(each, each), 1.0)
    np.fill_diagonal(phi, 0.0)
    weights = phi.sum(axis=1)
    density = np.divide(strong @ phi.T, weights, out=np.zeros_like(strong), where=weights > 0)
    frame = pl.DataFrame(density, schema=codes, orient="row").with_columns(wide["area_code"])
    long = frame.unpivot(index="area_code", variable_name="industry_code", value_name="value")
    periods = quotients.select("area_code", "industry_code", "period")
    return periods.join(long, on=["area_code", "industry_code"], validate="1:1").select(
        list(schema)
    )


def _adverts(inputs: Inputs, jobs: pl.DataFrame) -> pl.DataFrame:
    """Change of the newest three months' mean on the same months of the year before."""
    changes = jobseekers.adverts_trend(inputs.adverts_total)
    newest = periods.filter_newest(changes, ["area_code"]).select(
        "area_code",
        "period",
        value="change_pct",
        note=pl.when(pl.col("change_pct").is_null())
        .then(pl.lit("we have no adverts for the same months a year earlier"))
        .otherwise(pl.lit("")),
    )
    every = _with_reasons(inputs, newest, "adverts_total")
    return _piece(_to_sectors(every, jobs), "adverts_trend", OBSERVED)


def _births(inputs: Inputs, jobs: pl.DataFrame) -> pl.DataFrame:
    """Of the newest year that both the area and the nation have."""
    with_births = inputs.businesses.drop_nulls("births_pct")
    areas = set(with_births["area_code"])
    nation = next((code for code in (inputs.nation, *WIDEST_FIRST) if code in areas), "")
    usual = with_births.filter(area_code=nation).select("period", usual="births_pct")
    both = with_births.join(usual, on="period", validate="m:1")
    differences = periods.filter_newest(both, ["area_code"]).select(
        "area_code", "period", value=pl.col("births_pct") - pl.col("usual"), note=pl.lit("")
    )
    every = _with_reasons(inputs, differences, "businesses")
    return _piece(_to_sectors(every, jobs), "births_less_national", OBSERVED)


def _premises(inputs: Inputs, jobs: pl.DataFrame) -> pl.DataFrame:
    """As `wards.vacancy` has it; without a share, the note says why."""
    used = pl.DataFrame(
        list(SECTION_PREMISES.items()), schema=["industry_code", "description_group"], orient="row"
    )
    by_sector = inputs.premises.join(used, on="description_group").rename(
        {"empty_pct": "value", "empty_reason": "note"}
    )
    sectors = jobs.select("area_code", "industry_code").unique()
    rows = by_sector.join(sectors, on=["area_code", "industry_code"], how="semi")
    return _piece(rows, "premises_empty", OBSERVED)


def _with_reasons(inputs: Inputs, values: pl.DataFrame, what: str) -> pl.DataFrame:
    """`values` and, without a value, the groups that have none since some council lacks it."""
    absent = inputs.absences.filter(pl.col("what") == what).select(
        "area_code",
        pl.lit("").alias("period"),
        pl.lit(None, pl.Float64).alias("value"),
        note="words",
    )
    return pl.concat([values, absent.join(values, on="area_code", how="anti")])


def _to_sectors(of_areas: pl.DataFrame, jobs: pl.DataFrame) -> pl.DataFrame:
    """What is said of a whole area, beside each of its sectors."""
    sectors = jobs.select("area_code", "industry_code").unique()
    return sectors.join(of_areas, on="area_code", validate="m:1")
