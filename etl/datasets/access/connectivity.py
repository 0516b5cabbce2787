"""The Department for Transport's connectivity scores of LSOAs: a file that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import DFT, Source, source
from catalog.tables.access import CONNECTIVITY
from catalog.vocabulary.counting import count_things
from etl.areas import Areas
from etl.clients.files.any_table import Rows, read_tables
from etl.clients.files.spreadsheets import SpreadsheetError
from etl.clients.files.texts import TextError
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="connectivity",
        title="Transport connectivity metric",
        publisher=DFT,
        dataset_id="connectivity-metric",
        service="file",
        url="https://www.gov.uk/government/organisations/department-for-transport",
        cadence="irregular",
        caveats=(
            "Official statistics in development. Scores from 0 to 100 of how well a place is "
            "connected; the names of the scores are the file's own.",
        ),
    )
)
TABLE: Final = CONNECTIVITY
CODE: Final = r"(?i)^lsoa\s?(21|2021)?\s?_?(cd|code)$|^lsoa21cd$"
LSOA: Final = r"^[EW]01\d{6}$"
ROWS_ABOVE: Final = 15


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply connectivity FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `connectivity` from the table by LSOA of the newest file; RawError without one."""
    part = parts[-1]
    name = part.note.release or "the supplied file"
    try:
        tables = read_tables(b"".join(part.pages()), name)
    except (SpreadsheetError, TextError) as error:
        raise RawError(f"{SOURCE.id}: {error}") from error
    found = [scores for _, rows in tables if (scores := _read_scores(rows)) is not None]
    if not found:
        raise RawError(
            f"{SOURCE.id}: {name} has no table with a column of LSOA codes (LSOA21CD) and scores; "
            "supply the file by LSOA"
        )
    scores = pl.concat(found).unique(["lsoa_code", "score_name"], keep="first", maintain_order=True)
    beyond = scores.filter(~pl.col("connectivity_score").is_between(0, 100))
    if beyond.height:
        first = beyond.row(0, named=True)
        raise RawError(
            f"{SOURCE.id}: {name} has {count_things(beyond.height, 'number')} beyond 0 to 100, "
            f"such as {first['connectivity_score']} in {first['score_name']!r}; leave out columns "
            "that are no scores"
        )
    return scores.select(TABLE.columns)


def _read_scores(rows: Rows) -> pl.DataFrame | None:
    """lsoa_code, score_name and connectivity_score of a table; None where it has none of LSOAs."""
    for number, row in enumerate(rows[:ROWS_ABOVE]):
        codes = pl.Series(row, dtype=pl.String).str.strip_chars().str.contains(CODE).arg_true()
        if codes.len():
            return _melt(row, rows[number + 1 :], int(codes[0]))
    return None


def _melt(headings: list[str], below: Rows, code_at: int) -> pl.DataFrame | None:
    """The columns of numbers under their headings, a row for each LSOA and score."""
    whole = [row for row in below if len(row) >= len(headings)]
    columns = {
        heading.strip(): [row[at].strip() for row in whole]
        for at, heading in enumerate(headings)
        if heading.strip() and at != code_at
    }
    codes = pl.Series("lsoa_code", [row[code_at].strip() for row in whole], dtype=pl.String)
    frame = pl.DataFrame([codes, *(pl.Series(n, c, pl.String) for n, c in columns.items())])
    scores = (
        frame.filter(pl.col("lsoa_code").str.contains(LSOA))
        .unpivot(index="lsoa_code", variable_name="score_name", value_name="text")
        .with_columns(connectivity_score=pl.col("text").cast(pl.Float64, strict=False))
        .drop_nulls("connectivity_score")
    )
    return scores.drop("text") if scores.height else None
