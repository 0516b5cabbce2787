"""From the cells of a list to properties: value, kind, whether occupied and what says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from catalog.schema import check
from catalog.status import MISSING, OBSERVED
from catalog.tables.premises import PREMISES
from etl.rates import values
from etl.rates.reading import Extract

MARKED: Final = "marked in the list"
NOT_MARKED: Final = "not marked as occupied in a list that marks only those"
DATED: Final = "a date from which it is empty"
EXEMPTED: Final = "an exemption or relief that only empty properties have"
UNSAID: Final = "the list does not say"


def properties(extract: Extract, lad_code: str, list_period: str) -> tuple[pl.DataFrame, int]:
    """Rows of `premises`, and how many records were of a property already read.

    A property with several records (one for each relief) counts once: the first record stands, and
    a relief or an empty date in any of them counts.
    """
    count = len(extract.reliefs)
    cells = {name: extract.columns.get(name, [""] * count) for name in READ}
    month_first = values.is_month_first(cells["empty_from"])
    codes = zip(cells["voa_code"], cells["description"], strict=True)
    frame = pl.DataFrame(
        {
            "ref": cells["property_ref"],
            "postcode": [values.postcode(text) for text in cells["postcode"]],
            "property_long": [values.longitude(text) for text in cells["long"]],
            "property_lat": [values.latitude(text) for text in cells["lat"]],
            "rateable_value_gbp": [values.money(text) for text in cells["rateable_value"]],
            "description_group": [values.group(code, words) for code, words in codes],
            "empty_from": [values.day(text, month_first) for text in cells["empty_from"]],
            "has_relief": [bool(text) for text in extract.reliefs],
            **_occupancy(cells, extract.reliefs),
        },
        schema_overrides={
            "empty_from": pl.Date,
            "postcode": pl.String,
            "rateable_value_gbp": pl.Float64,
            "property_long": pl.Float64,
            "property_lat": pl.Float64,
        },
    ).with_columns(
        pl.when(pl.col("occupancy") == "empty").then("empty_from").alias("empty_from"),
    )
    alone = _one_each(frame)
    made = alone.with_row_index("property_no", offset=1).with_columns(
        pl.col("property_no").cast(pl.Int64),
        lad_code=pl.lit(lad_code),
        list_period=pl.lit(list_period),
        status=pl.when(pl.col("rateable_value_gbp").is_null())
        .then(pl.lit(MISSING))
        .otherwise(pl.lit(OBSERVED)),
    )
    return check(made, PREMISES), frame.height - alone.height


READ: Final = (
    "property_ref",
    "postcode",
    "long",
    "lat",
    "rateable_value",
    "voa_code",
    "description",
    "occupied",
    "empty",
    "empty_from",
    "exemption",
)


def _one_each(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each reference; records without a reference all stand."""
    named = pl.col("ref") != ""
    once = (
        frame.filter(named)
        .group_by("ref", maintain_order=True)
        .agg(
            pl.all().exclude("ref", "has_relief").first(),
            pl.col("has_relief").any(),
        )
    )
    return pl.concat([once.select(frame.columns), frame.filter(~named)])


def _occupancy(cells: dict[str, list[str]], reliefs: Sequence[str]) -> dict[str, list[str]]:
    """Whether each property is occupied, empty or unknown, and what in the list says so."""
    marks = [text.strip().casefold() for text in cells["occupied"]]
    only_yes = set(marks) - values.YES <= {""} and any(mark in values.YES for mark in marks)
    found = [
        _one_occupancy(mark, empty.strip().casefold(), since, f"{exemption}; {relief}", only_yes)
        for mark, empty, since, exemption, relief in zip(
            marks, cells["empty"], cells["empty_from"], cells["exemption"], reliefs, strict=True
        )
    ]
    return {
        "occupancy": [state for state, _ in found],
        "occupancy_basis": [basis for _, basis in found],
    }


def _one_occupancy(
    occupied: str, empty: str, since: str, exempt: str, only_yes: bool
) -> tuple[str, str]:
    if occupied in values.YES or empty in values.NO:
        return "occupied", MARKED
    if occupied in values.NO or empty in values.YES:
        return "empty", MARKED
    if values.is_date(since):
        return "empty", DATED
    if values.says_empty(exempt):
        return "empty", EXEMPTED
    if only_yes and not occupied:
        return "empty", NOT_MARKED
    return "unknown", UNSAID


def financial_year(days: Sequence[str]) -> str:
    """The financial year, such as 2018-19, of the newest of these dates; '' where there is none.

    Dates in the future are left out: a list can hold a date from which a charge will begin.
    """
    known = [found for text in set(days) if (found := values.day(text)) and found <= date.today()]
    if not known:
        return ""
    newest = max(known)
    start = newest.year if newest.month >= 4 else newest.year - 1
    return f"{start}-{(start + 1) % 100:02d}"
