"""ONS's statistical neighbours: the councils most like a council, in each of its groupings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog import store
from catalog.settings import SAMPLE, Settings
from catalog.sources import ONS, Source, source
from catalog.tables.local_indicators import SIMILAR_AREAS
from etl.areas import Areas
from etl.clients.ons.local_statistics import SimilarQuery, read_groupings
from etl.clients.ons.local_statistics_expected import ExpectedNeighbours
from etl.datasets.indicators.local_indicators import PAGE
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="similar_areas",
        title="Explore Local Statistics: similar areas",
        publisher=ONS,
        dataset_id="explore-local-statistics",
        service="ons",
        url=f"{PAGE}/areas",
        cadence="irregular",
        caveats=(
            "ONS finds similar areas by many of its indicators (global), or by those of the "
            "economy or of the population alone.",
        ),
    )
)
TABLE: Final = SIMILAR_AREAS
EMBEDDED: Final = True
# ONS answers for one area at a time, and groups areas anew about once a year.
STANDS_DAYS: Final = 365
EXPECTED: Final = (ExpectedNeighbours("E08000035", ("global", "economic", "demographic")),)
FETCHED_WITH: Final = "local_indicators"
# The map that comes with Wardwise has every council of the United Kingdom.
EVERY_COUNCIL: Final = "council_boundaries"


def requests(areas: Areas, settings: Settings) -> Sequence[SimilarQuery]:  # noqa: ARG001
    """One question for each council of the run; ONS answers for one area at a time.

    A run for all councils asks for those of Scotland and Northern Ireland too.
    """
    others = _beyond() if areas.everything else ()
    return [SimilarQuery(code, (code,)) for code in (*areas.councils, *others)]


def _beyond() -> list[str]:
    if not store.has(EVERY_COUNCIL, SAMPLE):
        return []
    codes = store.read(EVERY_COUNCIL, SAMPLE)[0]["lad_code"]
    return codes.filter(codes.str.contains("^[SN]")).to_list()


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `similar_areas`: as fetched, and of other councils those that come with Wardwise.

    So they are of councils that were fetched before those that come with Wardwise.
    """
    newer = _newer(parts)
    fetched = pl.concat([TABLE.empty(), *(_rows(part) for part in newer)])
    asked = [part.note.key for part in newer]
    embedded = _embedded().filter(~pl.col("area_code").is_in(asked))
    return pl.concat([fetched, embedded])


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """Which councils have the neighbours that come with Wardwise."""
    asked = {part.note.key for part in _newer(parts)}
    others = frame.filter(~pl.col("area_code").is_in(asked))["area_code"].n_unique()
    if not others:
        return []
    made = store.origin_of(TABLE.name, SAMPLE).retrieved[:10]
    return [f"Those of {others} other councils come with Wardwise, as of {made}."]


def _newer(parts: Sequence[RawPart]) -> list[RawPart]:
    made = store.origin_of(TABLE.name, SAMPLE).retrieved if store.has(TABLE.name, SAMPLE) else ""
    return [part for part in parts if part.note.retrieved > made]


def _embedded() -> pl.DataFrame:
    has = store.has(TABLE.name, SAMPLE)
    return store.read(TABLE.name, SAMPLE)[0] if has else TABLE.empty()


def _rows(part: RawPart) -> pl.DataFrame:
    rows = [
        (part.note.key, group["key"], group["label"], near["areacd"], near["areanm"], rank)
        for group in read_groupings(part.pages()[0])
        for rank, near in enumerate(group["similar"], 1)
    ]
    return pl.DataFrame(rows, schema=TABLE.dtypes, orient="row")
