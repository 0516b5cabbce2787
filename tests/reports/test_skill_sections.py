"""Sections of a report on skills: priorities, supply by stream, and gaps only where there are."""

from __future__ import annotations

from pathlib import Path

import factory_report_worlds
import polars as pl
import pytest
from factory_report_worlds import BRADFORD, CALDERDALE

from catalog import store
from catalog.settings import Settings
from indicators.skills.course_page import list_courses
from presentation.skill_words import name_occupation
from presentation.training_words import NO_FIGURES, describe_training
from reports import gap_report
from reports.content import DataTable, Report, Text
from reports.sections import priorities


@pytest.fixture
def root(prepared: Settings) -> Path:
    return prepared.tables


def made(root: Path, councils: tuple[str, ...]) -> Report:
    name = "Two of the sample" if len(councils) > 1 else ""
    return gap_report.build(root, councils, name, made_on="2026-11-23", version="0")


def table_of(report: Report, table_id: str) -> DataTable:
    return next(table for table in report.tables() if table.id == table_id)


def words_of(report: Report, section_id: str) -> list[str]:
    section = next(one for one in report.sections if one.id == section_id)
    return [line for block in section.blocks if isinstance(block, Text) for line in block.lines]


COURSES = pl.DataFrame(
    [
        ("61", "further education", "health and care", "2", "Level 2 (GCSEs)", "", 0.7, 100.0),
        ("61", "apprenticeships", "health and care", "3", "Level 3 (A levels)", "", 0.9, 200.0),
        ("61", "university graduates", "Psychology", "6+", "Level 6 or above (a degree)",
         "University of Testham", 0.1, 500.0),
        ("61", "further education", "languages", "3", "Level 3 (A levels)", "", 0.5, None),
        ("53", "further education", "construction", "2", "Level 2 (GCSEs)", "", 0.7, 0.0),
    ],
    schema=["occupation_code", "supply_stream", "subject_area", "level_code", "level_name",
            "provider_name", "weight", "achievements_count"],
    orient="row",
).with_columns(period=pl.lit("2022-23"), ukprn=pl.lit(""))  # fmt: skip


def test_courses_that_lead_most_people_to_an_occupation_come_first() -> None:
    assert list_courses(COURSES, "61")["achievements_count"].to_list() == [200.0, 100.0, 500.0]
    assert describe_training(COURSES, "61") == (
        "Training that leads to it: apprenticeships in health and care at level 3 (200 achieved in "
        "2022-23) and health and care at level 2 (100 achieved in 2022-23)."
    )


def test_a_withheld_or_empty_course_is_no_training_and_none_is_said_to_be_missing() -> None:
    assert "languages" not in list_courses(COURSES, "61")["subject_area"].to_list()
    assert describe_training(COURSES, "53") == NO_FIGURES
    assert describe_training(COURSES, "22") == NO_FIGURES


def ranked(*missing: str) -> pl.DataFrame:
    return pl.DataFrame({"missing_components": missing})


def test_what_all_occupations_lack_is_said_with_the_weights() -> None:
    words = priorities.describe_weights(ranked("pay", "pay; pressure"))
    assert words.endswith("We have no data on pay by occupation, so the rest weigh more.")
    assert "openings 25%" in words
    assert "no data" not in priorities.describe_weights(ranked("", "pay"))


def test_qualifications_of_residents_stand_beside_those_of_jobs(root: Path) -> None:
    report = made(root, (BRADFORD,))
    frame = table_of(report, "qualifications").frame
    assert frame["skill_code"].to_list() == ["below 2", "2", "3", "4+"]
    assert frame["jobs_share_pct"].sum() == pytest.approx(100.0)
    top = frame.filter(skill_code="4+").row(0, named=True)
    line = next(one for one in words_of(report, "gaps-detail") if "of jobs in Bradford" in one)
    assert f"{top['survey_share_pct']:.0f}% of residents" in line
    assert f"{top['jobs_share_pct']:.0f}% of jobs" in line


def test_streams_of_supply_stand_beside_each_other_and_their_own_totals(root: Path) -> None:
    report = made(root, (BRADFORD,))
    frame = table_of(report, "supply").frame
    stored = store.read("skills_supply", root)[0].filter(area_code=BRADFORD)
    counted = stored.drop_nulls("supply_persons")
    for stream, own in counted.group_by("supply_stream"):
        shown = frame.sort("skill_code")[f"supply_persons_{stream[0]}"]
        assert shown.equals(own.sort("skill_code")["supply_persons"], null_equal=True)
    streams = store.read("skills_streams", root)[0].filter(area_code=BRADFORD)
    own_totals = streams.drop_nulls("supply_persons")
    shown_totals = table_of(report, "streams").frame.select(own_totals.columns)
    assert shown_totals.sort("supply_stream").equals(own_totals.sort("supply_stream"))
    absent = streams.filter(pl.col("supply_persons").is_null())
    assert absent["supply_stream"].to_list() == ["people leaving claims"]
    said = words_of(report, "training")
    assert any(line.startswith("People leaving claims: ") for line in said)


