"""The year and vintage of LSOAs that jobs of a council are counted by, and jobs by LSOA of 2021."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

import reference
from catalog.reading import Reader
from catalog.vocabulary.status import PARTIAL
from geo import lookups

PERIOD: Final = ("period", "period_start", "period_end")
# Share of a council's LSOAs that must have a figure; we show the newest such year.
NEARLY_WHOLE: Final = reference.read_constants("ward_constants")["nearly_whole"]


@dataclass(frozen=True)
class ByLsoa:
    """Jobs of one year by LSOA of 2021: lsoa_code, PERIOD, jobs, status and basis.

    `covered`: the share of the council's LSOAs with a figure. `moved`: whether the figures come
    from LSOAs of 2011. `reader`: records the tables that were read.
    """

    jobs: pl.DataFrame
    covered: float
    moved: bool
    reader: Reader


def choose_year(reader: Reader, lad_code: str, lookup: pl.DataFrame) -> ByLsoa | None:
    """The newest nearly complete year, from LSOAs of 2021 if possible, or the most complete one."""
    own_reader = reader.separate_reader()
    counts = own_reader.council_rows("jobs_small_areas", lad_code)
    totals = counts.filter(job_kind="employment", industry_level="total")
    published_years = totals.drop_nulls("jobs").select("period", "area_type").unique()
    if lookup["ward_code"].null_count() == lookup.height or published_years.is_empty():
        return None
    fullest: ByLsoa | None = None
    for period, kind in published_years.sort("period", "area_type", descending=True).iter_rows():
        if kind not in ("lsoa11", "lsoa21"):
            continue
        has_enough = fullest is not None and fullest.covered >= NEARLY_WHOLE
        if has_enough and period != fullest.jobs["period"][0]:  # type: ignore[union-attr]
            break
        of_year = totals.filter(period=period, area_type=kind)
        candidate = _count_on_lsoa21(own_reader, of_year, kind == "lsoa11", lookup, totals)
        if fullest is None or candidate.covered > fullest.covered:
            fullest = candidate
    return fullest


def _count_on_lsoa21(
    reader: Reader, of_year: pl.DataFrame, is_lsoa11: bool, lookup: pl.DataFrame,
    totals: pl.DataFrame,
) -> ByLsoa:  # fmt: skip
    """Figures of one year and vintage by LSOA of 2021."""
    own_reader = reader.separate_reader()
    own_reader.add_read(reader)
    if is_lsoa11:
        changes = _changes_of(own_reader.table("lsoa_changes"), of_year["area_code"], lookup)
        codes = _list_expected(of_year["area_code"], changes, lookup)
        weights = _split_weights(own_reader, codes, changes, lookup, totals)
        parts = lookups.list_lsoa21_parts(codes, changes, lookup, weights)
        counts = of_year.rename({"area_code": "lsoa11_code"})
        jobs = lookups.lsoa11_to_21(counts, parts, value="jobs", by=PERIOD)
        unmatched = counts.filter(~pl.col("lsoa11_code").is_in(parts["lsoa11_code"].implode()))
        unmatched_jobs = unmatched.select(
            "jobs", "status", *PERIOD, lsoa_code="lsoa11_code", basis=pl.lit("")
        )
        jobs = pl.concat([jobs, unmatched_jobs.select(jobs.columns)])
    else:
        jobs = of_year.select(
            pl.col("area_code").alias("lsoa_code"), *PERIOD, "jobs", "status",
            pl.lit("").alias("basis"),
        )  # fmt: skip
    counted_lsoas = jobs.drop_nulls("jobs").filter(pl.col("status") != PARTIAL)["lsoa_code"]
    return ByLsoa(jobs, share_covered(lookup, counted_lsoas), is_lsoa11, own_reader)


def share_covered(lookup: pl.DataFrame, codes: pl.Series) -> float:
    """The share of the lookup's LSOAs that are in `codes`; 0 for an empty lookup."""
    among = lookup.filter(pl.col("lsoa_code").is_in(codes.implode())).height
    return among / max(lookup.height, 1)


def _changes_of(changes: pl.DataFrame, codes: pl.Series, lookup: pl.DataFrame) -> pl.DataFrame:
    """Every change of the LSOAs of 2011 that have figures or a part in the council: a nation's list
    is long, and each council would go through it several times."""
    in_lookup = pl.col("lsoa21_code").is_in(lookup["lsoa_code"].implode())
    theirs = changes.filter(in_lookup)["lsoa11_code"]
    named = pl.concat([theirs, codes.alias(theirs.name)]).unique()
    return changes.filter(pl.col("lsoa11_code").is_in(named.implode()))


def _list_expected(codes: pl.Series, changes: pl.DataFrame, lookup: pl.DataFrame) -> pl.Series:
    """LSOAs of 2011 with figures, and those entirely in the council, which should have some."""
    in_lookup = pl.col("lsoa21_code").is_in(lookup["lsoa_code"].implode())
    is_within = changes.group_by("lsoa11_code").agg(in_lookup.all().alias("own")).filter("own")
    return pl.concat([codes, is_within["lsoa11_code"].alias(codes.name)]).unique().sort()


def _split_weights(
    reader: Reader,
    codes: pl.Series,
    changes: pl.DataFrame,
    lookup: pl.DataFrame,
    totals: pl.DataFrame,
) -> list[tuple[str, pl.DataFrame]]:
    """Weights for dividing split LSOAs, best first: jobs of their parts, or else residents.

    Reads nothing if no LSOA was split.
    """
    even_parts = lookups.list_lsoa21_parts(codes, changes, lookup)
    if (even_parts["basis"] == "").all():
        return []
    parts = even_parts.filter(pl.col("basis") != "")["lsoa_code"].implode()
    weights = []
    jobs = totals.filter(
        pl.col("area_type") == "lsoa21", pl.col("jobs").is_not_null(),
        pl.col("area_code").is_in(parts),
    )  # fmt: skip
    for (period,), year in sorted(jobs.partition_by("period", as_dict=True).items(), reverse=True):
        weight = year.select(lsoa_code="area_code", weight="jobs")
        weights.append((f"the jobs of its parts in {period}", weight))
    for name, category in (
        ("census_qualifications", "qualification_code"),
        ("census_occupations", "occupation_code"),
    ):
        if reader.has(name):
            residents = reader.table(name).filter(
                pl.col("area_type") == "lsoa21", pl.col(category) == "total",
                pl.col("area_code").is_in(parts),
            )  # fmt: skip
            weight = residents.select(lsoa_code="area_code", weight="residents_persons")
            weights.append(("the residents of its parts in 2021", weight))
            break
    return weights
