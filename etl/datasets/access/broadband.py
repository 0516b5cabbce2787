"""Premises of output areas by broadband to be had (Ofcom): a file that the user supplies.

Counts alone are read: shares of output areas cannot be averaged to a ward.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import OFCOM, Source, source
from catalog.tables.connections import BROADBAND, COUNTS
from etl.areas import Areas
from etl.clients.files import published, uploads
from etl.clients.files.published import Layout
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="broadband",
        title="Connected Nations: fixed broadband coverage of output areas",
        publisher=OFCOM,
        dataset_id="connected-nations-fixed-oa",
        service="file",
        url="https://www.ofcom.org.uk/phones-and-broadband/coverage-and-speeds",
        cadence="irregular",
        caveats=("What can be had at an address, which is not what people there have taken.",),
    )
)
TABLE: Final = BROADBAND
LAYOUT: Final = Layout(
    {
        "output_area_code": ("output_area", "OA21CD", "oa"),
        "broadband_premises_count": ("All Premises",),
        "gigabit_count": (
            "Number of premises with Gigabit availability", "Gigabit availability (premises)",
        ),
    },
    optional={
        "superfast_count": ("Number of premises with SFBB availability",),
        "below_uso_count": (
            "Number of premises below the USO",
            "Number of premises unable to receive decent broadband from fixed or FWA",
        ),
    },
)  # fmt: skip
OUTPUT_AREA: Final = r"^[EW]00\d{6}$"


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply broadband FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `broadband` of the newest file, England and Wales; RawError lists its faults."""
    name = parts[-1].note.release or "the file"
    read = published.read(parts[-1], LAYOUT, SOURCE.id).frame
    ours = read.filter(pl.col("output_area_code").str.contains(OUTPUT_AREA))
    unknown = uploads.list_unknown_marks(ours, COUNTS)
    faults = [f"has {unknown[:5]} where counts of premises should be"] if unknown else []
    if ours.is_empty():
        faults.append("has no output area of 2021")
    if ours["output_area_code"].is_duplicated().any():
        faults.append("has an output area twice")
    counts = ours.with_columns(uploads.count(column).alias(column) for column in COUNTS)
    more = counts.filter(pl.any_horizontal(pl.col(COUNTS[1:]) > pl.col("broadband_premises_count")))
    if more.height:
        faults.append(
            f"has more premises with broadband than premises in {more.height:,} output areas, such "
            f"as {more['output_area_code'][0]}"
        )
    if faults:
        raise RawError(f"{SOURCE.id}: {name} {'; '.join(faults)}; supply Ofcom's file as published")
    return counts.select(TABLE.columns)