def test_priorities_come_with_the_training_that_answers_them(root: Path) -> None:
    report = made(root, (BRADFORD,))
    ranked = table_of(report, "priorities").frame.sort("priority_rank").head(5)
    frame = table_of(report, "training").frame
    assert frame["occupation_code"].unique(maintain_order=True).to_list() == (
        ranked["occupation_code"].to_list()
    )
    stored = store.read("skills_courses", root)[0].filter(
        area_code=BRADFORD, occupation_code=ranked["occupation_code"][0]
    )
    leading = stored.drop_nulls("achievements_count").sort(
        pl.col("weight") * pl.col("achievements_count"), descending=True
    )
    own = frame.filter(occupation_code=ranked["occupation_code"][0])
    assert own["achievements_count"].to_list() == leading["achievements_count"].head(2).to_list()
    assert own["weight"].to_list() == leading["weight"].head(2).to_list()
    assert f"({leading['achievements_count'][0]:,.0f})" in ranked["training"][0]


def without_graduates(frame: pl.DataFrame) -> pl.DataFrame:
    """Gaps where nothing is known of graduates: openings at degree level stand alone."""
    is_degree = (pl.col("skill_kind") == "qualification") & (pl.col("skill_code") == "6+")
    judged = ("gap_persons", "lower80", "upper80", "relative_gap", "probability_gap", "rank_low",
              "rank_high")  # fmt: skip
    return frame.with_columns(
        *(pl.when(~is_degree).then(pl.col(name)).alias(name) for name in judged),
        status=pl.when(is_degree).then(pl.lit("missing")).otherwise("status"),
        note=pl.when(is_degree).then(
            pl.lit("2,750 openings a year; no gap, because we have no data on university "
                   "graduates: add HESA's qualifiers")
        ).otherwise("note"),
    )  # fmt: skip


def test_where_a_main_stream_is_missing_openings_stand_alone_and_the_cure_is_said(
    prepared: Settings, tmp_path: Path
) -> None:
    there = factory_report_worlds.world(
        prepared.tables, tmp_path / "w", edits={"skills_gaps": without_graduates}
    )
    report = made(there, (BRADFORD,))
    table = table_of(report, "gaps-qualification")
    row = table.frame.filter(skill_code="6+").row(0, named=True)
    assert (row["gap_persons"], row["status"]) == (None, "missing")
    assert row["openings_persons"] > 0
    words = (
        "Most openings are at level 6 or above: 2,750 openings a year; no gap, because we have no "
        f"data on university graduates: add HESA's qualifiers (Table {table.number})."
    )
    assert words in words_of(report, "gaps")


def no_supply(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        *(
            pl.lit(None, pl.Float64).alias(name)
            for name in ("supply_persons", "gap_persons", "lower80", "upper80", "relative_gap",
                         "probability_gap", "rank_low", "rank_high")
        ),
        note=pl.lit("no gap, because we have no data on it"),
        supply_status=pl.lit("missing"), status=pl.lit("missing"),
    )  # fmt: skip


def test_without_any_supply_no_gap_stands_anywhere(prepared: Settings, tmp_path: Path) -> None:
    there = factory_report_worlds.world(
        prepared.tables, tmp_path / "w", edits={"skills_gaps": no_supply}
    )
    report = made(there, (BRADFORD,))
    assert "gaps" not in {table.id for table in report.tables()}
    shown = {field.name for field in table_of(report, "gaps-qualification").fields}
    assert not shown & {"gap_persons", "lower80", "upper80", "supply_persons"}
    assert "openings_persons" in shown
    picture = next(one for one in report.pictures() if one.id == "chart-openings")
    assert "diamond" not in picture.alt
    assert not [line for line in words_of(report, "place") if "The difference is" in line]


def test_a_headline_names_the_priorities_of_the_table(root: Path) -> None:
    report = made(root, (BRADFORD,))
    ranked = table_of(report, "priorities").frame.sort("priority_rank")
    first = next(line for line in words_of(report, "place") if "priorities for" in line)
    names = [name_occupation(code) for code in ranked["occupation_code"].head(5)]
    places = [first.index(name) for name in names]
    assert places == sorted(places)
    assert "Five priorities for Bradford" in first
    lead = " ".join(words_of(report, "priorities"))
    assert f"{ranked.head(10)['top_ten_pct'].mean():.0f}% of the first ten stay" in lead
    assert "We have no data on pay by occupation," in lead, "nothing stands in for it"


def test_no_table_or_sentence_ranks_gaps(root: Path) -> None:
    report = made(root, (BRADFORD, CALDERDALE))
    names = {field.name for table in report.tables() if table.id.startswith("gaps")
             for field in table.fields}  # fmt: skip
    assert not names & {"probability_gap", "rank_low", "rank_high"}
    assert not [line for line in words_of(report, "place") if "widest gap" in line]
