"""The councils of England and Wales with their region, combined authority, LSIP area and ITL 2."""

from __future__ import annotations

import re
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
            "England's councils are those of the region lookup, those of Wales of the ITL lookup.",
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
    """Rows of `councils`; the region lookup says which there are in England, ITL's in Wales."""
    absent = sorted(set(LAYERS) - {part.note.key for part in parts})
    if absent:
        raise ValueError(f"councils: {', '.join(absent)} not fetched; run fetch --only councils")
    itls = _pairs(parts, "itls", "ITL2", "itl2")
    # 2026-11: the ITL lookup of 2025 has Barnsley and Sheffield under the codes they had before.
    english = _pairs(parts, "regions", "RGN", "region").with_columns(country_name=pl.lit("England"))
    welsh = itls.filter(pl.col("lad_code").str.starts_with("W")).select(
        "lad_code",
        "lad_name",
        "lad_vintage",
        region_code=pl.lit(WALES),
        region_name=pl.lit("Wales"),
        country_name=pl.lit("Wales"),
    )
    frame = pl.concat([english, welsh])
    for other in (
        _pairs(parts, "combined_authorities", "CAUTH", "cauth"),
        _pairs(parts, "lsips", "LSIP", "lsip"),
        itls,
    ):
        frame = _with(frame, other)
    return frame.sort("lad_code").select(TABLE.columns)


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
    rows = []
    for held, _, yy in features([part for part in parts if part.note.key == key]):
        # The list's own codes may be of another year than the authorities'.
        own = next(field[:-2] for field in held if re.fullmatch(rf"{prefix}\d\dCD", field))
        rows.append(
            {
                "lad_code": held[f"LAD{yy}CD"],
                "lad_name": held[f"LAD{yy}NM"].strip(),
                "lad_vintage": f"20{yy}",
                f"{name}_code": held[f"{own}CD"],
                f"{name}_name": held[f"{own}NM"].strip(),
            }
        )
    return pl.DataFrame(rows).unique("lad_code", keep="first", maintain_order=True)
