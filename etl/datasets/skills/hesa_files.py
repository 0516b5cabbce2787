"""What HESA's open tables have in common: providers, subjects, academic years, numbers in fives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.schema import Table
from catalog.sources import Source, source
from catalog.vocabulary.status import ROUNDED
from etl.clients.files import published, uploads
from etl.datasets.skills.course_files import refuse_contradictions
from etl.raw import RawError, RawPart

CC_BY: Final = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
PROVIDER: Final = {
    "ukprn": ("UKPRN",), "provider_name": ("Provider name", "HE provider"),
    "year": ("Academic Year",), "value": ("Number",),
}  # fmt: skip
# "02 Subjects allied to medicine" is a subject; "02-04-01 Nursing" a part of one.
SUBJECT: Final = r"^\d\d [^-]"
TOTALS: Final = ("Total", "Total CAH level 1", "All", "All subjects")


def hesa_source(source_id: str, title: str, table: str, url: str) -> Source:
    """Registers a table of HESA's, under its licence."""
    return source(
        Source(
            id=source_id,
            title=title,
            publisher="Higher Education Statistics Agency (HESA, part of Jisc)",
            dataset_id=table,
            service="file",
            url=url,
            cadence="yearly",
            release_months=(1, 2),
            licence=CC_BY,
            caveats=(
                "Numbers are rounded to the nearest 5; 0, 1 and 2 are shown as 0.",
                "Counted where the provider is, not where its students are from.",
            ),
        )
    )


def tidy(
    frame: pl.DataFrame, parts: Sequence[RawPart], source_id: str, table: Table
) -> pl.DataFrame:
    """Rows of a table by provider: subjects of the top level of the grouping, and their total."""
    reading = published.Reading(source_id)
    is_total = pl.col("subject_area").is_in(TOTALS)
    kept = frame.filter(is_total | pl.col("subject_area").str.contains(SUBJECT)).with_columns(
        subject_area=pl.when(is_total)
        .then(pl.lit("total"))
        .otherwise(pl.col("subject_area").str.slice(3))
    )
    kept = kept.filter(pl.col("ukprn").str.contains(r"^\d{8}$"))
    if kept.is_empty():
        raise RawError(
            f"{source_id}: the file has no rows of providers (UKPRN of eight digits) with subjects "
            "of the top level, such as 11 Computing, or their total"
        )
    kept = reading.add_periods(kept, "year", published.academic_year)
    reading.check_marks(kept, ["value"])
    reading.finish()
    refuse_contradictions(kept, table.key, parts, source_id)
    return (
        kept.unique(table.key, keep="last", maintain_order=True)
        .with_columns(graduates_persons=uploads.count(), status=uploads.status(ROUNDED))
        .select(table.columns)
    )
