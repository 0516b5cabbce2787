"""Training that answers an occupation: courses and degrees, and what doubling one would bring."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.plans import training_plan
from indicators.skills import standards
from presentation import map_summary
from presentation.skill_words import write_people
from views.parts import chart_panel, controls, data, downloads, indicators
from views.parts.figures_table import figures_table
from views.parts.skills_data import Row, Tables, capital

STANDARDS: Final = "occupational_standards"  # a user's list, shown as it is
MOST: Final = 8  # courses in the picture; the table has all
COUNTS: Final = {
    name: st.column_config.NumberColumn(format="localized")
    for name in ("Achieved here a year", "People who achieve a year")
}  # fmt: skip


DOUBLED: Final = (
    "If as many again achieved it, and went into work as those who achieve it now: new people in "
    "this occupation alone. Which subject leads where is our assumption. Degrees are left out: we "
    "cannot say how many more graduates would stay."
)
DOUBLING: Final = (
    indicators.capitalise("supply_stream").alias("Kind"),
    indicators.capitalise("subject_area").alias("Subject"),
    pl.col("level_name").alias("Level"),
    pl.col("achieved_persons").round(0).alias("People who achieve a year"),
    pl.col("extra_persons").round(1).alias("New people if doubled"),
    pl.col("period").alias("Academic year"),
)


def show(tables: Tables, row: Row, chosen: controls.Chosen) -> None:
    """Doubling first, then every course, then degrees near."""
    code = row["occupation_code"]
    courses = tables["skills_courses"].filter(occupation_code=code)
    _doubling(row, chosen)
    _standards(code, chosen)
    if courses.is_empty():
        st.caption(
            "We have no courses by subject and level for this place. Add DfE's files with "
            "`wardwise supply FILE`."
        )
        return
    of_streams = courses.filter(ukprn="")
    _courses(of_streams, "Courses and apprenticeships that lead to it", code, chosen)
    degrees = courses.filter(pl.col("ukprn") != "")
    if degrees.height:
        _courses(
            degrees, "Degrees at providers near, most of whose graduates move on", code, chosen
        )


def _standards(code: str, chosen: controls.Chosen) -> None:
    """Occupational standards for the occupation, where a user has supplied their list."""
    listed = data.peek(STANDARDS)
    found = standards.list_standards(listed, code)
    if found.is_empty():
        st.caption(
            "No occupational standard in your list is for this occupation."
            if listed.height
            else "We have no list of occupational standards. Add one with `wardwise supply "
            "occupational_standards FILE`."
        )
        return
    st.subheader("Occupational standards for it", anchor=False)
    figures_table(
        found,
        (
            pl.col("standard_title").alias("Standard"),
            pl.col("standard_level").alias("Level"),
            pl.col("standard_code").alias("Code"),
            pl.col("leads_to").alias("For"),
        ),
    )
    downloads.csv(found, f"standards-{code}-{chosen.file_part}", "Download standards (CSV)")


def _doubling(row: Row, chosen: controls.Chosen) -> None:
    inputs = indicators.read_inputs(chosen.councils, chosen.name)
    doubled = training_plan.double_courses(inputs, chosen.code, row["occupation_code"])
    with_people = doubled.drop_nulls("extra_persons")
    if with_people.is_empty():
        return
    # Imported here: the chart library takes half a second to load.
    from presentation import charts

    first = with_people.row(0, named=True)
    shown = with_people.head(MOST)
    bars = shown.select(
        label=pl.Series([capital(name_course(each)) for each in shown.rows(named=True)],
                        dtype=pl.String),
        value="extra_persons", kind=pl.lit("extra"),
    )  # fmt: skip
    words = "New people a year in the occupation if a course were doubled; the window has them."
    chart_panel.show_chart(
        charts.bars(bars, "New people a year", {"extra": charts.TEAL}, words),
        title=f"Doubling {name_course(first)} would bring about "
        f"{write_people(first['extra_persons'])} people a year, beside "
        f"{write_people(row['openings_persons'] or 0)} openings",
        is_heading=True, caption=DOUBLED, name=f"doubling-{row['occupation_code']}-"
        f"{chosen.file_part}", about="doubling", figures=doubled, columns=DOUBLING,
        column_config=COUNTS,
        explain=lambda: indicators.explain_table("skills_supply", "How do we know? Doubling"),
    )  # fmt: skip


def name_course(row: Row) -> str:
    """A course in a few words: further education in health and care, level 3."""
    level = row["level_name"].partition(" (")[0].partition(",")[0]
    return f"{row['supply_stream']} in {row['subject_area']}, {level[:1].lower()}{level[1:]}"


def _courses(courses: pl.DataFrame, title: str, code: str, chosen: controls.Chosen) -> None:
    st.subheader(title, anchor=False)
    ordered = courses.sort(
        "achievements_count", "subject_area", "level_code", descending=[True, False, False],
        nulls_last=True,
    )  # fmt: skip
    figures_table(
        ordered,
        (
            indicators.capitalise("supply_stream").alias("Kind"),
            indicators.capitalise("subject_area").alias("Subject"),
            pl.col("level_name").alias("Level"),
            *(
                [pl.col("provider_name").alias("Provider")]
                if (courses["ukprn"] != "").any()
                else []
            ),
            pl.col("achievements_count").round(0).alias("Achieved here a year"),
            (100 * pl.col("weight")).round(0).alias("Share we assume goes to it (%)"),
            pl.col("period").alias("Academic year"),
            map_summary.status_words().alias("What kind of figure"),
        ),
        column_config=COUNTS,
    )
    kind = "degrees" if (courses["ukprn"] != "").any() else "courses"
    indicators.explain_table("skills_courses", f"How do we know? {capital(kind)}")
    downloads.csv(ordered, f"{kind}-{code}-{chosen.file_part}", f"Download {kind} (CSV)")
