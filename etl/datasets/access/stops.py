"""Bus stops, rail stations and tram stops in use (NaPTAN)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog.settings import Settings
from catalog.sources import DFT, Source, source
from catalog.tables.access import STOPS
from catalog.vocabulary.counting import count_things
from etl.areas import Areas
from etl.clients.naptan import ExpectedStops, StopsQuery, stops_of
from etl.raw import RawPart
from geo.os_grid import EASTINGS, NORTHINGS, to_metres

SOURCE: Final = source(
    Source(
        id="stops",
        title="National Public Transport Access Nodes (NaPTAN)",
        publisher=DFT,
        dataset_id="naptan",
        service="dft",
        url="https://beta-naptan.dft.gov.uk",
        cadence="irregular",
        caveats=(
            "Stops in use. Where a stop is says nothing of how often a bus comes.",
            "We know no area of the Isles of Scilly, so their stops are not asked for.",
        ),
    )
)
TABLE: Final = STOPS
EXPECTED: Final = (ExpectedStops("329", "York"),)
# Stations and trams of the whole country have areas of their own; they are small.
NATIONAL: Final = {"910": "rail stations", "940": "trams and metros"}
# Entrances (RSE, TMU), taxi ranks (TXR) and coach bays are no stop of their own.
KINDS: Final = {
    "BCT": "bus", "BCS": "bus", "BCQ": "bus", "RLY": "rail", "MET": "tram", "PLT": "tram",
    "TMU": "tram", "FER": "ferry",
}  # fmt: skip
# Platforms and entrances of a stop that has a row of its own.
PARTS_OF_STOPS: Final = ("PLT", "TMU")


def requests(areas: Areas, settings: Settings) -> Sequence[StopsQuery]:  # noqa: ARG001
    """Per area of stop numbers that one of the councils lies in, and the nation's stations.

    What an area brings is of all the councils in it.
    """
    in_areas = reference.read("atco_areas").group_by("atco_area", "atco_area_name").agg("lad_code")
    ours = pl.col("lad_code").list.eval(pl.element().is_in(list(areas.councils))).list.any()
    chosen = in_areas.filter(ours).sort("atco_area")
    if chosen.is_empty():
        return []
    of_areas = [
        StopsQuery(f"atco-{code}", code, name, tuple(sorted(councils)))
        for code, name, councils in chosen.iter_rows()
    ]
    return [*of_areas, *(StopsQuery(f"atco-{code}", code, n) for code, n in NATIONAL.items())]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `stops`: those in use, each once, where it is by grid reference or by degrees."""
    placed = _place(_choose(stops_of(parts)))
    return placed.drop_nulls(["easting_m", "northing_m"]).select(TABLE.columns)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """How many stops say nowhere where they are; and which areas are held."""
    chosen = _choose(stops_of(parts))
    held = sorted(part.note.key.removeprefix("atco-") for part in parts)
    words = [f"Areas of stop numbers held: {', '.join(held)}."]
    without = chosen.height - frame.height
    return (
        [*words, f"Left out: {count_things(without, 'stop')} without coordinates."]
        if without
        else words
    )


def _choose(stops: pl.DataFrame) -> pl.DataFrame:
    """Stops in use of a kind that we count; platforms only where their area has no stations."""
    in_use = stops.filter(pl.col("Status").str.strip_chars().str.to_lowercase() == "active")
    kind = pl.col("StopType").str.strip_chars().str.to_uppercase()
    area = pl.col("ATCOCode").str.slice(0, 3)
    chosen = in_use.with_columns(type=kind).filter(pl.col("type").is_in(list(KINDS)))
    has_stations = (pl.col("type") == "MET").any().over(area)
    is_part = pl.col("type").is_in(PARTS_OF_STOPS)
    return chosen.filter(~(is_part & has_stations)).unique(
        "ATCOCode", keep="last", maintain_order=True
    )


def _place(chosen: pl.DataFrame) -> pl.DataFrame:
    """The stops with their coordinates in metres: the grid reference, else from the degrees."""
    numbers = chosen.with_columns(
        pl.col("Easting", "Northing", "Longitude", "Latitude").cast(pl.Float64, strict=False)
    )
    # Nought, and what lies outside Great Britain, is no reference.
    on_grid = pl.col("Easting").is_between(*EASTINGS) & pl.col("Northing").is_between(*NORTHINGS)
    on_earth = numbers.select(
        pl.when(pl.col("Longitude").is_between(-9, 3) & pl.col("Latitude").is_between(49, 61)).then(
            pl.col("Longitude", "Latitude")
        )
    )
    east, north = to_metres(on_earth["Longitude"], on_earth["Latitude"])
    return numbers.with_columns(east.alias("east"), north.alias("north")).select(
        stop_code="ATCOCode",
        stop_name=pl.col("CommonName").str.strip_chars().fill_null(""),
        stop_kind=pl.col("type").replace_strict(KINDS),
        easting_m=pl.when(on_grid).then("Easting").otherwise("east"),
        northing_m=pl.when(on_grid).then("Northing").otherwise("north"),
    )
