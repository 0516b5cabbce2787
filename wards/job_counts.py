"""Jobs at workplaces in each ward of one council, summed from its LSOAs.

All figures of a council are for one year and one vintage of LSOAs: LSOAs of 2011 and of 2021 count
the same jobs, so we never add them. If an LSOA has no figure we say so and do not fill it in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

import reference
from catalog.reading import Reader
from catalog.vocabulary import reliability
from catalog.vocabulary.status import MISSING, PARTIAL
from geo import lookups
from wards import ward_list

PERIOD: Final = ("period", "period_start", "period_end")
MEASURE_COLUMNS: Final = ("ward_code", "measure", *PERIOD, "value", "status", "reliability", "note")
# Share of a council's LSOAs that must have a figure; we show the newest such year.
NEARLY_WHOLE: Final = reference.read_constants("ward_constants")["nearly_whole"]
MOVED_LSOAS: Final = "LSOAs of 2011 moved to those of 2021"
MEASURE_SCHEMA: Final = {
    "ward_code": pl.String, "measure": pl.String, "period": pl.String, "period_start": pl.Date,
    "period_end": pl.Date, "value": pl.Float64, "status": pl.String, "reliability": pl.String,
    "note": pl.String,
}  # fmt: skip


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


def total_jobs(reader: Reader, lad_code: str, wards: pl.DataFrame) -> pl.DataFrame:
    """Jobs in all industries for each of the council's `wards`; columns MEASURE_COLUMNS.

    No rows if no LSOA of the council has a figure, or no LSOA has a ward.
    """
    lookup = ward_list.council_lookup(reader.separate_reader(), lad_code, wards)
    chosen = _choose_year(reader, lad_code, lookup)
    if chosen is None:
        return pl.DataFrame(schema=MEASURE_SCHEMA)
    reader.add_read(chosen.reader)
    reader.council_rows("lsoa_wards", lad_code)
    placed = lookup.drop_nulls("ward_code")
    summed = lookups.to_wards(chosen.jobs, placed, value="jobs", by=PERIOD)
    bases = (
        chosen.jobs.filter(pl.col("basis") != "")
        .join(placed, on="lsoa_code")
        .group_by("ward_code")
        .agg(pl.col("basis").unique().sort().str.join(" or "))
    )
    lost_jobs = describe_lost_jobs(chosen, lookup)
    rows = for_every_ward(summed, wards, PERIOD).join(bases, on="ward_code", how="left")
    rows = rows.with_columns(partial_where(pl.lit(bool(lost_jobs))))
    split = pl.when(pl.col("basis").is_not_null()).then(
        pl.format("a split one shared out by {}", "basis")
    )
    moved = pl.lit(MOVED_LSOAS if chosen.moved else None, pl.String)
    has_jobs = pl.col("jobs").is_not_null()
    note = pl.concat_str(
        pl.when(has_jobs).then(moved), pl.when(has_jobs).then(split), describe_absent_lsoas(),
        pl.when(has_jobs).then(pl.lit(lost_jobs or None, pl.String)),
        separator="; ", ignore_nulls=True,
    )  # fmt: skip
    return rows.select(
        "ward_code",
        pl.lit("jobs_total").alias("measure"),
        *PERIOD,
        pl.col("jobs").alias("value"),
        "status",
        grade_reliability(),
        note.alias("note"),
    ).select(MEASURE_COLUMNS)


def _choose_year(reader: Reader, lad_code: str, lookup: pl.DataFrame) -> ByLsoa | None:
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


def for_every_ward(
    summed: pl.DataFrame, wards: pl.DataFrame, by: Sequence[str], within: Sequence[str] = ()
) -> pl.DataFrame:
    """The sums, and a row with status missing for each ward without an LSOA; `within` as in
    `lookups.to_wards`."""
    cells = lookups.cross_within(wards.select("ward_code", *within), summed, by, within)
    joined = cells.join(summed, on=["ward_code", *within, *by], how="left", validate="1:1")
    return joined.with_columns(
        pl.col("status").fill_null(MISSING), pl.col("lsoas_count", "absent_count").fill_null(0)
    )


def describe_absent_lsoas() -> pl.Expr:
    """A note on LSOAs of the ward without a figure; null if there are none."""
    count, absent = pl.col("lsoas_count"), pl.col("absent_count")
    return (
        pl.when(count == 0)
        .then(pl.lit("no LSOA of the lookup is mostly in this ward"))
        .when(absent == count)
        .then(pl.format("none of its {} LSOAs has a figure", count))
        .when(absent > 0)
        .then(pl.format("{} of its {} LSOAs without a figure, so too low", absent, count))
        .when(pl.col("status") == PARTIAL)
        .then(pl.lit("a part of some LSOA has no figure, so too low"))
    )


def describe_lost_jobs(by_lsoa: ByLsoa, lookup: pl.DataFrame) -> str:
    """A note on jobs in LSOAs that are not in the lookup; '' if there are none.

    An LSOA of 2011 without a successor leaves an LSOA of 2021 without a figure, and the note of
    its ward says so.
    """
    outside = lookups.filter_outside(by_lsoa.jobs, lookup).drop_nulls("jobs")
    if outside.is_empty() or (by_lsoa.moved and by_lsoa.covered < 1.0):
        return ""
    return describe_lost(outside["lsoa_code"].n_unique(), outside["jobs"].sum())


def describe_lost(lsoas: int, jobs: float) -> str:
    """A note on so many LSOAs of a council, with their jobs, that are in no ward."""
    return (
        f"{lsoas:,} LSOA{'' if lsoas == 1 else 's'} of the council, with {jobs:,.0f} jobs, in no "
        "ward of the lookup"
    )


def partial_where(has_lost: pl.Expr) -> pl.Expr:
    """The status, partial if some LSOAs are in no ward: each ward of the council may lack one."""
    incomplete = has_lost & pl.col("jobs").is_not_null()
    return pl.when(incomplete).then(pl.lit(PARTIAL)).otherwise("status").alias("status")


def grade_reliability() -> pl.Expr:
    return reliability.grade_cv(reliability.cv_of_jobs(pl.col("jobs"))).alias("reliability")
