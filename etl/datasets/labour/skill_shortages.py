"""Vacancies that lack skilled applicants, by occupation: a file that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.priorities import SKILL_SHORTAGES
from etl.areas import Areas
from etl.clients.files import uploads
from etl.clients.query import Query
from etl.datasets.labour import occupation_file
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="skill_shortages",
        title="Employer Skills Survey: skill-shortage vacancies by occupation",
        publisher="Department for Education",
        dataset_id="employer-skills-survey",
        service="file",
        url="https://explore-education-statistics.service.gov.uk/find-statistics/"
        "employer-skills-survey",
        cadence="irregular",
        caveats=(
            "In a layout of our own: we could not check the publisher's against the live service.",
            "A survey of employers. Vacancies of an occupation in one place can rest on few of "
            "them, and the file does not say on how many.",
        ),
    )
)
TABLE: Final = SKILL_SHORTAGES
VACANCIES, SHORTAGES = "vacancies_count", "shortage_vacancies_count"
COLUMNS: Final = (*occupation_file.COLUMNS, VACANCIES, SHORTAGES)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply skill_shortages FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `skill_shortages`; RawError names every fault of the file.

    Vacancies without their shortages, or the other way round, are no figure.
    """
    vacancies, shortages = uploads.count(VACANCIES), uploads.count(SHORTAGES)
    checks = {
        f"values of {SHORTAGES} below zero": (shortages < 0).fill_null(False),
        "rows with more skill-shortage vacancies than vacancies": (shortages > vacancies).fill_null(
            False
        ),
    }
    frame = occupation_file.read_rows(parts, COLUMNS, VACANCIES, SOURCE.id, checks)
    other = uploads.status("", SHORTAGES)
    has_both = pl.col(VACANCIES).is_not_null() & shortages.is_not_null()
    return frame.with_columns(
        status=pl.when(shortages.is_null() & pl.col(VACANCIES).is_not_null())
        .then(other)
        .otherwise("status"),
        survey_vacancies_count=pl.when(has_both).then(pl.col(VACANCIES)),
        shortage_vacancies_count=pl.when(has_both).then(shortages),
    ).select(TABLE.columns)
