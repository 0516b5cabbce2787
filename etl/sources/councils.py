"""The councils of England and Wales with their region, combined authority, LSIP area and ITL 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import COUNCILS
from etl.arcgis import Ask, features
from etl.areas import Areas
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="councils",
        title="LAD to region, combined authority, LSIP and ITL lookups",
        publisher=ONS_GEOGRAPHY,
        dataset_id="LAD_RGN_EN_LU, LAD_CAUTH_EN_LU, LAD_LSIP_EN_LU, LAD_LAU1_ITL_UK_LU",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="yearly",
        release_months=(4, 5, 6),
        caveats=(
            "The lookups are of different years; a council with a new code is matched by name.",
        ),
    )
)
TABLE: Final = COUNCILS
LAYERS: Final = {
    "regions": "lad_regions",
    "combined_authorities": "lad_combined_authorities",
    "lsips": "lad_lsips",
    "itls": "lad_itls",
}
WALES: Final = "W92000004"


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """One question per lookup, each for everywhere."""
    return [Ask(key, layer) for key, layer in LAYERS.items()]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `councils`; the ITL lookup says which councils there are."""
    absent = sorted(set(LAYERS) - {part.note.key for part in parts})
    if absent:
        raise ValueError(f"councils: {', '.join(absent)} not fetched; run fetch --only councils")
    base = _pairs(parts, "itls", "ITL2", "itl2").filter(pl.col("lad_code").str.contains("^[EW]"))
    regions = _pairs(parts, "regions", "RGN", "region")
    authorities = _pairs(parts, "combined_authorities", "CAUTH", "cauth")
    lsips = _pairs(parts, "lsips", "LSIP", "lsip")
    welsh = pl.col("lad_code").str.starts_with("W")
    frame = base
    for other in (regions, authorities, lsips):
        frame = _with(frame, other)
    return (
        frame.with_columns(
            region_code=pl.when(welsh).then(pl.lit(WALES)).otherwise("region_code"),
            region_name=pl.when(welsh).then(pl.lit("Wales")).otherwise("region_name"),
            country_name=pl.when(welsh).then(pl.lit("Wales")).otherwise(pl.lit("England")),
        )
        .sort("lad_code")
        .select(TABLE.columns)
    )


def _with(base: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Adds the other lookup's columns by code, or by name where a council has a new code since."""
    added = [name for name in other.columns if not name.startswith("lad_")]
    by_code = base.join(other.select("lad_code", *added), on="lad_code", how="left", validate="1:1")
    named = other.select("lad_name", *(pl.col(name).alias(f"{name}_named") for name in added))
    return by_code.join(named, on="lad_name", how="left", validate="1:1").select(
        *base.columns, *(pl.coalesce(name, f"{name}_named").alias(name) for name in added)
    )


def _pairs(parts: Sequence[RawPart], key: str, prefix: str, name: str) -> pl.DataFrame:
    """lad_code, lad_name, lad_vintage, <name>_code and <name>_name, one row per authority."""
    rows = [
        {
            "lad_code": held[f"LAD{yy}CD"],
            "lad_name": held[f"LAD{yy}NM"].strip(),
            "lad_vintage": f"20{yy}",
            f"{name}_code": held[f"{prefix}{yy}CD"],
            f"{name}_name": held[f"{prefix}{yy}NM"].strip(),
        }
        for held, _, yy in features([part for part in parts if part.note.key == key])
    ]
    return pl.DataFrame(rows).unique("lad_code", keep="first", maintain_order=True)
