"""Where training or a service is given: a site from a supplied list, a postcode, or a ward."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from access.decay import ReachError
from access.places import Place, find_place
from access.siting_inputs import BROWNFIELD
from catalog.reading import Reader

SHOWN: Final = 5  # choices that a message names


def list_venues(reader: Reader) -> pl.DataFrame:
    """The sites of supplied lists where people go, colleges first: venue_label (no two are alike),
    and the columns of `sites`."""
    sites = (
        reader.table("sites")
        .filter(pl.col("site_kind") != BROWNFIELD)
        .drop_nulls(["easting_m", "northing_m"])
    )
    name = pl.col("site_name").str.strip_chars()
    kind = pl.format("{} ({})", name, pl.col("site_kind"))
    whole = pl.format("{} ({} {})", name, pl.col("site_kind"), pl.col("site_code"))
    is_shared = name.str.to_lowercase().is_duplicated()
    is_kind_shared = kind.str.to_lowercase().is_duplicated()
    return sites.with_columns(
        venue_label=pl.when(~is_shared).then(name).when(~is_kind_shared).then(kind).otherwise(whole)
    ).sort((pl.col("site_kind") != "college").cast(pl.Int8), "site_kind", "venue_label")


def find_venue(text: str, reader: Reader, roots: Sequence[Path], lad_codes: Sequence[str]) -> Place:
    """A site by its name, else a ward or postcode as `find_place`; ReachError in words if none."""
    wanted = text.strip().casefold()
    venues = list_venues(reader)
    labels = [label.casefold() for label in venues["venue_label"]]
    names = [name.strip().casefold() for name in venues["site_name"]]
    found = [at for at, label in enumerate(labels) if label == wanted] or [
        at for at, name in enumerate(names) if name == wanted
    ]
    if len(found) > 1:
        choices = "; ".join(venues["venue_label"][at] for at in found[:SHOWN])
        raise ReachError(f"{text.strip()!r} is several sites: {choices}. Give one of these")
    if found:
        row = venues.row(found[0], named=True)
        km = (row["easting_m"] / 1000.0, row["northing_m"] / 1000.0)
        return Place(row["site_name"].strip(), km, row["ward_code"] or "", row["lad_code"] or "")
    try:
        return find_place(text, reader, roots, lad_codes)
    except ReachError as error:
        if venues.is_empty() or "neither a ward" not in str(error):
            raise
        raise ReachError(
            f"{error}, or a site of your lists such as {venues['venue_label'][0]}"
        ) from None
