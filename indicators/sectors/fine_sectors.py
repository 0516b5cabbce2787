"""Sectors finer than sections: classes of 3 and 5 digits, and the sectors of every list.

Jobs are means of the two newest years. An outlook is given for single classes only: sums of classes
are too few for their record to be measured. What the outlook would be in jobs is not given either:
it explains 0.2% of how growth differs from class to class.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables.sectors import FINE_SECTORS
from catalog.vocabulary.status import MISSING, PARTIAL
from indicators.inputs import Inputs
from indicators.sectors import fine_noise, fine_outlook, fine_record, fine_words, sector_list_jobs
from indicators.sectors.fine_levels import CLASS, FARM_CLASS, levels
from indicators.sectors.fine_places import nation_of, places

CLASS_LISTS: Final = ("group", "subclass")  # each fine class is a sector of its own list
LEAST_SHOWN: Final = 50  # jobs; 5-digit classes with fewer are shown where a speciality
LEAST_JUDGED: Final = 50  # jobs below which a change was not compared with noise
PSEUDO: Final = 2.5  # half of the finest step of rounding, so that nought has a logarithm
QUOTIENT: Final = pl.col("location_quotient")


def fine_sectors(inputs: Inputs) -> pl.DataFrame:
    """Rows of `fine_sectors`: every council with jobs, or the group; none without fine figures."""
    nation, nation_name = nation_of(inputs.jobs_fine)
    of = places(inputs)
    if not nation or of.is_empty():
        return FINE_SECTORS.empty()
    classes = levels(inputs, of)
    names = of.select("area_code", "area_name", "area_type")
    found = pl.concat(
        [_classes(classes, inputs), _lists(classes, inputs.sector_lists)], how="diagonal_relaxed"
    ).join(names, on="area_code", validate="m:1")
    rows = _figures(found.with_columns(nation_name=pl.lit(nation_name)))
    rows = rows.with_columns(note=fine_words.note())
    absent = _without_figures(names, classes, inputs.sector_lists, nation_name)
    every = pl.concat([rows.select(FINE_SECTORS.columns), absent])
    return every.sort("area_code", "sector_list", "sector_code")


def _classes(classes: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Groups and subclasses as sectors of their own, with their outlook."""
    compared = pl.all_horizontal(
        pl.col(name).is_not_null()
        for name in ("jobs", "jobs_before", "nation_jobs", "nation_before")
    )
    half = [
        pl.when(pl.col("industry_level") == level).then(
            fine_noise.half_width_jobs(pl.col(column), level)
        )
        for column in ("jobs", "nation_jobs")
        for level in CLASS_LISTS
    ]
    rows = classes.filter(~pl.col("industry_code").str.contains(FARM_CLASS)).with_columns(
        half_jobs=pl.coalesce(half[:2]),
        nation_half=pl.coalesce(half[2:]),
        compared_jobs=pl.when(compared).then("jobs"),
        jobs_before=pl.when(compared).then("jobs_before"),
        compared_nation=pl.when(compared).then("nation_jobs"),
        nation_before=pl.when(compared).then("nation_before"),
        classes_count=pl.when(pl.col("industry_level") == "subclass").then(pl.lit(1)),
    )
    rows = rows.join(_count_classes(classes), on=["area_code", *CLASS], how="left")
    return _with_outlook(rows, inputs).select(
        pl.exclude("industry_level", "industry_code", "industry_name", "classes_count", "_counted"),
        sector_list="industry_level", sector_code="industry_code", sector_name="industry_name",
        classes_count=pl.coalesce("classes_count", "_counted", pl.lit(0)).cast(pl.Int64),
    )  # fmt: skip


def _count_classes(classes: pl.DataFrame) -> pl.DataFrame:
    """How many 5-digit classes of each group have jobs."""
    with_jobs = classes.filter(pl.col("jobs") > 0, industry_level="subclass")
    return with_jobs.group_by(
        "area_code",
        pl.lit("group").alias("industry_level"),
        pl.col("industry_code").str.head(fine_outlook.GROUP_DIGITS),
    ).agg(pl.len().alias("_counted"))


