"""Whom a training plan reaches from where its places are given: a map, wards, groups, its need."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from access.decay import NO_CAR, SETTINGS, ReachError
from access.places import find_ward_centres
from access.venues import list_venues
from catalog.measures import Measure
from catalog.vocabulary.status import PARTIAL
from indicators.plans.plan_reach import READS, PlanReach, find_plan_reach
from indicators.plans.plan_text import Plan
from indicators.plans.training_plan import LABEL
from presentation import map_summary
from presentation.plan_words import describe_course, describe_reach, name_course
from views.parts import access_data, controls, data, downloads, indicators, map_panel
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

NO_PLACE: Final = (
    "Say above where the places are given, and we show which wards have them within reach."
)
WARDS: Final = {
    "ward_name": "Ward", "reached_no_car_pct": "Reached, no car (%)",
    "reached_any_pct": "Reached, any way (%)", "no_qualifications_no_car": "Without qualifications",
    "claimants_no_car": "Claimants", "no_car_no_car": "Households without a car",
    "residents_near_bus_pct": "Near a bus stop (%)",
}  # fmt: skip
GROUPS: Final = {
    "group_label": "Group", "people": "All", "in_reach_no_car": "Reached, no car",
    "outside_no_car_pct": "Outside, no car (%)", "outside_any_pct": "Outside, any way (%)",
}  # fmt: skip
NEED: Final = {
    "course": "The plan's own need", "need_persons": "Residents below the level",
    "outside_no_car_pct": "Outside, no car (%)", "outside_any_pct": "Outside, any way (%)",
}  # fmt: skip
NUMBER: Final = st.column_config.NumberColumn(format="localized")


def list_offers(chosen: controls.Chosen) -> list[str]:
    """Sites of supplied lists and wards of the place that a plan can name."""
    reader = access_data.open_reader(READS, chosen.councils)
    wards = find_ward_centres(reader, chosen.councils).wards["ward_name"]
    return [*list_venues(reader)["venue_label"], *wards.sort()]


def find(plan: Plan, chosen: controls.Chosen) -> PlanReach | None:
    """Whom the plan reaches; None, with a notice where it names a place, if we cannot say."""
    reader = access_data.open_reader(READS, chosen.councils)
    roots = (data.settings().tables, data.settings().built)
    try:
        return find_plan_reach(reader, plan, roots, chosen.councils)
    except ReachError as error:
        st.warning(f"We cannot say whom this plan reaches: {plain(str(error))}.")
        return None


def show(reach: PlanReach | None, plan: Plan, chosen: controls.Chosen) -> None:
    """What the place reaches: sentences, a map with the groups beside it, wards, assumptions."""
    if reach is None:
        if not plan.at:
            st.info(NO_PLACE)
        return
    st.write(plain(" ".join(describe_reach(reach))))
    picture, beside = st.columns([3, 5], gap="medium")
    with picture:
        measure = Measure(
            "plan_reach", "Access", "Residents within reach without a car",
            "Residents within reach", "%", "modelled", SETTINGS[NO_CAR].meaning,
        )  # fmt: skip
        wards = reach.near.wards.with_columns(period=pl.lit("2021"))
        values = access_data.as_values(wards, chosen, "reached_no_car_pct")
        map_panel.show_ward_map(values, measure, chosen, about="wards reached", name="plan-reach")
    with beside:
        _table(reach.near.groups.with_columns(indicators.capitalise("group_label")), GROUPS)
        names = [name_course(course) for course in plan.courses]
        _table(reach.courses.with_columns(course=pl.Series(names, dtype=pl.String)), NEED)
    _table(reach.near.wards, WARDS)
    st.caption(
        "Reached: share of residents within reach. People and households of each ward are those "
        "within reach without a car. Near a bus stop: share of all residents."
    )
    exported = reach.near.wards.with_columns(
        label=pl.lit(LABEL), given_at=pl.lit(reach.near.place.name),
        need_outside_no_car_pct=pl.lit(reach.outside_no_car_pct, dtype=pl.Float64),
        need_outside_any_pct=pl.lit(reach.outside_any_pct, dtype=pl.Float64),
        plan=pl.lit("; ".join(describe_course(course) for course in plan.courses)),
        assumptions=pl.lit(" ".join(reach.assumptions)),
    )  # fmt: skip
    downloads.csv(exported, f"plan-wards-{chosen.file_part}", "Download wards reached (CSV)")


def _table(frame: pl.DataFrame, headings: dict[str, str]) -> None:
    """The columns that have a figure somewhere, in whole numbers."""
    known = access_data.list_known(frame)
    shown = [pl.col(name).alias(title) for name, title in headings.items() if name in known]
    if "status" in frame.columns and (frame["status"] == PARTIAL).any():
        shown.append(map_summary.status_words().alias("What kind of figure"))
    first = next(iter(headings.values()))
    numbers = dict.fromkeys(headings.values(), NUMBER) | {first: st.column_config.Column()}
    figures_table(frame.with_columns(pl.col(pl.Float64).round(0)), shown, numbers)
