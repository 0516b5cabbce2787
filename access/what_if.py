"""What if jobs come to a place: who gains reach, by ward and by group; and two places compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from access.decay import CUT_KM, STRAIGHT, Floats, ReachError, Setting, choose_setting
from access.distances import measure_apart
from access.groups import OF_NEED, count_group
from access.places import Place, points_wards, select_points
from access.reach_lsoa import list_own_lsoas, list_own_wards
from catalog.reading import Reader

MOST_JOBS: Final = 1_000_000
READS: Final = (
    "reach_lsoa", "reach_ward", "lsoa_need", "lsoa_centroids", "lsoa_wards", "wards",
    "claimants_small_areas", "ward_measures",
)  # fmt: skip
ASSUMPTIONS: Final = (
    "Distances are straight lines from the centre of each small area to the place.",
    "The jobs are new: none moves from elsewhere, and nobody moves home.",
    "Nothing is said on who would be hired: only who has the jobs within reach.",
)


@dataclass(frozen=True)
class Gain:
    """What jobs at a place would add to what residents reach.

    `wards`: ward_code, ward_name, lad_code, lad_name, jobs_before, jobs_gain, jobs_after,
    gain_pct, status; the most gain first. Means of small areas weighted by residents of 16 and
    over; before and after null where reach is not known.
    `groups`: group_code, group_label, people, jobs_gain (mean per person of the group) and
    times_all (that over the mean of all residents of 16 and over: above 1, the group gains more).
    """

    place: Place
    jobs: float
    setting: Setting
    wards: pl.DataFrame
    groups: pl.DataFrame

    @property
    def title(self) -> str:
        """'500 jobs at Tong'."""
        return f"{self.jobs:,.0f} jobs at {self.place.name}"

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the figures rest on, a sentence each, for an export."""
        note = (f"{self.place.name}: {self.place.note}.",) if self.place.note else ()
        return (self.setting.meaning, *note, *ASSUMPTIONS)


def gain_at(
    points_km: Floats, place_km: tuple[float, float], jobs: float, setting: Setting
) -> Floats:
    """Jobs that count more at each point: jobs times the weight of the way, none beyond 40 km."""
    km = measure_apart(points_km, np.array([place_km]))[:, 0]
    return np.where(km <= CUT_KM, jobs * setting.weigh(km), 0.0)


def compute_gain(
    reader: Reader,
    place: Place,
    jobs: float,
    setting_code: str,
    lad_codes: Sequence[str],
    groups: Sequence[str] = tuple(OF_NEED),
) -> Gain:
    """Who in some councils gains reach if so many jobs come to a place; ReachError in words.

    Groups whose counts we do not have are left out.
    """
    setting = _check(jobs, setting_code)
    lsoas = list_own_lsoas(reader).filter(pl.col("lad_code").is_in(list(lad_codes)))
    points = select_points(reader, lsoas)
    gains = gain_at(points.km, place.km, jobs, setting)
    areas = pl.DataFrame(
        {"lsoa_code": points.codes, "ward_code": points_wards(points, lsoas), "gain": gains},
        schema_overrides={"lsoa_code": pl.String, "ward_code": pl.String},
    )
    return Gain(
        place, jobs, setting,
        _gain_by_ward(reader, areas, setting_code),
        _gain_by_group(reader, areas, lad_codes, groups),
    )  # fmt: skip


def _check(jobs: float, setting_code: str) -> Setting:
    faults = []
    if not (math.isfinite(jobs) and 0 < jobs <= MOST_JOBS):
        faults.append(f"{jobs:g} jobs: give a number from 1 to {MOST_JOBS:,}")
    if setting_code not in STRAIGHT:
        faults.append(
            f"a new place has no travel times; ask by a straight line: {', '.join(STRAIGHT)}"
        )
    if faults:
        raise ReachError("; ".join(faults))
    return choose_setting(setting_code)


