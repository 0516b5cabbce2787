"""The councils of England and Wales with their region, combined authority, LSIP area and ITL 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog import store
from catalog.schema import TableError
from catalog.settings import SAMPLE, Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import COUNCILS
from catalog.vocabulary.areas import ENGLAND, WALES, is_in
from etl.areas import Areas
from etl.clients.arcgis.client import Query, features
from etl.datasets.places.place_rows import YEAR, drop_repeats, read_rows
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
LAD: Final = ("lad_code", "lad_name", "lad_vintage")
COLUMNS: Final = {
    "regions": "region", "combined_authorities": "cauth", "lsips": "lsip", "itls": "itl2",
}  # fmt: skip
PREFIXES: Final = {
    "regions": "RGN", "combined_authorities": "CAUTH", "lsips": "LSIP", "itls": "ITL2",
}  # fmt: skip
WORDS: Final = {
    "regions": "regions",
    "combined_authorities": "combined authorities",
    "lsips": "skills improvement plan areas",
    "itls": "ITL 2 areas",
}
NATIONS_OF: Final = {
    "regions": ("England",),
    "combined_authorities": ("England",),
    "lsips": ("England",),
    "itls": ("England", "Wales"),
}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per lookup, each for everywhere."""
    return [Query(key, layer) for key, layer in LAYERS.items()]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `councils`; the region lookup says which there are in England, ITL's in Wales.

    A lookup that is not there costs its columns (null). Where it is the one that lists a nation's
    councils, the list that comes with Wardwise stands in for it. TableError where none is there.
    """
    lookups = _lookups(parts)
    if all(lookup.frame.is_empty() for lookup in lookups.values()):
        raise TableError(
            "councils: none of the lookups lists a council; run `wardwise fetch --only councils`"
        )
    frame = pl.concat([_english(lookups["regions"]), _welsh(lookups["itls"])])
    for key in ("combined_authorities", "lsips", "itls"):
        frame = _with(frame, lookups[key].frame)
    return frame.sort("lad_code").select(TABLE.columns)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """The year of every lookup, which of them are old or absent, and what they lack."""
    lookups = _lookups(parts)
    years = [lookup.year for lookup in lookups.values() if lookup.year]
    sentences: list[str] = []
    for key, lookup in lookups.items():
        sentences += lookup.left_out
        if lookup.frame.is_empty():
            sentences.append(f"We have no lookup of {WORDS[key]}: {_instead(key)}.")
            continue
        line = f"The lookup of {WORDS[key]} is of 20{lookup.year}"
        line += f", its codes of 20{lookup.codes}" if lookup.codes != lookup.year else ""
        if lookup.year < max(years) or lookup.codes < lookup.year:
            line += (
                f": older than the newest (20{max(years)}), so it may not include recent changes"
            )
        sentences.append(f"{line}.")
        column = f"{COLUMNS[key]}_name"
        within = frame.filter(pl.col("country_name").is_in(NATIONS_OF[key]))
        bare = within.filter(pl.col(column).is_null())["lad_name"].sort()
        if bare.len() and key != "combined_authorities":  # most councils are in none
            more = ", …" if bare.len() > 5 else ""
            sentences.append(f"Not in the lookup of {WORDS[key]}: {', '.join(bare.head(5))}{more}.")
    return sentences


def _instead(key: str) -> str:
    if key == "regions":
        return "England's councils and their regions come from the list included with Wardwise"
    if key == "itls":
        return "no council has one, and those of Wales come from the list included with Wardwise"
    return "no council has one"


@dataclass(frozen=True)
class Lookup:
    """lad_code, lad_name, lad_vintage, <name>_code and <name>_name, one row per authority.

    `year` of the authorities and `codes`, that of the list itself, in two digits, "" without rows.
    """

    frame: pl.DataFrame
    year: str
    codes: str
    left_out: tuple[str, ...]


def _lookups(parts: Sequence[RawPart]) -> dict[str, Lookup]:
    return {key: _lookup(parts, key, PREFIXES[key], COLUMNS[key]) for key in LAYERS}


def _lookup(parts: Sequence[RawPart], key: str, prefix: str, name: str) -> Lookup:
    of_list = [part for part in parts if part.note.key == key]
    names = [attribute for attributes, _, _ in features(of_list)[:1] for attribute in attributes]
    # The list's own codes may be of another year than the authorities'.
    years = sorted(
        match[1] for match in (re.fullmatch(rf"{prefix}(\d\d)CD", word) for word in names) if match
    )
    codes = years[-1] if years else ""
    fields = {
        "lad_code": "LAD{yy}CD",
        "lad_name": "LAD{yy}NM",
        f"{name}_code": f"{prefix}{codes}CD",
        f"{name}_name": f"{prefix}{codes}NM",
    }
    rows = read_rows(of_list, fields)
    frame = rows.frame.rename({YEAR: "lad_vintage"})
    kept, twice = drop_repeats(frame, ("lad_code",), f"the lookup of {WORDS[key]}")
    year = str(kept["lad_vintage"].max() or "")[2:]
    left_out = (*rows.notes(f"the lookup of {WORDS[key]}"), *twice)
    return Lookup(kept, year, codes if year else "", left_out)


def _english(regions: Lookup) -> pl.DataFrame:
    if regions.frame.is_empty():
        return _as_shipped("England")
    return regions.frame.filter(is_in(ENGLAND, pl.col("lad_code"))).select(
        *LAD, "region_code", "region_name", country_name=pl.lit("England")
    )


def _welsh(itls: Lookup) -> pl.DataFrame:
    # 2026-11: the ITL lookup of 2025 has Barnsley and Sheffield under the codes they had before.
    welsh = itls.frame.filter(is_in(WALES, pl.col("lad_code")))
    if welsh.is_empty():
        return _as_shipped("Wales")
    return welsh.select(
        *LAD,
        region_code=pl.lit(WALES),
        region_name=pl.lit("Wales"),
        country_name=pl.lit("Wales"),
    )


def _as_shipped(country: str) -> pl.DataFrame:
    """The councils of a nation as in the list that comes with Wardwise, with their regions."""
    shipped = store.read(TABLE.name, SAMPLE)[0].filter(pl.col("country_name") == country)
    return shipped.select(*LAD, "region_code", "region_name", "country_name")


def _with(base: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Adds the other lookup's columns by code, or by name where a council has a new code since.

    A name that two have, in either list, is nobody's.
    """
    added = [name for name in other.columns if not name.startswith("lad_")]
    by_code = base.join(other.select("lad_code", *added), on="lad_code", how="left", validate="1:1")
    named = other.select("lad_name", *(pl.col(name).alias(f"{name}_named") for name in added))
    named = named.unique("lad_name", keep="none")
    alone = pl.len().over("lad_name") == 1
    return by_code.join(named, on="lad_name", how="left", validate="m:1").select(
        *base.columns,
        *(pl.coalesce(name, pl.when(alone).then(f"{name}_named")).alias(name) for name in added),
    )
