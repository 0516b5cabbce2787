"""Jobs at workplaces in each ward of one council, summed from its LSOAs.

Every figure of a council is of one year and one vintage of LSOAs: those of 2011 and of 2021 count
the same jobs, and are never added. What some LSOA lacks is said and never made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

import reference
from catalog.measures import WARD_SECTIONS
from catalog.reading import Reader
from catalog.vocabulary import reliability
from catalog.vocabulary.industries import SECTION_OF
from catalog.vocabulary.status import MISSING, PARTIAL, of_sum, sum_known
from geo import lookups
from wards import ward_list

PERIOD: Final = ("period", "period_start", "period_end")
ROW: Final = ("ward_code", "measure", *PERIOD, "value", "status", "reliability", "note")
# Of a council's LSOAs, those that must have a figure for a year to count as nearly whole: of such
# years the newest is shown, before an older one that lacks none.
NEARLY_WHOLE: Final = reference.read_constants("ward_constants")["nearly_whole"]
MOVED: Final = "LSOAs of 2011 moved to those of 2021"
EMPTY: Final = {
    "ward_code": pl.String, "measure": pl.String, "period": pl.String, "period_start": pl.Date,
    "period_end": pl.Date, "value": pl.Float64, "status": pl.String, "reliability": pl.String,
    "note": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class ByLsoa:
    """Jobs of one year by LSOA of 2021: lsoa_code, PERIOD, jobs, status and basis.

    `covered`: the share of the council's LSOAs that have a figure. `reader`: what was read for it.
    """

    jobs: pl.DataFrame
    covered: float
    moved: bool
    reader: Reader


def total_jobs(reader: Reader, lad_code: str, wards: pl.DataFrame) -> pl.DataFrame:
    """Jobs in all industries for each of the council's `wards`; columns as ROW.

    No rows where the council has no figure of any LSOA, or no LSOA has a ward.
    """
    lookup = ward_list.fits(reader.apart(), lad_code, wards)
    chosen = _best_year(reader, lad_code, lookup)
    if chosen is None:
        return pl.DataFrame(schema=EMPTY)
    reader.adopt(chosen.reader)
    reader.of_council("lsoa_wards", lad_code)
    placed = lookup.drop_nulls("ward_code")
    summed = lookups.to_wards(chosen.jobs, placed, value="jobs", by=PERIOD)
    bases = (
        chosen.jobs.filter(pl.col("basis") != "")
        .join(placed, on="lsoa_code")
        .group_by("ward_code")
        .agg(pl.col("basis").unique().sort().str.join(" or "))
    )
    said = _lost_words(chosen, lookup)
    rows = _for_every_ward(summed, wards, PERIOD).join(bases, on="ward_code", how="left")
    rows = rows.with_columns(_partial_where_lost(said))
    split = pl.when(pl.col("basis").is_not_null()).then(
        pl.format("a split one shared out by {}", "basis")
    )
    moved = pl.lit(MOVED if chosen.moved else None, pl.String)
    has = pl.col("jobs").is_not_null()
    note = pl.concat_str(
        pl.when(has).then(moved), pl.when(has).then(split), _absent_words(),
        pl.when(has).then(pl.lit(said or None, pl.String)),
        separator="; ", ignore_nulls=True,
    )  # fmt: skip
    return rows.select(
        "ward_code",
        pl.lit("jobs_total").alias("measure"),
        *PERIOD,
        pl.col("jobs").alias("value"),
        "status",
        _reliability(),
        note.alias("note"),
    ).select(ROW)


def _best_year(reader: Reader, lad_code: str, lookup: pl.DataFrame) -> ByLsoa | None:
    """The newest nearly whole year, its LSOAs of 2021 before those of 2011; else the fullest."""
    apart = reader.apart()
    held = apart.of_council("jobs_small_areas", lad_code).filter(
        pl.col("job_kind") == "employment", pl.col("industry_level") == "total"
    )
    known = held.drop_nulls("jobs").select("period", "area_type").unique()
    if lookup["ward_code"].null_count() == lookup.height or known.is_empty():
        return None
    fullest: ByLsoa | None = None
    for period, kind in known.sort("period", "area_type", descending=True).iter_rows():
        if kind not in ("lsoa11", "lsoa21"):
            continue
        of_year = held.filter(pl.col("period") == period, pl.col("area_type") == kind)
        found = _on_2021(apart, of_year, kind == "lsoa11", lookup, held)
        whole_before = fullest is not None and fullest.covered >= NEARLY_WHOLE
        if whole_before and period != fullest.jobs["period"][0]:  # type: ignore[union-attr]
            break
        if fullest is None or found.covered > fullest.covered:
            fullest = found
    return fullest


def _on_2021(
    reader: Reader, of_year: pl.DataFrame, older: bool, lookup: pl.DataFrame, held: pl.DataFrame
) -> ByLsoa:
    """Figures of one year and vintage on the LSOAs of 2021."""
    apart = reader.apart()
    apart.adopt(reader)
    if older:
        changes = apart.table("lsoa_changes")
        codes = _expected(of_year["area_code"], changes, lookup)
        weights = _weights(apart, codes, changes, lookup, held)
        parts = lookups.parts_of_2021(codes, changes, lookup, weights)
        counts = of_year.rename({"area_code": "lsoa11_code"})
        jobs = lookups.lsoa11_to_21(counts, parts, value="jobs", by=PERIOD)
        unknown = counts.filter(~pl.col("lsoa11_code").is_in(parts["lsoa11_code"].implode()))
        nowhere = unknown.select(
            "jobs", "status", *PERIOD, lsoa_code="lsoa11_code", basis=pl.lit("")
        )
        jobs = pl.concat([jobs, nowhere.select(jobs.columns)])
    else:
        jobs = of_year.select(
            pl.col("area_code").alias("lsoa_code"), *PERIOD, "jobs", "status",
            pl.lit("").alias("basis"),
        )  # fmt: skip
    known = jobs.drop_nulls("jobs").filter(pl.col("status") != PARTIAL)["lsoa_code"]
    return ByLsoa(jobs, _share_of(lookup, known), older, apart)


def _share_of(lookup: pl.DataFrame, codes: pl.Series) -> float:
    """The share of the lookup's LSOAs that are among the codes, 0 for a lookup without any."""
    among = lookup.filter(pl.col("lsoa_code").is_in(codes.implode())).height
    return among / max(lookup.height, 1)


