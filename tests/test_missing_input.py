"""An input that is not there, from the tables to the terminal, the page and the report."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

import pipeline
from catalog import store
from catalog.settings import Settings
from catalog.unanswered import unanswered
from cli.entry import FAMILIES
from cli.terminal import app
from etl.run import registry
from reports import gap_report
from reports.render.paged import rows

ABSENT = "fe_achievements"
# Every file that supply is made from.
FILES = (ABSENT, "fe_aims", "apprenticeships", "leaver_destinations", "graduate_")
BRADFORD = "E08000032"
UNANSWERED = "Nomis NM_162_1: HTTP 503"


@pytest.fixture(scope="module")
def without(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The sample as if it had been fetched, but for files, and one question not answered."""
    settings = Settings(data=tmp_path_factory.mktemp("without"))
    without_files = shutil.ignore_patterns(*(f"{name}*" for name in FILES))
    shutil.copytree(prepared.tables, settings.built, ignore=without_files)
    failure = registry.Failure("claimants", "wards", (BRADFORD,), UNANSWERED)
    registry.keep_failures([], [failure], settings)
    made = {o.name: o.kind for o in pipeline.prepare(settings, lambda *_: None)}
    assert made["indicators"] == "built", "an input less is a new input"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDWISE_DATA", str(settings.data))
        st.cache_resource.clear()
        yield settings


def test_the_gap_is_missing_and_not_as_wide_as_the_openings(without: Settings) -> None:
    gaps = store.read("skills_gaps", without.tables)[0].filter(area_code=BRADFORD)
    assert gaps["gap_persons"].is_null().all()
    assert gaps["status"].unique().to_list() == ["missing"]
    assert gaps["missing_streams"].str.contains("further education").all()


def test_the_terminal_says_what_is_not_held(without: Settings) -> None:
    assert FAMILIES
    found = CliRunner().invoke(app, ["explain", "skills_supply", "--council", "Bradford"])
    assert f"{ABSENT}: no data, so figures that need it are missing" in found.output


def test_the_page_shows_no_gap_and_says_why(without: Settings) -> None:
    source = "from views import skills\nskills.page()\n"
    page = AppTest.from_string(source, default_timeout=60)
    page.query_params["area"] = BRADFORD
    page.run()
    assert not page.exception
    kinds = (page.markdown, page.info, page.caption, page.warning)
    said = " ".join(str(entry.value) for kind in kinds for entry in kind)
    assert "there is no gap, only openings" in said
    assert "wardwise supply FILE" in said


def test_the_report_says_it_at_the_start_and_has_no_gap(without: Settings) -> None:
    report = gap_report.build(
        without.tables, [BRADFORD], "", made_on="2026-11-23", version="0",
        unanswered=unanswered(without, [BRADFORD]),
    )  # fmt: skip
    first = " ".join(
        line for block in report.sections[0].blocks for line in getattr(block, "lines", ())
    )
    assert "kinds of data are missing" in first
    limits = " ".join(
        line for section in report.sections if section.id == "limits"
        for block in section.blocks for line in getattr(block, "lines", ())
    )  # fmt: skip
    assert re.search("No data for Bradford on [^.]*achievements in further education", limits)
    assert "Requests that the data services did not answer: 1." in first
    every = {table.id: table for table in report.tables()}
    assert "gaps" not in every, "openings by occupation have a table of their own"
    levels = every["gaps-qualification"]
    assert not {"gap_persons", "lower80", "upper80"} & {field.name for field in levels.fields}
    assert rows(levels)
    said = " ".join(
        line for section in report.sections for block in section.blocks
        for line in getattr(block, "lines", ())
    )  # fmt: skip
    assert "no gap, because we have no data on" in said


def test_the_command_writes_what_was_not_answered(without: Settings, tmp_path: Path) -> None:
    for council, wanted in (("Bradford", True), ("Calderdale", False)):
        found = CliRunner().invoke(
            app, ["report", "-c", council, "--format", "html", "--out", str(tmp_path / council)]
        )
        assert found.exit_code == 0, found.output
        (path,) = (tmp_path / council).iterdir()
        assert (UNANSWERED in path.read_text("utf-8")) == wanted
