"""Invented figures of wards and LSOAs, whose sums are those of their council."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from catalog.tables import TABLES
from catalog.tables.premises import GROUPS
from catalog.vocabulary.rounding import round_jobs
from nation.census import shape_table
from nation.councils import YEARS, read_sample
from nation.people import MONTHS_OF_WARDS
from nation.places import Floats, Nation

LIST_YEAR: Final = {"period": "2025-26", "period_start": date(2025, 4, 1),
                    "period_end": date(2026, 3, 31)}  # fmt: skip
WITH_PREMISES: Final = 0.1  # share of councils that publish a list of business rates
MISSING_SHARE: Final = 0.04  # councils whose LSOAs have no jobs of the newest years


def draw_jobs(nation: Nation, jobs: Floats, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """`jobs_small_areas` and `jobs_around`, from jobs (council x division x year)."""
    names = dict(
        read_sample("jobs").filter(industry_level="division")
        .select("industry_code", "industry_name").unique().iter_rows()
    )  # fmt: skip
    codes = sorted(names)
    cells = []
    areas = nation.lsoas.partition_by("lad_code", as_dict=True)
    order = nation.councils["lad_code"].to_list()
    for (lad,), lsoas in areas.items():
        weight = lsoas["weight"].to_numpy()
        for division in jobs[order.index(lad), :, -1]:
            # An industry is in few LSOAs of a council.
            here = weight * rng.gamma(0.25, 1.0, len(weight)) + 1e-12
            cells.append(rng.multinomial(round(division / 5), here / here.sum()) * 5.0)
    by_council = np.split(np.arange(len(cells)), len(areas))
    counts = np.concatenate([np.column_stack([cells[at] for at in of]) for of in by_council])
    lsoas = pl.concat(areas.values())
    newest = _job_rows(lsoas, "lsoa21", YEARS[-1], round_jobs(counts), codes, names)
    at = [order.index(lad) for lad in lsoas["lad_code"]]
    totals = (
        jobs.sum(axis=1)[at]
        / jobs[at, :, -1].sum(axis=1)[:, None]
        * (counts.sum(axis=1, keepdims=True))
    )
    by_2011, shares = _to_2011(lsoas, nation.lsoa_changes, totals)
    frames = [newest]
    for year in YEARS:
        for kind, vintage, found in (("lsoa21", YEARS[-3], totals), ("lsoa11", 0, shares)):
            if year >= vintage and not (kind == "lsoa11" and year == YEARS[-1]):
                place = lsoas if kind == "lsoa21" else by_2011
                for job_kind, part in (("employment", 1.0), ("employees", 0.96)):
                    here = round_jobs(found[:, [year - YEARS[0]]] * part)
                    frames.append(_job_rows(
                        place, kind, year, here, ["total"], {"total": "All industries"}, job_kind,
                    ))  # fmt: skip
    table = shape_table(pl.concat(frames), "jobs_small_areas")
    around = table.filter(
        industry_code="total", job_kind="employment"
    ).filter(pl.col("period") >= "2021").select(TABLES["jobs_around"].columns)  # fmt: skip
    return {"jobs_small_areas": _lose_newest(table, nation), "jobs_around": around}


def _lose_newest(table: pl.DataFrame, nation: Nation) -> pl.DataFrame:
    """Some councils have no jobs of LSOAs of 2021: their newest totals stay, as missing."""
    lost = nation.chosen.filter(pl.col("dice") > 1 - MISSING_SHARE)["lad_code"].implode()
    theirs = pl.col("lad_code").is_in(lost) & (pl.col("area_type") == "lsoa21")
    total = (pl.col("industry_level") == "total") & (pl.col("period") == str(YEARS[-1]))
    kept = table.filter(~theirs | total)
    return kept.with_columns(
        jobs=pl.when(theirs).then(None).otherwise("jobs"),
        status=pl.when(theirs).then(pl.lit("missing")).otherwise("status"),
    )


def _to_2011(
    lsoas: pl.DataFrame, changes: pl.DataFrame, totals: Floats
) -> tuple[pl.DataFrame, Floats]:
    """LSOAs of 2011 with their council, and totals (LSOA of 2011 x year)."""
    rows = changes.join(lsoas.with_row_index("at").select("at", lsoa21_code="lsoa_code"),
                        on="lsoa21_code", validate="m:1")  # fmt: skip
    rows = rows.with_columns(parts=pl.len().over("lsoa21_code"))
    older = rows["lsoa11_code"].unique().sort()
    where = np.searchsorted(older.to_numpy(), rows["lsoa11_code"].to_numpy())
    sums = np.zeros((len(older), totals.shape[1]))
    np.add.at(sums, where, totals[rows["at"].to_numpy()] / rows["parts"].to_numpy()[:, None])
    place = rows.unique("lsoa11_code").sort("lsoa11_code").select(
        lsoa_code="lsoa11_code", lsoa_name="lsoa11_code", lad_code="lad22_code"
    )  # fmt: skip
    return place, sums


def _job_rows(
    place: pl.DataFrame, kind: str, year: int, jobs: Floats, codes: list[str],
    names: dict[str, str], job_kind: str = "employment",
) -> pl.DataFrame:  # fmt: skip
    industries = pl.DataFrame({
        "industry_code": codes, "industry_name": [names[code] for code in codes],
        "industry_level": ["total" if code == "total" else "division" for code in codes],
    })  # fmt: skip
    areas = place.select(area_code="lsoa_code", area_name="lsoa_name", lad_code="lad_code")
    return areas.join(industries, how="cross", maintain_order="left_right").with_columns(
        area_type=pl.lit(kind), area_vintage=pl.lit(f"20{kind[-2:]}"), period=pl.lit(str(year)),
        period_start=pl.lit(date(year, 1, 1)), period_end=pl.lit(date(year, 12, 31)),
        job_kind=pl.lit(job_kind), jobs=pl.Series(jobs.ravel()), status=pl.lit("estimated"),
    ).select(TABLES["jobs_small_areas"].columns)  # fmt: skip


def draw_claimants(
    nation: Nation, persons: Floats, months: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """`claimants_small_areas` of two years: shares of the council's persons that hardly move.

    `months` has period, period_start, period_end in order.
    """
    order = {code: at for at, code in enumerate(nation.councils["lad_code"])}
    newest = months.tail(MONTHS_OF_WARDS)
    lsoas = nation.lsoas.with_columns(
        need=pl.col("residents") * pl.Series(rng.lognormal(0.0, 0.55, nation.lsoas.height))
    )
    wards = lsoas.group_by("ward_code", maintain_order=True).agg(
        pl.col("lad_code", "ward_name", "ward_vintage").first(), pl.col("need").sum()
    )
    frames = []
    for kind, place in (
        ("lsoa21", lsoas.select(area_code="lsoa_code", area_name="lsoa_name", lad_code="lad_code",
                                area_vintage=pl.lit("2021"), need="need")),
        ("ward", wards.select(area_code="ward_code", area_name="ward_name", lad_code="lad_code",
                              area_vintage="ward_vintage", need="need")),
    ):  # fmt: skip
        share = (
            place["need"] / place.select(pl.col("need").sum().over("lad_code"))["need"]
        ).to_numpy()
        at = np.array([order[code] for code in place["lad_code"]])
        wander = np.cumsum(rng.normal(0.0, 0.015, (place.height, MONTHS_OF_WARDS)), axis=1)
        exact = share[:, None] * np.exp(wander - wander[:, [-1]])
        sums = np.zeros((len(order), MONTHS_OF_WARDS))
        np.add.at(sums, at, exact)
        values = np.round(exact / sums[at] * persons[at, -MONTHS_OF_WARDS:] / 5) * 5
        rows = place.drop("need").join(newest, how="cross", maintain_order="left_right")
        frames.append(rows.with_columns(
            area_type=pl.lit(kind), measure=pl.lit("claimants_persons"),
            value=pl.Series(values.ravel()), status=pl.lit("rounded"),
        ))  # fmt: skip
    return shape_table(pl.concat(frames, how="diagonal"), "claimants_small_areas")


def draw_premises(nation: Nation, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Premises by kind in the wards of one council in ten, and the report of each list."""
    lads = nation.chosen.filter(pl.col("dice") < WITH_PREMISES)["lad_code"].implode()
    wards = nation.wards.filter(pl.col("lad_code").is_in(lads)).drop("long", "lat", "geometry_wkb")
    counts = rng.negative_binomial(1.2, 0.05, (wards.height, len(GROUPS), 3)).astype(float)
    counts[..., 1:] = np.floor(counts[..., 1:] * 0.12)
    counts = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
    kinds = pl.DataFrame({"description_group": [*GROUPS, "total"]})
    whole = counts.sum(axis=2).ravel()
    rows = wards.join(kinds, how="cross", maintain_order="left_right").with_columns(
        premises_count=pl.Series(whole), occupied_count=pl.Series(counts[..., 0].ravel()),
        empty_count=pl.Series(counts[..., 1].ravel()),
        unknown_count=pl.Series(counts[..., 2].ravel()),
        relief_count=pl.Series(np.floor(whole * 0.2)), rateable_value_gbp=pl.Series(whole * 12_000),
        median_days_empty=pl.lit(None, pl.Float64), longest_days_empty=pl.lit(None, pl.Float64),
        status=pl.lit("observed"), **{k: pl.lit(v) for k, v in LIST_YEAR.items()},
    )  # fmt: skip
    placed = rows.filter(description_group="total").group_by("lad_code", maintain_order=True).agg(
        pl.col("lad_name").first(), read_count=pl.col("premises_count").sum().cast(pl.Int64)
    )  # fmt: skip
    nothing = {name: pl.lit(0, pl.Int64) for name in ("rejected_count", "mended_count",
               "repeated_count", "by_postcode_count", "not_placed_count")}  # fmt: skip
    report = placed.with_columns(
        list_period=pl.lit(LIST_YEAR["period"]), rows_count="read_count",
        by_coordinates_count="read_count", **nothing,
    )  # fmt: skip
    return {"ward_premises": shape_table(rows, "ward_premises"),
            "premises_report": shape_table(report, "premises_report")}  # fmt: skip