def _expected(codes: pl.Series, changes: pl.DataFrame, lookup: pl.DataFrame) -> pl.Series:
    """LSOAs of 2011 with figures, and those that lie wholly in the council and should have some."""
    within = pl.col("lsoa21_code").is_in(lookup["lsoa_code"].implode())
    own = changes.group_by("lsoa11_code").agg(within.all().alias("own")).filter("own")
    return pl.concat([codes, own["lsoa11_code"].alias(codes.name)]).unique().sort()


def _weights(
    reader: Reader,
    codes: pl.Series,
    changes: pl.DataFrame,
    lookup: pl.DataFrame,
    held: pl.DataFrame,
) -> list[tuple[str, pl.DataFrame]]:
    """What split LSOAs are shared out by, best first: jobs of their parts, else residents.

    Nothing is read where no LSOA was split.
    """
    bare = lookups.parts_of_2021(codes, changes, lookup)
    if (bare["basis"] == "").all():
        return []
    parts = bare.filter(pl.col("basis") != "")["lsoa_code"].implode()
    found = []
    jobs = held.filter(
        pl.col("area_type") == "lsoa21", pl.col("jobs").is_not_null(),
        pl.col("area_code").is_in(parts),
    )  # fmt: skip
    for (period,), year in sorted(jobs.partition_by("period", as_dict=True).items(), reverse=True):
        weight = year.select(lsoa_code="area_code", weight="jobs")
        found.append((f"the jobs of its parts in {period}", weight))
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
            found.append(("the residents of its parts in 2021", weight))
            break
    return found


