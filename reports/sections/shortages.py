"""What employers report of skill shortages, beside the pressure, for a report."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.status import ESTIMATED, MISSING
from presentation.wording import as_sentence, dated, span
from reports.content import Block, DataTable, Field, Text
from reports.inputs import ReportArea

PRINTED: Final = ("occupation_name", "shortage_pct", "survey_vacancies_count")
MOST_PRINTED: Final = 10


def tabulate_shortages(area: ReportArea) -> tuple[Block, ...]:
    """What employers report beside the pressure, where a file of the survey was supplied."""
    with area.tables.read.source() as source:
        check = area.indicators["shortage_check"]
    if check.is_empty():
        return ()
    frame = check.with_columns(
        pressure_status=pl.when(pl.col("pressure_ln").is_null())
        .then(pl.lit(MISSING)).otherwise(pl.lit(ESTIMATED))
    )  # fmt: skip
    every = (
        Field("occupation_name", "Occupation"),
        Field("shortage_pct", "Vacancies with a skill shortage (%)", 1, "%", "status"),
        Field("survey_vacancies_count", "Vacancies", 0, "vacancies", "status"),
        Field(
            "pressure_ln", "Pressure (log ratio)", 2, "log ratio", "pressure_status", signed=True
        ),
        Field("status", "Status"),
    )
    fields = tuple(field for field in every if not frame[field.name].is_null().all())
    title = dated("Shortages that employers report, beside pressure", span(frame, "period"))
    ordered = frame.sort("shortage_pct", "occupation_code", descending=[True, False],
                         nulls_last=True)  # fmt: skip
    words = as_sentence(str(frame["note"][0]))
    return (
        Text((words,)),
        DataTable(
            "shortages",
            title,
            ordered,
            fields,
            str(source),
            print_fields=PRINTED,
            print_rows=MOST_PRINTED,
        ),
    )
