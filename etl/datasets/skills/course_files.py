"""Courses by area, subject and level, in the layouts of the Department for Education."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from catalog.schema import Table
from catalog.vocabulary.status import ROUNDED
from etl.clients.files import published, uploads
from etl.clients.files.published import Layout
from etl.datasets.skills.fe_achievements import MEMBERS
from etl.datasets.skills.places import add_area_types
from etl.raw import RawError, RawPart

# The subjects of MEMBERS stand after its levels, ages and kinds of provision.
_FIRST_SUBJECT: Final = list(MEMBERS).index("Health, Public Services and Care")
SUBJECTS: Final = dict(list(MEMBERS.items())[_FIRST_SUBJECT:]) | {
    "Total": "total", "Not Applicable": "not known", "Not Known": "not known",
    "Unknown": "not known",
}  # fmt: skip
PERIOD: Final = ("date", "time_period")
AREA_CODE: Final = ("geography_code", "lad_code", "new_la_code")
AREA_NAME: Final = ("geography_name", "lad_name", "la_name")
SUBJECT: Final = (
    "ssa_t1_desc", "ssa_tier_1", "ssa_tier_1_desc", "sector_subject_area_tier_1", "ssa_t1",
    "sector_subject_area",
)  # fmt: skip
# Columns by which the same people are cut again, and their member that is everyone.
_CUTS: Final = (
    "age_summary", "age_group", "age_youth_adult", "sex", "gender", "ethnicity",
    "ethnicity_group", "ethnicity_major", "lldd", "learner_home_depriv", "ssa_t2_desc",
    "ssa_tier_2", "sector_subject_area_tier_2", "std_fwk_name", "apps_level_detailed",
    "start_month", "funding_type", "provision_type",
)  # fmt: skip
EVERYONE: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(_CUTS, ("Total", "All", "All ages")),
    "pcon_name": ("", "Total"),
    "geographic_level": (
        "Local authority district", "Local authority", "LAD", "LA", "National", "Regional",
    ),
}  # fmt: skip


def layout(level: Sequence[str], measures: Mapping[str, Sequence[str]]) -> Layout:
    """The layout of a file of courses: its headings of the level and of each measure."""
    return Layout(
        columns={
            "year": PERIOD, "area_code": AREA_CODE, "area_name": AREA_NAME,
            "course_level": tuple(level),
            **{measure: tuple(names) for measure, names in measures.items()},
        },
        optional={"subject_name": SUBJECT},
        only=EVERYONE,
    )  # fmt: skip


def tidy(
    parts: Sequence[RawPart], of_file: Layout, levels: Mapping[str, str], source_id: str,
    table: Table,
) -> pl.DataFrame:  # fmt: skip
    """Rows of a table of courses; of files that repeat a cell the newest has it.

    `c` and `low` are suppressed, `z` and `x` missing, never zero. Every fault is named at once.
    """
    reading = published.Reading(source_id)
    frame = published.read_all(parts, of_file, source_id)
    frame = frame.with_columns(pl.col("subject_name").fill_null("Total"))
    frame = reading.add_periods(frame, "year", published.academic_year)
    frame = frame.with_columns(subject_area="subject_name")
    frame = reading.translate(frame, "subject_area", SUBJECTS, "subject")
    frame = reading.translate(frame, "course_level", levels, "level")
    measures = [name for name in of_file.columns if name in ("starts", "achievements")]
    reading.check_marks(frame, measures)
    reading.finish()
    long = add_area_types(frame).unpivot(
        measures, variable_name="course_measure", value_name="value",
        index=["area_code", "area_name", "area_type", "area_vintage", "period", "period_start",
               "period_end", "subject_area", "subject_name", "course_level"],
    )  # fmt: skip
    if long.is_empty():
        raise RawError(f"{source_id}: the file has no rows of councils, by GSS code (E08000032)")
    refuse_contradictions(long, table.key, parts, source_id)
    return (
        long.unique(table.key, keep="last", maintain_order=True)
        .with_columns(courses_count=uploads.count(), status=uploads.status(ROUNDED))
        .select(table.columns)
    )


def refuse_contradictions(
    frame: pl.DataFrame, key: Sequence[str], parts: Sequence[RawPart], source_id: str
) -> None:
    """RawError where one file has two figures for a cell: it is cut in a way we do not know.

    Every file is tried alone when it is supplied (`accepting.proved`); of several together a newer
    one may well have another figure, and it counts.
    """
    if len(parts) > 1:
        return
    figures = frame.group_by(key).agg(pl.col("value").n_unique()).filter(pl.col("value") > 1)
    if figures.height:
        example = figures.sort(key).row(0)[: len(key)]
        raise RawError(
            f"{source_id}: {figures.height:,} cells have two figures, such as {example}; the file "
            "has a further column that divides them, so keep only its rows of the total"
        )
