"""What is missing where in the reports of a batch, as one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import Final

import polars as pl

from presentation import spreadsheet
from reports.batch import BatchArea, Missing, Written
from reports.reading import clean

SUMMARY: Final = "summary.csv"
# Of the files of a report, the one that the summary names.
SCHEMA: Final = {
    "area_code": pl.String, "area_name": pl.String, "councils_count": pl.Int64,
    "report": pl.String, "lad_code": pl.String, "lad_name": pl.String, "table": pl.String,
    "what": pl.String, "why": pl.String,
}  # fmt: skip
NOTHING: Final = "nothing is missing"
WRITTEN, NONE_WRITTEN = "written", "not written"
Explain = Callable[[Missing], str]


def summarise(
    areas: Sequence[BatchArea], written: Mapping[str, Written], explain: Explain
) -> pl.DataFrame:
    """A row for each table that a council has nothing in, with why; a row for an area without any.

    An area without a report has one row that says why. Areas that are not in `written` (a run that
    was stopped) have one too. Columns as SCHEMA.
    """
    rows: list[tuple[object, ...]] = []
    for area in areas:
        own = (area.code, area.name, len(area.lad_codes))
        done = written.get(area.key)
        if done is None or done.fault:
            why = done.fault if done else "not made yet; run the same command again"
            rows.append((*own, NONE_WRITTEN, "", "", "", "", why))
        elif not done.missing:
            rows.append((*own, WRITTEN, "", "", "", "", NOTHING))
        else:
            rows += [
                (*own, WRITTEN, each.lad_code, each.lad_name, each.table, each.what, explain(each))
                for each in done.missing
            ]
    # Areas of a user's own file have the names that the user gave.
    cleaned = [
        tuple(clean(cell) if isinstance(cell, str) else cell for cell in row) for row in rows
    ]
    return spreadsheet.neutralise(pl.DataFrame(cleaned, schema=SCHEMA, orient="row"))


def summary_bytes(summary: pl.DataFrame) -> bytes:
    """The summary as CSV that a spreadsheet reads as UTF-8."""
    text = StringIO()
    summary.write_csv(text)
    return b"\xef\xbb\xbf" + text.getvalue().encode()
