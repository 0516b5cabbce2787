"""Sites of lists that the user supplied, one list of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.access import SITE_KINDS, SITE_LISTS
from etl.areas import Areas
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="site_lists",
        title="Lists of sites, as supplied by you",
        publisher="Supplied by the user",
        dataset_id="site-lists",
        service="file",
        url="",
        cadence="irregular",
        caveats=("Sites of lists that you supplied; we did not check that they are open.",),
    )
)
TABLE: Final = SITE_LISTS
SUPPLIED_WITH: Final = "sites FILE --kind KIND"
STORED: Final = tuple(column for column in SITE_LISTS.columns if column != "site_kind")


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply sites FILE --kind KIND` takes a list in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `site_lists`, of the newest list of each kind."""
    return pl.concat([_read(part) for part in parts])


def _read(part: RawPart) -> pl.DataFrame:
    types = {column: TABLE.dtypes[column] for column in STORED}
    stored = BytesIO(b"".join(part.pages()))
    frame = pl.read_csv(stored, infer_schema=False)
    if part.note.key not in SITE_KINDS or set(STORED) - set(frame.columns):
        raise RawError(
            f"{SOURCE.id}: {part.note.release} says not what its sites are; supply it with "
            "`wardwise supply sites FILE --kind KIND`"
        )
    typed = frame.select(pl.col(column).cast(kind, strict=False) for column, kind in types.items())
    return typed.with_columns(
        pl.col(pl.String).fill_null(""), site_kind=pl.lit(part.note.key)
    ).select(TABLE.columns)
