"""The areas of files on training, by the codes of councils of today."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.vocabulary import areas

# Counties that became one council whole keep their figures under the council's code.
COUNTIES: Final[dict[str, str]] = dict(
    reference.read("counties_now_councils").select("county_code", "lad_code").iter_rows()
)


def add_area_types(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of councils, counties, regions and nations, with area_type and area_vintage.

    Rows of other areas (built-up areas, constituencies) are left out.
    """
    return (
        frame.with_columns(pl.col("area_code").replace(COUNTIES))
        .with_columns(area_type=areas.uk_area_type(pl.col("area_code")), area_vintage=pl.lit(""))
        .filter(pl.col("area_type").is_in(["lad", "county", "region", "country"]))
    )
