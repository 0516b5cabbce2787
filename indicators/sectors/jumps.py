"""Changes that may be no growth: one employer that came or left, or was counted elsewhere.

A jump is a change of which most came in one year, beyond what the sector did in the nation and
beyond that year's noise, and large beside the jobs before. It may be a reclassification where a
related sector moved the other way by as much in the same year, and one employer where few local
units are large enough to have made it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.vocabulary.industries import SECTION_OF
from catalog.vocabulary.reliability import variance_of_jobs
from indicators.sectors.changes import CELL, LIKELY, SPAN, VERY_LIKELY

ONE_EMPLOYER: Final = "one employer"
RECLASSIFICATION: Final = "reclassification"
_CONSTANTS = reference.read_constants("sector_constants")
LEAST_SHARE: Final = _CONSTANTS["jump_least_share"]
LEAST_GROWTH: Final = _CONSTANTS["jump_least_growth"]
LEAST_JOBS: Final = _CONSTANTS["jump_least_jobs"]
MOST_JOBS: Final = _CONSTANTS["jump_most_jobs"]
LARGE_JOBS: Final = _CONSTANTS["jump_large_unit_jobs"]
FEW_LARGE: Final = _CONSTANTS["jump_few_large_units"]
FEW_MEDIUM: Final = _CONSTANTS["jump_few_medium_units"]
LIKE_SIZE: Final = _CONSTANTS["jump_like_size"]
KEY: Final = (*SPAN, "industry_code")
ADDED: Final = ("jump", "jump_note")


def related_industries() -> pl.DataFrame:
    """industry_code and related_code: related sections, and divisions of one section."""
    pairs = reference.read("related_sections").select(
        industry_code="section_code", related_code="related_code"
    )
    other_way = pairs.select(industry_code="related_code", related_code="industry_code")
    divisions = pl.DataFrame(
        list(SECTION_OF.items()), schema=["industry_code", "section"], orient="row"
    )
    siblings = divisions.join(divisions.rename({"industry_code": "related_code"}), on="section")
    within = siblings.filter(pl.col("industry_code") != pl.col("related_code"))
    return pl.concat([pairs, other_way, within.drop("section")])


def yearly_steps(cells: pl.DataFrame, nation: str) -> pl.DataFrame:
    """CELL, industry_name, year, from_year, step, beyond and beyond_z: changes between figures.

    `beyond` is the change less that of the nation's growth in the sector over the same years, the
    change itself where the nation has no such figures; beyond_z that over the noise.
    """
    ordered = cells.sort(*CELL, "year")
    before = pl.col("value").shift(1).over(CELL)
    steps = ordered.select(
        *CELL, "industry_name", "year", from_year=pl.col("year").shift(1).over(CELL),
        before=before, step=pl.col("value") - before,
        noise=(variance_of_jobs(pl.col("value")) + variance_of_jobs(before)).sqrt(),
    ).drop_nulls("step")  # fmt: skip
    growth = steps.filter(pl.col("area_code") == nation, pl.col("before") > 0).select(
        "industry_code", "year", "from_year", growth=pl.col("step") / pl.col("before")
    )
    on = ["industry_code", "year", "from_year"]
    joined = steps.join(growth, on=on, how="left", validate="m:1", maintain_order="left")
    usual = pl.col("before") * pl.col("growth").fill_null(0.0)
    return joined.with_columns(beyond=pl.col("step") - usual).select(
        *CELL, "industry_name", "year", "from_year", "step", "beyond",
        beyond_z=pl.col("beyond") / pl.col("noise"),
    )  # fmt: skip


def mark_jumps(
    rows: pl.DataFrame, cells: pl.DataFrame, units: pl.DataFrame, nation: str,
    related: pl.DataFrame | None = None,
) -> pl.DataFrame:  # fmt: skip
    """`rows` of `measure_changes` with ADDED: why the change may be no growth, and in words.

    `units`: business_units by CELL, year and size_band; where there are none for an area, any jump
    is marked. `related`: pairs between which employers move, by default `related_industries`.
    """
    steps = yearly_steps(cells, nation)
    jumps = _main_steps(rows, steps)
    pairs = related_industries() if related is None else related
    moved = _opposite_steps(jumps, steps, pairs)
    marked = _with_units(jumps, units).join(moved, on=KEY, how="left", validate="1:1")
    is_reclassified = pl.col("related_name").is_not_null()
    sized = pl.format(
        "{} jobs between {} and {}", _signed("step"), pl.col("from_year"), pl.col("year")
    )
    marked = marked.filter(is_reclassified | pl.col("is_one_employer")).select(
        *KEY,
        jump=pl.when(is_reclassified)
        .then(pl.lit(RECLASSIFICATION))
        .otherwise(pl.lit(ONE_EMPLOYER)),
        jump_note=pl.when(is_reclassified)
        .then(
            pl.format(
                "{}, and {} in {}: an employer may have been reclassified",
                sized, _signed("related_step"), "related_name",
            )
        )
        .otherwise(pl.format("{}: one employer could have made this change", sized)),
    )  # fmt: skip
    joined = rows.join(marked, on=KEY, how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(pl.col(ADDED).fill_null(""))


def _signed(column: str) -> pl.Expr:
    """Jobs as text: +1,500 or -250."""
    size = pl.col(column).abs().round(0).cast(pl.Int64)
    thousands = pl.when(size >= 1000).then(
        pl.format("{},{}", size // 1000, (size % 1000).cast(pl.String).str.zfill(3))
    )
    return pl.concat_str(
        pl.when(pl.col(column) < 0).then(pl.lit("-")).otherwise(pl.lit("+")),
        thousands.otherwise(size.cast(pl.String)),
    )


def _main_steps(rows: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """For each changed row the one year that made most of its change, if it is a jump."""
    changed = rows.filter(pl.col("z").abs() >= LIKELY).select(*KEY, "jobs_before", "change_jobs")
    in_span = changed.join(steps, on=CELL, maintain_order="left").filter(
        pl.col("from_year") >= pl.col("before_year"), pl.col("year") <= pl.col("after_year") + 1
    )
    size = pl.min_horizontal(pl.col("step").abs(), pl.col("beyond").abs())
    same_way = pl.col("beyond") * pl.col("change_jobs").sign()
    main = in_span.with_columns(same_way=same_way).sort(
        *KEY, "same_way", "year", descending=[False] * len(KEY) + [True, False]
    ).unique(KEY, keep="first", maintain_order=True)  # fmt: skip
    return main.filter(
        pl.col("same_way") >= LEAST_SHARE * pl.col("change_jobs").abs(),
        pl.col("step") * pl.col("beyond") > 0,
        pl.col("beyond_z").abs() >= VERY_LIKELY,
        size >= LEAST_JOBS,
        size >= LEAST_GROWTH * pl.col("jobs_before"),
    ).drop("same_way")


def _opposite_steps(
    jumps: pl.DataFrame, steps: pl.DataFrame, related: pl.DataFrame
) -> pl.DataFrame:
    """KEY, related_name and related_step: the nearest in size of related sectors' steps back."""
    beside = steps.select(
        "area_code", "year", "from_year", related_code="industry_code",
        related_name="industry_name", related_step="step", related_beyond="beyond",
        related_z="beyond_z",
    )  # fmt: skip
    pairs = jumps.join(related, on="industry_code").join(
        beside, on=["area_code", "year", "from_year", "related_code"], validate="m:1"
    )
    ratio = pl.col("related_beyond").abs() / pl.col("beyond").abs()
    near = pl.min_horizontal(ratio, 1.0 / ratio)
    return (
        pairs.filter(
            pl.col("beyond") * pl.col("related_beyond") < 0, near >= LIKE_SIZE,
            pl.col("related_step") * pl.col("related_beyond") > 0,
            pl.col("related_z").abs() >= VERY_LIKELY,
        )
        .with_columns(near=near)
        .sort(*KEY, "near", "related_code", descending=[False] * len(KEY) + [True, False])
        .unique(KEY, keep="first", maintain_order=True)
        .select(*KEY, "related_name", "related_step")
    )  # fmt: skip


