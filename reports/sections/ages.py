"""How new the figures of a report are: the newest period of each source for each council."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from catalog.ages import Age, ages_by_area
from catalog.vocabulary.status import OBSERVED
from presentation.wording import period_in_words
from reports.content import DataTable, Field
from reports.inputs import WANTED, ReportArea

FIELDS: Final = (
    Field("area_name", "Council"),
    Field("what", "Figures"),
    Field("newest", "Newest period"),
    Field("releases_behind", "Releases behind", 0, "releases", "status"),
    Field("age", "Compared with what is published"),
)
SCHEMA: Final = {
    "area_code": pl.String, "area_name": pl.String, "what": pl.String, "period": pl.String,
    "newest": pl.String, "releases_behind": pl.Int64, "status": pl.String, "age": pl.String,
}  # fmt: skip
NEW: Final = "The newest published"
MOST_PRINTED: Final = 12


def list_ages(area: ReportArea, today: date) -> list[tuple[str, str, str, Age]]:
    """Code and name of each council, what the figures are of, and how old; those with figures."""
    rows = []
    for name, what in WANTED.items():
        by_code = ages_by_area(name, area.tables.releases(name), area.codes, today)
        for code, lad_name in area.councils:
            if code in by_code:
                area.tables.read.note(name)
                rows.append((code, lad_name, f"{what[0].upper()}{what[1:]}", by_code[code]))
    return rows


def ages(area: ReportArea, made_on: str) -> DataTable:
    """A row for each source and council that have figures."""
    with area.tables.read.source() as source:
        listed = list_ages(area, date.fromisoformat(made_on))
    rows = [
        (
            code, lad_name, what, age.period, period_in_words(age.period), age.behind,
            OBSERVED, period_in_words(age.sentence()) or NEW,
        )
        for code, lad_name, what, age in listed
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row").sort(
        "releases_behind", descending=True, maintain_order=True
    )
    printed = [field.name for field in FIELDS]
    if len(area.councils) == 1:
        printed.remove("area_name")
    # Those that are behind are printed, and come first; without any, none is.
    behind = frame.filter(pl.col("releases_behind") > 0).height
    return DataTable(
        "ages", "How new the figures are, the oldest first", frame, FIELDS, str(source),
        print_fields=tuple(printed), print_rows=min(behind, MOST_PRINTED),
        printed="standard" if behind else "full",
    )  # fmt: skip


def list_marked(area: ReportArea, today: date) -> list[str]:
    """What the sources are of, of which some council's figures are marked as old; each once."""
    marked = [what for _, _, what, age in list_ages(area, today) if age.is_marked]
    return list(dict.fromkeys(marked))


def name_newest(area: ReportArea, today: date, names: Sequence[str]) -> list[str]:
    """The newest period of each of these sources: jobs by sector 2023; of all councils."""
    rows = list_ages(area, today)
    words = []
    for name in names:
        title = f"{WANTED[name][0].upper()}{WANTED[name][1:]}"
        periods = sorted({age.period for _, _, what, age in rows if what == title})
        if periods:
            shown = [period_in_words(period) for period in dict.fromkeys((periods[0], periods[-1]))]
            words.append(f"{WANTED[name]} {' to '.join(shown)}")
    return words
