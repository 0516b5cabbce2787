"""What if: more or fewer jobs, or a new course, and what that does to openings and gaps."""

from __future__ import annotations

from typing import Final

import altair as alt
import polars as pl
import streamlit as st
from polars import selectors

from catalog.measures import Measure
from catalog.tables.indicators import WARD
from indicators.plans import scenario
from indicators.plans.scenario import LABEL, Result
from indicators.plans.what_if import ScenarioError
from presentation.charts import Layered
from presentation.numbers import digits
from views.parts import (
    chart_panel,
    controls,
    data,
    downloads,
    explain_popover,
    indicators,
    scenario_form,
    ward_picture,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

SHOWN: Final = 12  # occupations in the chart
COLUMNS: Final = {
    "skill_name": "Occupation or qualification",
    "openings_before_persons": "Openings a year without it",
    "openings_after_persons": "Openings with it",
    "gap_before_persons": "Gap without it",
    "gap_after_persons": "Gap with it",
    "gap_after_lower80": "80% from",
    "gap_after_upper80": "80% to",
    "change_persons": "Change of gap",
    "missing_streams": "Supply we have no data on",
}
MEASURE: Final = Measure(
    "scenario_change_jobs", "Scenario", "Change in jobs in this scenario",
    "Jobs of the scenario shared among wards", "jobs", "modelled",
    "All in the ward you pick; otherwise in proportion to the wards' jobs in the sector",
)  # fmt: skip


def show(chosen: controls.Chosen) -> None:
    """The form of more or fewer jobs and of one course, and what they would do."""
    st.write(
        "See what more or fewer jobs, or a new course, would do to openings and gaps. "
        f"**{LABEL}:** everything else stays as forecast."
    )
    wards = data.table("ward_sector_jobs", chosen.councils)[0]
    inputs = indicators.read_inputs(chosen.councils, chosen.name)
    jobs, course = st.columns(2, gap="large")
    with jobs:
        scenario_form.jobs(inputs, chosen.code, wards)
    with course:
        scenario_form.course()
    changes = scenario_form.read_address()
    if not changes:
        st.info("Pick a sector and a number of jobs, or a subject and a number of adults.")
        return
    try:
        result = scenario.run(inputs, chosen.code, changes, wards)
    except ScenarioError as error:
        st.warning(f"We cannot calculate this scenario: {plain(error)}.")
        return
    _show(result, chosen)


def _show(result: Result, chosen: controls.Chosen) -> None:
    st.header(f"What it would do in {plain(chosen.name)}", anchor=False)
    st.write(f"**{result.label}.** {plain(_sentence(result))}")
    chart_panel.show_chart(
        _chart(result.changes_of_occupations.head(SHOWN)),
        title="Occupations whose gap changes most",
        name=f"what-if-{chosen.file_part}",
        about="changes",
        figures=result.changes_of_occupations,
        caption=LABEL,
    )
    for kind, title in (("occupation", "By occupation"), ("qualification", "By qualification")):
        st.header(title, anchor=False)
        frame = result.effects.filter(skill_kind=kind).sort(
            pl.col("change_persons").abs(), descending=True, nulls_last=True, maintain_order=True
        )
        figures_table(
            frame.with_columns(selectors.float().round(0)),
            (pl.col(name).alias(title) for name, title in COLUMNS.items()),
        )
    _wards(result, chosen)
    st.header("What this assumes", anchor=False)
    st.markdown("\n".join(f"- {plain(words)}" for words in result.assumptions))
    exported = result.effects.with_columns(
        label=pl.lit(result.label), assumptions=pl.lit(" ".join(result.assumptions))
    )
    downloads.csv(exported, f"scenario-{chosen.file_part}")
    explain_popover.show_explanation(
        ("skills_gaps", "skills_openings", "skills_supply"),
        "We recalculate openings and gaps with the changed forecast or achievements, using the "
        "same random draws, so the difference is due to the scenario alone.",
    )


def _sentence(result: Result) -> str:
    occupations = result.effects.filter(skill_kind="occupation")
    openings = f"It makes {_count(result.more_openings_persons)} openings a year"
    with_change = occupations.drop_nulls("change_persons")
    if with_change.is_empty():
        return (
            f"{openings}. We cannot estimate gaps here, because a main source of supply is missing."
        )
    top = with_change.sort(pl.col("change_persons").abs(), descending=True).row(0, named=True)
    way = "widens" if top["change_persons"] > 0 else "narrows"
    return (
        f"{openings}. The gap that changes most is in {top['skill_name'].lower()}: it {way} by "
        f"about {digits(abs(top['change_persons']))} people a year."
    )


def _count(more: float) -> str:
    if round(more) == 0:
        return "no more or fewer"
    return f"about {digits(abs(more))} {'more' if more > 0 else 'fewer'}"


def _chart(frame: pl.DataFrame) -> Layered:
    """Openings a year, more or fewer, of the occupations that change most."""
    chart: alt.Chart = (
        alt.Chart(frame.to_pandas())
        .transform_fold(["openings", "gap"], as_=["what", "persons"])
        .mark_bar()
        .encode(
            x=alt.X("persons:Q", title="Change in people a year"),
            y=alt.Y("skill_name:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
            yOffset=alt.YOffset("what:N"),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=["openings", "gap"], range=["#12436D", "#F46A25"]),
            ),
            tooltip=[
                alt.Tooltip("skill_name:N"),
                alt.Tooltip("what:N"),
                alt.Tooltip("persons:Q", format=",.1f"),
            ],
        )
        .properties(
            height=30 * frame.height + 40,
        )
    )
    words = (
        "Change in openings and in the gap of the occupations that change most; the table below "
        "has the same figures."
    )
    return alt.layer(chart, description=words)


def _wards(result: Result, chosen: controls.Chosen) -> None:
    """Where the jobs would be: a map and a table."""
    if result.wards.is_empty():
        return
    st.header("Where the jobs would be", anchor=False)
    values = (
        data.table("wards", chosen.councils)[0]
        .select(WARD)
        .join(result.jobs_of_wards, on="ward_code", how="left", validate="1:1")
        .with_columns(
            measure=pl.lit(MEASURE.id), reliability=pl.lit("fair"), note=pl.lit(LABEL),
            period=pl.col("period").fill_null(""),
            status=pl.when(pl.col("value").is_null()).then(pl.lit("missing"))
            .otherwise(pl.lit("modelled")),
        )
        .sort("ward_name", "ward_code")
    )  # fmt: skip
    classes = ward_picture.classify_values(values, MEASURE)
    ward_picture.draw(values, MEASURE, classes, "", chosen, "scenario")
    st.html(ward_picture.legend_html(values, classes))
    figures_table(
        result.wards,
        (
            pl.col("ward_name").alias("Ward"),
            pl.col("lad_name").alias("Council"),
            pl.col("industry_name").alias("Sector"),
            pl.col("jobs").round(0).alias("Jobs in the latest year (modelled or observed)"),
            pl.col("change_jobs").round(1).alias("Change in this scenario"),
        ),
    )
