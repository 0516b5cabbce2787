"""Who needs a service: people or households by small area, for the groups that can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from access.decay import ReachError
from access.reach_lsoa import list_own_lsoas
from catalog.measures import OCCUPATIONS
from catalog.reading import Reader

NO_QUALIFICATIONS: Final = "no_qualifications"
OF_NEED: Final = {
    NO_QUALIFICATIONS: ("residents without qualifications", "residents_no_qualifications"),
    "no_car": ("households without a car", "households_no_car"),
    "residents": ("residents aged 16 and over", "residents_16_plus"),
}
CLAIMANTS: Final = "claimants"
OCCUPATION: Final = "occupation_"
READS: Final = (
    "lsoa_need", "claimants_small_areas", "ward_measures", "wards", "lsoa_wards", "lsoa_centroids",
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A group of people by small area.

    `frame`: lsoa_code, ward_code, lad_code, people (null where not known), a row for every small
    area of the councils asked for. `label` in small letters, as in a sentence. `notes`: what the
    counts rest on.
    """

    code: str
    label: str
    frame: pl.DataFrame
    notes: tuple[str, ...]


def list_groups() -> dict[str, str]:
    """Code and label of every group that can be asked for."""
    need = {code: label for code, (label, _) in OF_NEED.items()}
    workers = {
        f"{OCCUPATION}{code}": f"residents who work in: {name.lower()}"
        for code, name in OCCUPATIONS.items()
    }
    return {**need, CLAIMANTS: "people claiming unemployment benefits", **workers}


def count_group(reader: Reader, code: str, lad_codes: list[str]) -> Group:
    """People of a group in some councils; ReachError where the group or its figures are absent."""
    labels = list_groups()
    if code not in labels:
        raise ReachError(f"there is no group {code!r}; the groups are {', '.join(labels)}")
    lsoas = list_own_lsoas(reader).filter(pl.col("lad_code").is_in(lad_codes))
    if lsoas.is_empty():
        raise ReachError(
            f"we have no small areas of {', '.join(sorted(lad_codes))}; run `wardwise fetch` for "
            "them, then `wardwise build`"
        )
    if code in OF_NEED:
        frame, notes = _count_need(reader, lsoas, OF_NEED[code][1])
    elif code == CLAIMANTS:
        frame, notes = _count_claimants(reader, lsoas)
    else:
        frame, notes = _count_workers(reader, lsoas, code.removeprefix(OCCUPATION))
    if frame["people"].null_count() == frame.height:
        raise ReachError(
            f"we have no counts of {labels[code]} here; choose another group, or run "
            "`wardwise fetch` and `wardwise build`"
        )
    lacking = frame["people"].null_count()
    if lacking:
        notes = [*notes, f"{lacking:,} of {frame.height:,} small areas have no count and are left "
                 "out."]  # fmt: skip
    return Group(code, labels[code], frame.sort("lsoa_code"), tuple(notes))


def _count_need(reader: Reader, lsoas: pl.DataFrame, column: str) -> tuple[pl.DataFrame, list[str]]:
    counts = reader.table("lsoa_need").select("lsoa_code", people=column)
    frame = lsoas.join(counts, on="lsoa_code", how="left", validate="1:1")
    return frame, ["People and households as counted on Census day, 21 March 2021."]


def _count_claimants(reader: Reader, lsoas: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """By small area where published so, else each ward's count spread over its small areas."""
    table = reader.table("claimants_small_areas").filter(measure="claimants_persons")
    known = table.drop_nulls("value").filter(area_type="lsoa21")
    newest = known["period"].max()
    latest = known.filter(pl.col("period") == pl.col("period").max())
    if latest.height:
        counts = latest.select(lsoa_code="area_code", people="value")
        frame = lsoas.join(counts, on="lsoa_code", how="left", validate="1:1")
        return frame, [f"Claimants of {newest!s}, each small area rounded to 5."]
    wards = _read_measure(reader, "claimants_persons")
    return _spread(reader, lsoas, wards.select("ward_code", people="value"))


def _count_workers(
    reader: Reader, lsoas: pl.DataFrame, code: str
) -> tuple[pl.DataFrame, list[str]]:
    share = _read_measure(reader, f"residents_occupation_{code}_pct")
    workers = _read_measure(reader, "residents_employed_persons").select(
        "ward_code", workers="value"
    )
    wards = share.join(workers, on="ward_code", how="left", validate="1:1").select(
        "ward_code", people=pl.col("value") / 100.0 * pl.col("workers")
    )
    return _spread(reader, lsoas, wards)


def _read_measure(reader: Reader, measure: str) -> pl.DataFrame:
    """ward_code and value of a measure, of its newest period."""
    rows = reader.table("ward_measures").filter(measure=measure)
    known = rows.drop_nulls("value")
    return known.filter(pl.col("period") == pl.col("period").max()).select("ward_code", "value")


def _spread(
    reader: Reader, lsoas: pl.DataFrame, wards: pl.DataFrame
) -> tuple[pl.DataFrame, list[str]]:
    """People of each ward over its small areas, as its residents of 16 and over are."""
    residents = reader.table("lsoa_need").select("lsoa_code", "residents_16_plus")
    joined = lsoas.join(residents, on="lsoa_code", how="left", validate="1:1").join(
        wards, on="ward_code", how="left", validate="m:1"
    )
    share = pl.col("residents_16_plus") / pl.col("residents_16_plus").sum().over("ward_code")
    frame = joined.select("lsoa_code", "ward_code", "lad_code", people=pl.col("people") * share)
    return frame, [
        "Published by ward only: spread over each ward's small areas as its residents aged 16 and "
        "over are, so where they live within a ward is modelled."
    ]
