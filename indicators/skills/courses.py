"""Courses achieved, by subject and level, with withheld counts filled in: never as nought.

A count below 5 is withheld. What a subject's published total leaves is shared among its withheld
cells, at least one each; then the cells are brought to the published total of the area.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL, SUPPRESSED
from indicators.row_blocks import part_by
from indicators.skills.qualifications import OF_ACHIEVEMENTS

FURTHER_EDUCATION: Final = "further education"
APPRENTICESHIPS: Final = "apprenticeships"
LEAVERS: Final = "school and college leavers"
TOTAL: Final = "total"
ALL_SUBJECTS: Final = "all subjects"  # of a file that does not divide them
_CONSTANTS = reference.read_constants("skills_constants")
WITHHELD: Final = _CONSTANTS["withheld_count"]
LEARNERS_PER_COURSE: Final = _CONSTANTS["learners_per_course"]
ROUNDED_BY: Final = 5.0  # a count to the nearest 10 is at most so far from the true one
BELOW: Final = 5.0  # a withheld count is smaller than this
# courses_count in the source's unit, persons the people behind it; of the total row as published.
SCHEMA: Final = {
    "area_code": pl.String, "supply_stream": pl.String, "period": pl.String,
    "subject_area": pl.String, "level_code": pl.String, "courses_count": pl.Float64,
    "persons": pl.Float64, "status": pl.String,
}  # fmt: skip
GROUP: Final = ("area_code", "supply_stream", "period")


def read_courses(
    aims: pl.DataFrame, apprenticeships: pl.DataFrame, achievements: pl.DataFrame,
    destinations: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Rows of SCHEMA of every area and year: filled cells, and a row of each published total."""
    levels = pl.DataFrame(
        [(code, level, 1.0) for code, level in OF_ACHIEVEMENTS.items()],
        schema={"course_level": pl.String, "level_code": pl.String, "share": pl.Float64},
        orient="row",
    )
    education = _fill(_achieved(aims), FURTHER_EDUCATION, levels)
    per_course = _learners_per_course(aims, achievements)
    education = education.join(
        per_course, on=["area_code", "period"], how="left", validate="m:1", maintain_order="left"
    ).with_columns(
        persons=pl.col("courses_count") * pl.col("per_course").fill_null(LEARNERS_PER_COURSE)
    )
    trained = _fill(_achieved(apprenticeships), APPRENTICESHIPS,
                    reference.read("apprenticeship_levels"))  # fmt: skip
    left = _fill(_leavers(destinations), LEAVERS, None)
    return pl.concat([part.select(list(SCHEMA)) for part in (education, trained, left)])


def newest(courses: pl.DataFrame) -> pl.DataFrame:
    """Rows of each area and stream in the newest year that divides them by subject, else the
    newest, without those of totals."""
    cells = courses.filter(pl.col("subject_area") != TOTAL)
    is_divided = (pl.col("subject_area") != ALL_SUBJECTS) & (pl.col("supply_stream") != LEAVERS)
    kept = pl.coalesce(pl.col("period").filter(is_divided).max(), pl.col("period").max())
    # Of a group some members may be divided and others not: all of them count.
    return cells.filter(pl.col("period") == kept.over("area_code", "supply_stream"))


class Newest:
    """`newest` courses and published totals, to look up for one area and stream."""

    def __init__(self, courses: pl.DataFrame) -> None:
        """`courses`: rows of SCHEMA."""
        self._cells = part_by(newest(courses), "area_code", "supply_stream")
        self._none = courses.clear()
        totals = courses.filter(pl.col("subject_area") == TOTAL).unique(GROUP, keep="first")
        self._totals = {
            tuple(key): count for *key, count in totals.select(*GROUP, "courses_count").rows()
        }

    def find(self, area: str, stream: str) -> pl.DataFrame:
        """An area's rows of a stream; empty where there are none."""
        return self._cells.get((area, stream), self._none)

    def find_total(self, area: str, stream: str, period: str) -> float | None:
        """The area's total as published; None where it is withheld or absent."""
        return self._totals.get((area, stream, period))


def sum_courses(courses: pl.DataFrame, members: Sequence[str], code: str) -> pl.DataFrame:
    """Courses of all members together, in the years that all of them have.

    Withheld cells are filled before, so a cell that a member's file leaves out had nobody in it.
    """
    of_members = courses.filter(pl.col("area_code").is_in(list(members)))
    complete = (
        of_members.group_by("supply_stream", "period")
        .agg(pl.col("area_code").n_unique())
        .filter(pl.col("area_code") == len(set(members)))
        .select("supply_stream", "period")
    )
    absent = pl.col("courses_count").is_null()
    return (
        of_members.join(complete, on=["supply_stream", "period"], how="semi")
        .group_by("supply_stream", "period", "subject_area", "level_code", maintain_order=True)
        .agg(
            status=pl.when(absent.all()).then(pl.lit(MISSING))
            .when(absent.any() | (pl.col("status") == PARTIAL).any()).then(pl.lit(PARTIAL))
            .otherwise(pl.lit(MODELLED)),
            # A total that lacks a member is not that of the group.
            courses_count=pl.when(
                ~absent.any() | (~absent.all() & (pl.col("subject_area").first() != TOTAL))
            ).then(pl.col("courses_count").sum()),
            persons=pl.when(~absent.all()).then(pl.col("persons").sum()),
        )
        .with_columns(area_code=pl.lit(code))
        .select(list(SCHEMA))
    )  # fmt: skip


def _achieved(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("course_measure") == "achievements").select(
        "area_code", "period", "subject_area", "course_level", "status", value="courses_count"
    )