def jobs_by_sector(reader: Reader, lad_code: str, wards: pl.DataFrame) -> pl.DataFrame:
    """Jobs by section where the council's LSOAs have jobs by division; columns as ROW.

    No rows where fewer than NEARLY_WHOLE of its LSOAs have any: a model knows more then.
    """
    apart = reader.apart()
    held = apart.of_council("jobs_small_areas", lad_code).filter(
        pl.col("area_type") == "lsoa21",
        pl.col("job_kind") == "employment",
        pl.col("industry_level") == "division",
    )
    lookup = ward_list.fits(apart, lad_code, wards)
    known = held.drop_nulls("jobs")
    newest = held.join(known.select(pl.col("period").max()), on="period", how="semi")
    covered = _share_of(lookup, newest.drop_nulls("jobs")["area_code"])
    placed = lookup.drop_nulls("ward_code")
    if newest.is_empty() or placed.is_empty() or covered < NEARLY_WHOLE:
        return pl.DataFrame(schema=EMPTY)
    reader.adopt(apart)
    section = pl.col("industry_code").replace_strict(
        SECTION_OF, default=None, return_dtype=pl.String
    )
    divisions = newest.select(
        pl.col("area_code").alias("lsoa_code"), *PERIOD, "industry_code", section.alias("section"),
        "jobs", "status",
    ).filter(pl.col("section").is_in(WARD_SECTIONS))  # fmt: skip
    by_division = lookups.to_wards(
        divisions, placed, value="jobs", by=("section", "industry_code", *PERIOD)
    )
    summed = by_division.group_by("ward_code", "section", *PERIOD, maintain_order=True).agg(
        sum_known("jobs").alias("jobs"),
        of_sum("jobs").alias("status"),
        pl.col("lsoas_count", "absent_count").max(),
    )
    found = ByLsoa(divisions, covered, moved=False, reader=apart)
    said = _lost_words(found, lookup)
    rows = _for_every_ward(summed, wards, ("section", *PERIOD))
    rows = rows.with_columns(_partial_where_lost(said))
    has = pl.col("jobs").is_not_null()
    note = pl.concat_str(
        _absent_words(), pl.when(has).then(pl.lit(said or None, pl.String)),
        separator="; ", ignore_nulls=True,
    )  # fmt: skip
    return rows.select(
        "ward_code",
        pl.format("jobs_section_{}", pl.col("section").str.to_lowercase()).alias("measure"),
        *PERIOD,
        pl.col("jobs").alias("value"),
        "status",
        _reliability(),
        note.alias("note"),
    ).select(ROW)


def _for_every_ward(summed: pl.DataFrame, wards: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """The sums, and a missing row for each ward that no LSOA fits."""
    cells = wards.select("ward_code").join(
        summed.select(by).unique(maintain_order=True), how="cross"
    )
    joined = cells.join(summed, on=["ward_code", *by], how="left", validate="1:1")
    return joined.with_columns(
        pl.col("status").fill_null(MISSING), pl.col("lsoas_count", "absent_count").fill_null(0)
    )


def _absent_words() -> pl.Expr:
    """What of a ward is not there, null where all is."""
    count, absent = pl.col("lsoas_count"), pl.col("absent_count")
    return (
        pl.when(count == 0)
        .then(pl.lit("no LSOA of the lookup lies mostly in this ward"))
        .when(absent == count)
        .then(pl.format("none of its {} LSOAs has a figure", count))
        .when(absent > 0)
        .then(pl.format("{} of its {} LSOAs without a figure, so too low", absent, count))
        .when(pl.col("status") == PARTIAL)
        .then(pl.lit("a part of some LSOA has no figure, so too low"))
    )


def _lost_words(found: ByLsoa, lookup: pl.DataFrame) -> str:
    """What the council has in LSOAs that the lookup does not know; '' for nothing.

    An LSOA of 2011 that leads nowhere leaves one of 2021 without a figure, which its ward says.
    """
    lost = lookups.outside(found.jobs, lookup).drop_nulls("jobs")
    if lost.is_empty() or (found.moved and found.covered < 1.0):
        return ""
    lsoas = lost["lsoa_code"].n_unique()
    return (
        f"{lsoas:,} LSOA{'' if lsoas == 1 else 's'} of the council, with "
        f"{lost['jobs'].sum():,.0f} jobs, in no ward of the lookup"
    )


def _partial_where_lost(said: str) -> pl.Expr:
    """Where LSOAs are in no ward, each ward of the council may lack one."""
    short = pl.lit(bool(said)) & pl.col("jobs").is_not_null()
    return pl.when(short).then(pl.lit(PARTIAL)).otherwise("status").alias("status")


def _reliability() -> pl.Expr:
    return reliability.of_cv(reliability.cv_of_jobs(pl.col("jobs"))).alias("reliability")
