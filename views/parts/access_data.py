"""What the pages of access read: wards with their reach, and tables for questions of places."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from access import need
from access.decay import Setting
from access.place_reader import OF_COUNCILS
from catalog.measures import Measure
from catalog.reading import Reader
from catalog.vocabulary.status import MISSING
from views.parts import controls, data

NOT_HERE = (
    "We have no jobs within reach for {}. They need three sources: jobs in and around the council, "
    "the centres of small areas, and households without a car. Run `wardwise fetch`, then "
    "`wardwise build`; `wardwise status` says what is missing and why."
)


def open_reader(names: Sequence[str], councils: Sequence[str]) -> Reader:
    """A reader that takes these tables from memory, the rows of `councils` where that is enough."""
    present = set(data.table_names())
    frames = {
        name: data.peek(name, councils) if name in OF_COUNCILS else data.peek(name)
        for name in names
        if name in present
    }
    return Reader(data.settings().tables, frames)


def read_reach(chosen: controls.Chosen) -> pl.DataFrame:
    """Rows of `reach_ward` of the place, every setting, with claimants_pct; none if not built."""
    rows = data.peek("reach_ward", chosen.councils)
    return need.add_claimants(rows, data.peek("ward_measures", chosen.councils))


def as_measure(setting: Setting, kind: str = "reach", title: str = "Jobs within reach") -> Measure:
    """Jobs within reach as a measure of wards, for maps; `kind` and `title` of what is shown."""
    return Measure(
        f"{kind}_{setting.code}", "Access", f"{title}, {setting.label}", setting.phrase, "jobs",
        "modelled", setting.meaning,
    )  # fmt: skip


def as_values(rows: pl.DataFrame, chosen: controls.Chosen, column: str) -> pl.DataFrame:
    """A column of one setting's rows as `data.values` gives those of a measure; every ward has
    one, missing where the column has none."""
    figures = rows.select("ward_code", "period", "status", value=column)
    return (
        data.wards(chosen.councils)
        .select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
        .join(figures, on="ward_code", how="left", validate="1:1", maintain_order="left")
        .with_columns(
            status=pl.when(pl.col("value").is_null()).then(pl.lit(MISSING)).otherwise("status"),
            period=pl.col("period").fill_null(""),
            reliability=pl.lit(""),
            note=pl.lit(""),
        )
    )


def list_known(rows: pl.DataFrame) -> list[str]:
    """The columns that have a figure in some row."""
    return [column.name for column in rows if column.null_count() < rows.height]
