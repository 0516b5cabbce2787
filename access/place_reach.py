"""Who lives within reach of a place where something is offered, such as training."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from access.decay import ANY, CONSTANTS, NO_CAR, SETTINGS, ReachError
from access.distances import measure_apart
from access.groups import CLAIMANTS, NO_QUALIFICATIONS, count_group, list_groups
from access.places import Place, select_points
from access.reach_lsoa import list_own_lsoas, list_own_wards
from catalog.reading import Reader
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL

TENTH: Final = CONSTANTS["place_reach_weight"]
BY: Final = (NO_CAR, ANY)
# The groups that a place is asked about; all residents say how much of a ward it reaches.
GROUPS: Final = ("residents", NO_QUALIFICATIONS, CLAIMANTS, "no_car")
HALF_PCT: Final = 50.0
READS: Final = (
    "lsoa_need", "lsoa_centroids", "lsoa_wards", "wards", "claimants_small_areas",
    "ward_measures", "stops_ward", "sites",
)  # fmt: skip
NEEDED: Final = ("lsoa_need", "lsoa_centroids", "lsoa_wards", "wards")
NOT_BUILT: Final = (
    "we do not have what it takes to say who lives near a place (centres of small areas, and "
    "residents and households in them); run `wardwise fetch` for the council, then `wardwise build`"
)
NO_STOPS: Final = "We have no list of bus stops for {}, so no share of residents near one."


@dataclass(frozen=True)
class PlaceReach:
    """Who lives within reach of a place, in some councils.

    `wards`: a row a ward: ward_code, ward_name, lad_code, lad_name; reached_no_car_pct and
    reached_any_pct (% of residents of 16 and over within reach); residents_, no_qualifications_,
    claimants_ and no_car_ with _no_car and _any (people or households within reach, null where we
    have no count); residents_near_bus_pct; status (modelled, partial where a small area lacks a
    centre or a count, missing); most reached first.
    `groups`: a row a group: group_code, group_label, people, in_reach_no_car, in_reach_any,
    outside_no_car_pct, outside_any_pct, status. `notes`: what lacks, and what figures rest on.
    `areas`: lsoa_code, ward_code, lad_code, reached_no_car, reached_any (null without a centre).
    """

    place: Place
    wards: pl.DataFrame
    groups: pl.DataFrame
    areas: pl.DataFrame
    notes: tuple[str, ...]

    def count_wards(self, setting_code: str) -> int:
        """Wards of which at least half of the residents have the place within reach."""
        return self.wards.filter(pl.col(f"reached_{setting_code}_pct") >= HALF_PCT).height


def measure_reach_km(setting_code: str) -> float:
    """How far away, straight, a place still counts a tenth.

    >>> round(measure_reach_km("no_car"), 1), round(measure_reach_km("any"), 1)
    (4.6, 9.9)
    """
    return math.log(1.0 / TENTH) / CONSTANTS[f"{setting_code}_decay_per_km"]


def describe_settings() -> str:
    """What within reach means under both settings, in a sentence."""
    return (
        f"Within reach: up to {measure_reach_km(NO_CAR):.1f} km without a car, "
        f"{measure_reach_km(ANY):.1f} km by any way of travel, in a straight line from the centre "
        "of a small area; there a place counts a tenth of one on the spot."
    )


def find_reached(reader: Reader, place: Place, lad_codes: Sequence[str]) -> PlaceReach:
    """Who in some councils has a place within reach; ReachError where nothing can be said."""
    check_ready(reader, lad_codes)
    areas = mark_reached(reader, place, lad_codes)
    if areas.is_empty() or areas["reached_any"].null_count() == areas.height:
        raise ReachError(NOT_BUILT)
    counted, notes = _count_groups(reader, areas, lad_codes)
    if counted["residents"].null_count() == counted.height:
        raise ReachError(NOT_BUILT)
    wards = _sum_wards(reader, counted)
    return PlaceReach(
        place, wards, _sum_groups(counted), areas,
        (describe_settings(), *_describe_lacking(areas, wards), *notes),
    )  # fmt: skip


def check_ready(reader: Reader, lad_codes: Sequence[str]) -> None:
    """ReachError where we have no residents of small areas of any of these councils."""
    have = all(reader.has(name) for name in NEEDED)
    if not have or not reader.table("lsoa_need")["lad_code"].is_in(list(lad_codes)).any():
        raise ReachError(NOT_BUILT)


def mark_reached(reader: Reader, place: Place, lad_codes: Sequence[str]) -> pl.DataFrame:
    """The small areas of some councils, and whether the place is within reach under each setting:
    null where a small area has no centre."""
    areas = list_own_lsoas(reader).filter(pl.col("lad_code").is_in(list(lad_codes)))
    points = select_points(reader, areas)
    km = measure_apart(points.km, np.array([place.km]))[:, 0]
    marks = {f"reached_{code}": SETTINGS[code].weigh(km) >= TENTH for code in BY}
    reached = pl.DataFrame(
        {"lsoa_code": points.codes, **marks},
        schema_overrides={"lsoa_code": pl.String} | dict.fromkeys(marks, pl.Boolean),
    )
    return areas.join(reached, on="lsoa_code", how="left", validate="1:1").sort("lsoa_code")


def share_reached(areas: pl.DataFrame, people: str, setting_code: str) -> float | None:
    """% of the people of a column of `areas` who have the place within reach; None without any."""
    known = areas.filter(pl.col(f"reached_{setting_code}").is_not_null()).drop_nulls(people)
    total = float(known[people].sum())
    if total <= 0:
        return None
    return 100.0 * float(known.filter(f"reached_{setting_code}")[people].sum()) / total


def _count_groups(
    reader: Reader, areas: pl.DataFrame, lad_codes: Sequence[str]
) -> tuple[pl.DataFrame, list[str]]:
    """The areas with a column of people for each group, null where we have no count."""
    notes: list[str] = []
    for code in GROUPS:
        try:
            group = count_group(reader, code, list(lad_codes))
        except ReachError:
            notes.append(f"We have no count of {list_groups()[code]} here.")
            areas = areas.with_columns(pl.lit(None, dtype=pl.Float64).alias(code))
            continue
        counts = group.frame.select("lsoa_code", pl.col("people").cast(pl.Float64).alias(code))
        areas = areas.join(counts, on="lsoa_code", how="left", validate="1:1")
        notes += [note for note in group.notes if note not in notes]
    return areas, notes


def _within(code: str, setting_code: str) -> pl.Expr:
    """Sum of a group within reach; null where no small area has both a count and a centre."""
    known = pl.col(code).is_not_null() & pl.col(f"reached_{setting_code}").is_not_null()
    inside = pl.col(code).filter(known & pl.col(f"reached_{setting_code}")).sum()
    return pl.when(known.any()).then(inside)


def _sum_wards(reader: Reader, counted: pl.DataFrame) -> pl.DataFrame:
    # A group that we have no count of at all has a note: the other figures are whole.
    present = [code for code in GROUPS if counted[code].null_count() < counted.height]
    lacking = pl.any_horizontal(pl.col(code).is_null() for code in ("reached_any", *present))
    residents = {code: _within("residents", code) for code in BY}
    placed = pl.col("residents").filter(pl.col("reached_any").is_not_null()).sum()
    sums = counted.group_by("ward_code").agg(
        *(pl.when(placed > 0).then(100.0 * residents[code] / placed).alias(f"reached_{code}_pct")
          for code in BY),
        *(_within(group, code).alias(f"{group}_{code}") for group in GROUPS for code in BY),
        lacking=lacking.any(),
    )  # fmt: skip
    stops = reader.table("stops_ward").select("ward_code", "residents_near_bus_pct")
    return (
        list_own_wards(reader)
        .join(counted.select("lad_code").unique(), on="lad_code", how="semi")
        .join(sums, on="ward_code", how="left", validate="1:1")
        .join(stops, on="ward_code", how="left", validate="1:1")
        .with_columns(
            status=pl.when(pl.col("reached_any_pct").is_null())
            .then(pl.lit(MISSING))
            .when("lacking")
            .then(pl.lit(PARTIAL))
            .otherwise(pl.lit(MODELLED))
        )
        .drop("lacking")
        .sort(
            "reached_no_car_pct", "reached_any_pct", "ward_code",
            descending=[True, True, False], nulls_last=True,
        )
    )  # fmt: skip


def _sum_groups(counted: pl.DataFrame) -> pl.DataFrame:
    labels: Mapping[str, str] = list_groups()
    rows = []
    for code in GROUPS:
        known = counted.drop_nulls([code, "reached_any"])
        within = [float(known.filter(f"reached_{by}")[code].sum()) for by in BY]
        people = float(known[code].sum())
        outside = [100.0 - 100.0 * one / people if people > 0 else None for one in within]
        partial = known.height < counted.height
        status = MISSING if known.is_empty() else PARTIAL if partial else MODELLED
        figures = [people, *within] if known.height else [None] * 3
        rows.append((code, labels[code], *figures, *outside, status))
    names = ("people", *(f"in_reach_{by}" for by in BY), *(f"outside_{by}_pct" for by in BY))
    return pl.DataFrame(
        rows,
        schema={"group_code": pl.String, "group_label": pl.String}
        | dict.fromkeys(names, pl.Float64)
        | {"status": pl.String},
        orient="row",
    )  # fmt: skip


def _describe_lacking(areas: pl.DataFrame, wards: pl.DataFrame) -> list[str]:
    unplaced = areas["reached_any"].null_count()
    without = wards.filter(pl.col("residents_near_bus_pct").is_null())
    councils = without["lad_name"].unique().sort().to_list()
    named = " and ".join(councils) if len(councils) < 3 else f"{len(councils)} councils"
    return [
        *([f"{unplaced:,} of {areas.height:,} small areas have no centre here and are left out."]
          if unplaced else []),
        *([NO_STOPS.format(named)] if councils else []),
    ]  # fmt: skip
