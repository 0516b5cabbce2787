"""What the Census 2021 tables on Nomis have in common: one dimension, its categories by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from catalog.schema import Table, TableError
from catalog.vocabulary.status import OBSERVED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import (
    VALUE,
    area_columns,
    day_of_year_columns,
    published,
    status,
    value,
)
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import (
    ENGLAND_AND_WALES,
    queries_with_comparators,
    small_area_queries,
)
from etl.raw import RawPart

WARDS: Final = {153: "2022 wards"}
LSOAS: Final = {151: "2021.*lower"}
MSOAS: Final = {152: "2021.*middle"}
KEYS: Final = {153: "wards", 151: "lsoa21", 152: "msoa21"}
CAVEATS: Final = (
    "Counts of 21 March 2021, when furlough and lockdown affected work.",
    "Counts are perturbed slightly to protect residents, so parts do not add up to totals exactly.",
)


def expected(
    dataset: str,
    title: str,
    dimension: str,
    labels: Mapping[int, str],
    types: Mapping[int, str],
    *,
    in_bulk: bool = False,
) -> Expected:
    """What a source takes for granted of a census table whose categories have these labels.

    `title` is a pattern of the table's name, such as TS060: its id may be another one day.
    `in_bulk`: the headings of its bulk file are known to be the labels, from who reads it.
    """
    return Expected(
        dataset,
        {dimension: labels, "measures": VALUE},
        geography_types=types,
        title=rf"^{title}\b",
        bulk=f"census/2021/census2021-{title.lower()}" if in_bulk else "",
    )


def requests(expects: Expected, areas: Areas) -> list[Query]:
    """Questions for nations, regions and councils, and for each council's small areas by type."""
    dimension, _ = expects.labels
    members = ((dimension, tuple(expects.labels[dimension])), ("measures", (20100,)))
    question = Query("", expects, "2021", members)
    small = [
        ask
        for number in expects.geography_types
        for ask in small_area_queries(replace(question, key=KEYS[number], area_type=number), areas)
    ]
    return [*queries_with_comparators(question, areas, ENGLAND_AND_WALES), *small]


def tidy(
    parts: Sequence[RawPart],
    table: Table,
    dimension: str,
    columns: Sequence[pl.Expr],
    counted: str = "residents_persons",
) -> pl.DataFrame:
    """Rows of a census table; `columns` makes the category's code and name from D_NAME.

    `counted` is the column of the counts: of residents, or of households.

    A type of area for which a council has nothing published keeps its totals, as missing.
    """
    code = columns[0].meta.output_name()
    name = f"{dimension.upper()}_NAME"
    frame = frame_of(parts).with_columns(pl.col(name).str.strip_chars())
    frame = frame.with_columns(
        *area_columns(),
        *day_of_year_columns(3, 21),
        *columns,
        value().alias(counted),
        status(OBSERVED),
    )
    # A finer category that we have no code for, such as divisions taken together, is left out.
    frame = frame.drop_nulls(code)
    if frame.is_empty():
        raise TableError(f"{table.name}: none of its categories is known; run `wardwise probe`")
    kept = published(frame, counted, block=(), total=pl.col(code) == "total")
    return kept.unique(table.key, keep="last", maintain_order=True).select(table.columns)


def code_by_name(dimension: str, labels: Mapping[int, str], codes: Mapping[int, str]) -> pl.Expr:
    """The code of the category whose label is found in a name; null where none is."""
    name = pl.col(f"{dimension.upper()}_NAME")
    return pl.coalesce(
        pl.when(name.str.contains(f"(?i){pattern}")).then(pl.lit(codes[number]))
        for number, pattern in labels.items()
    )