def _with_units(jumps: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """`jumps` with is_one_employer: few units are large enough, or their number moved as well.

    A year's jobs are those of September, its local units those of March before.
    """
    size = pl.col("business_units")
    counts = units.group_by(*CELL, "year").agg(
        size.filter(pl.col("size_band") == "large").sum().alias("large"),
        size.filter(pl.col("size_band").is_in(["medium", "large"])).sum().alias("medium"),
    )
    after = counts.select(*CELL, pl.col("year") - 1, large="large", medium="medium")
    before = counts.select(*CELL, pl.col("year").alias("from_year"), large_before="large",
                           medium_before="medium")  # fmt: skip
    joined = jumps.join(after, on=[*CELL, "year"], how="left", validate="m:1").join(
        before, on=[*CELL, "from_year"], how="left", validate="m:1"
    )
    is_large = pl.col("step").abs() >= LARGE_JOBS
    able = pl.when(is_large).then("large").otherwise("medium")
    able_before = pl.when(is_large).then("large_before").otherwise("medium_before")
    few = able <= pl.when(is_large).then(FEW_LARGE).otherwise(FEW_MEDIUM)
    moved = (able - able_before) * pl.col("step").sign() > 0
    likely = pl.col("large").is_null() | few | moved.fill_null(value=False)
    return joined.with_columns(is_one_employer=likely & (pl.col("step").abs() <= MOST_JOBS))
