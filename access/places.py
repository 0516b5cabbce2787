"""Places that a question can name: centres of wards, and postcodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from access.decay import Floats, ReachError
from access.distances import Points, place_points
from access.reach import weigh_mean
from access.reach_lsoa import list_own_lsoas, list_own_wards
from catalog import store
from catalog.reading import Reader
from catalog.vocabulary.postcodes import INWARD, split_postcode
from geo.boundaries import locate
from geo.os_grid import to_metres

WARD_CENTRE: Final = "the centre of the ward's residents"
NO_CENTRES: Final = (
    "we do not have the small areas of its wards, with their centres and residents; run `wardwise "
    "fetch` for the council, then `wardwise build`"
)


@dataclass(frozen=True)
class Place:
    """A point that somebody named: `name` as shown, east and north in km, and its ward.

    `note` says what stands for the place, as the centre of a ward; "" where nothing does.
    """

    name: str
    km: tuple[float, float]
    ward_code: str
    lad_code: str
    note: str = ""


@dataclass(frozen=True)
class WardCentres:
    """Wards (ward_code, ward_name, lad_code, lad_name, sorted by code) and their centres in km.

    A centre is the mean of the ward's small areas, weighted by residents of 16 and over. Wards
    without residents in any small area are not listed.
    """

    wards: pl.DataFrame
    km: Floats


def find_ward_centres(reader: Reader, lad_codes: Sequence[str] = ()) -> WardCentres:
    """The centres of the wards of some councils; of all that we have where none is named."""
    wards = list_own_wards(reader)
    if lad_codes:
        wards = wards.filter(pl.col("lad_code").is_in(list(lad_codes)))
    lsoas = list_own_lsoas(reader).join(wards, on="ward_code", how="semi")
    points = select_points(reader, lsoas)
    weights = points.align(reader.table("lsoa_need"), "lsoa_code", "residents_16_plus")
    of_ward = points_wards(points, lsoas)
    numbers = {code: number for number, code in enumerate(wards["ward_code"])}
    groups = np.array([numbers[code] for code in of_ward], dtype=np.int64)
    km = np.column_stack(
        [weigh_mean(points.km[:, axis], weights, groups, wards.height) for axis in (0, 1)]
    )
    placed = np.isfinite(km).all(axis=1)
    return WardCentres(wards.filter(pl.Series(placed, dtype=pl.Boolean)), km[placed])


def select_points(reader: Reader, lsoas: pl.DataFrame) -> Points:
    """The centres of some small areas; those without one are left out."""
    return place_points(reader.table("lsoa_centroids").join(lsoas, on="lsoa_code", how="semi"))


def points_wards(points: Points, lsoas: pl.DataFrame) -> list[str]:
    """The ward of each point, in order."""
    codes = pl.Series("lsoa_code", points.codes, dtype=pl.String).to_frame()
    placed = codes.join(lsoas, on="lsoa_code", how="left", maintain_order="left", validate="1:1")
    return placed["ward_code"].to_list()


def find_place(text: str, reader: Reader, roots: Sequence[Path], lad_codes: Sequence[str]) -> Place:
    """A ward (by code or name) or a postcode in one of some councils; ReachError in words if not.

    `roots`: folders of tables, in which we look for lists of postcodes.
    """
    centres = find_ward_centres(reader, lad_codes)
    if centres.wards.is_empty():
        raise ReachError(NO_CENTRES)
    wanted = text.strip().casefold()
    named = [
        number
        for number, (code, name) in enumerate(
            centres.wards.select("ward_code", "ward_name").iter_rows()
        )
        if wanted in (code.casefold(), name.casefold())
    ]
    if len(named) > 1:
        choices = centres.wards[named].select("ward_name", "lad_name", "ward_code").rows()
        several = "; ".join(f"{code} ({name}, {council})" for name, council, code in choices)
        raise ReachError(f"{text.strip()!r} is several wards: {several}. Give the code")
    if named:
        return _at_ward(centres, named[0])
    if not split_postcode(text):
        names = centres.wards["ward_name"].unique().sort().to_list()
        near = [name for name in names if wanted and wanted in name.casefold()]
        such = f", such as {near[0]}" if near else ""
        raise ReachError(
            f"{text.strip()!r} is neither a ward of {_name_councils(centres)} nor a postcode; give "
            f"a ward by its name{such}, or a postcode such as HX1 1AB"
        )
    return _find_postcode(text, centres, reader, roots)


def _at_ward(centres: WardCentres, number: int, name: str = "", note: str = "") -> Place:
    ward = centres.wards.row(number, named=True)
    east, north = centres.km[number]
    return Place(
        name or ward["ward_name"], (float(east), float(north)), ward["ward_code"],
        ward["lad_code"], note or f"{WARD_CENTRE} stands for it",
    )  # fmt: skip


def _find_postcode(text: str, centres: WardCentres, reader: Reader, roots: Sequence[Path]) -> Place:
    """A whole postcode: by its own point if we have one, else by the centre of its ward."""
    outward, inward = split_postcode(text)[0]
    postcode = f"{outward} {inward}".strip()
    if len(inward) != INWARD:
        raise ReachError(f"{postcode} is only the beginning of a postcode; give all of it")
    codes = list(centres.wards["ward_code"])
    for root in roots:
        if store.has("postcodes", root):
            rows = store.scan("postcodes", root).filter(postcode_key=postcode).collect()
            if rows.height:
                ward = locate(rows, reader.table("wards"))[0]
                if ward not in codes:
                    raise ReachError(_describe_outside(postcode, centres))
                east, north = to_metres(rows["long"], rows["lat"])
                lad = centres.wards.filter(ward_code=ward)["lad_code"][0]
                return Place(postcode, (east[0] / 1000.0, north[0] / 1000.0), ward, lad)
    for root in roots:
        if store.has("postcode_wards", root):
            compact = f"{outward}{inward}"
            rows = store.scan("postcode_wards", root).filter(postcode_compact=compact).collect()
            if rows.height:
                if rows["ward_code"][0] not in codes:
                    raise ReachError(_describe_outside(postcode, centres))
                number = codes.index(rows["ward_code"][0])
                ward_name = centres.wards["ward_name"][number]
                note = f"we know its ward only, so the centre of {ward_name} stands for it"
                return _at_ward(centres, number, postcode, note)
    raise ReachError(
        f"we could not find {postcode} in our lists: it may be mistyped, no longer in use, or "
        f"outside {_name_councils(centres)}. Give another, or a ward by its name"
    )


def _describe_outside(postcode: str, centres: WardCentres) -> str:
    return (
        f"{postcode} is outside {_name_councils(centres)}; choose its council, or give a postcode "
        "inside"
    )


def _name_councils(centres: WardCentres) -> str:
    names = centres.wards["lad_name"].unique().sort().to_list()
    if len(names) > 3:
        return f"the {len(names)} councils chosen"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