def _with_outlook(rows: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """The rows with score, tier and rank of the class among those of its area that were tested."""
    scores = [
        fine_outlook.of_nation(inputs, int(year)).with_columns(year=pl.lit(year, dtype=pl.Int32))
        for year in rows["year"].unique().sort()
    ]
    if not scores:
        scores = [fine_outlook.of_nation(inputs, 0).with_columns(year=pl.lit(0, dtype=pl.Int32))]
    tested = pl.col("jobs") >= fine_outlook.LEAST_JOBS
    scored = rows.join(pl.concat(scores), on=[*CLASS, "year"], how="left", validate="m:1")
    scored = scored.with_columns(
        carriers_score=pl.when(tested).then("carriers_score"),
        carriers_tier=pl.when(tested).then("carriers_tier").fill_null(""),
    )
    rank = pl.col("carriers_score").rank("ordinal", descending=True)
    answered = pl.col("carriers_tier") != ""
    rated = scored.sort("area_code", *CLASS).join(
        fine_record.hit_rates(), on="industry_level", how="left", validate="m:1"
    )
    return rated.with_columns(
        rank.over("area_code", "industry_level").cast(pl.Int64).alias("carriers_rank"),
        pl.when(answered).then("carriers_hit_pct").alias("carriers_hit_pct"),
        pl.when(answered).then("carriers_base_pct").alias("carriers_base_pct"),
    )


def _lists(classes: pl.DataFrame, lists: pl.DataFrame) -> pl.DataFrame:
    """The sectors of every list, as sums of classes."""
    summed = sector_list_jobs.sum_sectors(classes, lists)
    too_low = (pl.col("unknown_count") > 0) | (pl.col("uncoded_count") > 0)
    partial = too_low & pl.col("jobs").is_not_null()
    return summed.with_columns(
        carriers_tier=pl.lit(""),
        classes_count=pl.col("classes_count").fill_null(0),
        status=pl.when(partial)
        .then(pl.lit(PARTIAL))
        .otherwise(pl.col("status").fill_null(MISSING)),
    )


def _figures(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with bounds, shares, quotients, and what they say; rows worth showing alone."""
    jobs, half = pl.col("jobs"), pl.col("half_jobs")
    # Bounds as shares of the figure, but for less than one job.
    relative = half / pl.when(jobs >= 1).then(jobs)
    total, nation_jobs, nation_total = (
        pl.col(name) for name in ("total", "nation_jobs", "nation_total")
    )
    nation_relative = pl.col("nation_half") / pl.when(nation_jobs >= 1).then(nation_jobs)
    spread = (relative**2 + nation_relative**2).sqrt()
    # Where much is withheld classes can come to more than their total: then no share is said.
    share = pl.when((total > 0) & (jobs <= total)).then(jobs / total)
    nation_share = pl.when((nation_total > 0) & (nation_jobs <= nation_total)).then(
        nation_jobs / nation_total
    )
    divisible = pl.when(share.is_not_null() & (nation_share > 0) & (nation_jobs >= 1))
    with_bounds = rows.with_columns(
        period_from=(pl.col("year") - 1).cast(pl.String),
        period_to=pl.col("year").cast(pl.String),
        lower80=pl.when(jobs >= 1).then(fine_noise.lower(jobs, relative)).otherwise(0.0 * jobs),
        upper80=pl.when(jobs >= 1).then(fine_noise.upper(jobs, relative)).otherwise(jobs + half),
        share_pct=100.0 * share,
        nation_share_pct=100.0 * nation_share,
        location_quotient=divisible.then(share / nation_share),
        _at_most=divisible.then((jobs + half) / total / nation_share),
    )
    figures = with_bounds.with_columns(
        quotient_lower80=pl.when(jobs >= 1).then(fine_noise.lower(QUOTIENT, spread))
        .otherwise(0.0 * QUOTIENT),
        quotient_upper80=pl.when(jobs >= 1).then(fine_noise.upper(QUOTIENT, spread))
        .otherwise("_at_most"),
    ).with_columns(specialised=_specialised(), unusual=_unusual())  # fmt: skip
    shown = pl.when(pl.col("sector_list") == "subclass").then(
        (jobs >= LEAST_SHOWN) | ((pl.col("specialised") == "more") & (jobs > 0))
    ).when(pl.col("sector_list") == "group").then(jobs.is_null() | (jobs > 0)).otherwise(
        pl.lit(value=True)
    )  # fmt: skip
    return figures.filter(shown)


def _specialised() -> pl.Expr:
    return (
        pl.when(pl.col("quotient_lower80").is_null())
        .then(pl.lit(""))
        .when(pl.col("quotient_lower80") > 1)
        .then(pl.lit("more"))
        .when(pl.col("quotient_upper80") < 1)
        .then(pl.lit("less"))
        .otherwise(pl.lit("about the same"))
    )


def _unusual() -> pl.Expr:
    """Whether the change against the nation is beyond what nine in ten classes of its size do.

    Of single classes: how sums of them change by chance was not measured.
    """
    after, before = pl.col("compared_jobs"), pl.col("jobs_before")
    size = (after + before) / 2
    change = ((after + PSEUDO) / (before + PSEUDO)).log() - (
        (pl.col("compared_nation") + PSEUDO) / (pl.col("nation_before") + PSEUDO)
    ).log()
    is_group = pl.col("sector_list") == "group"
    width = pl.when(is_group).then(fine_noise.width(size, "group", "change")).otherwise(
        fine_noise.width(size, "subclass", "change")
    )  # fmt: skip
    judged = (size >= LEAST_JUDGED) & pl.col("sector_list").is_in(CLASS_LISTS)
    return (
        pl.when(judged & (change > width))
        .then(pl.lit("grown"))
        .when(judged & (change < -width))
        .then(pl.lit("shrunk"))
        .otherwise(pl.lit(""))
    )


def _without_figures(
    names: pl.DataFrame, classes: pl.DataFrame, lists: pl.DataFrame, nation_name: str
) -> pl.DataFrame:
    """Sectors of lists for places of which we have no figure by class: missing, and said so."""
    measured = classes.filter(industry_level="subclass").select("area_code").unique()
    without = names.join(measured, on="area_code", how="anti")
    sectors = lists.select("sector_list", "sector_code", "sector_name").unique(
        ["sector_list", "sector_code"]
    )
    texts = {"measured_code": "", "measured_name": "", "period_from": "", "period_to": "",
             "nation_name": nation_name, "specialised": "", "unusual": "", "carriers_tier": "",
             "status": MISSING}  # fmt: skip
    rows = without.join(sectors, how="cross").with_columns(
        *(pl.lit(words).alias(name) for name, words in texts.items()),
        classes_count=pl.lit(0, dtype=pl.Int64),
        note=fine_words.no_figures(),
    )
    return pl.concat([FINE_SECTORS.empty(), rows], how="diagonal_relaxed").select(
        FINE_SECTORS.columns
    )
