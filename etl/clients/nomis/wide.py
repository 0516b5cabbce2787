"""Lines of a table that Nomis publishes whole: an area each, with a column for each category."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

import polars as pl

# In a part's detail: what the columns of its pages are, where they are those of a whole table.
LAYOUT: Final = "layout"
AREA: Final = {"date": "DATE", "geography": "GEOGRAPHY_NAME", "geography code": "GEOGRAPHY_CODE"}


@dataclass(frozen=True)
class Layout:
    """What the columns are: by heading the number and the name of a member of `dimension`.

    `area_type` is Nomis' number of the type of all areas, `areas` the word for it.
    """

    dimension: str
    area_type: str
    areas: str
    members: Mapping[str, tuple[str, str]]

    def write(self) -> str:
        """The layout as text, for the detail of a part."""
        return json.dumps(asdict(self))


def read_layout(text: str) -> Layout:
    """The layout that was written; ValueError, TypeError or AttributeError where it is damaged."""
    said = json.loads(text)
    members = {heading: (number, name) for heading, (number, name) in said["members"].items()}
    return Layout(**said | {"members": members})


def read_lines(body: bytes) -> pl.DataFrame:
    """The lines as text columns, under the headings as they are."""
    return pl.read_csv(io.BytesIO(body), infer_schema=False)


def long_rows(body: bytes, layout: Layout) -> pl.DataFrame:
    """The lines as Nomis' API gives them, a row for each cell; `row` is the place of its line.

    Such a table says of no cell what its status is.
    """
    column = layout.dimension.upper()
    wide = read_lines(body).rename(AREA).with_row_index("row")
    long = wide.unpivot(
        list(layout.members), index=["row", *AREA.values()],
        variable_name="heading", value_name="OBS_VALUE",
    ).sort("row", maintain_order=True)  # fmt: skip
    numbers = {heading: number for heading, (number, _) in layout.members.items()}
    names = {heading: name for heading, (_, name) in layout.members.items()}
    return long.select(
        pl.exclude("heading"),
        GEOGRAPHY_TYPE=pl.lit(layout.areas),
        GEOGRAPHY_TYPECODE=pl.lit(layout.area_type),
        OBS_STATUS=pl.lit(""),
        OBS_STATUS_NAME=pl.lit(""),
        **{
            column: pl.col("heading").replace_strict(numbers, return_dtype=pl.String),
            f"{column}_NAME": pl.col("heading").replace_strict(names, return_dtype=pl.String),
        },
        MEASURES=pl.lit("20100"),
        MEASURES_NAME=pl.lit("Value"),
    )
