"""A group of councils as one place: inputs summed, so that every formula is the same.

A sum is of all members in one period, or it is not made: a year or month that some member lacks is
left out, so that neither a level nor a change is ever of part of the group. Where nothing is left,
`Inputs.absences` says which councils lack it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from catalog.vocabulary import periods
from catalog.vocabulary.areas import WIDEST_FIRST
from catalog.vocabulary.status import worst_status
from indicators.fields import ABSENCES, MEMBERS
from indicators.input_frames import births_rate
from indicators.inputs import Inputs
from indicators.places import group_forecasts, larger_areas
from indicators.skills import courses, graduates, jobseekers

INDUSTRY: Final = ("sector_measure", "industry_code")
NAMES: Final = ("industry_name", "industry_level")
# The family whose errors say how much those of a measure have in common.
SHARED_BY: Final = {"jobs": "jobs_section", "real_gva": "gva_section"}
NO_PERIOD: Final = "with no period in common"
ITL1_LENGTH: Final = 3  # letters of an ITL2 code that name its region


def for_group(inputs: Inputs, members: Sequence[str], code: str, name: str) -> Inputs:
    """The inputs of one place, made of members; the nations stay beside it for comparison.

    Bounds of forecasts are joined by how far errors of councils have gone together.
    """
    inputs = _to_one_year(inputs, members)
    nation = pl.col("area_code").is_in(list(WIDEST_FIRST))
    is_member = pl.col("area_code").is_in(list(members))

    def summed(frame: pl.DataFrame, value: str, by: Sequence[str], *firsts: str) -> pl.DataFrame:
        total = _sum_of_all(frame, value, members, by, firsts).with_columns(area_code=pl.lit(code))
        return pl.concat([frame.filter(nation), total.select(frame.columns)])

    achieved = summed(
        inputs.achievements_all, "achievements_count",
        ["achievement_measure", "breakdown", "breakdown_code", "period"],
    )  # fmt: skip
    seekers = summed(inputs.seekers, "seekers_persons", ["seekers_concept", "period"])
    group = pl.DataFrame([(code, name, "group")], schema=inputs.areas.schema, orient="row")
    of_members = pl.col("lad_code").is_in(list(members))
    group_inputs = replace(
        inputs,
        areas=pl.concat([inputs.areas.filter(nation), group]),
        sectors=summed(inputs.sectors, "value", [*INDUSTRY, "year"], *NAMES),
        outlook=_outlook(inputs.outlook, inputs, members, code),
        employees=summed(inputs.employees, "value", [*INDUSTRY, "year"], *NAMES),
        # Of one year whatever they start from, so that they can be added up.
        estimates=_outlook(
            inputs.estimates.rename({"target_year": "period"}), inputs, members, code, ["period"]
        ).rename({"period": "target_year"}),
        nowcasts=summed(inputs.nowcasts, "value", [*INDUSTRY, "year"]),
        adverts=summed(inputs.adverts, "adverts_count", ["occupation_code", "period"]),
        seekers=seekers,
        leavers=jobseekers.leavers(seekers),
        residents=summed(inputs.residents, "residents_persons", ["skill_kind", "skill_code"]),
        achievements=jobseekers.achievements(achieved),
        achievements_all=achieved,
        regions=inputs.regions.filter(is_member).with_columns(area_code=pl.lit(code)),
        courses=courses.sum_courses(inputs.courses, members, code),
        graduates_staying=graduates.sum_staying(inputs.graduates_staying, members, code),
        # Those near a member are the group's own.
        graduate_offers=graduates.find_near(
            inputs.graduate_offers, inputs.itl2, members
        ).with_columns(lad_code=pl.lit(code)),
        itl2=inputs.itl2.filter(is_member)
        .select(area_code=pl.lit(code), itl2_code="itl2_code")
        .unique(),
        larger_areas=larger_areas.of_group(inputs.larger_areas, members, code),
        members=pl.DataFrame(
            [(code, member, inputs.name_of(member)) for member in members],
            schema=MEMBERS,
            orient="row",
        ),
        businesses=_businesses(inputs.businesses, members, nation, code),
        local_units=summed(
            inputs.local_units, "business_units", ["industry_code", "size_band", "year"]
        ),
        ward_measures=inputs.ward_measures.filter(of_members),
        wards=inputs.wards.filter(of_members),
    )
    return replace(group_inputs, absences=_list_absences(inputs, group_inputs, members, code))


def _to_one_year(inputs: Inputs, members: Sequence[str]) -> Inputs:
    """The inputs with every member's sectors known to the newest year that any of them has: our
    nowcasts stand in for official figures that come later for some councils than for others."""
    of_members = pl.col("area_code").is_in(list(members))
    ends = inputs.outlook.filter(of_members).select(
        "area_code", *INDUSTRY, "base_year",
        newest=pl.col("base_year").max().over("sector_measure"),
    )  # fmt: skip
    key = ["area_code", *INDUSTRY]
    known = inputs.nowcasts.select(*key, newest="year")
    behind = ends.filter(pl.col("base_year") < pl.col("newest")).join(
        known, on=[*key, "newest"], how="semi"
    )
    if behind.is_empty():
        return inputs
    names = inputs.sectors.select(*INDUSTRY, *NAMES).unique(INDUSTRY, keep="first")
    added = (
        inputs.nowcasts.join(behind, on=key, validate="m:1")
        .filter(pl.col("year") > pl.col("base_year"), pl.col("year") <= pl.col("newest"))
        .join(names, on=INDUSTRY, validate="m:1")
        .select(inputs.sectors.columns)
    )
    without = inputs.sectors.join(added, on=[*key, "year"], how="anti", maintain_order="left")
    moved = inputs.outlook.join(
        behind.select(*key, "newest"), on=key, how="left", validate="1:1", maintain_order="left"
    )
    return replace(
        inputs,
        sectors=pl.concat([without, added]),
        outlook=moved.with_columns(base_year=pl.coalesce("newest", "base_year")).drop("newest"),
    )


def _sum_of_all(
    frame: pl.DataFrame, value: str, members: Sequence[str], by: Sequence[str],
    firsts: Sequence[str] = (),
) -> pl.DataFrame:  # fmt: skip
    """`by`, `firsts`, status (if there is one) and the sum of `value` where all have it."""
    total = periods.sum_members(frame, value, members, by, firsts)
    if "status" not in frame.columns:
        return total
    of_members = frame.filter(pl.col("area_code").is_in(list(members))).drop_nulls(value)
    statuses = of_members.group_by(by).agg(worst_status().alias("status"))
    return total.join(statuses, on=by, validate="1:1", maintain_order="left")


def _outlook(
    forecasts: pl.DataFrame, inputs: Inputs, members: Sequence[str], code: str,
    period: Sequence[str] = (),
) -> pl.DataFrame:  # fmt: skip
    """Forecasts of the group: of a series that every member has, from one year to one year.

    With `period` those of one period are added up, from whatever year they start.

    Where some lacks it mean and bounds are null, and `note` says whose.
    """
    names = dict(_names(inputs, members).iter_rows())
    places = inputs.itl2.filter(pl.col("area_code").is_in(list(members)))
    regions = places["itl2_code"].str.slice(0, ITL1_LENGTH).unique().to_list()
    shared = pl.coalesce(
        pl.when(
            (pl.col("sector_measure") == measure)
            & ((pl.col("industry_code") == "total") == pl.lit(whole))
        ).then(group_forecasts.shared_error(family, "total" if whole else "", regions))
        for measure, family in SHARED_BY.items()
        for whole in (True, False)
    )
    total = group_forecasts.sum_forecasts(
        forecasts.with_columns(shared.alias("shared_error")), names,
        [*INDUSTRY, *period], origin="base_year",
        firsts=NAMES if period else ("target_year", *NAMES), shared="shared_error",
    ).with_columns(area_code=pl.lit(code))  # fmt: skip
    nation = pl.col("area_code").is_in(list(WIDEST_FIRST))
    return pl.concat([forecasts.filter(nation), total.select(forecasts.columns)])


def _businesses(
    table: pl.DataFrame, members: Sequence[str], nation: pl.Expr, code: str
) -> pl.DataFrame:
    births, active = (
        periods.sum_members(table, name, members, ["period"]) for name in ("births", "active")
    )
    total = births.join(active, on="period", validate="1:1").with_columns(
        area_code=pl.lit(code), births_pct=births_rate()
    )
    return pl.concat([table.filter(nation), total.select(table.columns)])


def _names(inputs: Inputs, members: Sequence[str]) -> pl.DataFrame:
    """area_code and area_name of the members, by name."""
    of_members = inputs.areas.filter(pl.col("area_code").is_in(list(members)))
    return of_members.select("area_code", "area_name").sort("area_name")


def _list_absences(
    inputs: Inputs, group_inputs: Inputs, members: Sequence[str], code: str
) -> pl.DataFrame:
    """For each field that some member has and the group has not: who lacks it."""
    fields = {
        "adverts": "adverts_count", "leavers": "leavers_persons",
        "residents": "residents_persons", "achievements": "achievements_count",
        "graduates_staying": "staying_persons", "businesses": "births_pct", "sectors": "value",
    }  # fmt: skip
    names = _names(inputs, members)
    rows = []
    for what, value in fields.items():
        have = set(getattr(inputs, what).drop_nulls(value)["area_code"]) & set(members)
        if not have or getattr(group_inputs, what).drop_nulls(value).filter(area_code=code).height:
            continue
        rows.append((code, what, _describe_coverage(names, have)))
    rows += _list_absent_courses(inputs, group_inputs, names, code)
    rows.append((code, "seekers", _seekers_apart(inputs, group_inputs, names, code)))
    return pl.DataFrame(rows, schema=ABSENCES, orient="row")


def _describe_coverage(names: pl.DataFrame, have: set[str]) -> str:
    """Which members have a figure and which lack it, in words."""
    absent = names.filter(~pl.col("area_code").is_in(list(have)))["area_name"].to_list()
    coverage = f"available for {len(have)} of {names.height} councils"
    return f"{coverage}, {f'not for {listed}' if (listed := ', '.join(absent)) else NO_PERIOD}"


def _list_absent_courses(
    inputs: Inputs, group_inputs: Inputs, names: pl.DataFrame, code: str
) -> list[tuple[str, str, str]]:
    """For each stream of courses that some member has and the group has not: who lacks it."""
    rows = []
    for (stream,), part in inputs.courses.group_by("supply_stream", maintain_order=True):
        have = set(part["area_code"]) & set(names["area_code"])
        summed = group_inputs.courses.filter(pl.col("supply_stream") == stream)
        if have and summed.is_empty():
            rows.append((code, str(stream), _describe_coverage(names, have)))
    return rows


def _seekers_apart(inputs: Inputs, group_inputs: Inputs, names: pl.DataFrame, code: str) -> str:
    """What each member has of seekers in the months of the group's adverts, where they differ."""
    months = jobseekers.newest_months(group_inputs.adverts.filter(area_code=code))
    if not months:
        return ""
    by_name = {
        name: jobseekers.seekers_in(inputs.rows_of(member, "seekers"), months)
        for member, name in names.iter_rows()
    }
    if all(each.persons is None for each in by_name.values()):
        return ""
    notes = (
        "none" if each.persons is None else each.note.split(",")[0] for each in by_name.values()
    )
    return "; ".join(f"{name}: {words}" for name, words in zip(by_name, notes, strict=True))
