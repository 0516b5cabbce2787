"""Questions of sites from the tables: who needs it, what is offered, and what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from access.decay import Floats
from access.distances import Numbers, Points, measure_apart
from access.groups import Group, count_group
from access.journeys import Journeys
from access.places import find_ward_centres, points_wards, select_points
from access.siting_problem import SitingError, SitingProblem
from catalog.reading import Reader
from catalog.tables.access import SITE_KINDS

WARDS, LSOAS, EMPTY, BROWNFIELD = "wards", "small_areas", "empty_premises", "brownfield"
CANDIDATES: Final = {
    WARDS: "the centres of wards",
    LSOAS: "the centres of small areas",
    EMPTY: "the centres of wards with empty premises",
    BROWNFIELD: "brownfield sites on the registers",
}
KM, MINUTES = "km", "minutes"
READS: Final = (
    "lsoa_need", "claimants_small_areas", "ward_measures", "wards", "lsoa_wards", "lsoa_centroids",
    "sites", "travel_times", "ward_premises",
)  # fmt: skip
STRAIGHT_WORDS: Final = (
    "Distances are straight lines from the centres of small areas: no roads, hills, timetables or "
    "opening hours."
)


@dataclass(frozen=True)
class Offer:
    """Places that a service could stand at: code, name, and east and north in km; by code."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    km: Floats
    note: str = ""


def build_problem(
    reader: Reader,
    lad_codes: Sequence[str],
    group: str,
    candidates: str = WARDS,
    kept: Sequence[str] = (),
    unit: str = KM,
    premises: str = "",
) -> SitingProblem:
    """The question's numbers, from the tables under a folder.

    `group`: as `groups.list_groups`. `candidates`: as CANDIDATES; of empty premises only those of a
    kind (description_group of `ward_premises`) if `premises` names one. `kept`: kinds of `sites`
    that stand already and stay, of other councils too. `unit`: km, straight, or minutes, by the
    travel times that the user supplied. SitingError and ReachError say what is not there.
    """
    counted = count_group(reader, group, list(lad_codes))
    points = select_points(reader, counted.frame)
    people = np.nan_to_num(points.align(counted.frame, "lsoa_code", "people"))
    offer = _list_candidates(reader, lad_codes, candidates, points, premises)
    if not offer.codes:
        raise SitingError(
            f"there are no places to choose from among {CANDIDATES[candidates]}; choose others"
        )
    standing = _list_kept(reader, kept)
    if unit == KM:
        apart = measure_apart(points.km, offer.km)
        to_kept = measure_apart(points.km, standing.km)
    else:
        apart, to_kept = _measure_minutes(reader, points, offer.km, standing.km)
    return SitingProblem(
        people,
        points.codes,
        tuple(points_wards(points, counted.frame)),
        apart,
        to_kept.min(axis=1, initial=np.inf),
        offer.codes,
        offer.names,
        unit,
        counted.label,
        tuple(_list_assumptions(counted, candidates, standing, unit, offer.note)),
        offer.km,
        standing.km,
        standing.names,
    )


def _list_assumptions(
    group: Group, candidates: str, standing: Offer, unit: str, note: str
) -> list[str]:
    sentences = [
        STRAIGHT_WORDS if unit == KM else
        "Travel times are yours; a place has those of the nearest small area.",
        f"Places to choose from: {CANDIDATES[candidates]}.",
        *([note] if note else []),
        *group.notes,
        "The best set is the best of those offered, for the group chosen, under this model.",
    ]  # fmt: skip
    if standing.codes:
        sentences.insert(2, f"Kept where they are: {len(standing.codes):,} sites.")
    return sentences


def _list_candidates(
    reader: Reader, lad_codes: Sequence[str], candidates: str, points: Points, premises: str
) -> Offer:
    if candidates == LSOAS:
        names = dict(reader.table("lsoa_wards").select("lsoa_code", "lsoa_name").iter_rows())
        return Offer(points.codes, tuple(names[code] for code in points.codes), points.km)
    if candidates in (WARDS, EMPTY):
        centres = find_ward_centres(reader, lad_codes)
        wards, km, note = centres.wards, centres.km, ""
        if candidates == EMPTY:
            empty = _list_empty(reader, premises)
            has = wards["ward_code"].is_in(empty.implode())
            wards, km = wards.filter(has), km[has.to_numpy()]
            note = (
                "The lists of premises say which wards have empty ones, not where in the ward, so "
                "the centre of its residents stands for them."
            )
        return Offer(tuple(wards["ward_code"]), tuple(wards["ward_name"]), km, note)
    if candidates == BROWNFIELD:
        return _list_sites(reader, [BROWNFIELD], lad_codes)
    raise SitingError(
        f"there are no places called {candidates!r}; choose from {', '.join(CANDIDATES)}"
    )


def _list_empty(reader: Reader, premises: str) -> pl.Series:
    """Codes of the wards with empty premises, of one kind if it is named."""
    table = reader.table("ward_premises").filter(pl.col("empty_count") > 0)
    kinds = table["description_group"].unique().sort().to_list()
    if premises and premises not in kinds:
        raise SitingError(
            f"no empty premises of the kind {premises!r}; the kinds are {', '.join(kinds)}"
        )
    return (table.filter(description_group=premises) if premises else table)["ward_code"].unique()


def _list_kept(reader: Reader, kinds: Sequence[str]) -> Offer:
    unknown = [kind for kind in kinds if kind not in SITE_KINDS]
    if unknown:
        raise SitingError(
            f"there are no sites of the kind {', '.join(unknown)}; the kinds are "
            f"{', '.join(SITE_KINDS)}"
        )
    if not kinds:
        return Offer((), (), np.zeros((0, 2)))
    offer = _list_sites(reader, kinds)
    present = set(reader.table("sites")["site_kind"])
    absent = [kind for kind in kinds if kind not in present]
    if absent:
        raise SitingError(
            f"we have no list of {', '.join(absent)} sites to keep; give us one with `wardwise "
            "supply sites FILE --kind KIND`, or keep none"
        )
    return offer


def _list_sites(reader: Reader, kinds: Sequence[str], lad_codes: Sequence[str] = ()) -> Offer:
    """Sites of some kinds, of some councils or of all, by code."""
    rows = reader.table("sites").filter(pl.col("site_kind").is_in(list(kinds)))
    if lad_codes:
        rows = rows.filter(pl.col("lad_code").is_in(list(lad_codes)))
    rows = rows.drop_nulls(["easting_m", "northing_m"]).sort("site_code", "site_kind")
    km = rows.select("easting_m", "northing_m").to_numpy() / 1000.0
    return Offer(tuple(rows["site_code"]), tuple(rows["site_name"]), km.reshape(-1, 2))


def _measure_minutes(
    reader: Reader, points: Points, offer_km: Floats, kept_km: Floats
) -> tuple[Floats, Floats]:
    """Minutes from each small area to each candidate, and to each site kept."""
    if not reader.has("travel_times"):
        raise SitingError(
            "we have no travel times; give us a file with `wardwise supply`, or ask in km"
        )
    journeys = Journeys(points, reader.table("travel_times"))
    rows: Numbers = np.arange(len(points.codes))

    def read(km: Floats) -> Floats:
        if not len(km):
            return np.zeros((len(rows), 0))
        nearest = measure_apart(km, points.km).argmin(axis=1)
        return journeys.read_minutes(rows, nearest)

    return read(offer_km), read(kept_km)
