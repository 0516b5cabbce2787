"""Good replies of Explore Local Statistics, for a test to spoil."""

from __future__ import annotations

from typing import Any

import polars as pl
from factory_local_statistics import FOUR, LEEDS, YORK, cube, entry, neighbours, written

from catalog.schema import check
from etl import raw
from etl.clients.ons.local_statistics import IndicatorQuery, SimilarQuery
from etl.datasets.indicators import local_indicator_values, local_indicators, similar_areas

LIST = "metadata/indicators"


def local_cases() -> list[tuple[str, Any, dict[str, Any], Any]]:
    """Name, question, replies by the end of their addresses, and how the table is made."""

    def made(module: Any) -> Any:
        return lambda parts: check(module.tidy(parts), module.TABLE)

    def fetched(parts: list[raw.RawPart]) -> pl.DataFrame:
        """Neighbours as fetched, without those that come with Wardwise."""
        frame: pl.DataFrame = made(similar_areas)(parts)
        return frame.filter(area_code=LEEDS)

    near = neighbours(YORK, "E08000033")
    for one in near["similar"]:  # so long that no cut makes one of two
        one["areanm"] *= 4
    # Bytes, since a list of objects is no workbook.
    listed = written([entry(), entry("other-rate")])
    return [
        ("local_indicators", local_indicators.requests(None, None)[0],  # type: ignore[arg-type]
         {LIST: listed}, made(local_indicators)),
        ("local_indicator_values", IndicatorQuery("made-rate"),
         {LIST: listed, "includeStatus=true": cube(*FOUR[:3], (8, 7, 9))},
         made(local_indicator_values)),
        ("similar_areas", SimilarQuery(LEEDS),
         {f"{LEEDS}/similar": written([near])}, fetched),
    ]  # fmt: skip
