"""Gross value added of councils in total, at current prices, from Nomis.

It has no source of its own: `gva` takes it where a region's workbook is not to be had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.tables.economy import GVA
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codelists import NoDatasetError, is_final
from etl.clients.nomis.codes import VALUE, area_columns, status, value, year_columns, years_since
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import queries_by_council
from etl.raw import RawPart, Received

KEY: Final = "nomis"
# Stands as the publisher's code of the industry in the rows that come from here.
MARK: Final = "Total (Nomis, small area GVA)"
# 2026-11: the number is known from public code, the labels are not.
EXPECTED: Final = Expected(
    "NM_2400_1",
    {"cell": {0: ""}, "measures": VALUE},
    title=r"gross value added|\bGVA\b",
)


@dataclass(frozen=True)
class TotalsQuery:
    """The question for one council. Nomis without such a dataset costs a note and no failure."""

    question: Query

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def areas(self) -> tuple[str, ...]:
        return self.question.areas

    def describe(self, settings: Settings) -> str:
        return self.question.describe(settings)

    def fetch(self, http: Http, settings: Settings) -> Received:
        try:
            return self.question.fetch(http, settings)
        except FetchError as error:
            if not (isinstance(error, NoDatasetError) or is_final(error)):
                raise
            return Received((), self.describe(settings), detail={"not_held": str(error)})


def requests(areas: Areas, settings: Settings) -> list[TotalsQuery]:  # noqa: ARG001
    """One question per council (with the codes it replaced)."""
    members = (("cell", (0,)), ("measures", (20100,)))
    question = Query(KEY, EXPECTED, years_since(1998), members)
    return [TotalsQuery(query) for query in queries_by_council(question, areas)]


def is_of(part: RawPart) -> bool:
    """Whether a stored part is one of these."""
    return part.note.key.startswith(f"{KEY}-")


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `gva`: totals at current prices alone."""
    answered = [part for part in parts if part.note.files]
    if not answered:
        return GVA.empty()
    return (
        frame_of(answered)
        .with_columns(
            *area_columns(),
            *year_columns(),
            industry_code=pl.lit("total"),
            industry_name=pl.lit("All industries"),
            industry_level=pl.lit("total"),
            published_code=pl.lit(MARK),
            price_basis=pl.lit("current"),
            price_year=pl.lit(""),
        )
        .with_columns(value().alias("gva_gbp_m"), status(ESTIMATED))
        .unique(GVA.key, keep="last", maintain_order=True)
        .filter(pl.col("area_type") == "lad")
        .select(GVA.columns)
    )