def _gain_by_ward(reader: Reader, areas: pl.DataFrame, setting_code: str) -> pl.DataFrame:
    residents = reader.table("lsoa_need").select("lsoa_code", weight="residents_16_plus")
    before = reader.table("reach_lsoa").filter(reach_setting=setting_code)
    joined = areas.join(residents, on="lsoa_code", how="left", validate="1:1").join(
        before.select("lsoa_code", "jobs_in_reach"), on="lsoa_code", how="left", validate="1:1"
    )
    weight = pl.when(pl.col("weight") > 0).then("weight")
    has_reach = weight.is_not_null() & pl.col("jobs_in_reach").is_not_null()
    reached = (pl.col("jobs_in_reach") * weight).sum() / weight.filter(has_reach).sum()
    means = joined.group_by("ward_code").agg(
        jobs_gain=pl.when(weight.sum() > 0).then((pl.col("gain") * weight).sum() / weight.sum()),
        jobs_before=pl.when(has_reach.any()).then(reached),
    )
    # The status of the ward's reach before: what is partial stays so.
    status = reader.table("reach_ward").filter(reach_setting=setting_code)
    wards = list_own_wards(reader).join(means, on="ward_code", how="inner", validate="1:1")
    return (
        wards.join(status.select("ward_code", "status"), on="ward_code", how="left")
        .with_columns(
            jobs_after=pl.col("jobs_before") + pl.col("jobs_gain"),
            gain_pct=pl.when(pl.col("jobs_before") > 0).then(
                100.0 * pl.col("jobs_gain") / pl.col("jobs_before")
            ),
        )
        .select(
            "ward_code", "ward_name", "lad_code", "lad_name", "jobs_before", "jobs_gain",
            "jobs_after", "gain_pct", "status",
        )
        .sort("jobs_gain", "ward_code", descending=[True, False], nulls_last=True)
    )  # fmt: skip


def _gain_by_group(
    reader: Reader, areas: pl.DataFrame, lad_codes: Sequence[str], groups: Sequence[str]
) -> pl.DataFrame:
    rows = []
    for code in dict.fromkeys(("residents", *groups)):
        try:
            group = count_group(reader, code, list(lad_codes))
        except ReachError:
            continue
        counted = group.frame.select("lsoa_code", "people").drop_nulls("people")
        both = areas.join(counted, on="lsoa_code", how="inner", validate="1:1")
        people = float(both["people"].sum())
        if people > 0:
            mean = float((both["gain"] * both["people"]).sum()) / people
            rows.append((code, group.label, people, mean))
    frame = pl.DataFrame(
        rows,
        schema={
            "group_code": pl.String, "group_label": pl.String, "people": pl.Float64,
            "jobs_gain": pl.Float64,
        },
        orient="row",
    )  # fmt: skip
    everyone = frame.filter(group_code="residents")["jobs_gain"]
    mean_of_all = everyone.sum()
    times = pl.when(pl.lit(mean_of_all > 0)).then(pl.col("jobs_gain") / mean_of_all)
    return frame.with_columns(times_all=times)


def compare_gains(one: Gain, other: Gain) -> pl.DataFrame:
    """Two places side by side: group_code, group_label, people, gain_one, gain_other, difference
    (one less other) in jobs per person of the group."""
    columns = ("group_code", "group_label", "people")
    both = one.groups.select(*columns, gain_one="jobs_gain").join(
        other.groups.select("group_code", gain_other="jobs_gain"), on="group_code", how="inner"
    )
    return both.with_columns(difference=pl.col("gain_one") - pl.col("gain_other"))


def explain_gain(gain: Gain) -> list[str]:
    """What it comes to, in sentences: the ward that gains most, and the group."""
    wards = gain.wards.drop_nulls("jobs_gain")
    if wards.is_empty():
        return ["No ward here has residents who could gain."]
    first = wards.row(0, named=True)
    sentences = [
        f"{gain.title} would add most in {first['ward_name']}: its "
        f"residents would have {first['jobs_gain']:,.0f} more {gain.setting.phrase}."
    ]
    others = gain.groups.filter(pl.col("group_code") != "residents").drop_nulls("times_all")
    for row in others.sort("times_all", descending=True).iter_rows(named=True):
        compared = "more than" if row["times_all"] > 1 else "less than"
        if abs(row["times_all"] - 1) < 0.005:
            compared = "about as much as"
        sentences.append(
            f"{row['group_label'][:1].upper()}{row['group_label'][1:]} gain {compared} residents "
            f"on average: {row['jobs_gain']:,.0f} jobs each, {row['times_all']:.2f} times."
        )
    return sentences


def explain_comparison(one: Gain, other: Gain, group_code: str = "no_qualifications") -> str:
    """Which of two places gives a group more, in a sentence."""
    row = compare_gains(one, other).filter(group_code=group_code)
    if row.is_empty():
        return "We have no counts of this group, so we cannot compare the two places for it."
    label = row["group_label"][0]
    first, second = row["gain_one"][0], row["gain_other"][0]
    if abs(first - second) < 0.5:
        return f"For {label} the two places come to the same: {first:,.0f} jobs each."
    better, worse = (one, other) if first > second else (other, one)
    return (
        f"For {label}, {better.place.name} adds more than {worse.place.name}: "
        f"{max(first, second):,.0f} against {min(first, second):,.0f} jobs within reach each."
    )
