"""Authority boundaries, coarse, for outlines and for maps of several councils."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import LADS
from etl.arcgis import Ask, features
from etl.areas import Areas
from etl.raw import RawPart
from geo.boundaries import of_features

SOURCE: Final = source(
    Source(
        id="lads",
        title="Local authority districts, boundaries generalised to 500 m",
        publisher=ONS_GEOGRAPHY,
        dataset_id="LAD_UK_BUC",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="yearly",
        release_months=(5, 12),
    )
)
TABLE: Final = LADS
LAYER: Final = "lads"


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """One question for all authorities; the layer is small."""
    return [Ask("all", LAYER, geometry=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `lads`, England and Wales."""
    found = [
        (held, shape, yy)
        for held, shape, yy in features(parts)
        if held[f"LAD{yy}CD"].startswith(("E", "W"))
    ]
    rows = [
        {
            "lad_code": held[f"LAD{yy}CD"],
            "lad_name": held[f"LAD{yy}NM"].strip(),
            "lad_vintage": f"20{yy}",
        }
        for held, _, yy in found
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(TABLE.columns[:3], pl.String))
    shapes = of_features([shape for _, shape, _ in found], frame["lad_code"].to_list())
    return pl.concat([frame, shapes], how="horizontal")
