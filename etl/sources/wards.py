"""Ward boundaries of the newest vintage that also has an LSOA lookup (or of the pinned year)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import WARDS
from etl.arcgis import Ask, features
from etl.areas import Areas
from etl.raw import RawPart
from geo.boundaries import of_features

SOURCE: Final = source(
    Source(
        id="wards",
        title="Wards, boundaries generalised to 20 m and clipped to the coast",
        publisher=ONS_GEOGRAPHY,
        dataset_id="WD_UK_BGC",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="yearly",
        release_months=(5, 12),
    )
)
TABLE: Final = WARDS
LAYER: Final = "wards"


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """One question per council, as the boundaries of all of Britain are large.

    It names the council's former codes too: a layer may still be under them.
    """
    return [
        Ask(council, LAYER, geometry=True, of_lads=areas.codes_of(council), areas=(council,))
        for council in areas.councils
    ]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `wards`; lad_code is the council's code of today."""
    frames = [
        ward_frame([part]).with_columns(lad_code=pl.lit(part.note.areas[0])) for part in parts
    ]
    return pl.concat(frames).unique("ward_code", keep="last", maintain_order=True)


def ward_frame(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Ward code, name, authority, vintage and boundary from features of any ward layer."""
    found = features(parts)
    rows = [
        {
            "ward_code": held[f"WD{yy}CD"],
            "ward_name": held[f"WD{yy}NM"].strip(),
            "lad_code": held[f"LAD{yy}CD"],
            "lad_name": held[f"LAD{yy}NM"].strip(),
            "ward_vintage": f"20{yy}",
        }
        for held, _, yy in found
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(TABLE.columns[:5], pl.String))
    shapes = of_features([shape for _, shape, _ in found], frame["ward_code"].to_list())
    return pl.concat([frame, shapes], how="horizontal")