def _leavers(table: pl.DataFrame) -> pl.DataFrame:
    """Leavers who went into work, by the level they studied, in the form of `_achieved`."""
    return table.filter(pl.col("destination") == "work").select(
        "area_code", "period", pl.lit(TOTAL).alias("subject_area"),
        pl.col("cohort_level").alias("course_level"), "status",
        pl.col("leavers_persons").alias("value"),
    )  # fmt: skip


def _learners_per_course(aims: pl.DataFrame, achievements: pl.DataFrame) -> pl.DataFrame:
    """area_code, period, per_course: people over courses in education and training, of one year."""
    people = achievements.filter(
        pl.col("achievement_measure") == "learners", pl.col("breakdown") == "provision",
        pl.col("breakdown_code") == "education and training", pl.col("achievements_count") > 0,
    ).select("area_code", "period", people="achievements_count")  # fmt: skip
    courses = _achieved(aims).filter(
        pl.col("subject_area") == TOTAL, pl.col("course_level") == TOTAL, pl.col("value") > 0
    )
    return courses.join(people, on=["area_code", "period"], validate="1:1").select(
        "area_code", "period", per_course=pl.min_horizontal(pl.col("people") / pl.col("value"), 1.0)
    )


def _fill(table: pl.DataFrame, stream: str, levels: pl.DataFrame | None) -> pl.DataFrame:
    """Cells by subject and our levels, and the total, of a table with its withheld counts.

    A table without subjects has its levels as cells. `levels`: course_level, level_code, share.
    """
    year = ["area_code", "period"]
    table = table.with_columns(supply_stream=pl.lit(stream))
    is_cell = (pl.col("subject_area") != TOTAL) & (pl.col("course_level") != TOTAL)
    by_subject = table.filter(is_cell)
    undivided = table.filter(pl.col("course_level") != TOTAL, ~is_cell).join(
        by_subject, on=year, how="anti"
    )
    cells = pl.concat([by_subject, undivided.with_columns(subject_area=pl.lit(ALL_SUBJECTS))])
    of_subjects = table.filter(pl.col("course_level") == TOTAL).with_columns(
        subject_area=pl.when(pl.col("subject_area") == TOTAL)
        .then(pl.lit(ALL_SUBJECTS))
        .otherwise("subject_area")
    )
    totals = of_subjects.select(*year, "subject_area", subject_total="value",
                                is_small=pl.col("status") == SUPPRESSED)  # fmt: skip
    filled = _fill_withheld(cells, totals, year)
    area_totals = of_subjects.filter(pl.col("subject_area") == ALL_SUBJECTS)
    scaled = _bring_to_total(filled, area_totals, year)
    if levels is not None:
        scaled = scaled.join(levels, on="course_level", how="inner").with_columns(
            courses_count=pl.col("courses_count") * pl.col("share")
        )
    else:
        scaled = scaled.with_columns(level_code="course_level")
    summed = scaled.group_by(*GROUP, "subject_area", "level_code", maintain_order=True).agg(
        status=pl.when(pl.col("courses_count").is_null().all()).then(pl.lit(MISSING))
        .when(pl.col("courses_count").is_null().any() | pl.col("is_partial").any())
        .then(pl.lit(PARTIAL))
        .otherwise(pl.lit(MODELLED)),
        courses_count=pl.when(pl.col("courses_count").is_not_null().any()).then(
            pl.col("courses_count").sum()
        ),
    )  # fmt: skip
    published = area_totals.with_columns(
        subject_area=pl.lit(TOTAL), level_code=pl.lit(TOTAL), courses_count="value"
    )
    both = pl.concat([summed, published.select(summed.columns)])
    return both.with_columns(persons="courses_count")


def _fill_withheld(cells: pl.DataFrame, totals: pl.DataFrame, year: list[str]) -> pl.DataFrame:
    """courses_count of each cell: as published, or its share of what the subject's total leaves.

    Null where a count is not published at all.
    """
    subject = [*year, "subject_area"]
    is_withheld = pl.col("status") == SUPPRESSED
    count = is_withheld.sum().over(subject)
    left = pl.col("subject_total") - pl.col("value").sum().over(subject)
    # Of a subject whose total is withheld as well there are fewer than five in all.
    from_total = (
        pl.when(pl.col("subject_total").is_not_null()).then((left / count).clip(lower_bound=1.0))
        .when(pl.col("is_small")).then(WITHHELD / count)
        .otherwise(WITHHELD)
    )  # fmt: skip
    return cells.join(totals, on=subject, how="left", validate="m:1", maintain_order="left").select(
        *year, "supply_stream", "subject_area", "course_level",
        courses_count=pl.when(is_withheld).then(from_total).otherwise("value"),
        is_withheld=is_withheld,
    )  # fmt: skip


def _bring_to_total(cells: pl.DataFrame, totals: pl.DataFrame, year: list[str]) -> pl.DataFrame:
    """The cells times what brings them to the area's total, where rounding and withheld counts
    can be all that is between.

    Where they cannot, some rows are not in the file: the difference is shown, not spread.
    """
    slack = ROUNDED_BY * (~pl.col("is_withheld")).sum() + BELOW * pl.col("is_withheld").sum()
    both = cells.join(
        totals.select(*year, "value", is_partial=pl.col("status") == PARTIAL),
        on=year, how="left", validate="m:1", maintain_order="left",
    )  # fmt: skip
    summed = pl.col("courses_count").sum().over(year)
    near = (
        (pl.col("value") > 0)
        & ((pl.col("value") - summed).abs() <= slack.over(year))
        & (summed > 0)
    )
    factor = pl.when(near).then(pl.col("value") / summed).otherwise(1.0)
    return both.with_columns(courses_count=pl.col("courses_count") * factor)
