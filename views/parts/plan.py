"""A training plan: its form, and the openings of the priorities that it would meet."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.inputs import READS
from indicators.plans import training_plan
from indicators.plans.plan_reach import PlanReach
from indicators.plans.plan_text import Course, Plan, write_file
from indicators.plans.training_plan import LABEL, PlanResult
from indicators.skills import skill_page
from presentation.numbers import percent
from presentation.plan_words import describe, describe_course, list_notes, title, title_reach
from presentation.skill_words import describe_missing, name_occupation, write_people
from views.parts import (
    chart_panel,
    controls,
    downloads,
    explain_popover,
    indicators,
    plan_form,
    plan_reached,
    skills_data,
    tabs,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain
from views.parts.skills_data import Tables, capital

TAB: Final = "plan_shows"
OPENINGS, REACH, COURSES = "openings", "reach", "courses"
TABS: Final = {
    OPENINGS: "Openings met", REACH: "Wards reached", COURSES: "By course and year",
}  # fmt: skip
FIRST: Final = 3  # priorities that a plan is for at the start
HOW: Final = (
    "New people = places x share achieved x share who go into lasting work x share of them who "
    "are new to work x share of the subject and level that leads to the occupation. Share of "
    "openings = new people / openings a year. A gap changes only where there is one."
)
LOCALIZED: Final = st.column_config.NumberColumn(format="localized")
EFFECTS: Final = {
    "extra_persons": "New people a year", "extra_lower80": "80% from",
    "extra_upper80": "80% to", "openings_persons": "Openings a year",
    "met_pct": "Share of openings met (%)", "gap_persons": "Gap now",
    "gap_after_persons": "Gap with the plan",
}  # fmt: skip


def show(chosen: controls.Chosen) -> None:
    """The form and what the plan would do."""
    st.write(
        "Set extra places in training and see how many openings of your priorities they would "
        f"meet. **{LABEL}:** everything else stays as it is."
    )
    tables = skills_data.read_tables(chosen)
    if tables is None:
        return
    priorities = skill_page.list_priorities(tables)
    if priorities.is_empty():
        st.info(skills_data.NO_OPENINGS.format(plain(chosen.name)))
        return
    codes = priorities["occupation_code"].to_list()
    plan = plan_form.read_plan(codes[:FIRST])
    if plan is None:
        return
    year = _next_year(priorities)
    # Courses to propose need no more than what is there: what a plan lacks is said beside it.
    inputs = indicators.read_inputs(chosen.councils, chosen.name, READS)
    proposed = [
        Course(stream, subject, level, plan_form.PLACES, year)
        for stream, subject, level in training_plan.propose_courses(
            inputs, chosen.code, plan.priorities
        )
    ]
    plan_form.show(plan, codes, year, proposed, plan_reached.list_offers(chosen))
    if not plan.courses:
        st.info("Add a course to see what it would do.")
        return
    result = training_plan.run(chosen.code, plan, tables["skills_openings"], tables["skills_gaps"])
    _show(result, plan, tables, chosen)


def _next_year(priorities: pl.DataFrame) -> int:
    """The year after the one that openings start from."""
    base = str(priorities["base_period"].max() or "")
    return int(base) + 1 if base.isdigit() else 2027


def _show(result: PlanResult, plan: Plan, tables: Tables, chosen: controls.Chosen) -> None:
    st.header(plain(title(result, chosen.name)), anchor=False)
    st.write(plain(describe(result)))
    reach = plan_reached.find(plan, chosen)
    sentence = st.container()
    opened, room = tabs.pick_tab(TAB, TABS)
    if reach is not None and opened != REACH:
        sentence.write(f"{plain(title_reach(reach))}.")
    with room:
        if opened == OPENINGS:
            _show_openings(result, plan, tables)
        elif opened == REACH:
            plan_reached.show(reach, plan, chosen)
        else:
            _courses(result)
    st.subheader("What this assumes", anchor=False)
    assumed = reach.assumptions if opened == REACH and reach else result.assumptions
    st.markdown("\n".join(f"- {plain(words)}" for words in assumed))
    _offer_files(result, plan, reach, chosen)


def _show_openings(result: PlanResult, plan: Plan, tables: Tables) -> None:
    occupations = result.effects.filter(skill_kind="occupation")
    first = occupations.filter(pl.col("is_priority")).sort("extra_persons", descending=True)
    _picture(first)
    if missing := describe_missing(
        tables["skills_gaps"].filter(pl.col("skill_code").is_in(list(plan.priorities)))
    ):
        st.caption(plain(missing))
    reached = occupations.filter((pl.col("extra_persons") > 0) | pl.col("is_priority"))
    _effects(reached.sort("is_priority", "extra_persons", descending=True), "Occupation")
    st.subheader("By level of qualification", anchor=False)
    _effects(result.effects.filter(skill_kind="qualification"), "Level")
    explain_popover.show_explanation(
        ("skills_openings", "skills_gaps", "skills_supply"), HOW, label="How do we know? The plan"
    )


def _offer_files(
    result: PlanResult, plan: Plan, reach: PlanReach | None, chosen: controls.Chosen
) -> None:
    """The figures with what they rest on, and the plan to open again."""
    described = "; ".join(describe_course(course) for course in plan.courses)
    exported = result.effects.with_columns(
        label=pl.lit(LABEL), place=pl.lit(chosen.name), plan=pl.lit(described),
        given_at=pl.lit(plan.at), assumptions=pl.lit(" ".join(result.assumptions)),
    )  # fmt: skip
    downloads.csv(exported, f"plan-{chosen.file_part}", "Download the plan's figures (CSV)")
    st.download_button(
        "Save the plan as a file (JSON)",
        write_file(plan, chosen.name, list_notes(result, reach)),
        file_name=f"{downloads.file_name(f'plan-{chosen.file_part}')}.json",
        mime="application/json",
        on_click="ignore",
    )


def _picture(first: pl.DataFrame) -> None:
    if first.is_empty():
        st.caption("Pick priorities to see how many of their openings the plan would meet.")
        return
    # Imported here: the chart library takes half a second to load.
    from presentation import charts

    rows = first.select(
        label=pl.Series([label_effect(row) for row in first.rows(named=True)], dtype=pl.String),
        value="extra_persons", kind=pl.lit("extra"),
    )  # fmt: skip
    words = "New people a year that the plan brings to each priority; the window has the figures."
    chart_panel.show_chart(
        charts.bars(rows, "New people a year", {"extra": charts.TEAL}, words),
        title="New people a year for each priority, and the share of its openings that they meet",
        name="plan-priorities", about="priorities", figures=first,
        columns=list_effects("Occupation"),
        column_config=dict.fromkeys(EFFECTS.values(), LOCALIZED),
    )  # fmt: skip


def label_effect(row: dict[str, object]) -> str:
    """Whose bar it is, and the share of its openings that it meets."""
    name = capital(name_occupation(str(row["skill_code"]), str(row["skill_name"])))
    met, wanted, extra = row["met_pct"], row["openings_persons"], row["extra_persons"]
    if not (isinstance(met, float) and isinstance(wanted, float) and isinstance(extra, float)):
        return f"{name}: no openings that we can estimate"
    return f"{name}: {write_people(extra)} more, {percent(met)} of {write_people(wanted)} openings"


def _effects(rows: pl.DataFrame, heading: str) -> None:
    figures_table(
        rows, list_effects(heading), column_config=dict.fromkeys(EFFECTS.values(), LOCALIZED)
    )


def list_effects(heading: str) -> tuple[pl.Expr, ...]:
    """What the plan does to each occupation or level, under the headings of a table."""
    return (
        pl.col("skill_name").alias(heading),
        *(pl.col(name).round(1 if name == "met_pct" else 0).alias(words)
          for name, words in EFFECTS.items()),
        pl.col("missing_streams").alias("Supply we have no data on"),
    )  # fmt: skip


def _courses(result: PlanResult) -> None:
    figures_table(
        result.courses,
        (
            indicators.capitalise("supply_stream").alias("Kind"),
            indicators.capitalise("subject_area").alias("Subject"),
            pl.col("level_name").alias("Level"),
            pl.col("places").alias("Places a year"),
            pl.col("from_year").cast(pl.String).alias("From"),
            pl.col("in_priorities_persons").round(1).alias("New people in the priorities"),
            pl.col("extra_persons").round(1).alias("New people in all"),
            pl.col("cost_gbp").alias("Cost a year (£)"),
        ),
        column_config={"Cost a year (£)": LOCALIZED},
    )
    figures_table(
        result.years,
        (
            pl.col("year").cast(pl.String).alias("Year"),
            pl.col("places").alias("Places"),
            pl.col("in_priorities_persons").round(1).alias("New people in the priorities"),
            pl.col("extra_persons").round(1).alias("New people in all"),
            pl.col("cost_gbp").alias("Cost (£)"),
        ),
        column_config={"Cost (£)": LOCALIZED},
    )
