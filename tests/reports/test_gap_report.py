"""The content of the gap report of the embedded sample, before any format."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import factory_report_worlds
import polars as pl
import pytest

from catalog import store
from catalog.settings import Settings
from catalog.tables import TABLES
from catalog.vocabulary.forecast_families import MODELS
from indicators import inputs, run
from indicators.places import groups
from reports import gap_report
from reports.content import DataTable, Report, Text

BRADFORD = "E08000032"
SAMPLE_COUNCILS = (BRADFORD, "E08000033", "E08000034")
NAME = "West Yorkshire sample"
EVERY = pytest.mark.parametrize("councils", [(BRADFORD,), SAMPLE_COUNCILS], ids=["one", "group"])


@pytest.fixture
def root(prepared: Settings) -> Path:
    return prepared.tables


@cache
def made(root: Path, councils: tuple[str, ...]) -> Report:
    """One for all tests that only read it."""
    return make(root, councils)


def make(root: Path, councils: tuple[str, ...]) -> Report:
    name = NAME if len(councils) > 1 else ""
    return gap_report.build(root, councils, name, made_on="2026-11-23", version="0")


@EVERY
def test_every_section_that_a_partnership_asks_for_is_there(
    root: Path, councils: tuple[str, ...]
) -> None:
    report = made(root, councils)
    assert [section.id for section in report.sections] == [
        "place", "priorities", "sectors", "sectors-grown", "sectors-coming", "sector-lists",
        "fine-classes", "decomposition", "skills", "gaps", "gaps-detail", "pressure", "training",
        "wards", "wards-detail", "access", "innovation", "limits", "annex", "profile", "forecasts",
        "forecasts-tables", "revisions", "methods",
    ]  # fmt: skip
    assert report.subtitle == (NAME if len(councils) > 1 else "Bradford")
    assert report.sources


@EVERY
def test_tables_are_whole(root: Path, councils: tuple[str, ...]) -> None:
    report = made(root, councils)
    tables = list(report.tables())
    assert len({table.id for table in tables}) == len(tables)
    for table in tables:
        columns = set(table.frame.columns)
        assert {field.name for field in table.fields} <= columns, table.id
        assert {field.status for field in table.fields if field.status} <= columns, table.id
        assert table.frame.height, table.id
        assert all(1 <= note <= len(report.notes) for note in table.notes)
        for name in table.source.split(", "):
            assert name in TABLES, table.id


def test_a_councils_figures_are_those_of_the_indicator_tables(root: Path) -> None:
    tables = {table.id: table for table in made(root, (BRADFORD,)).tables()}
    for table_id, name, kept in (
        ("sectors-now", "sectors_now", {"industry_level": "section"}),
        ("sectors-grown", "sector_growth", {"industry_level": "section"}),
        ("sectors-outlook", "sector_outlook", {}),
        ("sector-lists", "fine_sectors", {"sector_list": "is8"}),
        ("decomposition", "sector_decomposition", {"industry_level": "section"}),
        ("openings", "skills_openings", {"skill_kind": "occupation"}),
        ("gaps", "skills_gaps", {"skill_kind": "occupation"}),
        ("gaps-qualification", "skills_gaps", {"skill_kind": "qualification"}),
        ("priorities", "skills_priorities", {}),
        ("qualifications", "qualification_match", {}),
    ):  # fmt: skip
        stored = store.read(name, root)[0].filter(pl.lit(True), area_code=BRADFORD, **kept)
        key = list(TABLES[name].key)
        stored = stored.drop("industry_name", strict=False)  # a report has the short names
        shown = tables[table_id].frame.select(stored.columns)
        assert shown.sort(key).equals(stored.sort(key)), table_id


def test_a_groups_figures_are_those_of_its_indicators(root: Path) -> None:
    tables = {table.id: table for table in made(root, SAMPLE_COUNCILS).tables()}
    of_group = groups.for_group(inputs.read(root), SAMPLE_COUNCILS, run.GROUP, NAME)
    computed = run.compute_group(of_group)["skills_gaps"]
    own = computed.filter(skill_kind="occupation").sort("skill_code")
    assert tables["gaps"].frame.select(own.columns).sort("skill_code").equals(own)


def test_ward_tables_hold_what_the_ward_tables_hold(root: Path) -> None:
    frame = table_of(made(root, SAMPLE_COUNCILS), f"wards-{BRADFORD}").frame
    measures = store.read("ward_measures", root)[0].filter(measure="jobs_total")
    newest = measures.filter(pl.col("period_end") == pl.col("period_end").max())
    held_values = dict(newest.select("ward_code", "value").iter_rows())
    assert frame.height == 30
    for ward, jobs, status in frame.select("ward_code", "jobs_total", "jobs_total_status").rows():
        assert held_values.get(ward) == jobs
        assert (jobs is None) == (status in ("missing", "suppressed"))


def table_of(report: Report, table_id: str) -> DataTable:
    return next(table for table in report.tables() if table.id == table_id)


@EVERY
def test_nothing_is_called_a_shortage(root: Path, councils: tuple[str, ...]) -> None:
    report = made(root, councils)
    texts = [
        line
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Text)
        for line in block.lines
    ]
    said = [text for text in (*texts, *report.notes) if "shortage" in text.lower()]
    assert said
    assert all("not a shortage" in text for text in said)
    titles = [table.title for table in report.tables()]
    assert not [title for title in titles if "shortage" in title.lower()]


def words_of(report: Report, section_id: str) -> list[str]:
    section = next(one for one in report.sections if one.id == section_id)
    return [line for block in section.blocks if isinstance(block, Text) for line in block.lines]


def test_what_a_council_lacks_is_said_at_the_start_and_in_the_limitations(root: Path) -> None:
    report = made(root, SAMPLE_COUNCILS)
    wanted = "No data for Bradford, Calderdale on"
    lines = [line for line in words_of(report, "limits") if wanted in line]
    assert any("unemployment benefits" in line for line in lines)
    assert any(re.search("data (is|are) missing", line) for line in words_of(report, "place"))


def test_what_the_services_did_not_answer_is_said(root: Path) -> None:
    asked = ("Nomis NM_1: HTTP 503",)
    report = gap_report.build(
        root, [BRADFORD], "", made_on="2026-11-23", version="0", unanswered=asked
    )
    assert asked[0] in words_of(report, "limits")
    assert any("did not answer: 1." in line for line in words_of(report, "place"))
    assert asked[0] not in words_of(made(root, (BRADFORD,)), "limits")


def test_the_same_tables_and_date_give_the_same_report(root: Path) -> None:
    one, other = (make(root, SAMPLE_COUNCILS) for _ in range(2))
    assert [section.id for section in one.sections] == [section.id for section in other.sections]
    for a, b in zip(one.tables(), other.tables(), strict=True):
        assert a.frame.equals(b.frame), a.id
    assert one.sources == other.sources


def test_sources_reach_the_publishers(root: Path) -> None:
    report = made(root, (BRADFORD,))
    names = {line.table for line in report.sources}
    assert {"skills_gaps", "skills_openings", "forecasts", "jobs", "fe_achievements"} <= names
    assert report.sources[0].url.startswith("https://"), "published sources come first"


def test_the_record_has_no_row_of_few_forecasts_and_no_interval_of_few_councils(
    prepared: Settings,
) -> None:
    frame = table_of(made(prepared.tables, (BRADFORD,)), "backtest").frame
    assert frame["windows_count"].min() >= 30  # type: ignore[operator]
    own = frame.filter(record="this data")
    few = own.filter(pl.col("areas_count") < 5)
    assert few.height
    assert few["skill_lower95_pct"].is_null().all()
    stored = frame.filter(record="comes with Wardwise")
    assert stored["areas_count"].min() >= 10  # type: ignore[operator]
    assert set(stored["when"]) >= {"now, when the figure comes out", "one year from then"}
    assert (stored["skill_pct"] < 0).any(), "losses are in it"


def test_achievements_are_of_the_newest_year_alone(prepared: Settings) -> None:
    stored = store.read("fe_achievements", prepared.tables)[0].filter(area_code=BRADFORD)
    newest = stored.filter(
        pl.col("period") == pl.col("period").max(),
        breakdown="subject_area", achievement_measure="aims",
    )  # fmt: skip
    assert stored["period"].n_unique() > 1
    table = table_of(made(prepared.tables, (BRADFORD,)), "achievements-subject_area")
    assert table.frame["period"].unique().to_list() == [stored["period"].max()]
    found = table.frame.select("breakdown_code", f"achievements_count_{BRADFORD}").rows()
    assert sorted(found) == sorted(newest.select("breakdown_code", "achievements_count").rows())
    assert table.title.endswith(str(stored["period"].max()))


def test_more_than_four_councils_have_their_achievements_under_each_other(
    prepared: Settings, tmp_path: Path
) -> None:
    more = [f"E0800003{number}" for number in range(5, 10)]
    councils = store.read("councils", prepared.tables)[0]

    def as_if_of(frame: pl.DataFrame) -> pl.DataFrame:
        own = frame.filter(area_code=BRADFORD)
        return pl.concat([frame, *(own.with_columns(area_code=pl.lit(code)) for code in more)])

    there = factory_report_worlds.world(
        prepared.tables, tmp_path / "w",
        edits=dict.fromkeys(("fe_achievements", "jobs"), as_if_of),
    )  # fmt: skip
    known = [code for code in more if code in set(councils["lad_code"])]
    report = made(there, (BRADFORD, *known))
    table = table_of(report, "achievements-subject_area")
    assert [field.title for field in table.fields] == ["Subject area", "Council", "Courses"]
    assert table.frame.height == 16 * (1 + len(known))


def test_tables_of_areas_carry_the_year_of_the_councils_boundaries(prepared: Settings) -> None:
    vintage = store.read("councils", prepared.tables)[0].filter(lad_code=BRADFORD)["lad_vintage"][0]
    tables = {table.id: table.frame for table in made(prepared.tables, (BRADFORD,)).tables()}
    assert tables["gaps"]["area_vintage"].unique().to_list() == [vintage]
    assert tables["profile"]["area_vintage"].unique().len() >= 1
    assert "area_vintage" not in tables["backtest"].columns, "which is of no area"
    assert "area_vintage" not in tables[f"wards-{BRADFORD}"].columns, "which has the wards' own"


def test_sources_and_models_are_given_in_words(prepared: Settings) -> None:
    report = made(prepared.tables, (BRADFORD,))
    assert not [table.id for table in report.tables() if "_" in table.source_in_words]
    said = words_of(report, "forecasts-tables")
    models = set(table_of(report, "forecasts").frame["model"]) & set(MODELS)
    assert models
    assert all(f"{model}: {MODELS[model]}." in said for model in models)
